"""Work that plans give, for programs."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import need
from accounts.scoped_list import ScopedList
from areas.models import Area
from core.payload import checked
from core.preconditions import etag, wanted_version
from targets.choices import TaskStatus
from targets.filters import TaskPartFilter
from targets.models import Plan, TaskPart
from targets.serializers.tasks import TaskIn, TaskPartOut, TaskReportIn
from targets.services.tasks import Duty, add_task, report_task


class TaskParts(ScopedList):
    """What each agency and area does of the tasks of plans."""

    right = Right.PLAN_VIEW
    queryset = TaskPart.objects.select_related("task__plan", "area", "agency")
    serializer_class = TaskPartOut
    filterset_class = TaskPartFilter


@extend_schema(request=TaskReportIn, responses=TaskPartOut)
@api_view(["POST"])
def task_report(request: Request, public_id: UUID) -> Response:
    """Say how far one's own part is."""
    me = need(request, Right.TASK_REPORT)
    parts = TaskPart.objects.visible_to(me, Right.TASK_REPORT)
    part = get_object_or_404(parts, public_id=public_id)
    facts = checked(TaskReportIn, request.data)
    to, version = TaskStatus(facts["status"]), wanted_version(request.headers)
    done = report_task(part, to=to, result=facts["result"], by=me, version=version)
    return Response(TaskPartOut(done).data, headers={"ETag": etag(done.version)})


@extend_schema(request=TaskIn, responses={201: TaskPartOut(many=True)})
@api_view(["POST"])
def plan_tasks(request: Request, public_id: UUID) -> Response:
    """Give work in a plan that is being drafted; the parts that came of it."""
    me = need(request, Right.PLAN_EDIT)
    plans = Plan.objects.visible_to(me, Right.PLAN_EDIT).select_related("area", "document")
    plan = get_object_or_404(plans, public_id=public_id)
    facts = checked(TaskIn, request.data)
    wanted = facts.pop("lead")
    offices = Area.objects.get(pk=plan.area_id).agencies.all()
    lead = get_object_or_404(offices, public_id=wanted) if wanted else None
    version = wanted_version(request.headers)
    task = add_task(plan, Duty(lead=lead, **facts), by=me, version=version)
    parts = task.parts.select_related("task__plan", "area", "agency")
    rows = TaskPartOut(many=True, instance=parts).data  # type: ignore[arg-type]
    return Response(rows, status=201)
