"""Norms one may see, what areas count by them, and the draft they give."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum, Value

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from households.selectors import CommuneRate, recognised_rates
from programs.choices import COUNTERPART, Basis, Fund
from programs.models import Allocation, Criterion, CriterionValue, Norm
from programs.rules.norms import Part, counterpart_of, draft_parts, total_points
from programs.selectors.frame import Applicabilities
from programs.selectors.money import receivers_of


def norms_of(user: User) -> QuerySet[Norm]:
    """Norms of the areas one sees, and of those above: they bind one's own money."""
    seen = Q(pk__in=[])
    for path in user.scope_paths(Right.PROJECT_VIEW):
        above = Q(
            pk__in=Norm.objects.annotate(p=Value(path)).filter(p__startswith=F("area_path"))
        )
        seen |= Q(area_path__startswith=path) | above
    return Norm.objects.filter(seen).select_related("project", "document", "area")


def norms_for(row: Allocation) -> QuerySet[Norm]:
    """The norms by which an allocation's money is shared: of its area or of those above."""
    ids = [int(one) for one in row.area_path.strip("/").split("/") if one]
    found: QuerySet[Norm] = Norm.objects.filter(
        area__in=ids,
        project=row.project,
        nature=row.nature,
        year_from__lte=row.year,
        year_to__gte=row.year,
    )
    return found.select_related("document", "project")


def norm_chosen(row: Allocation, wanted: UUID | None) -> Norm | None:
    """The norm that was asked for, else the first in force for an allocation."""
    norms = norms_for(row)
    return norms.filter(public_id=wanted).first() if wanted else norms.first()


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One receiver in a draft: what it counts by each criterion, what it has, its part.

    `norm` is its part of the whole as if nothing were given yet; `part` its part of what
    is left, for who has nothing yet. Units: points; đồng.
    """

    area: Area
    counted: list[tuple[Criterion, Decimal | None]]
    points: Decimal | None
    held: int | None
    norm: Part | None
    part: Part | None

    @property
    def values(self) -> list[Decimal | None]:
        """What it counts, in the order of the criteria."""
        return [value for _, value in self.counted]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a norm gives of an allocation, of the whole and of what is left.

    `missing` names what nobody counted yet; a draft with gaps shares nothing.
    `elsewhere` are areas in which the project does not apply. Unit: đồng.
    """

    norm: Norm
    criteria: list[Criterion]
    rows: list[DraftRow]
    missing: list[str]
    elsewhere: list[Area]

    @property
    def whole(self) -> int | None:
        """The parts of the whole, summed; nothing where there are none."""
        return _sum(row.norm for row in self.rows)

    @property
    def left(self) -> int | None:
        """The parts of what is left, summed; nothing where there are none."""
        return _sum(row.part for row in self.rows)


def _sum(parts: Iterable[Part | None]) -> int | None:
    told = [part.amount for part in parts if part is not None]
    return sum(told) if told else None


def draft_of(norm: Norm, row: Allocation) -> Draft:
    """The draft of a norm for an allocation's areas; nine queries, any size."""
    criteria = list(norm.criteria.all())
    areas, elsewhere = _applied(row)
    counted = _counted(criteria, areas, row)
    each = {one.pk: one.points for one in criteria}
    points = {area.pk: total_points(counted[area.pk], each) for area in areas}
    missing = [
        f"{one.name}: {area.full_name}"
        for area in areas
        for one in criteria
        if counted[area.pk][one.pk] is None
    ]
    known = {key: value for key, value in points.items() if value is not None}
    held = _held(row)
    whole, left = row.purse.left + sum(held.values()), row.purse.left
    rest = {key: value for key, value in known.items() if key not in held}
    ready = bool(criteria) and not missing
    percent = norm.counterpart if row.fund == Fund.CENTRAL else None
    norms = draft_parts(whole, known, percent) if ready else {}
    parts = draft_parts(left, rest, percent) if ready else {}
    rows = [
        DraftRow(
            area,
            [(one, counted[area.pk][one.pk]) for one in criteria],
            points[area.pk],
            held.get(area.pk),
            norms.get(area.pk),
            parts.get(area.pk),
        )
        for area in areas
    ]
    return Draft(norm, criteria, rows, missing, elsewhere)


