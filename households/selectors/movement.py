"""Movement between two days, counted by the database and named by the rule."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from areas.choices import Level, Share
from areas.models import Area, AreaSuccession
from households.choices import Klass
from households.rules.movement import (
    LISTED,
    Movement,
    Passage,
    entry_kind,
    months_after,
    movement,
)
from households.standards import movement_rules, newly_escaped_periods

PAIRS = """
WITH heirs AS (
    SELECT * FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS h(old, new)
), listed AS (
    SELECT household_id, coalesce(heirs.new, commune_id) AS commune_id, klass, size,
        valid_from, valid_to, heirs.new IS NULL AS stands
    FROM households_recognition LEFT JOIN heirs ON heirs.old = commune_id
    WHERE area_path LIKE ANY(%(within)s) AND klass IN ('poor', 'near_poor')
      AND recorded_at <= %(known_at)s
      AND (superseded_at IS NULL OR superseded_at > %(known_at)s)
), opening AS (
    SELECT household_id, commune_id, klass, size FROM listed
    WHERE valid_from <= %(first)s AND (valid_to IS NULL OR valid_to > %(first)s)
), closing AS (
    SELECT household_id, commune_id, klass, size FROM listed
    WHERE stands AND valid_from <= %(last)s AND (valid_to IS NULL OR valid_to > %(last)s)
), pairs AS (
    SELECT household_id, {commune} AS commune_id, o.klass AS before, c.klass AS after,
        coalesce(o.size, 0) AS size_before, coalesce(c.size, 0) AS size_after
    FROM opening o FULL JOIN closing c USING ({same})
)
"""
FACTS = """
    p.before IS NOT NULL OR EXISTS (
        SELECT 1 FROM households_residence r WHERE r.household_id = p.household_id
        AND {was}
        AND (r.valid_from IS NULL OR r.valid_from <= %(first)s)
        AND (r.valid_to IS NULL OR r.valid_to > %(first)s)) AS was_here,
    p.after IS NOT NULL OR EXISTS (
        SELECT 1 FROM households_residence r WHERE r.household_id = p.household_id
        AND {now}
        AND (r.valid_from IS NULL OR r.valid_from <= %(last)s)
        AND (r.valid_to IS NULL OR r.valid_to > %(last)s)) AS is_here,
    p.before IS NULL AND EXISTS (
        SELECT 1 FROM households_recognition e
        JOIN households_recognition l ON l.household_id = e.household_id
        WHERE e.household_id = p.household_id AND e.klass = p.after
          AND e.recorded_at <= %(known_at)s
          AND (e.superseded_at IS NULL OR e.superseded_at > %(known_at)s)
          AND l.recorded_at <= %(known_at)s
          AND (l.superseded_at IS NULL OR l.superseded_at > %(known_at)s)
          AND e.valid_to = l.valid_from
          AND (e.klass = 'poor' AND l.klass <> 'poor'
               OR e.klass = 'near_poor' AND l.klass NOT IN ('poor', 'near_poor'))
          AND l.valid_from <= %(first)s AND l.valid_from >= %(since)s) AS escaped
"""
# one household alone, as a passage counts it
ONE = """
    1, size_before, size_after,
    greatest(size_after - size_before, 0), greatest(size_before - size_after, 0)
"""
COUNTED = """
    count(*), sum(size_before), sum(size_after),
    sum(greatest(size_after - size_before, 0)), sum(greatest(size_before - size_after, 0))
