"""The dashboard, the charts as files, the households behind a figure."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_list
from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from core.errors import DomainError
from core.inputs import id_or_none, said
from core.numbers import show_int
from reports.charts.chart import Chart
from reports.charts.registry import CHARTS
from reports.choices import HouseGroup
from reports.figures import ask_chart, slug_of
from reports.forms.figures import (
    WhenAsked,
    address_of_view,
    group_in,
    wanted,
)
from reports.selectors.by_part import WIDE, parts_of
from reports.selectors.dashboard import offered_areas, shown_of
from reports.selectors.homes import Homes
from reports.selectors.measures import years_known
from reports.selectors.opening import Opened, checked_code
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
        "years": sorted({*years_known(view.area), view.year}, reverse=True),
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


@require_safe
def figure_rows(request: HttpRequest) -> HttpResponse:
    """The households behind a figure; the reading is logged."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    try:
        asked = _opened(request, me)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("dashboard")
    if asked.area.level in WIDE:
        return _by_part(request, me, asked)
    homes = Homes(me, asked)
    page = Paginator(homes, ROWS).get_page(request.GET.get("page"))
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="household",
        paths=[row.commune.path for row in page.object_list],
        address=address_of(request),
    )
    query = request.GET.copy()
    query.pop("page", None)
    total = homes.total
    context = {
        "asked": asked,
        "title": f"{asked.label} – {asked.area}: {show_int(total)} {asked.unit}",
        "sum": total,
        # how much each household counts, where its number of persons does not say it
        "counts": asked.is_lacks or (asked.is_persons and asked.is_flow),
        "may_give": may_give(me, asked.area),
        "here_address": request.get_full_path(),
        "page": page,
        "address": query.urlencode(),
        "group": group_in(asked.group),
    }
    return render(request, "reports/figure_rows.html", context)


def _by_part(request: HttpRequest, me: User, asked: Opened) -> HttpResponse:
    """The areas right below a wide one, each with its part of the figure."""
    parts = parts_of(me, asked)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "asked": asked,
        "group": group_in(asked.group),
        "page": Paginator(parts, ROWS).get_page(request.GET.get("page")),
        "sum": sum(part.counted for part in parts),
        "address": query.urlencode(),
        "may_give": may_give(me, asked.area),
        "here_address": request.get_full_path(),
    }
    return render(request, "reports/figure_totals.html", context)


def _opened(request: HttpRequest, me: User) -> Opened:
    """A figure of a year's end, or (with `ngay`) of days, as an address names it."""
    data = request.GET
    seen = Area.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    area = get_object_or_404(seen, public_id=id_or_none(said(data, "khu-vuc", most=40)))
    code, when = checked_code(said(data, "so", most=300)), WhenAsked.read(data)
    return Opened(
        area=area,
        code=code,
        on=when.on,
        first=when.first,
        group=group_in(said(data, "nhom", most=12)),
        known_at=when.known_at,
        recognised_in=when.year,
    )
