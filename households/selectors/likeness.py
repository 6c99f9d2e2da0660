"""Persons who may be one: the same name without accents and the same birth."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from areas.models import Area
from core.dates import today
from households.choices import Verdict
from households.models import Likeness, Member

SHOWN = 25  # a page: each pair is read slowly, and has its own buttons
PAIRS = """
SELECT least(a.id, b.id), greatest(a.id, b.id), count(*) OVER ()
FROM households_household h
JOIN households_member ma ON ma.household_id = h.id AND ma.valid_to IS NULL
JOIN households_person a ON a.id = ma.person_id
JOIN households_person b ON b.name_norm = a.name_norm AND b.birth_year = a.birth_year
     AND b.id <> a.id AND b.sex = a.sex
     AND (a.birth_date IS NULL OR b.birth_date IS NULL OR a.birth_date = b.birth_date)
     AND (a.cccd_hash = '' OR b.cccd_hash = '')
JOIN households_member mb ON mb.person_id = b.id AND mb.valid_to IS NULL
JOIN households_household hb ON hb.id = mb.household_id
JOIN areas_area there ON there.id = hb.commune_id
     AND (there.valid_to IS NULL OR there.valid_to > %(today)s)
WHERE h.place_key LIKE %(path)s AND h.ended_on IS NULL
  AND hb.place_key LIKE ANY(%(scopes)s)
  AND NOT EXISTS (
      SELECT 1 FROM households_likeness d
      WHERE d.first_id = least(a.id, b.id) AND d.second_id = greatest(a.id, b.id)
        AND d.verdict IN ('same', 'different'))
GROUP BY 1, 2 ORDER BY 1, 2 LIMIT %(shown)s OFFSET %(skipped)s
"""


@dataclass(frozen=True, slots=True)
class LikePair:
    """Two memberships of persons who may be one, and what was said of them."""

    first: Member
    second: Member
    verdict: str

    @property
    def sides(self) -> tuple[Member, Member]:
        """Both, in one order."""
        return self.first, self.second


def like_pairs(
    commune: Area, scopes: tuple[str, ...], *, page: int = 1
) -> tuple[list[LikePair], int]:
    """A page of undecided pairs, and how many there are on all pages.

    One side is in the commune, the other where one may look.

    Two different identity numbers are two persons; nobody needs to be asked.
    """
    facts: dict[str, Any] = {
        "path": f"{commune.path}%",
        "scopes": [f"{scope}%" for scope in scopes],
        "shown": SHOWN,
        "skipped": (page - 1) * SHOWN,
        "today": today(),  # households of closed areas are only to be read
    }
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, facts)
        rows = cursor.fetchall()
    ids = [(first, second) for first, second, _ in rows]
    persons = {pk for pair in ids for pk in pair}
    member_of = _open_memberships(persons)
    said = {
        (row.first_id, row.second_id): Verdict(row.verdict).label
        for row in Likeness.objects.filter(first__in=persons, second__in=persons)
    }
    pairs = [LikePair(member_of[a], member_of[b], said.get((a, b), "")) for a, b in ids]
    return pairs, rows[0][2] if rows else 0


def still_two(commune: Area, scopes: tuple[str, ...]) -> list[LikePair]:
    """Pairs found to be one person whose memberships both still stand, one of them here.

    Unit: at most a page of pairs; both sides lie where one may look.
    """
    seen = Q(pk__in=[])
    for scope in scopes:
        seen |= Q(household__area_path__startswith=scope)
    standing = Member.objects.filter(seen, valid_to=None, household__ended_on=None)
    here = standing.filter(household__area_path__startswith=commune.path)
    of_all, of_here = standing.values("person"), here.values("person")
    ids = list(
        Likeness.objects.filter(verdict=Verdict.SAME)
        .filter(first__in=of_all, second__in=of_all)
        .filter(Q(first__in=of_here) | Q(second__in=of_here))
        .order_by("pk")
        .values_list("first", "second")[:SHOWN]
    )
    member_of = _open_memberships({pk for pair in ids for pk in pair})
    return [LikePair(member_of[a], member_of[b], Verdict.SAME.label) for a, b in ids]


def _open_memberships(persons: set[int]) -> dict[int, Member]:
    opened = Member.objects.filter(person__in=persons, valid_to=None)
    places = opened.select_related("person", "household__commune", "household__village")
    return {member.person_id: member for member in places}
