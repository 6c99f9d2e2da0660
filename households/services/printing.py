"""Asking for papers and workbooks, and making them in the background."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.errors import DomainError, RightMissing
from core.text import name_norm
from households.choices import PrintKind, RoundStatus, SlipKind
from households.models import CommuneRound, Confirmation, Printout, ReviewRequest
from households.selectors.papers import paper_of
from households.selectors.slips import answer_slip, confirmation_slip, receipt_slip
from households.services.listing.changes import write_changes
from households.services.listing.writing import write_round
from office import files, jobs
from office.letter import PDF, write_pdf
from office.models import Job

JOB_KIND = "make_paper"
NAMES: dict[str, str] = {
    PrintKind.FORM: "phieu-ra-soat",
    PrintKind.MINUTES: "bien-ban-hop-thon",
    PrintKind.POSTING: "danh-sach-niem-yet",
    PrintKind.DECISION: "quyet-dinh-cong-nhan",
    PrintKind.CERTIFICATES: "giay-chung-nhan",
    PrintKind.LIST_MEMBERS: "danh-sach-theo-nguoi",
    PrintKind.LIST_HOUSEHOLDS: "danh-sach-theo-ho",
    PrintKind.LIST_TEMPLATE: "mau-nhap",
    PrintKind.LIST_CHANGES: "tang-giam",
    SlipKind.RECEIPT: "bien-nhan",
    SlipKind.CONFIRMATION: "giay-xac-nhan",
    SlipKind.ANSWER: "van-ban-tra-loi",
}
LISTS = {
    PrintKind.LIST_MEMBERS,
    PrintKind.LIST_HOUSEHOLDS,
    PrintKind.LIST_TEMPLATE,
    PrintKind.LIST_CHANGES,
}
AFTER_DECISION = {PrintKind.CERTIFICATES, PrintKind.LIST_CHANGES}


class NotYetRecognised(DomainError):
    """A certificate follows the decision."""

    code = "not_yet_recognised"
    message = "Chưa in được “{what}”: xã chưa được công nhận kết quả rà soát."


class NotYetAnswered(DomainError):
    """An answer is written when there is one."""

    code = "not_yet_answered"
    message = "Giấy số {receipt} chưa có kết quả; công chức xã ghi kết quả trước."


class VillageWanted(DomainError):
    """Minutes are of one village's meeting."""

    code = "village_wanted"
    message = "Biên bản họp lập theo từng thôn: hãy chọn thôn ở ô “Phạm vi”."


def has_villages(item: CommuneRound) -> bool:
    """Whether the list knows villages, so that papers can be of one."""
    return item.reviews.filter(household__village__isnull=False).exists()


@transaction.atomic
def ask_paper(
    kind: PrintKind, item: CommuneRound, village: Area | None, *, by: User
) -> Printout:
    """Put a paper in the queue; one live job per paper."""
    seen = CommuneRound.objects.visible_to(by, Right.HOUSEHOLD_VIEW)
    if not seen.filter(pk=item.pk).exists():
        raise RightMissing(area=item.commune.full_name)
    if kind in AFTER_DECISION and item.status != RoundStatus.RECOGNISED:
        raise NotYetRecognised(what=kind.label)
    if kind == PrintKind.MINUTES and village is None and has_villages(item):
        raise VillageWanted
    part = village.public_id if village else ""
    row = Printout(kind=kind, commune_round=item, village=village)
    return _enqueue(row, item.commune, item.area_path, f"{item.public_id}:{part}", by)


@transaction.atomic
def ask_receipt(request: ReviewRequest, *, by: User) -> Printout:
    """The receipt of a request, with the day to come back."""
    row = Printout(kind=SlipKind.RECEIPT, request=request)
    key = str(request.public_id)
    return _enqueue(row, request.commune, request.area_path, key, by)


@transaction.atomic
def ask_answer(request: ReviewRequest, *, by: User) -> Printout:
    """The written answer to a request that is closed."""
    if request.closed_on is None:
        raise NotYetAnswered(receipt=request.receipt)
    row = Printout(kind=SlipKind.ANSWER, request=request)
    key = str(request.public_id)
    return _enqueue(row, request.commune, request.area_path, key, by)


@transaction.atomic
def ask_confirmation(confirmation: Confirmation, *, by: User) -> Printout:
    """The confirmation as it stands in the register."""
    row = Printout(kind=SlipKind.CONFIRMATION, confirmation=confirmation)
    key = str(confirmation.public_id)
    return _enqueue(row, confirmation.commune, confirmation.area_path, key, by)


def _enqueue(row: Printout, commune: Area, path: str, key: str, by: User) -> Printout:
    row.job = jobs.enqueue(
        JOB_KIND,
        key=f"{row.kind}:{key}",
        params={"kind": row.kind},
        area=commune,
        by=by,
    )
    row.commune, row.area_path, row.created_by = commune, path, by
    row.save()
    return row


def make_paper(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Draw the paper; the returned effect keeps it together with `done`."""
    row: Printout = Printout.objects.select_related(
        "commune", "commune_round__commune", "commune_round__round", "village", "created_by"
    ).get(job=job)
    seen = Printout.objects.visible_to(row.created_by, Right.HOUSEHOLD_VIEW)
    if not seen.filter(pk=row.pk).exists():
        raise RightMissing(area=row.commune.full_name)
    reporter.say("Đang lấy số liệu và vẽ trang", 20)
    content = _content(row)

    def effect() -> None:
        row.file = files.store(
            content,
            name=_file_name(row),
            content_type=files.XLSX if row.is_workbook else PDF,
            area=row.commune,
            by=row.created_by,
        )
        row.save(update_fields=["file"])

    return effect


def _file_name(row: Printout) -> str:
    place = name_norm(str(row.village or row.commune.name)).replace(" ", "-")
    suffix = ".xlsx" if row.is_workbook else ".pdf"
    if row.commune_round is not None:
        return f"{NAMES[row.kind]}-{place}-{row.commune_round.round.year}{suffix}"
    slip = row.request or row.confirmation
    number = f"{slip.number:03d}-{slip.year}" if slip else ""
    return f"{NAMES[row.kind]}-{place}-{number}{suffix}"


def _content(row: Printout) -> bytes:
    """What stands in the file: a slip, a workbook, or a paper of the round."""
    if row.request is not None:
        if row.kind == SlipKind.ANSWER:
            return write_pdf("answer", answer_slip(row.request))
        return write_pdf("receipt", receipt_slip(row.request))
    if row.confirmation is not None:
        return write_pdf("confirmation", confirmation_slip(row.confirmation))
    if row.commune_round is None:
        raise RuntimeError("a printout belongs to exactly one thing")
    kind = PrintKind(row.kind)
    if kind in LISTS:
        return _workbook(kind, row.commune_round)
    return write_pdf(kind, paper_of(kind, row.commune_round, row.village))


def _workbook(kind: PrintKind, item: CommuneRound) -> bytes:
    """Written to disk row by row, then kept as one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "danh-sach.xlsx"
        if kind == PrintKind.LIST_CHANGES:
            write_changes(item, path)
        else:
            write_round(kind, item, path)
        return path.read_bytes()
