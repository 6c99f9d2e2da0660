"""A one-off table: columns a superior asked for, a row a unit, sums where they add up.

Source: the request itself names its basis; the columns are the asker's (ADR 0027).
"""

from collections.abc import Sequence
from dataclasses import dataclass, make_dataclass
from decimal import Decimal
from typing import Any

from office.columns import column
from reports.kinds.built import Built, BuiltRow
from reports.models import Submission
from reports.rules.codes import REPORT

Answers = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class TablePart:
    """A unit below: its name, where its report stands, its rows, its report's public id."""

    name: str
    state: str
    answers: Answers
    report: str


def build(submission: Submission, parts: Sequence[TablePart]) -> Built:
    """The rows of a unit, or those of the units below with their sums.

    A unit's row opens its report; the sums stand below what they add up.
    """
    regime = submission.period.regime
    columns = regime.columns
    row_class = _row_class(columns)
    rows: list[BuiltRow] = []
    own = TablePart(submission.unit_name, "", submission.answers, "")
    told = [part.answers for part in (*parts, own)]
    for part in (*parts, own):
        rows += _rows(row_class, columns, part)
    if parts:
        every = [line for answers in told for line in answers]
        sums = [_sum(every, n) if c["adds"] else None for n, c in enumerate(columns)]
        rows.append(BuiltRow(row_class("", "Tổng cộng", "", *sums), bold=True))
    missing = [part.name for part in parts if not part.answers]
    notes = [f"Chưa có số liệu của: {', '.join(missing)}."] if missing else []
    opens = {f"c{n}": REPORT for n, _ in enumerate(columns, start=1)}
    return Built(row_class, rows, regime.name.upper(), {}, notes, opens=opens)


def _row_class(columns: Sequence[dict[str, Any]]) -> type:
    """A row class of the columns that were asked for."""
    fixed: list[tuple[str, type, Any]] = [
        ("order", str, column("TT", formula="A", width=6)),
        ("unit", str, column("Đơn vị", formula="B", width=30)),
        ("state", str, column("Báo cáo", formula="C", width=16)),
    ]
    asked = [
        (
            f"c{n}",
            object,
            column(
                one["name"].replace("{", "{{").replace("}", "}}"),  # not ours to format
                unit=one["unit"],
                number_format="#,##0.##" if one["number"] else "General",
                formula=str(n),
                width=16 if one["number"] else 30,
            ),
        )
        for n, one in enumerate(columns, start=1)
    ]
    return make_dataclass("TableRow", [*fixed, *asked], frozen=True)


def _rows(row_class: type, columns: Sequence[Any], part: TablePart) -> list[BuiltRow]:
    first = part.name, part.state
    if not part.answers:
        return [BuiltRow(row_class("", *first, *([None] * len(columns))))]
    return [
        BuiltRow(
            row_class(
                str(n),
                *first,
                *(_cell(columns[i], line, i) for i in range(len(columns))),
            ),
            opens=part.report,
        )
        for n, line in enumerate(part.answers, start=1)
    ]


def _cell(asked: dict[str, Any], line: dict[str, Any], number: int) -> Any:
    value = line.get(str(number), "")
    if not asked["number"] or value in ("", None):
        return value or None
    return Decimal(value)


def _sum(lines: Sequence[dict[str, Any]], number: int) -> Decimal | None:
    told = [line.get(str(number)) for line in lines]
    known = [Decimal(value) for value in told if value not in ("", None)]
    return sum(known, Decimal(0)) if known else None
