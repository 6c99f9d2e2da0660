"""Households on their way: proposing, accepting, refusing, withdrawing."""

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_list
from areas.choices import Level
from areas.models import Area
from areas.selectors import describe_place, province_of
from core.dates import today
from core.errors import DomainError
from core.inputs import id_or_none, posted_version
from households.choices import MoveStatus
from households.models import Household, HouseholdMove
from households.services import moves

SHOWN = 100


@require_safe
def move_list(request: HttpRequest) -> HttpResponse:
    """Proposals out of and into one's communes, the newest first."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    found = HouseholdMove.objects.visible_to(me, Right.HOUSEHOLD_VIEW).select_related(
        "household", "from_commune", "to_commune", "proposed_by"
    )
    shown = list(found[:SHOWN])
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="household",
        paths=[move.household.area_path for move in shown],
        address=address_of(request),
    )
    receiving = {move.to_commune_id for move in shown if _receives(move, me)}
    villages = Area.objects.filter(parent__in=receiving, level=Level.VILLAGE)
    by_commune: dict[int, list[Area]] = defaultdict(list)
    for village in villages.valid_on(today()).order_by("path"):
        by_commune[village.parent_id].append(village)
    context = {"moves": [_acts(move, me, by_commune) for move in shown]}
    return render(request, "households/move_list.html", context)


def _receives(move: HouseholdMove, me: User) -> bool:
    waiting = move.status == MoveStatus.PROPOSED
    return waiting and me.acts_in(Right.HOUSEHOLD_EDIT, move.to_commune)


def _acts(move: HouseholdMove, me: User, villages: dict[int, list[Area]]) -> dict[str, Any]:
    """What this person may do to a proposal."""
    waiting = move.status == MoveStatus.PROPOSED
    return {
        "move": move,
        "villages": villages.get(move.to_commune_id, []) if _receives(move, me) else [],
        "may_withdraw": waiting and me.acts_in(Right.HOUSEHOLD_EDIT, move.from_commune),
    }


@require_http_methods(["GET", "POST"])
def move_create(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Move a household: to a village of the commune at once, elsewhere by proposal."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    homes = Household.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    household = get_object_or_404(
        homes.select_related("commune", "village"), public_id=public_id
    )
    query = request.GET.get("q", "").strip()
    if request.method == "POST":
        try:
            return _move(request, household, me)
        except DomainError as error:
            messages.error(request, str(error))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    villages = Area.objects.filter(parent=household.commune, level=Level.VILLAGE)
    context = {
        "household": household,
        "villages": villages.valid_on(today()).exclude(pk=household.village_id),
        "query": query,
        "communes": _communes(household, query) if query else [],
    }
    return render(request, "households/move_create.html", context)


def _communes(household: Household, query: str) -> list[dict[str, Any]]:
    """Communes of the country by name; those of the same province first."""
    found = Area.objects.valid_on(today()).filter(level=Level.COMMUNE).containing(query)
    own = province_of(household.commune).path
    rows = sorted(
        found.exclude(pk=household.commune_id).select_related("parent__parent")[:200],
        key=lambda a: not a.path.startswith(own),
    )
    return [{"area": area, "place": describe_place(area)} for area in rows[:30]]


def _move(request: HttpRequest, household: Household, me: User) -> HttpResponse:
    version = posted_version(request)
    target = id_or_none(request.POST.get("to", ""))
    everywhere = Area.objects.valid_on(today())
    to = get_object_or_404(everywhere, public_id=target) if target else household.commune
    if to.level == Level.VILLAGE:
        moves.move_within(household, to, by=me, version=version)
        messages.success(request, f"Đã chuyển đến {to}.")
        return redirect("household-detail", household.public_id)
    note = request.POST.get("note", "")[:300]
    moves.propose_move(household, to, note=note, by=me, version=version)
    messages.success(request, f"Đã đề nghị chuyển; chờ {to} tiếp nhận.")
    return redirect("move-list")


@require_POST
def move_answer(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Accept into a village, refuse with a reason, or withdraw."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    move = get_object_or_404(
        HouseholdMove.objects.visible_to(me, Right.HOUSEHOLD_EDIT), public_id=public_id
    )
    try:
        _answer(request, move, me, posted_version(request))
        messages.success(request, "Đã ghi.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("move-list")


def _answer(request: HttpRequest, move: HouseholdMove, me: User, version: int) -> None:
    if "accept" in request.POST:
        villages = Area.objects.visible_to(me, Right.HOUSEHOLD_EDIT).valid_on(today())
        village = villages.filter(
            public_id=id_or_none(request.POST.get("village", ""))
        ).first()
        if village is None:
            raise moves.VillageOfTheCommune(commune=move.to_commune.full_name)
        moves.accept_move(move, village, by=me, version=version)
    elif "refuse" in request.POST:
        answer = request.POST.get("answer", "").strip()[:300]
        if not answer:
            raise moves.ReasonMissing
        moves.refuse_move(move, answer=answer, by=me, version=version)
    else:
        moves.withdraw_move(move, by=me, version=version)
