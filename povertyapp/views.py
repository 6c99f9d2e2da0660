"""Pages that belong to no single room."""

import io
import time
from collections.abc import Callable

import redis
from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError as BrokerDown

from accounts.choices import Right
from accounts.officer import need
from povertyapp.middleware import CLOCK_SESSION
from povertyapp.plan_template import ngoc_hoi_workbook
from povertyapp.tasks import BEAT_KEY

BEAT_LATE_SECONDS = 60


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _broker() -> bool:
    url = settings.REDIS_URL.replace("redis+socket://", "unix://")
    return bool(redis.Redis.from_url(url, socket_timeout=2).ping())


def _worker() -> bool:
    return bool(current_app.control.ping(timeout=1.0, limit=1))


def _beat() -> bool:
    seen = cache.get(BEAT_KEY)
    return seen is not None and time.time() - seen < BEAT_LATE_SECONDS


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "broker": _broker,
    "worker": _worker,
    "beat": _beat,
}


def _state(check: Callable[[], bool]) -> str:
    try:
        return "up" if check() else "down"
    except (DatabaseError, redis.RedisError, BrokerDown, OSError):
        return "down"


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """State of database, broker, worker and beat; 503 when one is down."""
    states = {name: _state(check) for name, check in CHECKS.items()}
    status = 200 if set(states.values()) == {"up"} else 503
    return JsonResponse(states, status=status)


@login_not_required
@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    """Choose the demonstration's day; unknown days and production answer 404."""
    text = request.POST.get("day", "")
    if text not in {day.isoformat() for day in settings.DEMO_DATES}:
        raise Http404
    request.session[CLOCK_SESSION] = text
    return redirect("home")


@require_safe
def plan_template(request: HttpRequest) -> FileResponse:
    """Ngọc Hồi's table of 2020 as a workbook: the template of the import page."""
    need(request, Right.PLAN_EDIT)
    return FileResponse(
        io.BytesIO(ngoc_hoi_workbook()),
        as_attachment=True,
        filename="chi-tieu-giam-ngheo-ngoc-hoi-2020.xlsx",
    )


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API's documentation, drawn in the browser from /api/schema/."""
    return render(request, "api_docs.html")
