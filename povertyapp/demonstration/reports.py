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
# what was sent: the regime, the period's last day, when; who had not sent by October
SENT = (
    ("ngoc-hoi-quy", date(2020, 3, 14), date(2020, 3, 18), ""),
    ("ngoc-hoi-quy", date(2020, 6, 14), date(2020, 6, 18), "Sa Loong"),
    ("ngoc-hoi-6-thang", date(2020, 6, 14), date(2020, 6, 18), ""),
)


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
    for number, (code, last, sent, late) in enumerate(SENT, start=1):
        owed = Submission.objects.filter(
            period__regime__code=code, period__last=last, agency=None, adds_up=False
        )
        rows = owed.exclude(area__name=late).select_related("period__regime", "area")
        for row in rows:
            _send(row, f"{number}/BC-MH", sent, users)


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


def _send(row: Submission, number: str, day: date, users: dict[str, User]) -> None:
    """A commune compiled, signed and sent; the district accepted."""
    name = slug(row.area)
    officer, leader = users[f"{name}.canbo"], users[f"{name}.lanhdao"]
    with playing(day):
        jobs.run(ask_submission(row, by=officer).job.public_id)
        signed = Signed(number, day, f"Chủ tịch {row.area.name}")
        _step(row, SubmissionStatus.SIGNING, officer)
        _step(row, SubmissionStatus.SUBMITTED, leader, signed)
        _step(row, SubmissionStatus.ACCEPTED, users["ngochoi.canbo"])


def _step(
    row: Submission, to: SubmissionStatus, by: User, signed: Signed | None = None
) -> None:
    take_step(row, to, by=by, version=None, signed=signed)
