"""The public steps of a commune's round: meetings, postings, objections, opinions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count, Min
from django.utils import timezone

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import add_working_days, today
from core.errors import DomainError, RightMissing
from households import rules
from households.choices import ObjectionStatus, ReviewStatus, RoundStatus
from households.models import (
    CommuneRound,
    Objection,
    Posting,
    Recheck,
    Review,
    VillageMeeting,
)
from households.services.rounds import (
    advance,
    check_act,
    check_other_person,
    lock_round,
    procedure_of,
)
from office.documents import DocumentFacts, record_document
from office.models import Document, Step


class DayOutside(DomainError):
    """A day that cannot be: before what it follows, or after today."""

    code = "day_outside"
    message = "{what} ngày {day} phải từ {first} đến hôm nay."


class NotInThisState(DomainError):
    """The act belongs to another state of the round."""

    code = "not_in_this_state"
    message = "Việc này chỉ làm được khi xã ở trạng thái “{wanted}”; hiện là “{current}”."


class ObjectionClosed(DomainError):
    """The objection has its answer."""

    code = "objection_closed"
    message = "Ý kiến này đã được trả lời ngày {day}; câu trả lời đó vẫn giữ nguyên."


class OtherVillage(DomainError):
    """The village has nothing on this list."""

    code = "other_village"
    message = "{village} không có hộ nào trong danh sách rà soát này."


class NoSuchStep(DomainError):
    """The procedure of that date knows no opinion of the superior."""

    code = "no_such_step"
    message = "Chưa chọn xã nào đang chờ ý kiến."


def _check_state(item: CommuneRound, wanted: RoundStatus) -> None:
    current = RoundStatus(item.status)
    if current != wanted:
        raise NotInThisState(wanted=wanted.label, current=current.label)


def _check_day(day: date, *, first: date, what: str) -> None:
    if not first <= day <= today():
        raise DayOutside(what=what, day=f"{day:%d/%m/%Y}", first=f"{first:%d/%m/%Y}")


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What the minutes of a village's meeting say."""

    held_on: date
    chair: str
    present: int
    agreeing: int
    secretary: str = ""
    note: str = ""


@transaction.atomic
def hold_meeting(
    commune_round: CommuneRound, village: Area | None, facts: MeetingFacts, *, by: User
) -> VillageMeeting:
    """Record a village's meeting; too few agreeing means survey and meeting again."""
    locked = lock_round(commune_round)
    _check_state(locked, RoundStatus.MEETING)
    if not by.acts_in(Right.ROUND_SUBMIT, locked.commune):
        raise RightMissing(area=locked.commune.full_name)
    _check_day(facts.held_on, first=locked.round.opens_on, what="Họp")
    on_list = locked.reviews.filter(household__village=village)
    if not on_list.exists():
        raise OtherVillage(village=village.full_name if village else "Xã")
    _check_failed_before(locked, village)
    meeting = VillageMeeting(
        commune_round=locked,
        village=village,
        area_path=village.path if village else locked.area_path,
        held_on=facts.held_on,
        chair=facts.chair,
        secretary=facts.secretary,
        present=facts.present,
        agreeing=facts.agreeing,
        agreed=rules.meeting_agrees(
            procedure_of(locked), present=facts.present, agreeing=facts.agreeing
        ),
        note=facts.note,
        recorded_by=by,
    )
    meeting.full_clean()
    meeting.save()
    return meeting


def _check_failed_before(locked: CommuneRound, village: Area | None) -> None:
    """A village that did not agree is surveyed again before it meets again.

    Source: Quyết định 24/2021/QĐ-TTg (law.md §3, step 3) [S].
    """
    last = last_meetings(locked).get(village.pk if village else None)
    if last is None or last.agreed:
        return
    surveyed = Step.objects.filter(
        subject=locked.public_id, status=RoundStatus.SURVEY, at__gt=last.recorded_at
    )
    if not surveyed.exists():
        place = village.full_name if village else locked.commune.full_name
        raise rules.MeetingFailed(village=place, day=f"{last.held_on:%d/%m/%Y}")


@transaction.atomic
def post_list(
    commune_round: CommuneRound,
    *,
    posted_on: date,
    places: str,
    by: User,
    version: int | None = None,
) -> Posting:
    """Hang the list in public; a list already hanging is hung anew, from the first day."""
    locked = lock_round(commune_round, version)
    again = (
        locked.status == RoundStatus.POSTED
        and procedure_of(locked).posting_days is not None
    )
    if again:
        if not by.acts_in(Right.ROUND_SUBMIT, locked.commune):
            raise RightMissing(area=locked.commune.full_name)
    else:
        check_act(locked, to=RoundStatus.POSTED, by=by)
        _check_meetings(locked)
    _check_day(posted_on, first=_earliest_posting(locked), what="Niêm yết")
    posting = Posting.objects.create(
        commune_round=locked,
        area_path=locked.area_path,
        posted_on=posted_on,
        ends_on=add_working_days(posted_on, procedure_of(locked).posting_days or 0),
        places=places,
        recorded_by=by,
    )
    if not again:
        advance(locked, to=RoundStatus.POSTED, by=by, note=str(posting))
    return posting


def _earliest_posting(locked: CommuneRound) -> date:
    """A list hangs after the last meeting and after the last answered objection."""
    days = [locked.round.opens_on]
    days += locked.meetings.values_list("held_on", flat=True)
    days += locked.objections.exclude(answered_on=None).values_list(
        "answered_on", flat=True
    )
    return max(days)


