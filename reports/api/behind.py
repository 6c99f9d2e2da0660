"""What stands behind figures, over REST: the same rows as the pages."""

from typing import Any
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
from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from core.payload import checked
from reports.doors import reader
from reports.rules.figures import Amount
from reports.selectors.behind import Behind, behind, cell_at, cell_below, run_for, told_by
from reports.selectors.everybody import Everybody, parts_behind
from reports.selectors.opening import NoSuchFigure, Opened
from reports.serializers.behind import CellIn, FigureBehindOut, TotalsIn, TotalsOut
from reports.services.readings import log_reading

PAGE = 50


@extend_schema(parameters=[CellIn], responses=FigureBehindOut)
@api_view(["GET"])
def report_figure(request: Request, public_id: UUID) -> Response:
    """What stands behind a cell of a report; the reading of persons' data is logged."""
    me = reader(request)
    run = run_for(me, public_id)
    facts = checked(CellIn, request.query_params)
    try:
        here = cell_at(run, facts["table"], facts["row"], facts["column"])
        run, cell = cell_below(run, here, me)
        found = behind(run, cell, me)
    except NoSuchFigure as error:
        raise Http404 from error
    told: dict[str, Any] = {
        "figure": cell.label,
        "unit": cell.unit,
        "told": _text(told_by(run, cell)),
    }
    if not isinstance(found, Behind):  # households and everybody's numbers: their own doors
        return Response(FigureBehindOut(told | _elsewhere(found)).data)
    page = Paginator(found.rows, PAGE).get_page(facts.get("page", 1))
    log_reading(found, page.object_list, me, address_of(request))
    told |= {
        "sum": _text(found.sum),
        "code": "",
        "area": None,
        "count": page.paginator.count,
        "results": list(page.object_list),
    }
    return Response(FigureBehindOut(told).data)


def _elsewhere(found: Opened | Everybody) -> dict[str, Any]:
    """The code and the area under which such a figure is asked for."""
    area = str(found.area.public_id)
    return {"sum": None, "code": found.code, "area": area, "count": 0, "results": []}


def _text(value: Amount | None) -> str | None:
    return None if value is None else str(value)


@extend_schema(parameters=[TotalsIn], responses=TotalsOut)
@api_view(["GET"])
def figure_totals(request: Request) -> Response:
    """The communes, or the villages, that a number of everybody adds up."""
    me = need(request, Right.FIGURES_VIEW)
    facts = checked(TotalsIn, request.query_params)
    seen = Area.objects.visible_to(me, Right.FIGURES_VIEW).exclude(level=Level.VILLAGE)
    year = facts.get("year", today().year)
    asked = Everybody(
        area=get_object_or_404(seen, public_id=facts["area"]),
        code=facts["code"],
        on=min(last_day_of(year), today()),
        recognised_in=year,
    )
    parts = parts_behind(asked)
    page = Paginator(parts, PAGE).get_page(facts.get("page", 1))
    told = {
        "figure": asked.label,
        "unit": asked.unit,
        "sum": sum(part.counted for part in parts),
        "count": len(parts),
        "results": list(page.object_list),
    }
    return Response(TotalsOut(told).data)
