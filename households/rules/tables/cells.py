"""What one cell says: numbers, dates, yes and no, as people really write them."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from core.numbers import parse_decimal, parse_int, show_int
from core.text import name_norm

Raw = str | int | float | bool | date | datetime | time | timedelta
EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's serial numbers
SERIALS = range(366, 80_000)  # 1901 … 2119; smaller whole numbers are years or ages
YEARS = range(1890, 2101)
CCCD_DIGITS = 12
LOST_ZEROS = range(10, CCCD_DIGITS)
OLD_CARD_DIGITS = 9
LONGEST = 9  # digits of a day written as a number
LARGEST = 1_000_000  # square metres of a dwelling that nobody has
YES = {"x", "co", "1", "true", "yes", "v", "thieu hut", "thieu", "dung"}
NO = {"", "khong", "0", "false", "no", "-", "–", "k", "khong thieu hut"}
_DATE = re.compile(r"(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_MONTH = re.compile(r"(?:\d{1,2}[/\-.])(\d{4})")


class BadCell(ValueError):
    """A cell does not hold what its column asks for; the text says what it should."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell, what stands in it, and what is wrong; a note does not stop the row."""

    cell: str
    value: str
    reason: str
    blocking: bool = True


def text_of(cell: Raw | None) -> str:
    """A cell as a person reads it: no “.0” on whole numbers, dates as dd/mm/yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Có" if cell else "Không"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return " ".join(str(cell).replace("\u00a0", " ").replace("\0", "").split())


def birth_of(cell: Raw | None) -> tuple[int | None, date | None]:
    """Year of birth, and the day where the cell says one.

    Unit: a year; a date.
    Source: law.md §4 (dates as text or serial).
    """
    if isinstance(cell, datetime):
        return cell.year, cell.date()
    if isinstance(cell, date):
        return cell.year, cell
    text = text_of(cell)
    if not text:
        return None, None
    if text.isascii() and text.isdigit() and len(text) <= LONGEST:
        return _from_number(int(text), text)
    if match := _MONTH.fullmatch(text):
        return _year(int(match.group(1)), text), None
    day = _from_text(text)
    return _year(day.year, text), day


def _from_number(number: int, text: str) -> tuple[int, date | None]:
    if number in YEARS:
        return number, None
    if number not in SERIALS:
        raise BadCell("không phải năm sinh hoặc ngày sinh (dd/mm/yyyy)")
    day = EPOCH + timedelta(days=number)
    return _year(day.year, text), day


def _year(year: int, text: str) -> int:
    if year not in YEARS:
        raise BadCell(f"năm sinh phải từ {YEARS.start} trở về sau")
    return year


def _from_text(text: str) -> date:
    match, iso = _DATE.fullmatch(text), _ISO.fullmatch(text)
    try:
        if match:
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        if iso:
            return date(*map(int, iso.groups()))
    except ValueError:
        raise BadCell("không có ngày này trong lịch") from None
    raise BadCell("không phải ngày dạng dd/mm/yyyy")


def day_of(cell: Raw | None) -> date | None:
    """A whole date, or nothing.

    Unit: a date.
    Source: law.md §4 (dates as text or serial).
    """
    if not text_of(cell):
        return None
    _, day = birth_of(cell)
    if day is None:
        raise BadCell("phải là ngày đầy đủ dd/mm/yyyy")
    return day


def whole_of(cell: Raw | None, *, most: int) -> int | None:
    """A whole number from 0 to `most`, or nothing.

    Unit: points or persons, as the column says.
    Source: law.md §4 (accept 1.234,5 and 1234.5).
    """
    text = text_of(cell)
    if text in {"", "-", "–"}:
        return None
    try:
        number = parse_int(text)
    except ValueError:
        raise BadCell(f"phải là số nguyên từ 0 đến {most}") from None
    if not 0 <= number <= most:
        raise BadCell(f"phải là số nguyên từ 0 đến {most}")
    return number


def decimal_of(cell: Raw | None) -> str | None:
    """A number with one decimal as text, or nothing.

    Unit: square metres.
    Source: law.md §4 (accept 1.234,5 and 1234.5).
    """
    text = text_of(cell)
    if text in {"", "-", "–"}:
        return None
    try:
        number = parse_decimal(text)
    except ValueError:
        raise BadCell("phải là một số, ví dụ 62,5") from None
    if not 0 < number < LARGEST:
        raise BadCell(f"phải lớn hơn 0 và nhỏ hơn {show_int(LARGEST)}")
    return str(round(number, 1))


def yes_of(cell: Raw | None) -> bool:
    """Yes or no; an empty cell is no.

    Unit: yes or no.
    Source: law.md §4 (Có/blank).
    """
    word = name_norm(text_of(cell)).strip(".")
    if word in YES:
        return True
    if word in NO:
        return False
    raise BadCell("phải ghi “Có”, “x” hoặc để trống")


def yes_if_told(cell: Raw | None) -> bool | None:
    """Yes or no where the cell says so; an empty cell is unknown.

    Unit: yes or no.
    Source: project convention: unknown is never no.
    """
    return yes_of(cell) if text_of(cell) else None


def cccd_of(cell: Raw | None) -> tuple[str, str]:
    """An identity number with its lost leading zeros, and a note where some were lost.

    Unit: 12 digits as text.
    Source: law.md §4 (never lose a leading zero), §6 (CCCD).
    """
    digits = re.sub(r"[\s.'’]", "", text_of(cell))
    if not digits:
        return "", ""
    if not digits.isascii() or not digits.isdigit():
        raise BadCell("số CCCD chỉ gồm 12 chữ số")
    if len(digits) in LOST_ZEROS and isinstance(cell, int | float):
        return digits.zfill(CCCD_DIGITS), "đã trả lại số 0 ở đầu số CCCD"
    if len(digits) == OLD_CARD_DIGITS:
        return "", "đây là CMND 9 số, không nhận làm CCCD; để trống"
    if len(digits) != CCCD_DIGITS:
        raise BadCell(f"số CCCD phải có 12 chữ số, đang có {len(digits)}")
    return digits, ""


def choice_of(cell: Raw | None, known: dict[str, Any], what: str) -> Any:
    """The value a word stands for; nothing where the cell is empty.

    Unit: one of the known values.
    Source: project convention, docs/glossary.md.
    """
    word = name_norm(text_of(cell)).strip(".")
    if not word:
        return None
    if word in known:
        return known[word]
    raise BadCell(f"không phải {what} đã biết")
