"""Household lists in Excel, and papers of a round."""

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
from accounts.models import User
from accounts.officer import address_of, need
from accounts.scoped_list import ScopedList
from accounts.services import record_access
from areas.models import Area
from core.dates import today
from core.payload import checked
from households.api.reading import PersonalList
from households.choices import LIST_IMPORT, PrintKind
from households.models import CommuneRound, Household, ImportedHousehold, Printout
from households.serializers.desk import (
    ChoiceIn,
    ListIn,
    ListRowOut,
    ListRunOut,
    PaperIn,
    PaperOut,
)
from households.services.listing import applying, taking
from households.services.listing.writing import TEMPLATE_NAME, blank_template
from households.services.printing import ask_paper
from households.standards import standard_on
from office.files import XLSX
from office.models import ImportRun
from office.serializers import JobOut


class ListRuns(ScopedList):
    """Household lists that were sent in; POST sends one."""

    right = Right.HOUSEHOLD_EDIT
    queryset = ImportRun.objects.filter(kind=LIST_IMPORT).select_related("file", "job")
    serializer_class = ListRunOut

    @extend_schema(request={"multipart/form-data": ListIn}, responses={202: ListRunOut})
    def post(self, request: Request) -> Response:
        """Keep the file and read it in the background."""
        me = need(request, Right.HOUSEHOLD_EDIT)
        facts = checked(ListIn, request.data)
        communes = Area.objects.visible_to(me, Right.HOUSEHOLD_EDIT).valid_on(today())
        commune = get_object_or_404(communes, public_id=facts["commune"])
        item = None
        if facts["commune_round"]:
            rounds = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
            item = get_object_or_404(rounds, public_id=facts["commune_round"])
        run = taking.upload_list(facts["file"], commune=commune, commune_round=item, by=me)
        return Response(ListRunOut(run).data, status=202)


@extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
@api_view(["GET"])
def list_template(request: Request) -> FileResponse:
    """The empty template of the standard in force."""
    need(request, Right.HOUSEHOLD_EDIT)
    content = blank_template(standard_on(today()))
    return FileResponse(content, as_attachment=True, filename=TEMPLATE_NAME)


def _run(request: Request, public_id: UUID) -> tuple[User, ImportRun]:
    me = need(request, Right.HOUSEHOLD_EDIT)
    seen = ImportRun.objects.visible_to(me, Right.HOUSEHOLD_EDIT).filter(kind=LIST_IMPORT)
    return me, get_object_or_404(
        seen.select_related("file", "job", "area"), public_id=public_id
    )


@extend_schema(responses=ListRunOut)
@api_view(["GET"])
def list_detail(request: Request, public_id: UUID) -> Response:
    """A list: its state, and how many rows are new, changed, in doubt, refused."""
    _, run = _run(request, public_id)
    return _answer(run)


class ListRows(PersonalList):
    """Households of a list, in its order."""

    right = Right.HOUSEHOLD_EDIT
    queryset: Any = ImportedHousehold.objects.none()
    serializer_class = ListRowOut
    path_of = staticmethod(lambda row: row.run.area_path)

    def get_queryset(self) -> Any:
        """Rows of one visible list."""
        if getattr(self, "swagger_fake_view", False):
            return ImportedHousehold.objects.none()
        _, run = _run(self.request, self.kwargs["public_id"])
        return run.households.select_related("household", "run")


@extend_schema(request=ChoiceIn, responses=ListRunOut)
@api_view(["POST"])
def list_choose(request: Request, public_id: UUID) -> Response:
    """Say which household a doubtful row is, or that it is a new one."""
    me, run = _run(request, public_id)
    facts = checked(ChoiceIn, request.data)
    household = None
    if facts["household"] is not None:
        homes = Household.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
        household = get_object_or_404(homes, public_id=facts["household"])
    applying.choose(run, facts["position"], household, by=me)
    return _answer(run)


def _answer(run: ImportRun) -> Response:
    """A list and how many of its rows are new, changed, in doubt, refused."""
    return Response({**ListRunOut(run).data, "counts": taking.outcome_counts(run)})


@extend_schema(request=None, responses={202: JobOut})
@api_view(["POST"])
def list_apply(request: Request, public_id: UUID) -> Response:
    """Write all good rows in one transaction, in the background."""
    me, run = _run(request, public_id)
    return Response(JobOut(applying.ask_applying(run, by=me)).data, status=202)


@extend_schema(request=PaperIn, responses={202: PaperOut})
@api_view(["POST"])
def paper_create(request: Request, public_id: UUID) -> Response:
    """Ask for a paper or workbook of a commune's round."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    seen = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    item = get_object_or_404(seen.select_related("commune", "round"), public_id=public_id)
    facts = checked(PaperIn, request.data)
    village = None
    if facts["village"] is not None:
        below = Area.objects.within(item.commune.path)
        village = get_object_or_404(below, public_id=facts["village"])
    row = ask_paper(PrintKind(facts["kind"]), item, village, by=me)
    return Response(PaperOut(row).data, status=202)


def _paper(request: Request, public_id: UUID) -> tuple[User, Printout]:
    me = need(request, Right.HOUSEHOLD_VIEW)
    seen = Printout.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    return me, get_object_or_404(seen.select_related("job", "file"), public_id=public_id)


@extend_schema(responses=PaperOut)
@api_view(["GET"])
def paper_detail(request: Request, public_id: UUID) -> Response:
    """A paper that was asked for."""
    _, row = _paper(request, public_id)
    return Response(PaperOut(row).data)


@extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
@api_view(["GET"])
def paper_file(request: Request, public_id: UUID) -> FileResponse:
    """The file of a paper; taking it is logged."""
    me, row = _paper(request, public_id)
    if row.file is None:
        raise Http404
    record_access(
        me,
        action="export",
        subject_type="printout",
        subject_id=row.public_id,
        area_path=row.area_path,
        address=address_of(request),
    )
    content = row.file.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=row.file.name)
