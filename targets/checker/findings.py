"""What the checker says of a table: labels of printed rates, and errors with candidates."""

from dataclasses import dataclass, field
from enum import StrEnum

from targets.checker.table import Cell, Number


class Kind(StrEnum):
    """What a finding is."""

    LABEL = "label"  # right, printed in its own way: never an error
    CELL = "cell"  # one cell, named
    SWAPPED = "swapped"  # two cells that changed places
    MISSING_ROW = "missing_row"  # a row that stands in the total but not on the paper
    PROMISE = "promise"  # the text promises more than the table gives
    UNCLEAR = "unclear"  # something does not close, and several cells could be why


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cell that may be wrong, and what it would have to be."""

    cell: Cell
    values: tuple[Number, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: where, what is printed, what it should be, and a likely reason."""

    kind: Kind
    cells: tuple[Cell, ...]
    printed: str
    computed: str
    explanation: str
    candidates: tuple[Candidate, ...] = field(default=())
