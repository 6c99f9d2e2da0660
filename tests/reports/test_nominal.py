"""Forms 14 and 15: every household with its members, how it came, what it received."""

import io
import random
from datetime import date

import openpyxl
import pytest

from accounts.choices import Role
from accounts.models import AccessLog
from core.dates import playing
from households.choices import Klass
from office import jobs
from office.exports import is_allowed
from reports.nominal import NoSuchList, ask_nominal, lines_of
from tests.factories import make_household, make_user
from tests.reports import slow
from tests.reports.worlds import DAY, YEAR, random_years

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("klass", [Klass.POOR, Klass.NEAR_POOR])
def test_every_listed_household_and_member_is_on_it_once(world, klass):
    district, communes = world
    lines = list(lines_of(district, klass, on=DAY))
    expected = [one for c in communes for one in slow.listed(c, DAY, klass)]
    assert len({line[0] for line in lines}) == len(expected)
    assert len(lines) == sum(len(members) for *_, members in expected)
    names = {home.head_name for home, *_ in expected}
    assert {line[2] for line in lines if line[1] == 1} == names
    came = {line[2]: line[9] for line in lines if line[1] == 1}
    for commune in communes:
        flows, _ = slow.flows(commune, date(YEAR - 1, 12, 31), DAY, klass)
        own = [came[h.head_name] for h, *_ in slow.listed(commune, DAY, klass)]
        assert own.count("Phát sinh mới") <= flows["new"] + flows["relapsed"]
    whole = [slow.flows(c, date(YEAR - 1, 12, 31), DAY, klass)[0] for c in communes]
    told = [line[9] for line in lines if line[1] == 1]
    assert told.count("Phát sinh mới") == sum(f["new"] for f in whole)
    assert told.count("Tái nghèo") == sum(f["relapsed"] for f in whole)
    assert told.count("Từ danh sách khác") == sum(f["from_listed"] for f in whole)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_the_list_is_a_workbook_and_the_taking_is_written_down(
    media, commune, district, district_officer
):
    make_household(commune, head="=A Blong")
    random_years(random.Random(5), district, [commune], district_officer)
    with playing(DAY):
        export = ask_nominal("14", str(YEAR), area=district, by=district_officer)
        jobs.run(export.job.public_id)
    export.refresh_from_db()
    sheet = openpyxl.load_workbook(io.BytesIO(export.file.content.read())).active
    assert sheet.cell(1, 1).value == "BIỂU SỐ 14. DANH SÁCH HỘ NGHÈO NĂM 2023"
    assert sheet.cell(7, 3).data_type == "s"
    assert AccessLog.objects.filter(username="district_officer", action="list").exists()


def test_only_who_sees_households_keeps_the_list(
    media, commune, district, district_officer, administrator
):
    with playing(DAY):
        export = ask_nominal("15", str(YEAR), area=district, by=district_officer)
        assert is_allowed(export)
        viewer = make_user("xem", Role.VIEWER, district, by=administrator)
        export.created_by = viewer
        assert not is_allowed(export)


@pytest.mark.parametrize(("form", "year"), [("16", "2023"), ("14", "2999"), ("14", "x")])
def test_another_form_or_year_is_refused(district, district_officer, form, year):
    with playing(DAY), pytest.raises(NoSuchList):
        ask_nominal(form, year, area=district, by=district_officer)
