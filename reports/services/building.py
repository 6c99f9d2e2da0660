"""Asking for a report, building it, freezing it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from areas.selectors import superior
from core.dates import last_day_of, today
from core.db import snapshot
from core.errors import DomainError, RightMissing
from core.text import name_norm
from office import files, jobs
from office.models import Job
from office.workbook import Form, FormRow, workbook_of
from reports.choices import YEARLY, ReportKind, Section
from reports.kinds import progress, table
from reports.kinds.built import Built, Year
from reports.kinds.registry import builders_of
from reports.models import ReportRun, Submission
from reports.rules.figures import Pair, sentences
from reports.rules.submission import EDITABLE
from reports.selectors.calendar import holds
from reports.selectors.parts import (
    asked_of,
    obstacles_said,
    parts_of,
    table_parts,
)

JOB_KIND = "build_report"

NUMBERS = {
    ReportKind.PROGRESS: "bao-cao",
    ReportKind.PLAN_RESULT: "ket-qua-chi-tieu",
    ReportKind.ALL_FORMS: "bo-bieu",
    ReportKind.MONEY: "von-giai-ngan",
    ReportKind.OUTPUTS: "ket-qua-du-an",
    ReportKind.SUPPORTS: "ho-tro",
    ReportKind.OFF_CYCLE: "ra-soat-thuong-xuyen",
    ReportKind.TABLE: "bieu-tong-hop",
}


FIRST_YEAR = 2016


class YearOutside(DomainError):
    """A report speaks of a year that has begun and has a standard."""

    code = "report_year_outside"
    message = "Năm {year} không lập được báo cáo; hãy chọn từ {first} đến {last}."


class NotByYear(DomainError):
    """Such a report answers a duty of the calendar."""

    code = "report_not_by_year"
    message = "“{kind}” lập theo kỳ báo cáo; hãy mở ở trang “Lịch báo cáo”."


class AreaOfAnotherTime(DomainError):
    """A report stands under the areas of its own day."""

    code = "report_area_of_another_time"
    message = (
        "{area} không có trong danh mục địa bàn ngày {day}; hãy chọn địa bàn của lúc đó."
    )


class AreaGone(DomainError):
    """The officer may no longer see the area the report was asked for."""

    code = "report_area_gone"
    message = "Bạn không còn quyền lập báo cáo của địa bàn này."


class NotEditable(DomainError):
    """What was sent for signing is not built anew."""

    code = "submission_not_editable"
    message = "Báo cáo đang ở trạng thái “{status}”, không tổng hợp lại được."


@transaction.atomic
def ask_report(kind: ReportKind, *, area: Area, year: int, by: User) -> ReportRun:
    """Put a report in the queue; one live job per kind, area and year."""
    if kind not in YEARLY:
        raise NotByYear(kind=kind.label)
    if not FIRST_YEAR <= year <= today().year:
        raise YearOutside(year=year, first=FIRST_YEAR, last=today().year)
    if not Area.objects.visible_to(by, Right.REPORT_BUILD).filter(pk=area.pk).exists():
        raise RightMissing(area=area.full_name)
    on = report_day(year)
    if not Area.objects.valid_on(on).filter(pk=area.pk).exists():
        raise AreaOfAnotherTime(area=area.full_name, day=f"{on:%d/%m/%Y}")
    job = jobs.enqueue(
        JOB_KIND,
        key=f"{kind}:{area.public_id}:{year}",
        params={"kind": kind, "area": str(area.public_id), "year": year},
        area=area,
        by=by,
    )
    return ReportRun.objects.create(
        kind=kind, area=area, area_path=area.path, year=year, job=job, created_by=by
    )


@transaction.atomic
def ask_submission(submission: Submission, *, by: User) -> ReportRun:
    """Put a unit's report of a period in the queue; one live job for each."""
    if not holds(by, Right.REPORT_SEND, submission):
        raise RightMissing(area=submission.unit_name)
    if submission.status not in EDITABLE:
        raise NotEditable(status=submission.get_status_display())
    period, area = submission.period, submission.area
    job = jobs.enqueue(
        JOB_KIND,
        key=job_key(submission),
        params={"submission": str(submission.public_id)},
        area=area,
        by=by,
    )
    return ReportRun.objects.create(
        kind=period.regime.kind,
        area=area,
        area_path=area.path,
        year=period.year,
        period=period,
        job=job,
        created_by=by,
    )


