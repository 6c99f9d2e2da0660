"""Bringing a known household to what a list says, by the registry's own services."""

from decimal import Decimal
from typing import Any

from accounts.models import User
from areas.models import Area
from core.dates import today
from households.choices import EventKind, Group, ListOrigin
from households.models import CommuneRound, Household, ImportedHousehold, Review
from households.rules import Standard
from households.services.listing.facts import KeptMember
from households.services.registry import (
    lock_household,
    record_event,
    reside,
    update_members,
)
from households.services.reviews import Answers, HouseholdElsewhere, save_review
from households.services.rounds import listed_review
from households.services.trail import Trail
from households.standards import standards


def update_from_list(
    household: Household,
    review: Review | None,
    row: ImportedHousehold,
    commune_round: CommuneRound | None,
    *,
    by: User,
) -> None:
    """Members, dwelling and answers of one household as the list tells them."""
    facts = row.facts
    if review is not None:
        # forms are locked before households, as saving a form does
        Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    locked = lock_household(household, version=row.household_version)
    if locked.commune_id != row.run.area_id:
        raise HouseholdElsewhere(name=locked.head_name)
    trail = Trail()
    if facts["by_member"]:
        lines = [KeptMember(**m).line() for m in facts["members"]]
        update_members(locked, lines, trail=trail, day=today())
    _dwelling(trail, locked, facts)
    if trail.changes:
        record_event(locked, EventKind.REVIEWED, by=by, trail=trail, note="theo danh sách")
    if commune_round is None or not facts["answers"]:
        return
    if review is None:
        review = listed_review(commune_round, locked, ListOrigin.IMPORTED)
    elif trail.changes:
        review.size, review.ethnic_minority = locked.size, locked.ethnic_minority
        review.save(update_fields=["size", "ethnic_minority"])
    standard = standards()[commune_round.round.standard]
    answers = answers_from(facts["answers"], standard, review)
    finish = is_whole(facts["answers"], answers)
    save_review(review, answers=answers, finish=finish, by=by, version=review.version)


def _dwelling(trail: Trail, household: Household, facts: dict[str, Any]) -> None:
    told = facts["dwelling"]
    fields: dict[str, Any] = {k: told[k] for k in ("address",) if k in told}
    if "area_m2" in told:
        fields["area_m2"] = Decimal(told["area_m2"])
    if told.get("native") and household.ethnic_minority:
        fields["native_minority"] = True
    if household.village_id is None and facts["village"]:
        village = Area.objects.get(pk=facts["village"])
        fields |= {"village": village, "area_path": village.path}
    trail.change(household, **fields)
    if "area_path" in fields:
        reside(trail, household, today())


def answers_from(told: dict[str, Any], standard: Standard, review: Review) -> Answers:
    """A list's answers; what it has no column for stays as the form has it."""
    marked, points = told.get("deprivations"), told.get("b2")
    deprivations, total = list(review.deprivations), review.deprived_total
    if marked or (marked is not None and not points):
        deprivations, total = list(marked or []), None
    elif points is not None and points != standard.points_per_deprivation * review.deprived:
        deprivations, total = [], points // standard.points_per_deprivation
    same_points = told.get("b1", review.score_b1) == review.score_b1
    return Answers(
        score_b1=told.get("b1", review.score_b1),
        deprivations=deprivations,
        causes=told.get("cause", list(review.causes)),
        wishes=told.get("wishes") or review.wishes,
        groups=groups_from(told, review.groups),
        needs=told.get("needs", list(review.needs)),
        deprived_total=total,
        average_confirmed=review.average_confirmed,
        sheet_answers=dict(review.sheet_answers) if same_points else {},
    )


def groups_from(told: dict[str, Any], held: list[str]) -> list[str]:
    """The groups a list tells, else those held; a mark of no capacity joins them."""
    groups = set(told.get("groups", held))
    if told.get("no_capacity"):
        groups.add(Group.NO_CAPACITY)
    return [group.value for group in Group if group in groups]


def is_whole(told: dict[str, Any], answers: Answers) -> bool:
    """Whether a list tells enough to finish a form: B1, and what is lacking."""
    lacking_told = "deprivations" in told or "b2" in told
    known = bool(answers.deprivations) or answers.deprived_total is not None
    return answers.score_b1 is not None and (lacking_told or known)
