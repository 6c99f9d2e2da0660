"""The public steps of a commune's round: meetings, postings, objections, opinions."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from areas.models import Area
from areas.selectors import superior
from core.dates import today
from core.payload import checked
from core.preconditions import wanted_version
from households.api.reading import PersonalList
from households.models import CommuneRound, Objection, Review
from households.serializers.procedure import (
    LetterIn,
    MeetingIn,
    MeetingOut,
    ObjectionAnswerIn,
    ObjectionIn,
    ObjectionOut,
    PostingIn,
    PostingOut,
    RecheckIn,
    RecheckOut,
)
from households.serializers.rounds import CommuneRoundOut
from households.services import procedure
from households.services.procedure import MeetingFacts
from office.choices import DocumentKind
from office.documents import DocumentFacts


def _round(request: Request, public_id: UUID, right: Right) -> tuple[User, CommuneRound]:
    me = need(request, right)
    seen = CommuneRound.objects.visible_to(me, right).select_related("round", "commune")
    return me, get_object_or_404(seen, public_id=public_id)


@extend_schema(methods=["GET"], responses=MeetingOut(many=True))
@extend_schema(methods=["POST"], request=MeetingIn, responses={201: MeetingOut})
@api_view(["GET", "POST"])
def meetings(request: Request, public_id: UUID) -> Response:
    """Minutes of the villages' meetings; POST records one."""
    right = Right.ROUND_SUBMIT if request.method == "POST" else Right.ROUND_VIEW
    me, item = _round(request, public_id, right)
    if request.method == "GET":
        held = item.meetings.select_related("village")
        return Response(MeetingOut(held, many=True).data)
    facts = checked(MeetingIn, request.data)
    wanted = facts.pop("village")
    village: Area | None = None
    if wanted is not None:
        below = Area.objects.within(item.commune.path)
        village = get_object_or_404(below, public_id=wanted)
    row = procedure.hold_meeting(item, village, MeetingFacts(**facts), by=me)
    return Response(MeetingOut(row).data, status=201)


@extend_schema(request=PostingIn, responses={201: PostingOut})
@api_view(["POST"])
def postings(request: Request, public_id: UUID) -> Response:
    """Hang the list in public, or hang it anew."""
    me, item = _round(request, public_id, Right.ROUND_SUBMIT)
    facts = checked(PostingIn, request.data)
    version = wanted_version(request.headers)
    row = procedure.post_list(item, **facts, by=me, version=version)
    return Response(PostingOut(row).data, status=201)


class ObjectionList(PersonalList):
    """What people said about posted results."""

    queryset = Objection.objects.select_related("review")
    serializer_class = ObjectionOut


@extend_schema(request=ObjectionIn, responses={201: ObjectionOut})
@api_view(["POST"])
def objection_create(request: Request, public_id: UUID) -> Response:
    """Take in somebody's objection to a household's posted result."""
    me = need(request, Right.REVIEW_EDIT)
    seen = Review.objects.visible_to(me, Right.REVIEW_EDIT)
    review = get_object_or_404(seen.select_related("commune_round"), public_id=public_id)
    facts = checked(ObjectionIn, request.data)
    row = procedure.receive_objection(review, **facts, by=me)
    return Response(ObjectionOut(row).data, status=201)


@extend_schema(request=ObjectionAnswerIn, responses=ObjectionOut)
@api_view(["POST"])
def objection_answer(request: Request, public_id: UUID) -> Response:
    """Close an objection with what the re-check found."""
    me = need(request, Right.ROUND_SUBMIT)
    seen = Objection.objects.visible_to(me, Right.ROUND_SUBMIT)
    found = get_object_or_404(seen.select_related("commune_round"), public_id=public_id)
    facts = checked(ObjectionAnswerIn, request.data)
    row = procedure.answer_objection(found, **facts, by=me)
    return Response(ObjectionOut(row).data)


@extend_schema(request=RecheckIn, responses={201: RecheckOut})
@api_view(["POST"])
def rechecks(request: Request, public_id: UUID) -> Response:
    """What the superior found when looking at a household again."""
    me = need(request, Right.ROUND_OPINION)
    seen = Review.objects.visible_to(me, Right.ROUND_OPINION)
    review = get_object_or_404(seen.select_related("commune_round"), public_id=public_id)
    facts = checked(RecheckIn, request.data)
    row = procedure.recheck(review, **facts, by=me)
    return Response(RecheckOut(row).data, status=201)


@extend_schema(request=LetterIn, responses={201: CommuneRoundOut(many=True)})
@api_view(["POST"])
def opinions(request: Request) -> Response:
    """One letter answers several submitted communes at once."""
    me = need(request, Right.ROUND_OPINION)
    facts = checked(LetterIn, request.data)
    wanted = facts.pop("rounds")
    seen = CommuneRound.objects.visible_to(me, Right.ROUND_OPINION)
    found = list(
        seen.filter(public_id__in=wanted).select_related("round__area", "commune__parent")
    )
    if len(found) != len(set(wanted)):
        get_object_or_404(seen, pk=None)
    upload, note = facts.pop("scan"), facts.pop("note")
    area = superior(found[0].commune, today())
    letter = DocumentFacts(
        kind=DocumentKind.LETTER, title="Ý kiến về kết quả rà soát", **facts
    )
    procedure.opine(found, letter=letter, scan=upload, area=area, by=me, note=note)
    for item in found:
        item.refresh_from_db(fields=["status", "step_due_on", "version"])
    return Response(CommuneRoundOut(found, many=True).data, status=201)
