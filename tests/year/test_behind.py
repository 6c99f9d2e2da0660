"""Every figure of every report of the Ngọc Hồi year opens what stands behind it."""

import pytest

from accounts.models import User
from areas.models import Area
from office import jobs
from reports.choices import YEARLY, ReportKind
from reports.models import ReportRun, Submission
from reports.services.building import ask_report
from tests.reports.opened import check_cells

# of what nothing happened in that year of the demonstration
WITHOUT = (
    *(ReportKind.MONEY, ReportKind.OUTPUTS, ReportKind.SUPPORTS),
    ReportKind.OFF_CYCLE,
)
YEARS = {ReportKind.PLAN_RESULT: 2020}  # the year that has a plan
KINDS = [kind for kind in YEARLY if kind != ReportKind.ALL_FORMS]


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_of_a_yearly_report_opens(day, kind):
    district = Area.objects.get(name="Ngọc Hồi", level="district")
    officer = User.objects.get(username="ngochoi.canbo")
    run = ask_report(kind, area=district, year=YEARS.get(kind, 2019), by=officer)
    jobs.run(run.job.public_id)
    run = ReportRun.objects.get(pk=run.pk)
    assert run.file is not None, run.job.message
    whose = {"", "Tổng cộng", "Tổng cộng I + II", "Xã Đăk Ang", "Xã Đăk Xú"}
    assert check_cells(run, officer, whose=whose) or kind in WITHOUT


def test_every_number_of_a_submitted_report_opens(day):
    sent = Submission.objects.exclude(run=None).select_related("run__area")
    assert sent
    for row in sent.filter(area__name__in=["Đăk Ang", "Pờ Y"]):
        officer = User.objects.filter(pk=row.run.created_by_id).get()
        assert check_cells(row.run, officer)
