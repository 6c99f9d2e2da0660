"""One figure over the areas of a draft: proposals, and the reserve that is left.

total = the lines + the reserve (models.PlanTotal). Whoever writes a line locks the
plan first and moves the stored sums in the same transaction.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count

from accounts.choices import Right
from accounts.models import User
from core.db import check_version
from core.errors import DomainError, RightMissing
from core.numbers import show_int
from households.choices import Group, Klass, RoundKind
from households.models import Review
from targets import rules
from targets.choices import TABLE_KINDS, PlanStatus, Sharing, TargetStatus
from targets.models import Indicator, Plan, PlanTotal, Target
from targets.services.totals import lock_plan, recount, set_value

OPEN = (TargetStatus.DRAFT, TargetStatus.RETURNED)


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
        .select_related("area")
        .order_by("position", "pk")
    )
    if not lines:
        raise NothingToShare
    if shared.way != Sharing.KEEP:
        _share_out(locked, lines, shared)
        recount(locked, [shared.indicator])
    PlanTotal.objects.filter(plan=locked, indicator=shared.indicator).update(
        total=shared.whole
    )
    locked.version += 1
    locked.save(update_fields=["version"])
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
    weights = _weights(plan, waiting, shared.way)
    parts = rules.share_out(shared.whole - held, weights, most)
    for line, part in zip(waiting, parts, strict=True):
        line.value, line.value_to, line.proposed = Decimal(part), None, Decimal(part)
        line.version += 1
    Target.objects.bulk_update(waiting, ["value", "value_to", "proposed", "version"])


@transaction.atomic
def propose_value(target: Target, *, value: int, by: User, version: int | None) -> Target:
    """The superior's own proposal for one line that waits for its area."""
    plan = lock_plan(target.plan_id)
    check_drafter(plan, by)
    line: Target = (
        Target.objects.select_for_update(of=("self",))
        .select_related("area")
        .get(pk=target.pk, kind__in=TABLE_KINDS)
    )
    check_version(line, version)
    propose(line, Decimal(value))
    return line


def propose(line: Target, low: Decimal, high: Decimal | None = None) -> None:
    """Write a proposal on a line that is under lock with its plan."""
    if line.status not in OPEN:
        raise rules.WrongTargetStep(
            current=TargetStatus(line.status).label, to=TargetStatus.DRAFT.label
        )
    check_value(line, low if high is None else high)
    set_value(line, low, high)
    line.proposed, line.version = low, line.version + 1
    line.save(update_fields=["value", "value_to", "proposed", "version"])


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


def _weights(plan: Plan, lines: list[Target], way: Sharing) -> list[int]:
    if way == Sharing.EQUAL:
        return [1] * len(lines)
    base = [line.base or 0 for line in lines]
    if way == Sharing.BY_POOR:
        return base
    unable = _without_capacity(plan, lines)
    return [max(0, count - held) for count, held in zip(base, unable, strict=True)]


def _without_capacity(plan: Plan, lines: list[Target]) -> list[int]:
    """Poor households without working capacity below each line's area."""
    counts = no_capacity(plan.area.path, plan.year - 1)
    return [
        sum(n for path, n in counts.items() if path.startswith(line.area_path))
        for line in lines
    ]


def no_capacity(path: str, year: int) -> dict[str, int]:
    """Poor households without working capacity by path of commune, as a year's reviews say."""
    rows = (
        Review.objects.filter(
            area_path__startswith=path,
            commune_round__round__year=year,
            commune_round__round__kind=RoundKind.PERIODIC,
            klass=Klass.POOR,
            groups__contains=[Group.NO_CAPACITY],
        )
        .order_by()
        .values_list("commune__path")
        .annotate(n=Count("pk"))
    )
    return dict(rows)
