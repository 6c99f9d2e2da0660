import http.client
import json
import os
import socket
import time
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.core.management.base import BaseCommand, CommandError, CommandParser

from povertyapp.health import BEAT_KEY, BEAT_LATE_SECONDS

TIMEOUT_SECONDS = 8


def _web() -> bool:
    """The web server answers and reaches the database."""
    port = int(os.environ.get("PORT") or 8000)
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    client.request("GET", "/healthz", headers={"Host": settings.ALLOWED_HOSTS[0]})
    return bool(json.loads(client.getresponse().read())["database"] == "up")


def _worker() -> bool:
    """This container's own worker answers."""
    name = f"celery@{socket.gethostname()}"
    return bool(current_app.control.ping(destination=[name], timeout=TIMEOUT_SECONDS))


def _beat() -> bool:
    """Beat has sent its sweep within the last minute."""
    seen = cache.get(BEAT_KEY)
    return seen is not None and time.time() - seen < BEAT_LATE_SECONDS


PROBES = {"web": _web, "worker": _worker, "beat": _beat}


class Command(BaseCommand):
    """Health check of a container: ends with an error when its service is down."""

    help = "Kiểm tra một dịch vụ: web, worker hoặc beat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which service."""
        parser.add_argument("service", choices=PROBES)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask it."""
        try:
            healthy = PROBES[options["service"]]()
        except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
            raise CommandError(f"không trả lời: {error}") from error
        if not healthy:
            raise CommandError("không trả lời")
        self.stdout.write("khỏe")
