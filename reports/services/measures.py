"""Count the figures of communes, and count again what changed (ADR 0029)."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
from reports.selectors.counting import Day, count_groups, count_reviews

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
# what was recorded since the earliest count of this year (no older change waits: see
# `count_recent`), and reaches into a year that was counted before it was recorded; what
# corrects a household reaches into every year
CHANGED = """
WITH figures AS (
  SELECT commune_id, year, "on", known_at FROM reports_communefigures WHERE "group" = ''
), since AS (
  SELECT coalesce(min(known_at), '-infinity') AS at FROM figures WHERE year = %(year)s
), changed AS (
  SELECT commune_id, valid_from AS day, greatest(recorded_at, superseded_at) AS at
  FROM households_recognition
  WHERE recorded_at > (SELECT at FROM since) OR superseded_at > (SELECT at FROM since)
  UNION ALL
  SELECT commune_id, "on", recorded_at FROM households_villagetotal
  WHERE recorded_at > (SELECT at FROM since)
  UNION ALL
  SELECT s.commune_id,
    CASE WHEN e.kind IN ('corrected', 'reviewed') THEN '-infinity' ELSE e.day END,
    e.recorded_at
  FROM households_householdevent e
  JOIN households_residence s ON s.household_id = e.household_id
  WHERE e.recorded_at > (SELECT at FROM since)
)
SELECT DISTINCT f.commune_id, f.year FROM figures f JOIN changed c USING (commune_id)
WHERE c.day <= f.on AND c.at > f.known_at
"""
# nothing that commits later was recorded before this: every open transaction began after
OLDEST = """
SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND backend_type = 'client backend'
"""


def day_of(year: int) -> date:
    """The day a year's figures stand on: its last, or today while it lasts."""
    return min(last_day_of(year), today())


def count_figures(area: Area, year: int) -> int:
    """Count every commune of an area at a year's end; how many there were.

    An older count never replaces a newer one, whoever finishes last.
    """
    known, on = _oldest(), day_of(year)
    with snapshot() as taken:
        counted = count_groups(area, Day(on, year, taken), HouseGroup.values)
    rows = [
        (pk, year, group, counts)
        for group, communes in counted.items()
        for pk, counts in communes.items()
    ]
    # a review without households: looked at, and nothing known
    empty = _with_round(area, year) - counted[HouseGroup.ALL].keys()
    rows += [(pk, year, HouseGroup.ALL, Counter()) for pk in empty]
    with transaction.atomic():
        _keep(sorted(rows, key=lambda row: row[:3]), on, known)
        older = CommuneFigures.objects.within(area.path).filter(year=year)
        older.filter(known_at__lt=known).delete()  # they keep no household any more
    return len(counted[HouseGroup.ALL])


def _with_round(area: Area, year: int) -> set[int]:
    """Communes with a yearly review of the year."""
    kept = CommuneRound.objects.within(area.path).filter(
        round__kind=RoundKind.PERIODIC, round__year=year
    )
    return set(kept.values_list("commune_id", flat=True))


def _oldest() -> datetime:
    """The moment until which everything that was recorded can be read."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST)
        found: datetime = cursor.fetchone()[0]
        return found


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


@contextmanager
def _alone(*, wait: bool) -> Iterator[bool]:
    """One counts at a time; whether it is this one, who else leaves it to the other."""
    ask = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {ask}(%s)", [LOCK])
        held = cursor.fetchone()[0] is not False
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def count_all(years: Iterable[int] | None = None) -> int:
    """Count every commune that keeps households, in the years asked or all there are."""
    tops = _tops()
    wanted = sorted(set(years) if years is not None else _years())
    with _alone(wait=True):
        return sum(count_figures(top, year) for year in wanted for top in tops)


def count_recent() -> int:
    """This year and the last: what no line of the record tells is caught up nightly.

    What changed in older years is counted before: it is looked for only among what was
    recorded since this year was counted.
    """
    count_changed()
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


def count_changed() -> int:
    """Count again the communes behind which something changed; how many were counted.

    Somebody who counts already does it: two never count the same at once.
    """
    with _alone(wait=False) as mine:
        return _count_what_changed() if mine else 0


def _count_what_changed() -> int:
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"year": today().year})
        changed: set[tuple[int, int]] = set(cursor.fetchall())
    changed |= _never_counted()
    count_rounds()
    by_place: dict[tuple[int, int], list[Area]] = defaultdict(list)
    communes = Area.objects.select_related("parent")
    areas = communes.filter(among("pk", {pk for pk, _ in changed})).in_bulk()
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
    """Communes with a yearly review that no row tells of."""
    rounds = CommuneRound.objects.filter(
        round__kind=RoundKind.PERIODIC,
        round__year__lte=today().year,
        commune__level=Level.COMMUNE,
    )
    told = set(CommuneFigures.objects.values_list("commune_id", "year").distinct())
    found = set(rounds.order_by().values_list("commune_id", "round__year"))
    return found - told
