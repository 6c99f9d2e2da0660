"""A commune's list: its order, progress, last year's form, suggestions for this one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.choices import Role
from accounts.models import RoleGrant
from areas.models import Area, on_day
from core.dates import today
from households.choices import Klass, Relation, ReviewStatus
from households.models import CommuneRound, Household, Member, Person, Review
from households.rules import Standard
from households.rules.suggestions import MemberSituation, Suggestion, suggest


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How far a commune's list is, and what it found."""

    total: int
    todo: int
    draft: int
    done: int
    poor: int
    near_poor: int
    average: int
    not_poor: int


def list_counts(commune_round: CommuneRound) -> ListCounts:
    """Counts of a commune's list in one query."""
    done = Q(status=ReviewStatus.DONE)
    waits = Q(household__ended_on__isnull=True, household__commune=F("commune"))
    rows = commune_round.reviews.filter(done | waits)
    row = rows.aggregate(
        total=Count("pk"),
        todo=Count("pk", filter=Q(status=ReviewStatus.TODO)),
        draft=Count("pk", filter=Q(status=ReviewStatus.DRAFT)),
        done=Count("pk", filter=Q(status=ReviewStatus.DONE)),
        poor=Count("pk", filter=Q(klass=Klass.POOR)),
        near_poor=Count("pk", filter=Q(klass=Klass.NEAR_POOR)),
        average=Count("pk", filter=Q(klass=Klass.AVERAGE)),
        not_poor=Count("pk", filter=Q(klass=Klass.NOT_POOR)),
    )
    return ListCounts(**row)


@dataclass(frozen=True, slots=True)
class VillageProgress:
    """How far a village's part of the list is, who is to enter it and who did.

    `entered` counts finished forms by the person who saved them last.
    """

    village: Area | None
    total: int
    done: int
    enumerators: tuple[str, ...]
    entered: tuple[tuple[str, int], ...]


def village_progress(commune_round: CommuneRound) -> list[VillageProgress]:
    """The list by village with its enumerators of today; three queries."""
    rows = (
        Review.objects.counting()
        .filter(commune_round=commune_round)
        .order_by("household__village__path", "reviewed_by__full_name")
        .values_list("household__village", "status", "reviewed_by__full_name")
        .annotate(forms=Count("pk"))
    )
    villages: dict[int | None, list[tuple[str, str | None, int]]] = {}
    for pk, status, person, forms in rows:
        villages.setdefault(pk, []).append((status, person, forms))
    areas = Area.objects.in_bulk([pk for pk in villages if pk])
    names = _enumerators(areas)
    return [
        _progress(areas.get(pk or 0), parts, names.get(pk or 0, ()))
        for pk, parts in villages.items()
    ]


def _enumerators(villages: dict[int, Area]) -> dict[int, tuple[str, ...]]:
    """Names of today's enumerators of each village."""
    grants = RoleGrant.objects.filter(
        on_day(today()), role=Role.ENUMERATOR, area__in=villages
    ).select_related("user")
    names: dict[int, tuple[str, ...]] = {}
    for grant in grants:
        names[grant.area_id] = (*names.get(grant.area_id, ()), str(grant.user))
    return names


def _progress(
    village: Area | None,
    parts: list[tuple[str, str | None, int]],
    enumerators: tuple[str, ...],
) -> VillageProgress:
    done = [(name, n) for status, name, n in parts if status == ReviewStatus.DONE]
    entered = tuple((name, n) for name, n in done if name)
    total = sum(n for _, _, n in parts)
    return VillageProgress(village, total, sum(n for _, n in done), enumerators, entered)


def with_progress(rounds: QuerySet[CommuneRound]) -> QuerySet[CommuneRound]:
    """Communes' rounds with the size of their list and what is done of it."""
    reviews = Review.objects.filter(commune_round=OuterRef("pk")).order_by()
    counted = reviews.values("commune_round").annotate(
        counts=JSONObject(
            listed=Count("status"),
            done=Count("status", filter=Q(status=ReviewStatus.DONE)),
        )
    )
    return rounds.annotate(progress=Subquery(counted.values("counts")[:1]))


