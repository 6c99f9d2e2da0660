"""Totals that a list prints among its rows, beside what its rows add up to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.numbers import show_int
from core.text import name_norm

_TOTAL = re.compile(
    r"(tong( so| cong)?( chung| ho| nhan khau| khau)?|cong( chung)?)\s*"
    r"($|[:\d(=]|(toan|thon|lang|ban|to|khu pho|ap|buon|xa|ho) )"
)
_SAID = {
    "hộ": re.compile(r"(?<![\d.])(\d[\d.]{0,12})\s*ho\b(?!\s*(ngheo|can))"),
    "nhân khẩu": re.compile(r"(?<![\d.])(\d[\d.]{0,12})\s*(?:nhan )?khau\b"),
}
_WHOLE = re.compile(r"\d{1,3}(\.\d{3}){1,3}|\d{1,9}")
_LONGEST = 200  # letters of a cell that prints a total


@dataclass(frozen=True, slots=True)
class OpenTotal:
    """A printed total that its rows do not add up to.

    Units: `said` and `counted` in `unit` (hộ, nhân khẩu); `since` the first row counted.
    """

    sheet: str
    row: int
    unit: str
    said: int
    counted: int
    since: int

    def __str__(self) -> str:
        """Where, what is printed, what the rows say, how far apart."""
        return (
            f"Trang “{self.sheet}”, dòng {self.row}: in tổng {show_int(self.said)} {self.unit}, "
            f"các dòng từ {self.since} cộng lại được {show_int(self.counted)} {self.unit}, "
            f"lệch {show_int(abs(self.said - self.counted))}."
        )


@dataclass(slots=True)
class RunningTotals:
    """What the rows of one sheet add up to, beside the totals printed among them."""

    sheet: str
    open: list[OpenTotal] = field(default_factory=list)
    _all: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_SAID, 0))
    _part: dict[str, int] = field(default_factory=lambda: dict.fromkeys(_SAID, 0))
    _first: int = 0
    _since: int = 0

    def count(self, row: int, *, households: int = 0, persons: int = 0) -> None:
        """Add what a row brings."""
        self._first, self._since = self._first or row, self._since or row
        for unit, more in zip(_SAID, (households, persons), strict=True):
            self._all[unit] += more
            self._part[unit] += more

    def compare(self, row: int, said: dict[str, int]) -> None:
        """Hold a printed total against the rows since the last one, and against all."""
        if not self._first:  # a title's, above all rows
            return
        for unit, number in said.items():
            if number not in {self._all[unit], self._part[unit]}:
                # a total below the part's first row is the part's, unless it is larger
                whole = number > self._part[unit] or not self._since
                counted = self._all[unit] if whole else self._part[unit]
                since = self._first if whole else self._since
                found = OpenTotal(self.sheet, row, unit, number, counted, since)
                self.open.append(found)
        self._part = dict.fromkeys(_SAID, 0)
        self._since = 0


def is_total(text: str) -> bool:
    """Whether a cell begins a row of totals; “Tống Thị Hoa” does not.

    Unit: yes or no.
    Source: law.md §4 (lists that communes send print totals among their rows).
    """
    return _TOTAL.match(name_norm(text[:_LONGEST]).strip(" .")) is not None


def said_by(texts: Sequence[str], size: str) -> dict[str, int]:
    """The totals a row prints: in words (“31 hộ, 120 khẩu”), or under the column of sizes.

    Unit: households and persons, each only where the row says it.
    Source: law.md §4 (layouts that communes send).
    """
    words = name_norm(" ".join(text[:_LONGEST] for text in texts))
    found = {
        unit: int(match[1].replace(".", ""))
        for unit, pattern in _SAID.items()
        if (match := pattern.search(words))
    }
    if _WHOLE.fullmatch(size):
        found.setdefault("nhân khẩu", int(size.replace(".", "")))
    return found
