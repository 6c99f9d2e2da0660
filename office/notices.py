"""The bell."""

from django.utils import timezone

from accounts.models import User
from office.models import Notice


def notify(user: User, *, text: str, url: str) -> Notice:
    """Put one line on a person's bell."""
    return Notice.objects.create(user=user, text=text[:300], url=url)


def mark_read(user: User) -> int:
    """Empty a person's bell."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
