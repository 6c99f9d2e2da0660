"""Households, what happens to them, where they move, their recognised classes."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.pagination import PagesByPlace
from core.payload import checked
from core.preconditions import etag, wanted_version
from households.api.reading import PersonalList, log_reading
from households.filters import HouseholdFilter, RecognitionFilter
from households.models import Household, HouseholdEvent, HouseholdMove, Recognition
from households.serializers.registry import (
    EventIn,
    EventOut,
    HouseholdBrief,
    HouseholdIn,
    HouseholdOut,
    MoveAnswerIn,
    MoveIn,
    MoveOut,
    RecognitionOut,
)
from households.services import events, moves
from households.services.registry import MemberFacts, register_household


class HouseholdList(PersonalList):
    """Households one may see; POST registers one."""

    queryset = Household.objects.select_related("commune", "village")
    serializer_class = HouseholdBrief
    pagination_class = PagesByPlace
    filterset_class = HouseholdFilter

    @extend_schema(request=HouseholdIn, responses={201: HouseholdOut})
    def post(self, request: Request) -> Response:
        """Register a household in a village or commune from today on."""
        me = need(request, Right.HOUSEHOLD_EDIT)
        facts = checked(HouseholdIn, request.data)
        areas = Area.objects.visible_to(me, Right.HOUSEHOLD_EDIT).valid_on(today())
        area = get_object_or_404(areas, public_id=facts["area"])
        members = [MemberFacts(**m) for m in facts["members"]]
        code = facts["code"]
        home = register_household(area, code=code, members=members, by=me)
        return Response(HouseholdOut(home).data, status=201)


@extend_schema(responses=HouseholdOut)
@api_view(["GET"])
def household_detail(request: Request, public_id: UUID) -> Response:
    """One household with its members; the reading is logged."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    homes = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    home = get_object_or_404(
        homes.select_related("commune", "village"), public_id=public_id
    )
    log_reading(request, home, "household")
    return Response(HouseholdOut(home).data, headers={"ETag": etag(home.version)})


class RecognitionList(PersonalList):
    """Recognised classes that are known to be true now."""

    queryset = Recognition.objects.known_at().select_related("household", "document")
    serializer_class = RecognitionOut
    filterset_class = RecognitionFilter


def _home(me: User, public_id: UUID, right: Right) -> Household:
    homes = Household.objects.visible_to(me, right).select_related("commune", "village")
    found: Household = get_object_or_404(homes, public_id=public_id)
    return found


@extend_schema(methods=["GET"], responses=EventOut(many=True))
@extend_schema(methods=["POST"], request=EventIn, responses={201: EventOut})
@api_view(["GET", "POST"])
def household_events(request: Request, public_id: UUID) -> Response:
    """What happened to a household; POST records something that happened."""
    writing = request.method == "POST"
    right = Right.HOUSEHOLD_EDIT if writing else Right.HOUSEHOLD_VIEW
    me = need(request, right)
    home = _home(me, public_id, right)
    if writing:
        facts = checked(EventIn, request.data)
        version = wanted_version(request.headers)
        event = _record(home, facts, me, version)
        return Response(EventOut(event).data, status=201)
    log_reading(request, home, "household")
    happened = HouseholdEvent.objects.touching([home.pk]).order_by("-pk")
    return Response(EventOut(_with_names(happened)[:200], many=True).data)


def _with_names(rows: QuerySet[HouseholdEvent]) -> QuerySet[HouseholdEvent]:
    return rows.select_related("household", "other", "recorded_by", "undone_by")


def _record(
    home: Household, facts: dict[str, Any], me: User, version: int
) -> HouseholdEvent:
    """One act by its kind; what a kind does not need is not looked at."""
    kind, day = facts["kind"], facts["day"]
    who: dict[str, Any] = {"by": me, "version": version}
    if kind in {"born", "joined"}:
        line = MemberFacts(**facts["person"])
        return events.add_person(home, line, born=kind == "born", day=day, **who)
    if kind in {"died", "left"}:
        after: dict[str, Any] = {"new_head": facts["new_head"], "day": day}
        return events.remove_person(
            home, facts["member"], died=kind == "died", **after, **who
        )
    if kind == "head_changed":
        return events.change_head(home, facts["member"], day=day, **who)
    if kind == "split":
        young = {
            "head": facts["member"],
            "code": facts["code"],
            "new_head": facts["new_head"],
        }
        return events.split(home, facts["members"], day=day, **young, **who)
    if kind == "merged":
        into = _home(me, facts["into"], Right.HOUSEHOLD_EDIT)
        return events.merge(home, into, day=day, **who)
    return events.dissolve(home, day=day, note=facts["note"], **who)


@extend_schema(request=None, responses={201: EventOut})
@api_view(["POST"])
def event_undo(request: Request, public_id: UUID) -> Response:
    """Take an event back, while nothing was built on it."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    homes = Household.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    found = _with_names(HouseholdEvent.objects.filter(household__in=homes))
    event = get_object_or_404(found, public_id=public_id)
    return Response(EventOut(events.undo(event, by=me)).data, status=201)


class MoveList(PersonalList):
    """Households on their way, out of and into one's communes; POST proposes one."""

    queryset = HouseholdMove.objects.select_related(
        "household__commune", "household__village", "from_commune", "to_commune"
    )
    serializer_class = MoveOut
    path_of = staticmethod(lambda row: row.household.area_path)

    @extend_schema(request=MoveIn, responses={201: MoveOut})
    def post(self, request: Request) -> Response:
        """Propose a household to another commune, which accepts or refuses."""
        me = need(request, Right.HOUSEHOLD_EDIT)
        facts = checked(MoveIn, request.data)
        home = _home(me, facts["household"], Right.HOUSEHOLD_EDIT)
        communes = Area.objects.valid_on(today()).filter(level=Level.COMMUNE)
        to = get_object_or_404(communes, public_id=facts["to"])
        move = moves.propose_move(home, to, note=facts["note"], by=me)
        return Response(MoveOut(move).data, status=201)


@extend_schema(request=MoveAnswerIn, responses=MoveOut)
@api_view(["POST"])
def move_answer(request: Request, public_id: UUID) -> Response:
    """Accept into a village, refuse with a reason, or withdraw."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    seen = HouseholdMove.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    move = get_object_or_404(seen, public_id=public_id)
    facts = checked(MoveAnswerIn, request.data)
    who: dict[str, Any] = {"by": me, "version": wanted_version(request.headers)}
    if facts["act"] == "accept":
        villages = Area.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
        village = get_object_or_404(
            villages.filter(level=Level.VILLAGE), public_id=facts["village"]
        )
        moves.accept_move(move, village, **who)
    elif facts["act"] == "refuse":
        moves.refuse_move(move, answer=facts["note"], **who)
    else:
        moves.withdraw_move(move, **who)
    move.refresh_from_db()
    return Response(MoveOut(move).data)
