"""Activities of projects, their steps and results, for programs."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from accounts.scoped_list import ScopedList
from areas.models import Area
from core.payload import checked
from core.preconditions import etag, wanted_version
from programs.api.frame import part_of
from programs.choices import ActivityStatus
from programs.filters import ActivityFilter
from programs.kinds import kinds
from programs.models import Activity, Project
from programs.models.work import ActivityQuerySet
from programs.selectors.acting import agency_of
from programs.selectors.work import with_sums
from programs.serializers.work import (
    ActivityIn,
    ActivityOut,
    ActivityStepIn,
    ChecksIn,
    DeliveryIn,
    DeliveryOut,
    KindOut,
    StageIn,
    WorkStageOut,
)
from programs.services.money import Decision
from programs.services.stages import StageFacts, record_stage
from programs.services.work import (
    Delivery,
    Move,
    Proposal,
    confirm_checks,
    deliver,
    move_on,
    propose,
)


@extend_schema(responses=KindOut(many=True))
@api_view(["GET"])
def kind_list(request: Request) -> Response:
    """Kinds of work with their products, units, checks and steps."""
    need(request, Right.PROJECT_VIEW)
    return Response(KindOut(list(kinds().values()), many=True).data)


class ActivityList(ScopedList):
    """Activities one may see; POST enters one."""

    right = Right.PROJECT_VIEW
    queryset = Activity.objects.all()
    serializer_class = ActivityOut
    filterset_class = ActivityFilter

    def get_queryset(self) -> ActivityQuerySet:
        """With what was paid for each, and how many took part."""
        rows: Any = super().get_queryset()
        return with_sums(rows)

    @extend_schema(request=ActivityIn, responses={201: ActivityOut})
    def post(self, request: Request) -> Response:
        """Enter a piece of work of one's own area, or of one's agency."""
        me = need(request, Right.WORK_EDIT)
        facts = checked(ActivityIn, request.data)
        areas = Area.objects.visible_to(me, Right.WORK_EDIT)
        told = Proposal(
            project=get_object_or_404(Project, public_id=facts.pop("project")),
            sub_project=part_of(facts.pop("sub_project")),
            area=get_object_or_404(areas, public_id=facts.pop("area")),
            agency=agency_of(me),
            **facts,
        )
        return Response(ActivityOut(propose(told, by=me)).data, status=201)


def _find(request: Request, public_id: UUID, right: Right) -> tuple[User, Activity]:
    me = need(request, right)
    seen = with_sums(Activity.objects.visible_to(me, Right.PROJECT_VIEW))
    return me, get_object_or_404(seen, public_id=public_id)


@extend_schema(responses=ActivityOut)
@api_view(["GET"])
def activity_detail(request: Request, public_id: UUID) -> Response:
    """One activity with its products."""
    _, row = _find(request, public_id, Right.PROJECT_VIEW)
    return Response(ActivityOut(row).data, headers={"ETag": etag(row.version)})


@extend_schema(request=ActivityStepIn, responses=ActivityOut)
@api_view(["POST"])
def activity_step(request: Request, public_id: UUID) -> Response:
    """Take the work one step on; approval is another person's, by decision."""
    facts = checked(ActivityStepIn, request.data)
    to, told = ActivityStatus(facts["to"]), facts["decision"]
    approves = to == ActivityStatus.APPROVED
    right = Right.WORK_APPROVE if approves else Right.WORK_EDIT
    me, row = _find(request, public_id, right)
    move = Move(to, facts["note"], Decision(**told) if told else None)
    done = move_on(row, move, by=me, version=wanted_version(request.headers))
    return Response(ActivityOut(done).data)


@extend_schema(request=ChecksIn, responses=ActivityOut)
@api_view(["POST"])
def activity_check(request: Request, public_id: UUID) -> Response:
    """Say which of the things that must be there were seen."""
    me, row = _find(request, public_id, Right.WORK_EDIT)
    seen = checked(ChecksIn, request.data)["seen"]
    done = confirm_checks(row, seen, by=me, version=wanted_version(request.headers))
    return Response(ActivityOut(done).data)


@extend_schema(request=StageIn, responses=WorkStageOut)
@api_view(["POST"])
def activity_stage(request: Request, public_id: UUID) -> Response:
    """Say of one stage when it was planned and reached, for what value."""
    me, row = _find(request, public_id, Right.WORK_EDIT)
    facts = StageFacts(**checked(StageIn, request.data))
    version = wanted_version(request.headers)
    return Response(WorkStageOut(record_stage(row, facts, by=me, version=version)).data)


@extend_schema(request=DeliveryIn, responses={201: DeliveryOut})
@api_view(["POST"])
def activity_deliver(request: Request, public_id: UUID) -> Response:
    """Record what the work brought by a day."""
    me, row = _find(request, public_id, Right.WORK_EDIT)
    facts = checked(DeliveryIn, request.data)
    output = get_object_or_404(row.outputs, product=facts.pop("product"))
    made = deliver(output, Delivery(**facts), by=me)
    return Response(DeliveryOut(made).data, status=201)
