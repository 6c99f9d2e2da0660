"""Edges of household lists that once went wrong, or nearly did."""

from datetime import date

import openpyxl
import pytest

from households.choices import PrintKind
from households.models import Household, Review
from households.selectors.quality import quality_of
from households.services.listing.applying import choose
from households.services.listing.taking import leaving_count
from households.services.printing import ask_paper
from office.jobs import run as run_job
from tests.factories import make_area, make_household, make_review
from tests.households.listing.books import FAMILY, HOUSEHOLDS, WIDOW, book

pytestmark = pytest.mark.django_db


def outcomes(run):
    return [row.outcome for row in run.households.all()]


def reasons(run):
    return [f["reason"] for row in run.households.all() for f in row.faults]


def test_no_fault_shows_an_identity_number(read):
    row = list(FAMILY[0])
    row[6] = 99083000001  # a number: it lost its zero
    wrong = [*WIDOW[0][:6], "12345", *WIDOW[0][7:]]
    run = read(book([row, *FAMILY[1:], wrong]))
    shown = str([r.faults for r in run.households.all()])
    assert "đã trả lại số 0" in shown
    assert "99083000001" not in shown
    assert "12345" not in shown


def test_same_list_read_twice_and_applied_twice_makes_one_household(read, apply):
    first, second = read(book(WIDOW)), read(book(WIDOW))
    apply(first)
    apply(second)
    assert Household.objects.count() == 1
    assert "vừa được ghi sau khi đọc tệp" in reasons(second)[-1]


def test_new_household_chosen_from_a_list_of_heads_is_refused(read, item, commune_officer):
    for code in ("H1", "H2"):
        make_household(item.commune, code=code, head="A Blong")
    rows = [(date(2024, 9, 5), "A Blong", "", "", "Nam", 1, "", 118, 30, "Hộ nghèo", "A")]
    run = read(book(rows, headings=HOUSEHOLDS))
    assert outcomes(run) == ["doubt"]
    choose(run, 1, None, by=commune_officer)
    assert outcomes(run) == ["refused"]
    assert "không đủ để đăng ký hộ mới" in reasons(run)[-1]


def test_new_member_of_a_known_household_needs_sex_and_group(read, apply):
    apply(read(book(FAMILY)))
    stranger = ("", "", "A Lạ", "Con", 2001, "", None, "", "", "", None, None)
    run = read(book([*FAMILY, stranger]))
    assert outcomes(run) == ["refused"]
    assert "A Lạ: thiếu giới tính" in reasons(run)


def test_table_that_begins_in_column_b_names_its_cells(read):
    workbook = book(FAMILY)
    workbook.active.insert_cols(1)
    workbook.active["B1"] = None
    workbook.active["A1"] = None
    workbook.active["F8"] = "31/02/1983"
    faults = [f for row in read(workbook).households.all() for f in row.faults]
    assert faults[0]["cell"] == "F8"


@pytest.mark.parametrize("name", ["Tòng Văn Nam", "Tống Thị Hoa", "Công Văn Bảy"])
def test_names_that_sound_like_a_total_are_persons(read, item, name):
    held = make_household(item.commune, code="7", head=name)
    make_review(item, held)
    rows = [(date(2024, 9, 5), name, "7", "", "Nam", 1, "", 118, 30, "Hộ nghèo", "A")]
    assert outcomes(read(book(rows, headings=HOUSEHOLDS))) == ["changed"]


def test_blank_row_within_a_household_keeps_its_last_member_in_the_refusals(read):
    wrong = [*FAMILY[0][:4], "31/02/1983", *FAMILY[0][5:]]
    run = read(book([wrong, FAMILY[1], ("",) * 12, FAMILY[2]]))
    rows = list(
        openpyxl.load_workbook(run.answer.content.path).active.iter_rows(values_only=True)
    )
    assert [row[2] for row in rows[1:] if row[2]] == ["A Blong", "Y Ngọc", "A Bé"]


def test_own_template_without_marks_keeps_a_total(read, apply, item, commune_officer):
    apply(read(book(FAMILY)))
    paper = ask_paper(PrintKind.LIST_TEMPLATE, item, None, by=commune_officer)
    run_job(paper.job.public_id)
    paper.refresh_from_db()
    run = read(openpyxl.load_workbook(paper.file.content.path))
    assert outcomes(run) == ["unchanged"], [r.changes for r in run.households.all()]
    assert Review.objects.get().deprived_total == 4


