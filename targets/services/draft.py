"""A draft table from the recognised baseline, for the areas right below."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.choices import Right
from accounts.models import Agency, User
from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of
from core.errors import DomainError, RightMissing
from households.choices import Klass
from households.selectors import CommuneCounts, counts_by_commune
from office.documents import add_step
from targets.choices import TABLE_KINDS, Base, Operator, PlanStatus, TargetKind
from targets.models import Indicator, Plan, Target
from targets.rules import region_of
from targets.services.sharing import no_capacity
from targets.services.totals import recount


class DraftExists(DomainError):
    """The area has its table for that year."""

    code = "plan_table_exists"
    message = "{area} đã có bảng chỉ tiêu năm {year}."


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
    Area.objects.select_for_update().get(pk=area.pk)  # one table at a time per area
    year = facts.valid_from.year
    tables = Target.objects.filter(
        kind__in=TABLE_KINDS, plan__area=area, plan__year=year, indicator__in=indicators
    )
    if tables.exists():
        raise DraftExists(area=area.full_name, year=year)
    plan = Plan.objects.create(
        title=facts.title,
        area=area,
        area_path=area.path,
        year=year,
        agency=facts.agency,
        parent=facts.parent,
        below_due_on=facts.below_due_on,
        valid_from=facts.valid_from,
        valid_to=facts.valid_to,
        is_demo=area.is_demo,
    )
    if indicators:
        _draw_lines(plan, indicators)
    add_step(plan, status=PlanStatus.DRAFT, by=by)
    return plan


def _draw_lines(plan: Plan, indicators: Sequence[Indicator]) -> None:
    """A line for each area right below that counts somebody on the day of the baseline."""
    baseline = last_day_of(plan.year - 1)
    below = Area.objects.filter(parent=plan.area).exclude(level=Level.VILLAGE)
    areas = list(below.valid_on(plan.valid_from).order_by("code"))
    counts = counts_by_commune(plan.area, on=baseline)
    paths = dict(Area.objects.filter(pk__in=list(counts)).values_list("pk", "path"))
    by_path = {paths[pk]: counted for pk, counted in counts.items()}
    unable = no_capacity(plan.area.path, plan.year - 1)
    for indicator in indicators:
        lines = []
        for position, area in enumerate(areas, start=1):
            inside = [c for path, c in by_path.items() if path.startswith(area.path)]
            if inside:
                line = _line(plan, indicator, area, inside)
                line.position = position
                line.base = _base(indicator, area, inside, unable)
                lines.append(line)
        Target.objects.bulk_create(lines)
    recount(plan, indicators)


def _line(
    plan: Plan, indicator: Indicator, area: Area, inside: list[CommuneCounts]
) -> Target:
    """An area's empty line; what is below a district is given, a commune registers."""
    given = area.level != Level.COMMUNE
    counted = bool(indicator.base)
    return Target(
        plan=plan,
        indicator=indicator,
        kind=TargetKind.ASSIGNED if given else TargetKind.LINE,
        area=area,
        area_path=area.path,
        region=region_of(urban=area.urban),
        operator=Operator.AT_LEAST,
        value=Decimal(0),
        households=sum(c.households for c in inside) if counted else None,
        minority=sum(c.minority for c in inside) if counted else None,
    )


def _base(
    indicator: Indicator,
    area: Area,
    inside: list[CommuneCounts],
    unable: Mapping[str, int],
) -> int | None:
    """How many households the indicator starts from; None where it counts others."""
    if not indicator.base:
        return None
    if indicator.base == Base.NO_CAPACITY:
        return sum(n for path, n in unable.items() if path.startswith(area.path))
    return sum(c.of(Klass(indicator.base)).households for c in inside)
