"""State of the parts the product stands on: database, broker, worker, beat."""

from collections.abc import Callable

import redis
from celery import current_app
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from kombu.exceptions import OperationalError as BrokerDown

from povertyapp.beat import beat_lives, server


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _broker() -> bool:
    return bool(server(settings.REDIS_URL).ping())


def _worker() -> bool:
    return bool(current_app.control.ping(timeout=1.0, limit=1))


def _beat() -> bool:
    return beat_lives(settings.REDIS_URL)


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
