"""Which projects run where, and who leads them: one lead each, said in a sentence."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Agency
from core.dates import playing
from core.errors import RightMissing
from programs.choices import Part
from programs.models import Assignment, Programme, Project, SubProject
from programs.rules import applies
from programs.selectors.frame import Applicabilities, projects_of
from programs.services.frame import (
    AlreadyAssigned,
    CodeTaken,
    Component,
    Duty,
    LeadTaken,
    PartElsewhere,
    Statement,
    assign,
    end_assignment,
    enter_project,
    state_applicability,
)
from tests.programs.money import make_project

pytestmark = pytest.mark.django_db
YEAR = 2022


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_DATE = date(2022, 6, 1)
    with playing(settings.DEMO_DATE):
        yield


@pytest.fixture
def project(db):
    return make_project("DA3")


@pytest.fixture
def part(project):
    return SubProject.objects.create(project=project, code="TDA2", name="x", mark="S")


@pytest.fixture
def offices(province):
    return [Agency.objects.create(area=province, name=n) for n in ("Sở Y tế", "Sở NN")]


def test_second_lead_of_a_part_is_a_slip_that_is_said(
    project, part, offices, province_officer
):
    """Kế hoạch 1335/KH-UBND gives “Tiểu dự án 2 (Dự án 3)” to two departments."""
    first = Duty(project, part, offices[0], YEAR, Part.LEAD, "KH 1335/KH-UBND")
    assign(first, by=province_officer)
    slip = Duty(project, part, offices[1], YEAR, Part.LEAD, "KH 1335/KH-UBND")
    with pytest.raises(LeadTaken) as refused:
        assign(slip, by=province_officer)
    said = str(refused.value)
    assert "TDA2" in said
    assert "đã do Sở Y tế chủ trì (KH 1335/KH-UBND)" in said
    assert "hỏi lại cơ quan ban hành" in said
    with pytest.raises(IntegrityError, match="assignment_one_lead"), transaction.atomic():
        Assignment.objects.create(
            project=project,
            sub_project=part,
            agency=offices[1],
            area=offices[1].area,
            area_path=offices[1].area.path,
            year=YEAR,
            part=Part.LEAD,
            source="x",
        )
    with_them = Duty(project, part, offices[1], YEAR, Part.WITH, "x")
    assign(with_them, by=province_officer)
    with pytest.raises(AlreadyAssigned):
        assign(with_them, by=province_officer)
    next_year = Duty(project, part, offices[1], YEAR + 1, Part.LEAD, "x")
    assert assign(next_year, by=province_officer)


def test_assignment_is_taken_back_by_its_area_only(
    project, offices, province_officer, district_officer
):
    made = assign(
        Duty(project, None, offices[0], YEAR, Part.LEAD, "x"), by=province_officer
    )
    with pytest.raises(RightMissing):
        end_assignment(made, by=district_officer)
    end_assignment(made, by=province_officer)
    assert assign(
        Duty(project, None, offices[1], YEAR, Part.LEAD, "x"), by=province_officer
    )


def test_part_of_another_project_is_refused(project, part, offices, province_officer):
    other = make_project("DA4")
    with pytest.raises(PartElsewhere):
        assign(Duty(other, part, offices[0], YEAR, Part.LEAD, "x"), by=province_officer)


@pytest.mark.parametrize(
    ("stated", "wanted", "held", "yes"),
    [
        (None, [], [], True),
        (None, ["poor_district"], [], False),
        (None, ["poor_district"], ["poor_district"], True),
        (False, [], [], False),
        (True, ["poor_district"], [], True),
    ],
)
def test_what_is_stated_comes_before_where_a_project_runs(stated, wanted, held, yes):
    found = applies(stated=stated, source="x", wanted=wanted, held=held)
    assert found.yes is yes


def test_nearest_statement_counts(project, province, district, commune, province_officer):
    def say(area, yes):
        told = Statement(project, area, YEAR, yes, f"QĐ của {area}")
        state_applicability(told, by=province_officer)

    assert Applicabilities([commune], YEAR).of(project, commune).yes
    say(province, yes=False)
    answer = Applicabilities([commune], YEAR).of(project, commune)
    assert (answer.yes, answer.why) == (
        False,
        "không áp dụng theo QĐ của Tỉnh Kon Tum (Tỉnh Kon Tum)",
    )
    say(district, yes=True)
    assert Applicabilities([commune], YEAR).of(project, commune).yes
    say(district, yes=False)
    assert not Applicabilities([commune], YEAR).of(project, commune).yes
    with pytest.raises(RightMissing):
        say(commune, yes=True)


def test_province_enters_the_components_of_its_own_frame(
    province, province_officer, outsider, commune
):
    frame = Programme.objects.create(
        code="GN26",
        name="x",
        valid_from=date(2026, 1, 1),
        valid_to=date(2031, 1, 1),
        source="x",
    )
    part = Component("TP1", "Sinh kế", "NQ HĐND")
    made = enter_project(frame, province, part, by=province_officer)
    with pytest.raises(CodeTaken):
        enter_project(frame, province, part, by=province_officer)
    with pytest.raises(RightMissing):
        enter_project(frame, province, part, by=outsider)
    assert [row.project for row in projects_of(commune, 2027)] == [made]
    elsewhere = outsider.current_grants()[0].area
    assert projects_of(elsewhere, 2027) == []


def test_page_assigns_and_says_the_slip(project, part, offices, province_officer):
    desk = Client()
    desk.force_login(province_officer)
    data = {
        "nam": str(YEAR),
        "project": project.public_id,
        "sub_project": part.public_id,
        "part": "lead",
        "source": "KH 1335",
    }
    url = reverse("project-assign")
    assert desk.post(url, data | {"agency": offices[0].public_id}).status_code == 302
    refused = desk.post(url, data | {"agency": offices[1].public_id})
    assert refused.status_code == 400
    assert "đã do Sở Y tế chủ trì" in refused.content.decode()
    page = desk.get(reverse("project-list"), {"nam": YEAR}).content.decode()
    assert "Sở Y tế" in page
    assert Project.objects.count() == 1