def test_household_that_moved_away_is_on_no_list_of_its_old_commune(
    read, apply, item, other_commune, commune_officer
):
    apply(read(book(FAMILY + WIDOW)))
    gone = Household.objects.get(head_name="A Blong")
    gone.commune, gone.area_path = other_commune, other_commune.path
    gone.save()
    paper = ask_paper(PrintKind.LIST_MEMBERS, item, None, by=commune_officer)
    run_job(paper.job.public_id)
    paper.refresh_from_db()
    sheet = openpyxl.load_workbook(paper.file.content.path).active
    text = str(list(sheet.iter_rows(values_only=True)))
    assert "Y Dép" in text
    assert "A Blong" not in text


@pytest.mark.parametrize(
    ("line", "open_totals"),
    [
        (("Tổng cộng: 2 hộ, 4 nhân khẩu",), []),
        (("Tổng số",), []),
        (
            ("Cộng thôn 1: 3 hộ",),
            ["in tổng 3 hộ, các dòng từ 8 cộng lại được 2 hộ, lệch 1"],
        ),
        (
            ("", "Tổng cộng", "3 hộ", "5 khẩu"),
            [
                "in tổng 3 hộ, các dòng",
                "in tổng 5 nhân khẩu, các dòng từ 8 cộng lại được 4",
            ],
        ),
    ],
)
def test_printed_totals_are_held_against_the_rows(read, line, open_totals):
    run = read(book([*FAMILY, *WIDOW, line]))
    said = [problem["message"] for problem in run.problems]
    assert len(said) == len(open_totals)
    assert all(part in text for part, text in zip(open_totals, said, strict=True))
    assert run.status == "ready", "a total that does not close stops no row"


def test_subtotals_and_total_of_sizes_close(read):
    def row(code, size):
        day = date(2024, 9, 5)
        return (day, "A Blong", code, "", "Nam", size, "", 118, 30, "Hộ nghèo", "A")

    def total(size):
        return ("Cộng", "", "", "", "", size)

    rows = [row("1", 3), row("2", 4), total(7), row("3", 2), total(2), total(9)]
    assert read(book(rows, headings=HOUSEHOLDS)).problems == []
    wrong = read(book([*rows[:-1], total(10)], headings=HOUSEHOLDS)).problems
    assert "in tổng 10 nhân khẩu" in wrong[0]["message"]
    assert "cộng lại được 9" in wrong[0]["message"]


def test_open_total_stands_on_the_quality_list(read, item):
    read(book([*FAMILY, ("Tổng cộng: 2 hộ",)]))
    found = {check.title: check.findings for check in quality_of(item.commune, item)}
    texts = found["Số tổng in trong danh sách không khớp các dòng"]
    assert "in tổng 2 hộ" in texts[0].what


def test_head_of_another_village_is_asked_about_and_no_refusal_loops(
    read, apply, item, commune, commune_officer
):
    make_area(commune, level="village", code="T2", name="2", kind="Thôn")
    apply(read(book(FAMILY)))
    moved = [(*FAMILY[0][:7], "2", *FAMILY[0][8:])]
    moved = [(*moved[0][:6], None, *moved[0][7:])]  # no card: only name and year tell
    run = read(book(moved))
    assert outcomes(run) == ["doubt"]
    choose(run, 1, None, by=commune_officer)
    apply(run)
    assert outcomes(run) == ["new"]
    assert Household.objects.filter(head_name="A Blong").count() == 2


def test_members_the_list_leaves_out_are_counted_before_anything_is_written(read, apply):
    apply(read(book(FAMILY)))
    run = read(book([FAMILY[0]]))
    assert leaving_count(run) == 2
    assert leaving_count(read(book(FAMILY))) == 0


def test_row_of_endless_digits_is_read_at_once(read):
    digits = "1" * 20_000
    run = read(book([*FAMILY, ("Tổng cộng", digits, f"{digits} hộ")]))
    assert (run.status, run.problems) == ("ready", [])


@pytest.mark.parametrize(
    "line", [("Tổng: 12 hộ nghèo, 19 hộ cận nghèo",), ("Tổng cộng toàn xã: 1 hộ",)]
)
def test_totals_of_a_class_are_not_held_against_all(read, line):
    assert read(book([*FAMILY, line])).problems == []
