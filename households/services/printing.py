"""Asking for papers and making them in the background."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.errors import DomainError, RightMissing
from core.text import name_norm
from households.choices import PrintKind, RoundStatus
from households.models import CommuneRound, Printout
from households.selectors.papers import paper_of
from households.services.listing.writing import write_round
from office import files, jobs
from office.letter import PDF, write_pdf
from office.models import Job

JOB_KIND = "make_paper"
NAMES = {
    PrintKind.FORM: "phieu-ra-soat",
    PrintKind.MINUTES: "bien-ban-hop-thon",
    PrintKind.POSTING: "danh-sach-niem-yet",
    PrintKind.DECISION: "quyet-dinh-cong-nhan",
    PrintKind.CERTIFICATES: "giay-chung-nhan",
    PrintKind.LIST_MEMBERS: "danh-sach-theo-nguoi",
    PrintKind.LIST_HOUSEHOLDS: "danh-sach-theo-ho",
    PrintKind.LIST_TEMPLATE: "mau-nhap",
}
LISTS = {PrintKind.LIST_MEMBERS, PrintKind.LIST_HOUSEHOLDS, PrintKind.LIST_TEMPLATE}


class NotYetRecognised(DomainError):
    """A certificate follows the decision."""

    code = "not_yet_recognised"
    message = "Chưa in được giấy chứng nhận: xã chưa được công nhận kết quả rà soát."


@transaction.atomic
def ask_paper(
    kind: PrintKind, item: CommuneRound, village: Area | None, *, by: User
) -> Printout:
    """Put a paper in the queue; one live job per paper."""
    seen = CommuneRound.objects.visible_to(by, Right.HOUSEHOLD_VIEW)
    if not seen.filter(pk=item.pk).exists():
        raise RightMissing(area=item.commune.full_name)
    if kind == PrintKind.CERTIFICATES and item.status != RoundStatus.RECOGNISED:
        raise NotYetRecognised
    part = village.public_id if village else ""
    job = jobs.enqueue(
        JOB_KIND,
        key=f"{kind}:{item.public_id}:{part}",
        params={"kind": kind},
        area=item.commune,
        by=by,
    )
    return Printout.objects.create(
        kind=kind,
        commune_round=item,
        village=village,
        area_path=item.area_path,
        job=job,
        created_by=by,
    )


def make_paper(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Draw the paper; the returned effect keeps it together with `done`."""
    row: Printout = Printout.objects.select_related(
        "commune_round__commune", "commune_round__round", "village", "created_by"
    ).get(job=job)
    seen = CommuneRound.objects.visible_to(row.created_by, Right.HOUSEHOLD_VIEW)
    if not seen.filter(pk=row.commune_round_id).exists():
        raise RightMissing(area=row.commune_round.commune.full_name)
    kind = PrintKind(row.kind)
    reporter.say("Đang lấy số liệu", 20)
    content = _workbook(kind, row.commune_round) if kind in LISTS else _pdf(kind, row)

    def effect() -> None:
        commune = row.commune_round.commune
        suffix = ".xlsx" if kind in LISTS else ".pdf"
        place = name_norm(str(row.village or commune.name)).replace(" ", "-")
        row.file = files.store(
            content,
            name=f"{NAMES[kind]}-{place}-{row.commune_round.round.year}{suffix}",
            content_type=files.XLSX if kind in LISTS else PDF,
            area=commune,
            by=row.created_by,
        )
        row.save(update_fields=["file"])

    return effect


def _pdf(kind: PrintKind, row: Printout) -> bytes:
    return write_pdf(kind, paper_of(kind, row.commune_round, row.village))


def _workbook(kind: PrintKind, item: CommuneRound) -> bytes:
    """Written to disk row by row, then kept as one file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "danh-sach.xlsx"
        write_round(kind, item, path)
        return path.read_bytes()
