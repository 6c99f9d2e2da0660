"""A one-off table: columns a superior asked for, a row a unit, sums where they add up.

Source: the request itself names its basis; the columns are the asker's (ADR 0027).
"""

from collections.abc import Sequence
from dataclasses import make_dataclass
from decimal import Decimal
from typing import Any

from office.columns import column
from reports.kinds.built import Built, BuiltRow
from reports.models import Submission

Answers = Sequence[dict[str, Any]]


def build(submission: Submission, parts: Sequence[tuple[str, str, Answers]]) -> Built:
    """The rows of a unit, or those of the units below with their sums."""
    regime = submission.period.regime
    columns = regime.columns
    row_class = _row_class(columns)
    rows: list[BuiltRow] = []
    told: list[Answers] = [answers for _, _, answers in parts]
    told.append(submission.answers)
    for name, state, answers in parts:
        rows += _rows(row_class, columns, name, state, answers)
    rows += _rows(row_class, columns, submission.unit_name, "", submission.answers)
    if parts:
        every = [line for answers in told for line in answers]
        sums = [_sum(every, n) if c["adds"] else None for n, c in enumerate(columns)]
        rows.append(BuiltRow(row_class("", "Tổng cộng", "", *sums), bold=True))
    missing = [name for name, _, answers in parts if not answers]
    notes = [f"Chưa có số liệu của: {', '.join(missing)}."] if missing else []
    return Built(row_class, rows, regime.name.upper(), {}, notes)


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


def _rows(
    row_class: type, columns: Sequence[Any], name: str, state: str, answers: Answers
) -> list[BuiltRow]:
    if not answers:
        return [BuiltRow(row_class("", name, state, *([None] * len(columns))))]
    return [
        BuiltRow(
            row_class(
                str(n),
                name,
                state,
                *(_cell(columns[i], line, i) for i in range(len(columns))),
            )
        )
        for n, line in enumerate(answers, start=1)
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
