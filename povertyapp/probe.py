"""Health check of a container: python -m povertyapp.probe web|worker|beat.

Asked every few seconds on every container, so it starts neither Django nor a database
connection of its own: it asks the service itself.
"""

import http.client
import json
import os
import socket
import sys
from collections.abc import Callable

import redis
from celery import Celery
from kombu.exceptions import OperationalError as BrokerDown

from povertyapp.beat import beat_lives

TIMEOUT_SECONDS = 8


def _web() -> bool:
    """The web server answers and reaches the database."""
    port = int(os.environ.get("PORT") or 8000)
    host = os.environ["ALLOWED_HOSTS"].split(",")[0]
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    client.request("GET", "/healthz", headers={"Host": host})
    return bool(json.loads(client.getresponse().read())["database"] == "up")


def _worker() -> bool:
    """This container's own worker answers."""
    name = f"celery@{socket.gethostname()}"
    asker = Celery(broker=os.environ["REDIS_URL"])
    return bool(asker.control.ping(destination=[name], timeout=TIMEOUT_SECONDS))


def _beat() -> bool:
    """Beat has sent its sweep within the last minute."""
    return beat_lives(os.environ["REDIS_URL"])


PROBES: dict[str, Callable[[], bool]] = {"web": _web, "worker": _worker, "beat": _beat}
SILENT = (OSError, ValueError, KeyError, http.client.HTTPException, redis.RedisError)


def main(service: str) -> str | None:
    """What is wrong with a service; nothing when it is healthy."""
    try:
        healthy = PROBES[service]()
    except (*SILENT, BrokerDown) as error:
        return f"không trả lời: {error}"
    return None if healthy else "không trả lời"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
