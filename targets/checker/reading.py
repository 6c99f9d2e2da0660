"""From the rows of a sheet, or of pasted text, to a table the checker can hold."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.numbers import parse_decimal, parse_int
from targets.checker.headings import LABEL, ORDER, guess_meanings
from targets.checker.table import COUNTS, RATES, Cell, Number, Row, Table

EMPTY = {"", "-", "–", "—", "x"}
TOTAL_DEPTH = -1
LEAF = 2
MOST_PERCENT = 100_000  # a slip of the unit, not more
ENOUGH = 2  # numbers that make a row one of data
HEADING_WITHIN = 15
_ROMAN = re.compile(r"[IVXL]+")
_LETTER = re.compile(r"[A-ZĐ]")
_DOTTED = re.compile(r"\d+(\.\d+)+")
_NUMBERED = re.compile(r"[A-Z]|\d{1,2}(\s*=.*)?|\(\d{1,2}\)")
_YEAR = re.compile(r"(19|20)\d\d")
_RANGE = re.compile(r"([\d.]+)\s*[-–]\s*([\d.]+)")
# with their accents: “Tống Trân”, “Công Chính”, “Toàn Thắng” are places
_WHOLE_AREA = re.compile(
    r"tổng\b|cộng\s*($|[:\d(]|(chung|các|thôn|xã|huyện|khu vực|i|ii|iii)\b)|"
    r"toàn (xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|quốc|khu vực)\b|"
    r"(tong (so|cong)|cong chung)\b"
)


class NoTable(ValueError):
    """The rows hold no table; the text says what was looked for."""


@dataclass(slots=True)
class Reading:
    """A table that was read, with what its columns were taken for and where cells stand.

    `meanings` are by column number from 0; `rows` the numbers (from 0) of the sheet's
    rows, one for each row of the table; `unread` the cells that hold no number.
    """

    table: Table
    labels: list[str]
    meanings: dict[int, str]
    rows: list[int]
    unread: list[tuple[int, int, str]] = field(default_factory=list)

    def place(self, cell: Cell) -> tuple[int, int]:
        """Row and column of the sheet, from 0."""
        columns = {name: column for column, name in self.meanings.items()}
        written = columns.get(cell.column, columns.get("reduction", 0))  # “73-84”
        return self.rows[cell.row], written


def read_grid(
    grid: Sequence[Sequence[str]], meanings: Mapping[int, str] | None = None
) -> Reading:
    """The table among these rows; a person's `meanings` of the columns go before a guess.

    Unit: one table.
    Source: tables of the five plans: subtotal rows I, II, rows of a total.
    """
    first = next((n for n, row in enumerate(grid) if _is_data(row)), None)
    if first is None:
        raise NoTable("không có dòng nào có tên địa bàn và số liệu")
    above = [
        row for row in grid[max(0, first - HEADING_WITHIN) : first] if _is_heading(row)
    ]
    guessed = dict(meanings) if meanings else guess_meanings(above)
    _find_label(guessed, grid[first:])
    if not any(name in COUNTS for name in guessed.values()):
        raise NoTable("không nhận ra cột nào; hãy chọn ý nghĩa của từng cột")
    return _read(grid, first, guessed)


def _is_data(row: Sequence[str]) -> bool:
    """A name and numbers, and not the row that numbers the columns or names years."""
    filled = [text.strip() for text in row if text.strip()]
    if len(filled) <= 1 or all(_NUMBERED.fullmatch(text) for text in filled):
        return False
    numbers = [text for text in filled if _number(text) is not None]
    if not numbers or all(_YEAR.fullmatch(text) for text in numbers):
        return False
    ranges = sum(_RANGE.fullmatch(text) is not None for text in filled)
    told = len(numbers) + ranges >= ENOUGH or len(filled) > ENOUGH
    return told and any(_is_name(text) for text in filled)


def _is_name(text: str) -> bool:
    taken = _ROMAN.fullmatch(text) or _RANGE.fullmatch(text)
    return _number(text) is None and not taken and len(text) > 1


def _is_heading(row: Sequence[str]) -> bool:
    filled = [text.strip() for text in row if text.strip()]
    return len(filled) > 1 and not all(_NUMBERED.fullmatch(text) for text in filled)


def _number(text: str) -> Number | None:
    for parse in (parse_int, parse_decimal):
        try:
            return parse(text)
        except ValueError:
            continue
    return None


def _find_label(meanings: dict[int, str], rows: Sequence[Sequence[str]]) -> None:
    """Without a heading that says so, names stand in the first column that holds words."""
    if LABEL in meanings.values():
        return
    width = max(len(row) for row in rows)
    named = (
        column
        for column in range(width)
        if column not in meanings and any(_is_name(_text(row, column)) for row in rows)
    )
    meanings[next(named, 0)] = LABEL


def _text(row: Sequence[str], column: int | None) -> str:
    return row[column].strip() if column is not None and column < len(row) else ""


def _read(grid: Sequence[Sequence[str]], first: int, meanings: dict[int, str]) -> Reading:
    columns = {name: column for column, name in meanings.items()}
    reading = Reading(Table(()), [], meanings, [])
    values: list[dict[str, Number | None]] = []
    depths: list[int] = []
    for number, row in enumerate(grid[first:], start=first):
        found = _values(reading, number, row, columns)
        if not any(value is not None for value in found.values()):
            continue
        label = _text(row, columns[LABEL])
        reading.rows.append(number)
        reading.labels.append(label)
        values.append(found)
        depths.append(_depth(_text(row, columns.get(ORDER)), label))
    if not values:
        raise NoTable("không ô nào trong các cột đã chọn là số")
    below = _children(depths)
    lines = zip(reading.labels, values, below, strict=True)
    reading.table = Table(tuple(Row(*line) for line in lines))
    return reading


def _values(
    reading: Reading, number: int, row: Sequence[str], columns: Mapping[str, int]
) -> dict[str, Number | None]:
    found: dict[str, Number | None] = {}
    for name, column in columns.items():
        text = _text(row, column)
        if name in {LABEL, ORDER} or text.lower() in EMPTY:
            continue
        try:
            if name == "reduction" and (ends := _RANGE.fullmatch(text)):
                found["reduction_from"] = parse_int(ends[1])
                found["reduction_to"] = parse_int(ends[2])
            else:
                found[name] = printed_rate(text) if name in RATES else parse_int(text)
        except ValueError:
            reading.unread.append((number, column, text))
    return found


def printed_rate(text: str) -> Decimal:
    """A rate as the paper shows it: a sheet's own number carries more digits.

    Unit: percent, with the decimals that are printed; more than four become two.
    Source: law.md §6 (rates are printed with two decimals).
    """
    value = parse_decimal(text)
    if value > MOST_PERCENT:
        raise ValueError(text[:20])
    exponent = value.as_tuple().exponent
    long = isinstance(exponent, int) and exponent < -4  # noqa: PLR2004
    return round(value, 2) if long else value


def _depth(order: str, label: str) -> int:
    """How deep a row stands: the total, I, A, 1, 1.1."""
    if _WHOLE_AREA.match(unicodedata.normalize("NFC", label.strip().lower())):
        return TOTAL_DEPTH
    clean = order.strip(" .)")
    if _ROMAN.fullmatch(clean):
        return 1
    if _LETTER.fullmatch(clean):
        return 0
    return LEAF + clean.count(".") if _DOTTED.fullmatch(clean) else LEAF


def _children(depths: Sequence[int]) -> list[tuple[int, ...]]:
    """Of each row the rows it is the sum of."""
    lines = [depth for depth in depths if depth != TOTAL_DEPTH]
    top = min(lines, default=LEAF)
    whole = tuple(n for n, depth in enumerate(depths) if depth == top)
    return [
        whole if depth == TOTAL_DEPTH else _below(depths, number)
        for number, depth in enumerate(depths)
    ]


def _below(depths: Sequence[int], number: int) -> tuple[int, ...]:
    """The rows under a group, up to the next of its kind: the shallowest of them."""
    run = []
    for later in range(number + 1, len(depths)):
        if depths[later] <= depths[number]:
            break
        run.append(later)
    nearest = min((depths[n] for n in run), default=0)
    return tuple(n for n in run if depths[n] == nearest)
