"""Who the listed households are: deprivations, groups, causes, ethnic groups, children.

Counted by commune and class on a day, from recognised status and the form on which each
household was classed; one query each, whatever the size.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from areas.models import Area
from households.choices import Cause, Group, Klass
from households.rules import CHILD_UNDER

INSURED_FROM = 6  # years; as indicator 4 of the standard (law.md §2) [S2/G]
SCHOOL_FROM = 3  # years; as indicator 6 of the standard (law.md §2) [S2]
UNKNOWN_GROUP = "Chưa ghi dân tộc"
Profiles = dict[int, dict[Klass, Counter[str]]]

LISTED = """
FROM households_recognition r
{joins}
WHERE r.area_path LIKE %(within)s AND r.klass IN ('poor', 'near_poor')
  AND r.valid_from <= %(day)s AND (r.valid_to IS NULL OR r.valid_to > %(day)s)
  AND r.recorded_at <= %(known_at)s
  AND (r.superseded_at IS NULL OR r.superseded_at > %(known_at)s)
"""
ON_FORM = """
JOIN households_household h ON h.id = r.household_id
LEFT JOIN households_review v
  ON v.household_id = r.household_id AND v.commune_round_id = r.commune_round_id
"""
MEMBERS = """
JOIN households_member m ON m.household_id = r.household_id
  AND (m.valid_from IS NULL OR m.valid_from <= %(day)s)
  AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
JOIN households_person p ON p.id = m.person_id
"""
HEADS = """
LEFT JOIN households_member m ON m.household_id = r.household_id AND m.relation = 'head'
  AND (m.valid_from IS NULL OR m.valid_from <= %(day)s)
  AND (m.valid_to IS NULL OR m.valid_to > %(day)s)
LEFT JOIN households_person p ON p.id = m.person_id
"""
# which households count, where only some are asked for; all words are our own
NATIVE = "native"
MINORITY = "minority"
HELD = {
    MINORITY: "r.ethnic_minority",
    NATIVE: "h.native_minority",
    **{group.value: f"'{group.value}' = ANY(v.groups)" for group in Group},
}
OF_THREE = "r.ethnic_minority OR v.groups && ARRAY['no_capacity', 'merit']::varchar[]"


def profiles(
    area: Area,
    *,
    on: date,
    indicators: Sequence[str],
    known_at: datetime | None = None,
    group: str = "",
) -> Profiles:
    """Counts by commune and class of the listed households of an area on a day.

    `group` (a key of `HELD`) leaves all other households out.

    `households`, `persons`, `lacks` (deprivations of all together), `lack:job`,
    `minority`, `native`, `group:merit`, `none` (none of the three official groups),
    `cause:illness`; persons of groups as `minority_persons`, `group:merit_persons`.
    Units: households, persons, deprivations.
    """
    columns = dict(_columns(indicators))
    where = f"AND {HELD[group]}" if group else ""
    sql = _sql(", ".join(columns.values()), ON_FORM, where=where)
    found: Profiles = defaultdict(dict)
    for commune, klass, *values in _rows(sql, area, on, known_at, indicators):
        counted = Counter(dict(zip(columns, (int(v or 0) for v in values), strict=True)))
        found[commune][Klass(klass)] = counted
    return dict(found)


def _columns(indicators: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each count's name and how the database computes it."""
    yield "households", "count(*)"
    yield "persons", "sum(r.size)"
    yield (
        "lacks",
        "sum(greatest(cardinality(v.deprivations), coalesce(v.deprived_total, 0)))",
    )
    for number, key in enumerate(indicators):
        held = f"v.deprivations @> ARRAY[%(lack{number})s]::varchar[]"
        yield f"lack:{key}", f"count(*) FILTER (WHERE {held})"
    for name in (MINORITY, NATIVE):
        yield from _both(name, HELD[name])
    for group in Group:
        yield from _both(f"group:{group}", HELD[group])
    yield from _both("none", f"NOT coalesce({OF_THREE}, r.ethnic_minority)")
    for cause in Cause:
        yield (
            f"cause:{cause}",
            f"count(*) FILTER (WHERE '{cause.value}' = ANY(v.causes))",
        )


