"""Whether Celery's beat lives: it notes each sweep it sends, others read the note."""

import time
from typing import Any

import redis

KEY = "povertyapp:beat-seen"
LATE_SECONDS = 60  # beat sends a sweep every few seconds
KEPT_SECONDS = 300
PATIENCE_SECONDS = 2


def server(url: str) -> redis.Redis:
    """The broker's server behind Celery's form of its address."""
    address = url.replace("redis+socket://", "unix://")
    return redis.Redis.from_url(address, socket_timeout=PATIENCE_SECONDS)


def note_beat(url: str) -> None:
    """Note that beat works now."""
    server(url).set(KEY, time.time(), ex=KEPT_SECONDS)


def beat_lives(url: str) -> bool:
    """Whether beat was at work within the last minute."""
    seen: Any = server(url).get(KEY)
    return seen is not None and time.time() - float(seen) < LATE_SECONDS
