"""Years and areas side by side: planned, achieved, and the rate of each year's end."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from core.numbers import share_percent
from households.choices import Klass
from households.selectors import CommuneCounts, counts_by_commune
from households.standards import standard_on
from targets.selectors.cascade import issued_values

CODE = "poor_reduction"


@dataclass(frozen=True, slots=True)
class YearCell:
    """One area's year: planned, achieved, and the rate at its end.

    Unit: households; `rate` in percent of the year's own households.
    """

    year: int
    planned: int | None
    achieved: int | None
    rate: Decimal | None

    @property
    def known(self) -> bool:
        """Whether anything is known of the year."""
        return any(v is not None for v in (self.planned, self.achieved, self.rate))

    @property
    def met(self) -> bool | None:
        """Whether the year's plan was met; None where one of both is unknown."""
        if self.planned is None or self.achieved is None:
            return None
        return self.achieved >= self.planned


@dataclass(frozen=True, slots=True)
class AreaYears:
    """An area's years, the oldest first."""

    area: Area
    cells: list[YearCell]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Areas down, years across; the area itself is the last row."""

    years: list[int]
    standards: list[str]
    rows: list[AreaYears]

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Each year with the standard its classes follow: two standards are not compared."""
        return list(zip(self.years, self.standards, strict=True))


def compare(area: Area, *, last: int, years: int, user: User) -> Comparison:
    """The areas right below one and itself, over some years; a year costs two queries."""
    span = list(range(last - years + 1, last + 1))
    seen = Area.objects.visible_to(user, Right.FIGURES_VIEW)
    below = seen.filter(parent=area).exclude(level=Level.VILLAGE).valid_on(today())
    areas = [*below.order_by("code"), area]
    ends = {
        year: counts_by_commune(area, on=min(last_day_of(year), today()))
        for year in [span[0] - 1, *span]
    }
    held = {pk for counts in ends.values() for pk in counts}
    paths = dict(Area.objects.filter(pk__in=held).values_list("pk", "path"))
    planned = issued_values([a.pk for a in areas], span, CODE)
    rows = [
        AreaYears(one, [_cell(one, year, ends, paths, planned) for year in span])
        for one in areas
    ]
    known = [n for n, _ in enumerate(span) if any(row.cells[n].known for row in rows)]
    known = known or [len(span) - 1]
    kept = [AreaYears(row.area, [row.cells[n] for n in known]) for row in rows]
    told = [span[n] for n in known]
    return Comparison(told, [_standard(year) for year in told], kept)


def _standard(year: int) -> str:
    """The standard in force at a year's end, by its years."""
    return standard_on(last_day_of(year)).code


def _cell(
    area: Area,
    year: int,
    ends: dict[int, dict[int, CommuneCounts]],
    paths: dict[int, str],
    planned: dict[tuple[int, int], int],
) -> YearCell:
    before, now = (
        [c for pk, c in ends[y].items() if paths[pk].startswith(area.path)]
        for y in (year - 1, year)
    )
    poor_before, poor_now = _poor(before), _poor(now)
    known = poor_before is not None and poor_now is not None
    homes = sum(c.households for c in now)
    return YearCell(
        year=year,
        planned=planned.get((area.pk, year)),
        achieved=(poor_before or 0) - (poor_now or 0) if known else None,
        rate=None if poor_now is None else share_percent(poor_now, homes),
    )


def _poor(counts: list[CommuneCounts]) -> int | None:
    """Poor households, None where nothing was recognised on the day."""
    if not any(c.classes for c in counts):
        return None
    return sum(c.of(Klass.POOR).households for c in counts)