FROM pairs p
GROUP BY 1, 2, 3, 4, 5, 6
"""
# one household of a list: how it came there
WHOSE = "FROM pairs p WHERE p.after = %(klass)s"

# the households of either list of a class, whichever way they went
EITHER = "FROM pairs p WHERE p.before = %(klass)s OR p.after = %(klass)s"

# of the area as one: who moves inside it stays; or of each commune: who moves left one
AS_ONE = {
    "commune": "NULL::bigint",
    "same": "household_id",
    "was": "r.area_path LIKE ANY(%(within)s)",
    "now": "r.area_path LIKE %(own)s AND r.commune_id <> ALL(%(old)s::bigint[])",
}
BY_COMMUNE = {
    "commune": "commune_id",
    "same": "household_id, commune_id",
    "was": "coalesce((SELECT new FROM heirs WHERE old = r.commune_id), r.commune_id)"
    " = p.commune_id",
    "now": "r.commune_id = p.commune_id",
}


def _passages(
    by: dict[str, str], area: Area, first: date, last: date, known_at: datetime | None
) -> Iterator[tuple[int, Passage]]:
    """How households went from the end of `first` to the end of `last`, by commune."""
    facts = _facts(area, first, last, known_at)
    with connection.cursor() as cursor:
        sql = f"{PAIRS} SELECT p.commune_id, p.before, p.after, {FACTS}, {COUNTED}"
        cursor.execute(sql.format(**by), facts)
        for row in cursor.fetchall():
            before, after = (Klass(name) if name else None for name in row[1:3])
            yield row[0], Passage(before, after, *row[3:])


def _facts(
    area: Area, first: date, last: date, known_at: datetime | None
) -> dict[str, Any]:
    months = movement_rules().relapse_months
    return {
        "own": f"{area.path}%",
        **_heirs(area, first, last),
        "first": first,
        "last": last,
        "known_at": known_at or timezone.now(),
        "since": date.min if months is None else months_after(last, -months),
    }


def _heirs(area: Area, first: date, last: date) -> dict[str, list[Any]]:
    """Communes that went wholly into one of the area's between two days, and into which.

    What stood in the old one at first began in the new one: who is on its list moved
    nowhere. A list that nobody carried over ended with its commune: it closes nowhere, as
    no form counts it, and its households went for other reasons.
    """
    links = AreaSuccession.objects.filter(
        new__path__startswith=area.path,
        new__level=Level.COMMUNE,
        share=Share.WHOLE,
        day__gt=first,
        day__lte=last,
    )
    told = list(links.values_list("old_id", "new_id", "old__path"))
    return {
        "old": [old for old, _, _ in told],
        "new": [new for _, new, _ in told],
        "within": [f"{area.path}%", *(f"{path}%" for _, _, path in told)],
    }


def origins(
    area: Area, klass: Klass, *, first: date, last: date, known_at: datetime | None = None
) -> Iterator[tuple[int, str]]:
    """How each household of a list came onto it since `first`; “stayed” if it was there.

    The kinds are those of form 2 and 3 (`rules.movement.entry_kind`).
    """
    facts = _facts(area, first, last, known_at)
    facts["klass"] = klass.value
    sql = f"{PAIRS} SELECT p.household_id, p.before, p.after, {FACTS} {WHOSE}"
    rules = movement_rules()
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**BY_COMMUNE), facts)
        for row in cursor:
            before, after = (Klass(name) if name else None for name in row[1:3])
            was_here, is_here, escaped = row[3:]
            way = Passage(before, after, was_here, is_here, escaped, 1, 0, 0)
            yield row[0], STAYED if before == after else entry_kind(way, rules)


STAYED = "stayed"


def homes_that_went(
    area: Area,
    klass: Klass,
    flow: str,
    *,
    first: date,
    last: date,
    known_at: datetime | None = None,
) -> Iterator[tuple[int, int, int, int]]:
    """Who stands behind one number of a commune's movement, and how much each counts.

    `flow` is `opening` or a kind of `rules.movement`. A household, its commune, then what
    it adds to the households (1, or 0 where it stayed and only grew or shrank) and to the
    persons: together they are what `movements_by_commune` counts.
    """
    facts = _facts(area, first, last, known_at)
    facts["klass"] = klass.value
    sql = (
        f"{PAIRS} SELECT p.household_id, p.commune_id, p.before, p.after, {FACTS}, {ONE} "
        f"{EITHER}"
    )
    rules = movement_rules()
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**BY_COMMUNE), facts)
        for row in cursor:
            before, after = (Klass(name) if name else None for name in row[2:4])
            way = Passage(before, after, *row[4:])
            moved = movement(klass, [way], rules)
            counted = getattr(moved.households, flow), getattr(moved.persons, flow)
            if any(counted):
                yield row[0], row[1], *counted


def passages(
    area: Area, *, first: date, last: date, known_at: datetime | None = None
) -> list[Passage]:
    """How the households of an area went from the end of `first` to the end of `last`."""
    return [way for _, way in _passages(AS_ONE, area, first, last, known_at)]


def movements(
    area: Area, *, first: date, last: date, known_at: datetime | None = None
) -> dict[Klass, Movement]:
    """The movement of both lists of an area between two days."""
    found = passages(area, first=first, last=last, known_at=known_at)
    return {klass: movement(klass, found, movement_rules()) for klass in LISTED}


def movements_by_commune(
    area: Area, *, first: date, last: date, known_at: datetime | None = None
) -> dict[int, dict[Klass, Movement]]:
    """The movement of both lists of each commune; one query.

    Who moves between two communes left the one and came to the other: these lines add up
    to more “other” than the area's own, and to the same opening and closing.
    """
    ways: dict[int, list[Passage]] = defaultdict(list)
    for commune, way in _passages(BY_COMMUNE, area, first, last, known_at):
        ways[commune].append(way)
    rules = movement_rules()
    return {
        commune: {klass: movement(klass, found, rules) for klass in LISTED}
        for commune, found in ways.items()
    }


@dataclass(frozen=True, slots=True)
class NewlyEscaped:
    """A household counts as newly escaped for a policy until a day."""

    policy: str
    escaped_on: date
    until: date
    source: str


def newly_escaped(household_id: int, *, on: date) -> list[NewlyEscaped]:
    """For which policies a household counts as newly escaped on `on`, and until when."""
    found = escapes([household_id], on=on).get(household_id, [])
    return [period for period in found if on < period.until]


def escapes(household_ids: Sequence[int], *, on: date) -> dict[int, list[NewlyEscaped]]:
    """The periods after each household's escapes by `on`, those that ended too; one query."""
    with connection.cursor() as cursor:
        cursor.execute(ESCAPES, {"households": list(household_ids), "day": on})
        rows = cursor.fetchall()
    found: dict[int, list[NewlyEscaped]] = defaultdict(list)
    for period in newly_escaped_periods():
        for household, klass, escaped_on in rows:
            until = months_after(escaped_on, period.months)
            if klass == period.klass and escaped_on <= on:
                one = NewlyEscaped(period.policy, escaped_on, until, period.source)
                found[household].append(one)
    return found


ESCAPES = """
SELECT e.household_id, e.klass, l.valid_from FROM households_recognition e
JOIN households_recognition l
  ON l.household_id = e.household_id AND l.valid_from = e.valid_to
WHERE e.household_id = ANY(%(households)s) AND l.valid_from <= %(day)s
  AND e.superseded_at IS NULL AND l.superseded_at IS NULL
  AND (e.klass = 'poor' AND l.klass <> 'poor'
       OR e.klass = 'near_poor' AND l.klass NOT IN ('poor', 'near_poor'))
  AND NOT EXISTS (
    SELECT 1 FROM households_recognition n
    WHERE n.household_id = e.household_id AND n.superseded_at IS NULL
      AND n.valid_from <= %(day)s AND (n.valid_to IS NULL OR n.valid_to > %(day)s)
      AND (n.klass = 'poor' OR n.klass = 'near_poor' AND e.klass = 'near_poor'))
"""
