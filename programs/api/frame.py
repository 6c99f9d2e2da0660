"""The programme's frame."""

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import need
from programs.models import Programme
from programs.serializers import ProgrammeOut


@extend_schema(responses=ProgrammeOut(many=True))
@api_view(["GET"])
def programme_list(request: Request) -> Response:
    """Programmes with the seven projects and their parts."""
    need(request, Right.PROJECT_VIEW)
    found = Programme.objects.prefetch_related("projects__sub_projects").order_by("code")
    return Response(ProgrammeOut(found, many=True).data)
