"""From need to programme: who needs what, what answered it, what could."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_access
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.inputs import id_or_none, said
from households.models import CommuneRound
from households.selectors import rates_by_commune
from office.exports import ask_export
from programs.exports import NEEDS
from programs.needs import answerable_needs, needs_source
from programs.selectors.needs import (
    HouseholdNeed,
    needs_of,
    planned_reach,
    readable_areas,
    sums_of_needs,
)
from programs.views.frame import year_of

PAGE = 50
STATES = {
    "chua": "Chưa được hỗ trợ",
    "co-chinh-sach": "Chưa hỗ trợ, có chính sách phù hợp",
    "da": "Đã hỗ trợ trong năm",
    "moi": "Mọi nhu cầu",
}


@require_safe
def need_list(request: HttpRequest) -> HttpResponse:
    """Needs of a commune's households; who looks after several chooses one."""
    me = _reader(request)
    year, (home, commune) = year_of(said(request.GET, "nam")), _place(request, me)
    context = {
        "year": year,
        "years": range(today().year - 3, today().year + 1),
        "commune": commune,
        "home": home,
        "source": needs_source(),
        "needs": answerable_needs().values(),
        "states": STATES,
    }
    if commune is None:
        seen = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
        context["rates"] = rates_by_commune(seen.filter(area_path__startswith=home.path))
    else:
        context |= _needs(request, me, commune, year)
    return render(request, "programs/need_list.html", context)


def _reader(request: HttpRequest) -> User:
    """Who reads households and what they received: neither enumerators nor departments."""
    need(request, Right.SUPPORT_VIEW)
    return need(request, Right.HOUSEHOLD_VIEW)


def _place(request: HttpRequest, me: User) -> tuple[Area, Area | None]:
    """Where the person reads, and the commune asked for or its own, if it has only one."""
    areas = readable_areas(me)
    wanted = said(request.GET, "xa", most=40)
    if wanted:
        communes = areas.filter(level=Level.COMMUNE)
        found: Area = get_object_or_404(communes, public_id=id_or_none(wanted))
        return found, found
    held = areas.filter(pk__in=[g.area_id for g in me.current_grants()]).order_by("path")
    home = held.first()
    if home is None:
        raise Http404
    return home, home if home.level == Level.COMMUNE else None


def _is_kept(row: HouseholdNeed, state: str) -> bool:
    """Whether a need is in the state that was asked for."""
    if state == "chua":
        return not row.is_answered
    if state == "co-chinh-sach":
        return not row.is_answered and bool(row.offers)
    return row.is_answered or state == "moi"


def _needs(request: HttpRequest, me: User, commune: Area, year: int) -> dict[str, Any]:
    """A page of a commune's needs; reading it is logged."""
    key, state = said(request.GET, "nhu-cau", most=20), said(request.GET, "loc", most=20)
    state = state if state in STATES else "chua"
    rows = needs_of(commune, year)
    shown = [row for row in rows if not key or row.shown.need.key == key]
    page = Paginator([row for row in shown if _is_kept(row, state)], PAGE).get_page(
        said(request.GET, "page", most=9)
    )
    record_access(
        me,
        action="list",
        subject_type="household_needs",
        subject_id=commune.public_id,
        area_path=commune.path,
        address=address_of(request),
        count=len(page.object_list),
    )
    return {
        "sums": sums_of_needs(rows, planned_reach(commune, year)),
        "page": page,
        "key": key,
        "state": state,
        "may_support": me.acts_in(Right.SUPPORT_EDIT, commune),
        "base_query": f"nam={year}&xa={commune.public_id}&nhu-cau={key}&loc={state}&",
    }


@require_POST
def need_export(request: HttpRequest) -> HttpResponse:
    """Ask for the needs of a commune, or of one's whole area, as a workbook."""
    me = _reader(request)
    areas = readable_areas(me).exclude(level=Level.VILLAGE)
    wanted = id_or_none(said(request.POST, "area", most=40))
    area = get_object_or_404(areas, public_id=wanted)
    key = said(request.POST, "nhu-cau", most=20)
    params = {
        "year": str(year_of(said(request.POST, "nam"))),
        "need": key if key in answerable_needs() else "",
    }
    export = ask_export(NEEDS, params, area=area, by=me)
    return redirect("export-detail", export.public_id)
