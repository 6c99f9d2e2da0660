"""A signed report as Excel, Word and PDF: written once in the background, kept with its hash."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.http import FileResponse, Http404

from accounts.choices import Right
from accounts.models import User
from accounts.services import record_access
from areas.selectors import superior
from core.errors import DomainError, RightMissing
from core.numbers import pad_number
from core.text import name_norm
from office import files, jobs
from office.columns import Column
from office.documents import scan_answer
from office.letter import PDF, write_pdf
from office.models import Job
from office.templatetags.vietnamese import o
from office.word import DOCX, Paper, PaperTable, write_docx
from office.workbook import Form, FormRow, workbook_of
from reports.charts.paper import charts_of
from reports.choices import PaperKind, Section
from reports.kinds import table
from reports.models import Edition, EditionPaper, Submission
from reports.rules.calendar import ROMAN
from reports.selectors.calendar import holds

JOB_KIND = "write_edition"
COLUMN = 12  # usual width of a column
WORDS = 34  # and of one with words


class PapersThere(DomainError):
    """What was written is never written again."""

    code = "edition_papers_there"
    message = "Bản này đã có đủ tệp; tệp đã ghi không bao giờ đổi."


def write_papers(edition: Edition, *, by: User) -> Job:
    """Put the papers of a signed edition in the queue."""
    area = edition.submission.area
    key = str(edition.public_id)
    return jobs.enqueue(JOB_KIND, key=key, params={"edition": key}, area=area, by=by)


def write_again(edition: Edition, *, by: User) -> Job:
    """Ask once more for papers whose job ended without them; one live job at a time."""
    mine = holds(by, Right.REPORT_SEND, edition.submission)
    if not mine and not holds(by, Right.REPORT_SIGN, edition.submission):
        raise RightMissing(area=edition.submission.unit_name)
    if edition.papers.count() == len(PaperKind):
        raise PapersThere
    return write_papers(edition, by=by)


def run_papers(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Write the papers; the returned effect keeps them with `done`."""
    related = ("submission__period__regime", "submission__area__parent", "document", "run")
    edition = Edition.objects.select_related(*related).get(public_id=job.params["edition"])
    reporter.say("Đang ghi báo cáo Word", 30)
    paper = paper_of(edition)
    word = write_docx(paper)
    reporter.say("Đang ghi báo cáo PDF", 60)
    pdf = write_pdf("report", asdict(paper))
    book = _workbook(edition, paper)
    reporter.say("Đang lưu tệp", 90)

    def effect() -> None:
        for kind, content, content_type in (
            (PaperKind.XLSX, book, files.XLSX),
            (PaperKind.DOCX, word, DOCX),
            (PaperKind.PDF, pdf, PDF),
        ):
            if edition.papers.filter(kind=kind).exists():
                continue
            unit = name_norm(edition.submission.unit_name)
            period = name_norm(str(edition.submission.period))
            name = f"{period}-{unit}-ban-{edition.number}"
            kept = files.store(
                content,
                name=f"{name.replace(' ', '-')}.{kind}",
                content_type=content_type,
                area=edition.submission.area,
                by=job.created_by,
            )
            EditionPaper.objects.create(edition=edition, kind=kind, file=kept)

    return effect


def _workbook(edition: Edition, paper: Paper) -> bytes:
    """The tables as signed: with the paper's number, day and signer."""
    frozen = _tables(edition)
    forms = [
        Form(
            issuer=paper.issuer,
            superior=paper.superior,
            place_and_date=paper.place,
            title=table["title"],
            subtitle=f"(kèm theo Báo cáo số {edition.document.number})" if n else "",
            columns=[_column(column) for column in table["columns"]],
            rows=[_row(row, table["columns"]) for row in table["rows"]],
            notes=table["notes"],
            signers=("NGƯỜI LẬP BIỂU", "\n".join(paper.authority).upper()),
            with_frame=n == 0,
            number=paper.number,
            names=("", paper.signer),
            sheet_name=f"Biểu {n + 1}" if n else "Biểu",
        )
        for n, table in enumerate(frozen)
    ]
    return workbook_of(forms)


