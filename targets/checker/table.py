"""What a printed table holds: rows in a tree, columns by their meaning."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

Number = int | Decimal
Value = Number | None

COUNTS = (
    *("households", "minority", "poor", "reduction", "remaining"),
    *("near_poor", "persons", "poor_persons", "near_poor_persons"),
    *("reduction_from", "reduction_to"),
)
# rate → the count above, the count below
RATES: dict[str, tuple[str, str]] = {
    "rate_before": ("poor", "households"),
    "rate_after": ("remaining", "households"),
    "near_rate": ("near_poor", "households"),
    "minority_rate": ("minority", "households"),
    "poor_persons_rate": ("poor_persons", "persons"),
    "near_persons_rate": ("near_poor_persons", "persons"),
}
# difference → from what, less what
DIFFERENCES = {"remaining": ("poor", "reduction")}
# a part is never more than its whole
PARTS = (
    *(("minority", "households"), ("poor", "households"), ("near_poor", "households")),
    *(("reduction_from", "reduction_to"), ("reduction_to", "poor")),
    *(("reduction", "poor"), ("poor_persons", "persons"), ("near_poor_persons", "persons")),
)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One place of a table: the row's number from 0 and the column's meaning."""

    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row as printed; `children` are the rows it is the sum of."""

    label: str
    values: Mapping[str, Value]
    children: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of the paper."""

    rows: tuple[Row, ...]
    columns: frozenset[str] = field(default_factory=frozenset)
    changed: Mapping[Cell, Number] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The columns are those any row fills."""
        if self.changed:
            return
        filled = {
            name for row in self.rows for name, v in row.values.items() if v is not None
        }
        object.__setattr__(self, "columns", frozenset(filled))

    def value(self, cell: Cell) -> Value:
        """What stands in a cell; None where it is empty."""
        if cell in self.changed:
            return self.changed[cell]
        return self.rows[cell.row].values.get(cell.column)

    def cells(self) -> Iterator[Cell]:
        """Every filled cell, row by row."""
        for number, row in enumerate(self.rows):
            for name in row.values:
                cell = Cell(number, name)
                if self.value(cell) is not None:
                    yield cell

    def with_values(self, values: Mapping[Cell, Number]) -> "Table":
        """The same table with some cells as they would be."""
        return replace(self, changed={**self.changed, **values})


def exact_rate(part: int, whole: int) -> Fraction:
    """A share in percent, exactly.

    Unit: percent.
    """
    return Fraction(100 * part, whole)
