"""Household lists as communes send them: what a heading, a cell and a row mean."""

from households.rules.tables.cells import CellFault, Raw
from households.rules.tables.fields import (
    FIELDS,
    Field,
    guess_columns,
    indicator_field,
    signature,
)
from households.rules.tables.heading import Heading, find_heading
from households.rules.tables.reading import (
    ListedHousehold,
    ListedMember,
    households_of,
)
from households.rules.tables.totals import RunningTotals

__all__ = [
    "FIELDS",
    "CellFault",
    "Field",
    "Heading",
    "ListedHousehold",
    "ListedMember",
    "Raw",
    "RunningTotals",
    "find_heading",
    "guess_columns",
    "households_of",
    "indicator_field",
    "signature",
]
