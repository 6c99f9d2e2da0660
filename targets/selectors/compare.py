"""Years and areas side by side: planned, achieved, and the rate of each year's end."""

from dataclasses import dataclass
from decimal import Decimal

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from core.numbers import share_percent
from households.selectors import CommuneRate, recognised_rates
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
    """The areas right below one and itself, over some years, as each year was decided.

    What was decided is stored by commune: no year's households are counted again here,
    and what changed after a year's decision shows in the next one's.
    """
    span = list(range(last - years + 1, last + 1))
    seen = Area.objects.visible_to(user, Right.FIGURES_VIEW)
    below = seen.filter(parent=area).exclude(level=Level.VILLAGE).valid_on(today())
    areas = [*below.order_by("code"), area]
    decided = recognised_rates(area, [span[0] - 1, *span])
    ends = {year: _by_path(area, year, rates) for year, rates in decided.items()}
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
    """What an area's decisions of a year add up to; poor is None until all have decided."""

    households: int = 0
    poor: int | None = 0


def _by_path(area: Area, year: int, rates: dict[int, CommuneRate]) -> dict[str, _End]:
    """Communes of the year's end added up to every area above them."""
    communes = Area.objects.communes_of(area, min(last_day_of(year), today()))
    found: dict[str, _End] = {}
    for pk, path in communes.values_list("pk", "path"):
        rate = rates.get(pk)
        for above in ancestors(path):
            end = found.setdefault(above, _End())
            if rate is None:
                end.poor = None
            elif end.poor is not None:
                end.households += rate.households
                end.poor += rate.poor
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
