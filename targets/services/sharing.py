"""One figure over the areas of a draft: proposals, and the reserve that is left.

A plan that has a total keeps: total = its lines + its reserve. Whoever writes a line
locks the plan first and settles the reserve in the same transaction.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Sum

from accounts.choices import Right
from accounts.models import User
from core.db import check_version
from core.errors import DomainError, RightMissing
from core.numbers import show_int
from households.choices import Group, Klass, RoundKind
from households.models import Review
from targets import rules
from targets.choices import PlanStatus, Sharing, TargetKind, TargetStatus
from targets.models import Plan, Target

OPEN = (TargetStatus.DRAFT, TargetStatus.RETURNED)


class NothingToShare(DomainError):
    """A figure is shared among lines that wait for their commune."""

    code = "nothing_to_share"
    message = "Kế hoạch không còn dòng nào chờ đăng ký để phân bổ."


class MoreThanThePoor(DomainError):
    """No more households leave poverty than are poor."""

    code = "more_than_the_poor"
    message = (
        "Không phân bổ hết {whole} hộ: các dòng chờ đăng ký chỉ còn {room} hộ nghèo, các "
        "dòng đã đăng ký giữ {held} hộ."
    )


@dataclass(frozen=True, slots=True)
class Shared:
    """A total and how it is shared."""

    whole: int
    way: Sharing


def lock_plan(pk: int) -> Plan:
    """The plan under lock; before any of its lines."""
    found: Plan = (
        Plan.objects.select_for_update(of=("self",)).select_related("area").get(pk=pk)
    )
    return found


def settle(plan: Plan) -> None:
    """The reserve is what the lines leave of the total; the plan is under lock."""
    if plan.total is None:
        return
    lines = plan.targets.filter(kind=TargetKind.LINE)
    held = lines.aggregate(held=Sum("value"))["held"] or 0
    plan.reserve = plan.total - int(held)
    plan.save(update_fields=["reserve"])


@transaction.atomic
def share_plan(plan: Plan, shared: Shared, *, by: User, version: int | None) -> Plan:
    """Propose a value for every line that waits; registered and approved lines stay."""
    locked = lock_plan(plan.pk)
    check_version(locked, version)
    _check_drafter(locked, by)
    lines = list(
        locked.targets.select_for_update(of=("self",))
        .filter(kind=TargetKind.LINE)
        .select_related("area")
        .order_by("position", "pk")
    )
    waiting = [line for line in lines if line.status in OPEN]
    if not waiting:
        raise NothingToShare
    held = sum(int(line.value or 0) for line in lines if line.status not in OPEN)
    most = [line.poor_before or 0 for line in waiting]
    if not 0 <= shared.whole - held <= sum(most):
        raise MoreThanThePoor(
            whole=show_int(shared.whole), room=show_int(sum(most)), held=show_int(held)
        )
    weights = _weights(locked, waiting, shared.way)
    parts = rules.share_out(shared.whole - held, weights, most)
    for line, part in zip(waiting, parts, strict=True):
        line.value = Decimal(part)
        line.version += 1
    Target.objects.bulk_update(waiting, ["value", "version"])
    locked.total = shared.whole
    locked.version += 1
    locked.reserve = 0
    locked.save(update_fields=["total", "reserve", "version"])
    settle(locked)
    return locked


@transaction.atomic
def propose_value(target: Target, *, value: int, by: User, version: int | None) -> Target:
    """The superior's own proposal for one line that waits for its commune."""
    plan = lock_plan(target.plan_id)
    _check_drafter(plan, by)
    line: Target = (
        Target.objects.select_for_update(of=("self",))
        .select_related("area")
        .get(pk=target.pk, kind=TargetKind.LINE)
    )
    check_version(line, version)
    if line.status not in OPEN:
        raise rules.WrongTargetStep(
            current=TargetStatus(line.status).label, to=TargetStatus.DRAFT.label
        )
    check_value(line, value)
    line.value, line.version = Decimal(value), line.version + 1
    line.save(update_fields=["value", "version"])
    settle(plan)
    return line


def check_value(line: Target, value: int) -> None:
    """Refuse more households than are poor."""
    if value > (line.poor_before or 0):
        raise rules.ReductionTooLarge(
            area=line.area.full_name,
            value=show_int(value),
            poor=show_int(line.poor_before),
        )


def _check_drafter(plan: Plan, by: User) -> None:
    if not by.acts_in(Right.PLAN_EDIT, plan.area):
        raise RightMissing(area=plan.area.full_name)
    if plan.status == PlanStatus.ISSUED:
        raise rules.PlanClosed


def _weights(plan: Plan, lines: list[Target], way: Sharing) -> list[int]:
    if way == Sharing.EQUAL:
        return [1] * len(lines)
    poor = [line.poor_before or 0 for line in lines]
    if way == Sharing.BY_POOR:
        return poor
    unable = _without_capacity(plan, lines)
    return [
        max(0, count - unable.get(line.area_id, 0))
        for count, line in zip(poor, lines, strict=True)
    ]


def _without_capacity(plan: Plan, lines: list[Target]) -> dict[int, int]:
    """Poor households without working capacity, as last year's reviews say."""
    rows = (
        Review.objects.filter(
            commune__in=[line.area_id for line in lines],
            commune_round__round__year=plan.year - 1,
            commune_round__round__kind=RoundKind.PERIODIC,
            klass=Klass.POOR,
            groups__contains=[Group.NO_CAPACITY],
        )
        .order_by()
        .values_list("commune")
        .annotate(n=Count("pk"))
    )
    return dict(rows)
