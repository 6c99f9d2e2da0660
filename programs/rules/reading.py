"""Tables in the product's own layout: the heading found, cells read by what they mean."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from core.text import name_norm
from households.rules.tables.cells import BadCell, Raw, text_of

FEW = 3  # so many named columns make a heading
HEADING_WITHIN = 25  # rows in which the heading is looked for


def heading_of(
    rows: Sequence[tuple[int, Sequence[Raw]]],
    names: Mapping[str, str],
    asked: Iterable[str],
) -> tuple[int, dict[str, int]] | None:
    """The heading's place among the first rows, and which column is what.

    Unit: an index among the rows; columns from 0.
    Source: project convention (the templates of the product).
    """
    wanted = {name_norm(name): key for key, name in names.items()}
    for index, (_, row) in enumerate(rows):
        texts = [name_norm(text_of(cell)) for cell in row]
        found = {wanted[text]: n for n, text in enumerate(texts) if text in wanted}
        if set(asked) <= set(found):
            return index, found
    return None


def likely_heading(rows: Sequence[tuple[int, Sequence[Raw]]]) -> int | None:
    """Which of the first rows looks most like a heading: the most words, no numbers.

    Unit: an index among the rows; nothing where no row has three words or more.
    Source: project convention (lists that offices made themselves).
    """
    words = [sum(map(_is_word, row)) for _, row in rows]
    most = max(words, default=0)
    return words.index(most) if most >= FEW else None


def _is_word(cell: Raw) -> bool:
    return isinstance(cell, str) and any(letter.isalpha() for letter in cell)


class TableReader:
    """The cells of one row by what they mean, with the faults found on the way."""

    def __init__(self, number: int, row: Sequence[Raw], columns: Mapping[str, int]) -> None:
        self.number, self.row, self.columns = number, row, columns
        self.faults: list[dict[str, Any]] = []
        self.bad: set[str] = set()

    def cell(self, name: str) -> Raw | None:
        """The cell of a column; nothing where the list has no such column."""
        index = self.columns.get(name)
        if index is None or index >= len(self.row):
            return None
        return self.row[index]

    def text(self, name: str) -> str:
        """The cell as a person reads it."""
        return text_of(self.cell(name))

    def read(self, name: str, how: Any) -> Any:
        """The cell as `how` understands it; a cell it does not understand is a fault."""
        cell = self.cell(name)
        if cell is None or cell == "":
            return None
        try:
            return how(cell)
        except BadCell as error:
            self.fault(name, str(error))
            return None

    def fault(self, name: str, why: str) -> None:
        """Remember what is wrong with a cell."""
        self.bad.add(name)
        letter = get_column_letter(self.columns.get(name, 0) + 1)
        value = self.text(name)
        self.faults.append(
            {"cell": f"{letter}{self.number}", "value": value[:80], "reason": why}
        )
