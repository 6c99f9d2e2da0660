"""The dashboard, the charts as files, the households behind a figure."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Right
from accounts.officer import need
from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from reports.charts.chart import Chart
from reports.charts.registry import CHARTS
from reports.choices import HouseGroup
from reports.figures import ask_chart, slug_of
from reports.forms.figures import (
    address_of_view,
    wanted,
)
from reports.selectors.dashboard import offered_areas, shown_of
from reports.selectors.measures import years_known
from reports.services.errands import may_give

ROWS = 50


@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """Every chart of an area, a year and a group, each with its table and source."""
    me = need(request, Right.FIGURES_VIEW)
    view = wanted(request.GET, me)
    if view is None:
        return render(request, "reports/dashboard.html", {"view": None})
    shown = shown_of(me, view)
    charts = [chart for draw in CHARTS.values() if (chart := draw(shown)) is not None]
    day = min(last_day_of(view.year), today())
    context = {
        "view": view,
        "shown": shown,
        "charts": charts,
        "pictures": pictures_of(charts, view.area, view.year),
        "areas": offered_areas(me, view.area, day),
        "years": sorted({*years_known(view.area), view.year, today().year}, reverse=True),
        "groups": HouseGroup.choices,
        "address": address_of_view(view),
        "here_address": f"{request.path}?{address_of_view(view)}",
        "may_give": may_give(me, view.area),
        "may_publish": view.area.level == Level.PROVINCE
        and me.acts_in(Right.REPORT_SIGN, view.area),
    }
    return render(request, "reports/dashboard.html", context)


def pictures_of(charts: list[Chart], area: Area, year: int | None) -> dict[str, Any]:
    """What the page's script draws, by the key of each chart, and what its file says."""
    place = slug_of(area)
    return {
        chart.key: chart.option
        | {
            "title": chart.finding,
            "source": chart.source,
            "name": chart.title,
            "area": area.full_name,
            "file": f"{chart.key}-{place}-{year}",
        }
        for chart in charts
        if chart.option is not None
    }


@require_POST
def chart_excel(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the table of a chart as a workbook."""
    me = need(request, Right.FIGURES_VIEW)
    view = wanted(request.POST, me)
    if view is None or key not in CHARTS:
        raise Http404
    export = ask_chart(key, view, by=me)
    return redirect("export-detail", export.public_id)
