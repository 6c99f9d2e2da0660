"""Jobs and notices of the person behind the request."""

from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.officer import address_of, officer
from office import exports, jobs, notices
from office.models import Export, Job, Notice
from office.serializers import ExportOut, JobOut, NoticeOut

SHOWN = 50


@extend_schema(responses=JobOut)
@api_view(["GET"])
def job_detail(request: Request, public_id: UUID) -> Response:
    """Progress of a job one started."""
    mine = Job.objects.filter(created_by=officer(request))
    return Response(JobOut(get_object_or_404(mine, public_id=public_id)).data)


@extend_schema(request=None, responses=JobOut)
@api_view(["POST"])
def job_cancel(request: Request, public_id: UUID) -> Response:
    """Ask a job one started to stop."""
    mine = Job.objects.filter(created_by=officer(request))
    job = jobs.cancel(get_object_or_404(mine, public_id=public_id))
    return Response(JobOut(job).data)


def _find_export(request: Request, public_id: UUID) -> Export:
    mine = exports.exports_of(officer(request))
    found: Export = get_object_or_404(mine, public_id=public_id)
    if not exports.is_allowed(found):
        raise Http404
    return found


@extend_schema(responses=ExportOut)
@api_view(["GET"])
def export_detail(request: Request, public_id: UUID) -> Response:
    """A workbook one asked for, and how far it is."""
    return Response(ExportOut(_find_export(request, public_id)).data)


@extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
@api_view(["GET"])
def export_file(request: Request, public_id: UUID) -> FileResponse:
    """The file of a workbook; taking it is logged."""
    export = _find_export(request, public_id)
    if export.file is None:
        raise Http404
    exports.log_taken(export, officer(request), address_of(request))
    content = export.file.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=export.file.name)


@extend_schema(responses=NoticeOut(many=True))
@api_view(["GET"])
def notice_list(request: Request) -> Response:
    """The newest notices."""
    mine = Notice.objects.filter(user=officer(request))[:SHOWN]
    return Response(NoticeOut(mine, many=True).data)


@extend_schema(request=None, responses={204: None})
@api_view(["POST"])
def notice_read(request: Request) -> Response:
    """Empty the bell."""
    notices.mark_read(officer(request))
    return Response(status=204)
