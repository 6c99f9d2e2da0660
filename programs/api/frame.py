"""Programmes, where their projects apply, and who leads them."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import Agency
from accounts.officer import need
from accounts.scoped_list import ScopedList
from areas.choices import Level
from areas.models import Area
from core.payload import checked
from programs.choices import Part
from programs.filters import AssignmentFilter
from programs.models import Assignment, Programme, Project, SubProject
from programs.selectors.frame import projects_of
from programs.serializers.frame import (
    ApplicabilityIn,
    AssignIn,
    AssignmentOut,
    ComponentIn,
    ProgrammeOut,
    ProjectOut,
    ProjectRowOut,
    ScopeIn,
)
from programs.services.frame import (
    Component,
    Duty,
    Statement,
    assign,
    end_assignment,
    enter_project,
    state_applicability,
)


@extend_schema(responses=ProgrammeOut(many=True))
@api_view(["GET"])
def programme_list(request: Request) -> Response:
    """Programmes with their projects and parts."""
    need(request, Right.PROJECT_VIEW)
    found = Programme.objects.prefetch_related("projects__sub_projects").order_by("code")
    return Response(ProgrammeOut(found, many=True).data)


@extend_schema(
    parameters=[
        OpenApiParameter("area", OpenApiTypes.UUID, required=True),
        OpenApiParameter("year", OpenApiTypes.INT, required=True),
    ],
    responses=ProjectRowOut(many=True),
)
@api_view(["GET"])
def project_list(request: Request) -> Response:
    """Projects of a year as an area sees them: applied or not and why, led by whom."""
    me = need(request, Right.PROJECT_VIEW)
    facts = checked(ScopeIn, request.query_params)
    areas = Area.objects.visible_to(me, Right.PROJECT_VIEW)
    area = get_object_or_404(areas, public_id=facts["area"])
    rows = projects_of(area, facts["year"])
    return Response(ProjectRowOut(rows, many=True).data)


class AssignmentList(ScopedList):
    """What agencies are to projects; POST assigns one."""

    right = Right.PROJECT_VIEW
    queryset = Assignment.objects.select_related("project", "sub_project", "agency", "area")
    serializer_class = AssignmentOut
    filterset_class = AssignmentFilter

    @extend_schema(request=AssignIn, responses={201: AssignmentOut})
    def post(self, request: Request) -> Response:
        """Give a project, or a part of it, to an agency of one's own area for a year."""
        me = need(request, Right.PROJECT_EDIT)
        facts = checked(AssignIn, request.data)
        offices = Agency.objects.visible_to(me, Right.PROJECT_EDIT)
        agency = get_object_or_404(offices, public_id=facts["agency"])
        duty = Duty(
            get_object_or_404(Project, public_id=facts["project"]),
            part_of(facts["sub_project"]),
            agency,
            facts["year"],
            Part(facts["part"]),
            facts["source"],
        )
        return Response(AssignmentOut(assign(duty, by=me)).data, status=201)


def part_of(public_id: UUID | None) -> SubProject | None:
    """The part of a project of that id, if any is meant."""
    if public_id is None:
        return None
    found: SubProject = get_object_or_404(SubProject, public_id=public_id)
    return found


@extend_schema(request=None, responses={204: None})
@api_view(["POST"])
def assignment_end(request: Request, public_id: UUID) -> Response:
    """Take a mistaken assignment back."""
    me = need(request, Right.PROJECT_EDIT)
    seen = Assignment.objects.visible_to(me, Right.PROJECT_EDIT)
    end_assignment(get_object_or_404(seen, public_id=public_id), by=me)
    return Response(status=204)


@extend_schema(request=ApplicabilityIn, responses={204: None})
@api_view(["POST"])
def project_apply(request: Request) -> Response:
    """Say whether a project applies to one's area, or to one right below, in a year."""
    me = need(request, Right.PROJECT_EDIT)
    facts = checked(ApplicabilityIn, request.data)
    areas = Area.objects.visible_to(me, Right.PROJECT_EDIT)
    told = Statement(
        get_object_or_404(Project, public_id=facts["project"]),
        get_object_or_404(areas, public_id=facts["area"]),
        facts["year"],
        facts["applies"],
        facts["source"],
    )
    state_applicability(told, by=me)
    return Response(status=204)


@extend_schema(request=ComponentIn, responses={201: ProjectOut})
@api_view(["POST"])
def project_enter(request: Request, public_id: UUID) -> Response:
    """Enter a component of a programme whose list is one's province's to decide."""
    me = need(request, Right.PROJECT_EDIT)
    facts = checked(ComponentIn, request.data)
    areas = Area.objects.visible_to(me, Right.PROJECT_EDIT)
    area = get_object_or_404(areas, public_id=facts.pop("area"), level=Level.PROVINCE)
    open_frames = Programme.objects.exclude(projects__area=None, projects__isnull=False)
    programme = get_object_or_404(open_frames, public_id=public_id)
    made = enter_project(programme, area, Component(**facts), by=me)
    return Response(ProjectOut(made).data, status=201)
