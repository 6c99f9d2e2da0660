"""The commune's counter: requests, confirmations, totals, what is worth a look."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.scoped_list import ScopedList
from accounts.services import record_list
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.payload import checked
from core.preconditions import wanted_version
from households.api.reading import PersonalList
from households.choices import RequestKind
from households.models import (
    CommuneRound,
    Confirmation,
    Household,
    ReviewRequest,
    VillageTotal,
)
from households.selectors.quality import quality_of
from households.serializers.desk import (
    CheckOut,
    ConfirmationIn,
    ConfirmationOut,
    OffCycleIn,
    RequestAnswerIn,
    RequestIn,
    RequestOut,
    TotalIn,
    TotalOut,
)
from households.serializers.rounds import CommuneRoundOut
from households.services import desk, requests
from households.services.desk import Totals
from households.services.requests import RequestFacts


def _home(me: User, public_id: UUID) -> Household:
    homes = Household.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    found: Household = get_object_or_404(
        homes.select_related("commune", "village"), public_id=public_id
    )
    return found


class RequestList(PersonalList):
    """Requests taken in; POST takes one in."""

    queryset = ReviewRequest.objects.select_related(
        "household__commune", "household__village", "review"
    )
    serializer_class = RequestOut

    @extend_schema(request=RequestIn, responses={201: RequestOut})
    def post(self, request: Request) -> Response:
        """Take a request in: it gets a number and an appointment."""
        me = need(request, Right.HOUSEHOLD_EDIT)
        facts = checked(RequestIn, request.data)
        home = _home(me, facts.pop("household"))
        facts["kind"] = RequestKind(facts["kind"])
        row = requests.receive_request(home, RequestFacts(**facts), by=me)
        return Response(RequestOut(row).data, status=201)


@extend_schema(request=RequestAnswerIn, responses=RequestOut)
@api_view(["POST"])
def request_answer(request: Request, public_id: UUID) -> Response:
    """The result of Phiếu A; who does not pass is answered with the reason."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    seen = ReviewRequest.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    found = get_object_or_404(seen, public_id=public_id)
    facts = checked(RequestAnswerIn, request.data)
    version = wanted_version(request.headers)
    row = requests.quick_check(found, **facts, by=me, version=version)
    return Response(RequestOut(row).data)


@extend_schema(request=OffCycleIn, responses={201: CommuneRoundOut})
@api_view(["POST"])
def off_cycle(request: Request) -> Response:
    """Begin a commune's monthly review with the requests that wait."""
    me = need(request, Right.ROUND_SUBMIT)
    facts = checked(OffCycleIn, request.data)
    communes = Area.objects.visible_to(me, Right.ROUND_SUBMIT).valid_on(today())
    commune = get_object_or_404(
        communes.filter(level=Level.COMMUNE), public_id=facts.pop("commune")
    )
    item = requests.open_off_cycle(commune, **facts, by=me)
    requests.list_requests(item, by=me)
    return Response(CommuneRoundOut(item).data, status=201)


class ConfirmationList(PersonalList):
    """The register of confirmations; POST writes one."""

    queryset = Confirmation.objects.select_related(
        "household__commune", "household__village"
    )
    serializer_class = ConfirmationOut

    @extend_schema(request=ConfirmationIn, responses={201: ConfirmationOut})
    def post(self, request: Request) -> Response:
        """Confirm a household's class of today."""
        me = need(request, Right.HOUSEHOLD_EDIT)
        facts = checked(ConfirmationIn, request.data)
        home = _home(me, facts.pop("household"))
        return Response(
            ConfirmationOut(desk.confirm(home, **facts, by=me)).data, status=201
        )


class TotalList(ScopedList):
    """Totals by village, every entry; POST adds one."""

    right = Right.ROUND_VIEW
    queryset = VillageTotal.objects.select_related("village")
    serializer_class = TotalOut

    @extend_schema(request=TotalIn, responses={201: TotalOut})
    def post(self, request: Request) -> Response:
        """Add a village's totals with their source."""
        me = need(request, Right.HOUSEHOLD_EDIT)
        facts = checked(TotalIn, request.data)
        villages = Area.objects.visible_to(me, Right.HOUSEHOLD_EDIT).valid_on(today())
        village = get_object_or_404(
            villages.filter(level=Level.VILLAGE), public_id=facts.pop("village")
        )
        row = desk.enter_totals(village, Totals(**facts), by=me)
        return Response(TotalOut(row).data, status=201)


@extend_schema(responses=CheckOut(many=True))
@api_view(["GET"])
def quality(request: Request, public_id: UUID) -> Response:
    """What is worth a second look in a commune's round and registry."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    seen = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    item = get_object_or_404(seen.select_related("round", "commune"), public_id=public_id)
    checks: list[Any] = quality_of(item.commune, item)
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="household",
        paths=[item.area_path for check in checks for _ in check.findings],
        address=address_of(request),
    )
    return Response(CheckOut(checks, many=True).data)
