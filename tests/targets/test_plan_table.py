from decimal import Decimal
from pathlib import Path

import pytest

from office.uploads import Table, read_table
from povertyapp.demonstration.plans import printed_table
from targets.imports import read_rows
from targets.plan_table import PlanRow, heading_row, write_plan_table
from targets.rules import Line, needed_for_points, note_on_objective, total

pytestmark = pytest.mark.django_db


def seed_table():
    rows = [
        ["CHỈ TIÊU GIẢM NGHÈO NĂM 2020"],
        ["A", "B", "1", "2", "3", "4=3/1", "5", "6=3-5", "7"],
    ]
    rows += [list(row.values()) for row in printed_table()]
    return Table(sheet="x", rows=rows)


def test_plan_table_gives_exactly_three_notes_and_closes():
    found = read_rows(seed_table())
    assert found.year == 2020
    assert len(found.lines) == 8
    assert not found.blocked
    notes = sorted(p.message for p in found.problems)
    assert notes == [
        "Ô I6 (Xã Đăk Kan): in 1,60, tính đúng là 1,61: cắt bớt. Không phải lỗi.",
        "Ô I7 (Xã Đăk Ang): in 20,70, tính đúng là 20,75: làm tròn một chữ số. Không phải lỗi.",
        "Ô I8 (Xã Đăk Dục): in 2,75, tính đúng là 2,76: cắt bớt. Không phải lỗi.",
    ]


def test_totals_equal_the_plan():
    lines = read_rows(seed_table()).lines
    whole = total(item.line for item in lines)
    assert (whole.households, whole.minority, whole.base) == (15954, 8818, 791)
    assert (whole.reduction, whole.remaining) == (199, 592)
    assert (str(whole.rate_before), str(whole.rate_after)) == ("4.96", "3.71")


def test_dak_ang_objective_is_missed_by_four_households():
    assert needed_for_points(7, 1094) == 77
    assert needed_for_points(7, 1100) == 77
    assert needed_for_points(7, 1100, more=True) == 78, "above is not from"
    assert "mục tiêu trên 1,2." in note_on_objective(Decimal("1.2"), 15954, 199, more=True)
    assert note_on_objective(7, 1094, 73).startswith("Chưa đạt: bảng cho 6,67 điểm")


@pytest.mark.parametrize(
    ("row", "column", "value", "sentence"),
    [
        (4, 2, "4.808", "Nếu ô C4 sai: phải là 4.807"),
        (4, 6, "99", "Ô G4 (Thị trấn Plei Kần): in 99, phải là 20"),
        (4, 2, "bốn nghìn", "phải là số nguyên không âm, đang ghi “bốn nghìn”"),
        (4, 7, "65", "Ô H4 (Thị trấn Plei Kần): in 65, phải là 64"),
        (
            4,
            5,
            "1,57",
            "Ô F4 (Thị trấn Plei Kần): in 1,57, phải là 1,75: hai chữ số bị đảo",
        ),
    ],
)
def test_a_wrong_cell_is_named_with_a_sentence(row, column, value, sentence):
    table = seed_table()
    table.rows[row - 1][column] = value
    found = read_rows(table)
    assert found.blocked
    assert any(sentence in p.message for p in found.problems if p.blocking)


def test_another_layout_is_refused():
    found = read_rows(Table(sheet="x", rows=[["một", "hai"], ["1", "2"]]))
    assert found.blocked
    assert "không theo mẫu" in found.problems[0].message


def test_workbook_written_by_us_is_read_back_the_same(tmp_path: Path):
    lines = [
        ("1", "Thị trấn Plei Kần", Line(4807, 1178, 84, 20)),
        ("2", "=1+1", Line(9, 1, 1, 0)),
    ]
    rows = [(heading_row("I", "Khu vực thành thị"), True)]
    for order, name, line in lines:
        rows.append(
            (
                PlanRow(
                    order,
                    name,
                    line.households,
                    line.minority,
                    line.base,
                    line.rate_before,
                    line.reduction,
                    line.remaining,
                    line.rate_after,
                ),
                False,
            )
        )
    path = tmp_path / "bảng.xlsx"
    write_plan_table(path, rows=rows, year=2020, subtitle="")
    found = read_rows(read_table(path, path.name))
    assert [item.name for item in found.lines] == ["Thị trấn Plei Kần", "=1+1"]
    assert [item.line for item in found.lines] == [line for _, _, line in lines]
