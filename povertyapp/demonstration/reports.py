"""Reports of the demonstration: periods opened, a quarter sent and accepted."""

from datetime import date

from django.contrib.auth.hashers import make_password

from accounts.choices import Role
from accounts.models import Agency, RoleGrant, User
from areas.models import Area
from core.dates import playing
from office import jobs
from povertyapp.demonstration.accounts import (
    FIRST_DAY,
    PASSWORD,
    TWO_TIER,
    make_user,
    slug,
)
from reports.choices import Frequency, ReportKind, Sender, SubmissionStatus
from reports.models import ReportDue, ReportRegime, Submission
from reports.services.building import ask_submission
from reports.services.calendar import open_periods
from reports.services.submitting import Signed, take_step

DAYS = (date(2020, 10, 1), date(2024, 10, 1), date(2026, 10, 1))
SECOND_QUARTER = date(2020, 6, 14)
SENT = date(2020, 6, 18)
LATE = "Sa Loong"  # this commune has not sent the second quarter yet


def load_reports(places: dict[str, Area], users: dict[str, User]) -> None:
    """Days of the district's own, every period of the years shown, one quarter done."""
    district, by = places["district"], users["ngochoi.canbo"]
    for code in ("ngoc-hoi-quy", "ngoc-hoi-6-thang", "ngoc-hoi-nam"):
        for sender in (Sender.COMMUNE, Sender.AGENCY):
            ReportDue.objects.create(
                regime=ReportRegime.objects.get(code=code),
                area=district,
                area_path=district.path,
                sender=sender,
                due_working_days=5,
                basis="MH: hạn do huyện đặt (số liệu minh họa)",
                set_by=by,
                is_demo=True,
            )
    _agency(district, users)
    _two_tier(places["new_province"], users["quangngai.canbo"])
    for day in DAYS:
        with playing(day):
            open_periods(day)
    _second_quarter(users)


def _agency(district: Area, users: dict[str, User]) -> None:
    """Somebody of an agency that owes reports of its own."""
    hashed = make_password(PASSWORD)
    name = "Phòng NN và PTNT Ngọc Hồi (minh họa)"
    user = make_user("ngochoi.nongnghiep", name, hashed, district)
    agency = Agency.objects.get(
        area=district, name="Phòng Nông nghiệp và Phát triển nông thôn"
    )
    RoleGrant.objects.create(
        user=user,
        role=Role.DEPARTMENT_OFFICER,
        area=district,
        agency=agency,
        valid_from=FIRST_DAY,
        valid_to=TWO_TIER,
        granted_by=users["quantri"],
        reason="tài khoản trình diễn",
    )


def _two_tier(province: Area, by: User) -> None:
    """A quarterly report of the province's own: no text known here asks for one."""
    ReportRegime.objects.create(
        code="mh-quang-ngai-quy",
        name="Báo cáo kết quả thực hiện công tác giảm nghèo",
        kind=ReportKind.PROGRESS,
        area=province,
        area_path=province.path,
        frequency=Frequency.QUARTER,
        window_day=15,
        due_working_days=5,
        senders=[Sender.COMMUNE],
        receivers=["Sở Nông nghiệp và Môi trường"],
        basis="MH: yêu cầu của tỉnh (số liệu minh họa)",
        mark="?",
        valid_from=date(2025, 7, 1),
        asked_by=by,
        is_demo=True,
    )


def _second_quarter(users: dict[str, User]) -> None:
    """Communes that compiled, signed and sent; the district accepted."""
    owed = Submission.objects.filter(
        period__regime__code="ngoc-hoi-quy", period__last=SECOND_QUARTER, agency=None
    ).exclude(area__name=LATE)
    for number, row in enumerate(owed.select_related("period__regime", "area"), start=1):
        name = slug(row.area)
        with playing(SENT):
            run = ask_submission(row, by=users[f"{name}.canbo"])
            jobs.run(run.job.public_id)
            _step(row, SubmissionStatus.SIGNING, users[f"{name}.canbo"])
            signed = Signed(f"{number}/BC-MH", SENT, f"Chủ tịch {row.area.name}")
            leader = users[f"{name}.lanhdao"]
            _step(row, SubmissionStatus.SUBMITTED, leader, signed)
            _step(row, SubmissionStatus.ACCEPTED, users["ngochoi.canbo"])


def _step(
    row: Submission, to: SubmissionStatus, by: User, signed: Signed | None = None
) -> None:
    take_step(row, to, by=by, version=None, signed=signed)
