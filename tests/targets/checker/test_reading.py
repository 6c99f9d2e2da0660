"""Tables as people paste and send them: found, understood, held against themselves."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.uploads import read_table
from povertyapp.plan_template import ngoc_hoi_workbook
from targets.checker import Cell, Kind, check
from targets.checker.headings import guess_meanings
from targets.checker.promises import broken_promises
from targets.checker.reading import NoTable, read_grid

TEXT = (
    "Phấn đấu giảm tỷ lệ hộ nghèo toàn huyện bình quân trên 1,2%/năm. Riêng xã Đăk Ang "
    "giảm 7-8%/năm theo chuẩn nghèo tiếp cận đa chiều."
)


def rows_of(text):
    return [line.split("\t") for line in text.splitlines()]


@pytest.fixture
def ngoc_hoi(tmp_path):
    path = tmp_path / "bảng.xlsx"
    path.write_bytes(ngoc_hoi_workbook())
    return read_grid(read_table(path, "bảng.xlsx").rows)


def test_ngoc_hois_workbook_gives_exactly_the_known_findings(ngoc_hoi):
    found = check(ngoc_hoi.table)
    told = {(ngoc_hoi.labels[f.cells[0].row], f.kind, f.explanation) for f in found}
    assert told == {
        ("Xã Đăk Kan", Kind.LABEL, "cắt bớt"),
        ("Xã Đăk Dục", Kind.LABEL, "cắt bớt"),
        ("Xã Đăk Ang", Kind.LABEL, "làm tròn một chữ số"),
    }
    (missed,) = broken_promises(TEXT, ngoc_hoi.table, ngoc_hoi.labels)
    assert (missed.printed, missed.computed) == ("73", "77")
    assert "còn thiếu 4 hộ" in missed.explanation
    assert "Đăk Ang" in missed.explanation


def test_promise_of_the_whole_is_held_against_the_total(ngoc_hoi):
    text = "Tỷ lệ hộ nghèo toàn huyện giảm từ 1,5% trở lên."
    (missed,) = broken_promises(text, ngoc_hoi.table, ngoc_hoi.labels)
    assert ngoc_hoi.labels[missed.cells[0].row].startswith("Tổng")
    assert missed.computed == "240"


def test_headings_of_two_rows_are_read_together():
    headings = [
        ["TT", "Đơn vị", "Tổng số hộ", "Hộ nghèo", "", "Hộ cận nghèo", "", "Số khẩu"],
        ["", "", "", "Số hộ", "Tỷ lệ (%)", "Số hộ", "Tỷ lệ (%)", ""],
    ]
    assert guess_meanings(headings) == dict(
        enumerate(
            (
                *("order", "label", "households", "poor", "rate_before"),
                *("near_poor", "near_rate", "persons"),
            )
        )
    )


def test_groups_are_summed_from_their_rows_and_the_total_from_the_groups():
    reading = read_grid(
        rows_of(
            "TT\tĐịa bàn\tTổng số hộ\tHộ nghèo\n"
            "I\tHuyện A\t30\t3\n1\tXã A1\t10\t1\n2\tXã A2\t20\t2\n"
            "II\tHuyện B\t5\t1\n1\tXã B1\t5\t1\n"
            "\tToàn tỉnh\t36\t4"
        )
    )
    below = [row.children for row in reading.table.rows]
    assert below == [(1, 2), (), (), (4,), (), (0, 3)]
    (found,) = check(reading.table)
    assert reading.place(found.cells[0]) == (6, 2)
    assert found.computed == "35"


def test_ranges_add_up_by_both_ends():
    text = "Xã\tSố hộ nghèo\tSố hộ giảm\nTổng\t60\t12-16\nXã A\t20\t5-7\nXã B\t40\t7-{}\n"
    assert check(read_grid(rows_of(text.format(9))).table) == []
    reading = read_grid(rows_of(text.format(8)))
    found = check(reading.table)
    assert found[0].kind == Kind.UNCLEAR
    assert {c.cell.column for c in found[0].candidates} == {"reduction_to"}
    assert {reading.place(cell) for cell in found[0].cells} >= {(1, 2), (3, 2)}


def test_person_says_what_the_columns_hold():
    rows = rows_of("Nơi\tCột 1\tCột 2\nXã A\t100\t10\nXã B\t50\t5\n")
    with pytest.raises(NoTable, match="không nhận ra cột nào"):
        read_grid(rows)
    reading = read_grid(rows, {0: "label", 1: "households", 2: "poor"})
    assert reading.labels == ["Xã A", "Xã B"]
    assert reading.table.value(Cell(1, "poor")) == 5


def test_words_in_a_number_cell_are_named_and_stop_nothing():
    text = "Xã\tTổng số hộ\tHộ nghèo\nXã A\t100\tmười\nXã B\t50\t5\nXã C\t7\t8"
    reading = read_grid(rows_of(text))
    assert reading.unread == [(1, 2, "mười")]
    assert [f.kind for f in check(reading.table)] == [Kind.UNCLEAR]


def test_more_digits_than_a_paper_shows_are_rounded():
    text = "Xã\tTổng số hộ\tHộ nghèo\tTỷ lệ hộ nghèo (%)\nXã A\t3\t1\t33.33333333333333\nXã B\t4\t1\t25"
    reading = read_grid(rows_of(text))
    assert reading.table.value(Cell(0, "rate_before")) == Decimal("33.33")
    assert check(reading.table) == []


CELLS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["I", "1", "1.1", "Tổng", "12", "1.234", "2,08", "7-8", "-", "A", "x"]),
)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=12))
def test_whatever_is_pasted_is_checked_or_refused_in_words(rows):
    heading = ["TT", "Địa bàn", "Tổng số hộ", "Hộ nghèo", "Tỷ lệ (%)", "Số hộ giảm"]
    try:
        reading = read_grid([heading, *rows])
    except NoTable:  # it says what was looked for
        return
    for found in check(reading.table):
        assert all(reading.place(cell) for cell in found.cells)


@pytest.mark.parametrize(
    "word", ["Thôn", "Tên thôn", "Tổ dân phố", "Khu phố", "Xóm", "Bản"]
)
def test_column_of_villages_is_no_column_of_households(word):
    found = guess_meanings([["STT", word, "Tổng số hộ", "Hộ nghèo"]])
    assert found == {0: "order", 1: "label", 2: "households", 3: "poor"}


@pytest.mark.parametrize(
    "name", ["Cộng Hòa", "Tòng Bạt", "Công Chính", "Toàn Thắng", "Tống Trân"]
)
def test_places_that_sound_like_a_total_are_rows(name):
    text = (
        f"Xã\tTổng số hộ\tHộ nghèo\n{name}\t100\t10\nSa Loong\t100\t20\nToàn huyện\t200\t30"
    )
    reading = read_grid(rows_of(text))
    assert [row.children for row in reading.table.rows] == [(), (), (0, 1)]
    assert check(reading.table) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Giảm tỷ lệ hộ nghèo xuống còn 8%.",
        "Đẩy mạnh công tác giảm nghèo, phấn đấu 100% hộ nghèo được cấp thẻ BHYT.",
        "Chương trình giảm nghèo bền vững, tỷ lệ hộ nghèo còn dưới 5%.",
        "Tỷ lệ hộ cận nghèo giảm 6%.",
        "Tỷ lệ hộ nghèo DTTS giảm 7-8%.",
        "Giảm 20% số hộ nghèo.",
    ],
)
def test_sentences_that_promise_no_points_of_the_rate_are_passed_by(ngoc_hoi, sentence):
    assert broken_promises(sentence, ngoc_hoi.table, ngoc_hoi.labels) == []


def test_fall_from_one_rate_to_another_is_their_difference(ngoc_hoi):
    text = "Giảm tỷ lệ hộ nghèo từ 4,96% xuống còn 3,46%"
    (missed,) = broken_promises(text, ngoc_hoi.table, ngoc_hoi.labels)
    assert missed.computed == "240", "1,5 points of 15.954 households"


def test_hundred_digits_are_no_number_and_no_fault():
    rate = "9" * 27 + ",12345"
    text = f"Xã\tTổng số hộ\tTỷ lệ hộ nghèo (%)\nXã B\t5\t1,5\nXã A\t{'1' * 5000}\t{rate}"
    reading = read_grid(rows_of(text))
    assert [(row, column) for row, column, _ in reading.unread] == [(2, 1), (2, 2)]


@pytest.mark.parametrize("column", [1, 50])
def test_column_without_numbers_is_refused_in_words(column):
    rows = rows_of("TT\tĐịa bàn\tTổng số hộ\n1\tXã A\t100\n2\tXã B\t50")
    with pytest.raises(NoTable, match="không ô nào"):
        read_grid(rows, {column: "poor"})


def checked_in(size, *, off, every):
    """Seconds the checker takes for a list of so many rows."""
    lines = [f"Xã {n}\t{100 + n}\t{10 + n % 7}" for n in range(size)]
    homes, poor = sum(range(100, 100 + size)), sum(10 + n % 7 for n in range(size))
    rows = [line.replace("\t1", "\t9", 1) for line in lines] if every else lines
    total = f"Toàn tỉnh\t{homes + off}\t{poor}"
    reading = read_grid(rows_of("\n".join(["Xã\tTổng số hộ\tHộ nghèo", *rows, total])))
    started = time.process_time()
    assert bool(check(reading.table)) is bool(off)
    return time.process_time() - started


@pytest.mark.parametrize("every", [False, True])
def test_eight_times_the_rows_take_no_cubic_time(every):
    small, large = (checked_in(size, off=1, every=every) for size in (120, 960))
    assert large < max(small, 0.01) * 8 * 8, "a cubic search takes 512 times as long"
