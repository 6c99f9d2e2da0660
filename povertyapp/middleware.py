"""What happens around every request: clock, idle lock, second factor, request keys."""

import hashlib
import json
import time
from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import resolve
from django.utils.crypto import salted_hmac
from django_otp import user_has_device

from accounts.authentication import SCHEME
from accounts.choices import Role
from accounts.forms import SignInForm
from accounts.models import User
from accounts.services import find_token
from core.dates import playing
from core.errors import DomainError
from office.models import RequestKey
from povertyapp.api_errors import body
from povertyapp.health import healthz

Answer = Callable[[HttpRequest], HttpResponse]
KEEP_SALT = "kept-post"
CLOCK_SESSION = "demo_day"
SEEN_SESSION = "seen_at"
HEALTH_PATH = "/healthz"
OPEN_WITHOUT_SECOND_FACTOR = {"second-factor", "sign-out"}
OPEN_WITHOUT_OWN_PASSWORD = {
    "password-change",
    "api-me-password",
    "sign-out",
    "second-factor",
}
# forms that hold passwords or codes are typed again, never carried through a page
NEVER_CARRIED = {"password-change", "user-create", "second-factor", "totp-setup"}
NEVER_KEPT = {401, 403, 429}
# a hint beside a form that is being typed: the form itself will ask to sign in
HINTS = {"review-result"}
SERVER_ERROR = 500
FOUND = 302
TAKEN_SECONDS = 3600
CONFLICT = 409


class RealAddressMiddleware:
    """Behind our own proxies the person's address is what the outermost of them saw.

    PROXIES says how many stand in front; what further left in X-Forwarded-For was
    written by the client itself and is not believed.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the address where the log and the lock look for it."""
        seen = request.headers.get("X-Forwarded-For", "").split(",")
        if settings.PROXIES and len(seen) >= settings.PROXIES and seen[0]:
            request.META["REMOTE_ADDR"] = seen[-settings.PROXIES].strip()
        return self.get_response(request)


class HealthMiddleware:
    """Answers for the state of the parts before anything asks the database who is there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """A visitor's session must not turn a 503 into a fault."""
        if request.path_info == HEALTH_PATH:
            return healthz(request)
        return self.get_response(request)


class ClockMiddleware:
    """In the demonstration a person may choose the day; production has no choice."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let `core.dates.today()` answer the chosen day."""
        day: date | None = settings.DEMO_DATE
        chosen = request.session.get(CLOCK_SESSION)
        if day is not None and chosen:
            day = date.fromisoformat(chosen)
        with playing(day):
            return self.get_response(request)


class WrongMethodMiddleware:
    """An address that only takes forms, opened by hand, leads on instead of showing nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The empty 405 of a page becomes a page that says so; programs keep theirs."""
        response = self.get_response(request)
        refused = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
        if refused and request.method == "GET" and not request.path.startswith("/api/"):
            return render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        return response


class RefusalMiddleware:
    """What a page's own form did not catch is still said in words, never as a fault."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Leave everything that went well alone."""
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, error: Exception
    ) -> HttpResponse | None:
        """A rule that said no becomes a page with its sentence; the API has its own."""
        if not isinstance(error, DomainError) or request.path.startswith("/api/"):
            return None
        page = {"refusal": str(error)}
        return render(request, "400.html", page, status=HTTPStatus.BAD_REQUEST)


class IdleLockMiddleware:
    """After 15 idle minutes (administrators 5) a session must be signed in again.

    Source: law.md §6 (accounts, level 3) [S].
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lock an idle session; otherwise note that it is alive."""
        if isinstance(request.user, User):
            now = int(time.time())
            seen = int(request.session.get(SEEN_SESSION, now))
            if now - seen > self._limit(request.user) * 60:
                logout(request)
                request.session["locked"] = True
            elif now - seen > 30 or SEEN_SESSION not in request.session:  # noqa: PLR2004
                request.session[SEEN_SESSION] = now
        return self.get_response(request)

    def _limit(self, user: User) -> int:
        if user.holds(Role.ADMINISTRATOR):
            return int(settings.ADMINISTRATOR_IDLE_MINUTES)
        return int(settings.IDLE_MINUTES)


class KeepPostLoginMiddleware(LoginRequiredMiddleware):
    """Closes every page; a form sent after the session ended is carried along."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> Any:
        """Ask to sign in, keeping what was typed in the refused form."""
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            if resolve(request.path_info).url_name not in HINTS:
                response["HX-Redirect"] = resolve_url(self.get_login_url(view_func))
            return response
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        kept = _kept(request)
        context = {"form": SignInForm(request), "kept": kept, "files": bool(request.FILES)}
        return render(request, "accounts/sign_in.html", context, status=401)


def _kept(request: HttpRequest) -> str:
    """The refused form, sealed, to be carried through signing in; nothing of a secret."""
    if resolve(request.path_info).url_name in NEVER_CARRIED:
        return ""
    sent = {"path": request.get_full_path(), "body": request.POST.urlencode()}
    return signing.dumps(sent, salt=KEEP_SALT, compress=True)


class SecondFactorMiddleware:
    """Who has a second factor must show it before anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send a half signed-in person to the second step."""
        user = request.user
        if not isinstance(user, User) or user.is_verified():  # type: ignore[attr-defined]
            return self.get_response(request)
        if not user_has_device(user):
            return self.get_response(request)
        if request.path.startswith("/api/"):
            text = "Hãy hoàn tất xác thực hai lớp trước."
            return JsonResponse(body("second_factor_required", text), status=403)
        if resolve(request.path_info).url_name in OPEN_WITHOUT_SECOND_FACTOR:
            return self.get_response(request)
        return redirect("second-factor")


class NewPasswordMiddleware:
    """Who signed in by a password somebody else made sets one of their own first."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send the person to the form for a new password."""
        user = request.user
        if not isinstance(user, User) or not user.must_change_password:
            return self.get_response(request)
        if resolve(request.path_info).url_name in OPEN_WITHOUT_OWN_PASSWORD:
            return self.get_response(request)
        if request.path.startswith("/api/"):
            text = "Trước hết hãy đổi mật khẩu do người quản trị đặt."
            return JsonResponse(body("password_change_needed", text), status=403)
        return redirect("password-change")


