"""Keys of requests and how long their answers are kept."""

from datetime import datetime, timedelta

from office.models import RequestKey

KEPT_DAYS = 7


def forget_request_keys(now: datetime) -> int:
    """Drop answers nobody will ask for again; returns how many."""
    old = RequestKey.objects.filter(created_at__lt=now - timedelta(days=KEPT_DAYS))
    return old.delete()[0]
