"""Households, rounds and reviews."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import address_of, need, officer
from accounts.scoped_list import ScopedList
from accounts.services import record_access, record_list
from areas.models import Area
from core.dates import today
from core.pagination import PagesByPlace
from core.preconditions import etag, wanted_version
from households.choices import RoundStatus
from households.filters import (
    CommuneRoundFilter,
    HouseholdFilter,
    RecognitionFilter,
    ReviewFilter,
)
from households.models import CommuneRound, Household, Recognition, Review, Round
from households.selectors import with_progress
from households.serializers import (
    CommuneRoundOut,
    DecisionIn,
    HouseholdBrief,
    HouseholdIn,
    HouseholdOut,
    ListedIn,
    RecognitionOut,
    ReviewIn,
    ReviewOut,
    RoundIn,
    RoundOut,
    StepIn,
)
from households.services import rounds
from households.services.registry import MemberFacts, register_household
from households.services.reviews import save_review
from households.services.rounds import Decision
from office.documents import steps_of
from office.serializers import StepOut


class _PersonalList(ScopedList):
    """A list that names persons: reading a page of it is logged with its count."""

    right = Right.HOUSEHOLD_VIEW

    def paginate_queryset(self, queryset: Any) -> Any:
        """One page of rows, noted as read."""
        rows = super().paginate_queryset(queryset) or []
        record_list(
            officer(self.request),
            right=self.right,
            subject_type=str(self.queryset.model._meta.model_name),
            paths=[row.area_path for row in rows],
            address=address_of(self.request),
        )
        return rows


class HouseholdList(_PersonalList):
    """Households one may see; POST registers one."""

    queryset = Household.objects.select_related("commune", "village")
    serializer_class = HouseholdBrief
    pagination_class = PagesByPlace
    filterset_class = HouseholdFilter

    @extend_schema(request=HouseholdIn, responses={201: HouseholdOut})
    def post(self, request: Request) -> Response:
        """Register a household in a village or commune from today on."""
        me = need(request, Right.HOUSEHOLD_EDIT)
        given = HouseholdIn(data=request.data)
        given.is_valid(raise_exception=True)
        areas = Area.objects.visible_to(me, Right.HOUSEHOLD_EDIT).valid_on(today())
        area = get_object_or_404(areas, public_id=given.validated_data["area"])
        members = [MemberFacts(**m) for m in given.validated_data["members"]]
        code = given.validated_data["code"]
        home = register_household(area, code=code, members=members, by=me)
        return Response(HouseholdOut(home).data, status=201)


def _log_reading(request: Request, subject: Household | Review, kind: str) -> None:
    record_access(
        officer(request),
        action="read",
        subject_type=kind,
        subject_id=subject.public_id,
        area_path=subject.area_path,
        address=address_of(request),
    )


@extend_schema(responses=HouseholdOut)
@api_view(["GET"])
def household_detail(request: Request, public_id: UUID) -> Response:
    """One household with its members; the reading is logged."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    homes = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    home = get_object_or_404(
        homes.select_related("commune", "village"), public_id=public_id
    )
    _log_reading(request, home, "household")
    return Response(HouseholdOut(home).data, headers={"ETag": etag(home.version)})


class RecognitionList(_PersonalList):
    """Recognised classes that are known to be true now."""

    queryset = Recognition.objects.known_at().select_related("household", "document")
    serializer_class = RecognitionOut
    filterset_class = RecognitionFilter


class RoundList(ScopedList):
    """Rounds of one's areas; POST opens one."""

    right = Right.ROUND_VIEW
    queryset = Round.objects.select_related("area")
    serializer_class = RoundOut

    @extend_schema(request=RoundIn, responses={201: RoundOut})
    def post(self, request: Request) -> Response:
        """Open the periodic round of a year in every commune of an area."""
        me = need(request, Right.ROUND_OPEN)
        given = RoundIn(data=request.data)
        given.is_valid(raise_exception=True)
        facts = dict(given.validated_data)
        areas = Area.objects.visible_to(me, Right.ROUND_OPEN)
        area = get_object_or_404(areas, public_id=facts.pop("area"))
        opened = rounds.open_round(area, by=me, **facts)
        return Response(RoundOut(opened).data, status=201)


