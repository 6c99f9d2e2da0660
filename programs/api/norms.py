"""Norms and the drafts they give, for programs."""

from typing import Any
from uuid import UUID

from django.http import Http404
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
from programs.choices import Basis, Nature
from programs.models import Allocation, Criterion, Norm, Project
from programs.selectors.norms import draft_of, norm_chosen, norms_of
from programs.serializers.norms import (
    CountsIn,
    CriterionIn,
    CriterionOut,
    DraftOut,
    DraftQuery,
    NormIn,
    NormOut,
)
from programs.services.money import Decision, PartTwice
from programs.services.norms import (
    CriterionFacts,
    NormFacts,
    add_criterion,
    count_areas,
    record_norm,
)

DECISION = ("number", "date", "signer", "title")


class NormList(ScopedList):
    """Norms that bind one's money; POST records one."""

    right = Right.PROJECT_VIEW
    queryset = Norm.objects.all()
    serializer_class = NormOut

    def get_queryset(self) -> Any:
        """Of the areas one sees, and of those above."""
        if getattr(self, "swagger_fake_view", False):
            return Norm.objects.none()
        rows = norms_of(need(self.request, self.right))
        return rows.prefetch_related("criteria__values__area")

    @extend_schema(request=NormIn, responses={201: NormOut})
    def post(self, request: Request) -> Response:
        """Record a norm of one's own area."""
        me = need(request, Right.MONEY_GIVE)
        told = checked(NormIn, request.data)
        areas = Area.objects.visible_to(me, Right.MONEY_GIVE)
        facts = NormFacts(
            get_object_or_404(Project, public_id=told["project"]),
            Nature(told["nature"]),
            told["year_from"],
            told["year_to"],
            told["counterpart"],
        )
        area = get_object_or_404(areas, public_id=told["area"])
        decision = Decision(**{name: told[name] for name in DECISION})
        return Response(NormOut(record_norm(area, facts, decision, by=me)).data, status=201)


def _find(request: Request, public_id: UUID, right: Right) -> tuple[User, Norm]:
    me = need(request, right)
    return me, get_object_or_404(norms_of(me), public_id=public_id)


@extend_schema(responses=NormOut)
@api_view(["GET"])
def norm_detail(request: Request, public_id: UUID) -> Response:
    """One norm with its criteria and what areas count."""
    _, norm = _find(request, public_id, Right.PROJECT_VIEW)
    return Response(NormOut(norm).data, headers={"ETag": etag(norm.version)})


@extend_schema(request=CriterionIn, responses={201: CriterionOut})
@api_view(["POST"])
def norm_criterion(request: Request, public_id: UUID) -> Response:
    """Add one criterion."""
    me, norm = _find(request, public_id, Right.MONEY_GIVE)
    told = checked(CriterionIn, request.data)
    facts = CriterionFacts(told["name"], told["unit"], Basis(told["basis"]), told["points"])
    made = add_criterion(norm, facts, by=me, version=wanted_version(request.headers))
    return Response(CriterionOut(made).data, status=201)


@extend_schema(request=CountsIn, responses=CriterionOut)
@api_view(["POST"])
def norm_count(request: Request, public_id: UUID) -> Response:
    """Say what areas count by one criterion."""
    me = need(request, Right.MONEY_GIVE)
    criteria = Criterion.objects.filter(norm__in=norms_of(me)).select_related("norm__area")
    one = get_object_or_404(criteria, public_id=public_id)
    told = checked(CountsIn, request.data)
    wanted = {line["area"]: line["value"] for line in told["values"]}
    if len(wanted) < len(told["values"]):
        raise PartTwice
    below = Area.objects.within(one.norm.area_path).filter(public_id__in=wanted)
    areas = {area.public_id: area for area in below}
    if areas.keys() != wanted.keys():
        raise Http404
    values = {areas[key]: value for key, value in wanted.items()}
    version = wanted_version(request.headers)
    count_areas(one, values, told["source"], by=me, version=version)
    return Response(CriterionOut(one).data)


@extend_schema(parameters=[DraftQuery], responses=DraftOut)
@api_view(["GET"])
def money_draft(request: Request, public_id: UUID) -> Response:
    """What a norm gives of an allocation, before anybody decides."""
    me = need(request, Right.PROJECT_VIEW)
    seen = Allocation.objects.visible_to(me, Right.PROJECT_VIEW)
    row = get_object_or_404(seen.select_related("project", "area"), public_id=public_id)
    wanted = checked(DraftQuery, request.query_params)["norm"]
    norm = norm_chosen(row, wanted)
    if norm is None:
        raise Http404
    return Response(DraftOut(draft_of(norm, row)).data)