def job_key(submission: Submission) -> str:
    """One live job for each unit and period."""
    return f"submission:{submission.public_id}"


def report_day(year: int) -> date:
    """The day a year's report speaks of: its last, or today while it lasts."""
    return min(last_day_of(year), today())


def run_report(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Compute and write the report; the returned effect records it with `done`."""
    run = ReportRun.objects.select_related("area", "created_by", "period__regime").get(
        job=job
    )
    if run.period is not None:
        return _run_submission(run, reporter)
    area = (
        Area.objects.visible_to(run.created_by, Right.REPORT_BUILD)
        .filter(pk=run.area_id)
        .first()
    )
    if area is None:
        raise AreaGone
    on = report_day(run.year)
    tables: list[Built] = []
    builders = builders_of(ReportKind(run.kind))
    with snapshot() as known_at:
        for number, (label, build) in enumerate(builders.items()):
            reporter.say(f"Đang tổng hợp: {label}", 20 + 50 * number // len(builders))
            tables.append(build(Year(area, run.year, on, known_at)))
    return _frozen(run, tables, tables[0].facts, on, known_at, reporter)


def _run_submission(run: ReportRun, reporter: jobs.Reporter) -> Callable[[], None]:
    """A unit's report of a period, with its first words where nobody wrote any."""
    related = ("period__regime", "area", "agency", "receiver")
    submission = Submission.objects.select_related(*related).get(
        public_id=run.job.params["submission"]
    )
    if not holds(run.created_by, Right.REPORT_SEND, submission):
        raise AreaGone
    on = min(submission.period.last, today())
    reporter.say("Đang tổng hợp số liệu", 20)
    with snapshot() as known_at:
        content = CONTENTS.get(ReportKind(run.kind), _forms)
        tables, facts, words = content(submission, on, known_at)
    freeze = _frozen(run, tables, facts, on, known_at, reporter)

    def effect() -> None:
        freeze()
        mine = Submission.objects.filter(pk=submission.pk, status__in=EDITABLE)
        if not mine.update(run=run, version=F("version") + 1):
            raise NotEditable(status=submission.get_status_display())
        mine.filter(sections={}).update(sections=words)

    return effect


Content = tuple[list[Built], dict[str, Any], dict[str, str]]


def _progress(submission: Submission, on: date, known_at: datetime) -> Content:
    period, unit = submission.period, submission.unit_name
    asked, parts = asked_of(submission, on, known_at), parts_of(submission)
    title = f"{period.regime.name} – {period.name}".upper()
    made = progress.build(asked, parts, title=title)
    said = sentences(made.figures, unit=unit, until=f"{on:%d/%m/%Y}", period=period.name)
    if made.missing:
        said.insert(0, f"Số liệu cộng từ các báo cáo đã tiếp nhận; {_waited(made.missing)}")
    waits, proposals = obstacles_said(submission, on)
    words: dict[str, str] = {
        Section.RESULTS: "\n".join(said),
        Section.DIFFICULTIES: "\n".join(waits),
        Section.CAUSES: "",
        Section.PROPOSALS: "\n".join(proposals),
    }
    facts: dict[str, Any] = {
        "figures": _figures(made.figures),
        "own": _figures(made.own),
        "apart": _public_ids(asked.apart),
        "parts": [{"name": p.name, "state": p.state, "run": p.run} for p in parts],
        "problems": [[p.where, p.line, p.text] for p in made.problems],
        "missing": made.missing,
        "words": words,
    }
    return made.tables, facts, words


def _waited(missing: list[str]) -> str:
    return f"còn {len(missing)} đơn vị chưa có báo cáo: {', '.join(missing)}."


def _public_ids(agencies: frozenset[int]) -> list[str]:
    """Agencies as a report names them: which rows were not its own when it was built."""
    found = Agency.objects.filter(pk__in=agencies).order_by("pk")
    return [str(pk) for pk in found.values_list("public_id", flat=True)]


def _figures(figures: Mapping[str, Pair]) -> dict[str, Any]:
    return {code: [_kept(value) for value in pair] for code, pair in figures.items()}


def _kept(value: int | Decimal | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


def _forms(submission: Submission, on: date, known_at: datetime) -> Content:
    """A form of the review, or the whole set, of the unit's area."""
    asked = Year(submission.area, submission.period.year, on, known_at)
    kind = ReportKind(submission.period.regime.kind)
    tables = [build(asked) for build in builders_of(kind).values()]
    return tables, tables[0].facts, {}


def _table(submission: Submission, _on: date, _known_at: datetime) -> Content:
    return [table.build(submission, table_parts(submission))], {}, {}


# what answers a duty; any form of a year may be asked so, too
CONTENTS: dict[ReportKind, Callable[[Submission, date, datetime], Content]] = {
    ReportKind.PROGRESS: _progress,
    ReportKind.TABLE: _table,
}


def _frozen(
    run: ReportRun,
    tables: list[Built],
    facts: dict[str, Any],
    on: date,
    known_at: datetime,
    reporter: jobs.Reporter,
) -> Callable[[], None]:
    """Write the workbook; what keeps it, its rows and its facts with `done`."""
    reporter.say("Đang ghi tệp Excel", 70)
    whole_set = run.kind == ReportKind.ALL_FORMS
    mark = _mark(ReportKind(run.kind))
    paper = Letterhead(run.area, on, run.created_by, known_at, whole_set, mark)
    content = workbook(tables, paper)
    reporter.say("Đang lưu tệp", 90)

    def effect() -> None:
        kind = ReportKind(run.kind)
        number = NUMBERS.get(kind, kind.value.replace("form_", "bieu-"))
        words = [number, name_norm(run.area.name)]
        words += [_slug(run), f"{run.year}.xlsx"]
        run.file = files.store(
            content,
            name="-".join(word for word in words if word).replace(" ", "-"),
            content_type=files.XLSX,
            area=run.area,
            by=run.created_by,
        )
        run.known_at, run.as_of = known_at, on
        run.tables = [built.frozen() for built in tables]
        run.facts = facts | {"title": tables[0].title}
        run.save()

    return effect


def _slug(run: ReportRun) -> str:
    """The period in the name of a file: “quy-iii”."""
    if run.period is None:
        return ""
    return name_norm(run.period.name.removesuffix(f"năm {run.year}").strip())


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper a report is written on, of which day, by whom, with figures of when."""

    area: Area
    on: date
    officer: User
    known_at: datetime
    set_of_forms: bool = False
    mark: str = ""


def workbook(tables: list[Built], paper: Letterhead) -> bytes:
    """The official workbook of a built report, as the bytes of its file."""
    if len(tables) == 1:
        forms = [form_of(tables[0], paper)]
    elif paper.set_of_forms:
        forms = [
            replace(form_of(t, paper, f"Biểu {n}"), mark=f"Biểu số {n}")
            for n, t in enumerate(tables, start=1)
        ]
    else:
        first, *more = tables
        forms = [form_of(first, paper)]
        forms += [_more(built, number) for number, built in enumerate(more, start=2)]
    return workbook_of(forms)


def form_of(built: Built, paper: Letterhead, sheet_name: str = "Biểu") -> Form:
    """The paper a built report is written on: frame, headings, rows, notes."""
    area, on = paper.area, paper.on
    above = superior(area, on)
    printed = f"{timezone.localtime(paper.known_at):%H:%M %d/%m/%Y}"
    return Form(
        issuer=f"ỦY BAN NHÂN DÂN\n{area.full_name}",
        superior=above.full_name if above != area else "",
        place_and_date=f"{area.name}, ngày      tháng      năm {today().year}",
        title=built.title,
        subtitle=f"Địa bàn: {area.full_name}. Số liệu tính đến ngày {on:%d/%m/%Y}.",
        columns=built.columns,
        rows=_rows(built),
        notes=[*built.notes, f"Lập lúc {printed}, người lập: {paper.officer}."],
        headings=built.headings,
        sheet_name=sheet_name,
        mark=paper.mark,
    )


def _mark(kind: ReportKind) -> str:
    """The number of an official form: what its name begins with."""
    name, _, _ = kind.label.partition(":")
    return name if name.startswith("Biểu số") else ""


def _more(built: Built, number: int) -> Form:
    """A further table of the same report: its own sheet, without the frame."""
    return Form(
        issuer="",
        superior="",
        place_and_date="",
        title=built.title,
        subtitle="",
        columns=built.columns,
        rows=_rows(built),
        notes=built.notes,
        headings=built.headings,
        with_frame=False,
        sheet_name=f"Biểu {number}",
    )


def _rows(built: Built) -> list[FormRow]:
    columns = built.columns
    return [FormRow(cells=row.cells(columns), bold=row.bold) for row in built.rows]
