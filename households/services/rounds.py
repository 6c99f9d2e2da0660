"""Opening rounds and moving a commune through its procedure."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from areas.selectors import superior
from core.dates import today
from core.db import check_version
from core.errors import RightMissing, SamePerson
from households import rules
from households.choices import (
    Klass,
    ListOrigin,
    ReviewStatus,
    RoundKind,
    RoundStatus,
)
from households.models import CommuneRound, Household, Recognition, Review, Round
from households.services.recognition import recognise
from households.standards import procedure_on, procedures, standard_on
from office.documents import DocumentFacts, add_step, record_document
from office.models import Step, StoredFile

LISTED = (Klass.POOR, Klass.NEAR_POOR)


@transaction.atomic
def open_round(
    area: Area, *, year: int, opens_on: date, closes_on: date, by: User
) -> Round:
    """Open the periodic round of `year` in every commune of `area`.

    Standard and procedure are those in force on the opening day.
    """
    if not by.acts_in(Right.ROUND_OPEN, area):
        raise RightMissing(area=area.full_name)
    new = Round(
        year=year,
        kind=RoundKind.PERIODIC,
        area=area,
        area_path=area.path,
        standard=standard_on(opens_on).code,
        procedure=procedure_on(opens_on).code,
        opens_on=opens_on,
        closes_on=closes_on,
        opened_by=by,
    )
    new.full_clean()
    new.save()
    CommuneRound.objects.bulk_create(
        CommuneRound(round=new, commune=commune, area_path=commune.path, due_on=closes_on)
        for commune in Area.objects.communes_of(area, opens_on)
    )
    return new


def _locked(commune_round: CommuneRound, version: int | None) -> CommuneRound:
    found: CommuneRound = (
        CommuneRound.objects.select_for_update(of=("self",))
        .select_related("round", "commune__parent")
        .get(pk=commune_round.pk)
    )
    check_version(found, version)
    return found


def acting_area(commune_round: CommuneRound, step: rules.ProcedureStep) -> Area:
    """The area whose officer takes `step`: the commune, or the one above it."""
    commune: Area = commune_round.commune
    return commune if step.by == "commune" else superior(commune, today())


def move_round(
    commune_round: CommuneRound,
    *,
    to: RoundStatus,
    by: User,
    note: str = "",
    version: int | None = None,
) -> CommuneRound:
    """Take a commune to its next step and record who did it.

    Recognition has its own service, since it comes with a numbered decision.
    """
    if to == RoundStatus.RECOGNISED:
        raise rules.WrongStep(current=RoundStatus(commune_round.status).label, to=to.label)
    with transaction.atomic():
        locked = _locked(commune_round, version)
        step = _check(locked, to=to, by=by)
        if to == RoundStatus.RETURNED and not note.strip():
            raise rules.NoteMissing
        if to == RoundStatus.SURVEY:
            take_list(locked)
        if to == RoundStatus.SUBMITTED:
            _check_list_done(locked)
        if step.by == "superior" or to == RoundStatus.RETURNED:
            _check_other_person(locked, by)
        return _set(locked, to=to, by=by, note=note)


def _check(locked: CommuneRound, *, to: RoundStatus, by: User) -> rules.ProcedureStep:
    procedure = procedures()[locked.round.procedure]
    step = rules.check_step(procedure, RoundStatus(locked.status), to)
    area = acting_area(locked, step)
    if not by.acts_in(step.right, area):
        raise RightMissing(area=area.full_name)
    return step


def _check_list_done(locked: CommuneRound) -> None:
    counts = locked.reviews.aggregate(
        all=Count("pk"), open=Count("pk", filter=~Q(status=ReviewStatus.DONE))
    )
    if counts["open"]:
        raise rules.ReviewsMissing(count=counts["open"])
    if not counts["all"]:
        raise rules.ListEmpty


def _check_other_person(locked: CommuneRound, by: User) -> None:
    last = Step.objects.filter(
        subject=locked.public_id, status=RoundStatus.SUBMITTED
    ).last()
    if last is not None and last.by == by:
        raise SamePerson


def _set(
    locked: CommuneRound, *, to: RoundStatus, by: User, note: str = ""
) -> CommuneRound:
    locked.status = to
    locked.version += 1
    locked.save(update_fields=["status", "version"])
    if to != RoundStatus.RECOGNISED:
        add_step(locked, status=to, by=by, note=note)
    return locked


@dataclass(frozen=True, slots=True)
class Decision:
    """The numbered decision that recognises a commune's result."""

    number: str
    date: date
    signer: str


@transaction.atomic
def decide(
    commune_round: CommuneRound,
    *,
    decision: Decision,
    scan: StoredFile | None,
    by: User,
    note: str = "",
    version: int | None = None,
) -> CommuneRound:
    """Record the leader's decision; it writes recognised status and tallies."""
    locked = _locked(commune_round, version)
    step = _check(locked, to=RoundStatus.RECOGNISED, by=by)
    _check_other_person(locked, by)
    area = acting_area(locked, step)
    document = record_document(
        DocumentFacts(
            kind="decision",
            number=decision.number,
            date=decision.date,
            title=f"Công nhận kết quả rà soát năm {locked.round.year}: {locked.commune}",
            signer=decision.signer,
        ),
        area=area,
        issuer=f"UBND {area.full_name}",
        file=scan,
    )
    recognise(locked, document)
    moved = _set(locked, to=RoundStatus.RECOGNISED, by=by)
    add_step(moved, status=RoundStatus.RECOGNISED, by=by, note=note, document=document)
    return moved


def take_list(commune_round: CommuneRound) -> int:
    """Put the commune's managed households (poor, near-poor) on the round's list."""
    commune = commune_round.commune
    before = commune_round.round.opens_on
    listed = Recognition.objects.status_on(before).filter(
        household__commune=commune, klass__in=LISTED
    )
    reviews = [
        _new_review(commune_round, r.household, Klass(r.klass), ListOrigin.MANAGED)
        for r in listed.select_related("household").order_by("household_id")
    ]
    Review.objects.bulk_create(reviews, ignore_conflicts=True)
    return len(reviews)


def _new_review(
    commune_round: CommuneRound, household: Household, before: Klass, origin: ListOrigin
) -> Review:
    return Review(
        commune_round=commune_round,
        household=household,
        commune=commune_round.commune,
        area_path=household.area_path,
        origin=origin,
        class_before=before,
        size=household.size,
        ethnic_minority=household.ethnic_minority,
        urban=commune_round.commune.urban,
    )


@transaction.atomic
def add_to_list(commune_round: CommuneRound, household: Household, *, by: User) -> Review:
    """Put a household that asked for it on the list of its commune's round."""
    locked = _locked(commune_round, None)
    if not by.acts_in(Right.REVIEW_EDIT, locked.commune):
        raise RightMissing(area=locked.commune.full_name)
    check_enterable(locked)
    before = Recognition.objects.status_on(locked.round.opens_on).filter(
        household=household
    )
    klass = before.values_list("klass", flat=True).first() or Klass.NOT_POOR
    found: Review | None = locked.reviews.filter(household=household).first()
    if found is not None:
        return found
    review = _new_review(locked, household, Klass(klass), ListOrigin.REQUEST)
    review.save()
    return review


def check_enterable(commune_round: CommuneRound) -> None:
    """Refuse writing to a round that is submitted, waiting or closed."""
    status = RoundStatus(commune_round.status)
    if status not in rules.ENTERABLE:
        raise rules.NotEnterable(status=status.label)
