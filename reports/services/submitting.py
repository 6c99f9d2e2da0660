"""Writing a unit's report, signing it, sending it up, accepting or returning it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from core.dates import today
from core.db import check_version
from core.errors import DomainError, RightMissing, SamePerson
from core.text import printable
from office.choices import DocumentKind
from office.documents import DocumentFacts, add_step, record_document, steps_of
from office.models import Document, Step
from office.notices import notify_holders, notify_office
from reports.choices import ReportKind, Section
from reports.choices import SubmissionStatus as S
from reports.models import Edition, Submission
from reports.rules.answers import checked_lines
from reports.rules.submission import CANCEL, EDITABLE, Move, move_to
from reports.selectors.calendar import holds, may_take, receivers_on, unsent
from reports.services.papers import write_papers


class ReportClosed(DomainError):
    """What was sent for signing is not written any more."""

    code = "submission_closed"
    message = "Báo cáo đang ở trạng thái “{status}”; nội dung không sửa được."


class NothingBuilt(DomainError):
    """A report is signed with its figures."""

    code = "submission_without_figures"
    message = "Chưa có số liệu: hãy bấm “Tổng hợp số liệu” trước khi trình ký."


class NothingAnswered(DomainError):
    """A table is signed with rows in it."""

    code = "submission_without_answers"
    message = "Biểu chưa có dòng nào; hãy nhập số liệu trước khi trình ký."


class ReasonMissing(DomainError):
    """Whoever returns or corrects says why."""

    code = "submission_reason_missing"
    message = "Hãy ghi lý do: nơi nhận đọc lý do trước tiên."


class NothingToRemind(DomainError):
    """Who has sent is not reminded."""

    code = "submission_nothing_to_remind"
    message = "{unit} không còn nợ báo cáo này."


class Unexplained(DomainError):
    """Figures that do not agree are sent only with an explanation."""

    code = "submission_unexplained"
    message = (
        "Số liệu chưa khớp: {first}. Hãy kiểm tra và tổng hợp lại, hoặc ghi lời giải trình "
        "vào ô “Ghi chú”."
    )


@dataclass(frozen=True, slots=True)
class Signed:
    """What stands on the signed paper."""

    number: str
    date: date
    signer: str
    scan: "UploadedFile[bytes] | None" = None


def _locked(submission: Submission) -> Submission:
    """The report as it is now: locked first, then read with what belongs to it."""
    Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    related = ("period__regime", "area", "agency", "receiver", "run")
    locked: Submission = Submission.objects.select_related(*related).get(pk=submission.pk)
    return locked


@transaction.atomic
def write_sections(
    submission: Submission, words: Mapping[str, str], *, by: User, version: int | None
) -> Submission:
    """Keep the words officers write; only what is one of the report's parts."""
    locked = _writable(submission, by, version)
    told = {
        key: printable(text).strip() for key, text in words.items() if key in Section.values
    }
    locked.sections = {**locked.sections, **told}
    return _save(locked, "sections")


@transaction.atomic
def write_answers(
    submission: Submission,
    lines: list[dict[str, Any]],
    *,
    by: User,
    version: int | None,
) -> Submission:
    """Keep the rows of a one-off table."""
    locked = _writable(submission, by, version)
    locked.answers = checked_lines(locked.period.regime.columns, lines)
    locked.run = None  # what was compiled of other rows is not what is signed
    return _save(locked, "answers", "run")


def _writable(submission: Submission, by: User, version: int | None) -> Submission:
    locked = _locked(submission)
    check_version(locked, version)
    if not holds(by, Right.REPORT_SEND, locked):
        raise RightMissing(area=locked.unit_name)
    if locked.status not in EDITABLE:
        raise ReportClosed(status=locked.get_status_display())
    return locked


def _save(locked: Submission, *fields: str) -> Submission:
    locked.version += 1
    locked.save(update_fields=[*fields, "version"])
    return locked


@transaction.atomic
def take_step(
    submission: Submission,
    to: S,
    *,
    by: User,
    version: int | None,
    note: str = "",
    signed: Signed | None = None,
) -> Submission:
    """Take a report to its next step; the step is written down, the other side told."""
    locked = _locked(submission)
    check_version(locked, version)
    status, agency = S(locked.status), locked.agency_id is not None
    move = move_to(status, to, agency=agency, corrects=locked.corrects)
    if not may_take(by, move, locked):
        raise RightMissing(area=locked.unit_name)
    if move.needs_reason and not note.strip():
        raise ReasonMissing
    if to in (S.SIGNING, S.SUBMITTED):
        _check_whole(locked, note)
    document = _sign(locked, signed, by) if to == S.SUBMITTED else None
    if move is CANCEL and locked.accepted_number is not None:
        _take_back(locked, locked.accepted_number)
    elif to == S.ACCEPTED:
        locked.accepted_number = locked.number
    locked.status = to
    add_step(locked, status=to, by=by, note=note, document=document)
    if to == S.SUBMITTED and locked.receiver_id not in receivers_on(today()):
        _leave(locked, by)
    _save(locked, "status", "number", "submitted_on", "accepted_number")
    _tell(locked, move, note)
    return locked


def _take_back(locked: Submission, number: int) -> None:
    """The report says again what its accepted edition says; other editions stay kept."""
    edition = locked.editions.get(number=number)
    locked.number, locked.run = edition.number, edition.run
    locked.sections, locked.answers = edition.sections, edition.answers
    locked.save(update_fields=["run", "sections", "answers"])


