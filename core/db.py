"""What the database says when it refuses, and one look at it that holds still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from core.errors import StaleVersion


def broken_constraint(error: DatabaseError) -> str | None:
    """Name of the constraint that PostgreSQL refused, or None if it gave none."""
    diag = getattr(error.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", None)
    return str(name) if name else None


@contextmanager
def snapshot() -> Iterator[datetime]:
    """One look at the database that does not change while it is read; when it was taken.

    Inside a transaction that has already begun, that one's own look is used.
    """
    fresh = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if fresh:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        taken = timezone.now()
        cursor.execute("SELECT 1")  # the look is taken by the first question
        yield taken


class Versioned(Protocol):
    """A record that counts its own edits."""

    version: int


def check_version(record: Versioned, yours: int | None) -> None:
    """Refuse an edit made on an older state than the stored one."""
    if yours is not None and yours != record.version:
        raise StaleVersion(yours=yours, current=record.version)