class CommuneRoundList(ScopedList):
    """Communes in their rounds, with the progress of their lists."""

    right = Right.ROUND_VIEW
    queryset = CommuneRound.objects.select_related("round__area", "commune")
    serializer_class = CommuneRoundOut
    filterset_class = CommuneRoundFilter

    def get_queryset(self) -> Any:
        """With what is listed and done."""
        return with_progress(super().get_queryset())


def _find_round(request: Request, public_id: UUID) -> CommuneRound:
    me = need(request, Right.ROUND_VIEW)
    seen = with_progress(CommuneRound.objects.visible_to(me, Right.ROUND_VIEW))
    found: CommuneRound = get_object_or_404(
        seen.select_related("round__area", "commune__parent"), public_id=public_id
    )
    return found


def _round_answer(request: Request, public_id: UUID, status: int = 200) -> Response:
    item = _find_round(request, public_id)
    steps = StepOut(steps_of(item.public_id), many=True).data
    data = {**CommuneRoundOut(item).data, "steps": steps}
    return Response(data, status=status, headers={"ETag": etag(item.version)})


@extend_schema(responses=CommuneRoundOut)
@api_view(["GET"])
def commune_round_detail(request: Request, public_id: UUID) -> Response:
    """A commune in a round, with the steps taken."""
    return _round_answer(request, public_id)


@extend_schema(request=StepIn, responses=CommuneRoundOut)
@api_view(["POST"])
def commune_round_step(request: Request, public_id: UUID) -> Response:
    """Take a commune to its next step."""
    item = _find_round(request, public_id)
    given = StepIn(data=request.data)
    given.is_valid(raise_exception=True)
    rounds.move_round(
        item,
        to=RoundStatus(given.validated_data["to"]),
        note=given.validated_data["note"],
        by=officer(request),
        version=wanted_version(request.headers),
    )
    return _round_answer(request, public_id)


@extend_schema(request=DecisionIn, responses=CommuneRoundOut)
@api_view(["POST"])
def commune_round_decision(request: Request, public_id: UUID) -> Response:
    """Record the decision that recognises a commune's result."""
    need(request, Right.ROUND_DECIDE)
    item = _find_round(request, public_id)
    given = DecisionIn(data=request.data)
    given.is_valid(raise_exception=True)
    facts = dict(given.validated_data)
    me, upload = officer(request), facts.pop("scan")
    version = wanted_version(request.headers)
    rounds.decide(item, decision=Decision(**facts), scan=upload, by=me, version=version)
    return _round_answer(request, public_id)


@extend_schema(request=ListedIn, responses={201: ReviewOut})
@api_view(["POST"])
def commune_round_household(request: Request, public_id: UUID) -> Response:
    """Put a household that asked for it on the list of its commune."""
    me = need(request, Right.REVIEW_EDIT)
    item = _find_round(request, public_id)
    given = ListedIn(data=request.data)
    given.is_valid(raise_exception=True)
    homes = Household.objects.visible_to(me, Right.REVIEW_EDIT).filter(commune=item.commune)
    home = get_object_or_404(homes, public_id=given.validated_data["household"])
    review = rounds.add_to_list(item, home, by=me)
    return Response(ReviewOut(review).data, status=201)


class ReviewList(_PersonalList):
    """Forms one may see."""

    queryset = Review.objects.select_related(
        "commune_round", "household__commune", "household__village"
    )
    serializer_class = ReviewOut
    filterset_class = ReviewFilter


@extend_schema(methods=["GET"], responses=ReviewOut)
@extend_schema(methods=["PUT"], request=ReviewIn, responses=ReviewOut)
@api_view(["GET", "PUT"])
def review_detail(request: Request, public_id: UUID) -> Response:
    """One household's form; PUT saves it as draft or finished."""
    right = Right.HOUSEHOLD_VIEW if request.method == "GET" else Right.REVIEW_EDIT
    me = need(request, right)
    seen = Review.objects.visible_to(me, right).select_related(
        "commune_round", "household__commune", "household__village"
    )
    review = get_object_or_404(seen, public_id=public_id)
    if request.method == "GET":
        _log_reading(request, review, "review")
    else:
        given = ReviewIn(data=request.data)
        given.is_valid(raise_exception=True)
        finish = given.validated_data["finish"]
        version = wanted_version(request.headers)
        review = save_review(
            review, answers=given.answers(), finish=finish, by=me, version=version
        )
    return Response(ReviewOut(review).data, headers={"ETag": etag(review.version)})