def _leave(locked: Submission, by: User) -> None:
    """Nobody receives it in the product: signed, it has left, and counts as received."""
    locked.status, locked.accepted_number = S.ACCEPTED, locked.number
    note = "Nơi nhận không dùng phần mềm: gửi bản ký theo đường văn bản."
    add_step(locked, status=S.ACCEPTED, by=by, note=note)


def _check_whole(locked: Submission, note: str) -> None:
    """Nothing is signed without its figures, or with figures that do not agree, unsaid."""
    table = locked.period.regime.kind == ReportKind.TABLE
    if table and not locked.adds_up:
        if not locked.answers:
            raise NothingAnswered
        return
    if locked.run is None:
        raise NothingBuilt
    problems = locked.run.facts.get("problems", [])
    explained = note.strip() or any(s.note for s in _since_opened(locked))
    if problems and not explained:
        where, line, text = problems[0]
        raise Unexplained(first=f"{where}, “{line}”: {text}")


def _since_opened(locked: Submission) -> list[Step]:
    """Steps to signing since the report was opened, returned or accepted last."""
    found: list[Step] = []
    for step in steps_of(locked.public_id):
        found = [*found, step] if step.status == S.SIGNING else []
    return found


def _why_corrected(locked: Submission) -> str:
    """What was said when the accepted report was opened again."""
    steps = list(steps_of(locked.public_id))
    accepted = max((n for n, s in enumerate(steps) if s.status == S.ACCEPTED), default=None)
    if accepted is None:
        return ""
    reopened = [s.note for s in steps[accepted:] if s.status == S.OPEN]
    return reopened[0][:300] if reopened else ""


def _sign(locked: Submission, signed: Signed | None, by: User) -> Document:
    """Keep the signed edition: its number, words, figures; its papers are then written."""
    if signed is None:
        raise ReasonMissing
    last = next(reversed(_since_opened(locked)), None)
    if locked.agency_id is None and last is not None and last.by_id == by.pk:
        raise SamePerson
    document = record_document(
        DocumentFacts(
            kind=DocumentKind.REPORT,
            number=signed.number,
            date=signed.date,
            title=str(locked.period),
            signer=signed.signer,
        ),
        area=locked.area,
        issuer=str(locked.agency or f"UBND {locked.area.full_name}"),
        scan=signed.scan,
        by=by,
    )
    edition = Edition.objects.create(
        submission=locked,
        number=_next_number(locked),
        run=locked.run,
        sections=locked.sections,
        answers=locked.answers,
        document=document,
        signed_by=by,
        signed_on=signed.date,
        reason=_why_corrected(locked),
    )
    locked.number = edition.number
    locked.submitted_on = locked.submitted_on or today()  # the first sending counts
    write_papers(edition, by=by)
    return document


def _next_number(locked: Submission) -> int:
    """Every signing is an edition of its own: after a return, too."""
    last = locked.editions.order_by("-number").first()
    return last.number + 1 if last else 1


def _tell(locked: Submission, move: Move, note: str) -> None:
    """Who must act next, or whose report it is, reads one line."""
    url = reverse("submission-detail", args=[locked.public_id])
    text = f"{locked.unit_name}, {locked.period}: {locked.get_status_display().lower()}"
    if note:
        text += f". Lý do: {note}" if move.needs_reason else f". {note}"
    if locked.status == S.SIGNING:
        notify_holders(locked.area, Right.REPORT_SIGN, text=text, url=url)
    elif locked.status == S.SUBMITTED:
        notify_holders(locked.receiver, Right.REPORT_ACCEPT, text=text, url=url)
    elif locked.agency is not None:
        notify_office(locked.agency, Right.REPORT_SEND, text=text, url=url)
    else:
        notify_holders(locked.area, Right.REPORT_SEND, text=text, url=url)


def remind(submission: Submission, *, by: User) -> Submission:
    """Tell a unit that its report is waited for; once a day."""
    if not by.acts_for_heir(Right.REPORT_ACCEPT, submission.receiver):
        raise RightMissing(area=submission.unit_name)
    if submission.is_sent or submission.adds_up:
        raise NothingToRemind(unit=submission.unit_name)
    return put_reminder(submission)


def remind_late(rows: QuerySet[Submission], *, by: User) -> int:
    """Tell every unit whose report is overdue; how many were told today by this."""
    told = 0
    for row in unsent(rows).filter(due_on__lt=today(), adds_up=False):
        if by.acts_for_heir(Right.REPORT_ACCEPT, row.receiver):
            told += row.reminded_on != today()
            put_reminder(row)
    return told


@transaction.atomic
def put_reminder(submission: Submission) -> Submission:
    """One line on the bells of whoever writes the report, at most once a day."""
    mine = Submission.objects.filter(pk=submission.pk).exclude(reminded_on=today())
    if not mine.update(reminded_on=today()):
        return submission
    submission.reminded_on = today()
    url = reverse("submission-detail", args=[submission.public_id])
    due = f"{submission.due_on:%d/%m/%Y}" if submission.due_on else "chưa đặt"
    late = submission.days_late
    text = f"{submission.period} của {submission.unit_name}: hạn {due}"
    text += f", quá hạn {late} ngày." if late else "."
    if submission.agency is not None:
        notify_office(submission.agency, Right.REPORT_SEND, text=text, url=url)
    else:
        notify_holders(submission.area, Right.REPORT_SEND, text=text, url=url)
    return submission
