"""The rows a unit's figures count: money, work, support, registers.

What counts a figure and what opens it ask here, so that both mean the same rows.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet

from accounts.models import Agency
from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of
from households.choices import RoundKind, RoundStatus
from households.models import CommuneRound, Review
from programs.choices import ActivityStatus, Organ
from programs.models import (
    Activity,
    Allocation,
    Disbursement,
    Inspection,
    Obstacle,
    Support,
)
from programs.models.money import AllocationQuerySet
from programs.models.work import ActivityQuerySet

ONE_DAY = timedelta(days=1)
DECREE_DAY = 15  # on which the decree's windows begin
# of an allocation, what stays with who holds it: nothing is counted twice
STAYS = F("opening") + F("changed") - F("shared")


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


def all_of(area: Area, year: int, on: date, known_at: datetime) -> Asked:
    """Everything inside an area in a year until a day, as the forms of a year count it."""
    first = date(year, 1, 1)
    return Asked(area, None, year, first, on, known_at, whole=True)


def own_rows(rows: Any, asked: Asked) -> Any:
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


def allocations(asked: Asked) -> AllocationQuerySet:
    """Money of the years asked for, with the unit."""
    found: AllocationQuerySet = every_allocation(asked).filter(year__in=asked.years)
    return found


def every_allocation(asked: Asked) -> AllocationQuerySet:
    """Money of any year, with the unit."""
    found: AllocationQuerySet = own_rows(Allocation.objects.order_by(), asked)
    return found


def paid_of_years(asked: Asked) -> QuerySet[Disbursement]:
    """Entries of the money of the years asked for, until the last day."""
    return _known(Disbursement.objects.filter(allocation__in=allocations(asked)), asked)


def paid_since(asked: Asked, first: date) -> QuerySet[Disbursement]:
    """Entries of any year's money from a day: what is paid late is in some report."""
    entries = Disbursement.objects.filter(allocation__in=every_allocation(asked))
    return _known(entries, asked).filter(on__gte=first)


def paid_late(asked: Asked, first: date) -> QuerySet[Disbursement]:
    """Entries of other years' money from a day."""
    return paid_since(asked, first).exclude(allocation__year__in=asked.years)


def _known(rows: QuerySet[Any], asked: Asked) -> QuerySet[Any]:
    return rows.order_by().filter(on__lte=asked.last, recorded_at__lte=asked.known_at)


def works(asked: Asked) -> ActivityQuerySet:
    """The years' activities that were not stopped."""
    rows = own_rows(Activity.objects.filter(year__in=asked.years), asked)
    found: ActivityQuerySet = rows.exclude(status=ActivityStatus.STOPPED).order_by()
    return found


def supports(asked: Asked, first: date) -> QuerySet[Support]:
    """What was given from a day and not taken back; it stands in the household's commune.

    A superior's own part has none.
    """
    given = Support.objects.filter(withdrawn_on__isnull=True)
    if asked.agency is not None:
        given = given.filter(agency=asked.agency)
    elif not asked.is_all:
        given = given.none()
    else:
        given = given.within(asked.area.path)
        given = _without_apart(given, asked)
    return _known(given, asked).filter(on__gte=first)


def inspections(asked: Asked, first: date) -> QuerySet[Inspection]:
    """What the programme's offices looked at from a day; the front reports its own."""
    held = own_rows(Inspection.objects.filter(organ=Organ.OFFICE), asked)
    found: QuerySet[Inspection] = held.order_by().filter(
        held_on__gte=first, held_on__lte=asked.last
    )
    return found


def obstacles(asked: Asked, first: date) -> QuerySet[Obstacle]:
    """Difficulties that were raised from a day."""
    raised = own_rows(Obstacle.objects.all(), asked)
    found: QuerySet[Obstacle] = raised.order_by().filter(
        raised_on__gte=first, raised_on__lte=asked.last
    )
    return found


def obstacles_open(asked: Asked) -> QuerySet[Obstacle]:
    """Difficulties raised until the last day that nobody had solved by then."""
    raised = obstacles(asked, date.min)
    solved = Max("answers__on", filter=Q(answers__solves=True))
    still = Q(solved__isnull=True) | Q(solved__gt=asked.last)
    return raised.annotate(solved=solved).filter(still)


def off_cycle_rounds(area: Area, year: int, month: int) -> QuerySet[CommuneRound]:
    """Recognised off-cycle reviews of a year's months until `month`, commune by commune."""
    found: QuerySet[CommuneRound] = CommuneRound.objects.within(area.path).filter(
        round__kind=RoundKind.OFF_CYCLE,
        round__year=year,
        round__month__lte=month,
        status=RoundStatus.RECOGNISED,
    )
    return found.order_by()


def off_cycle_reviews(area: Area, year: int, month: int) -> QuerySet[Review]:
    """The forms of those reviews."""
    rounds = off_cycle_rounds(area, year, month)
    found: QuerySet[Review] = Review.objects.within(area.path)
    return found.filter(commune_round__in=rounds).order_by()
