"""A unit's figures for a period, counted from recognised status, money, work, support."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from accounts.models import Agency
from areas.choices import Level
from areas.models import Area
from areas.scope import ScopedQuerySet
from core.dates import last_day_of
from households.rules.movement import Flows
from households.selectors import counts_by_commune
from households.selectors.movement import movements_by_commune
from programs.choices import ActivityStatus, Nature, Organ
from programs.models import (
    Activity,
    Allocation,
    Disbursement,
    Inspection,
    Obstacle,
    Support,
)
from programs.selectors.work import signed
from reports.rules.figures import Pair
from reports.rules.measures import IN, KLASS_OF, OUT
from targets.selectors import issued_lines

ONE_DAY = timedelta(days=1)
DECREE_DAY = 15  # on which the decree's windows begin


@dataclass(frozen=True, slots=True)
class Asked:
    """Of whom, of which days, as known when.

    `apart`: agencies that report themselves: their rows are not the area's own. `whole`:
    with everything below, for comparing; else what stands at exactly this unit (all of
    it in a commune, which has nothing below that reports).
    """

    area: Area
    agency: Agency | None
    year: int
    first: date
    last: date
    known_at: datetime
    apart: frozenset[int] = frozenset()
    whole: bool = False

    @property
    def year_first(self) -> date:
        """The day the year's window begins: the period's own kind of year.

        A window that begins before it (mid-term, end of period) is its own beginning.
        """
        return min(self.first, self._usual)

    @property
    def _usual(self) -> date:
        """The 1st of January, or the decree's 15th of December before it."""
        decree = self.first.day == DECREE_DAY
        return date(self.year - 1, 12, 15) if decree else date(self.year, 1, 1)

    @property
    def is_long(self) -> bool:
        """Whether the window begins in an earlier year than its last day's."""
        return self.first < self._usual

    @property
    def years(self) -> list[int]:
        """The years whose plans and money count."""
        return list(range(self.first.year, self.year + 1)) if self.is_long else [self.year]

    @property
    def eve(self) -> date:
        """The day whose lists the year's movement begins with."""
        return self.first - ONE_DAY if self.is_long else last_day_of(self.year - 1)

    @property
    def is_all(self) -> bool:
        """Whether everything inside the area counts."""
        return self.whole or self.area.level == Level.COMMUNE


def figures_of(asked: Asked) -> dict[str, Pair]:
    """Every figure of a unit; an agency and a superior's own part have no households."""
    found: dict[str, Pair] = {}
    if asked.agency is None and asked.is_all:
        found |= _homes(asked) | _movement(asked) | _planned(asked)
    found |= _money(asked) | _work(asked) | _supports(asked) | _registers(asked)
    return found | _by_project(asked) | _products(asked)


def _homes(asked: Asked) -> dict[str, Pair]:
    counts = counts_by_commune(asked.area, on=asked.last, known_at=asked.known_at).values()
    found = {
        "households": sum(c.households for c in counts),
        "persons": sum(c.persons for c in counts),
    }
    for name, klass in KLASS_OF.items():
        found[name] = sum(c.of(klass).households for c in counts)
        found[f"{name}_persons"] = sum(c.of(klass).persons for c in counts)
    return {code: (value, value) for code, value in found.items()}


def _movement(asked: Asked) -> dict[str, Pair]:
    """Flows of both lists, each commune's own added up: moves inside count as both.

    The year's begin with the lists of the year's end before: decisions of late December
    close a year, whatever the window of days.
    """
    before = asked.first - ONE_DAY, asked.eve
    period, year = (
        movements_by_commune(
            asked.area, first=first, last=asked.last, known_at=asked.known_at
        )
        for first in before
    )
    found: dict[str, Pair] = {}
    for name, klass in KLASS_OF.items():
        lines = [
            [moved[klass].households for moved in counted.values()]
            for counted in (period, year)
        ]
        for flow in ("opening", *OUT, *IN):
            found[f"{name}_{flow}"] = (_add(lines[0], flow), _add(lines[1], flow))
    return found


def _add(lines: list[Flows], flow: str) -> int:
    return sum(getattr(line, flow) for line in lines)


def _planned(asked: Asked) -> dict[str, Pair]:
    lines = [t.line for year in asked.years for t in issued_lines(asked.area, year)]
    planned = sum(line.reduction for line in lines) if lines else None
    return {"planned": (planned, planned)}


def _own(rows: Any, asked: Asked) -> Any:
    """Rows that are the unit's: its agency's, its area's own, or all inside the area."""
    if asked.agency is not None:
        return rows.filter(agency=asked.agency)
    inside = rows.filter(area_path__startswith=asked.area.path)
    if not asked.is_all:
        inside = rows.filter(area=asked.area)
    return _without_apart(inside, asked)


def _without_apart(rows: Any, asked: Asked) -> Any:
    """Rows of agencies that report themselves are theirs; all are the whole area's."""
    if asked.whole or not asked.apart:
        return rows
    return rows.filter(Q(agency=None) | ~Q(agency__in=asked.apart))


