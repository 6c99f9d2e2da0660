"""Charts of a signed report: drawn from its own frozen tables, never counted again."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from core.numbers import show_decimal, show_int
from office.word import PaperChart
from reports.rules.measures import IN, OUT, flow_label

MOST_BARS = 30
# the rate of a table that is drawn by row, and what the picture is called
BY_ROW = {
    "poor_rate": "Tỷ lệ hộ nghèo",
    "near_rate": "Tỷ lệ hộ cận nghèo",
    "paid_rate": "Tỷ lệ giải ngân theo đơn vị",
    "rate": "Tỷ lệ giải ngân theo dự án",
}
SOURCE = "Nguồn: biểu kèm theo báo cáo này."


def charts_of(tables: Sequence[Mapping[str, Any]]) -> list[PaperChart]:
    """What the tables of a report show at a glance; nothing where there is one bar."""
    found = [chart for table in tables for chart in _of_table(table)]
    return [chart for chart in found if len(chart.bars) > 1]


def _of_table(table: Mapping[str, Any]) -> Iterator[PaperChart]:
    names = [column["name"] for column in table["columns"]]
    if names[:5] == ["order", "label", "unit", "period", "year"]:
        yield from _movement(table, names.index("year"))
        return
    for name, title in BY_ROW.items():
        if name not in names or (name == "rate" and "project" not in names):
            continue
        at = names.index(name)
        rows = [
            (str(row["cells"][1]), Decimal(row["cells"][at]))
            for row in table["rows"]
            if _is_drawn(row, name) and row["cells"][at] is not None
        ]
        rows.sort(key=lambda one: -one[1])
        bars = [(label, float(value), f"{show_decimal(value)}%") for label, value in rows]
        more = f" Vẽ {MOST_BARS} dòng cao nhất." if len(bars) > MOST_BARS else ""
        yield PaperChart(f"{title} (%)", bars[:MOST_BARS], SOURCE + more)


def _is_drawn(row: Mapping[str, Any], name: str) -> bool:
    """Lines of units and projects: not their sums, nor the parts of a project."""
    return bool(row["cells"][0]) if name == "rate" else not row["bold"]


def _movement(table: Mapping[str, Any], at: int) -> Iterator[PaperChart]:
    """How households left and came onto the list of the poor since the year began."""
    told = {row.get("opens", ""): row["cells"][at] for row in table["rows"]}
    bars = []
    for flow in (*OUT, *IN):
        value = told.get(f"poor_{flow}")
        if value is not None:
            bars.append(
                (flow_label("poor", flow), float(value), f"{show_int(int(value))} hộ")
            )
    if any(count for _, count, _ in bars):
        yield PaperChart("Biến động hộ nghèo từ đầu năm (hộ)", bars, SOURCE)
