"""Sign in and out, second factor, own account."""

from base64 import b32encode
from typing import Any
from urllib.parse import parse_qsl

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp import devices_for_user, match_token, user_has_device
from django_otp import login as otp_login

from accounts import services, users
from accounts.forms import CodeForm, OwnPasswordForm, SignInForm, TokenForm
from accounts.models import ApiToken
from accounts.officer import officer
from core.errors import DomainError
from core.inputs import attempt

TOO_MANY = 429
AT_REST = {
    "code": "account_at_rest",
    "message": f"Đã nhập sai {settings.AXES_FAILURE_LIMIT} lần. Hãy thử lại sau "
    f"{settings.AXES_COOLOFF_TIME.seconds // 60} phút, hoặc liên hệ người quản trị.",
    "details": {},
}
KEEP_SALT = "kept-post"
KEEP_SECONDS = 3600
LEAD_OF_CHANGE = "Mật khẩu mới thay mật khẩu cũ ngay lập tức."
LEAD_OF_FIRST = "Mật khẩu do người quản trị đặt chỉ dùng để đăng nhập lần đầu; hãy đặt mật khẩu của bạn."
WAITING_SESSION = "after_second_factor"
SESSION_TOKEN = "new_token"  # noqa: S105 - a session key's name


def locked_out(
    request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any
) -> HttpResponse:
    """Say that the account rests after five failures."""
    if request.path.startswith("/api/"):
        return JsonResponse(AT_REST, status=TOO_MANY)
    return render(request, "accounts/locked_out.html", status=TOO_MANY)


@login_not_required
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; a form refused before sign-in is offered again."""
    form = SignInForm(request, data=request.POST or None)
    kept = request.POST.get("kept", "")
    target = request.POST.get("next") or request.GET.get("next", "")
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        if user_has_device(form.get_user()):
            # asked for the digits first; where the person was going waits in the session
            request.session[WAITING_SESSION] = {"kept": kept, "next": target}
            return redirect("second-factor")
        return _go_on(request, kept, target)
    locked = request.session.pop("locked", False)
    context = {"form": form, "kept": kept, "next": target, "locked": locked}
    return render(request, "accounts/sign_in.html", context)


def _go_on(request: HttpRequest, kept: str, target: str) -> HttpResponse:
    """To the form that was refused, the page that was asked for, or the first page."""
    if kept:
        return _resume(request, kept)
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()})
    return redirect(target if safe else "home")


def _resume(request: HttpRequest, kept: str) -> HttpResponse:
    """Offer the kept form for sending; a person presses the button, nobody else."""
    try:
        data = signing.loads(kept, salt=KEEP_SALT, max_age=KEEP_SECONDS)
    except signing.BadSignature:
        return redirect("home")
    pairs = parse_qsl(data["body"], keep_blank_values=True)
    fields = [(n, v) for n, v in pairs if n != "csrfmiddlewaretoken"]
    context = {"path": data["path"], "fields": fields}
    return render(request, "accounts/resume.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Ask for the telephone's digits or a recovery code."""
    me = officer(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device = match_token(me, form.cleaned_data["code"].strip())
        if device is not None:
            otp_login(request, device)
            waiting = request.session.pop(WAITING_SESSION, {})
            return _go_on(request, waiting.get("kept", ""), waiting.get("next", ""))
        form.add_error("code", "Mã không đúng hoặc đã dùng; hãy chờ mã mới rồi nhập lại.")
    context = {
        "form": form,
        "title": "Xác thực hai lớp",
        "lead": "Nhập mã trên điện thoại của bạn.",
        "button": "Xác nhận mã",
    }
    return render(request, "accounts/simple_form.html", context)


@require_POST
def totp_begin(request: HttpRequest) -> HttpResponse:
    """Make the secret for a telephone."""
    try:
        users.begin_factor(officer(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("account")
    return redirect("totp-setup")


@require_http_methods(["GET", "POST"])
def totp_setup(request: HttpRequest) -> HttpResponse:
    """Turn the second factor on, and give recovery codes once."""
    me = officer(request)
    if user_has_device(me):
        return redirect("account")
    device = users.waiting_factor(me)
    if device is None:
        return redirect("account")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        confirmed = attempt(form, lambda: users.confirm_factor(me, code))
        if confirmed is not None:
            device, codes = confirmed
            otp_login(request, device)
            shown = render(request, "accounts/recovery_codes.html", {"codes": codes})
            shown["Cache-Control"] = "no-store"
            return shown
    picture = segno.make(device.config_url).svg_data_uri(scale=4)
    context = {
        "form": form,
        "picture": picture,
        "secret": b32encode(device.bin_key).decode(),
    }
    return render(request, "accounts/totp_setup.html", context)


@require_http_methods(["GET", "POST"])
def password_change(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    me = officer(request)
    form = OwnPasswordForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = form.cleaned_data["new_password1"]
        changed = attempt(form, lambda: users.change_password(me, password))
        if changed is not None:
            update_session_auth_hash(request, changed)
            messages.success(request, "Đã đổi mật khẩu.")
            return redirect("account")
    context = {
        "form": form,
        "title": "Đổi mật khẩu",
        "lead": LEAD_OF_FIRST if me.must_change_password else LEAD_OF_CHANGE,
        "button": "Đổi mật khẩu",
    }
    return render(request, "accounts/simple_form.html", context)


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own rights, second factor, tokens."""
    me = officer(request)
    context = {
        "form": TokenForm(),
        "tokens": me.tokens.order_by("-pk"),
        "has_device": any(devices_for_user(me)),
        "new_token": request.session.pop(SESSION_TOKEN, ""),
    }
    return render(request, "accounts/account.html", context)


@require_POST
def token_create(request: HttpRequest) -> HttpResponse:
    """Make an API token; its text is shown on the next page, once."""
    form = TokenForm(request.POST)
    if form.is_valid():
        _, text = services.create_token(officer(request), name=form.cleaned_data["name"])
        request.session[SESSION_TOKEN] = text
    return redirect("account")


@require_POST
def token_revoke(request: HttpRequest, public_id: Any) -> HttpResponse:
    """End one of one's own tokens."""
    token = get_object_or_404(ApiToken, user=officer(request), public_id=public_id)
    services.revoke_token(token)
    return redirect("account")
