"""Jobs and notices of the person behind the request."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.officer import officer
from office import jobs, notices
from office.models import Job, Notice
from office.serializers import JobOut, NoticeOut

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
