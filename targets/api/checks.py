"""The arithmetic checker for programs."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import need
from core.payload import checked
from office.models import ImportRun
from targets.selectors import checks_of, own_area
from targets.serializers.checks import MeaningsIn, TableCheckIn, TableCheckOut
from targets.services.checks import Sent, ask_check, name_columns


@extend_schema(
    request={"multipart/form-data": TableCheckIn}, responses={202: TableCheckOut}
)
@api_view(["POST"])
def check_list(request: Request) -> Response:
    """Hold a table against its own arithmetic, in the background."""
    me = need(request, Right.PLAN_VIEW)
    facts = checked(TableCheckIn, request.data)
    run = ask_check(Sent(**facts), area=own_area(me, Right.PLAN_VIEW), by=me)
    return Response(TableCheckOut(run).data, status=202)


def _find(request: Request, public_id: UUID) -> ImportRun:
    runs = checks_of(need(request, Right.PLAN_VIEW)).select_related("file", "job")
    found: ImportRun = get_object_or_404(runs, public_id=public_id)
    return found


@extend_schema(responses=TableCheckOut)
@api_view(["GET"])
def check_detail(request: Request, public_id: UUID) -> Response:
    """The rows as printed, and what was found in their cells."""
    return Response(TableCheckOut(_find(request, public_id)).data)


@extend_schema(request=MeaningsIn, responses={202: TableCheckOut})
@api_view(["POST"])
def check_columns(request: Request, public_id: UUID) -> Response:
    """Say what the columns hold; the table is checked again."""
    run = _find(request, public_id)
    facts = checked(MeaningsIn, request.data)
    name_columns(run, facts["meanings"], by=need(request, Right.PLAN_VIEW))
    return Response(TableCheckOut(_find(request, public_id)).data, status=202)
