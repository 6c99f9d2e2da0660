"""Ngọc Hồi's printed table of 2020 as a workbook in the plan's own layout."""

import tempfile
from functools import cache
from pathlib import Path

from core.numbers import parse_decimal, parse_int
from povertyapp.demonstration.plans import printed_table
from targets.plan_table import PlanRow, heading_row, write_plan_table

SUBTITLE = "(Ban hành theo Kế hoạch số 252/KH-UBND ngày 19/02/2020 của UBND huyện Ngọc Hồi)"


def _row(row: dict[str, str]) -> PlanRow:
    if not row["households"]:
        return heading_row(row["order"], row["name"])
    return PlanRow(
        order=row["order"],
        area=row["name"],
        households=parse_int(row["households"]),
        minority=parse_int(row["minority"]),
        poor_before=parse_int(row["poor"]),
        rate_before=parse_decimal(row["rate_before"]),
        reduction=parse_int(row["reduction"]),
        remaining=parse_int(row["remaining"]),
        rate_after=parse_decimal(row["rate_after"]),
    )


@cache
def ngoc_hoi_workbook() -> bytes:
    """The workbook; every value as the plan printed it."""
    rows = [(_row(r), r["order"] in {"I", "II", "III"}) for r in printed_table()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"
        write_plan_table(path, rows=rows, year=2020, subtitle=SUBTITLE)
        return path.read_bytes()
