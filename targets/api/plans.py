"""Plans, their lines, and the import of their tables."""

from uuid import UUID

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import Agency
from accounts.officer import need, officer
from accounts.scoped_list import ScopedList
from areas.models import Area
from areas.scope import ScopedQuerySet
from core.payload import checked
from core.preconditions import etag, wanted_version
from office.documents import scan_answer
from office.models import ImportRun
from targets.choices import TargetKind, TargetStatus
from targets.filters import PlanFilter, TargetFilter
from targets.models import Plan, Target
from targets.serializers.plans import (
    AnswerIn,
    ApplyIn,
    ImportIn,
    ImportOut,
    IssueIn,
    NameIn,
    ObjectiveIn,
    PlanIn,
    PlanOut,
    RegisterIn,
    TargetOut,
)
from targets.services import imports, plans
from targets.services.draft import PlanFacts, draft_plan
from targets.services.objectives import Promise, add_objective, drop_objective


class PlanList(ScopedList):
    """Plans one may see; POST begins one."""

    right = Right.PLAN_VIEW
    queryset = Plan.objects.select_related(
        "area", "document", "agency", "parent"
    ).prefetch_related("totals__indicator")
    serializer_class = PlanOut
    filterset_class = PlanFilter

    def get_queryset(self) -> ScopedQuerySet:
        """Also plans from above that set something for one's areas."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.queryset.readable_by(need(self.request, self.right))  # type: ignore[attr-defined,no-any-return]

    @extend_schema(request=PlanIn, responses={201: PlanOut})
    def post(self, request: Request) -> Response:
        """Begin a plan; its table starts from what was recognised the year before."""
        me = need(request, Right.PLAN_EDIT)
        facts = checked(PlanIn, request.data)
        areas = Area.objects.visible_to(me, Right.PLAN_EDIT)
        area = get_object_or_404(areas, public_id=facts.pop("area"))
        indicators = facts.pop("indicators", [])
        above, agency = facts.pop("above"), facts.pop("agency")
        if above is not None:
            readable = Plan.objects.readable_by(me)
            facts["parent"] = get_object_or_404(readable, public_id=above)
        if agency is not None:
            offices = Agency.objects.filter(area=area)
            facts["agency"] = get_object_or_404(offices, public_id=agency)
        plan = draft_plan(area, PlanFacts(**facts), indicators, by=me)
        return Response(PlanOut(plan, context={"request": request}).data, status=201)


def _find_plan(request: Request, public_id: UUID) -> Plan:
    readable = Plan.objects.readable_by(need(request, Right.PLAN_VIEW))
    found: Plan = get_object_or_404(
        readable.select_related("area", "document"), public_id=public_id
    )
    return found


@extend_schema(responses=PlanOut)
@api_view(["GET"])
def plan_detail(request: Request, public_id: UUID) -> Response:
    """One plan; its lines are in the list of targets."""
    plan = _find_plan(request, public_id)
    return Response(
        PlanOut(plan, context={"request": request}).data,
        headers={"ETag": etag(plan.version)},
    )


@extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
@api_view(["GET"])
def plan_scan(request: Request, public_id: UUID) -> FileResponse:
    """The signed scan of an issued plan."""
    return scan_answer(_find_plan(request, public_id).document)


@extend_schema(request=ObjectiveIn, responses={201: TargetOut})
@api_view(["POST"])
def plan_objective(request: Request, public_id: UUID) -> Response:
    """Record what the text of a drafted plan promises."""
    me = need(request, Right.PLAN_EDIT)
    plan = _find_plan(request, public_id)
    facts = checked(ObjectiveIn, request.data)
    areas = Area.objects.visible_to(me, Right.PLAN_EDIT)
    facts["area"] = get_object_or_404(areas, public_id=facts["area"])
    version = wanted_version(request.headers)
    made = add_objective(plan, Promise(**facts), by=me, version=version)
    return Response(TargetOut(made).data, status=201)


@extend_schema(request=None, responses={204: None})
@api_view(["POST"])
def objective_drop(request: Request, public_id: UUID) -> Response:
    """Take an objective out of a drafted plan; `If-Match` names the plan's version."""
    found = _find_target(request, public_id, Right.PLAN_EDIT)
    get_object_or_404(Target, pk=found.pk, kind=TargetKind.OBJECTIVE)
    version = wanted_version(request.headers)
    drop_objective(found, by=officer(request), version=version)
    return Response(status=204)


