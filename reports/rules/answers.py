"""The rows of a one-off table: only its columns, numbers where numbers were asked."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from core.errors import DomainError
from core.numbers import parse_decimal, parse_int
from core.text import printable

MOST_LINES = 500
LONGEST = 500  # letters of a cell
MOST_COLUMNS = 30


class BadAnswer(DomainError):
    """A cell that should be a number is none."""

    code = "answer_not_a_number"
    message = "Dòng {line}, cột “{column}”: “{text}” không phải là số."


class TooMuch(DomainError):
    """A table has a bounded size."""

    code = "answer_too_long"
    message = "Biểu nhận đến {lines} dòng, mỗi ô đến {letters} chữ."


def checked_lines(
    columns: Sequence[dict[str, Any]], lines: Sequence[dict[str, Any]]
) -> list[dict[str, str]]:
    """Rows as they are kept: by the column's number from 0, numbers as plain text.

    Unit: as each column names; an empty cell is not known, an empty row is left out.
    Source: project convention, ADR 0027.
    """
    if len(lines) > MOST_LINES:
        raise TooMuch(lines=MOST_LINES, letters=LONGEST)
    found = []
    for number, line in enumerate(lines, start=1):
        cells = {
            str(n): _cell(number, column, str(line.get(str(n), "") or "").strip())
            for n, column in enumerate(columns)
        }
        if any(cells.values()):
            found.append(cells)
    return found


def _cell(line: int, column: dict[str, Any], text: str) -> str:
    if len(text) > LONGEST:
        raise TooMuch(lines=MOST_LINES, letters=LONGEST)
    if not column["number"] or not text:
        return printable(text)
    try:
        return str(_number(text))
    except ValueError as error:
        raise BadAnswer(line=line, column=column["name"], text=text[:40]) from error


def _number(text: str) -> Decimal | int:
    """A whole number with or without dots, else a decimal."""
    try:
        return parse_int(text)
    except ValueError:
        return parse_decimal(text)
