"""Sharing a figure out and adjusting an issued plan, for programs."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import need
from core.payload import checked
from core.preconditions import etag, wanted_version
from office.serializers import ExportOut
from targets.choices import TABLE_KINDS, Sharing
from targets.exports import ask_plan_table
from targets.models import Plan, Target
from targets.serializers.cascade import (
    AdjustIn,
    ProposeIn,
    ShareIn,
    SheetIn,
    SheetOut,
    TableIn,
)
from targets.serializers.plans import PlanOut, TargetOut
from targets.services.adjusting import Adjusting, adjust_plan
from targets.services.plans import Issuing
from targets.services.sharing import Shared, propose_value, share_plan
from targets.services.sheet import Edit, save_sheet


def _find(request: Request, public_id: UUID, right: Right) -> Plan:
    plans = Plan.objects.visible_to(need(request, right), right)
    found: Plan = get_object_or_404(
        plans.select_related("area", "document"), public_id=public_id
    )
    return found


def _answer(request: Request, plan: Plan) -> Response:
    return Response(
        PlanOut(plan, context={"request": request}).data,
        headers={"ETag": etag(plan.version)},
    )


@extend_schema(request=ShareIn, responses=PlanOut)
@api_view(["POST"])
def plan_share(request: Request, public_id: UUID) -> Response:
    """Share a total among the lines that wait for their commune."""
    plan = _find(request, public_id, Right.PLAN_EDIT)
    facts = checked(ShareIn, request.data)
    shared = Shared(facts["indicator"], facts["whole"], Sharing(facts["way"]))
    by, version = need(request, Right.PLAN_EDIT), wanted_version(request.headers)
    return _answer(request, share_plan(plan, shared, by=by, version=version))


@extend_schema(request=ProposeIn, responses=TargetOut)
@api_view(["POST"])
def target_propose(request: Request, public_id: UUID) -> Response:
    """The superior's own proposal for one line."""
    me = need(request, Right.PLAN_EDIT)
    lines = Target.objects.visible_to(me, Right.PLAN_EDIT).filter(kind__in=TABLE_KINDS)
    line = get_object_or_404(lines, public_id=public_id)
    facts = checked(ProposeIn, request.data)
    version = wanted_version(request.headers)
    done = propose_value(line, value=facts["value"], by=me, version=version)
    return Response(TargetOut(done).data, headers={"ETag": etag(done.version)})


@extend_schema(request={"multipart/form-data": AdjustIn}, responses=PlanOut)
@api_view(["POST"])
def plan_adjust(request: Request, public_id: UUID) -> Response:
    """Adjust lines of an issued plan by a numbered decision with its signed scan."""
    plan = _find(request, public_id, Right.PLAN_ISSUE)
    facts = checked(AdjustIn, request.data)
    scan, by = facts.pop("scan"), need(request, Right.PLAN_ISSUE)
    reason, values, total = (facts.pop(name) for name in ("reason", "values", "total"))
    wanted = Adjusting(Issuing(**facts), reason, values, total)
    version = wanted_version(request.headers)
    return _answer(request, adjust_plan(plan, wanted, scan=scan, by=by, version=version))


@extend_schema(request=SheetIn, responses=SheetOut)
@api_view(["POST"])
def plan_sheet(request: Request, public_id: UUID) -> Response:
    """Save the changed cells of a draft's sheet: all of them or none."""
    plan = _find(request, public_id, Right.PLAN_EDIT)
    facts = checked(SheetIn, request.data)
    edits = [Edit(**cell) for cell in facts["cells"]]
    saved = save_sheet(plan, edits, by=need(request, Right.PLAN_EDIT))
    return Response({"saved": saved})


@extend_schema(request=TableIn, responses={202: ExportOut})
@api_view(["POST"])
def plan_export(request: Request, public_id: UUID) -> Response:
    """Ask for the plan's table as a workbook; its first indicator, or the one named."""
    me = need(request, Right.PLAN_VIEW)
    readable = Plan.objects.readable_by(me).select_related("area")
    plan = get_object_or_404(readable, public_id=public_id)
    export = ask_plan_table(plan, checked(TableIn, request.data)["indicator"], by=me)
    return Response(ExportOut(export).data, status=202)
