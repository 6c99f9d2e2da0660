"""Requests of households: taken in with a receipt, listed, answered."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import today
from core.db import broken_constraint, check_version
from core.errors import DomainError, RightMissing
from households.choices import (
    OPEN_REQUESTS,
    Klass,
    ListOrigin,
    RequestKind,
    RequestStatus,
    RoundKind,
    RoundStatus,
)
from households.models import (
    CommuneRound,
    Household,
    Recognition,
    ReviewRequest,
    Round,
)
from households.rules.requests import decision_due, off_cycle_start
from households.services.registry import lock_household
from households.services.rounds import (
    check_enterable,
    listed_review,
    lock_round,
    move_round,
)
from households.standards import NoProcedure, procedure_on, standard_on


class RequestDayOutside(DomainError):
    """A request was received on a day that has come."""

    code = "request_day_outside"
    message = "Ngày nhận giấy không được sau hôm nay."


class AlreadyPoor(DomainError):
    """Who is recognised as poor does not ask to become it."""

    code = "already_poor"
    message = "Hộ {name} đang là hộ nghèo; chỉ nhận giấy đề nghị thoát nghèo (Mẫu 04)."


class RequestOpen(DomainError):
    """The household already waits with the same request."""

    code = "reviewrequest_one_open_per_household_and_kind"
    message = "Hộ {name} đang có một giấy đề nghị cùng loại chưa trả lời."


class RequestClosed(DomainError):
    """An answered request keeps its answer."""

    code = "request_closed"
    message = "Giấy số {receipt} đã trả lời ngày {day}; câu trả lời đó vẫn giữ nguyên."


class RequestListed(DomainError):
    """What stands on a round's list is answered by the round."""

    code = "request_listed"
    message = "Giấy số {receipt} đã vào danh sách rà soát; kết quả rà soát là câu trả lời."


class AnswerMissing(DomainError):
    """A refusal is written with its reason."""

    code = "note_missing"
    message = "Hãy ghi lý do không nhận; văn bản trả lời hộ phải nêu lý do."


class NoRequestWaits(DomainError):
    """A monthly review begins with at least one request."""

    code = "no_request_waits"
    message = "Chưa có giấy đề nghị nào chờ rà soát, nhận đến hết ngày {day}."


class TooEarlyToOpen(DomainError):
    """A monthly review begins on its day."""

    code = "too_early_to_open"
    message = "Rà soát thường xuyên bắt đầu từ ngày {day}."


class MonthIsOver(DomainError):
    """A month whose decision was due is not begun any more."""

    code = "month_is_over"
    message = (
        "Đợt tháng này phải quyết định trước hết ngày {day}; hãy mở đợt của tháng sau."
    )


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the paper says."""

    kind: RequestKind
    applicant: str
    received_on: date
    reason: str = ""


@transaction.atomic
def receive_request(
    household: Household, facts: RequestFacts, *, by: User
) -> ReviewRequest:
    """Take a request in: it gets the next number of the commune and a day to come back."""
    locked = lock_household(household)
    if not by.acts_in(Right.HOUSEHOLD_EDIT, locked.commune):
        raise RightMissing(area=locked.commune.full_name)
    if facts.received_on > today():
        raise RequestDayOutside
    held = Recognition.objects.status_on(facts.received_on).filter(household=locked)
    if facts.kind == RequestKind.JOIN and held.filter(klass=Klass.POOR).exists():
        raise AlreadyPoor(name=locked.head_name)
    request = ReviewRequest(
        household=locked,
        commune=locked.commune,
        area_path=locked.area_path,
        kind=facts.kind,
        year=facts.received_on.year,
        number=_next_number(locked.commune, facts.received_on.year),
        applicant=facts.applicant,
        reason=facts.reason,
        received_on=facts.received_on,
        appointment_on=_appointment(locked.commune, facts.received_on),
        recorded_by=by,
    )
    request.clean_fields()
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError as error:
        if broken_constraint(error) != RequestOpen.code:
            raise
        raise RequestOpen(name=locked.head_name) from error
    return request


def _appointment(commune: Area, received_on: date) -> date:
    """When the month's decision is due; before there were monthly reviews, the year's."""
    try:
        procedure = procedure_on(received_on, RoundKind.OFF_CYCLE)
    except NoProcedure:
        running = CommuneRound.objects.filter(commune=commune, due_on__gte=received_on)
        item = running.exclude(status=RoundStatus.RECOGNISED).order_by("due_on").first()
        if item is None or item.due_on is None:
            raise
        due: date = item.due_on
        return due
    return decision_due(procedure, off_cycle_start(procedure, received_on))


def _next_number(commune: Area, year: int) -> int:
    """The commune's row is locked: two counters never give one number."""
    Area.objects.select_for_update(no_key=True).get(pk=commune.pk)
    held = ReviewRequest.objects.filter(commune=commune, year=year)
    return (held.aggregate(last=Max("number"))["last"] or 0) + 1