def _applied(row: Allocation) -> tuple[list[Area], list[Area]]:
    """The areas right below in which the project applies, and those in which it does not."""
    areas, _ = receivers_of(row)
    answers = Applicabilities(areas, row.from_year or row.year)
    yes = [area for area in areas if answers.of(row.project, area).yes]
    return yes, [area for area in areas if area not in yes]


def _held(row: Allocation) -> dict[int, int]:
    """What was given of an allocation already, by area; its own agencies left out."""
    told = row.children.filter(agency__isnull=True, from_year=row.from_year)
    return {one.area_id: one.purse.given for one in told}


def amounts_of(draft: Draft) -> dict[str, int]:
    """The draft's parts by the names of the sharing form's fields. Unit: đồng."""
    return {
        f"a-{row.area.public_id}": row.part.amount
        for row in draft.rows
        if row.part is not None
    }


def _counted(
    criteria: Sequence[Criterion], areas: Sequence[Area], row: Allocation
) -> dict[int, dict[int, Decimal | None]]:
    """By area and criterion: what is counted; None where nobody knows."""
    typed = CriterionValue.objects.filter(criterion__in=criteria, area__in=areas)
    held = {(one.area_id, one.criterion_id): one.value for one in typed}
    needs_review = any(one.basis != Basis.ENTERED for one in criteria)
    rates = _rates_below(areas, row) if needs_review else {}
    return {
        area.pk: {
            one.pk: held.get((area.pk, one.pk))
            if one.basis == Basis.ENTERED
            else _households(rates.get(area.pk), Basis(one.basis))
            for one in criteria
        }
        for area in areas
    }


def _rates_below(areas: Sequence[Area], row: Allocation) -> dict[int, list[CommuneRate]]:
    """The year before's recognised review of every commune, by receiver.

    A receiver of which one commune has not decided yet is not among them.
    """
    year = row.year - 1
    rates = recognised_rates(row.area, [year])[year]
    found: dict[int, list[CommuneRate]] = {}
    communes = list(Area.objects.communes_of(row.area, date(row.year, 1, 1)))
    for area in areas:
        inside = [one for one in communes if one.path.startswith(area.path)]
        known = [rates[one.pk] for one in inside if one.pk in rates]
        if inside and len(known) == len(inside):
            found[area.pk] = known
    return found


def _households(rates: list[CommuneRate] | None, basis: Basis) -> Decimal | None:
    if rates is None:
        return None
    poor = sum(rate.poor for rate in rates)
    near = sum(rate.near_poor for rate in rates)
    told = {Basis.POOR: poor, Basis.NEAR_POOR: near, Basis.LISTED: poor + near}
    return Decimal(told[basis])


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What local budgets were to add to the centre's money, and what they gave.

    Unit: đồng.
    """

    percent: Decimal
    central: int
    asked: int
    given: int

    @property
    def short(self) -> int:
        """What is still missing."""
        return max(0, self.asked - self.given)


def counterpart_at(norm: Norm, row: Allocation, user: User) -> Counterpart | None:
    """The counterpart of a project's year in the norm's area, for who sees all its money."""
    seen = user.open_paths(Right.PROJECT_VIEW)
    if norm.counterpart is None or not any(norm.area_path.startswith(p) for p in seen):
        return None
    above = ~Q(parent__area_path__startswith=norm.area_path)
    tops = Allocation.objects.filter(  # what came into the norm's area from outside
        Q(parent__isnull=True) | above,
        project=row.project,
        year=row.year,
        nature=row.nature,
        from_year__isnull=True,
        area_path__startswith=norm.area_path,
    )
    given = F("opening") + F("changed")
    told = tops.aggregate(
        central=Sum(given, filter=Q(fund=Fund.CENTRAL), default=0),
        local=Sum(given, filter=Q(fund__in=COUNTERPART), default=0),
    )
    asked = counterpart_of(told["central"], norm.counterpart) or 0
    return Counterpart(norm.counterpart, told["central"], asked, told["local"])
