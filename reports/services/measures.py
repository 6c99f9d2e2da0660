"""Count the figures of communes, and count again what changed (ADR 0029)."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from core.db import among, snapshot
from households.choices import RoundKind, RoundStatus
from households.models import CommuneRound, Residence, VillageTotal
from reports.choices import HouseGroup
from reports.models import CommuneFigures
from reports.selectors.counting import Day, count_communes, count_reviews

LOCK = 920_029  # one counts at a time: whoever comes second leaves it to the first
MANY = 20  # communes of one area that changed: the area is counted as a whole

KEEP = """
INSERT INTO reports_communefigures
    (commune_id, area_path, year, "group", counts, "on", known_at)
SELECT * FROM unnest(%(communes)s::bigint[], %(paths)s::text[], %(years)s::int[],
    %(groups)s::text[], %(counts)s::jsonb[], %(days)s::date[], %(known)s::timestamptz[])
ON CONFLICT (commune_id, year, "group") DO UPDATE
SET counts = EXCLUDED.counts, "on" = EXCLUDED."on", known_at = EXCLUDED.known_at
WHERE reports_communefigures.known_at <= EXCLUDED.known_at
"""
# how far a review is changes with every form: only these counts are written anew
MERGE = """
UPDATE reports_communefigures f SET counts = f.counts || n.counts
FROM unnest(%(communes)s::bigint[], %(counts)s::jsonb[]) AS n(commune, counts)
WHERE f.commune_id = n.commune AND f.year = %(year)s AND f.group = ''
  AND NOT f.counts @> n.counts
"""
# what was recorded after a commune was counted, and reaches into the year counted; what
# was being recorded while it was counted is told by the minute before
CHANGED = """
WITH figures AS (
  SELECT commune_id, year, "on", known_at - interval '1 minute' AS known_at
  FROM reports_communefigures WHERE "group" = ''
)
SELECT DISTINCT f.commune_id, f.year FROM figures f
WHERE (
  EXISTS (SELECT 1 FROM households_recognition r WHERE r.commune_id = f.commune_id
    AND r.valid_from <= f.on
    AND (r.recorded_at > f.known_at OR r.superseded_at > f.known_at))
  OR EXISTS (SELECT 1 FROM households_villagetotal t WHERE t.commune_id = f.commune_id
    AND t.on <= f.on AND t.recorded_at > f.known_at)
  OR EXISTS (SELECT 1 FROM households_householdevent e
    JOIN households_residence s ON s.household_id = e.household_id
    WHERE s.commune_id = f.commune_id AND e.day <= f.on AND e.recorded_at > f.known_at))
"""


def day_of(year: int) -> date:
    """The day a year's figures stand on: its last, or today while it lasts."""
    return min(last_day_of(year), today())


def count_figures(area: Area, year: int) -> int:
    """Count every commune of an area at a year's end; how many there were.

    An older count never replaces a newer one, whoever finishes last.
    """
    rows: list[tuple[Any, ...]] = []
    with snapshot() as taken:
        on = day_of(year)
        for group in HouseGroup.values:
            counted = count_communes(area, Day(on, year, taken), group)
            rows += [(pk, year, group, counts) for pk, counts in counted.items()]
    _keep(rows, on, taken)
    _forget(area, year, taken)
    return len({row[0] for row in rows})


def _forget(area: Area, year: int, taken: datetime) -> None:
    """What was not counted any more: communes that keep no household."""
    older = CommuneFigures.objects.within(area.path).filter(year=year, known_at__lt=taken)
    older.delete()


def _keep(rows: list[tuple[Any, ...]], on: date, taken: datetime) -> None:
    paths = dict(
        Area.objects.filter(among("pk", {r[0] for r in rows})).values_list("pk", "path")
    )
    facts = {
        "communes": [row[0] for row in rows],
        "paths": [paths[row[0]] for row in rows],
        "years": [row[1] for row in rows],
        "groups": [row[2] for row in rows],
        "counts": [json.dumps(row[3]) for row in rows],
        "days": [on] * len(rows),
        "known": [taken] * len(rows),
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, facts)


def count_all(years: Iterable[int] | None = None) -> int:
    """Count every commune that keeps households, in the years asked or all there are."""
    tops = _tops()
    wanted = sorted(set(years) if years is not None else _years())
    return sum(count_figures(top, year) for year in wanted for top in tops)


def count_recent() -> int:
    """This year and the last: what no line of the record tells is caught up nightly."""
    year = today().year
    return count_all([year - 1, year])


def _tops() -> list[Area]:
    """The provinces in which any household is kept, of whatever time."""
    held = [Residence.objects, VillageTotal.objects]
    paths = {path for rows in held for path in _province_paths(rows)}
    return list(Area.objects.filter(path__in=paths).order_by("path"))


def _province_paths(rows: Any) -> set[str]:
    """Paths of the provinces above some rows: the first step below the nation's `/`."""
    found = rows.order_by().values_list("commune__parent__path", flat=True).distinct()
    return {"/" + path.split("/")[1] + "/" for path in found if path != "/"}


def _years() -> set[int]:
    """Years with a yearly review, this one and the last."""
    kept = CommuneRound.objects.filter(round__kind=RoundKind.PERIODIC)
    told = kept.order_by().values_list("round__year", flat=True).distinct()
    return {today().year, today().year - 1, *(y for y in told if y <= today().year)}


@transaction.atomic
def count_changed() -> int:
    """Count again the communes behind which something changed; how many were counted.

    Somebody who counts already does it: two never count the same at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(CHANGED)
        changed: set[tuple[int, int]] = set(cursor.fetchall())
    changed |= _never_counted()
    count_rounds()
    by_place: dict[tuple[int, int], list[Area]] = defaultdict(list)
    areas = Area.objects.filter(among("pk", {pk for pk, _ in changed})).in_bulk()
    for pk, year in sorted(changed):
        by_place[areas[pk].parent_id or 0, year].append(areas[pk])
    return sum(_count_some(year, some) for (_, year), some in by_place.items())


def _count_some(year: int, communes: list[Area]) -> int:
    """A few communes one by one; many of one area with the whole of it."""
    parent = communes[0].parent
    if len(communes) > MANY and parent is not None:
        return count_figures(parent, year)
    return sum(count_figures(commune, year) for commune in communes)


def count_rounds() -> None:
    """How far the reviews of this year are; one query and one write a province."""
    year = today().year
    running = CommuneRound.objects.filter(
        round__year=year, round__kind=RoundKind.PERIODIC
    ).exclude(status=RoundStatus.RECOGNISED)
    tops = {path.split("/")[1] for path in running.values_list("area_path", flat=True)}
    for top in Area.objects.filter(among("pk", map(int, tops))):
        _merge(count_reviews(top, year), year)


def _merge(counted: dict[int, Counter[str]], year: int) -> None:
    facts: dict[str, Any] = {
        "communes": list(counted),
        "counts": [json.dumps(counts) for counts in counted.values()],
        "year": year,
    }
    with connection.cursor() as cursor:
        cursor.execute(MERGE, facts)


def _never_counted() -> set[tuple[int, int]]:
    """Communes with a recognised yearly review that no row tells of."""
    rounds = CommuneRound.objects.filter(
        status=RoundStatus.RECOGNISED,
        round__kind=RoundKind.PERIODIC,
        round__year__lte=today().year,
        commune__level=Level.COMMUNE,
    )
    told = set(CommuneFigures.objects.values_list("commune_id", "year").distinct())
    found = set(rounds.order_by().values_list("commune_id", "round__year"))
    return found - told
