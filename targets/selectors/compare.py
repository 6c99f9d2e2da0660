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
from households.selectors import CommuneCounts, counts_by_commune, recognised_communes
from households.standards import standard_on
from targets.selectors.cascade import issued_values
from targets.selectors.standing import ancestors

CODE = "poor_reduction"


@dataclass(frozen=True, slots=True)
class YearCell:
    """One area's year: planned, achieved, and the rate at its end.

    Unit: households; `rate` in percent of the year's own households.
    """

    year: int
    over: bool
    planned: int | None
    achieved: int | None
    rate: Decimal | None

    @property
    def known(self) -> bool:
        """Whether anything is known of the year."""
        return any(v is not None for v in (self.planned, self.achieved, self.rate))

    @property
    def met(self) -> bool | None:
        """Whether the year's plan was met; None before its end, or where one is unknown."""
        if not self.over or self.planned is None or self.achieved is None:
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
    """The areas right below one and itself, over some years; a year costs three queries."""
    span = list(range(last - years + 1, last + 1))
    seen = Area.objects.visible_to(user, Right.FIGURES_VIEW)
    below = seen.filter(parent=area).exclude(level=Level.VILLAGE).valid_on(today())
    areas = [*below.order_by("code"), area]
    ends = {
        year: _by_path(
            counts_by_commune(area, on=min(last_day_of(year), today())),
            recognised_communes(area, year),
        )
        for year in [span[0] - 1, *span]
    }
    planned = issued_values([a.pk for a in areas], span, CODE)
    rows = [
        AreaYears(one, [_cell(one, year, ends, planned) for year in span]) for one in areas
    ]
    known = [n for n, _ in enumerate(span) if any(row.cells[n].known for row in rows)]
    known = known or [len(span) - 1]
    kept = [AreaYears(row.area, [row.cells[n] for n in known]) for row in rows]
    told = [span[n] for n in known]
    return Comparison(told, [_standard(year) for year in told], kept)


def _standard(year: int) -> str:
    """The standard in force at a year's end, by its years."""
    return standard_on(last_day_of(year)).code


@dataclass(slots=True)
class _End:
    """What an area counts at a year's end; poor is None until all its communes decided."""

    households: int = 0
    poor: int | None = 0


def _by_path(counts: dict[int, CommuneCounts], decided: set[int]) -> dict[str, _End]:
    """Communes added up to every area above them; who has not decided makes it unknown."""
    paths = dict(Area.objects.filter(pk__in=list(counts)).values_list("pk", "path"))
    found: dict[str, _End] = {}
    for pk, counted in counts.items():
        for above in ancestors(paths[pk]):
            end = found.setdefault(above, _End())
            end.households += counted.households
            if pk not in decided:
                end.poor = None
            elif end.poor is not None:
                end.poor += counted.of(Klass.POOR).households
    return found


def _cell(
    area: Area,
    year: int,
    ends: dict[int, dict[str, _End]],
    planned: dict[tuple[int, int], int],
) -> YearCell:
    before, now = (ends[y].get(area.path, _End(poor=None)) for y in (year - 1, year))
    known = before.poor is not None and now.poor is not None
    return YearCell(
        year=year,
        over=year < today().year,
        planned=planned.get((area.pk, year)),
        achieved=(before.poor or 0) - (now.poor or 0) if known else None,
        rate=None if now.poor is None else share_percent(now.poor, now.households),
    )
