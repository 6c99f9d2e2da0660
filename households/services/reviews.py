"""Saving a household's form: members, answers, class, in one act."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from areas.selectors import province_of
from core.dates import today
from core.db import check_version
from core.errors import DomainError, RightMissing
from core.text import name_norm
from households import rules
from households.choices import EventKind, Relation, ReviewStatus
from households.models import (
    CommuneRound,
    Household,
    HouseholdEvent,
    Member,
    Person,
    Residence,
    Review,
)
from households.services.rounds import check_enterable
from households.standards import standards


class UnknownIndicator(DomainError):
    """The answers name an indicator the round's standard does not have."""

    code = "unknown_indicator"
    message = "Chuẩn {standard} không có chỉ số “{key}”."


class HeadMissing(DomainError):
    """A household has exactly one head."""

    code = "member_one_head_per_household"
    message = "Mỗi hộ phải có đúng một chủ hộ; phiếu đang ghi {count}."


class MembersOutOfRange(DomainError):
    """A household has between 1 and 50 members."""

    code = "household_size_between_1_and_50"
    message = "Số nhân khẩu phải từ {low} đến {high}; phiếu đang ghi {count}."


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One line of the members' table; without an id it is somebody new."""

    full_name: str
    relation: str
    sex: str
    ethnic_group: str
    birth_year: int | None = None
    birth_date: date | None = None
    public_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What the officer wrote on the form. None of members leaves them as they are."""

    score_b1: int | None
    deprivations: list[str]
    causes: list[str] = field(default_factory=list)
    wishes: str = ""
    members: list[MemberFacts] | None = None


@transaction.atomic
def save_review(
    review: Review, *, answers: Answers, finish: bool, by: User, version: int | None
) -> Review:
    """Save a form as draft or finished; finishing classes the household.

    The commune's row is share-locked: no form changes while the commune submits.
    """
    locked = _lock_for_entry(review, version)
    standard = standards()[locked.commune_round.round.standard]
    for key in answers.deprivations:
        if key not in standard.indicator_keys:
            raise UnknownIndicator(standard=standard.code, key=key)
    if answers.members is not None:
        update_members(locked.household, answers.members)
        locked.size = locked.household.size
        locked.ethnic_minority = locked.household.ethnic_minority
    locked.score_b1 = answers.score_b1
    locked.deprivations = [k for k in standard.indicator_keys if k in answers.deprivations]
    locked.causes, locked.wishes = answers.causes, answers.wishes
    _class(locked, standard)
    if finish and not locked.klass:
        raise rules.IncompleteReview
    locked.status = ReviewStatus.DONE if finish else ReviewStatus.DRAFT
    locked.reviewed_by = by
    locked.version += 1
    locked.full_clean()
    locked.save()
    if not Review.objects.visible_to(by, Right.REVIEW_EDIT).filter(pk=locked.pk).exists():
        raise RightMissing(area=locked.commune.full_name)
    return locked


def _lock_for_entry(review: Review, version: int | None) -> Review:
    """The form under lock, if it may still be written and nobody wrote it meanwhile."""
    locked: Review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("household", "commune", "commune_round__round")
        .get(pk=review.pk)
    )
    commune_round = CommuneRound.objects.select_for_update(no_key=True).get(
        pk=locked.commune_round_id
    )
    check_enterable(commune_round)
    check_version(locked, version)
    return locked


def _class(review: Review, standard: rules.Standard) -> None:
    """Class the household as far as the form goes."""
    review.klass, review.explanation = "", ""
    if review.score_b1 is not None:
        result = rules.classify(
            standard,
            score_b1=review.score_b1,
            deprived=len(review.deprivations),
            urban=review.urban,
        )
        review.klass, review.explanation = result.klass, result.explanation


def update_members(household: Household, lines: list[MemberFacts]) -> Household:
    """Make the open members exactly `lines`; who is missing left the household."""
    heads = sum(line.relation == Relation.HEAD for line in lines)
    if not rules.MIN_SIZE <= len(lines) <= rules.MAX_SIZE:
        raise MembersOutOfRange(low=rules.MIN_SIZE, high=rules.MAX_SIZE, count=len(lines))
    if heads != 1:
        raise HeadMissing(count=heads)
    current = {
        m.public_id: m
        for m in household.members.filter(valid_to=None).select_related("person")
    }
    kept = {line.public_id for line in lines}
    for public_id, member in current.items():
        if public_id not in kept:
            member.valid_to = today()
            member.save(update_fields=["valid_to"])
    for line in sorted(lines, key=lambda x: x.relation == Relation.HEAD):
        known = current.get(line.public_id) if line.public_id else None
        _write_member(household, known, line)
    head = next(line for line in lines if line.relation == Relation.HEAD)
    household.head_name = head.full_name
    household.head_name_norm = name_norm(head.full_name)
    household.ethnic_minority = rules.is_minority(head.ethnic_group)
    household.size = len(lines)
    household.version += 1
    household.save()
    return household


def _write_member(household: Household, member: Member | None, line: MemberFacts) -> None:
    person = member.person if member else Person(is_demo=household.is_demo)
    person.full_name = line.full_name
    person.name_norm = name_norm(line.full_name)
    person.sex = line.sex
    person.ethnic_group = line.ethnic_group
    person.birth_date = line.birth_date
    person.birth_year = line.birth_date.year if line.birth_date else line.birth_year
    person.full_clean()
    person.save()
    if member is None:
        member = Member(household=household, person=person, valid_from=today())
    member.relation = line.relation
    member.save()


@transaction.atomic
def register_household(
    place: Area, *, code: str, members: list[MemberFacts], by: User
) -> Household:
    """Register a household that lives in a village (or commune) from today on."""
    household = _new_household(place, code=code, members=members)
    household.save()
    Residence.objects.create(
        household=household,
        commune=household.commune,
        area_path=place.path,
        valid_from=today(),
    )
    update_members(household, members)
    HouseholdEvent.objects.create(
        household=household, kind=EventKind.REGISTERED, day=today(), recorded_by=by
    )
    mine = Household.objects.visible_to(by, Right.REVIEW_EDIT)
    if not mine.filter(pk=household.pk).exists():
        raise RightMissing(area=place.full_name)
    return household


def _new_household(place: Area, *, code: str, members: list[MemberFacts]) -> Household:
    """The row of a household at a place, with the ids of all areas around it."""
    village = place if place.level == Level.VILLAGE else None
    commune = place.parent if village and place.parent else place
    above = commune.parent
    head = next((m for m in members if m.relation == Relation.HEAD), None)
    name = head.full_name if head else ""
    return Household(
        code=code,
        head_name=name,
        head_name_norm=name_norm(name),
        size=max(len(members), rules.MIN_SIZE),
        province=province_of(commune),
        district=above if above and above.level == Level.DISTRICT else None,
        commune=commune,
        village=village,
        area_path=place.path,
        is_demo=place.is_demo,
    )