def _money(asked: Asked) -> dict[str, Pair]:
    """Money of the year's plan that stays with the unit, and what it paid of it."""
    held = _own(Allocation.objects.filter(year__in=asked.years), asked)
    stays = F("opening") + F("changed") - F("shared")
    given = held.aggregate(
        all=Sum(stays, default=0),
        investment=Sum(stays, filter=Q(nature=Nature.INVESTMENT), default=0),
    )
    entries = Disbursement.objects.filter(allocation__in=held, on__lte=asked.last)
    paid = _paid(entries)
    # by its day, whatever year's money it is: what is paid late is in some report
    every = _own(Allocation.objects.all(), asked)
    moved = Disbursement.objects.filter(
        allocation__in=every, on__lte=asked.last, on__gte=asked.year_first
    )
    now = _paid(moved.filter(on__gte=asked.first))
    late = moved.exclude(allocation__year__in=asked.years)
    earlier = [_paid(rows)["all"] for rows in (late.filter(on__gte=asked.first), late)]
    return {
        "paid_earlier": (earlier[0], earlier[1]),
        "given": (given["all"], given["all"]),
        "given_investment": (given["investment"], given["investment"]),
        "paid": (now["all"], paid["all"]),
        "paid_investment": (now["investment"], paid["investment"]),
    }


def _paid(entries: QuerySet[Disbursement]) -> dict[str, int]:
    """What was paid, less what came back; all of it, and of development investment."""
    investment = Q(allocation__nature=Nature.INVESTMENT)
    return entries.order_by().aggregate(
        all=Sum(signed(), default=0),
        investment=Sum(signed(), filter=investment, default=0),
    )


def _by_project(asked: Asked) -> dict[str, Pair]:
    """Money by project as `_money` counts it: `given@DA2`, `paid@DA2`."""
    every = _own(Allocation.objects.all(), asked)
    of_years = every.filter(year__in=asked.years).order_by()
    stays = F("opening") + F("changed") - F("shared")
    given = of_years.values_list("project__code").annotate(stays=Sum(stays))
    found: dict[str, Pair] = {f"given@{code}": (sums, sums) for code, sums in given}
    in_period = Q(on__gte=asked.first)
    in_years = Q(allocation__year__in=asked.years)
    moved = Disbursement.objects.filter(in_period | in_years, allocation__in=every)
    paid = (
        moved.filter(on__lte=asked.last).order_by().values_list("allocation__project__code")
    )
    now, year = (Sum(signed(), filter=of, default=0) for of in (in_period, in_years))
    for code, *sums in paid.annotate(now=now, year=year):
        found[f"paid@{code}"] = (sums[0], sums[1])
    return found


def _products(asked: Asked) -> dict[str, Pair]:
    """What work of the year brought: `planned@kind.product`, `done@kind.product`."""
    rows = _own(Activity.objects.filter(year__in=asked.years), asked)
    standing = rows.exclude(status=ActivityStatus.STOPPED).filter(outputs__isnull=False)
    sums = standing.order_by().values_list("kind", "outputs__product")
    found: dict[str, Pair] = {}
    counted = sums.annotate(
        planned=Sum("outputs__planned", default=0), done=Sum("outputs__done")
    )
    for kind, product, planned, done in counted:
        found[f"planned@{kind}.{product}"] = (planned, planned)
        found[f"done@{kind}.{product}"] = (done, done)
    return found


def _work(asked: Asked) -> dict[str, Pair]:
    rows = _own(Activity.objects.filter(year__in=asked.years), asked)
    counted = rows.exclude(status=ActivityStatus.STOPPED).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(status=ActivityStatus.DONE))
    )
    return {
        "activities": (counted["all"], counted["all"]),
        "activities_done": (counted["done"], counted["done"]),
    }


def _supports(asked: Asked) -> dict[str, Pair]:
    """Supports stand in the commune of their household."""
    given = Support.objects.filter(withdrawn_on__isnull=True)
    if asked.agency is not None:
        given = given.filter(agency=asked.agency)
    elif not asked.is_all:
        return {"supports": (0, 0), "support_amount": (0, 0)}
    else:
        given = given.filter(area_path__startswith=asked.area.path)
        given = _without_apart(given, asked)
    days = Q(on__gte=asked.first)
    sums = given.filter(on__gte=asked.year_first, on__lte=asked.last).aggregate(
        now=Count("pk", filter=days),
        year=Count("pk"),
        amount_now=Sum("amount", filter=days, default=0),
        amount=Sum("amount", default=0),
    )
    return {
        "supports": (sums["now"], sums["year"]),
        "support_amount": (sums["amount_now"], sums["amount"]),
    }


def _registers(asked: Asked) -> dict[str, Pair]:
    held = Inspection.objects.filter(organ=Organ.OFFICE)  # the front reports its own
    looked = _in_year(_own(held, asked), "held_on", asked)
    raised = _own(Obstacle.objects.all(), asked)
    open_ones = raised.told().filter(raised_on__lte=asked.last)
    waiting = open_ones.filter(Q(solved_on__isnull=True) | Q(solved_on__gt=asked.last))
    count = waiting.count()
    return {
        "inspections": looked,
        "obstacles": _in_year(raised, "raised_on", asked),
        "obstacles_open": (count, count),
    }


def _in_year(rows: ScopedQuerySet, day: str, asked: Asked) -> Pair:
    """Rows of the period, and since the year began."""
    since = {f"{day}__gte": asked.year_first, f"{day}__lte": asked.last}
    sums = (
        rows.order_by()
        .filter(**since)
        .aggregate(
            now=Count("pk", filter=Q(**{f"{day}__gte": asked.first})), year=Count("pk")
        )
    )
    return sums["now"], sums["year"]