def _both(name: str, held: str) -> Iterator[tuple[str, str]]:
    """Households, and the persons in them."""
    yield name, f"count(*) FILTER (WHERE {held})"
    yield f"{name}_persons", f"sum(r.size) FILTER (WHERE {held})"


def ethnic_profiles(
    area: Area, *, on: date, known_at: datetime | None = None
) -> dict[int, dict[Klass, Counter[str]]]:
    """Listed households of an area by commune, class and their head's ethnic group."""
    sql = _sql("p.ethnic_group, count(*)", HEADS, keys="1, 2, 3")
    found: Profiles = defaultdict(lambda: defaultdict(Counter))
    for commune, klass, name, count in _rows(sql, area, on, known_at):
        found[commune][Klass(klass)][name or UNKNOWN_GROUP] += count
    return {commune: dict(classes) for commune, classes in found.items()}


CHILDREN = {
    "children": "true",
    "nutrition": "p.malnourished",
    "insurance": "age >= %(insured_from)s AND p.insured = false",
    "schooling": "age >= %(school_from)s AND p.studying = false",
}
AGE = """
CROSS JOIN LATERAL (SELECT coalesce(
  extract(year FROM age(%(day)s::date, p.birth_date))::int,
  extract(year FROM %(day)s::date)::int - p.birth_year) AS age) a
"""


def child_profiles(
    area: Area, *, on: date, known_at: datetime | None = None
) -> dict[int, dict[Klass, Counter[str]]]:
    """Children in listed households by commune and class, and what they lack.

    `children`, `nutrition`, `insurance`, `schooling`; by the members' own data, a child
    whose data do not say is not counted as lacking. Unit: children under 16.
    """
    select = ", ".join(f"count(*) FILTER (WHERE {held})" for held in CHILDREN.values())
    sql = _sql(select, MEMBERS + AGE, where="AND age < %(child_under)s")
    found: Profiles = defaultdict(dict)
    for commune, klass, *values in _rows(sql, area, on, known_at):
        found[commune][Klass(klass)] = Counter(dict(zip(CHILDREN, values, strict=True)))
    return dict(found)


def children_behind(
    area: Area,
    klass: Klass,
    what: str,
    *,
    on: date,
    known_at: datetime | None = None,
) -> list[tuple[int, int, int]]:
    """The children behind one number of `child_profiles`: household, commune and person."""
    listed = LISTED.format(joins=MEMBERS + AGE)
    sql = (
        f"SELECT r.household_id, r.commune_id, p.id {listed} AND age < %(child_under)s "
        f"AND r.klass = '{klass.value}' AND ({CHILDREN[what]}) ORDER BY r.area_path, 1, 3"
    )
    return [
        (home, commune, person) for home, commune, person in _rows(sql, area, on, known_at)
    ]


def _sql(select: str, joins: str, *, where: str = "", keys: str = "1, 2") -> str:
    """Listed households by commune, class and whatever else; all words are our own."""
    listed = LISTED.format(joins=joins)
    return f"SELECT r.commune_id, r.klass, {select} {listed} {where} GROUP BY {keys}"


def _rows(
    sql: str,
    area: Area,
    on: date,
    known_at: datetime | None,
    indicators: Sequence[str] = (),
) -> list[tuple[Any, ...]]:
    facts: dict[str, Any] = {
        "within": f"{area.path}%",
        "day": on,
        "known_at": known_at or timezone.now(),
        "child_under": CHILD_UNDER,
        "school_from": SCHOOL_FROM,
        "insured_from": INSURED_FROM,
    }
    facts |= {f"lack{number}": key for number, key in enumerate(indicators)}
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