def _column(kept: Mapping[str, Any]) -> Column:
    """A column as it was frozen; its words are not formatted again."""
    plain = {key: kept[key].replace("{", "{{").replace("}", "}}") for key in WORDED}
    rest = {key: kept[key] for key in ("name", "unit", "number_format", "width")}
    return Column(**plain, **rest, formula=kept["formula"])


WORDED = ("heading", "group")


def _row(row: Mapping[str, Any], columns: Sequence[Mapping[str, Any]]) -> FormRow:
    """A frozen row with its decimals as numbers again."""
    cells = [
        Decimal(cell) if isinstance(cell, str) and cell and not column["words"] else cell
        for cell, column in zip(row["cells"], columns, strict=True)
    ]
    return FormRow(cells=cells, bold=row["bold"])


def paper_of(edition: Edition) -> Paper:
    """The signed report as a document."""
    submission, day = edition.submission, edition.signed_on
    area, period, agency = submission.area, submission.period, submission.agency
    above = superior(area, period.last)
    upper = f"UBND {area.full_name}" if agency else f"UBND {above.full_name}"
    return Paper(
        superior=upper if agency or above != area else "",
        issuer=str(agency or f"ỦY BAN NHÂN DÂN {area.full_name}"),
        number=f"Số: {pad_number(edition.document.number)}",
        place=f"{area.name}, ngày {day:%d} tháng {day:%m} năm {day:%Y}",
        name="Báo cáo",
        about=f"{period.regime.name.removeprefix('Báo cáo ').strip()} {period.name}",
        parts=parts_said(edition.sections),
        tables=[table_said(kept) for kept in _tables(edition)],
        receivers=_receivers(submission),
        authority=["Thủ trưởng đơn vị"] if agency else ["TM. Ủy ban nhân dân", "Chủ tịch"],
        signer=edition.document.signer,
        charts=charts_of(_tables(edition)),
    )


def _receivers(submission: Submission) -> list[str]:
    """Who gets it: as the regime prints; who adds up sends to its own superior."""
    told: list[str] = submission.period.regime.receivers
    own = [f"UBND {submission.receiver.full_name}"]
    return own if submission.adds_up or not told else told


def _tables(edition: Edition) -> list[dict[str, Any]]:
    """The tables that were compiled; of a one-off table, the rows the unit typed."""
    if edition.run is not None:
        tables: list[dict[str, Any]] = edition.run.tables
        return tables
    return [table.build(edition.submission, []).frozen()] if edition.answers else []


def parts_said(words: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """The parts that hold words, numbered as they are printed."""
    told = [(s, words.get(s, "").strip()) for s in Section]
    filled = [(s.label, text.splitlines()) for s, text in told if text]
    return [
        (f"{ROMAN[n]}. {label}", [line for line in lines if line.strip()])
        for n, (label, lines) in enumerate(filled)
    ]


def table_said(frozen: Mapping[str, Any]) -> PaperTable:
    """A frozen table with its cells as people read them."""
    columns: Sequence[dict[str, Any]] = frozen["columns"]
    return PaperTable(
        title=frozen["title"],
        headings=[_heading(column) for column in columns],
        widths=[_width(n, column) for n, column in enumerate(columns)],
        rows=[[str(o(cell)) for cell in row["cells"]] for row in frozen["rows"]],
        bold=[row["bold"] for row in frozen["rows"]],
        words=[column["words"] for column in columns],
        notes=frozen["notes"],
    )


def _heading(column: Mapping[str, Any]) -> str:
    text = column["heading"]
    if column["group"]:
        text = f"{column['group']}: {text}"
    unit = column["unit"]
    return f"{text} ({unit})" if unit and unit not in text else text


def _width(number: int, column: Mapping[str, Any]) -> int:
    if number == 0:
        return 6
    return WORDS if column["words"] and number == 1 else COLUMN


def edition_taken(
    edition: Edition, kind: str, user: User, address: str | None
) -> FileResponse:
    """A kept file of a signed report, and the log line of who took it."""
    record_access(
        user,
        action="export",
        subject_type="edition",
        subject_id=edition.public_id,
        area_path=edition.submission.area_path,
        address=address,
    )
    if kind == "ban-ky":
        return scan_answer(edition.document)
    paper = edition.papers.filter(kind=kind).select_related("file").first()
    if paper is None:
        raise Http404
    file = paper.file
    return FileResponse(file.content.open("rb"), as_attachment=True, filename=file.name)
