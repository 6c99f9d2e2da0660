"""State of the parts the product stands on: database, broker, worker, beat."""

import time
from collections.abc import Callable

import redis
from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from kombu.exceptions import OperationalError as BrokerDown

BEAT_KEY = "beat-seen"
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
