"""Opening rounds and moving a commune through its procedure."""

from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from areas.selectors import superior
from core.dates import add_working_days, today
from core.db import check_version
from core.errors import DomainError, RightMissing, SamePerson
from households import rules
from households.choices import (
    Klass,
    ListOrigin,
    ObjectionStatus,
    RequestKind,
    RequestStatus,
    RoundKind,
    RoundStatus,
)
from households.models import (
    CommuneRound,
    Household,
    Recognition,
    Review,
    ReviewRequest,
    Round,
)
from households.services.readiness import (
    check_list_done,
    check_posting,
    check_sheets,
)
from households.services.recognition import recognise
from households.standards import (
    procedure_on,
    procedures,
    standard_on,
)
from office.choices import DocumentKind
from office.documents import DocumentFacts, add_step, record_document
from office.models import Document, Step
from office.notices import notify_holders


class DecisionTooEarly(DomainError):
    """A decision cannot be older than what it decides on."""

    code = "decision_too_early"
    message = (
        "Ngày ký {day} ở trước ngày mở đợt rà soát hoặc văn bản trước đó ({first}); "
        "hãy kiểm tra lại ngày."
    )


WITH_FACTS = {RoundStatus.POSTED, RoundStatus.OPINED, RoundStatus.RECOGNISED}
LISTED = (Klass.POOR, Klass.NEAR_POOR)


@transaction.atomic
def open_round(
    area: Area,
    *,
    year: int,
    opens_on: date,
    closes_on: date,
    by: User,
    coming_standard: str = "",
) -> Round:
    """Open the periodic round of `year` in every commune of `area`.

    Standard and procedure are those in force on the opening day. Households may also be
    classed by the standard that comes next, without effect on their status.
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
        coming_standard=coming_standard,
        opened_by=by,
    )
    new.full_clean()
    new.save()
    CommuneRound.objects.bulk_create(
        CommuneRound(round=new, commune=commune, area_path=commune.path, due_on=closes_on)
        for commune in Area.objects.communes_of(area, opens_on)
    )
    return new


def lock_round(commune_round: CommuneRound, version: int | None = None) -> CommuneRound:
    """A commune's row under lock, as it was when the officer saw it."""
    found: CommuneRound = (
        CommuneRound.objects.select_for_update(of=("self",))
        .select_related("round", "commune__parent")
        .get(pk=commune_round.pk)
    )
    check_version(found, version)
    return found


def hold_state(commune_round_id: int) -> CommuneRound:
    """The commune's row, whose state cannot change until the transaction ends.

    A shared lock: forms are written side by side, only a step waits for them.
    """
    table = CommuneRound._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [commune_round_id])  # noqa: S608 - our own table
    found: CommuneRound = CommuneRound.objects.select_related("round", "commune").get(
        pk=commune_round_id
    )
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

    Posting, opinion by letter and recognition have services of their own, since they
    come with facts of their own.
    """
    if to in WITH_FACTS:
        current = RoundStatus(commune_round.status)
        raise rules.wrong_step(procedure_of(commune_round), current, to)
    with transaction.atomic():
        locked = lock_round(commune_round, version)
        step = check_act(locked, to=to, by=by)
        if to in rules.NEED_REASON and not note.strip():
            raise rules.NoteMissing
        _prepare(locked, to)
        if step.by == "superior" or to == RoundStatus.RETURNED:
            check_other_person(locked, by)
        return advance(locked, to=to, by=by, note=note)


def _prepare(locked: CommuneRound, to: RoundStatus) -> None:
    """What must hold, or be made, before the step."""
    back = (RoundStatus(locked.status), to) in rules.BACKWARD
    if to == RoundStatus.SURVEY and not back and locked.round.kind == RoundKind.PERIODIC:
        take_list(locked)
    if to in {RoundStatus.MEETING, RoundStatus.SUBMITTED}:
        check_list_done(locked)
        check_sheets(locked)
    if to == RoundStatus.SUBMITTED and procedure_of(locked).posting_days:
        check_posting(locked)


def procedure_of(commune_round: CommuneRound) -> rules.Procedure:
    """The procedure a commune's round follows."""
    return procedures()[commune_round.round.procedure]


def check_act(locked: CommuneRound, *, to: RoundStatus, by: User) -> rules.ProcedureStep:
    """The step to `to`, if the procedure has it and this officer may take it."""
    procedure = procedure_of(locked)
    step = rules.check_step(procedure, RoundStatus(locked.status), to)
    area = acting_area(locked, step)
    if not by.acts_in(step.right, area):
        raise RightMissing(area=area.full_name)
    return step


def check_other_person(locked: CommuneRound, by: User) -> None:
    """Who submitted a result does not judge it."""
    last = Step.objects.filter(
        subject=locked.public_id, status=RoundStatus.SUBMITTED
    ).last()
    if last is not None and last.by == by:
        raise SamePerson