@extend_schema(request=IssueIn, responses=PlanOut)
@api_view(["POST"])
def plan_issue(request: Request, public_id: UUID) -> Response:
    """The leader issues the plan under its number and date."""
    need(request, Right.PLAN_ISSUE)
    plan = _find_plan(request, public_id)
    facts = checked(IssueIn, request.data)
    me, upload = officer(request), facts.pop("scan")
    version = wanted_version(request.headers)
    issued = plans.issue_plan(
        plan, facts=plans.Issuing(**facts), scan=upload, by=me, version=version
    )
    return Response(
        PlanOut(issued, context={"request": request}).data,
        headers={"ETag": etag(issued.version)},
    )


class TargetList(ScopedList):
    """Values set for one's areas, by any plan."""

    right = Right.PLAN_VIEW
    queryset = Target.objects.select_related("plan", "area", "indicator")
    serializer_class = TargetOut
    filterset_class = TargetFilter


def _find_target(request: Request, public_id: UUID, right: Right) -> Target:
    seen = Target.objects.visible_to(need(request, right), right)
    found: Target = get_object_or_404(
        seen.select_related("plan", "area", "indicator"), public_id=public_id
    )
    return found


@extend_schema(request=RegisterIn, responses=TargetOut)
@api_view(["POST"])
def target_register(request: Request, public_id: UUID) -> Response:
    """A commune registers its reduction."""
    target = _find_target(request, public_id, Right.TARGET_REGISTER)
    facts = checked(RegisterIn, request.data)
    version = wanted_version(request.headers)
    done = plans.register_target(target, by=officer(request), version=version, **facts)
    return Response(TargetOut(done).data, headers={"ETag": etag(done.version)})


@extend_schema(request=AnswerIn, responses=TargetOut)
@api_view(["POST"])
def target_answer(request: Request, public_id: UUID) -> Response:
    """Approve or return one commune's line."""
    target = _find_target(request, public_id, Right.TARGET_APPROVE)
    facts = checked(AnswerIn, request.data)
    done = plans.answer_target(
        target,
        to=TargetStatus(facts["to"]),
        note=facts["note"],
        by=officer(request),
        version=wanted_version(request.headers),
    )
    return Response(TargetOut(done).data, headers={"ETag": etag(done.version)})


class ImportList(ScopedList):
    """Tables that were uploaded; POST uploads one, read in the background."""

    right = Right.PLAN_EDIT
    queryset = ImportRun.objects.filter(kind=imports.KIND).select_related(
        "area", "job", "file"
    )
    serializer_class = ImportOut

    @extend_schema(request={"multipart/form-data": ImportIn}, responses={202: ImportOut})
    def post(self, request: Request) -> Response:
        """Upload a plan's table."""
        me = need(request, Right.PLAN_EDIT)
        facts = checked(ImportIn, request.data)
        areas = Area.objects.visible_to(me, Right.PLAN_EDIT)
        area = get_object_or_404(areas, public_id=facts.pop("area"))
        run = imports.upload_table(facts.pop("file"), area=area, by=me, **facts)
        return Response(ImportOut(run).data, status=202)


def _find_import(request: Request, public_id: UUID) -> ImportRun:
    me = need(request, Right.PLAN_EDIT)
    seen = ImportRun.objects.visible_to(me, Right.PLAN_EDIT).filter(kind=imports.KIND)
    found: ImportRun = get_object_or_404(
        seen.select_related("area", "job", "file"), public_id=public_id
    )
    return found


@extend_schema(responses=ImportOut)
@api_view(["GET"])
def import_detail(request: Request, public_id: UUID) -> Response:
    """What was read: rows, notes, problems, near names to confirm."""
    return Response(ImportOut(_find_import(request, public_id)).data)


@extend_schema(request=NameIn, responses=ImportOut)
@api_view(["POST"])
def import_name(request: Request, public_id: UUID) -> Response:
    """Confirm what a near name means; it is remembered as an alias."""
    run = _find_import(request, public_id)
    facts = checked(NameIn, request.data)
    me = officer(request)
    below = Area.objects.visible_to(me, Right.PLAN_EDIT).within(run.area.path)
    area = get_object_or_404(below, public_id=facts["area"])
    return Response(
        ImportOut(imports.confirm_name(run, name=facts["name"], area=area, by=me)).data
    )


@extend_schema(request=ApplyIn, responses={201: PlanOut})
@api_view(["POST"])
def import_apply(request: Request, public_id: UUID) -> Response:
    """Make the draft plan from the table, whole or not at all."""
    run = _find_import(request, public_id)
    facts = checked(ApplyIn, request.data)
    plan = imports.apply_import(run, title=facts["title"], by=officer(request))
    return Response(PlanOut(plan, context={"request": request}).data, status=201)
