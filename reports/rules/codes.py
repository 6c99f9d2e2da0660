"""What the cells of a report open: the few words its tables keep, and what they mean.

A column says what its cells open, a row what it is about; both are kept with the frozen
table. The first sign of a column's word tells the kind:

`poor:lack:job`  households of a figure; the row may add `:persons`
`@paid|year`     records about what the row is about, in a window
`~plan_base`     records of the row's area
`*|year`         the figure the row is about, in a window
`>paid|year`     that figure of the report the row names (or of one's own part, or of all)
`report`         the report the row names
"""

from dataclasses import dataclass

PERIOD, YEAR, DATA = "period", "year", "data"  # windows of a progress report
OWN = "own"  # a row about a superior's own part
REPORT = "report"
RECORDS, OF_AREA, LINE, BELOW = "@", "~", "*", ">"
HOMES = "homes"


@dataclass(frozen=True, slots=True)
class Figure:
    """What one cell opens: which kind of rows, the figure, what it is about, the window."""

    kind: str
    code: str
    about: str = ""
    window: str = ""

    @property
    def key(self) -> str:
        """How a report keeps it among its figures: `given@DA2`."""
        return f"{self.code}@{self.about}" if self.about else self.code


def figure_of(opens: str, about: str, area: str) -> Figure | None:
    """The figure of a cell by what its column, its row and its area say; None for none.

    Unit: one figure.
    Source: project convention, ADR 0029.
    """
    if not opens:
        return None
    kind, word = opens[0], opens[1:]
    if kind not in {RECORDS, OF_AREA, LINE, BELOW}:
        return (
            Figure(REPORT, "", about) if opens == REPORT else Figure(HOMES, opens + about)
        )
    code, _, window = word.partition("|")
    if kind == LINE:
        return Figure(kind, about, "", window)
    return Figure(kind, code, area if kind == OF_AREA else about, window)
