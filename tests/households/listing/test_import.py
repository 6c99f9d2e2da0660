"""Household lists: uploaded, read, looked at, applied, refused with a reason, sent again."""

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from core.errors import DomainError, RightMissing
from households.choices import PrintKind, ReviewStatus, RoundStatus, RowOutcome
from households.models import (
    Household,
    HouseholdEvent,
    ImportedHousehold,
    Member,
    Person,
    Residence,
    Review,
)
from households.services.listing.applying import ask_applying, choose
from households.services.listing.taking import ListNotReady, remap, upload_list
from households.services.printing import ask_paper
from households.services.reviews import Answers, save_review
from office.jobs import run as run_job
from tests.factories import make_household, make_review
from tests.households.listing.books import FAMILY, HOUSEHOLDS, MEMBERS, WIDOW, book, upload

pytestmark = pytest.mark.django_db


def outcomes(run):
    return [row.outcome for row in run.households.all()]


def reasons(run):
    return [f["reason"] for row in run.households.all() for f in row.faults]


def test_list_is_read_shown_and_applied(read, apply, item):
    run = read(book(FAMILY + WIDOW))
    assert outcomes(run) == ["new", "new"]
    assert not Household.objects.exists(), "looking at a list writes nothing"
    assert apply(run).status == "done"
    home = Household.objects.get(head_name="A Blong")
    assert (home.size, home.ethnic_minority, home.village.name) == (3, True, "1")
    review = home.reviews.get(commune_round=item)
    assert (review.score_b1, review.deprived_total, review.klass) == (118, 4, "poor")
    assert review.status == ReviewStatus.DONE
    assert "thiếu hụt 4/12 chỉ số" in review.explanation
    head = home.members.get(relation="head").person
    assert head.cccd == "999083000001"
    assert home.residences.get().size == 3
    assert home.events.get().kind == "registered"


def test_same_file_again_changes_nothing(read, apply):
    apply(read(book(FAMILY + WIDOW)))
    before = snapshot()
    again = read(book(FAMILY + WIDOW))
    assert outcomes(again) == ["unchanged", "unchanged"]
    apply(again)
    assert snapshot() == before


def snapshot():
    models = (Household, Person, Member, Residence, HouseholdEvent, Review)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_changed_household_says_what_and_gets_it(read, apply):
    apply(read(book(FAMILY)))
    changed = [list(row) for row in FAMILY]
    changed[0][10] = 141
    changed[1][2], changed[1][4] = "Y Ngọc", 1986
    run = read(book([*changed[:2]]))
    row = run.households.get()
    assert row.outcome == RowOutcome.CHANGED
    told = {c["what"]: (c["before"], c["after"]) for c in row.changes}
    assert told["Tổng điểm B1"] == ("118", "141")
    assert told["Y Ngọc: năm sinh"] == ("1985", "1986")
    assert told["Rời hộ"] == ("A Bé", "–")
    apply(run)
    home = Household.objects.get()
    assert home.size == 2
    assert home.reviews.get().klass == "not_poor"
    assert home.events.order_by("-pk")[0].note == "theo danh sách"


def test_household_edited_after_the_reading_is_refused_with_the_rest_applied(
    read, apply, commune_officer
):
    apply(read(book(FAMILY)))
    changed = [[*FAMILY[0][:10], 141, 40], *FAMILY[1:]]
    run = read(book(changed + WIDOW))
    review = Review.objects.get()
    other = Answers(score_b1=120, deprivations=[], deprived_total=4)
    save_review(review, answers=other, finish=True, by=commune_officer, version=1)
    apply(run)
    assert outcomes(run) == ["refused", "new"]
    assert reasons(run)[-1] == "hộ hoặc phiếu của hộ đã được sửa sau khi đọc tệp"
    assert Review.objects.get(household__head_name="A Blong").score_b1 == 120
    assert Household.objects.filter(head_name="Y Dép").exists()


