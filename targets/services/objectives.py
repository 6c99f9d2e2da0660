"""What a plan's text promises beside its table."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from core.db import check_version
from core.errors import DomainError, RightMissing
from office.documents import add_step
from targets.choices import Operator, PlanStatus, TargetKind, TargetStatus
from targets.models import Indicator, Plan, Target
from targets.rules import PlanClosed

SHARES, WHOLE = {"%", "điểm phần trăm"}, 100


class OutsideThePlan(DomainError):
    """A plan promises for its own area and what lies below it."""

    code = "objective_outside_plan"
    message = "{area} không thuộc {plan_area}."


class RangeMissing(DomainError):
    """“From … to …” needs both ends, and only it has two."""

    code = "objective_range"
    message = "“Từ … đến …” cần cả hai giá trị; các so sánh khác chỉ ghi một giá trị."


class MoreThanTheWhole(DomainError):
    """A share is never more than everything."""

    code = "objective_more_than_whole"
    message = (
        "Giá trị tính bằng {unit} không quá 100; một nghìn ghi 1000, phần lẻ ghi 1,25."
    )


@dataclass(frozen=True, slots=True)
class Promise:
    """One sentence of the text as an indicator's value.

    Unit: the indicator's.
    """

    sentence: str
    indicator: Indicator
    area: Area
    operator: str
    value: Decimal
    value_to: Decimal | None = None
    reporter: Agency | None = None


@transaction.atomic
def add_objective(plan: Plan, promise: Promise, *, by: User, version: int | None) -> Target:
    """Record an objective of a plan that is being drafted."""
    locked = _draft(plan, by, version)
    area = promise.area
    if not area.path.startswith(locked.area.path):
        raise OutsideThePlan(area=area.full_name, plan_area=locked.area.full_name)
    if (promise.operator == Operator.BETWEEN) != (promise.value_to is not None):
        raise RangeMissing
    if (
        promise.indicator.unit in SHARES
        and max(promise.value, promise.value_to or 0) > WHOLE
    ):
        raise MoreThanTheWhole(unit=promise.indicator.unit)
    last = locked.targets.aggregate(last=Max("position"))["last"] or 0
    target = Target(
        plan=locked,
        indicator=promise.indicator,
        kind=TargetKind.OBJECTIVE,
        area=area,
        area_path=area.path,
        position=last + 1,
        operator=promise.operator,
        value=promise.value,
        value_to=promise.value_to,
        reporter=promise.reporter,
        sentence=promise.sentence,
        status=TargetStatus.APPROVED,
    )
    target.full_clean(
        exclude=["printed_rate_before", "printed_remaining", "printed_rate_after"]
    )
    target.save()
    _note(locked, f"ghi mục tiêu: {promise.sentence}", by)
    return target


@transaction.atomic
def drop_objective(target: Target, *, by: User, version: int | None) -> None:
    """Take an objective out of a plan that is being drafted; the history keeps it."""
    locked = _draft(target.plan, by, version)
    _note(locked, f"bỏ mục tiêu: {target.sentence}", by)
    target.delete()


def _draft(plan: Plan, by: User, version: int | None) -> Plan:
    """The plan under lock, if this officer may still write it."""
    locked: Plan = (
        Plan.objects.select_for_update(of=("self",)).select_related("area").get(pk=plan.pk)
    )
    check_version(locked, version)
    if not by.acts_in(Right.PLAN_EDIT, locked.area):
        raise RightMissing(area=locked.area.full_name)
    if locked.status == PlanStatus.ISSUED:
        raise PlanClosed
    return locked


def _note(plan: Plan, text: str, by: User) -> None:
    """Count the edit of the plan, and write who made it."""
    plan.version += 1
    plan.save(update_fields=["version"])
    add_step(plan, status=plan.status, by=by, note=text)
