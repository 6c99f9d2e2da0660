"""What stands behind figures, over REST: the same rows as the pages."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import address_of, need
from areas.models import Area
from core.dates import last_day_of, today
from core.payload import checked
from reports.models import ReportRun
from reports.selectors.behind import behind
from reports.selectors.everybody import Everybody, parts_behind
from reports.selectors.links import code_of
from reports.selectors.opening import NoSuchFigure
from reports.serializers.behind import CellIn, FigureBehindOut, TotalsIn, TotalsOut
from reports.services.readings import log_reading

PAGE = 50


@extend_schema(parameters=[CellIn], responses=FigureBehindOut)
@api_view(["GET"])
def report_figure(request: Request, public_id: UUID) -> Response:
    """The records behind a cell of a report; the reading of persons' data is logged."""
    me = need(request, Right.REPORT_VIEW)
    runs = ReportRun.objects.visible_to(me, Right.REPORT_VIEW)
    run = get_object_or_404(
        runs.select_related("area", "period", "job"), public_id=public_id
    )
    facts = checked(CellIn, request.query_params)
    found = behind(run, _code(run, facts["table"], facts["row"], facts["column"]), me)
    page = Paginator(found.rows, PAGE).get_page(facts.get("page", 1))
    log_reading(found, page.object_list, me, address_of(request))
    told = {
        "figure": found.label,
        "unit": found.unit,
        "told": None if found.told is None else str(found.told),
        "sum": None if found.sum is None else str(found.sum),
        "place": found.place,
        "count": page.paginator.count,
        "results": list(page.object_list),
    }
    return Response(FigureBehindOut(told).data)


def _code(run: ReportRun, table: int, row: int, column: str) -> str:
    """The figure of a cell; an error for a cell that is not there or opens nothing."""
    try:
        printed = run.tables[table]
        line = printed["rows"][row]
    except IndexError as error:
        raise Http404 from error
    for one in printed["columns"]:
        if one["name"] == column:
            return code_of(line, one)
    raise NoSuchFigure


@extend_schema(parameters=[TotalsIn], responses=TotalsOut)
@api_view(["GET"])
def figure_totals(request: Request) -> Response:
    """The communes, or the villages, that a number of everybody adds up."""
    me = need(request, Right.FIGURES_VIEW)
    facts = checked(TotalsIn, request.query_params)
    seen = Area.objects.visible_to(me, Right.FIGURES_VIEW)
    year = facts.get("year", today().year)
    asked = Everybody(
        area=get_object_or_404(seen, public_id=facts["area"]),
        code=facts["code"],
        on=min(last_day_of(year), today()),
        recognised_in=year,
    )
    parts = parts_behind(asked)
    told = {
        "figure": asked.label,
        "unit": asked.unit,
        "sum": sum(part.counted for part in parts),
        "results": parts,
    }
    return Response(TotalsOut(told).data)
