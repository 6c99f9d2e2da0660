"""Registers between areas, agencies and days: two grants, heirs, edits, what is asked."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AccessLog, Agency, RoleGrant, User
from areas.models import Area, AreaSuccession
from core.errors import RightMissing
from office.exports import ask_export, is_allowed
from office.jobs import run as run_job
from office.models import Export
from povertyapp.handlers import register_handlers
from povertyapp.invariants import broken
from programs.exports import REGISTER
from programs.forms.registers import KeptForm, initial_of
from programs.models import Helper, Project, Recovery, Staff
from programs.registers import REGISTERS
from programs.rules.registers import DayImpossible, LineOutsideDays, RecoveredTooMuch
from programs.selectors.registers import (
    choices_for,
    due_for,
    edits_row,
    found_in,
    rows_of,
    trained_of,
)
from programs.services.frame import PartElsewhere
from programs.services.registers import add_line, change_row, enter_row
from programs.services.work import propose
from tests.factories import FIRST_DAY, make_area, make_household, make_user
from tests.programs.money import DAY, make_project
from tests.programs.test_work import plan

pytestmark = pytest.mark.django_db
OBSTACLE, STAFF = REGISTERS["kho-khan"], REGISTERS["can-bo"]
HELPER, RECOVERY = REGISTERS["giup-do-ho"], REGISTERS["thu-hoi-von"]
INSPECTION = REGISTERS["kiem-tra"]


def person(area, **fields):
    facts = {"area": area, "name": "Y Thảo", "post": "x", "valid_from": date(2022, 1, 1)}
    return facts | fields


def difficulty(area, **fields):
    facts = {"area": area, "text": "x", "raised_on": date(2024, 9, 1)}
    return facts | {"solver_area": area.parent, "due_on": date(2024, 10, 20)} | fields


def told(kind, area, on=date(2024, 9, 2)):
    look = {"area": area, "subject": "x", "planned_on": on, "held_on": on}
    return look | {"subject": kind}


@pytest.fixture
def far(province):
    """A commune of another district of the province."""
    district = make_area(
        province, level="district", code="612", name="Đăk Hà", kind="Huyện"
    )
    return make_area(district, level="commune", code="23500", name="Hà Mòn")


@pytest.fixture
def double(commune, far, administrator):
    """A commune officer who also stands in for one of another district."""
    user = make_user("double", "commune_officer", commune, by=administrator)
    RoleGrant.objects.create(
        user=user,
        role="commune_officer",
        area=far,
        valid_from=FIRST_DAY,
        granted_by=administrator,
    )
    return User.objects.get(pk=user.pk)


def test_two_communes_choose_from_both_and_an_obstacle_stays_in_its_line(
    double, commune, far, district
):
    offices = [
        Agency.objects.create(area=area.parent, name=f"Phòng {n}")
        for n, area in enumerate((commune, far))
    ]
    offered = choices_for("solver", double, OBSTACLE)
    assert set(offered) == set(offices)
    works = [
        propose(plan(area, make_project(f"DA4{n}"), "other", planned={}), by=double)
        for n, area in enumerate((commune, far))
    ]
    assert set(choices_for("activity", double, RECOVERY)) == set(works)
    with pytest.raises(PartElsewhere):
        enter_row(OBSTACLE, difficulty(far, solver_area=district), by=double)
    wrong = difficulty(far, solver_area=None, solver=offices[0])
    with pytest.raises(PartElsewhere):
        enter_row(OBSTACLE, wrong, by=double)
    enter_row(OBSTACLE, difficulty(far), by=double)
    assert broken() == {}


def test_components_of_another_province_are_not_offered(nation, commune, commune_officer):
    other = make_area(nation, level="province", code="58", name="Ninh Thuận", kind="Tỉnh")
    make_project("DA2")
    theirs = make_project("TP9", area=other)
    assert theirs not in choices_for("project", commune_officer, OBSTACLE)
    assert Project.objects.get(code="DA2") in choices_for(
        "project", commune_officer, OBSTACLE
    )
    with pytest.raises(PartElsewhere):
        enter_row(OBSTACLE, difficulty(commune, project=theirs), by=commune_officer)


@pytest.fixture
def work(commune, commune_officer):
    return propose(plan(commune, make_project("DA4")), by=commune_officer)


@pytest.fixture
def fund(work, commune, commune_officer):
    facts = {"activity": work, "household": make_household(commune), "payer": ""}
    facts |= {"amount": 500, "due_on": date(2024, 10, 20)}
    return enter_row(RECOVERY, facts, by=commune_officer)


def test_an_edit_leaves_room_for_what_was_told(fund, commune, commune_officer):
    facts = {"on": date(2024, 9, 1), "amount": 300}
    add_line(RECOVERY, fund, facts, by=commune_officer)
    with pytest.raises(RecoveredTooMuch):
        change_row(RECOVERY, fund, {"amount": 100}, by=commune_officer, version=1)
    row = enter_row(OBSTACLE, difficulty(commune), by=commune_officer)
    answer = {"on": date(2024, 9, 5), "text": "x", "solves": True}
    add_line(OBSTACLE, row, answer, by=commune_officer)
    later = {"raised_on": date(2024, 9, 30)}
    with pytest.raises(LineOutsideDays):
        change_row(OBSTACLE, row, later, by=commune_officer, version=1)
    assert broken() == {}
    Recovery.objects.update(amount=100)
    assert set(broken()) == {"recovery_payments_within_amount"}


def test_days_nobody_can_mean_are_refused(commune, commune_officer):
    for on in (date(1, 1, 1), date(2099, 1, 1)):
        with pytest.raises(DayImpossible):
            enter_row(INSPECTION, told("x", commune, on), by=commune_officer)
    row = enter_row(INSPECTION, told("y", commune), by=commune_officer)
    wrong = {"on": date(2024, 9, 9), "kind": "violation", "text": "x", "remedy": "y"}
    wrong |= {"due_on": date(2024, 9, 20)}
    found = add_line(INSPECTION, row, wrong, by=commune_officer)
    early = {"on": date(2024, 9, 8), "kind": "mended", "text": "x", "of": found}
    with pytest.raises(LineOutsideDays):
        add_line(INSPECTION, row, early, by=commune_officer)


def test_a_helper_of_a_household_that_ended_can_be_let_go(commune, commune_officer):
    home = make_household(commune)
    facts = {"household": home, "name": "x", "office": "y", "aim": "z"}
    row = enter_row(HELPER, facts | {"valid_from": date(2024, 1, 1)}, by=commune_officer)
    home.ended_on = date(2024, 5, 1)
    home.save()
    row = Helper.objects.get(pk=row.pk)
    typed = initial_of(HELPER, row) | {"last_day": "2024-05-01"}
    form = KeptForm(typed, user=commune_officer, register=HELPER, row=row)
    assert form.is_valid(), form.errors
    change_row(HELPER, row, form.facts(), by=commune_officer, version=1)
    assert Helper.objects.get().last_day == date(2024, 5, 1)


def test_what_a_merged_commune_left_open_its_heir_goes_on_with(
    fund, commune, province, administrator, outsider
):
    heir = make_area(province, level="commune", code="23999", name="Mới")
    gone = {"share": "whole", "day": date(2024, 7, 1), "decision": "x"}
    AreaSuccession.objects.create(old=commune, new=heir, **gone)
    officer = make_user("heir", "commune_officer", heir, by=administrator)
    assert edits_row(officer, RECOVERY, fund)
    facts = {"on": date(2024, 9, 1), "amount": 100}
    add_line(RECOVERY, fund, facts, by=officer)
    with pytest.raises(RightMissing):
        add_line(RECOVERY, fund, facts, by=outsider)


def test_my_work_is_mine_before_it_is_cut(
    commune, district, commune_officer, district_officer
):
    for n in range(60):
        own = difficulty(commune, text=str(n), solver_area=commune.parent.parent)
        enter_row(OBSTACLE, own | {"due_on": date(2024, 9, 2)}, by=commune_officer)
    mine = enter_row(OBSTACLE, difficulty(commune, text="hỏi huyện"), by=commune_officer)
    assert [due.row for due in due_for(district_officer)] == [mine]


def test_a_search_needs_no_accents_and_changes_no_rate(client, commune, commune_officer):
    row = enter_row(STAFF, person(commune), by=commune_officer)
    enter_row(STAFF, person(commune, name="A Hai"), by=commune_officer)
    told_ = {"on": date(2024, 5, 1), "name": "Lớp"}
    add_line(STAFF, row, told_, by=commune_officer)
    assert list(found_in(rows_of(commune_officer, STAFF), STAFF, "thao")) == [row]
    assert trained_of(Staff.objects.all(), DAY).trained == 1
    client.force_login(commune_officer)
    page = client.get(reverse("register-list", args=["can-bo"]), {"q": "thao"})
    assert "50,00%" in page.content.decode()


def test_pages_that_name_a_household_are_written_down(fund, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    one = ["thu-hoi-von", fund.public_id]
    desk.get(reverse("register-edit", args=one))
    desk.post(reverse("register-line", args=one), {"on": "x", "amount": "1"})
    read = AccessLog.objects.filter(subject_type="register_thu-hoi-von")
    assert read.count() == 2


def test_a_row_costs_the_same_for_any_number_of_lines(commune, commune_officer, work):
    row = enter_row(STAFF, person(commune), by=commune_officer)
    desk = Client()
    desk.force_login(commune_officer)
    address = reverse("register-detail", args=["can-bo", row.public_id])

    def asked(count):
        for n in range(count):
            facts = {"on": date(2024, 5, n + 1), "name": f"Lớp {count}", "activity": work}
            add_line(STAFF, row, facts, by=commune_officer)
        with CaptureQueriesContext(connection) as caught:
            assert desk.get(address).status_code == 200
        return len(caught)

    asked(1)
    assert asked(2) == asked(9)


def test_an_export_ends_with_what_it_was_asked_with(
    fund, far, commune_officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    register_handlers()
    desk = Client()
    desk.force_login(commune_officer)
    desk.post(reverse("register-export", args=["thu-hoi-von"]))
    export = Export.objects.get()
    run_job(export.job.public_id)
    export = Export.objects.select_related("created_by", "area").get()
    assert export.file is not None
    assert AccessLog.objects.filter(subject_type="register_thu-hoi-von").count() == 1
    assert is_allowed(export)
    RoleGrant.objects.filter(user=commune_officer).update(area=far)
    moved = Export.objects.select_related("created_by", "area").get()
    assert not is_allowed(moved)


def test_agencies_keep_books_of_their_own(people, province):
    register = REGISTERS["du-no"]
    facts = {"area": province, "scheme": "x", "on": DAY, "borrowers": 1}
    facts |= {"outstanding": 5, "overdue": 0, "source": "y"}
    for name in ("nurse", "clerk"):
        enter_row(register, facts, by=people[name])
    with pytest.raises(ValidationError):
        enter_row(register, facts, by=people["clerk"])
    assert rows_of(people["nurse"], register).count() == 1
    assert Area.objects.filter(pk=province.pk).exists()


def test_workbooks_asked_with_a_long_scope_are_not_one_job(commune, commune_officer):
    held = " ".join(f"/{n}/" for n in range(60))
    asked = [
        ask_export(
            REGISTER, {"held": held, "register": slug}, area=commune, by=commune_officer
        )
        for slug in ("can-bo", "kho-khan")
    ]
    assert asked[0].job_id != asked[1].job_id
