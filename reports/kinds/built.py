"""What every report kind gives: the same rows for page, Excel and API."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from areas.models import Area
from office.columns import Column, columns_of, values_of
from reports.selectors.records import Asked, all_of


@dataclass(frozen=True, slots=True)
class Year:
    """Of whom a report of a year speaks, until which day, as known when."""

    area: Area
    year: int
    on: date
    known_at: datetime

    @property
    def everything(self) -> Asked:
        """All rows inside the area, from the year's first day."""
        return all_of(self.area, self.year, self.on, self.known_at)


@dataclass(frozen=True, slots=True)
class BuiltRow:
    """One printed row: figures of an area, a total (bold), or a region's heading.

    `area` is the public id of the area whose rows its figures open; `opens` what the row
    is about, where a column's `opens` asks for it.
    """

    row: Any
    bold: bool = False
    is_heading: bool = False
    area: str = ""
    opens: str = ""

    def cells(self, columns: list[Column]) -> list[Any]:
        """Cells in column order; a heading leaves blank what a figure row dashes."""
        values = values_of(self.row, columns)
        if self.is_heading:
            return ["" if value is None else value for value in values]
        return values


@dataclass(frozen=True, slots=True)
class Built:
    """A table of a report with what heads and foots it.

    `opens` says by column what its cells open, in the words of `rules.codes`.
    """

    row_class: type
    rows: list[BuiltRow]
    title: str
    headings: dict[str, object]
    notes: list[str]
    facts: dict[str, Any] = field(default_factory=dict)
    opens: Mapping[str, str] = field(default_factory=dict)

    @property
    def columns(self) -> list[Column]:
        """Columns of the row class."""
        return columns_of(self.row_class)

    def frozen(self) -> dict[str, Any]:
        """The table as plain values, to be kept beside the file; decimals as text."""
        columns = self.columns
        return {
            "title": self.title,
            "notes": self.notes,
            "columns": [self._heading(column) for column in columns],
            "rows": [
                {
                    "bold": row.bold,
                    "cells": [_plain(v) for v in row.cells(columns)],
                    "area": row.area,
                    "opens": row.opens,
                }
                for row in self.rows
            ],
        }

    def _heading(self, column: Column) -> dict[str, Any]:
        """A column as the report printed it."""
        return {
            "name": column.name,
            "heading": column.heading.format(**self.headings),
            "group": column.group.format(**self.headings),
            "unit": column.unit,
            "formula": column.formula,
            "words": column.number_format == "General",
            "number_format": column.number_format,
            "width": column.width,
            "opens": self.opens.get(column.name, ""),
        }


def _plain(value: Any) -> Any:
    """A cell as JSON keeps it: a decimal without decimals is a whole number."""
    if not isinstance(value, Decimal):
        return value
    whole = value == value.to_integral_value() and value.as_tuple().exponent == 0
    return int(value) if whole else str(value)
