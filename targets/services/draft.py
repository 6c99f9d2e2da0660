"""A draft table from the recognised baseline, for the areas right below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from accounts.choices import Right
from accounts.models import Agency, User
from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from core.db import check_version
from core.errors import DomainError, RightMissing
from office.documents import add_step
from targets.choices import (
    TABLE_KINDS,
    Base,
    Operator,
    PlanStatus,
    TargetKind,
    TargetStatus,
    TaskStatus,
)
from targets.models import Indicator, Plan, Target, TaskPart
from targets.rules import region_of
from targets.rules.progress import Count
from targets.selectors.capacity import unable_by_path
from targets.selectors.standing import Moment, Standing, standings
from targets.services.sharing import check_drafter
from targets.services.totals import lock_plan, recount, touch


class DraftExists(DomainError):
    """The area has its table for that year."""

    code = "plan_table_exists"
    message = "{area} đã có bảng chỉ tiêu năm {year}."


class OutOfTime(DomainError):
    """A plan speaks of years that programmes know."""

    code = "plan_out_of_time"
    message = "Thời kỳ của kế hoạch phải nằm trong các năm {first}-{last}."


FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The head of a plan: whose, what it carries out, and for which time."""

    title: str
    valid_from: date
    valid_to: date
    agency: Agency | None = None
    parent: Plan | None = None
    below_due_on: date | None = None


@transaction.atomic
def draft_plan(
    area: Area, facts: PlanFacts, indicators: Sequence[Indicator], *, by: User
) -> Plan:
    """Draft a plan; its table starts from what is recognised at the end of the year before."""
    if not by.acts_in(Right.PLAN_EDIT, area):
        raise RightMissing(area=area.full_name)
    # one table at a time per area; a plan's document may point to the area meanwhile
    Area.objects.select_for_update(no_key=True).get(pk=area.pk)
    year = facts.valid_from.year
    if not FIRST_YEAR <= year <= facts.valid_to.year <= LAST_YEAR + 1:
        raise OutOfTime(first=FIRST_YEAR, last=LAST_YEAR)
    tables = Target.objects.filter(
        kind__in=TABLE_KINDS, plan__area=area, plan__year=year, indicator__in=indicators
    )
    if tables.exists():
        raise DraftExists(area=area.full_name, year=year)
    plan = _create(area, facts)
    if indicators:
        _draw_lines(plan, indicators)
    add_step(plan, status=PlanStatus.DRAFT, by=by)
    return plan


def _create(area: Area, facts: PlanFacts) -> Plan:
    return Plan.objects.create(
        title=facts.title,
        area=area,
        area_path=area.path,
        year=facts.valid_from.year,
        agency=facts.agency,
        parent=facts.parent,
        below_due_on=facts.below_due_on,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        baseline_on=min(last_day_of(facts.valid_from.year - 1), today()),
        is_demo=area.is_demo,
    )


def _draw_lines(plan: Plan, indicators: Sequence[Indicator]) -> None:
    """A line for each area right below that counts somebody on the day of the baseline."""
    day = plan.baseline_on or last_day_of(plan.year - 1)
    below = Area.objects.filter(parent=plan.area).exclude(level=Level.VILLAGE)
    areas = list(below.valid_on(plan.valid_from).order_by("code"))
    found = standings(plan.area, Moment(day, day, plan.year))
    unable = unable_by_path(plan.area.path, day)
    lines = [
        _line(plan, indicator, area, position, (found[area.path], unable))
        for indicator in indicators
        for position, area in enumerate(areas, start=1)
        if area.path in found
    ]
    Target.objects.bulk_create(lines)
    recount(plan, indicators)


def _line(
    plan: Plan,
    indicator: Indicator,
    area: Area,
    position: int,
    counted: tuple[Standing, Mapping[str, int]],
) -> Target:
    """An area's empty line; what is below a district is given, a commune registers."""
    standing, unable = counted
    base = _base(indicator, standing.before, unable.get(area.path, 0))
    known = base is not None
    return Target(
        plan=plan,
        indicator=indicator,
        kind=TargetKind.LINE if area.level == Level.COMMUNE else TargetKind.ASSIGNED,
        area=area,
        area_path=area.path,
        position=position,
        region=region_of(urban=area.urban) if area.level == Level.COMMUNE else "",
        operator=Operator.AT_LEAST,
        value=Decimal(0),
        households=standing.before.households if known else None,
        minority=standing.before.minority if known else None,
        base=base,
    )


def _base(indicator: Indicator, before: Count, unable: int) -> int | None:
    """How many households the indicator starts from; None where it counts others."""
    counts = {
        Base.POOR: before.poor,
        Base.NEAR_POOR: before.near_poor,
        Base.NO_CAPACITY: unable,
    }
    return counts[Base(indicator.base)] if indicator.base else None


class NothingToAdd(DomainError):
    """A table takes indicators it does not hold yet."""

    code = "nothing_to_add"
    message = "Hãy chọn chỉ tiêu chưa có trong bảng."


class DraftInUse(DomainError):
    """What somebody registered, or reported on, is not thrown away."""

    code = "draft_in_use"
    message = "Chưa bỏ được dự thảo: đã có địa bàn đăng ký chỉ tiêu hoặc báo tiến độ."


@transaction.atomic
def add_indicators(
    plan: Plan, indicators: Sequence[Indicator], *, by: User, version: int | None
) -> Plan:
    """Add lines of more indicators to a draft's table."""
    locked = lock_plan(plan.pk)
    check_version(locked, version)
    check_drafter(locked, by)
    held = set(locked.totals.values_list("indicator", flat=True))
    new = [indicator for indicator in indicators if indicator.pk not in held]
    if not new:
        raise NothingToAdd
    locked.baseline_on = min(last_day_of(locked.year - 1), today())
    locked.save(update_fields=["baseline_on"])
    _draw_lines(locked, new)
    touch(locked)
    names = ", ".join(indicator.name for indicator in new)
    add_step(locked, status=PlanStatus.DRAFT, by=by, note=f"thêm vào bảng: {names}")
    return locked


@transaction.atomic
def drop_draft(plan: Plan, *, by: User, version: int | None) -> None:
    """Throw a draft away that nobody answered yet; the history keeps it."""
    locked = lock_plan(plan.pk)
    check_version(locked, version)
    check_drafter(locked, by)
    answered = Q(status__in=[TargetStatus.REGISTERED, TargetStatus.APPROVED])
    lines = locked.targets.filter(kind__in=TABLE_KINDS)
    begun = TaskPart.objects.filter(task__plan=locked).exclude(status=TaskStatus.TODO)
    if lines.filter(answered).exists() or begun.exists() or locked.children.exists():
        raise DraftInUse
    add_step(locked, status=PlanStatus.DRAFT, by=by, note="bỏ dự thảo")
    TaskPart.objects.filter(task__plan=locked).delete()
    locked.tasks.all().delete()
    locked.targets.all().delete()
    locked.totals.all().delete()
    locked.delete()
