"""The heading of a list: where it stands, and what its columns tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from households.rules.classing import Standard
from households.rules.tables.cells import Raw, text_of
from households.rules.tables.fields import Field, guess_columns

LOOKED_AT = 25  # rows in which a heading is searched
FEW = 3  # so many known columns make a heading
NAMED = {Field.NAME, Field.HEAD}


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a sheet: its labels, what each column tells, where data begins."""

    labels: tuple[str, ...]
    columns: dict[int, str]
    first_row: int

    @property
    def by_member(self) -> bool:
        """Whether each row is a member; else each row is a household."""
        return Field.NAME in self.columns.values()


def find_heading(rows: Sequence[Sequence[Raw]], standard: Standard) -> Heading | None:
    """The heading of a sheet among its first rows; two merged rows are read as one.

    Unit: one heading, or nothing where no row names a person's column.
    Source: law.md §4 (data from row 8, from row 10; headings of real lists).
    """
    best: Heading | None = None
    for index, row in enumerate(rows[:LOOKED_AT]):
        upper = [text_of(cell) for cell in row]
        lower = [text_of(cell) for cell in rows[index + 1]] if index + 1 < len(rows) else []
        for labels, height in ((upper, 1), (_stacked(upper, lower), 2)):
            columns = guess_columns(labels, standard)
            named = NAMED & set(columns.values())
            better = best is None or len(columns) > len(best.columns)
            if named and len(columns) >= FEW and better:
                best = Heading(tuple(labels), columns, index + height)
    return best


def _stacked(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two heading rows as one: the lower text where there is one."""
    width = max(len(upper), len(lower))
    pairs = zip(_wide(upper, width), _wide(lower, width), strict=True)
    return [below or above for above, below in pairs]


def _wide(texts: Sequence[str], width: int) -> list[str]:
    return [*texts, *[""] * (width - len(texts))]