def advance(
    locked: CommuneRound,
    *,
    to: RoundStatus,
    by: User,
    note: str = "",
    document: Document | None = None,
) -> CommuneRound:
    """Write the new state, its deadline, and the step that led there."""
    locked.status = to
    locked.step_due_on = _deadline(locked, to)
    locked.version += 1
    locked.save(update_fields=["status", "step_due_on", "version"])
    add_step(locked, status=to, by=by, note=note, document=document)
    _tell_next(locked, to, by)
    return locked


def _tell_next(locked: CommuneRound, to: RoundStatus, by: User) -> None:
    """A line on the bell of whoever has the next word; the end is told to the commune."""
    text = f"{locked.commune}, rà soát {locked.round.when}: {to.label}."
    url = reverse("round-detail", args=[locked.public_id])
    commune: Area = locked.commune
    if to == RoundStatus.RECOGNISED:
        notify_holders(commune, Right.ROUND_SUBMIT, text=text, url=url, but=by)
        return
    for step in rules.next_steps(procedure_of(locked), to):
        area = acting_area(locked, step)
        if not by.acts_in(step.right, area):
            notify_holders(area, step.right, text=text, url=url, but=by)


def _deadline(locked: CommuneRound, to: RoundStatus) -> date | None:
    """By when the new state must be left, where the procedure says so."""
    days = procedure_of(locked).opinion_days
    if to == RoundStatus.SUBMITTED and days:
        return add_working_days(today(), days)
    if to == RoundStatus.POSTED:
        waiting = locked.objections.filter(status=ObjectionStatus.OPEN)
        return min(waiting.values_list("due_on", flat=True), default=None)
    return None


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
    scan: "UploadedFile[bytes] | None",
    by: User,
    note: str = "",
    version: int | None = None,
) -> CommuneRound:
    """Record the leader's decision; it writes recognised status and tallies."""
    locked = lock_round(commune_round, version)
    step = check_act(locked, to=RoundStatus.RECOGNISED, by=by)
    check_other_person(locked, by)
    _check_decision_day(locked, decision.date)
    check_sheets(locked)
    area = acting_area(locked, step)
    document = record_document(
        DocumentFacts(
            kind=DocumentKind.DECISION,
            number=decision.number,
            date=decision.date,
            title=f"Công nhận kết quả rà soát {locked.round.when}: {locked.commune}",
            signer=decision.signer,
        ),
        area=area,
        issuer=f"UBND {area.full_name}",
        scan=scan,
        by=by,
    )
    recognise(locked, document)
    return advance(locked, to=RoundStatus.RECOGNISED, by=by, note=note, document=document)


def _check_decision_day(locked: CommuneRound, day: date) -> None:
    """A decision is not older than its round nor than an earlier document of it.

    Not than the recorded submission: offices type in what they signed days before.
    """
    first = locked.round.opens_on
    steps = Step.objects.filter(subject=locked.public_id, document__isnull=False)
    for earlier in steps.select_related("document"):
        first = max(first, earlier.document.date if earlier.document else first)
    if day < first:
        raise DecisionTooEarly(day=f"{day:%d/%m/%Y}", first=f"{first:%d/%m/%Y}")


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
    locked = lock_round(commune_round, None)
    if not by.acts_in(Right.REVIEW_EDIT, locked.commune):
        raise RightMissing(area=locked.commune.full_name)
    check_enterable(locked)
    asked = _waiting_request(household)
    if asked is None and not procedure_of(locked).adds_without_request:
        raise rules.RequestNeeded(name=household.head_name)
    review = listed_review(locked, household, ListOrigin.REQUEST)
    if asked is not None:
        asked.review, asked.status = review, RequestStatus.LISTED
        asked.version += 1
        asked.save(update_fields=["review", "status", "version"])
    return review


def _waiting_request(household: Household) -> ReviewRequest | None:
    """The household's request, past Phiếu A where it asks to come onto the lists.

    Source: Quyết định 24/2021/QĐ-TTg (law.md §3: who is reviewed) [S].
    """
    held = ReviewRequest.objects.select_for_update(of=("self",)).filter(
        household=household, status=RequestStatus.RECEIVED
    )
    ready = held.exclude(kind=RequestKind.JOIN, quick_pass__isnull=True)
    found: ReviewRequest | None = ready.order_by("pk").first()
    return found


def listed_review(locked: CommuneRound, household: Household, origin: ListOrigin) -> Review:
    """The household's form of a round under lock; made where there is none yet."""
    found: Review | None = locked.reviews.filter(household=household).first()
    if found is not None:
        return found
    before = Recognition.objects.status_on(locked.round.opens_on).filter(
        household=household
    )
    klass = before.values_list("klass", flat=True).first() or Klass.NOT_POOR
    review = _new_review(locked, household, Klass(klass), origin)
    review.save()
    return review


def check_enterable(commune_round: CommuneRound, review: Review | None = None) -> None:
    """Refuse writing to a round that is submitted, waiting or closed.

    While the list hangs, only a household somebody objects to is written again.
    """
    status = RoundStatus(commune_round.status)
    objected = (
        status == RoundStatus.POSTED
        and review is not None
        and review.objections.filter(status=ObjectionStatus.OPEN).exists()
    )
    if status not in rules.ENTERABLE and not objected:
        raise rules.NotEnterable(status=status.label)
