"""Tables handed to the checker, and what it said of the harm that was done to them."""

from dataclasses import dataclass

from targets.checker import Kind, Row, Table, check
from targets.checker.table import Cell
from tests.targets.checker.generating import clean, covering, harmed

ENOUGH = 2  # identities that make a cell's harm one that must be named


@dataclass
class Score:
    """Of tables with one error: how many could be named, were named, were left out."""

    covered: int = 0
    named: int = 0
    left_out: int = 0
    tried: int = 0


def as_table(made):
    rows = zip(made.rows, made.children, strict=True)
    return Table(tuple(Row("", dict(values), below) for values, below in rows))


def errors_of(made):
    return [f for f in check(as_table(made)) if f.kind != Kind.LABEL]


def false_alarms(dice, tables):
    """Clean tables that were said to be wrong."""
    made = [clean(dice) for _ in range(tables)]
    return [one for one in made if errors_of(one)]


def play(dice, kind, tables):
    """One error of a kind in each table."""
    score = Score(tried=tables)
    for _ in range(tables):
        made = harmed(dice, kind)
        judge = _missing if made.kind == "missing_row" else _cells
        judge(made, errors_of(made), score)
    return score


def _missing(made, found, score):
    good = [f for f in found if f.kind == Kind.MISSING_ROW]
    score.covered += 1
    score.named += bool(good) and good[0].cells[0].row == made.harmed[0][0]


def _cells(made, found, score):
    cells = {Cell(*place) for place in made.harmed if covering(made, place)}
    pointed = {cell for f in found for cell in f.cells}
    proposed = {c.cell for f in found for c in f.candidates}
    exact = found and all(f.kind in {Kind.CELL, Kind.SWAPPED} for f in found)
    if all(covering(made, place) >= ENOUGH for place in made.harmed):
        score.covered += 1
        score.named += bool(exact) and pointed == cells
    score.left_out += not cells <= (pointed | proposed)
