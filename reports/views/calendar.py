"""The calendar of reports: what is owed, who has sent, who has not; days set, units reminded."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt
from core.numbers import whole
from reports.doors import reader
from reports.forms.submission import DueForm, RequestForm
from reports.models import ReportRegime, Submission
from reports.selectors.calendar import (
    calendar_of,
    dues_for,
    matrix,
    regimes_for,
    submissions_for,
)
from reports.selectors.submission import senders_below
from reports.services.calendar import ask_once, set_due
from reports.services.submitting import remind, remind_late

SPREAD = 2  # years before and after


def year_of(request: HttpRequest) -> int:
    """The year a page is asked for; this year without one."""
    now = today().year
    year = whole(request.GET.get("nam", "")) or now
    return min(max(year, now - 10), now + 1)


def own_area(user: User) -> Area | None:
    """The widest area in which this person accepts reports."""
    held = (
        g.area for g in user.current_grants() if user.acts_in(Right.REPORT_ACCEPT, g.area)
    )
    return next(held, None)


@require_safe
def calendar_list(request: HttpRequest) -> HttpResponse:
    """Every report of a year that binds one's areas, with who has sent it."""
    me, year = reader(request), year_of(request)
    context = {
        "year": year,
        "years": range(today().year - SPREAD, today().year + 2),
        "rows": calendar_of(me, year),
        "may_ask": own_area(me) is not None,
        "may_view": me.may(Right.REPORT_VIEW),
    }
    return render(request, "reports/calendar_list.html", context)


def _find(request: HttpRequest, public_id: Any) -> tuple[User, ReportRegime]:
    me = reader(request)
    return me, get_object_or_404(regimes_for(me), public_id=public_id)


@require_safe
def regime_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One report: units × periods, its text, the days set for it."""
    me, regime = _find(request, public_id)
    return _page(request, me, regime)


def _page(
    request: HttpRequest, me: User, regime: ReportRegime, form: DueForm | None = None
) -> HttpResponse:
    year, area = year_of(request), own_area(me)
    dues = dues_for(me, regime)
    may_set = area is not None and regime.frequency != "once"
    context = {
        "regime": regime,
        "year": year,
        "years": range(today().year - SPREAD, today().year + 2),
        "matrix": matrix(me, regime, year),
        "dues": dues,
        "area": area,
        "form": form or (DueForm(regime=regime) if may_set else None),
        "may_remind": area is not None,
    }
    status = 400 if form is not None else 200
    return render(request, "reports/regime_detail.html", context, status=status)


@require_POST
def regime_due(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Set the units of one's own area an earlier day."""
    need(request, Right.REPORT_ACCEPT)
    me, regime = _find(request, public_id)
    area = own_area(me)
    form = DueForm(request.POST, regime=regime)
    if area is not None and form.is_valid():
        facts = form.facts()
        version = whole(request.POST.get(f"version-{facts.sender}", "")) or None
        done = attempt(form, lambda: set_due(regime, area, facts, by=me, version=version))
        if done is not None:
            messages.success(request, "Đã đặt hạn; báo cáo chưa gửi theo hạn mới.")
            return redirect("regime-detail", public_id)
    return _page(request, me, regime, form)


@require_POST
def submission_remind(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Remind one unit of what it owes."""
    me = need(request, Right.REPORT_ACCEPT)
    seen = submissions_for(me)
    found: Submission = get_object_or_404(seen, public_id=public_id)
    try:
        remind(found, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã nhắc {found.unit_name}.")
    url = reverse("regime-detail", args=[found.period.regime.public_id])
    return redirect(f"{url}?nam={found.period.year}")


@require_POST
def regime_remind(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Remind every unit that is overdue with this report."""
    need(request, Right.REPORT_ACCEPT)
    me, regime = _find(request, public_id)
    owed = submissions_for(me).filter(period__regime=regime)
    told = remind_late(owed, by=me)
    messages.success(
        request, f"Đã nhắc {told} báo cáo quá hạn; ai đã được nhắc hôm nay thì thôi."
    )
    return redirect("regime-detail", public_id)


@require_http_methods(["GET", "POST"])
def request_create(request: HttpRequest) -> HttpResponse:
    """Ask the units below for a report once."""
    me = need(request, Right.REPORT_ACCEPT)
    area = own_area(me)
    senders = senders_below(area, today()) if area else []
    form = RequestForm(request.POST or None, senders=senders)
    if request.method == "POST" and area is not None and form.is_valid():
        facts = form.facts()
        period = attempt(form, lambda: ask_once(facts, area=area, by=me))
        if period is not None:
            messages.success(request, "Đã gửi yêu cầu đến các đơn vị.")
            url = reverse("regime-detail", args=[period.regime.public_id])
            return redirect(f"{url}?nam={period.year}")
    status = 400 if form.is_bound else 200
    context = {"form": form, "area": area}
    return render(request, "reports/request_create.html", context, status=status)
