"""What a plan's text promises, held against its table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.numbers import parse_decimal, share_percent, show_decimal, show_int, show_plain
from core.text import name_norm
from targets.checker.findings import Finding, Kind
from targets.checker.table import Cell, Table
from targets.rules import needed_for_points

_NUMBER = r"(\d{1,3}(?:[.,]\d{1,2})?)"
_FALL = re.compile(
    rf"giam\b(?! ngheo\b)(?P<gap>[^\d]{{0,60}}?){_NUMBER}\s*%?(?:\s*(?:-|–|den)\s*{_NUMBER})?"
    r"\s*%(?!\s*(?:so|tong so)\b)"
)
_FROM_TO = re.compile(rf"giam\b[^\d]{{0,60}}?{_NUMBER}\s*%\s*xuong (?:con )?{_NUMBER}\s*%")
_KINDS = re.compile(r"^(xa|phuong|thi tran|thi xa|huyen|quan|thanh pho|tinh)\s+")
_CLAUSES = re.compile(r"(?<=[.;,])\s+|\n")
# a fall of something else than the rate of all poor households
_OTHERS = ("can ngheo", "dtts", "dan toc")
_LEVELS = ("xuong", "con", "duoi")  # what is named is where it falls to, not how far


@dataclass(frozen=True, slots=True)
class Promise:
    """A sentence that promises a fall of the rate, and the row it speaks of.

    Unit: percentage points.
    """

    sentence: str
    row: int
    low: Decimal
    more: bool


def promises_of(text: str, table: Table, labels: Sequence[str]) -> Iterator[Promise]:
    """Sentences of a text that promise points of the poverty rate for a row of the table.

    Unit: percentage points a year.
    Source: law.md §6: “giảm 1%” means percentage points of the rate.
    """
    names = [_KINDS.sub("", _words(label)) for label in labels]
    for clause in _CLAUSES.split(text):
        plain = name_norm(clause)
        if any(word in plain for word in _OTHERS):
            continue
        found = _points(plain)
        row = _row_of(plain, names)
        row = _whole(table) if row is None else row
        if found is not None and row is not None:
            low, more = found
            yield Promise(clause.strip(" ,"), row, low, more)


def _points(plain: str) -> tuple[Decimal, bool] | None:
    """By how many points the clause says the rate falls, and whether by more than that."""
    if match := _FROM_TO.search(plain):
        return parse_decimal(match[1]) - parse_decimal(match[2]), False
    match = _FALL.search(plain)
    if match is None or any(word in match["gap"].split() for word in _LEVELS):
        return None
    return parse_decimal(match[2]), "tren" in match["gap"].split()


def _words(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", name_norm(text)).split())


def _row_of(clause: str, names: Sequence[str]) -> int | None:
    """The row whose name stands in the clause; the longest name wins."""
    words = f" {_words(clause)} "
    named = [
        (len(name), row) for row, name in enumerate(names) if name and f" {name} " in words
    ]
    return max(named)[1] if named else None


def _whole(table: Table) -> int | None:
    """The row of the whole area: the only one nothing stands above, which has rows below."""
    below = {child for row in table.rows for child in row.children}
    tops = [n for n, row in enumerate(table.rows) if row.children and n not in below]
    return tops[0] if len(tops) == 1 else None


def broken_promises(text: str, table: Table, labels: Sequence[str]) -> list[Finding]:
    """Promises that the table's own figures do not keep.

    Unit: percentage points; households still missing.
    Source: law.md §6; seed 001 (Đăk Ang 7-8%/năm, bảng 73 hộ).
    """
    found = []
    for promise in promises_of(text, table, labels):
        cells = [Cell(promise.row, name) for name in ("households", "reduction")]
        households, reduction = (table.value(cell) for cell in cells)
        if not isinstance(households, int) or not isinstance(reduction, int):
            continue
        needed = needed_for_points(promise.low, households, more=promise.more)
        if reduction >= needed:
            continue
        points = show_decimal(share_percent(reduction, households))
        why = (
            f"“{promise.sentence}”: bảng cho {points} điểm phần trăm, thấp hơn "
            f"{show_plain(promise.low)}; mới có {show_int(reduction)} trong "
            f"{show_int(needed)} hộ cần giảm, còn thiếu {show_int(needed - reduction)} hộ"
        )
        printed = show_int(reduction)
        found.append(Finding(Kind.PROMISE, (cells[1],), printed, show_int(needed), why))
    return found
