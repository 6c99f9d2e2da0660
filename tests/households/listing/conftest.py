from datetime import date

import pytest

from core.dates import playing
from households.services.listing.applying import ask_applying
from households.services.listing.taking import upload_list
from office.jobs import run as run_job
from office.models import Job
from tests.factories import make_area, make_round
from tests.households.listing.books import upload


@pytest.fixture(autouse=True)
def day(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with playing(date(2024, 9, 20)):
        yield


@pytest.fixture
def village(commune):
    return make_area(commune, level="village", code="T1", name="1", kind="Thôn")


@pytest.fixture
def item(district, commune, district_officer, village):
    return make_round(
        district,
        [commune],
        year=2024,
        by=district_officer,
        standard="2022-2026",
        procedure="2022-2025",
    )[0]


@pytest.fixture
def read(commune, item, commune_officer):
    """Send a workbook in and let it be read."""

    def act(workbook, *, into=item, name="danh-sach.xlsx"):
        run = upload_list(
            upload(workbook, name), commune=commune, commune_round=into, by=commune_officer
        )
        run_job(run.job.public_id)
        run.refresh_from_db()
        return run

    return act


@pytest.fixture
def apply(commune_officer):
    """Write a read list; the job that did."""

    def act(run):
        job = ask_applying(run, by=commune_officer)
        run_job(job.public_id)
        run.refresh_from_db()
        return Job.objects.get(pk=job.pk)

    return act
