"""Names on a list: each household of a class with its members, commune by commune."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from areas.models import Area, on_day
from core.batches import batches
from core.db import among
from households.choices import Klass
from households.models import Household, Member, Recognition, Review
from households.selectors.movement import origins

BATCH = 1000


@dataclass(frozen=True, slots=True)
class NominalHome:
    """A household of a list: how it came there, its groups, its members on the day."""

    household: Household
    origin: str
    groups: list[str]
    members: list[Member]


def nominal_list(
    area: Area, klass: Klass, *, first: date, on: date, known_at: datetime | None = None
) -> Iterator[NominalHome]:
    """Households of a class on a day, by commune, village and name; memory stays flat."""
    came = dict(origins(area, klass, first=first, last=on, known_at=known_at))
    rows = (
        Recognition.objects.status_on(on, known_at=known_at)
        .within(area.path)
        .filter(klass=klass)
        .order_by("area_path", "household__head_name_norm", "household_id")
        .values_list("household_id", "commune_round_id")
    )
    for some in batches(rows.iterator(chunk_size=BATCH), BATCH):
        yield from _batch(some, came, on)


def _batch(
    rows: list[tuple[int, int]], came: dict[int, str], on: date
) -> Iterator[NominalHome]:
    ids = [pk for pk, _ in rows]
    homes = Household.objects.select_related("commune", "village").in_bulk(ids)
    members = _members(ids, on)
    groups = _groups(rows)
    for pk, commune_round in rows:
        told = groups.get((pk, commune_round), [])
        yield NominalHome(homes[pk], came.get(pk, ""), told, members[pk])


def _members(ids: list[int], on: date) -> dict[int, list[Member]]:
    """Members on a day, the head first."""
    held = Member.objects.filter(on_day(on), among("household", ids))
    found: dict[int, list[Member]] = defaultdict(list)
    for member in held.select_related("person").order_by("pk"):
        found[member.household_id].append(member)
    for every in found.values():
        every.sort(key=lambda m: m.relation != "head")
    return found


def _groups(rows: list[tuple[int, int]]) -> dict[tuple[int, int], list[str]]:
    """Groups as marked on the form on which each household was classed."""
    rounds = {commune_round for _, commune_round in rows}
    forms = Review.objects.filter(
        Q(commune_round__in=rounds), among("household", [pk for pk, _ in rows])
    )
    told = forms.values_list("household_id", "commune_round_id", "groups")
    return {(pk, commune_round): groups for pk, commune_round, groups in told}
