"""A quarter that is asked of two communes and an agency, and a superior above them."""

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Agency
from core.dates import playing
from office import jobs
from reports.choices import Frequency, ReportKind, Sender
from reports.choices import SubmissionStatus as S
from reports.models import ReportRegime, Submission
from reports.services.building import ask_submission
from reports.services.calendar import open_periods
from reports.services.submitting import Signed, take_step
from targets.choices import PlanStatus
from targets.models import Plan, Task, TaskPart
from tests import factories
from tests.reports.worlds import SEEDS, random_years

OPENED = date(2020, 9, 20)


@pytest.fixture(params=SEEDS)
def world(request, commune, other_commune, district, district_officer):
    """Five random years of two communes."""
    dice = random.Random(request.param)
    random_years(dice, district, [commune, other_commune], district_officer)
    return district, [commune, other_commune]


@pytest.fixture
def one_world(commune, other_commune, district, district_officer):
    """The first random country alone."""
    random_years(random.Random(1), district, [commune, other_commune], district_officer)
    return district, [commune, other_commune]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def other_leader(other_commune, administrator):
    return factories.make_user("other_leader", Role.LEADER, other_commune, by=administrator)


@pytest.fixture
def other_officer(other_commune, administrator):
    return factories.make_user(
        "other_officer", Role.COMMUNE_OFFICER, other_commune, by=administrator
    )


@pytest.fixture
def agency(district, administrator):
    """An agency that a plan of the year gave work, and its officer."""
    made = Agency.objects.create(area=district, name="Phòng Nông nghiệp")
    officer = factories.make_user(
        "agency_officer", Role.DEPARTMENT_OFFICER, district, by=administrator
    )
    officer.grants.update(agency=made)
    plan = Plan.objects.create(
        area=district,
        area_path=district.path,
        year=2020,
        valid_from=date(2020, 1, 1),
        valid_to=date(2021, 1, 1),
        status=PlanStatus.DRAFT,
    )
    task = Task.objects.create(
        plan=plan, area_path=plan.area_path, position=1, sentence="x", lead=made
    )
    TaskPart.objects.create(task=task, area=district, area_path=district.path, agency=made)
    return made


@pytest.fixture
def regime(district):
    """The quarter of a district's plan: communes and agencies, 5 working days after."""
    return ReportRegime.objects.create(
        code="quy",
        name="Báo cáo",
        kind=ReportKind.PROGRESS,
        area=district,
        area_path=district.path,
        frequency=Frequency.QUARTER,
        due_working_days=5,
        senders=[Sender.COMMUNE, Sender.AGENCY],
        basis="Kế hoạch (kiểm thử)",
        valid_from=date(2020, 6, 1),
    )


@pytest.fixture
def receivers(district_officer, commune_officer):
    """Who accepts, and who writes."""


@pytest.fixture
def opened(media, regime, commune, other_commune, agency, receivers):
    """The third quarter, opened."""
    with playing(OPENED):
        open_periods(OPENED)
        yield Submission.objects.filter(period__number=3)


@pytest.fixture
def counted(opened, commune, other_commune, district_officer):
    """Ten households in each commune; two poor and one near-poor in the first."""
    earlier = timezone.now() - timedelta(days=1)
    rounds = factories.make_round(
        commune.parent, [commune, other_commune], year=2019, by=district_officer
    )
    paper = factories.make_document(commune, number="9", day=date(2019, 12, 20))
    for place, home_round in zip((commune, other_commune), rounds, strict=True):
        for n in range(10):
            home = factories.make_household(
                place, code=f"{place.code}-{n}", head=f"A {n}", size=4
            )
            if place == commune and n < 3:
                told = {"klass": "poor" if n < 2 else "near_poor", "recorded_at": earlier}
                factories.make_recognition(home, home_round, paper, **told)
    return opened


def of(rows, area, agency=None):
    """One unit's report of the quarter."""
    found = rows.select_related("period__regime", "area", "agency", "receiver")
    return found.get(area=area, agency=agency)


def build(row, by):
    """Compile a report as the worker does; the report as it is then."""
    run = ask_submission(row, by=by)
    jobs.run(run.job.public_id)
    run.job.refresh_from_db()
    assert run.job.status == "done", run.job.message
    return Submission.objects.get(pk=row.pk)


def sign(row, officer, leader, number="1/BC-UBND"):
    """Send a compiled report up: its officer, then its leader."""
    take_step(row, S.SIGNING, by=officer, version=None)
    signed = Signed(number, OPENED, "Nguyễn Văn Mẫu")
    return take_step(row, S.SUBMITTED, by=leader, version=None, signed=signed)
