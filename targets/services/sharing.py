"""One figure over the areas of a draft: proposals, and the reserve that is left.

total = the lines + the reserve (models.PlanTotal). Whoever writes a line locks the
plan first and moves the stored sums in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from core.dates import last_day_of
from core.db import check_version
from core.errors import DomainError, RightMissing
from core.numbers import show_int
from office.documents import add_step
from targets import rules
from targets.choices import TABLE_KINDS, Base, PlanStatus, Sharing, TargetStatus
from targets.models import Indicator, Plan, PlanTotal, Target
from targets.selectors.capacity import unable_by_path
from targets.services.totals import Range, lock_plan, set_values, touch

OPEN = (TargetStatus.DRAFT, TargetStatus.RETURNED)
PROPOSED = ["value", "value_to", "proposed", "proposed_to", "version"]


class NothingToShare(DomainError):
    """A figure is shared among lines that wait for their commune."""

    code = "nothing_to_share"
    message = "Kế hoạch không còn dòng nào chờ đăng ký để phân bổ."


class MoreThanTheBase(DomainError):
    """No more households leave a class than are in it."""

    code = "more_than_the_base"
    message = (
        "Không phân bổ hết {whole} hộ: các dòng chờ đăng ký chỉ còn {room} hộ thuộc diện, "
        "các dòng đã đăng ký giữ {held} hộ."
    )


class CapacityOfThePoor(DomainError):
    """Capacity to work is known of poor households."""

    code = "capacity_of_the_poor"
    message = "Chia theo khả năng lao động chỉ dùng cho chỉ tiêu giảm hộ nghèo."


@dataclass(frozen=True, slots=True)
class Shared:
    """A total of one indicator and how it is shared."""

    indicator: Indicator
    whole: int
    way: Sharing


@transaction.atomic
def share_plan(plan: Plan, shared: Shared, *, by: User, version: int | None) -> Plan:
    """Propose a value for every line that waits; registered and approved lines stay."""
    locked = lock_plan(plan.pk)
    check_version(locked, version)
    check_drafter(locked, by)
    lines = list(
        locked.targets.select_for_update(of=("self",))
        .filter(kind__in=TABLE_KINDS, indicator=shared.indicator)
        .select_related("area", "indicator")
        .order_by("pk")
    )
    if not lines:
        raise NothingToShare
    if shared.way != Sharing.KEEP:
        _share_out(locked, lines, shared)
    PlanTotal.objects.filter(plan=locked, indicator=shared.indicator).update(
        total=shared.whole
    )
    touch(locked)
    note = f"ghi tổng {show_int(shared.whole)} {shared.indicator.unit}"
    add_step(locked, status=PlanStatus.DRAFT, by=by, note=note)
    return locked


def _share_out(plan: Plan, lines: list[Target], shared: Shared) -> None:
    """A new proposal on every line that waits; the others keep what they hold."""
    waiting = [line for line in lines if line.status in OPEN]
    if not waiting:
        raise NothingToShare
    held = sum(int(line.value or 0) for line in lines if line.status not in OPEN)
    most = [shared.whole if line.base is None else line.base for line in waiting]
    if not 0 <= shared.whole - held <= sum(most):
        raise MoreThanTheBase(
            whole=show_int(shared.whole), room=show_int(sum(most)), held=show_int(held)
        )
    weights = _weights(plan, waiting, shared)
    parts = rules.share_out(shared.whole - held, weights, most)
    propose([(t, Range(Decimal(p))) for t, p in zip(waiting, parts, strict=True)])


@transaction.atomic
def propose_value(target: Target, *, value: int, by: User, version: int | None) -> Target:
    """The superior's own proposal for one line that waits for its area."""
    plan = lock_plan(target.plan_id)
    check_drafter(plan, by)
    line: Target = (
        Target.objects.select_for_update(of=("self",))
        .select_related("area", "indicator")
        .get(pk=target.pk, kind__in=TABLE_KINDS)
    )
    check_version(line, version)
    propose([(line, Range(Decimal(value)))])
    touch(plan)
    add_step(plan, status=PlanStatus.DRAFT, by=by, note=f"đề xuất cho {line.area}")
    return line


def propose(changes: Sequence[tuple[Target, Range]]) -> None:
    """Write proposals on lines that are under lock with their plan."""
    for line, new in changes:
        check_open(line)
        check_value(line, new.top)
    set_values(changes)
    for line, new in changes:
        line.proposed, line.proposed_to = new.low, new.high
        line.version += 1
    Target.objects.bulk_update([line for line, _ in changes], PROPOSED)


def check_open(line: Target) -> None:
    """Only a line that waits for its area takes a proposal."""
    if line.status not in OPEN:
        raise rules.WrongTargetStep(
            current=TargetStatus(line.status).label, to=TargetStatus.DRAFT.label
        )


def check_value(line: Target, value: Decimal | int) -> None:
    """Refuse more households than are in the class."""
    if line.base is not None and value > line.base:
        raise rules.ReductionTooLarge(
            area=line.area.full_name,
            value=show_int(int(value)),
            base=show_int(line.base),
        )


def check_drafter(plan: Plan, by: User) -> None:
    """Only who drafts the area's plans, and only while it is a draft."""
    if not by.acts_in(Right.PLAN_EDIT, plan.area):
        raise RightMissing(area=plan.area.full_name)
    if plan.status == PlanStatus.ISSUED:
        raise rules.PlanClosed


def _weights(plan: Plan, lines: list[Target], shared: Shared) -> list[int]:
    if shared.way == Sharing.EQUAL:
        return [1] * len(lines)
    base = [line.base or 0 for line in lines]
    if shared.way == Sharing.BY_POOR:
        return base
    if shared.indicator.base != Base.POOR:
        raise CapacityOfThePoor
    unable = unable_by_path(plan.area.path, last_day_of(plan.year - 1))
    return [
        max(0, count - unable.get(line.area_path, 0))
        for count, line in zip(base, lines, strict=True)
    ]
