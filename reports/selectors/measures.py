"""Kept figures added up: of an area, of its parts, of its communes, over years."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.db import connection

from areas.choices import Level
from areas.models import Area
from areas.selectors import whole_predecessors
from core.dates import last_day_of, today
from households.standards import standard_on
from reports.choices import HouseGroup
from reports.rules.measures import measures_for

# only what a yearly review recognised counts: the others are dashes, as in the forms
RECOGNISED = """
AND EXISTS (
    SELECT 1 FROM households_communeround c JOIN households_round r ON r.id = c.round_id
    WHERE c.commune_id = f.commune_id AND c.status = 'recognised'
      AND r.kind = 'periodic' AND r.year = f.year)
"""
# everybody's figures begin with how many households there are; without them nothing is known
SUMS = """
WITH figures AS (
    SELECT {key} AS whose, f.counts FROM reports_communefigures f
    WHERE f.area_path LIKE ANY(%(within)s) AND f.year = ANY(%(years)s)
      AND f.group = %(group)s AND (f.group <> '' OR f.counts ? 'households') {held}
)
SELECT whose, NULL, count(*) FROM figures GROUP BY 1
UNION ALL
SELECT whose, e.key, sum(e.value::bigint)
FROM figures CROSS JOIN LATERAL jsonb_each_text(counts) e {which} GROUP BY 1, 2
"""
YEARS = """
SELECT f.year, count(*) FROM reports_communefigures f
WHERE f.group = '' AND f.area_path LIKE ANY(%(within)s) AND f.counts ? 'households' {held}
GROUP BY 1 ORDER BY 1 DESC
"""
BY_PART = "nullif(split_part(f.area_path, '/', %(step)s), '')::bigint"
BY_COMMUNE = "f.commune_id"
BY_YEAR = "f.year"
BY_YEAR_AND_PART = f"f.year || '/' || coalesce({BY_PART}::text, '')"


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of some communes added up, by the codes of `rules.measures`, and how many."""

    counts: Counter[str] = field(default_factory=Counter)
    communes: int = 0


NOTHING = Sums()


@dataclass(frozen=True, slots=True)
class _Asked:
    """Counts of which communes and years, of which households, of which codes (or all)."""

    paths: Sequence[str]
    years: Sequence[int]
    group: str = HouseGroup.ALL
    recognised: bool = True
    codes: Sequence[str] = ()


def sums_by_part(
    area: Area, year: int, group: str = HouseGroup.ALL, *, recognised: bool = True
) -> dict[int, Sums]:
    """Of each area right below one (a commune: of itself), by its id; one query."""
    asked = _Asked([area.path], [year], group, recognised)
    found = _sums(BY_PART, asked, step=_step(area))
    return {pk or area.pk: sums for pk, sums in found.items()}


def sums_by_commune(
    area: Area, year: int, group: str = HouseGroup.ALL, *, recognised: bool = True
) -> dict[int, Sums]:
    """Of each commune inside an area, by its id; one query."""
    return _sums(BY_COMMUNE, _Asked([area.path], [year], group, recognised))


class OfYear(Protocol):
    """A figure of an area on a day; of the communes recognised in a year, if one is given."""

    @property
    def area(self) -> Area: ...
    @property
    def code(self) -> str: ...
    @property
    def on(self) -> date: ...
    @property
    def known_at(self) -> datetime | None: ...
    @property
    def recognised_in(self) -> int | None: ...


def counted_ahead(asked: OfYear, group: str = HouseGroup.ALL) -> dict[int, int] | None:
    """A figure by commune where it is kept: of a year's end, as known now; else None."""
    year = asked.recognised_in
    if year is None or asked.known_at is not None:
        return None
    kept = measures_for(standard_on(last_day_of(year)).indicators)
    if asked.code not in kept or asked.on != min(last_day_of(year), today()):
        return None
    found = sums_by_commune(asked.area, year, group)
    return {pk: sums.counts[asked.code] for pk, sums in found.items()}


def sums_by_year(
    area: Area, years: Sequence[int], group: str = HouseGroup.ALL
) -> dict[int, Sums]:
    """Of the area in each year, with what went wholly into it; years nobody knows lack."""
    return _sums(BY_YEAR, _Asked(_paths(area), years, group))


def sums_by_year_and_part(
    area: Area, years: Sequence[int], codes: Sequence[str]
) -> dict[int, dict[int, Sums]]:
    """Some counts of each area right below one in each year; one query."""
    asked = _Asked([area.path], years, codes=codes)
    found: dict[int, dict[int, Sums]] = {year: {} for year in years}
    for key, sums in _sums(BY_YEAR_AND_PART, asked, step=_step(area)).items():
        year, _, part = key.partition("/")
        found[int(year)][int(part) if part else area.pk] = sums
    return found


def _step(area: Area) -> int:
    """Which piece of a path below an area names the area right below it."""
    return area.path.count("/") + 1


def _paths(area: Area) -> list[str]:
    """An area's own path, and those of what went wholly into it."""
    return [area.path, *(old.path for old in whole_predecessors(area))]


def added(parts: Mapping[int, Sums]) -> Sums:
    """All parts together."""
    counts: Counter[str] = Counter()
    for part in parts.values():
        counts.update(part.counts)
    return Sums(counts, sum(part.communes for part in parts.values()))


def years_known(area: Area, *, before: bool = False) -> dict[int, int]:
    """How many communes of an area were recognised and counted by year, the last first.

    `before`: also of the years in which it was not yet, by what went wholly into it.
    """
    facts = {"within": [f"{path}%" for path in (_paths(area) if before else [area.path])]}
    with connection.cursor() as cursor:
        cursor.execute(YEARS.format(held=RECOGNISED), facts)
        rows = cursor.fetchall()
    return {year: communes for year, communes in rows if year <= today().year}


def _sums(key: str, asked: _Asked, step: int = 0) -> dict[Any, Sums]:
    """Counts of some communes added up by a key."""
    facts: dict[str, Any] = {
        "within": [f"{path}%" for path in asked.paths],
        "years": list(asked.years),
        "group": asked.group,
        "step": step,
        "codes": list(asked.codes),
    }
    held = RECOGNISED if asked.recognised else ""
    which = "WHERE e.key = ANY(%(codes)s)" if asked.codes else ""
    found: dict[Any, Sums] = {}
    with connection.cursor() as cursor:
        cursor.execute(SUMS.format(key=key, held=held, which=which), facts)
        rows = cursor.fetchall()
    for whose, code, number in sorted(rows, key=lambda row: row[1] is not None):
        if code is None:
            found[whose] = Sums(Counter(), int(number))
        else:
            found[whose].counts[code] = int(number)
    return found


def parts_below(area: Area, year: int) -> list[Area]:
    """The areas right below one at a year's end; a commune is its own part."""
    below = Area.objects.filter(parent=area).exclude(level=Level.VILLAGE)
    found = list(below.valid_on(last_day_of(year)).order_by("code"))
    return found or [area]
