"""Tables of figures as workbooks: of a chart, and of one's own choice."""

from pathlib import Path

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.text import name_norm
from office.exports import Writer, ask_export, register
from office.lists import ListSheet, write_lists
from office.models import Export
from reports.charts.chart import Chart, Heading
from reports.charts.registry import CHARTS
from reports.choices import HouseGroup
from reports.forms.table import kept, restored
from reports.selectors.dashboard import View, shown_of
from reports.selectors.table import Question, table_of

CHART, TABLE = "chart", "figures"
WIDE, NARROW = 34, 15


def ask_chart(key: str, view: View, *, by: User) -> Export:
    """Put the table of a chart in the queue."""
    params = {"chart": key, "year": str(view.year), "group": str(view.group)}
    return ask_export(CHART, params, area=view.area, by=by)


def chart_of(export: Export) -> Chart | None:
    """The chart as who asked sees it now."""
    params = export.params
    view = View(export.area, int(params["year"]), HouseGroup(params["group"]))
    return CHARTS[params["chart"]](shown_of(export.created_by, view))


def headings_of(headings: list[Heading]) -> list[tuple[str, int]]:
    """Names with their units, and how wide each column is."""
    return [
        (f"{h.name} ({h.unit})" if h.unit else h.name, NARROW if h.unit else WIDE)
        for h in headings
    ]


def ask_table(question: Question, *, by: User) -> Export:
    """Put a table of one's own choice in the queue."""
    return ask_export(TABLE, kept(question), area=question.area, by=by)


def write_table(export: Export, path: Path) -> None:
    """The table with its total, of the communes who asked may see."""
    table = table_of(restored(export.params, export.area), export.created_by)
    titles = [table.title.upper(), table.finding, table.source]
    headings = headings_of(list(table.headings))
    write_lists([ListSheet("Số liệu", titles, headings, table.values)], path)


def write_chart(export: Export, path: Path) -> None:
    """The chart's title, its finding, its table and its source."""
    chart = chart_of(export)
    if chart is None:
        titles, headings, rows = ["Biểu đồ này không còn mở cho bạn."], [("", NARROW)], []
    else:
        titles = [
            chart.title.upper(),
            f"{export.area.full_name}. {chart.finding}.",
            chart.source,
        ]
        headings, rows = headings_of(list(chart.headings)), chart.values
    write_lists([ListSheet("Số liệu", titles, headings, rows)], path)


def _allowed(export: Export) -> bool:
    """Whether who asked may still see the figures of the area."""
    seen = Area.objects.visible_to(export.created_by, Right.FIGURES_VIEW)
    return seen.filter(pk=export.area_id).exists()


def slug_of(area: Area) -> str:
    """An area's name in the name of a file."""
    return name_norm(area.full_name).replace(" ", "-")


def _chart_name(export: Export) -> str:
    place, year = slug_of(export.area), export.params["year"]
    return f"{export.params['chart']}-{place}-{year}.xlsx"


def _table_name(export: Export) -> str:
    when = export.params["day"] or export.params["year"]
    return f"bang-so-lieu-{slug_of(export.area)}-{when}.xlsx"


def register_figures() -> None:
    """Called once, when the house is built."""
    register(TABLE, Writer(_allowed, "Bảng số liệu", write_table, _table_name))
    register(CHART, Writer(_allowed, "Bảng của biểu đồ", write_chart, _chart_name))
