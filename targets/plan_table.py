"""The plan's target table: one row class for page, Excel, import and report."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from office.columns import column, columns_of, values_of
from office.workbook import Form, FormRow, write_form
from targets.choices import Region
from targets.models import Target
from targets.rules import Line, total

HOUSEHOLDS = "Tổng số hộ dân cư"
POOR = "Số {klass} cuối năm {before}"
PLAN = "Kế hoạch giảm nghèo đến cuối năm {year}"
POOR_CLASS = "hộ nghèo"
ROMAN = {Region.URBAN: "I", Region.RURAL: "II"}
TOTAL_LABEL = "Tổng cộng I + II"
NOTE = (
    "*Ghi chú: Số hộ nghèo giảm trong năm = Số hộ thoát nghèo - Số hộ tái nghèo "
    "- Số hộ phát sinh nghèo."
)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of the plan's table.

    Source: Kế hoạch 252/KH-UBND ngày 19/02/2020 của UBND huyện Ngọc Hồi, bảng chỉ tiêu.
    """

    order: str = column("TT", formula="A", width=6)
    area: str = column("Khu vực/ Địa bàn", formula="B", width=26)
    households: int | None = column(
        "Số hộ", unit="hộ", number_format="#,##0", formula="1", group=HOUSEHOLDS
    )
    minority: int | None = column(
        "Trong đó Hộ DTTS", unit="hộ", number_format="#,##0", formula="2", group=HOUSEHOLDS
    )
    poor_before: int | None = column(
        "Số hộ", unit="hộ", number_format="#,##0", formula="3", group=POOR
    )
    rate_before: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="4=3/1", group=POOR
    )
    reduction: int | None = column(
        "Số hộ giảm tối thiểu", unit="hộ", number_format="#,##0", formula="5", group=PLAN
    )
    remaining: int | None = column(
        "Số {klass} còn lại", unit="hộ", number_format="#,##0", formula="6=3-5", group=PLAN
    )
    rate_after: Decimal | None = column(
        "Dự kiến tỷ lệ {klass} cuối năm {year}",
        unit="%",
        number_format="0.00",
        formula="7",
        group=PLAN,
        width=16,
    )


def plan_row(order: str, area: str, line: Line) -> PlanRow:
    """A row with its computed columns."""
    return PlanRow(
        order=order,
        area=area,
        households=line.households,
        minority=line.minority,
        poor_before=line.base,
        rate_before=line.rate_before,
        reduction=line.reduction,
        remaining=line.remaining,
        rate_after=line.rate_after,
    )


@dataclass(frozen=True, slots=True)
class Grouped:
    """A table in the plan's order: regions, their lines, the total."""

    regions: list[tuple[Region | None, list[Target]]]
    total: Line


def grouped(targets: Iterable[Target]) -> Grouped:
    """Lines by region, urban first, in their printed order."""
    lines = list(targets)
    regions: list[tuple[Region | None, list[Target]]] = [
        (r, [t for t in lines if t.region == r]) for r in (Region.URBAN, Region.RURAL)
    ]
    above = [t for t in lines if not t.region]  # districts are neither
    if above:
        regions = [(None, above), *(group for group in regions if group[1])]
    return Grouped(regions=regions, total=total(t.line for t in lines))


def heading_row(order: str, label: str) -> PlanRow:
    """A row that only names a region."""
    return PlanRow(order, label, *([None] * 7))


def table_rows(targets: Iterable[Target]) -> list[tuple[PlanRow, bool]]:
    """All rows of the table with whether each is bold; figures are computed."""
    table = grouped(targets)
    rows: list[tuple[PlanRow, bool]] = []
    for region, lines in table.regions:
        if region is not None:
            rows.append((heading_row(ROMAN[region], region.label), True))
        rows += [
            (plan_row(str(n), t.area.full_name, t.line), False)
            for n, t in enumerate(lines, start=1)
        ]
    rows.append((plan_row("III", TOTAL_LABEL, table.total), True))
    return rows


def form_rows(rows: Sequence[tuple[PlanRow, bool]]) -> list[FormRow]:
    """Rows ready for the workbook; a region's row stays empty, not dashed."""
    columns = columns_of(PlanRow)
    found = []
    for row, bold in rows:
        cells: list[Any] = values_of(row, columns)
        if row.households is None:
            cells = [row.order, row.area, *([""] * 7)]
        found.append(FormRow(cells=cells, bold=bold))
    return found


def write_plan_table(
    path: Path,
    *,
    rows: Sequence[tuple[PlanRow, bool]],
    year: int,
    subtitle: str,
    klass: str = POOR_CLASS,
) -> None:
    """Write the plan's table as a workbook in exactly the plan's layout.

    `klass` names the households that the figures lower.
    """
    form = Form(
        issuer="",
        superior="",
        place_and_date="",
        title=f"CHỈ TIÊU GIẢM {'NGHÈO' if klass == POOR_CLASS else klass.upper()} NĂM {year}",
        subtitle=subtitle,
        columns=columns_of(PlanRow),
        rows=form_rows(rows),
        notes=[NOTE] if klass == POOR_CLASS else [],
        headings={"year": year, "before": year - 1, "klass": klass},
        with_frame=False,
    )
    write_form(form, path)
