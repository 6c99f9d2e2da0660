"""What provinces show without sign-in, and the leader's switch."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from areas.choices import Level
from areas.models import Area
from core.errors import DomainError
from core.inputs import posted_version, said
from reports.models import PublicPage
from reports.selectors.public import open_pages, public_figures, public_page
from reports.services.public import set_public
from reports.views.figures import pictures_of

KEPT_SECONDS = 60


def _kept(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Anybody's page may be kept by anybody for a while; a page with a name in it by none."""
    if request.user.is_authenticated:
        patch_cache_control(answer, private=True, no_store=True)
    else:
        patch_cache_control(answer, public=True, max_age=KEPT_SECONDS)
    return answer


@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """The provinces that show their figures."""
    context = {"pages": open_pages()}
    return _kept(request, render(request, "reports/public_list.html", context))


@login_not_required
@require_safe
def public_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """A province's figures for everybody: totals and charts, no personal data."""
    told = public_figures(public_page(public_id))
    context = {"told": told, "pictures": pictures_of(told.charts, told.area, told.year)}
    return _kept(request, render(request, "reports/public_detail.html", context))


def _own_province(me: User) -> Area | None:
    held = (g.area for g in me.current_grants() if me.acts_in(Right.REPORT_SIGN, g.area))
    return next((area for area in held if area.level == Level.PROVINCE), None)


@require_http_methods(["GET", "POST"])
def public_switch(request: HttpRequest) -> HttpResponse:
    """Open or close the page of one's own province."""
    me = need(request, Right.REPORT_SIGN)
    area = _own_province(me)
    if area is None:
        messages.error(request, "Chỉ lãnh đạo UBND tỉnh mở, đóng trang công khai.")
        return redirect("dashboard")
    if request.method == "POST":
        return _switched(request, me, area)
    page = PublicPage.objects.filter(area=area).select_related("changed_by").first()
    told = public_figures(page or PublicPage(area=area))
    context = {"area": area, "page": page, "told": told}
    return render(request, "reports/public_switch.html", context)


def _switched(request: HttpRequest, me: User, area: Area) -> HttpResponse:
    is_open = said(request.POST, "mo", most=1) == "1"
    try:
        set_public(
            area,
            is_open=is_open,
            models_shown=said(request.POST, "mo-hinh", most=1) == "1",
            by=me,
            version=posted_version(request),
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        done = "Trang công khai đang mở."
        if not is_open:
            done = "Đã đóng trang công khai; máy đang xem có thể còn hiện trong một phút."
        messages.success(request, done)
    return redirect("public-switch")
