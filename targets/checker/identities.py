"""What must hold between the cells of a table, and what a cell would have to be.

Every identity answers two questions: does it hold, and within which whole numbers (or
rates) would one of its cells make it hold, the others standing as printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Protocol

from targets.checker.table import COUNTS, DIFFERENCES, PARTS, RATES, Cell, Table

NEAR, ONE_PLACE = Fraction(1, 100), Fraction(1, 20)
LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class Span:
    """The values a cell may have, both ends included."""

    low: Fraction
    high: Fraction

    def __and__(self, other: "Span") -> "Span | None":
        """What both allow."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        return Span(low, high) if low <= high else None


EVERYTHING = Span(Fraction(-LARGEST), Fraction(LARGEST))


class Identity(Protocol):
    """Something that must hold between cells."""

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells it speaks of."""
        ...

    def holds(self, table: Table) -> bool:
        """Whether it holds as printed."""
        ...

    def allows(self, table: Table, cell: Cell) -> Span | None:
        """The values of one cell for which it would hold; None where there are none."""
        ...


def _number(table: Table, cell: Cell) -> Fraction:
    return Fraction(table.value(cell) or 0)


def _exactly(value: Fraction) -> Span:
    return Span(value, value)


@dataclass(frozen=True, slots=True)
class Sum:
    """A total is the sum of its parts."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The total, then the parts."""
        return (self.total, *self.parts)

    def gap(self, table: Table) -> Fraction:
        """How much the printed total is above the sum of its parts."""
        parts = sum((_number(table, part) for part in self.parts), Fraction(0))
        return _number(table, self.total) - parts

    def holds(self, table: Table) -> bool:
        """Whether nothing is left over."""
        return self.gap(table) == 0

    def allows(self, table: Table, cell: Cell) -> Span | None:
        """The one value that closes the sum."""
        return self.closing(table, cell, self.gap(table))

    def closing(self, table: Table, cell: Cell, gap: Fraction) -> Span:
        """The same where the gap is known: a long sum is added up once, not for each cell."""
        return _exactly(_number(table, cell) + (-gap if cell == self.total else gap))


@dataclass(frozen=True, slots=True)
class Difference:
    """What remains is the one less the other."""

    rest: Cell
    whole: Cell
    taken: Cell

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The rest, the whole, what is taken."""
        return self.rest, self.whole, self.taken

    def gap(self, table: Table) -> Fraction:
        """How much the printed rest is above what it should be."""
        rest, whole, taken = (_number(table, cell) for cell in self.cells)
        return rest - (whole - taken)

    def holds(self, table: Table) -> bool:
        """Whether nothing is left over."""
        return self.gap(table) == 0

    def allows(self, table: Table, cell: Cell) -> Span | None:
        """The one value that closes the difference."""
        gap = self.gap(table)
        return _exactly(_number(table, cell) + (gap if cell == self.whole else -gap))


def tolerance(printed: Decimal) -> Fraction:
    """How far a printed rate may lie from the exact one: it is rounded or cut.

    Unit: percentage points.
    Source: law.md §6: half up or truncated to two decimals, within 0.01; seed 001 prints
    one decimal once.
    """
    places = -int(printed.as_tuple().exponent)
    return ONE_PLACE if places <= 1 else NEAR


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed rate is the part in percent of the whole."""

    rate: Cell
    part: Cell
    whole: Cell

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The rate, the part, the whole."""
        return self.rate, self.part, self.whole

    def holds(self, table: Table) -> bool:
        """Whether the printed rate is the exact one, rounded or cut."""
        part, whole = _number(table, self.part), _number(table, self.whole)
        if whole == 0:
            return part == 0
        printed = Decimal(table.value(self.rate) or 0)
        return abs(Fraction(printed) - 100 * part / whole) <= tolerance(printed)

    def allows(self, table: Table, cell: Cell) -> Span | None:
        """Rates near the exact one, or counts that give a rate near the printed one."""
        part, whole = _number(table, self.part), _number(table, self.whole)
        printed = Decimal(table.value(self.rate) or 0)
        slack = tolerance(printed)
        low, high = max(Fraction(printed) - slack, Fraction(0)), Fraction(printed) + slack
        if cell == self.rate:
            return _exactly(100 * part / whole) if whole else None
        if cell == self.part:
            return _whole_numbers(low * whole / 100, high * whole / 100)
        if high == 0:
            return EVERYTHING if part == 0 else None
        most = 100 * part / low if low else Fraction(LARGEST)
        return _whole_numbers(100 * part / high, most)


def _whole_numbers(low: Fraction, high: Fraction) -> Span | None:
    first, last = Fraction(ceil(low)), Fraction(floor(high))
    return Span(first, last) if first <= last else None


@dataclass(frozen=True, slots=True)
class Part:
    """A part is never more than its whole."""

    part: Cell
    whole: Cell

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The part, the whole."""
        return self.part, self.whole

    def holds(self, table: Table) -> bool:
        """Whether the part fits."""
        return _number(table, self.part) <= _number(table, self.whole)

    def allows(self, table: Table, cell: Cell) -> Span | None:
        """From nothing to the whole, or from the part upwards."""
        if cell == self.part:
            return Span(Fraction(0), _number(table, self.whole))
        return Span(_number(table, self.part), Fraction(LARGEST))


def identities_of(table: Table) -> Iterator[Identity]:
    """Everything that must hold in a table, as far as its cells are filled."""
    for number, row in enumerate(table.rows):
        for one in (*_within(number), *_above(number, row.children)):
            if all(table.value(cell) is not None for cell in one.cells):
                yield one


def _within(row: int) -> Iterator[Identity]:
    """What may hold between the cells of one row."""
    for rest, (whole, taken) in DIFFERENCES.items():
        yield Difference(Cell(row, rest), Cell(row, whole), Cell(row, taken))
    for name, (part, whole) in RATES.items():
        yield Rate(Cell(row, name), Cell(row, part), Cell(row, whole))
    for part, whole in PARTS:
        yield Part(Cell(row, part), Cell(row, whole))


def _above(row: int, children: tuple[int, ...]) -> Iterator[Identity]:
    """What may hold between a row and those it is the sum of."""
    for column in COUNTS if children else ():
        parts = tuple(Cell(child, column) for child in children)
        yield Sum(Cell(row, column), parts)
