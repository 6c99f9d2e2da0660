"""Supports: the year's list, what a household may receive, and recording it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.rules import roles_with
from accounts.services import record_access, record_list
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt, id_or_none, posted_version, said
from programs.forms.support import SupportForm
from programs.models import Support
from programs.selectors.support import (
    answers_for,
    by_commune,
    by_policy,
    find_homes,
    homes_for,
    office_of,
    supports_of,
    tallies_of,
)
from programs.services.supports import support_households, withdraw_support
from programs.views.frame import year_of

PAGE = 50


@require_safe
def support_list(request: HttpRequest) -> HttpResponse:
    """Supports of a year: sums by policy and commune; rows of one commune or giver."""
    me = need(request, Right.SUPPORT_VIEW)
    year, query = year_of(said(request.GET, "nam")), said(request.GET, "q", most=80)
    edits, commune = me.may(Right.SUPPORT_EDIT), _commune(request, me)
    tallies = tallies_of(me, year)
    if commune is not None:
        tallies = tallies.filter(commune=commune)
    rows, more = _rows(request, me, year, commune)
    homes = find_homes(me, query) if query and edits else []
    record_list(
        me,
        right=Right.SUPPORT_VIEW,
        subject_type="support_list",
        paths=[row.area_path for row in rows] + [home.area_path for home in homes],
        address=address_of(request),
    )
    context = {
        "year": year,
        "years": range(today().year - 3, today().year + 1),
        "commune": commune,
        "rows": rows,
        "more": more,
        "sums": by_policy(tallies),
        "communes": by_commune(tallies) if commune is None else [],
        "listed": commune is not None or office_of(me) is not None,
        "edits": edits,
        "query": query,
        "homes": homes,
        "searched": bool(query) and edits,
    }
    return render(request, "programs/support_list.html", context)


def _commune(request: HttpRequest, me: User) -> Area | None:
    """The commune asked for, or one's own; None for who looks after several."""
    wanted = said(request.GET, "xa", most=40)
    if wanted:
        seen = Area.objects.visible_to(me, Right.SUPPORT_VIEW).filter(level=Level.COMMUNE)
        found: Area = get_object_or_404(seen, public_id=id_or_none(wanted))
        return found
    roles = roles_with(Right.SUPPORT_VIEW)
    own = [g.area for g in me.current_grants() if g.role in roles]
    return next((area for area in own if area.level == Level.COMMUNE), None)


def _rows(
    request: HttpRequest, me: User, year: int, commune: Area | None
) -> tuple[list[Support], bool]:
    """A page of a commune's supports, or of one's agency's; whether older ones follow."""
    rows = supports_of(me, year).order_by("-pk")
    if commune is not None:
        rows = rows.filter(commune=commune)
    elif office_of(me) is None:
        return [], False
    before = id_or_none(said(request.GET, "truoc", most=40))
    last = rows.filter(public_id=before).first() if before else None
    if last is not None:
        rows = rows.filter(pk__lt=last.pk)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], len(found) > PAGE


@require_http_methods(["GET", "POST"])
def support_create(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What a household may receive today, and the support it received."""
    me = need(request, Right.SUPPORT_EDIT)
    home = get_object_or_404(homes_for(me).select_related("commune"), public_id=public_id)
    record_access(
        me,
        action="read",
        subject_type="eligibility",
        subject_id=home.public_id,
        area_path=home.area_path,
        address=address_of(request),
    )
    form = SupportForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        given = form.given(office_of(me))
        if attempt(form, lambda: support_households([home], given, by=me)) is not None:
            messages.success(request, f"Đã ghi hỗ trợ cho hộ {home.head_name}.")
            return redirect(f"{reverse('support-list')}?nam={given.on.year}")
    context = {
        "home": home,
        "form": form,
        "answers": answers_for(home, on=today()),
        "today": today(),
        "held": Support.objects.visible_to(me, Right.SUPPORT_VIEW).filter(household=home)[
            :PAGE
        ],
    }
    status = 400 if form.is_bound else 200
    return render(request, "programs/support_create.html", context, status=status)


@require_POST
def support_withdraw(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take a mistaken support back, with its reason."""
    me = need(request, Right.SUPPORT_EDIT)
    seen = Support.objects.visible_to(me, Right.SUPPORT_EDIT)
    found = get_object_or_404(seen.select_related("policy"), public_id=public_id)
    try:
        reason = said(request.POST, "reason", most=200)
        withdraw_support(found, reason=reason, by=me, version=posted_version(request))
        messages.success(request, "Đã rút hỗ trợ.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('support-list')}?nam={found.on.year}")
