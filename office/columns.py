"""A table's columns stand beside its fields: heading, unit, format, source."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """How one field of a row is headed and printed."""

    name: str
    heading: str
    unit: str
    number_format: str
    formula: str
    group: str
    width: int


def column(
    heading: str,
    *,
    unit: str = "",
    number_format: str = "General",
    formula: str = "",
    group: str = "",
    width: int = 12,
) -> Any:
    """Declare a dataclass field as a column of a report."""
    meta = {
        "heading": heading,
        "unit": unit,
        "number_format": number_format,
        "formula": formula,
        "group": group,
        "width": width,
    }
    return field(metadata=meta)


def columns_of(row: Any) -> list[Column]:
    """Columns of a row class, in order; fields that are no column are left out."""
    return [
        Column(name=f.name, **f.metadata) for f in fields(row) if "heading" in f.metadata
    ]


def values_of(row: Any, columns: Iterable[Column]) -> list[Any]:
    """A row's cells in the order of `columns`."""
    return [getattr(row, c.name) for c in columns]
