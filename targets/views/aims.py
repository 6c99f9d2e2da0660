"""Households a commune registers for a year, and registered against target."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_access
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.inputs import id_or_none, posted_version, said
from core.numbers import whole
from office.exports import ask_export
from targets.exports import AIMS
from targets.models import HouseholdAim
from targets.selectors.aims import (
    Candidate,
    aim_counts,
    baseline_of,
    candidates,
    on_the_lists,
)
from targets.services.aims import TextWithoutTick, register_aims, withdraw_aim

PAGE = 50


def _year(text: str) -> int:
    """The year asked for: this one, the next two or one of the past five; else this one."""
    found = whole(text)
    now = today().year
    return found if found is not None and now - 5 <= found <= now + 2 else now


def _communes(me: User, right: Right) -> Any:
    areas = Area.objects.visible_to(me, right).filter(level=Level.COMMUNE)
    return areas.valid_on(today())


def _commune(request: HttpRequest, me: User) -> Area | None:
    """The commune asked for, or one's own; None for who looks after several."""
    wanted = said(request.GET, "xa", most=40)
    if wanted:
        found: Area = get_object_or_404(
            _communes(me, Right.HOUSEHOLD_VIEW).select_related("parent"),
            public_id=id_or_none(wanted),
        )
        return found
    own: Area | None = next(
        (g.area for g in me.current_grants() if g.area.level == Level.COMMUNE), None
    )
    return own


@require_safe
def aim_list(request: HttpRequest) -> HttpResponse:
    """The lists of a commune with who is registered; counts by commune above it."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    return _page(request, me, _commune(request, me), _year(said(request.GET, "nam")))


def _page(
    request: HttpRequest, me: User, commune: Area | None, year: int, status: int = 200
) -> HttpResponse:
    """The page; after a refusal what was ticked and typed is still there."""
    home = commune or me.current_grants()[0].area
    context = {
        "year": year,
        "years": range(today().year - 1, today().year + 3),
        "commune": commune,
        "counts": aim_counts(me, home, year) if me.may(Right.FIGURES_VIEW) else [],
        "baseline": baseline_of(year),
    }
    if commune is not None:
        context |= _list_of(request, me, commune, year)
    return render(request, "targets/aim_list.html", context, status=status)


def _list_of(request: HttpRequest, me: User, commune: Area, year: int) -> dict[str, Any]:
    """A page of a commune's lists; reading it is logged."""
    rows = on_the_lists(me, commune, year)
    told = request.POST if request.method == "POST" else request.GET
    page = Paginator(rows, PAGE).get_page(said(told, "page", most=9))
    record_access(
        me,
        action="read",
        subject_type="household_aims",
        subject_id=commune.public_id,
        area_path=commune.path,
        address=address_of(request),
    )
    return {
        "page": page,
        "found": _typed(request, candidates(page, year)),
        "may_register": me.acts_in(Right.TARGET_REGISTER, commune),
        "base_query": f"nam={year}&xa={commune.public_id}&",
    }


def _typed(request: HttpRequest, found: list[Candidate]) -> list[Candidate]:
    """Each household with what was ticked and typed for it."""
    ticked = set(request.POST.getlist("ho"))
    for one in found:
        key = str(one.household.public_id)
        one.household.ticked = key in ticked  # type: ignore[attr-defined]
        one.household.typed = said(request.POST, f"ho-tro-{key}")  # type: ignore[attr-defined]
    return found


def _back(commune: Area, year: int, page: str = "") -> str:
    number = whole(page)
    tail = f"&page={number}" if number else ""
    return f"{reverse('aim-list')}?nam={year}&xa={commune.public_id}{tail}"


@require_POST
def aim_register(request: HttpRequest) -> HttpResponse:
    """Register the ticked households, all of them or none."""
    me = need(request, Right.TARGET_REGISTER)
    year = _year(request.POST.get("nam", ""))
    commune = get_object_or_404(
        _communes(me, Right.TARGET_REGISTER),
        public_id=id_or_none(request.POST.get("xa", "")),
    )
    ticked = [id_or_none(text) for text in request.POST.getlist("ho")]
    wanted: dict[UUID, str] = {
        key: said(request.POST, f"ho-tro-{key}") for key in ticked if key
    }
    unticked = [key for key in request.POST if _is_text_alone(request, key, wanted)]
    try:
        if unticked:
            raise TextWithoutTick(count=len(unticked))
        done = register_aims(commune, year, wanted, by=me)
    except DomainError as error:
        messages.error(request, str(error))
        return _page(request, me, commune, year, status=409)
    messages.success(request, f"Đã đăng ký {len(done)} hộ cho năm {year}.")
    return redirect(_back(commune, year, request.POST.get("page", "")))


def _is_text_alone(request: HttpRequest, key: str, wanted: dict[UUID, str]) -> bool:
    """Whether support was typed for a household that was not ticked."""
    home = id_or_none(key.removeprefix("ho-tro-")) if key.startswith("ho-tro-") else None
    return home is not None and home not in wanted and bool(said(request.POST, key))


@require_POST
def aim_withdraw(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take one registration back, with its reason."""
    me = need(request, Right.TARGET_REGISTER)
    seen = HouseholdAim.objects.visible_to(me, Right.TARGET_REGISTER)
    aim = get_object_or_404(
        seen.select_related("commune", "household"), public_id=public_id
    )
    try:
        reason = said(request.POST, "reason", most=200)
        withdraw_aim(aim, reason=reason, by=me, version=posted_version(request))
        messages.success(request, f"Đã rút đăng ký của hộ {aim.household.head_name}.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(_back(aim.commune, aim.year))


@require_POST
def aim_export(request: HttpRequest) -> HttpResponse:
    """Ask for the registered households of a commune as a workbook."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    year = _year(request.POST.get("nam", ""))
    commune = get_object_or_404(
        _communes(me, Right.HOUSEHOLD_VIEW),
        public_id=id_or_none(request.POST.get("xa", "")),
    )
    try:
        export = ask_export(AIMS, {"year": str(year)}, area=commune, by=me)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(_back(commune, year))
    return redirect("export-detail", export.public_id)
