"""Work that a plan gives: to whom, and how far they say it is."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from core.dates import today
from core.db import check_version
from core.errors import DomainError, RightMissing
from targets.choices import PlanStatus, TaskStatus
from targets.models import Plan, Task, TaskPart
from targets.rules import PlanClosed
from targets.selectors import speaks_for


class NotYourTask(DomainError):
    """Progress is told by whom the work was given to."""

    code = "not_your_task"
    message = "Nhiệm vụ này giao cho {unit}; chỉ đơn vị ấy báo tiến độ."


class ResultMissing(DomainError):
    """Work is done when something came out of it."""

    code = "task_result_missing"
    message = "Hãy ghi kết quả (văn bản, số liệu, sản phẩm) khi báo hoàn thành."


class TaskNotGivenYet(DomainError):
    """Work begins when its plan is issued."""

    code = "task_not_given_yet"
    message = "Kế hoạch chưa ban hành; nhiệm vụ của nó chưa giao cho ai."


class NobodyThere(DomainError):
    """Work for every area of a level needs such areas below."""

    code = "task_for_nobody"
    message = "{area} không có địa bàn nào ở cấp đã chọn."


class LeadMissing(DomainError):
    """Somebody leads."""

    code = "task_lead_missing"
    message = "Hãy chọn cơ quan chủ trì, hoặc mọi địa bàn của một cấp."


@dataclass(frozen=True, slots=True)
class Duty:
    """One sentence of a plan as work: who leads, with whom, what comes out, by when."""

    sentence: str
    lead: Agency | None = None
    lead_level: str = ""
    lead_text: str = ""
    with_text: str = ""
    product: str = ""
    due_on: date | None = None


@transaction.atomic
def add_task(plan: Plan, duty: Duty, *, by: User, version: int | None) -> Task:
    """Give work in a plan that is being drafted."""
    locked: Plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    check_version(locked, version)
    if not by.acts_in(Right.PLAN_EDIT, locked.area):
        raise RightMissing(area=locked.area.full_name)
    if locked.status == PlanStatus.ISSUED:
        raise PlanClosed
    if duty.lead is None and not duty.lead_level:
        raise LeadMissing
    task = write_task(locked, duty)
    if not task.parts.exists():
        raise NobodyThere(area=locked.area.full_name)
    return task


def write_task(plan: Plan, duty: Duty) -> Task:
    """The task and a part for each unit that does it."""
    last = plan.tasks.aggregate(last=Max("position"))["last"] or 0
    words = duty.lead_text or (duty.lead.name if duty.lead else "")
    task = Task(
        plan=plan,
        area_path=plan.area_path,
        position=last + 1,
        sentence=duty.sentence,
        lead=duty.lead,
        lead_level=duty.lead_level,
        lead_text=words,
        with_text=duty.with_text,
        product=duty.product,
        due_on=duty.due_on,
    )
    task.full_clean(exclude=["plan"])
    task.save()
    TaskPart.objects.bulk_create(
        TaskPart(task=task, area=area, area_path=area.path, agency=duty.lead)
        for area in _units(task)
    )
    return task


def _units(task: Task) -> list[Area]:
    """The area of the leading agency, or every area of the level, on the plan's day."""
    if task.lead is not None:
        return [task.lead.area]
    if not task.lead_level:
        return []
    plan = task.plan
    day = plan.document.date if plan.document else today()
    inside = Area.objects.within(plan.area.path).valid_on(day)
    return list(inside.filter(level=task.lead_level).order_by("code"))


@transaction.atomic
def report_task(
    part: TaskPart, *, to: TaskStatus, result: str, by: User, version: int | None
) -> TaskPart:
    """Say how far one's own part is."""
    locked: TaskPart = (
        TaskPart.objects.select_for_update(of=("self",))
        .select_related("task__plan", "area", "agency")
        .get(pk=part.pk)
    )
    check_version(locked, version)
    if not speaks_for(locked, by):
        raise NotYourTask(unit=str(locked.agency or locked.area.full_name))
    if locked.task.plan.status != PlanStatus.ISSUED:
        raise TaskNotGivenYet
    if to == TaskStatus.DONE and not result.strip():
        raise ResultMissing
    locked.status, locked.result = to, result.strip()
    locked.done_on = today() if to == TaskStatus.DONE else None
    locked.version += 1
    locked.full_clean(exclude=["task"])
    locked.save()
    return locked