def villages_of(commune_round: CommuneRound) -> list[tuple[Area | None, int]]:
    """Villages with households on the list, and how many; None: no village known."""
    rows = (
        Review.objects.counting()
        .filter(commune_round=commune_round)
        .values_list("household__village")
        .annotate(listed=Count("pk"))
        .order_by("household__village__path")
    )
    counts: dict[int | None, int] = dict(rows)
    villages = Area.objects.in_bulk([pk for pk in counts if pk])
    return [(villages.get(pk or 0), listed) for pk, listed in counts.items()]


def last_meetings(commune_round: CommuneRound) -> dict[int | None, VillageMeeting]:
    """The meeting that counts for each village: its last one."""
    return {m.village_id: m for m in commune_round.meetings.select_related("village")}


def _check_meetings(locked: CommuneRound) -> None:
    held = last_meetings(locked)
    waiting = [
        village.full_name if village else locked.commune.full_name
        for village, _ in villages_of(locked)
        if not _has_agreed(held.get(village.pk if village else None), locked)
    ]
    if waiting:
        raise rules.MeetingsMissing(villages=", ".join(waiting))


def _has_agreed(meeting: VillageMeeting | None, locked: CommuneRound) -> bool:
    """Agreed, and nothing of the village's list was changed after the meeting."""
    if meeting is None or not meeting.agreed:
        return False
    changed = locked.reviews.filter(
        household__village=meeting.village, updated_at__gt=meeting.recorded_at
    )
    return not changed.exists()


@transaction.atomic
def receive_objection(
    review: Review, *, by_name: str, content: str, received_on: date, by: User
) -> Objection:
    """Take in an objection to the posted list; the household is re-checked in time."""
    locked = lock_round(review.commune_round)
    _check_state(locked, RoundStatus.POSTED)
    if not by.acts_in(Right.REVIEW_EDIT, locked.commune):
        raise RightMissing(area=locked.commune.full_name)
    first = min(locked.postings.values_list("posted_on", flat=True))
    _check_day(received_on, first=first, what="Nhận ý kiến")
    days = procedure_of(locked).objection_days or 0
    objection = Objection(
        commune_round=locked,
        area_path=review.area_path,
        review=review,
        by_name=by_name,
        content=content,
        received_on=received_on,
        due_on=add_working_days(received_on, days),
        recorded_by=by,
    )
    objection.full_clean()
    objection.save()
    _follow_objections(locked)
    return objection


def _follow_objections(locked: CommuneRound) -> None:
    """While objections wait, the first of their days is the commune's deadline."""
    waiting = locked.objections.filter(status=ObjectionStatus.OPEN)
    locked.step_due_on = waiting.aggregate(first=Min("due_on"))["first"]
    locked.save(update_fields=["step_due_on"])


@transaction.atomic
def answer_objection(objection: Objection, *, answer: str, by: User) -> Objection:
    """Close an objection; whether the result changed is read from the form itself."""
    locked = lock_round(objection.commune_round)
    _check_state(locked, RoundStatus.POSTED)
    if not by.acts_in(Right.ROUND_SUBMIT, locked.commune):
        raise RightMissing(area=locked.commune.full_name)
    held: Objection = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("review")
        .get(pk=objection.pk)
    )
    if held.status != ObjectionStatus.OPEN:
        raise ObjectionClosed(day=f"{held.answered_on:%d/%m/%Y}")
    if held.review.status != ReviewStatus.DONE:
        raise rules.ReviewsMissing(count=1)
    last = locked.postings.last()
    changed = last is not None and held.review.updated_at > last.recorded_at
    held.status = ObjectionStatus.CHANGED if changed else ObjectionStatus.UPHELD
    held.answer, held.answered_on, held.answered_at = answer, today(), timezone.now()
    held.version += 1
    held.full_clean()
    held.save()
    _follow_objections(locked)
    return held


@transaction.atomic
def opine(
    rounds: Sequence[CommuneRound],
    *,
    letter: DocumentFacts,
    scan: "UploadedFile[bytes] | None",
    area: Area,
    by: User,
    note: str = "",
) -> Document:
    """One letter of the superior answers several submitted communes at once."""
    if not rounds:
        raise NoSuchStep
    held = [lock_round(item) for item in sorted(rounds, key=lambda r: r.pk)]
    for item in held:
        check_act(item, to=RoundStatus.OPINED, by=by)
        check_other_person(item, by)
    document = record_document(
        letter, area=area, issuer=f"UBND {area.full_name}", scan=scan, by=by
    )
    for item in held:
        advance(item, to=RoundStatus.OPINED, by=by, note=note, document=document)
    return document


@transaction.atomic
def recheck(review: Review, *, agrees: bool, finding: str, by: User) -> Recheck:
    """Record what the superior found when looking at a household again."""
    locked = lock_round(review.commune_round)
    _check_state(locked, RoundStatus.SUBMITTED)
    if not Review.objects.visible_to(by, Right.ROUND_OPINION).filter(pk=review.pk).exists():
        raise RightMissing(area=locked.commune.full_name)
    row = Recheck(
        review=review,
        area_path=review.area_path,
        day=today(),
        agrees=agrees,
        finding=finding,
        recorded_by=by,
    )
    row.full_clean()
    row.save()
    return row