BAD = {
    "cccd_short": ({6: "12345"}, "số CCCD phải có 12 chữ số, đang có 5"),
    "cccd_contradicts": ({6: "999183000001"}, "số CCCD cho biết giới tính Nữ"),
    "birth": ({4: "31/02/1983"}, "không có ngày này trong lịch"),
    "points": ({10: "nhiều"}, "phải là số nguyên từ 0 đến 999"),
    "b2": ({11: 35}, "B2 phải là bội số của 10"),
    "village": ({7: "Làng Mới"}, "không có thôn, tổ dân phố tên “Làng Mới”"),
    "sex": ({5: "?"}, "không phải giới tính (Nam, Nữ) đã biết"),
    "no_ethnic": ({8: ""}, "thiếu dân tộc"),
    "no_name": ({2: ""}, "dòng này thiếu họ và tên"),
    "class": ({9: "giàu"}, "không phải diện hộ đã biết"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_bad_row_is_refused_with_its_cell_and_the_others_go_in(read, apply, name):
    cells, reason = BAD[name]
    wrong = [cells.get(n, v) for n, v in enumerate(FAMILY[0])]
    run = read(book([wrong, *FAMILY[1:], *WIDOW]))
    assert outcomes(run) == ["refused", "new"]
    assert any(reason in text for text in reasons(run)), reasons(run)
    refused = openpyxl.load_workbook(run.answer.content.path).active
    rows = list(refused.iter_rows(values_only=True))
    assert rows[0][-1] == "Lý do không nhận"
    assert reason in rows[1][-1]
    assert rows[2][2] == "Y Ngọc", "the whole household stands in the file"
    assert apply(run).status == "done"
    assert list(Household.objects.values_list("head_name", flat=True)) == ["Y Dép"]


def test_mended_workbook_of_refusals_is_taken_as_it_is(read, apply):
    wrong = [*FAMILY[0][:6], "99908300000", *FAMILY[0][7:]]
    wrong[6] = "9990830000011"
    run = read(book([wrong, *FAMILY[1:]]))
    mended = openpyxl.load_workbook(run.answer.content.path)
    mended.active["G2"] = "999083000001"
    again = read(mended, name="khong-nhan.xlsx")
    assert outcomes(again) == ["new"]
    apply(again)
    assert Household.objects.get().size == 3


def test_lost_leading_zeros_serial_dates_and_failed_formulas(read):
    row = list(FAMILY[0])
    row[4], row[6] = 30387, 99083000001  # a serial date, a number that lost its zero
    run = read(book([row, *FAMILY[1:]]))
    assert outcomes(run) == ["new"], reasons(run)
    member = run.households.get().facts["members"][0]
    assert member["birth_date"] == "1983-03-12"
    assert "đã trả lại số 0 ở đầu số CCCD" in reasons(run)
    broken = book(FAMILY)
    broken.active["K8"] = "#REF!"
    broken.active["K8"].data_type = "e"
    assert any("#REF!" in text for text in reasons(read(broken)))


def test_ghost_heading_and_total_rows_are_passed_by(read):
    ghosts = [("",) * 12, ("Thôn 1",), *FAMILY, ("", "", "", "", ""), ("Tổng cộng", "", 3)]
    numbered = [("1", "2", "3", "4", "5"), *ghosts]
    assert outcomes(read(book(numbered))) == ["new"]


def test_number_and_class_repeated_on_every_row_make_one_household(read):
    filled = [(1, "A Blong", *row[2:9], "Hộ nghèo", 118, 40) for row in FAMILY]
    run = read(book(filled + [(2, *WIDOW[0][1:])]))
    assert [len(r.facts["members"]) for r in run.households.all()] == [3, 1]


def test_every_refused_row_comes_back_however_many(read):
    bad = [
        (n, f"A {n}", f"A {n}", "Chủ hộ", "31/02/1980", "Nam", None, "1", "Kinh", "", 1, 0)
        for n in range(1, 1_300)
    ]
    run = read(book(bad))
    sheet = openpyxl.load_workbook(run.answer.content.path, read_only=True).active
    told = [row[12] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert len(told) == 1_299, "more than one batch"
    assert all("không có ngày này" in reason for reason in told)


def test_number_of_another_commune_is_refused_without_saying_where(
    read, item, other_commune
):
    stranger = make_household(other_commune, code="X", head="Người Khác")
    person = stranger.members.get().person
    make_household(item.commune, code="Y")
    holder = read(book(FAMILY)).households.get().facts["members"][0]
    person.cccd_hash, person.cccd_sealed = holder["card"], holder["sealed"]
    person.save()
    run = read(book(FAMILY))
    assert outcomes(run) == ["refused"]
    assert "đã được ghi cho một người khác" in reasons(run)[0]
    assert "Pờ Y" not in reasons(run)[0]
    assert "Người Khác" not in reasons(run)[0]


def test_same_name_in_doubt_is_asked_and_remembered(read, apply, commune_officer, item):
    held = make_household(item.commune, code="H9", head="Y Dép")
    held.members.get()
    Person.objects.update(birth_year=1950, sex="female")
    make_review(item, held)
    run = read(book(WIDOW))
    row = run.households.get()
    assert row.outcome == RowOutcome.DOUBT
    assert row.choices[0]["label"] == "Y Dép, mã H9, Xã Đăk Ang, 1 nhân khẩu"
    with pytest.raises(DomainError):
        choose(run, 99, held, by=commune_officer)
    choose(run, row.position, held, by=commune_officer)
    row.refresh_from_db()
    assert (row.outcome, row.household) == (RowOutcome.CHANGED, held)
    apply(run)
    assert held.reviews.get().score_b1 == 131
    assert Household.objects.count() == 1


def test_code_that_a_household_of_the_village_bears_is_asked_about(
    read, item, village, commune_officer
):
    held = make_household(item.commune, code="MH-7", head="A Khác")
    held.village = village
    held.save()
    headings = ["Mã hộ", *MEMBERS]
    family = [("MH-7", *FAMILY[0]), *(("", *row) for row in FAMILY[1:])]
    row = read(book(family, headings=headings)).households.get()
    assert row.outcome == RowOutcome.DOUBT
    assert "mã MH-7" in row.choices[0]["label"]


def test_undecided_row_is_refused_and_a_new_one_can_be_chosen(
    read, apply, commune_officer, item
):
    make_household(item.commune, code="H9", head="Y Dép")
    Person.objects.update(birth_year=None)
    apply(first := read(book(WIDOW)))
    assert reasons(first) == ["chưa chọn đây là hộ nào"]
    second = read(book(WIDOW))
    choose(second, 1, None, by=commune_officer)
    apply(second)
    assert Household.objects.filter(head_name="Y Dép").count() == 2


def test_list_of_one_row_a_household_finds_the_known_and_refuses_the_unknown(
    read, apply, item
):
    held = make_household(item.commune, code="7", head="A Blong")
    make_review(item, held)
    rows = [
        (date(2024, 9, 5), "A BLONG", 1, "Có", "Nam", 1, "", 118, 30, "Hộ nghèo", "A"),
        (date(2024, 9, 5), "Y Lạ", 2, "", "Nữ", 4, "", "150,0", 0, "Hộ không nghèo", "A"),
    ]
    run = read(book(rows, headings=HOUSEHOLDS))
    assert outcomes(run) == ["changed", "refused"]
    apply(run)
    held.refresh_from_db()
    assert held.reviews.get().klass == "poor"
    assert held.native_minority
    assert held.size == 1


def test_columns_named_otherwise_are_told_once_and_remembered(read, commune_officer, item):
    odd = ["Hộ", "Chủ", "Ông bà", "Là gì", *["Ngày sinh", "Giới tính", "CCCD", "Thôn"]]
    odd += ["Dân tộc", "Loại hộ", "B1", "B2"]
    first = read(book(FAMILY, headings=odd))
    assert first.status == "refused"
    nearly = ["STT", "Chủ", "Họ và tên", "Là gì", *odd[4:]]
    second = read(book(FAMILY, headings=nearly))
    assert outcomes(second)[0] == "new"
    sheet = second.params["sheets"][0]
    columns = {int(c): n for c, n in sheet["columns"].items()} | {3: "relation", 1: "head"}
    remap(second, {sheet["signature"]: columns}, by=commune_officer)
    second.refresh_from_db()
    run_job(second.job.public_id)
    relations = [m["relation"] for m in second.households.get().facts["members"]]
    assert relations == ["head", "spouse", "child"]
    third = read(book(FAMILY, headings=nearly))
    assert third.params["sheets"][0]["columns"]["3"] == "relation"


def test_household_repeated_on_a_second_sheet_is_counted_once(read):
    workbook = book(FAMILY + WIDOW)
    page = workbook.copy_worksheet(workbook.active)
    page.title = "Thoát nghèo"
    run = read(workbook)
    assert outcomes(run) == ["new", "new"]
    assert run.params["repeated"] == 2


def test_household_twice_on_one_sheet_is_refused_the_second_time(read, apply):
    run = read(book([*FAMILY, (3, *FAMILY[0][1:])]))
    assert outcomes(run) == ["new", "refused"]
    assert "số CCCD của A Blong đã có ở một dòng phía trên" in reasons(run)


def test_superiors_of_both_sides_are_told_of_a_number_that_is_taken(
    read, other_commune, district_officer
):
    stranger = make_household(other_commune, code="X", head="Người Khác")
    facts = read(book(FAMILY)).households.get().facts["members"][0]
    person = stranger.members.get().person
    person.cccd_hash, person.cccd_sealed = facts["card"], facts["sealed"]
    person.save()
    read(book(FAMILY))
    texts = [n.text for n in district_officer.notices.all()]
    assert any("Xã Pờ Y" in text for text in texts)
    assert any("Xã Đăk Ang vừa nhập một số CCCD" in text for text in texts)


def test_only_an_officer_of_the_commune_takes_lists_in(item, commune, outsider):
    with pytest.raises(RightMissing):
        upload_list(upload(book(FAMILY)), commune=commune, commune_round=item, by=outsider)


def test_applied_list_is_not_applied_again(read, apply, commune_officer):
    run = read(book(FAMILY))
    apply(run)
    with pytest.raises(ListNotReady):
        ask_applying(run, by=commune_officer)


def test_round_closed_meanwhile_stops_the_whole_application(read, apply, item):
    run = read(book(FAMILY))
    item.status = RoundStatus.SUBMITTED
    item.save()
    job = apply(run)
    assert job.status == "failed"
    assert "không sửa được" in job.message or "Đã trình" in job.message
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    "kind", [PrintKind.LIST_MEMBERS, PrintKind.LIST_HOUSEHOLDS, PrintKind.LIST_TEMPLATE]
)
def test_what_is_written_reads_back_as_unchanged(read, apply, item, commune_officer, kind):
    apply(read(book(FAMILY + WIDOW)))
    for review in Review.objects.all():
        answers = Answers(
            score_b1=review.score_b1,
            deprivations=["job", "water", "toilet", "telecom"][: review.deprived_total],
            causes=["no_land", "illness"],
        )
        save_review(review, answers=answers, finish=True, by=commune_officer, version=1)
    paper = ask_paper(kind, item, None, by=commune_officer)
    run_job(paper.job.public_id)
    paper.refresh_from_db()
    before = snapshot()
    run = read(openpyxl.load_workbook(paper.file.content.path))
    assert set(outcomes(run)) == {"unchanged"}, [r.changes for r in run.households.all()]
    assert len(outcomes(run)) == 2
    apply(run)
    assert snapshot() == before


def test_reading_asks_as_many_queries_for_many_as_for_few(
    read, django_assert_max_num_queries
):
    many = [
        [n, f"A {n}", f"A {n}", "Chủ hộ", 1980, "Nam", None, "1", "Xơ Đăng", "", 118, 30]
        for n in range(60)
    ]
    with django_assert_max_num_queries(45):
        run = read(book(many))
    assert outcomes(run) == ["new"] * 60


def test_stored_facts_hold_no_open_number(read):
    run = read(book(FAMILY))
    row = ImportedHousehold.objects.get(run=run)
    assert "999083000001" not in str(row.facts)
    assert Path(run.file.content.path).exists()
