"""Saving a household's form: members, answers, class, in one act."""

from dataclasses import dataclass, field

from accounts.choices import Right
from accounts.models import User
from core.dates import today
from core.db import check_version
from core.errors import DomainError, RightMissing
from households import rules
from households.choices import EventKind, ReviewStatus
from households.models import Review
from households.rules.scoring import SheetUnknown, total_points
from households.rules.suggestions import groups_of
from households.selectors import suggestions_for
from households.selectors.lists import situations_of
from households.services.registry import (
    MemberFacts,
    lock_household,
    record_event,
    update_members,
    whole_or_told,
)
from households.services.rounds import check_enterable, hold_state
from households.services.trail import Trail
from households.standards import sheet_for, standards


class UnknownIndicator(DomainError):
    """The answers name an indicator the round's standard does not have."""

    code = "unknown_indicator"
    message = "Chuẩn {standard} không có chỉ số “{key}”."


class HouseholdElsewhere(DomainError):
    """The household has moved; its new commune writes about it."""

    code = "household_elsewhere"
    message = "Hộ {name} đã chuyển sang xã khác; phiếu này chỉ còn để xem."


@dataclass(frozen=True, slots=True)
class Answers:
    """What the officer wrote on the form. None of members leaves them as they are."""

    score_b1: int | None
    deprivations: list[str]
    causes: list[str] = field(default_factory=list)
    wishes: str = ""
    groups: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    members: list[MemberFacts] | None = None
    deprived_total: int | None = None
    average_confirmed: bool = False
    sheet_answers: dict[str, str] = field(default_factory=dict)


def save_review(
    review: Review, *, answers: Answers, finish: bool, by: User, version: int | None
) -> Review:
    """Save a form as draft or finished; finishing classes the household.

    The commune's row is share-locked: no form changes while the commune submits.
    """
    with whole_or_told(review.commune):
        return _save(review, answers=answers, finish=finish, by=by, version=version)


def _save(
    review: Review, *, answers: Answers, finish: bool, by: User, version: int | None
) -> Review:
    locked = _lock_for_entry(review, version)
    standard = standards()[locked.commune_round.round.standard]
    for key in answers.deprivations:
        if key not in standard.indicator_keys:
            raise UnknownIndicator(standard=standard.code, key=key)
    if answers.members is not None:
        _update_household(locked, answers.members, by)
    locked.suggestions = {
        key: found.lacking
        for key, found in suggestions_for(locked.household, standard).items()
    } | {"groups": groups_of(situations_of(locked.household))}
    locked.urban = locked.commune.urban
    _score(locked, answers)
    locked.deprivations = [k for k in standard.indicator_keys if k in answers.deprivations]
    locked.deprived_total = None if locked.deprivations else answers.deprived_total
    locked.average_confirmed = answers.average_confirmed
    locked.causes, locked.wishes = answers.causes, answers.wishes
    locked.groups, locked.needs = answers.groups, answers.needs
    class_review(locked, standard)
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


def _score(review: Review, answers: Answers) -> None:
    """B1 by the items of the sheet where they are answered, else the total as entered."""
    told = {key: value for key, value in answers.sheet_answers.items() if value}
    sheet = sheet_for(review.commune_round.round.standard)
    if told and sheet is None:
        raise SheetUnknown(what=next(iter(told)))
    if told and sheet is not None:
        review.score_b1 = total_points(sheet, told, urban=review.urban)
    else:
        review.score_b1 = answers.score_b1
    review.sheet = sheet.code if told and sheet else ""
    review.sheet_answers = told


def _update_household(review: Review, members: list[MemberFacts], by: User) -> None:
    """Members as the form says; what changed is an event of the household."""
    trail = Trail()
    household = lock_household(review.household)
    if household.commune_id != review.commune_id:
        raise HouseholdElsewhere(name=household.head_name)
    update_members(household, members, trail=trail, day=today())
    if trail.changes:
        record_event(household, EventKind.REVIEWED, by=by, trail=trail)
    review.household = household
    review.size = household.size
    review.ethnic_minority = household.ethnic_minority


def _lock_for_entry(review: Review, version: int | None) -> Review:
    """The form under lock, if it may still be written and nobody wrote it meanwhile."""
    commune_round = hold_state(review.commune_round_id)
    locked: Review = (
        Review.objects.select_for_update(of=("self",))
        .select_related("household", "commune", "commune_round__round")
        .get(pk=review.pk)
    )
    check_enterable(commune_round, locked)
    check_version(locked, version)
    return locked


def class_review(review: Review, standard: rules.Standard) -> None:
    """Class the household as far as the form goes; also by a coming standard, if asked."""
    review.klass, review.explanation, review.coming_klass = "", "", ""
    if review.score_b1 is None:
        return
    found = rules.classify(
        standard, score_b1=review.score_b1, deprived=review.deprived, urban=review.urban
    )
    if review.average_confirmed:
        found = rules.with_average(found)
    review.klass, review.explanation = found.klass, found.explanation
    coming = standards().get(review.commune_round.round.coming_standard)
    if coming is not None:
        asked = set(coming.indicator_keys) & set(review.deprivations)
        review.coming_klass = rules.classify(
            coming, score_b1=review.score_b1, deprived=len(asked), urban=review.urban
        ).klass
