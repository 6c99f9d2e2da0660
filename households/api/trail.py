"""What is read of the trail: scans, a household's history, likenesses, refused rows."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_access, record_list
from areas.choices import Level
from areas.models import Area
from core.payload import checked
from households.api.reading import log_reading
from households.choices import LIST_IMPORT, Verdict
from households.models import CommuneRound, Household, Member
from households.selectors.history import history_of
from households.selectors.likeness import like_pairs, still_two
from households.serializers.trail import (
    ChangeOut,
    ColumnsIn,
    LikePairOut,
    LikeQuery,
    ListedCountOut,
    VerdictIn,
)
from households.services import desk, requests
from households.services.listing import taking
from office.documents import scan_answer, steps_of
from office.files import XLSX
from office.models import ImportRun


def _log(request: Request, me: User, subject: str, record: Any) -> None:
    record_access(
        me,
        action="export",
        subject_type=subject,
        subject_id=record.public_id,
        area_path=record.area_path,
        address=address_of(request),
    )


@extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
@api_view(["GET"])
def round_scan(request: Request, public_id: UUID) -> FileResponse:
    """The signed decision of a commune's round; taking it is logged."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    seen = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    item = get_object_or_404(seen, public_id=public_id)
    _log(request, me, "decision", item)
    decided = steps_of(item.public_id).filter(document__isnull=False).last()
    return scan_answer(decided.document if decided else None)


@extend_schema(request=None, responses=ListedCountOut)
@api_view(["POST"])
def round_requests(request: Request, public_id: UUID) -> Response:
    """Put the requests that wait on the list of a round under way."""
    me = need(request, Right.REVIEW_EDIT)
    rounds = CommuneRound.objects.visible_to(me, Right.REVIEW_EDIT)
    item = get_object_or_404(rounds, public_id=public_id)
    return Response({"listed": requests.list_requests(item, by=me)})


@extend_schema(responses=ChangeOut(many=True))
@api_view(["GET"])
def household_history(request: Request, public_id: UUID) -> Response:
    """Every change of a household: who, when, before, after; the newest first."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    homes = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    home = get_object_or_404(homes, public_id=public_id)
    log_reading(request, home, "household")
    rows = history_of(home)
    return Response(ChangeOut(many=True, instance=rows).data)  # type: ignore[arg-type]


@extend_schema(methods=["GET"], parameters=[LikeQuery], responses=LikePairOut(many=True))
@extend_schema(methods=["POST"], request=VerdictIn, responses={204: None})
@api_view(["GET", "POST"])
def likenesses(request: Request) -> Response:
    """Pairs of persons who may be one; POST says whether they are."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    if request.method == "POST":
        return _judge(request, me)
    facts = checked(LikeQuery, request.query_params)
    communes = Area.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    communes = communes.filter(level=Level.COMMUNE)
    commune = get_object_or_404(communes, public_id=facts["commune"])
    scopes = me.scope_paths(Right.HOUSEHOLD_VIEW)
    pairs, count = like_pairs(commune, scopes, page=facts["page"])
    settled = still_two(commune, scopes)
    paths = [m.household.area_path for pair in [*pairs, *settled] for m in pair.sides]
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="person",
        paths=paths,
        address=address_of(request),
    )
    rows, again = (
        LikePairOut(many=True, instance=part).data  # type: ignore[arg-type]
        for part in (pairs, settled)
    )
    return Response({"count": count, "results": rows, "still_two": again})


def _judge(request: Request, me: User) -> Response:
    facts = checked(VerdictIn, request.data)
    seen = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    members = Member.objects.filter(household__in=seen, valid_to=None)
    first, second = (
        get_object_or_404(members, public_id=facts[name]) for name in ("first", "second")
    )
    verdict = Verdict(facts["verdict"])
    desk.judge(first, second, verdict=verdict, note=facts["note"], by=me)
    return Response(status=204)


def _run(request: Request, public_id: UUID) -> tuple[User, ImportRun]:
    me = need(request, Right.HOUSEHOLD_EDIT)
    runs = ImportRun.objects.visible_to(me, Right.HOUSEHOLD_EDIT).filter(kind=LIST_IMPORT)
    return me, get_object_or_404(runs.select_related("answer"), public_id=public_id)


@extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
@api_view(["GET"])
def list_refused(request: Request, public_id: UUID) -> FileResponse:
    """The rows that were not taken, with the reason beside each; taking it is logged."""
    me, run = _run(request, public_id)
    if run.answer is None:
        raise Http404
    _log(request, me, "household_list", run)
    content = run.answer.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=run.answer.name)


@extend_schema(request=ColumnsIn, responses={202: None})
@api_view(["POST"])
def list_columns(request: Request, public_id: UUID) -> Response:
    """Say what the columns of a sheet mean; the file is read again."""
    me, run = _run(request, public_id)
    facts = checked(ColumnsIn, request.data)
    taking.remap(run, {facts["signature"]: facts["columns"]}, by=me)
    return Response(status=202)
