"""Which code runs which kind of job."""

from collections.abc import Callable

from django.urls import reverse

from households.models import Printout
from households.services.listing.applying import APPLY_JOB, apply_list
from households.services.listing.taking import READ_JOB, read_list
from households.services.printing import JOB_KIND as MAKE_PAPER
from households.services.printing import make_paper
from office.exports import JOB_KIND as MAKE_EXPORT
from office.exports import make_export
from office.jobs import Handler, Reporter, register
from office.models import Export, ImportRun, Job
from programs.exports import register_program_exports
from programs.services.listing.applying import APPLY_JOB as APPLY_SUPPORTS
from programs.services.listing.applying import apply_supports
from programs.services.listing.taking import READ_JOB as READ_SUPPORTS
from programs.services.listing.taking import read_supports
from programs.services.money_lists import APPLY_JOB as WRITE_MONEY
from programs.services.money_lists import READ_JOB as READ_MONEY
from programs.services.money_lists import read_money_list, write_entries
from reports.figures import register_figures
from reports.models import Edition, ReportRun
from reports.nominal import register_nominal
from reports.services.building import JOB_KIND as BUILD_REPORT
from reports.services.building import run_report
from reports.services.papers import JOB_KIND as WRITE_EDITION
from reports.services.papers import run_papers
from targets.exports import register_exports
from targets.services.checks import JOB_KIND as CHECK_TABLE
from targets.services.checks import run_check
from targets.services.imports import JOB_KIND as READ_PLAN_TABLE
from targets.services.imports import read_import


def _report_url(job: Job) -> str:
    submission = job.params.get("submission")
    if submission is not None:
        return reverse("submission-detail", args=[submission])
    run = ReportRun.objects.get(job=job)
    return reverse("report-detail", args=[run.public_id])


def _edition_url(job: Job) -> str:
    edition = Edition.objects.get(public_id=job.params["edition"])
    return reverse("submission-detail", args=[edition.submission.public_id])


def _import_url(job: Job) -> str:
    return reverse("plan-import", args=[job.params["import"]])


def _check_url(job: Job) -> str:
    return reverse("check-detail", args=[job.params["import"]])


def _run_import(job: Job, reporter: Reporter) -> Callable[[], None]:
    run = ImportRun.objects.select_related("area", "file").get(job=job)
    reporter.say("Đang đọc bảng tính", 30)
    status, rows, problems = read_import(run)

    def effect() -> None:
        run.status, run.rows, run.problems = status, rows, problems
        run.save(update_fields=["status", "rows", "problems"])

    return effect


def _paper_url(job: Job) -> str:
    return reverse("printout-detail", args=[Printout.objects.get(job=job).public_id])


def _export_url(job: Job) -> str:
    return reverse("export-detail", args=[Export.objects.get(job=job).public_id])


def _list_url(job: Job) -> str:
    return reverse("list-import", args=[job.params["import"]])


def _supports_url(job: Job) -> str:
    return reverse("support-import", args=[job.params["import"]])


def _money_url(job: Job) -> str:
    return reverse("money-import", args=[job.params["import"]])


def register_handlers() -> None:
    """Called once, when the house is built."""
    register_exports()
    register_program_exports()
    register_nominal()
    register_figures()
    register(MAKE_EXPORT, Handler(run=make_export, title="Xuất tệp", url=_export_url))
    register(MAKE_PAPER, Handler(run=make_paper, title="Tạo bản in", url=_paper_url))
    register(BUILD_REPORT, Handler(run=run_report, title="Lập báo cáo", url=_report_url))
    register(
        WRITE_EDITION,
        Handler(run=run_papers, title="Ghi báo cáo đã ký", url=_edition_url),
    )
    register(
        READ_PLAN_TABLE,
        Handler(run=_run_import, title="Đọc bảng chỉ tiêu", url=_import_url),
    )
    register(CHECK_TABLE, Handler(run=run_check, title="Kiểm tra bảng", url=_check_url))
    register(READ_JOB, Handler(run=read_list, title="Đọc danh sách hộ", url=_list_url))
    register(APPLY_JOB, Handler(run=apply_list, title="Nhập danh sách hộ", url=_list_url))
    register(
        READ_SUPPORTS,
        Handler(run=read_supports, title="Đọc danh sách hỗ trợ", url=_supports_url),
    )
    register(
        APPLY_SUPPORTS,
        Handler(run=apply_supports, title="Nhập danh sách hỗ trợ", url=_supports_url),
    )
    register(
        READ_MONEY,
        Handler(run=read_money_list, title="Đọc bảng vốn, giải ngân", url=_money_url),
    )
    register(WRITE_MONEY, Handler(run=write_entries, title="Ghi giải ngân", url=_money_url))
