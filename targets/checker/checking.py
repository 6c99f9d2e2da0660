"""From identities that do not hold to the cells that are wrong."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction

from targets.checker.explaining import explain, shown
from targets.checker.findings import Candidate, Finding, Kind
from targets.checker.identities import EVERYTHING, Identity, Rate, Span, Sum, identities_of
from targets.checker.table import COUNTS, RATES, Cell, Number, Row, Table

MOST_TOUCHED = 16  # identities that speak of two cells; more are broken by more
MOST_TRIES = 2_000
SHOWN = 5  # values proposed for one cell
SEVERAL = 3  # columns whose sums all miss alike make a missing row
TWO_PLACES, ONE = Decimal("0.01"), Decimal("0.1")


def check(table: Table) -> list[Finding]:
    """What is wrong with a table, and how its rates are printed.

    Unit: findings, errors first.
    Source: law.md §6 (rates half up or truncated, within 0.01); identities of the plan's
    table, Kế hoạch 252/KH-UBND (Ngọc Hồi): column 4 = 3/1, 6 = 3 − 5, 7 = 6/1.
    """
    identities = list(identities_of(table))
    broken = [one for one in identities if not one.holds(table)]
    found, broken = _missing_rows(table, broken)
    parts = _components(broken)
    # several things at once that one exchange explains are one thing
    held = _Held(table, identities)
    swapped = _swapped(held, broken) if len(parts) > 1 else None
    if swapped is not None:
        return [*found, swapped, *_labels(table, identities)]
    found += [_finding(held, part) for part in parts]
    return found + _labels(table, identities)


def _missing_rows(
    table: Table, broken: list[Identity]
) -> tuple[list[Finding], list[Identity]]:
    """Parents whose every sum is above its parts by what one more row would hold."""
    found = []
    sums: dict[int, list[Sum]] = {}
    for one in broken:
        if isinstance(one, Sum):
            sums.setdefault(one.total.row, []).append(one)
    for parent, gaps in sums.items():
        columns = [c for c in COUNTS if table.value(Cell(parent, c)) is not None]
        row = {one.total.column: int(one.gap(table)) for one in gaps}
        whole = len(gaps) == len(columns) >= SEVERAL and min(row.values()) >= 0
        if whole and _could_be_a_row(row):
            broken = [one for one in broken if one not in gaps]
            text = "; ".join(f"{name}: {shown(value)}" for name, value in row.items())
            cells = tuple(one.total for one in gaps)
            why = "tổng lớn hơn các dòng đúng bằng một dòng: có thể thiếu một dòng"
            found.append(Finding(Kind.MISSING_ROW, cells, "", text, why))
    return found, broken


def _could_be_a_row(row: dict[str, int]) -> bool:
    values: dict[str, Number | None] = dict(row)
    alone = Table((Row("", values),))
    return all(one.holds(alone) for one in identities_of(alone))


def _components(broken: Sequence[Identity]) -> list[list[Identity]]:
    """Broken identities that share cells, together."""
    parts: list[tuple[set[Cell], list[Identity]]] = []
    for one in broken:
        cells, members = set(one.cells), [one]
        apart = []
        for held, others in parts:
            if held & cells:
                cells, members = cells | held, others + members
            else:
                apart.append((held, others))
        parts = [*apart, (cells, members)]
    return [members for _, members in parts]


class _Held:
    """A table with what speaks of each cell; long sums are added up once."""

    def __init__(self, table: Table, identities: Iterable[Identity]) -> None:
        self.table = table
        self.by_cell: dict[Cell, list[Identity]] = defaultdict(list)
        for one in identities:
            for cell in one.cells:
                self.by_cell[cell].append(one)
        self.gaps: dict[int, Fraction] = {}

    def gap(self, one: Sum) -> Fraction:
        """How far a printed total is above its parts."""
        if id(one) not in self.gaps:
            self.gaps[id(one)] = one.gap(self.table)
        return self.gaps[id(one)]

    def span(self, one: Identity, cell: Cell) -> Span | None:
        """The values of a cell for which the identity would hold."""
        if isinstance(one, Sum):
            return one.closing(self.table, cell, self.gap(one))
        return one.allows(self.table, cell)


def _finding(held: _Held, broken: Sequence[Identity]) -> Finding:
    """The cell, or the two, whose change would mend these identities."""
    common = set.intersection(*(set(one.cells) for one in broken))
    candidates = [
        candidate
        for cell in sorted(common)
        if (candidate := _candidate(held, cell)) is not None
    ]
    swapped = None
    if not any(candidate.why for candidate in candidates):
        swapped = _swapped(held, broken)
    if swapped is not None and len(candidates) <= 1:
        return swapped
    if candidates:
        return _named(held.table, candidates)
    cells = _suspects(broken)
    why = "nhiều ô không khớp với nhau; hãy đối chiếu các ô này với bản gốc"
    return Finding(Kind.UNCLEAR, cells, "", "", why)


def _candidate(held: _Held, cell: Cell) -> Candidate | None:
    """What one cell would have to be, if one value mends all that speak of it."""
    table = held.table
    span = EVERYTHING
    for one in held.by_cell[cell]:
        allowed = held.span(one, cell)
        both = span & allowed if allowed is not None else None
        if both is None:
            return None
        span = both
    if span is EVERYTHING:
        return None
    values = _values(cell, span.low, span.high)
    printed = table.value(cell)
    if not values or printed is None:
        return None
    return Candidate(cell, values, explain(table, cell, values[0]))


def _values(cell: Cell, low: Fraction, high: Fraction) -> tuple[Number, ...]:
    if cell.column in RATES:
        return (_half_up(low),)
    first, last = int(low), int(high)
    return tuple(range(first, min(last, first + SHOWN - 1) + 1)) if last >= 0 else ()


def _half_up(rate: Fraction) -> Decimal:
    exact = Decimal(rate.numerator) / Decimal(rate.denominator)
    return exact.quantize(TWO_PLACES, rounding=ROUND_HALF_UP)


def _named(table: Table, candidates: list[Candidate]) -> Finding:
    """One cell where one stands out: alone, or the only one with a likely reason."""
    explained = [c for c in candidates if c.why]
    sure = candidates if len(candidates) == 1 else explained
    best = sure[0] if len(sure) == 1 else candidates[0]
    kind = Kind.CELL if len(sure) == 1 else Kind.UNCLEAR
    cells = (best.cell,) if kind == Kind.CELL else tuple(c.cell for c in candidates)
    computed = ", ".join(shown(value) for value in best.values)
    return Finding(
        kind,
        cells,
        shown(table.value(best.cell)),
        computed,
        best.why or "không khớp với các ô liên quan",
        tuple(candidates),
    )


def _swapped(held: _Held, broken: Sequence[Identity]) -> Finding | None:
    """Two cells of one row or one column that mend everything by changing places."""
    if len(broken) > MOST_TOUCHED:
        return None
    table, tries = held.table, 0
    inside = [frozenset(one.cells) for one in broken]
    for one, other in _neighbours(table, broken):
        first, second = table.value(one), table.value(other)
        if first is None or second is None or first == second:
            continue
        values = {one: second, other: first}
        pairs = zip(broken, inside, strict=True)
        if not all(_could_close(held, *pair, values) for pair in pairs):
            continue
        tries += 1
        changed = table.with_values(values)
        if all(i.holds(changed) for i in (*held.by_cell[one], *held.by_cell[other])):
            text = f"{shown(first)} ↔ {shown(second)}"
            return Finding(Kind.SWAPPED, (one, other), text, "", "hai ô bị đổi chỗ")
        if tries > MOST_TRIES:
            return None
    return None


def _could_close(
    held: _Held, one: Identity, cells: frozenset[Cell], values: Mapping[Cell, Number]
) -> bool:
    """Whether an exchange may mend a broken identity; asked before it is tried."""
    inside = [cell for cell in values if cell in cells]
    if len(inside) == len(values):
        if not isinstance(one, Sum):
            return True
        if one.total not in values:
            return False  # two parts of a sum leave it as it was
        part = next(cell for cell in values if cell != one.total)
        # the exchange takes the difference off the total and adds it to the parts
        return held.gap(one) == 2 * (Fraction(values[part]) - Fraction(values[one.total]))
    span = held.span(one, inside[0]) if inside else None
    return span is not None and span.low <= Fraction(values[inside[0]]) <= span.high


def _neighbours(table: Table, broken: Sequence[Identity]) -> Iterator[tuple[Cell, Cell]]:
    """Pairs within a row or a column of which one is in what is broken, each pair once.

    Two parts of one broken sum are no pair: their exchange leaves the sum as it was.
    """
    by_row: dict[int, list[Cell]] = defaultdict(list)
    by_column: dict[str, list[Cell]] = defaultdict(list)
    for cell in table.cells():
        by_row[cell.row].append(cell)
        by_column[cell.column].append(cell)
    beside: dict[Cell, list[Cell]] = {}
    for one in broken:
        if isinstance(one, Sum):
            parts = set(one.parts)
            rest = [c for c in by_column[one.total.column] if c not in parts]
            beside |= dict.fromkeys(one.parts, rest)
    suspects = {cell for one in broken for cell in one.cells}
    for one_cell in sorted(suspects):
        if table.value(one_cell) is None:
            continue
        others = beside.get(one_cell, by_column[one_cell.column])
        for other in [*by_row[one_cell.row], *others]:
            if other != one_cell and not (other in suspects and other < one_cell):
                yield one_cell, other


def _suspects(broken: Sequence[Identity]) -> tuple[Cell, ...]:
    """Cells most identities that do not hold speak of."""
    counted: dict[Cell, int] = {}
    for one in broken:
        for cell in one.cells:
            counted[cell] = counted.get(cell, 0) + 1
    most = max(counted.values())
    return tuple(sorted(cell for cell, n in counted.items() if n == most))


def _labels(table: Table, identities: Iterable[Identity]) -> list[Finding]:
    """How rates that are right are printed, where it is not half up to two decimals."""
    found = []
    for one in identities:
        if not isinstance(one, Rate) or not one.holds(table):
            continue
        whole = table.value(one.whole) or 0
        if whole == 0:
            continue
        exact = Fraction(100 * Fraction(table.value(one.part) or 0), Fraction(whole))
        printed, right = Decimal(table.value(one.rate) or 0), _half_up(exact)
        if printed != right:
            how = _how_printed(printed, exact)
            cells = (one.rate,)
            found.append(Finding(Kind.LABEL, cells, shown(printed), shown(right), how))
    return found


def _how_printed(printed: Decimal, exact: Fraction) -> str:
    value = Decimal(exact.numerator) / Decimal(exact.denominator)
    if printed == value.quantize(TWO_PLACES, rounding=ROUND_DOWN):
        return "cắt bớt"
    if printed == value.quantize(ONE, rounding=ROUND_HALF_UP):
        return "làm tròn một chữ số"
    return "lệch do làm tròn"