def _lock(request: ReviewRequest, by: User, version: int | None) -> ReviewRequest:
    held: ReviewRequest = (
        ReviewRequest.objects.select_for_update(of=("self",))
        .select_related("commune", "household")
        .get(pk=request.pk)
    )
    if not by.acts_in(Right.HOUSEHOLD_EDIT, held.commune):
        raise RightMissing(area=held.commune.full_name)
    check_version(held, version)
    if held.status == RequestStatus.LISTED:
        raise RequestListed(receipt=held.receipt)
    if held.status not in OPEN_REQUESTS:
        raise RequestClosed(receipt=held.receipt, day=f"{held.closed_on:%d/%m/%Y}")
    return held


@transaction.atomic
def quick_check(
    request: ReviewRequest, *, passed: bool, note: str, by: User, version: int | None
) -> ReviewRequest:
    """The result of Phiếu A; who does not pass is answered with the reason."""
    held = _lock(request, by, version)
    held.quick_pass = passed
    if passed:
        return _save(held)
    return _refuse(held, note)


def _refuse(held: ReviewRequest, answer: str) -> ReviewRequest:
    if not answer.strip():
        raise AnswerMissing
    held.status, held.answer, held.closed_on = RequestStatus.REFUSED, answer, today()
    return _save(held)


def _save(held: ReviewRequest) -> ReviewRequest:
    held.version += 1
    held.save()
    return held


def waiting_requests(commune: Area, *, until: date) -> "list[ReviewRequest]":
    """Requests a round takes in: received by then; applicants only after Phiếu A."""
    ready = ~Q(kind=RequestKind.JOIN) | Q(quick_pass=True)
    held = ReviewRequest.objects.filter(
        ready,
        commune=commune,
        status=RequestStatus.RECEIVED,
        received_on__lte=until,
        household__commune=commune,
        household__ended_on__isnull=True,
    )
    return list(held.select_related("household").order_by("pk"))


def month_start(day: date) -> date | None:
    """First day of the monthly review of `day`'s month; None where there is none."""
    try:
        procedure = procedure_on(day, RoundKind.OFF_CYCLE)
    except NoProcedure:
        return None
    return off_cycle_start(procedure, day.replace(day=1))


@transaction.atomic
def open_off_cycle(commune: Area, *, year: int, month: int, by: User) -> CommuneRound:
    """Begin a commune's monthly review with the requests that wait."""
    if not by.acts_in(Right.ROUND_SUBMIT, commune):
        raise RightMissing(area=commune.full_name)
    procedure = procedure_on(date(year, month, 1), RoundKind.OFF_CYCLE)
    start = off_cycle_start(procedure, date(year, month, 1))
    if today() < start:
        raise TooEarlyToOpen(day=f"{start:%d/%m/%Y}")
    due = decision_due(procedure, start)
    if today() > due:
        raise MonthIsOver(day=f"{due:%d/%m/%Y}")
    if not waiting_requests(commune, until=today()):
        raise NoRequestWaits(day=f"{today():%d/%m/%Y}")
    new = Round(
        year=year,
        month=month,
        kind=RoundKind.OFF_CYCLE,
        area=commune,
        area_path=commune.path,
        standard=standard_on(start).code,
        procedure=procedure.code,
        opens_on=start,
        closes_on=due,
        opened_by=by,
    )
    new.full_clean()
    new.save()
    item = CommuneRound.objects.create(
        round=new, commune=commune, area_path=commune.path, due_on=new.closes_on
    )
    return move_round(item, to=RoundStatus.SURVEY, by=by)


@transaction.atomic
def list_requests(commune_round: CommuneRound, *, by: User) -> int:
    """Put every request that waits on the round's list; how many were put."""
    locked = lock_round(commune_round)
    if not by.acts_in(Right.REVIEW_EDIT, locked.commune):
        raise RightMissing(area=locked.commune.full_name)
    check_enterable(locked)
    held = ReviewRequest.objects.select_for_update(of=("self",))
    ids = [request.pk for request in waiting_requests(locked.commune, until=today())]
    still = held.filter(pk__in=ids, status=RequestStatus.RECEIVED)
    waiting = list(still.select_related("household").order_by("pk"))
    for request in waiting:
        request.review = listed_review(locked, request.household, ListOrigin.REQUEST)
        request.status = RequestStatus.LISTED
        _save(request)
    return len(waiting)
