"""How far the work is that plans gave, and what of it waits for a person."""

from dataclasses import dataclass, field
from datetime import date

from accounts.choices import Right
from accounts.models import User
from core.dates import today
from targets.choices import PlanStatus, TaskStatus
from targets.models import Plan, Task, TaskPart

MOST = 100


@dataclass(slots=True)
class TaskProgress:
    """A task with the units one may see: how many do it, are done, are late."""

    task: Task
    units: int = 0
    done: int = 0
    late: int = 0
    parts: list[TaskPart] = field(default_factory=list)


def tasks_of(plan: Plan, user: User) -> list[TaskProgress]:
    """The tasks of a plan in its order, with the parts the person may see."""
    day = today()
    found = {task.pk: TaskProgress(task) for task in plan.tasks.select_related("lead")}
    seen = TaskPart.objects.visible_to(user, Right.PLAN_VIEW).filter(task__plan=plan)
    parts = seen.select_related("area", "agency")
    for part in parts.order_by("task", "area__code"):
        row = found[part.task_id]
        part.task = row.task
        row.units += 1
        row.done += part.status == TaskStatus.DONE
        row.late += part.is_late(day)
        part.mine = speaks_for(part, user)  # type: ignore[attr-defined]
        part.late = part.is_late(day)  # type: ignore[attr-defined]
        row.parts.append(part)
    return list(found.values())


def speaks_for(part: TaskPart, user: User) -> bool:
    """Whether the person speaks for the agency, or for the area, that does this part."""
    if part.agency is not None:
        return user.acts_for(Right.TASK_REPORT, part.agency)
    return user.acts_in(Right.TASK_REPORT, part.area)


def my_parts(user: User, until: date) -> list[TaskPart]:
    """Parts due by `until` that wait for this person, of plans that were issued."""
    waiting = TaskPart.objects.visible_to(user, Right.TASK_REPORT).exclude(
        status=TaskStatus.DONE
    )
    due = waiting.filter(task__due_on__lte=until, task__plan__status=PlanStatus.ISSUED)
    issued = due.filter(task__plan__document__date__lte=today())
    rows = issued.select_related("task__plan", "area", "agency").order_by("task__due_on")
    return [part for part in rows[:MOST] if speaks_for(part, user)]
