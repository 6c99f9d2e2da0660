"""Progress of a plan and its cascade, for programs."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.dates import today
from core.payload import checked
from targets.models import Plan, PlanTotal, Target
from targets.rules.progress import LIGHT_RULE
from targets.selectors.cascade import tree_of
from targets.selectors.progress import progress_of
from targets.serializers.progress import (
    PlanProgressOut,
    ResultIn,
    ResultOut,
    TreeOut,
)
from targets.services.results import Told, report_result

INDICATOR = OpenApiParameter("indicator", OpenApiTypes.STR)


def _find(request: Request, public_id: UUID) -> tuple[User, Plan]:
    me = need(request, Right.PLAN_VIEW)
    readable = Plan.objects.readable_by(me).select_related("area", "document")
    return me, get_object_or_404(readable, public_id=public_id)


@extend_schema(parameters=[INDICATOR], responses=PlanProgressOut)
@api_view(["GET"])
def plan_progress(request: Request, public_id: UUID) -> Response:
    """Planned and achieved, recognised and live, with forecast and light."""
    me, plan = _find(request, public_id)
    code = request.query_params.get("indicator", "")
    found = progress_of(plan, me, today(), code=code)
    told = {"rows": found.rows, "rule": LIGHT_RULE, "whole": found.whole}
    return Response(PlanProgressOut(told).data)


@extend_schema(parameters=[INDICATOR], responses=TreeOut)
@api_view(["GET"])
def plan_tree(request: Request, public_id: UUID) -> Response:
    """Two levels of the cascade and where it does not close."""
    me, plan = _find(request, public_id)
    totals = PlanTotal.objects.filter(plan=plan, lines__gt=0).select_related("indicator")
    code = request.query_params.get("indicator")
    wanted = totals.filter(indicator__code=code) if code else totals
    total = wanted.first()
    if total is None:
        return Response({"indicator": None, "faults": 0, "nodes": []})
    page = request.query_params.get("page", "1")
    return Response(TreeOut(tree_of(plan, total, me, page=page)).data)


@extend_schema(request=ResultIn, responses={201: ResultOut})
@api_view(["POST"])
def target_result(request: Request, public_id: UUID) -> Response:
    """Report what was achieved of a target that nothing computes."""
    me = need(request, Right.TASK_REPORT)
    seen = Target.objects.visible_to(me, Right.TASK_REPORT)
    target = get_object_or_404(
        seen.select_related("plan__area", "area", "indicator", "reporter"),
        public_id=public_id,
    )
    facts = checked(ResultIn, request.data)
    return Response(ResultOut(report_result(target, Told(**facts), by=me)).data, status=201)