class RequestKeyMiddleware:
    """A POST sent twice with one key happens once and gets one answer.

    Key, effect and answer are committed together: a killed process leaves either
    all three or none of them. A second sender waits for the first.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a repeated request with its first answer."""
        if request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
            return self.get_response(request)
        user = _who(request)
        if user is None:
            return self.get_response(request)
        text = request.headers.get("X-Request-Key") or _form_key(request)
        is_api = request.path.startswith("/api/")
        if not text:
            if is_api:
                message = "Thiếu đầu mục X-Request-Key (UUID do máy khách tạo)."
                return JsonResponse(body("request_key_missing", message), status=400)
            return self.get_response(request)
        try:
            key = UUID(text)
        except ValueError:
            message = "Khóa yêu cầu phải là một UUID."
            return JsonResponse(body("request_key_invalid", message), status=400)
        return _tell_taken(self._once(request, user, key), request)

    def _once(self, request: HttpRequest, user: User, key: UUID) -> HttpResponse:
        digest = _digest(request)
        try:
            with transaction.atomic():
                row = self._reserve(request, user, key, digest)
                response = self.get_response(request)
                if (
                    response.status_code >= SERVER_ERROR
                    or response.streaming
                    or response.status_code in NEVER_KEPT
                ):
                    transaction.set_rollback(True)
                else:
                    _keep(row, response)
                return response
        except _Repeated:
            row = RequestKey.objects.get(user=user, key=key)
        if row.digest == digest:
            return _replay(row)
        if request.path.startswith("/api/"):
            message = "Khóa yêu cầu này đã dùng cho một yêu cầu khác."
            return JsonResponse(body("request_key_reused", message), status=422)
        # a page gone back to and sent again with other words is a new act, done once too
        return self._once(request, user, uuid5(key, digest))

    def _reserve(
        self, request: HttpRequest, user: User, key: UUID, digest: str
    ) -> RequestKey:
        try:
            with transaction.atomic():
                return RequestKey.objects.create(
                    user=user,
                    key=key,
                    method=request.method or "",
                    path=request.path[:300],
                    digest=digest,
                )
        except IntegrityError as error:
            raise _Repeated from error


class _Repeated(Exception):
    """The key is known."""


def _tell_taken(response: HttpResponse, request: HttpRequest) -> HttpResponse:
    """Say to the page under which key the server took its form (static/js/frame.js)."""
    key = _form_key(request)
    if key and response.status_code == FOUND:
        response.set_cookie(
            "taken",
            key,
            max_age=TAKEN_SECONDS,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _who(request: HttpRequest) -> User | None:
    if isinstance(request.user, User):
        return request.user
    header = request.headers.get("Authorization", "")
    token = find_token(header.removeprefix(SCHEME)) if header else None
    return token.user if token else None


def _form_key(request: HttpRequest) -> str:
    if (request.content_type or "").startswith("application/json"):
        return ""
    return request.POST.get("request_key", "")


def _digest(request: HttpRequest) -> str:
    """A mark of what was sent, keyed: a body may hold a password."""
    head = f"{request.method} {request.path}".encode()
    if not (request.content_type or "").startswith("multipart/"):
        return _keyed(head + request.body)
    files = sorted((file.name, _file_digest(file)) for file in request.FILES.values())  # type: ignore[union-attr, arg-type]
    fields = sorted((name, request.POST.getlist(name)) for name in request.POST)
    return _keyed(head + repr((fields, files)).encode())


def _keyed(content: bytes) -> str:
    return salted_hmac("request-key", content, algorithm="sha256").hexdigest()


def _file_digest(file: "UploadedFile[bytes]") -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _keep(row: RequestKey, response: HttpResponse) -> None:
    """Keep the answer; a secret shown this once (no-store) is kept as used up only."""
    if "no-store" in response.headers.get("Cache-Control", ""):
        row.status = CONFLICT
        row.headers = {"Content-Type": "application/json"}
        text = "Yêu cầu này đã thực hiện; bí mật chỉ hiện một lần nên không hiện lại."
        row.body = json.dumps(body("shown_once", text)).encode()
        row.save(update_fields=["status", "headers", "body"])
        return
    row.status = response.status_code
    names = ("Content-Type", "Location", "ETag", "HX-Redirect")
    row.headers = {n: response[n] for n in names if response.has_header(n)}
    row.body = bytes(response.content)
    row.save(update_fields=["status", "headers", "body"])


def _replay(row: RequestKey) -> HttpResponse:
    response = HttpResponse(bytes(row.body), status=row.status or 409, headers=row.headers)
    response["X-Repeated"] = "yes"
    return response