def age_on(person: Person, day: date) -> int | None:
    """Whole years a person has lived on `day`; by the year alone where no day is known."""
    return age_of(person.birth_date, person.birth_year, day)


def age_of(born: date | None, year: int | None, day: date) -> int | None:
    """Whole years from a birth to `day`; by the year alone where no day is known."""
    if born is not None:
        had = (day.month, day.day) >= (born.month, born.day)
        return day.year - born.year - (not had)
    return None if year is None else day.year - year


def suggestions_for(household: Household, standard: Standard) -> dict[str, Suggestion]:
    """What the open members' data suggest for the standard's indicators, by key."""
    situations = situations_of(household)
    return suggestions_of(situations, standard, area_m2=household.area_m2)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line of a members' table as it stands on the screen."""

    relation: str
    sex: str
    birth_year: int | None
    public_id: UUID | None


def situations_of(household: Household) -> list[MemberSituation]:
    """What is known today of each open member."""
    return [_situation(m) for m in _open_members(household)]


def typed_situations(
    household: Household, lines: Sequence[TypedLine]
) -> list[MemberSituation]:
    """The same, as a members' table that is still being typed tells it."""
    held = {m.public_id: m for m in _open_members(household)}
    found = []
    for line in lines:
        member = held.get(line.public_id) if line.public_id else None
        known = _situation(member) if member else MemberSituation("người mới ghi", None)
        if member is None or member.person.birth_year != line.birth_year:
            known = replace(known, age=age_of(None, line.birth_year, today()))
        leads = line.relation == Relation.HEAD
        found.append(replace(known, sex=line.sex, leads=leads))
    return found


def _open_members(household: Household) -> QuerySet[Member]:
    return household.members.filter(valid_to=None).select_related("person")


def _situation(member: Member) -> MemberSituation:
    person = member.person
    return MemberSituation(
        name=person.full_name,
        age=age_on(person, today()),
        studying=person.studying,
        education=person.education,
        work=person.work,
        insured=person.insured,
        monthly_allowance=person.monthly_allowance,
        malnourished=person.malnourished,
        sex=person.sex,
        leads=member.relation == Relation.HEAD,
        merit=person.merit,
        disabled=person.disabled,
    )


def suggestions_of(
    situations: list[MemberSituation], standard: Standard, *, area_m2: Decimal | None
) -> dict[str, Suggestion]:
    """The same, of members who may not be registered yet."""
    found = {
        i.key: suggest(i.suggest, situations, area_m2=area_m2)
        for i in standard.indicators
        if i.suggest
    }
    return {key: value for key, value in found.items() if value is not None}


def in_list_order(reviews: QuerySet[Review]) -> QuerySet[Review]:
    """Forms as a commune's list prints them: by village, then as they came."""
    return reviews.order_by("area_path", "pk")


def last_reviews(item: CommuneRound, household_ids: list[int]) -> dict[int, int]:
    """B1 totals of households' last earlier forms under the same standard."""
    earlier = Review.objects.filter(
        household__in=household_ids,
        status=ReviewStatus.DONE,
        commune_round__round__opens_on__lt=item.round.opens_on,
        commune_round__round__standard=item.round.standard,
        score_b1__isnull=False,
    )
    rows = earlier.order_by("household_id", "-commune_round__round__opens_on")
    return dict(rows.distinct("household_id").values_list("household_id", "score_b1"))


def last_review(review: Review) -> Review | None:
    """The same household's last finished form of an earlier round."""
    return (
        Review.objects.filter(
            household_id=review.household_id,
            status=ReviewStatus.DONE,
            commune_round__round__opens_on__lt=review.commune_round.round.opens_on,
        )
        .select_related("commune_round__round")
        .order_by("-commune_round__round__opens_on")
        .first()
    )
