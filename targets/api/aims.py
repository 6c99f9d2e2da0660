"""Households registered for a year, for programs."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import need
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.payload import checked
from core.preconditions import wanted_version
from households.api.reading import PersonalList
from targets.filters import AimFilter
from targets.models import HouseholdAim
from targets.selectors.aims import aim_counts
from targets.serializers.aims import (
    AimCountOut,
    AimOut,
    CountsIn,
    RegisterAimsIn,
    WithdrawIn,
)
from targets.services.aims import register_aims, withdraw_aim


class AimList(PersonalList):
    """Households registered in one's areas; POST registers some of one commune."""

    right = Right.HOUSEHOLD_VIEW
    queryset = HouseholdAim.objects.select_related("household", "commune")
    serializer_class = AimOut
    filterset_class = AimFilter

    @extend_schema(request=RegisterAimsIn, responses={201: AimOut(many=True)})
    def post(self, request: Request) -> Response:
        """Register households, all of them or none."""
        me = need(request, Right.TARGET_REGISTER)
        facts = checked(RegisterAimsIn, request.data)
        communes = Area.objects.visible_to(me, Right.TARGET_REGISTER)
        commune = get_object_or_404(
            communes.valid_on(today()), public_id=facts["commune"], level=Level.COMMUNE
        )
        wanted: dict[UUID, str] = {
            h["household"]: h["support"] for h in facts["households"]
        }
        done = register_aims(commune, facts["year"], wanted, by=me)
        return Response(AimOut(done, many=True).data, status=201)


@extend_schema(request=WithdrawIn, responses=AimOut)
@api_view(["POST"])
def aim_withdraw(request: Request, public_id: UUID) -> Response:
    """Take one registration back, with its reason."""
    me = need(request, Right.TARGET_REGISTER)
    seen = HouseholdAim.objects.visible_to(me, Right.TARGET_REGISTER)
    aim = get_object_or_404(seen, public_id=public_id)
    facts = checked(WithdrawIn, request.data)
    version = wanted_version(request.headers)
    done = withdraw_aim(aim, reason=facts["reason"], by=me, version=version)
    return Response(AimOut(done).data)


@extend_schema(
    parameters=[
        OpenApiParameter("area", OpenApiTypes.UUID, required=True),
        OpenApiParameter("year", OpenApiTypes.INT, required=True),
    ],
    responses=AimCountOut(many=True),
)
@api_view(["GET"])
def aim_counts_of(request: Request) -> Response:
    """Registered against target by commune of an area."""
    me = need(request, Right.FIGURES_VIEW)
    facts: dict[str, Any] = checked(CountsIn, request.query_params)
    areas = Area.objects.visible_to(me, Right.FIGURES_VIEW)
    area = get_object_or_404(areas, public_id=facts["area"])
    return Response(AimCountOut(aim_counts(me, area, facts["year"]), many=True).data)
