"""Registers: entering, changing, lines, who sees what; every register by its own form."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import RightMissing, StaleVersion
from programs.forms.registers import KeptForm, initial_of
from programs.models import Recovery, Staff, StaffTraining
from programs.registers import REGISTERS
from programs.rules.registers import (
    FindingElsewhere,
    LineOutsideDays,
    RecoveredTooMuch,
    check_line_day,
    check_recovered,
    trained_share,
)
from programs.selectors.registers import (
    adds_lines,
    due_for,
    edits_row,
    found_in,
    rows_of,
    trained_of,
)
from programs.services.frame import PartElsewhere
from programs.services.registers import add_line, change_row, enter_row
from programs.services.work import propose
from tests.factories import make_household, make_user
from tests.programs.money import DAY, make_project
from tests.programs.test_work import plan

pytestmark = pytest.mark.django_db
INSPECTION, FRONT = REGISTERS["kiem-tra"], REGISTERS["giam-sat"]
OBSTACLE, STAFF = REGISTERS["kho-khan"], REGISTERS["can-bo"]
HELPER, RECOVERY = REGISTERS["giup-do-ho"], REGISTERS["thu-hoi-von"]


@pytest.fixture
def da4(db):
    return make_project("DA4")


@pytest.fixture
def work(da4, commune, commune_officer):
    return propose(plan(commune, da4), by=commune_officer)


def typed(register, commune, household, work, district):
    """What a person would type into the form of each register."""
    return {
        "area": commune.public_id,
        "subject": "Kiểm tra giải ngân",
        "planned_on": "2024-09-01",
        "text": "Thiếu vốn đối ứng",
        "proposal": "Bổ sung vốn",
        "raised_on": "2024-09-01",
        "solver_area": district.public_id,
        "due_on": "2024-10-20",
        "name": "Y Thảo",
        "post": "Công chức văn hóa",
        "valid_from": "2022-01-01",
        "office": "Phòng LĐTBXH",
        "seat": "chair",
        "decision": "12/QĐ-UBND",
        "aim": "Hướng dẫn chăn nuôi",
        "household": household.code,
        "activity": work.public_id,
        "amount": "5.000.000",
        "scheme": "Cho vay hộ nghèo",
        "on": "2024-09-30",
        "borrowers": "31",
        "outstanding": "1.250.000.000",
        "overdue": "10.000.000",
        "source": "Báo cáo NHCSXH",
        "households": "12",
        "since": "2023-01-01",
        "honoured": "household",
        "form": "Giấy khen",
        "reason": "Vươn lên thoát nghèo",
        "number": "15/QĐ-UBND",
        "kind": "enterprise",
        "gift": "10 con bò giống",
        "state": "temporary",
        "need": "new",
        "listed_on": "2024-02-01",
    }


@pytest.fixture
def told(commune, district, work):
    home = make_household(commune)
    return typed(None, commune, home, work, district)


@pytest.fixture
def supervisor(commune, administrator):
    return make_user("mttq", "supervisor", commune, by=administrator)


def enterer(register, commune_officer, supervisor):
    return supervisor if register is FRONT else commune_officer


def made(register, told, by, **changes):
    form = KeptForm(told | changes, user=by, register=register)
    assert form.is_valid(), form.errors
    return enter_row(register, form.facts(), by=by)


@pytest.mark.parametrize("slug", REGISTERS)
def test_every_register_takes_shows_and_changes_a_row(
    slug, told, commune, commune_officer, supervisor
):
    register = REGISTERS[slug]
    by = enterer(register, commune_officer, supervisor)
    row = made(register, told, by)
    assert (row.area_path, row.agency, row.version) == (commune.path, None, 1)
    (found,) = rows_of(by, register)
    texts = [column.shown(found) for column in register.columns]
    assert any(text != "–" for text in texts)
    assert not any("None" in text or "object" in text for text in texts)
    again = KeptForm(initial_of(register, row), user=by, register=register)
    assert again.is_valid(), again.errors
    changed = change_row(register, row, again.facts(), by=by, version=1)
    assert changed.version == 2
    with pytest.raises(StaleVersion):
        change_row(register, row, again.facts(), by=by, version=1)
    with pytest.raises(ValidationError):
        made(register, told, by)  # the same a second time


@pytest.mark.parametrize("slug", REGISTERS)
def test_no_register_shows_another_area_or_takes_from_a_reader(
    slug, told, commune_officer, supervisor, outsider, commune_leader
):
    register = REGISTERS[slug]
    row = made(register, told, enterer(register, commune_officer, supervisor))
    assert not rows_of(outsider, register).exists()
    assert not edits_row(outsider, register, row)
    with pytest.raises(RightMissing):
        change_row(register, row, {}, by=outsider, version=1)
    with pytest.raises(RightMissing):
        change_row(register, row, {}, by=commune_leader, version=1)
    if register.lines is not None:
        with pytest.raises(RightMissing):
            add_line(register, row, {"on": DAY}, by=commune_leader)


@pytest.mark.parametrize("slug", REGISTERS)
def test_a_list_costs_the_same_for_one_row_or_many(
    slug, told, commune_officer, supervisor, client, commune
):
    register = REGISTERS[slug]
    by = enterer(register, commune_officer, supervisor)
    row = made(register, told, by)
    client.force_login(by)
    address = reverse("register-list", args=[slug])

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    queries()
    one = queries()
    facts = {f.name: getattr(row, f.name) for f in row._meta.fields}
    for name in ("id", "public_id"):
        facts.pop(name)
    names = ("last_day", "held_on")
    days = [f.name for f in row._meta.fields if f.get_internal_type() == "DateField"]
    day = next(name for name in days if name not in names)
    for n in range(8):
        other = {day: date(2023, 1, n + 1)}
        other = {"mo-hinh": {"name": str(n)}, "nha-tam": {"done_on": DAY}}.get(slug, other)
        register.model._default_manager.create(**facts | other)
    assert queries() == one


def test_the_front_and_the_offices_keep_their_own_inspections(
    told, commune_officer, supervisor
):
    office, front = made(INSPECTION, told, commune_officer), made(FRONT, told, supervisor)
    assert list(rows_of(commune_officer, INSPECTION)) == [office]
    assert list(rows_of(commune_officer, FRONT)) == [front]
    assert not edits_row(commune_officer, FRONT, front)
    assert not edits_row(supervisor, INSPECTION, office)
    form = KeptForm(told | {"subject": "x"}, user=supervisor, register=FRONT)
    assert form.is_valid()
    with pytest.raises(RightMissing):
        enter_row(FRONT, form.facts(), by=commune_officer)


def line(register, row, by, **facts):
    return add_line(register, row, facts, by=by)


def test_a_violation_waits_until_it_is_mended(told, commune_officer):
    row = made(INSPECTION, told, commune_officer, held_on="2024-09-02")
    facts = {"on": date(2024, 9, 2), "kind": "violation", "text": "x"}
    with pytest.raises(ValidationError, match="hạn khắc phục"):
        line(INSPECTION, row, commune_officer, **facts)
    asked = facts | {"remedy": "thu hồi", "due_on": date(2024, 9, 20)}
    wrong = line(INSPECTION, row, commune_officer, **asked)
    (due,) = due_for(commune_officer)
    assert (due.row, due.due_on) == (row, date(2024, 9, 20))
    mended = {"on": date(2024, 9, 9), "kind": "mended", "text": "đã thu"}
    with pytest.raises(ValidationError, match="phải chọn thiếu sót"):
        line(INSPECTION, row, commune_officer, **mended)
    line(INSPECTION, row, commune_officer, **mended, of=wrong)
    assert due_for(commune_officer) == []
    with pytest.raises(ValidationError):
        line(INSPECTION, row, commune_officer, **mended, of=wrong)
    other = made(INSPECTION, told, commune_officer, subject="Khác", held_on="2024-09-02")
    with pytest.raises(FindingElsewhere):
        line(INSPECTION, other, commune_officer, **mended, of=wrong)


def test_an_obstacle_is_answered_by_who_was_asked(
    told, commune_officer, district_officer, commune_leader
):
    row = made(OBSTACLE, told, commune_officer)
    assert [due.row for due in due_for(district_officer)] == [row]
    assert due_for(commune_officer) == []
    assert not adds_lines(commune_leader, OBSTACLE, row)
    with pytest.raises(LineOutsideDays):
        line(OBSTACLE, row, district_officer, on=date(2024, 8, 31), text="x")
    line(OBSTACLE, row, district_officer, on=DAY, text="đang xem", solves=False)
    assert rows_of(district_officer, OBSTACLE).get().solved_on is None
    line(OBSTACLE, row, district_officer, on=DAY, text="đã cấp", solves=True)
    assert rows_of(district_officer, OBSTACLE).get().solved_on == DAY
    assert due_for(district_officer) == []


def test_an_obstacle_names_one_solver_only(told, commune_officer, offices):
    both = told | {"solver": offices[0].public_id}
    form = KeptForm(both, user=commune_officer, register=OBSTACLE)
    assert form.is_valid(), form.errors
    with pytest.raises(ValidationError, match="một nơi giải quyết"):
        enter_row(OBSTACLE, form.facts(), by=commune_officer)


def test_an_agency_sees_the_obstacles_it_is_asked_to_solve(
    told, commune_officer, offices, people
):
    asked = {"solver": offices[0].public_id, "solver_area": ""}
    row = made(OBSTACLE, told, commune_officer, **asked)
    assert list(rows_of(people["nurse"], OBSTACLE)) == [row]
    assert list(rows_of(people["clerk"], OBSTACLE)) == []
    assert not edits_row(people["nurse"], OBSTACLE, row)
    line(OBSTACLE, row, people["nurse"], on=DAY, text="đã rõ", solves=True)
    with pytest.raises(RightMissing):
        line(OBSTACLE, row, people["clerk"], on=DAY, text="x", solves=True)


def test_an_agency_enters_rows_in_its_own_name(told, people, offices, commune):
    row = made(REGISTERS["can-bo"], told, people["nurse"])
    assert (row.agency, row.area) == (offices[0], commune)
    assert not rows_of(people["clerk"], STAFF).exists()


def test_share_of_trained_staff_counts_who_is_in_post(told, commune_officer):
    one = made(STAFF, told, commune_officer)
    two = made(STAFF, told, commune_officer, name="A Hai")
    gone = made(STAFF, told, commune_officer, name="A Ba", last_day="2024-06-30")
    for row in (one, one, gone):
        name = f"Lớp {StaffTraining.objects.count()}"
        line(STAFF, row, commune_officer, on=date(2024, 5, 1), name=name)
    found = trained_of(Staff.objects.all(), DAY)
    assert (found.in_post, found.trained, str(found.share)) == (2, 1, "50.00")
    line(STAFF, two, commune_officer, on=DAY, name="Lớp cuối")
    assert str(trained_of(Staff.objects.all(), DAY).share) == "100.00"
    early = trained_of(Staff.objects.all(), date(2024, 6, 1))
    assert (early.in_post, early.trained) == (3, 2)
    assert trained_share(0, 0) is None


def test_what_is_recovered_stays_between_nothing_and_the_whole(told, commune_officer):
    row = made(RECOVERY, told, commune_officer)
    for amount, paid, wanted in ((10, 0, 11), (10, 5, 6), (10, 5, -6)):
        with pytest.raises(RecoveredTooMuch):
            check_recovered(amount=amount, paid=paid, wanted=wanted)
    line(RECOVERY, row, commune_officer, on=DAY, amount=3_000_000)
    with pytest.raises(RecoveredTooMuch):
        line(RECOVERY, row, commune_officer, on=DAY, amount=2_000_001)
    with pytest.raises(RecoveredTooMuch):
        line(RECOVERY, row, commune_officer, on=DAY, amount=-3_000_001)
    assert [due.due_on for due in due_for(commune_officer)] == [date(2024, 10, 20)]
    line(RECOVERY, row, commune_officer, on=DAY, amount=2_000_000)
    found = rows_of(commune_officer, RECOVERY).get()
    assert (found.paid, found.left) == (5_000_000, 0)
    assert due_for(commune_officer) == []


def test_a_stale_copy_pays_no_more_than_is_due(told, commune_officer):
    row = made(RECOVERY, told, commune_officer)
    stale = Recovery.objects.get(pk=row.pk)
    line(RECOVERY, row, commune_officer, on=DAY, amount=5_000_000)
    with pytest.raises(RecoveredTooMuch):  # the row is read again under lock
        line(RECOVERY, stale, commune_officer, on=DAY, amount=1)


def test_nothing_is_told_of_tomorrow_or_of_before(told, commune_officer):
    row = made(HELPER, told, commune_officer)
    for day in (date(2021, 12, 31), date(2024, 10, 2)):
        with pytest.raises(LineOutsideDays):
            line(HELPER, row, commune_officer, on=day, text="x")
    check_line_day(DAY, first=DAY, last=DAY)


def test_lines_are_only_added(told, commune_officer):
    row = made(STAFF, told, commune_officer)
    kept = line(STAFF, row, commune_officer, on=DAY, name="Lớp")
    with pytest.raises(DatabaseError), transaction.atomic():
        StaffTraining.objects.filter(pk=kept.pk).update(name="khác")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"household": "KHONG-CO"}, "household"),
        ({"household": ""}, "household"),
        ({"valid_from": "31/02/2024"}, "valid_from"),
        ({"aim": ""}, "aim"),
    ],
)
def test_wrong_input_is_said_at_its_field(changes, field, told, commune_officer):
    form = KeptForm(told | changes, user=commune_officer, register=HELPER)
    assert not form.is_valid()
    assert field in form.errors


def test_days_in_the_wrong_order_are_refused_in_words(told, commune_officer):
    with pytest.raises(ValidationError, match="Ngày thôi không được trước"):
        made(STAFF, told, commune_officer, last_day="2021-12-31")


def test_a_household_of_another_area_pays_nothing_back(
    told, commune_officer, other_commune, work
):
    far = make_household(other_commune, code="XA")
    facts = {"activity": work, "household": far, "payer": "", "amount": 5, "due_on": DAY}
    with pytest.raises(PartElsewhere):
        enter_row(RECOVERY, facts, by=commune_officer)


def test_a_department_names_only_households_it_supports(told, people):
    form = KeptForm(told, user=people["nurse"], register=HELPER)
    assert not form.is_valid()
    assert "household" in form.errors


def test_a_search_finds_by_the_named_columns(told, commune_officer):
    row = made(STAFF, told, commune_officer)
    made(STAFF, told, commune_officer, name="A Hai")
    rows = rows_of(commune_officer, STAFF)
    assert list(found_in(rows, STAFF, "thảo")) == [row]
    assert found_in(rows, STAFF, "").count() == 2
    assert found_in(rows, STAFF, "không có").count() == 0


def test_pages_enter_change_and_tell(client, told, commune_officer):
    client.force_login(commune_officer)
    home = client.get(reverse("register-home")).content.decode()
    assert "Khó khăn, vướng mắc" in home
    answer = client.post(reverse("register-create", args=["can-bo"]), told)
    row = Staff.objects.get()
    page = reverse("register-detail", args=["can-bo", row.public_id])
    assert answer.url == page
    training = {"on": "2024-05-01", "name": "Lớp nghiệp vụ", "activity": ""}
    client.post(reverse("register-line", args=["can-bo", row.public_id]), training)
    assert "Lớp nghiệp vụ" in client.get(page).content.decode()
    wrong = client.post(
        reverse("register-line", args=["can-bo", row.public_id]), training | {"on": "x"}
    )
    assert wrong.status_code == 400
    assert "Lớp nghiệp vụ" in wrong.content.decode()
    edit = reverse("register-edit", args=["can-bo", row.public_id])
    client.post(edit, told | {"version": "1", "post": "Phó chủ tịch"})
    stale = client.post(edit, told | {"version": "1", "post": "Trưởng thôn"})
    text = stale.content.decode()
    assert stale.status_code == 400
    assert "Phó chủ tịch" in text
    assert "Trưởng thôn" in text
    assert Staff.objects.get().post == "Phó chủ tịch"
    assert client.get(reverse("register-list", args=["khong-co"])).status_code == 404
