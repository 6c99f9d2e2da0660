"""What stands behind the figures of a report, and behind everybody's numbers."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.choices import Right
from accounts.officer import address_of, need
from areas.models import Area
from core.inputs import id_or_none, said
from reports.forms.figures import WhenAsked
from reports.models import ReportRun
from reports.selectors.behind import behind
from reports.selectors.everybody import Everybody, parts_behind
from reports.selectors.opening import EVERYBODY, NoSuchFigure
from reports.services.errands import may_give
from reports.services.readings import log_reading

ROWS = 50


@require_safe
def report_figure(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The records behind a figure of a report, or the reports that it adds up."""
    me = need(request, Right.REPORT_VIEW)
    runs = ReportRun.objects.visible_to(me, Right.REPORT_VIEW)
    related = ("area", "period", "job")
    run = get_object_or_404(runs.select_related(*related), public_id=public_id)
    code = said(request.GET, "so", most=400)
    try:
        found = behind(run, code, me)
    except NoSuchFigure as error:
        raise Http404 from error
    if found.place:
        return redirect(found.place)
    page = Paginator(found.rows, ROWS).get_page(said(request.GET, "page", most=9))
    log_reading(found, page.object_list, me, address_of(request))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "run": run,
        "found": found,
        "page": page,
        "address": query.urlencode(),
        "may_give": may_give(me, run.area),
        "here_address": request.get_full_path(),
    }
    return render(request, "reports/report_figure.html", context)


@require_safe
def figure_totals(request: HttpRequest) -> HttpResponse:
    """The communes, or the villages, that a number of everybody adds up."""
    me = need(request, Right.FIGURES_VIEW)
    seen = Area.objects.visible_to(me, Right.FIGURES_VIEW)
    wanted = id_or_none(said(request.GET, "khu-vuc", most=40))
    area = get_object_or_404(seen, public_id=wanted)
    code = said(request.GET, "so", most=20)
    if code not in EVERYBODY:
        raise Http404
    when = WhenAsked.read(request.GET)
    listed = said(request.GET, "co-ds", most=1) == "1"
    asked = Everybody(area, code, when.on, when.known_at, when.year, listed)
    parts = parts_behind(asked)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "asked": asked,
        "page": Paginator(parts, ROWS).get_page(said(request.GET, "page", most=9)),
        "sum": sum(part.counted for part in parts),
        "address": query.urlencode(),
        "may_give": may_give(me, area),
        "here_address": request.get_full_path(),
    }
    return render(request, "reports/figure_totals.html", context)
