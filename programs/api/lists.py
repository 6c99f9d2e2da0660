"""Lists of supports in Excel for programs: sent, read, looked at, applied."""

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
from core.payload import checked
from households.api.reading import PersonalList
from office.files import XLSX
from office.models import ImportRun
from office.serializers import JobOut
from programs.models import ImportedSupport
from programs.selectors.lists import support_runs
from programs.serializers.lists import (
    SupportColumnsIn,
    SupportListIn,
    SupportListOut,
    SupportListRowOut,
)
from programs.services.listing.applying import ask_applying_supports
from programs.services.listing.taking import counts_of, remap_supports, upload_supports

DIGITS = 4  # of a column's number


class SupportLists(ScopedList):
    """Lists of supports one sent; POST sends one."""

    right = Right.SUPPORT_EDIT
    queryset = ImportRun.objects.select_related("file", "job")
    serializer_class = SupportListOut

    def get_queryset(self) -> Any:
        """One's own lists, while one still works where they were sent."""
        if getattr(self, "swagger_fake_view", False):
            return ImportRun.objects.none()
        return support_runs(need(self.request, Right.SUPPORT_EDIT)).order_by("-pk")

    @extend_schema(
        request={"multipart/form-data": SupportListIn}, responses={202: SupportListOut}
    )
    def post(self, request: Request) -> Response:
        """Keep the file and read it in the background."""
        me = need(request, Right.SUPPORT_EDIT)
        facts = checked(SupportListIn, request.data)
        run = upload_supports(facts["file"], by=me)
        return Response(SupportListOut(run).data, status=202)


def _find(request: Request, public_id: UUID) -> tuple[User, ImportRun]:
    me = need(request, Right.SUPPORT_EDIT)
    return me, get_object_or_404(support_runs(me), public_id=public_id)


@extend_schema(responses=SupportListOut)
@api_view(["GET"])
def support_list_detail(request: Request, public_id: UUID) -> Response:
    """A list: its state, and how many lines are new, stand already, are refused."""
    _, run = _find(request, public_id)
    return Response({**SupportListOut(run).data, "counts": counts_of(run)})


class SupportListRows(PersonalList):
    """Lines of a list, in its order."""

    right = Right.SUPPORT_EDIT
    queryset: Any = ImportedSupport.objects.none()
    serializer_class = SupportListRowOut
    path_of = staticmethod(lambda row: row.run.area_path)

    def get_queryset(self) -> Any:
        """Lines of one's own list."""
        if getattr(self, "swagger_fake_view", False):
            return ImportedSupport.objects.none()
        _, run = _find(self.request, self.kwargs["public_id"])
        return run.supports.select_related("household", "run")


@extend_schema(request=SupportColumnsIn, responses={202: None})
@api_view(["POST"])
def support_list_columns(request: Request, public_id: UUID) -> Response:
    """Say what the columns of a sheet mean; the file is read again."""
    me, run = _find(request, public_id)
    facts = checked(SupportColumnsIn, request.data)
    columns = {
        int(n): key
        for n, key in facts["columns"].items()
        if n.isdecimal() and len(n) < DIGITS
    }
    remap_supports(run, facts["signature"], columns, by=me)
    return Response(status=202)


@extend_schema(request=None, responses={202: JobOut})
@api_view(["POST"])
def support_list_apply(request: Request, public_id: UUID) -> Response:
    """Write all good lines in one transaction, in the background."""
    me, run = _find(request, public_id)
    return Response(JobOut(ask_applying_supports(run, by=me)).data, status=202)


@extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
@api_view(["GET"])
def support_list_refused(request: Request, public_id: UUID) -> FileResponse:
    """The lines that were not taken, with the reason beside each; taking it is logged."""
    me, run = _find(request, public_id)
    if run.answer is None:
        raise Http404
    record_access(
        me,
        action="export",
        subject_type="support_list",
        subject_id=run.public_id,
        area_path=run.area_path,
        address=address_of(request),
    )
    content = run.answer.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=run.answer.name)
