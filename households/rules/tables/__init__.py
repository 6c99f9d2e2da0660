"""Household lists as communes send them: what a heading, a cell and a row mean."""

from households.rules.tables.cells import CellFault, Raw
from households.rules.tables.fields import (
    FIELDS,
    Field,
    guess_columns,
    indicator_field,
    signature,
)
from households.rules.tables.reading import (
    Heading,
    ListedHousehold,
    ListedMember,
    find_heading,
    households_of,
)

__all__ = [
    "FIELDS",
    "CellFault",
    "Field",
    "Heading",
    "ListedHousehold",
    "ListedMember",
    "Raw",
    "find_heading",
    "guess_columns",
    "households_of",
    "indicator_field",
    "signature",
]
