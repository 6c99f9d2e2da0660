"""Reading a plan's target table: pure, every problem with its cell and a sentence."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from core.numbers import parse_int
from core.text import name_norm
from office.uploads import Table, cell_name
from targets.checker import Cell, Kind, Row, check
from targets.checker import Table as CheckedTable
from targets.checker.reading import printed_rate
from targets.checker.wording import in_words, proposal_in_words, proposals
from targets.choices import Region
from targets.rules import Line

WIDTH = 9
# where the plan's table prints what the checker speaks of
PLACES = {
    "households": 2,
    "minority": 3,
    "poor": 4,
    "rate_before": 5,
    "reduction": 6,
    "remaining": 7,
    "rate_after": 8,
}
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
            base=int(numbers[2] or 0),
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
        return printed_rate(text)
    value = parse_int(text)
    if value < 0:
        raise ValueError(text)
    return value


def _check(found: ReadTable) -> None:
    """Hold the table against its own arithmetic; what is merely rounded is a note."""
    if not found.lines:
        if not found.problems:
            found.problems.append(Problem("A1", "Bảng không có dòng nào của xã, thị trấn."))
        return
    if found.total is None:
        found.problems.append(Problem("A1", "Bảng thiếu hàng “Tổng cộng”."))
    if found.blocked:  # rows that were not read would only look like wrong sums
        return
    items = [*found.lines, *([found.total] if found.total else [])]
    below = tuple(range(len(found.lines)))
    rows = [Row(item.name, _values(item), ()) for item in items]
    rows[-1] = replace(rows[-1], children=below)

    def name(cell: Cell) -> str:
        return cell_name(items[cell.row].row, PLACES[cell.column])

    for finding in check(CheckedTable(tuple(rows))):
        words = in_words(finding, name, items[finding.cells[0].row].name)
        told = "; ".join(proposal_in_words(one, name) for one in proposals(finding))
        found.problems.append(
            Problem(
                name(finding.cells[0]),
                f"{words} {told[0].upper()}{told[1:]}." if told else words,
                blocking=finding.kind != Kind.LABEL,
            )
        )


def _values(item: TableLine) -> dict[str, int | Decimal | None]:
    """A row's cells under the names the checker knows."""
    return {
        "households": item.line.households,
        "minority": item.line.minority,
        "poor": item.line.base,
        "rate_before": item.printed_rate_before,
        "reduction": item.line.reduction,
        "remaining": item.printed_remaining,
        "rate_after": item.printed_rate_after,
    }
