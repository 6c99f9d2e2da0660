"""What an administrator of an area does: accounts, grants, substitutions."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import agencies, services, users
from accounts.choices import AccountAct, Right, Role
from accounts.forms import (
    AgencyForm,
    GrantForm,
    SubstituteForm,
    SuccessionForm,
    UserForm,
    managed_area,
)
from accounts.models import Agency, RoleGrant, User
from accounts.officer import need
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt, posted_version

PAGE = 50


@require_safe
def grant_list(request: HttpRequest) -> HttpResponse:
    """Grants inside the administrator's areas."""
    me = need(request, Right.ACCOUNT_MANAGE)
    grants = (
        RoleGrant.objects.visible_to(me, Right.ACCOUNT_MANAGE)
        .select_related("user", "area", "agency", "granted_by", "substitutes")
        .order_by("user__username", "pk")
    )
    page = Paginator(grants, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/grant_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def grant_create(request: HttpRequest) -> HttpResponse:
    """Give a role."""
    me = need(request, Right.ACCOUNT_MANAGE)
    asked = {name: request.GET.get(name, "") for name in ("username", "area_code")}
    initial = asked | {"valid_from": today()}
    form = GrantForm(request.POST or None, user=me, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        user, area = facts.pop("username"), facts.pop("area_code")
        role = Role(facts.pop("role"))
        given = {"role": role, "area": area, "by": me, **facts}
        if attempt(form, lambda: services.give_grant(user, **given)):
            messages.success(request, "Đã cấp quyền.")
            return redirect("grant-list")
    return _page(request, form, "Cấp quyền", "Quyền có hiệu lực từ ngày ghi dưới đây.")


@require_safe
def agency_list(request: HttpRequest) -> HttpResponse:
    """Agencies of the administrator's areas, and who succeeded whom."""
    me = need(request, Right.ACCOUNT_MANAGE)
    found = Agency.objects.visible_to(me, Right.ACCOUNT_MANAGE).select_related("area")
    rows = found.prefetch_related("successions__new").order_by("area__path", "name")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/agency_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def agency_create(request: HttpRequest) -> HttpResponse:
    """Found an agency."""
    me = need(request, Right.ACCOUNT_MANAGE)
    form = AgencyForm(request.POST or None, user=me)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        named = {"name": facts["name"], "valid_from": facts["valid_from"]}
        area = facts["area_code"]
        if attempt(form, lambda: agencies.found_agency(area, **named, by=me)):
            messages.success(request, f"Đã thêm {facts['name']}.")
            return redirect("agency-list")
    return _page(request, form, "Thêm cơ quan", "Mỗi cơ quan thuộc một địa bàn.")


@require_http_methods(["GET", "POST"])
def agency_succeed(request: HttpRequest) -> HttpResponse:
    """One agency takes over from another, the grants with it."""
    me = need(request, Right.ACCOUNT_MANAGE)
    form = SuccessionForm(request.POST or None, user=me)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if attempt(form, lambda: agencies.succeed_agency(**facts, by=me)):
            messages.success(request, f"{facts['new']} đã kế thừa {facts['old']}.")
            return redirect("agency-list")
    lead = "Quyền của người ở cơ quan cũ chuyển sang cơ quan mới từ ngày này."
    return _page(request, form, "Ghi kế thừa", lead)


@require_http_methods(["GET", "POST"])
def substitute(request: HttpRequest) -> HttpResponse:
    """Let one person act for another for some days."""
    me = need(request, Right.ACCOUNT_MANAGE)
    form = SubstituteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        absent = facts.pop("absent")
        given = attempt(form, lambda: services.substitute(absent, by=me, **facts))
        if given is not None:
            messages.success(request, f"Đã phân công thay thế {len(given)} quyền.")
            return redirect("grant-list")
    return _page(
        request, form, "Phân công thay thế", "Người thay giữ quyền trong thời gian này."
    )


@require_http_methods(["GET", "POST"])
def user_create(request: HttpRequest) -> HttpResponse:
    """Make an account; it opens nothing until somebody grants a role."""
    me = need(request, Right.ACCOUNT_MANAGE)
    form = UserForm(request.POST or None, user=me)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        named = {"username": facts["username"], "full_name": facts["full_name"]}
        opening = {**named, "password": facts["password1"], "by": me}
        if attempt(form, lambda: users.open_account(facts["area_code"], **opening)):
            messages.success(request, "Đã tạo tài khoản; hãy cấp quyền cho người này.")
            asked = {"username": facts["username"], "area_code": facts["area_code"].code}
            return redirect(f"{reverse('grant-create')}?{urlencode(asked)}")
    lead = "Chưa có quyền nào; người dùng đổi mật khẩu khi đăng nhập lần đầu."
    return _page(request, form, "Tạo tài khoản", lead)


@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    """Accounts of the administrator's areas, with what each may do today."""
    me = need(request, Right.ACCOUNT_MANAGE)
    text = request.GET.get("q", "").strip()
    accounts = User.objects.visible_to(me, Right.ACCOUNT_MANAGE).select_related("area")
    accounts = accounts.prefetch_related("grants__area").order_by("username")
    if text:
        accounts = accounts.named(text)
    page = Paginator(accounts, PAGE).get_page(request.GET.get("page"))
    factors = users.devices_of(page.object_list)
    for row in page:
        row.has_factor = row.pk in factors
    context = {"page": page, "q": text, "base_query": f"{urlencode({'q': text})}&"}
    return render(request, "accounts/user_list.html", context)


def _new_area(request: HttpRequest, me: User) -> Area | None:
    """Where an account that is handed over goes."""
    if request.POST.get("act") != AccountAct.HAND_OVER:
        return None
    return managed_area(me, request.POST.get("area_code", "").strip())


@require_POST
def user_act(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Close or open an account, renew its password, forget its second factor."""
    me = need(request, Right.ACCOUNT_MANAGE)
    found = get_object_or_404(
        User.objects.visible_to(me, Right.ACCOUNT_MANAGE), public_id=public_id
    )
    try:
        area = _new_area(request, me)
        told = users.act(found, request.POST.get("act", ""), by=me, area=area)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("user-list")
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("user-list")
    if told:
        shown = {"person": found, "password": told}
        page = render(request, "accounts/new_password.html", shown)
        page["Cache-Control"] = "no-store"
        return page
    label = AccountAct(request.POST["act"]).label.capitalize()
    messages.success(request, f"{label}: {found.full_name} ({found.username}).")
    return redirect(f"{reverse('user-list')}?{urlencode({'q': found.username})}")


def _page(request: HttpRequest, form: Any, title: str, lead: str) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "button": title}
    return render(request, "accounts/simple_form.html", context)


@require_POST
def grant_end(request: HttpRequest, public_id: Any) -> HttpResponse:
    """End a grant today."""
    me = need(request, Right.ACCOUNT_MANAGE)
    grant = get_object_or_404(
        RoleGrant.objects.visible_to(me, Right.ACCOUNT_MANAGE), public_id=public_id
    )
    try:
        version = posted_version(request)
        services.end_grant(grant, on=today(), by=me, version=version)
        messages.success(request, f"Đã kết thúc quyền: {grant.user}, {grant}.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("grant-list")
