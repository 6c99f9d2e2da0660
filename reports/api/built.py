"""Reports, figures, waiting work."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import address_of, need, officer
from accounts.scoped_list import ScopedList
from accounts.services import record_access
from areas.models import Area
from core.payload import checked
from households.models import CommuneRound
from households.selectors import rates_by_commune
from households.selectors.movement import movements
from households.selectors.status import communes_on
from office.files import XLSX
from office.serializers import ExportOut
from reports.choices import ReportKind
from reports.models import ReportRun
from reports.nominal import ask_nominal
from reports.selectors.work import work_of
from reports.serializers.built import (
    CommuneOnDayOut,
    MovementIn,
    MovementOut,
    NominalIn,
    OnDayIn,
    RateOut,
    ReportBrief,
    ReportIn,
    ReportOut,
    WorkOut,
)
from reports.services.building import ask_report


class ReportList(ScopedList):
    """Reports that were asked for; POST asks for one, built in the background."""

    right = Right.REPORT_VIEW
    queryset = (
        ReportRun.objects.filter(period=None)
        .select_related("area", "job", "created_by", "file")
        .defer("tables", "facts")
    )
    serializer_class = ReportBrief
    filterset_fields = ("kind", "year")

    @extend_schema(request=ReportIn, responses={202: ReportBrief})
    def post(self, request: Request) -> Response:
        """Put a report in the queue; one live job per kind, area and year."""
        me = need(request, Right.REPORT_BUILD)
        facts = checked(ReportIn, request.data)
        areas = Area.objects.visible_to(me, Right.REPORT_BUILD)
        area = get_object_or_404(areas, public_id=facts["area"])
        kind = ReportKind(facts["kind"])
        run = ask_report(kind, area=area, year=facts["year"], by=me)
        return Response(ReportBrief(run).data, status=202)


@extend_schema(request=NominalIn, responses={202: ExportOut})
@api_view(["POST"])
def report_nominal(request: Request) -> Response:
    """Ask for a list of names (forms 14, 15), written in the background."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    facts = checked(NominalIn, request.data)
    areas = Area.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    area = get_object_or_404(areas, public_id=facts["area"])
    export = ask_nominal(facts["form"], str(facts["year"]), area=area, by=me)
    return Response(ExportOut(export).data, status=202)


def _find(request: Request, public_id: UUID) -> ReportRun:
    me = need(request, Right.REPORT_VIEW)
    seen = ReportRun.objects.visible_to(me, Right.REPORT_VIEW)
    found: ReportRun = get_object_or_404(
        seen.select_related("area", "job", "created_by", "file"), public_id=public_id
    )
    return found


@extend_schema(responses=ReportOut)
@api_view(["GET"])
def report_detail(request: Request, public_id: UUID) -> Response:
    """A report as it was frozen, or the progress of its job."""
    return Response(ReportOut(_find(request, public_id)).data)


@extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
@api_view(["GET"])
def report_file(request: Request, public_id: UUID) -> FileResponse:
    """The frozen workbook."""
    run = _find(request, public_id)
    if run.file is None:
        raise Http404
    record_access(
        officer(request),
        action="export",
        subject_type="reportrun",
        subject_id=run.public_id,
        area_path=run.area_path,
        address=address_of(request),
    )
    content = run.file.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=run.file.name)


@extend_schema(responses=RateOut(many=True))
@api_view(["GET"])
def figures(request: Request) -> Response:
    """Recognised poverty by commune, the poorest first."""
    me = need(request, Right.FIGURES_VIEW)
    rounds = CommuneRound.objects.visible_to(me, Right.FIGURES_VIEW)
    return Response(RateOut(many=True, instance=rates_by_commune(rounds)).data)  # type: ignore[arg-type]


@extend_schema(parameters=[OnDayIn], responses=CommuneOnDayOut(many=True))
@api_view(["GET"])
def on_day(request: Request) -> Response:
    """Both classes by commune of an area on a day, by the map of that day."""
    me = need(request, Right.FIGURES_VIEW)
    facts = checked(OnDayIn, request.query_params)
    areas = Area.objects.visible_to(me, Right.FIGURES_VIEW)
    area = get_object_or_404(areas, public_id=facts["area"])
    rows = communes_on(area, on=facts["on"])
    return Response(CommuneOnDayOut(many=True, instance=rows).data)  # type: ignore[arg-type]


@extend_schema(parameters=[MovementIn], responses=MovementOut(many=True))
@api_view(["GET"])
def movement(request: Request) -> Response:
    """Both lists of an area between two days: opening, out, in, closing."""
    me = need(request, Right.FIGURES_VIEW)
    facts = checked(MovementIn, request.query_params)
    areas = Area.objects.visible_to(me, Right.FIGURES_VIEW)
    area = get_object_or_404(areas, public_id=facts["area"])
    found = movements(area, first=facts["first"], last=facts["last"])
    rows: Any = list(found.values())
    return Response(MovementOut(rows, many=True).data)


@extend_schema(responses=WorkOut(many=True))
@api_view(["GET"])
def work(request: Request) -> Response:
    """What waits for the person, the most urgent first."""
    return Response(WorkOut(many=True, instance=work_of(officer(request))).data)  # type: ignore[arg-type]
