"""Needs of a commune's households for programs."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import address_of, need
from accounts.services import record_access
from areas.choices import Level
from core.dates import today
from core.payload import checked
from programs.selectors.needs import (
    needs_of,
    planned_reach,
    readable_areas,
    sums_of_needs,
)
from programs.serializers.needs import NeedQuery, NeedsOut


@extend_schema(parameters=[NeedQuery], responses=NeedsOut)
@api_view(["GET"])
def need_list(request: Request) -> Response:
    """Each household's needs by priority, what answered them, what could; and the sums."""
    need(request, Right.SUPPORT_VIEW)
    me = need(request, Right.HOUSEHOLD_VIEW)
    facts = checked(NeedQuery, request.query_params)
    communes = readable_areas(me).filter(level=Level.COMMUNE)
    commune = get_object_or_404(communes, public_id=facts["commune"])
    year = facts["year"] or today().year
    rows = needs_of(commune, year)
    record_access(
        me,
        action="list",
        subject_type="household_needs",
        subject_id=commune.public_id,
        area_path=commune.path,
        address=address_of(request),
        count=len(rows),
    )
    sums = sums_of_needs(rows, planned_reach(commune, year))
    return Response(NeedsOut({"year": year, "sums": sums, "rows": rows}).data)
