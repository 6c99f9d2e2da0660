"""Asking for a report, building it, freezing it."""

import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from areas.selectors import superior
from core.dates import last_day_of, today
from core.db import snapshot
from core.errors import DomainError, RightMissing
from core.text import name_norm
from office import files, jobs
from office.models import Job
from office.workbook import Form, FormRow, write_form
from reports.choices import ReportKind
from reports.kinds import form_01, plan_result
from reports.kinds.built import Built
from reports.models import ReportRun

JOB_KIND = "build_report"

BUILDERS: dict[ReportKind, Callable[..., Built]] = {
    ReportKind.PLAN_RESULT: plan_result.build,
    ReportKind.FORM_01: form_01.build,
}
NUMBERS = {ReportKind.PLAN_RESULT: "ket-qua-chi-tieu", ReportKind.FORM_01: "bieu-01"}


FIRST_YEAR = 2016


class YearOutside(DomainError):
    """A report speaks of a year that has begun and has a standard."""

    code = "report_year_outside"
    message = "Năm {year} không lập được báo cáo; hãy chọn từ {first} đến {last}."


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


@transaction.atomic
def ask_report(kind: ReportKind, *, area: Area, year: int, by: User) -> ReportRun:
    """Put a report in the queue; one live job per kind, area and year."""
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


def report_day(year: int) -> date:
    """The day a year's report speaks of: its last, or today while it lasts."""
    return min(last_day_of(year), today())


def run_report(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Compute and write the report; the returned effect records it with `done`."""
    run = ReportRun.objects.select_related("area", "created_by").get(job=job)
    area = (
        Area.objects.visible_to(run.created_by, Right.REPORT_BUILD)
        .filter(pk=run.area_id)
        .first()
    )
    if area is None:
        raise AreaGone
    on = report_day(run.year)
    reporter.say("Đang tổng hợp số liệu", 20)
    with snapshot() as known_at:
        build = BUILDERS[ReportKind(run.kind)]
        built = build(area, year=run.year, on=on, known_at=known_at)
    reporter.say("Đang ghi tệp Excel", 70)
    content = _workbook(built, area, on, run.created_by, known_at)
    reporter.say("Đang lưu tệp", 90)

    def effect() -> None:
        name = f"{NUMBERS[ReportKind(run.kind)]}-{name_norm(area.name)}-{run.year}.xlsx"
        run.file = files.store(
            content,
            name=name.replace(" ", "-"),
            content_type=files.XLSX,
            area=area,
            by=run.created_by,
        )
        run.known_at, run.as_of = known_at, on
        run.rows = built.frozen()
        run.facts = built.facts | {
            "title": built.title,
            "notes": built.notes,
            "columns": built.frozen_columns(),
        }
        run.save()

    return effect


def _workbook(
    built: Built, area: Area, on: date, officer: User, known_at: datetime
) -> bytes:
    """The official workbook of a built report, as the bytes of its file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.xlsx"
        write_form(form_of(built, area, on, officer, known_at), path)
        return path.read_bytes()


def form_of(built: Built, area: Area, on: date, officer: User, known_at: datetime) -> Form:
    """The paper a built report is written on: frame, headings, rows, notes."""
    columns = built.columns
    above = superior(area, on)
    printed = f"{timezone.localtime(known_at):%H:%M %d/%m/%Y}"
    return Form(
        issuer=f"ỦY BAN NHÂN DÂN\n{area.full_name}",
        superior=above.full_name if above != area else "",
        place_and_date=f"{area.name}, ngày      tháng      năm {on.year}",
        title=built.title,
        subtitle=f"Địa bàn: {area.full_name}. Số liệu tính đến ngày {on:%d/%m/%Y}.",
        columns=columns,
        rows=[FormRow(cells=row.cells(columns), bold=row.bold) for row in built.rows],
        notes=[*built.notes, f"Lập lúc {printed}, người lập: {officer}."],
        headings=built.headings,
    )
