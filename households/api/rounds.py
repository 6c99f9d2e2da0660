"""Rounds, communes in them, and the forms of their lists."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import need, officer
from accounts.scoped_list import ScopedList
from areas.models import Area
from core.payload import checked
from core.preconditions import etag, wanted_version
from households.api.reading import PersonalList, log_reading
from households.choices import RoundStatus
from households.filters import CommuneRoundFilter, ReviewFilter
from households.models import CommuneRound, Household, Review, Round
from households.selectors import with_progress
from households.serializers.rounds import (
    CommuneRoundOut,
    DecisionIn,
    ListedIn,
    ReviewIn,
    ReviewOut,
    RoundIn,
    RoundOut,
    StepIn,
)
from households.services import rounds
from households.services.reviews import save_review
from households.services.rounds import Decision
from office.documents import steps_of
from office.serializers import StepOut


class RoundList(ScopedList):
    """Rounds of one's areas; POST opens one."""

    right = Right.ROUND_VIEW
    queryset = Round.objects.select_related("area")
    serializer_class = RoundOut

    @extend_schema(request=RoundIn, responses={201: RoundOut})
    def post(self, request: Request) -> Response:
        """Open the periodic round of a year in every commune of an area."""
        me = need(request, Right.ROUND_OPEN)
        facts = checked(RoundIn, request.data)
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


def find_round(request: Request, public_id: UUID) -> CommuneRound:
    me = need(request, Right.ROUND_VIEW)
    seen = with_progress(CommuneRound.objects.visible_to(me, Right.ROUND_VIEW))
    found: CommuneRound = get_object_or_404(
        seen.select_related("round__area", "commune__parent"), public_id=public_id
    )
    return found


def _round_answer(request: Request, public_id: UUID, status: int = 200) -> Response:
    item = find_round(request, public_id)
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
    item = find_round(request, public_id)
    facts = checked(StepIn, request.data)
    rounds.move_round(
        item,
        to=RoundStatus(facts["to"]),
        note=facts["note"],
        by=officer(request),
        version=wanted_version(request.headers),
    )
    return _round_answer(request, public_id)


@extend_schema(request=DecisionIn, responses=CommuneRoundOut)
@api_view(["POST"])
def commune_round_decision(request: Request, public_id: UUID) -> Response:
    """Record the decision that recognises a commune's result."""
    need(request, Right.ROUND_DECIDE)
    item = find_round(request, public_id)
    facts = checked(DecisionIn, request.data)
    me, upload = officer(request), facts.pop("scan")
    version = wanted_version(request.headers)
    rounds.decide(item, decision=Decision(**facts), scan=upload, by=me, version=version)
    return _round_answer(request, public_id)


@extend_schema(request=ListedIn, responses={201: ReviewOut})
@api_view(["POST"])
def commune_round_household(request: Request, public_id: UUID) -> Response:
    """Put a household that asked for it on the list of its commune."""
    me = need(request, Right.REVIEW_EDIT)
    item = find_round(request, public_id)
    facts = checked(ListedIn, request.data)
    homes = Household.objects.visible_to(me, Right.REVIEW_EDIT).filter(commune=item.commune)
    home = get_object_or_404(homes, public_id=facts["household"])
    review = rounds.add_to_list(item, home, by=me)
    return Response(ReviewOut(review).data, status=201)


class ReviewList(PersonalList):
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
        log_reading(request, review, "review")
    else:
        given = ReviewIn(data=request.data)
        given.is_valid(raise_exception=True)
        finish = given.validated_data["finish"]
        version = wanted_version(request.headers)
        review = save_review(
            review, answers=given.answers(), finish=finish, by=me, version=version
        )
    return Response(ReviewOut(review).data, headers={"ETag": etag(review.version)})
