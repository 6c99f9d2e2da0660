"""Reading a plan's target table: pure, every problem with its cell and a sentence."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from core.numbers import parse_decimal, parse_int, show_int
from core.text import name_norm
from office.uploads import Table, cell_name
from targets.choices import Region
from targets.rules import Line, explain_rate, rate_is_wrong, total

WIDTH = 9
NAMES = ("số hộ", "hộ DTTS", "hộ nghèo", "tỷ lệ", "hộ giảm", "hộ còn lại", "tỷ lệ dự kiến")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in which cell; a note does not stop the import."""

    cell: str
    message: str
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class TableLine:
    """One area's row as printed, with where it stands."""

    row: int
    name: str
    region: Region
    line: Line
    printed_rate_before: Decimal | None
    printed_remaining: int | None
    printed_rate_after: Decimal | None


@dataclass(slots=True)
class ReadTable:
    """Lines and the printed total, with everything that was noticed."""

    year: int | None = None
    lines: list[TableLine] = field(default_factory=list)
    total: TableLine | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def blocked(self) -> bool:
        """Whether something must be mended before this table can be used."""
        return any(p.blocking for p in self.problems)


def read_rows(table: Table) -> ReadTable:
    """Read the table in the layout of Kế hoạch 252; checks sums and rates."""
    found = ReadTable(year=_year(table))
    start = _numbering_row(table)
    if start is None:
        found.problems.append(
            Problem(
                "A1",
                "Không thấy hàng đánh số cột “A, B, 1, 2, 3, 4=3/1, 5, 6=3-5, 7”: "
                "tệp không theo mẫu bảng chỉ tiêu. Hãy dùng tệp mẫu.",
            )
        )
        return found
    region = Region.RURAL
    for index in range(start + 1, len(table.rows)):
        cells = (table.rows[index] + [""] * WIDTH)[:WIDTH]
        order, name = cells[0], cells[1]
        if order in {"I", "II"} and not any(cells[2:]):
            region = Region.URBAN if "thanh thi" in name_norm(name) else Region.RURAL
        elif order == "III" or name_norm(name).startswith("tong"):
            found.total = _line(found, index, cells, region)
        elif name and any(cells[2:]):
            line = _line(found, index, cells, region)
            if line is not None:
                found.lines.append(line)
    _check(found)
    return found


def _year(table: Table) -> int | None:
    for row in table.rows[:8]:
        for text in row:
            match = re.search(r"NĂM (\d{4})", text.upper())
            if match:
                return int(match.group(1))
    return None


def _numbering_row(table: Table) -> int | None:
    for index, row in enumerate(table.rows):
        cells = [c.replace(" ", "") for c in row[:WIDTH]]
        if cells[:5] == ["A", "B", "1", "2", "3"]:
            return index
    return None


def _line(found: ReadTable, row: int, cells: list[str], region: Region) -> TableLine | None:
    numbers: list[int | Decimal | None] = []
    for column, text in enumerate(cells[2:], start=2):
        is_rate = column in {5, 8}
        try:
            numbers.append(_number(text, is_rate=is_rate))
        except ValueError:
            kind = "tỷ lệ" if is_rate else "số nguyên không âm"
            message = f"Cột “{NAMES[column - 2]}” phải là {kind}, đang ghi “{text}”."
            found.problems.append(Problem(cell_name(row, column), message))
            return None
    for column, index in ((2, 0), (3, 1), (4, 2), (6, 4)):
        if numbers[index] is None:
            message = f"Cột “{NAMES[index]}” của {cells[1]} đang để trống."
            found.problems.append(Problem(cell_name(row, column), message))
            return None
    rate_before, remaining, rate_after = numbers[3], numbers[5], numbers[6]
    return TableLine(
        row=row,
        name=cells[1],
        region=region,
        line=Line(
            households=int(numbers[0] or 0),
            minority=int(numbers[1] or 0),
            poor_before=int(numbers[2] or 0),
            reduction=int(numbers[4] or 0),
        ),
        printed_rate_before=None if rate_before is None else Decimal(rate_before),
        printed_remaining=None if remaining is None else int(remaining),
        printed_rate_after=None if rate_after is None else Decimal(rate_after),
    )


def _number(text: str, *, is_rate: bool) -> int | Decimal | None:
    if text in {"", "-", "–"}:
        return None
    if is_rate:
        return parse_decimal(text)
    value = parse_int(text)
    if value < 0:
        raise ValueError(text)
    return value


def _check(found: ReadTable) -> None:
    if not found.lines and not found.problems:
        found.problems.append(Problem("A1", "Bảng không có dòng nào của xã, thị trấn."))
    for item in found.lines:
        _check_line(found, item)
    if found.total is None:
        if found.lines:
            found.problems.append(Problem("A1", "Bảng thiếu hàng “Tổng cộng”."))
        return
    _check_line(found, found.total)
    if not any(p.blocking for p in found.problems):
        _check_total(found, found.total)


def _check_line(found: ReadTable, item: TableLine) -> None:
    line = item.line
    if line.reduction > line.poor_before:
        message = (
            f"{item.name}: số hộ giảm {show_int(line.reduction)} lớn hơn số hộ nghèo "
            f"{show_int(line.poor_before)}."
        )
        found.problems.append(Problem(cell_name(item.row, 6), message))
    for column, part, what in (
        (3, line.minority, "số hộ DTTS"),
        (4, line.poor_before, "số hộ nghèo"),
    ):
        if part > line.households:
            message = (
                f"{item.name}: {what} {show_int(part)} lớn hơn tổng số hộ "
                f"{show_int(line.households)}."
            )
            found.problems.append(Problem(cell_name(item.row, column), message))
    if item.printed_remaining not in {None, line.remaining}:
        message = (
            f"{item.name}: số hộ còn lại in {show_int(item.printed_remaining)}, "
            f"tính được {show_int(line.remaining)} (= cột 3 − cột 5)."
        )
        found.problems.append(Problem(cell_name(item.row, 7), message))
    for column, printed, part in (
        (5, item.printed_rate_before, line.poor_before),
        (8, item.printed_rate_after, line.remaining),
    ):
        text = explain_rate(printed, part, line.households)
        if text:
            wrong = rate_is_wrong(printed, part, line.households)
            found.problems.append(
                Problem(cell_name(item.row, column), f"{item.name}: tỷ lệ {text}.", wrong)
            )


def _check_total(found: ReadTable, printed: TableLine) -> None:
    computed = total(item.line for item in found.lines)
    for column, field_name, label in (
        (2, "households", "tổng số hộ"),
        (3, "minority", "số hộ DTTS"),
        (4, "poor_before", "số hộ nghèo"),
        (6, "reduction", "số hộ giảm"),
    ):
        shown, summed = getattr(printed.line, field_name), getattr(computed, field_name)
        if shown != summed:
            message = (
                f"Hàng tổng cộng: {label} in {show_int(shown)}, cộng các dòng được "
                f"{show_int(summed)} (lệch {show_int(shown - summed)})."
            )
            found.problems.append(Problem(cell_name(printed.row, column), message))
