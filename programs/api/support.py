"""Policies, who is eligible for them, and supports that were given, for programs."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from areas.models import Area
from core.dates import today
from core.payload import checked
from core.preconditions import wanted_version
from households.api.reading import PersonalList, log_reading
from programs.choices import Beneficiary, Fund
from programs.filters import SupportFilter
from programs.models import Activity, Policy, Support
from programs.selectors.support import answers_for, homes_for, office_of
from programs.serializers.support import (
    AnswerOut,
    OnDayIn,
    PolicyOut,
    SupportIn,
    SupportOut,
    SupportWithdrawIn,
)
from programs.services.supports import (
    Given,
    support_households,
    support_other,
    withdraw_support,
)


@extend_schema(responses=PolicyOut(many=True))
@api_view(["GET"])
def policy_list(request: Request) -> Response:
    """Policies with whom they support, and how sure that is."""
    need(request, Right.PROJECT_VIEW)
    return Response(PolicyOut(Policy.objects.all(), many=True).data)


@extend_schema(
    parameters=[OpenApiParameter("on", OpenApiTypes.DATE)], responses=AnswerOut(many=True)
)
@api_view(["GET"])
def eligibility(request: Request, public_id: UUID) -> Response:
    """Whether a household may be supported under each policy on a day, and why."""
    me = need(request, Right.SUPPORT_EDIT)
    home = get_object_or_404(homes_for(me).select_related("commune"), public_id=public_id)
    on = checked(OnDayIn, request.query_params)["on"] or today()
    log_reading(request, home, "eligibility")
    return Response(AnswerOut(answers_for(home, on=on), many=True).data)


class SupportList(PersonalList):
    """Supports one may see; POST records one for households, or for somebody else."""

    right = Right.SUPPORT_VIEW
    queryset = Support.objects.select_related(
        "policy", "household", "commune", "agency", "activity"
    ).prefetch_related("shares")
    serializer_class = SupportOut
    filterset_class = SupportFilter

    @extend_schema(request=SupportIn, responses={201: SupportOut(many=True)})
    def post(self, request: Request) -> Response:
        """Record one support for each household named, all or none; or for another."""
        me = need(request, Right.SUPPORT_EDIT)
        facts = checked(SupportIn, request.data)
        homes, kind = facts.pop("households"), Beneficiary(facts.pop("beneficiary"))
        name, commune = facts.pop("name"), facts.pop("commune")
        shares = {Fund(key): value for key, value in facts.pop("shares").items()}
        policy = get_object_or_404(Policy, public_id=facts.pop("policy"))
        activity = _activity(me, facts.pop("activity"))
        given = Given(
            policy=policy, shares=shares, agency=office_of(me), activity=activity, **facts
        )
        if kind != Beneficiary.HOUSEHOLD:
            areas = Area.objects.visible_to(me, Right.SUPPORT_EDIT)
            place = get_object_or_404(areas, public_id=commune)
            made = [support_other(kind, name, place, given, by=me)]
        else:
            seen = homes_for(me).select_related("commune")
            found = {home.public_id: home for home in seen.filter(public_id__in=homes)}
            if not found.keys() >= set(homes):
                raise Http404
            made = support_households([found[key] for key in homes], given, by=me)
        return Response(SupportOut(made, many=True).data, status=201)


def _activity(me: User, public_id: UUID | None) -> Activity | None:
    """The activity of that id among those one may see, if any is meant."""
    if public_id is None:
        return None
    seen = Activity.objects.visible_to(me, Right.PROJECT_VIEW)
    found: Activity = get_object_or_404(seen, public_id=public_id)
    return found


@extend_schema(request=SupportWithdrawIn, responses=SupportOut)
@api_view(["POST"])
def support_withdraw(request: Request, public_id: UUID) -> Response:
    """Take a mistaken support back, with its reason."""
    me = need(request, Right.SUPPORT_EDIT)
    seen = Support.objects.visible_to(me, Right.SUPPORT_EDIT)
    found = get_object_or_404(seen, public_id=public_id)
    facts = checked(SupportWithdrawIn, request.data)
    version = wanted_version(request.headers)
    done = withdraw_support(found, reason=facts["reason"], by=me, version=version)
    return Response(SupportOut(done).data)
