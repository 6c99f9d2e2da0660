"""What the database says when it refuses."""

from typing import Protocol

from django.db import DatabaseError

from core.errors import StaleVersion


def broken_constraint(error: DatabaseError) -> str | None:
    """Name of the constraint that PostgreSQL refused, or None if it gave none."""
    diag = getattr(error.__cause__, "diag", None)
    name = getattr(diag, "constraint_name", None)
    return str(name) if name else None


class Versioned(Protocol):
    """A record that counts its own edits."""

    version: int


def check_version(record: Versioned, yours: int | None) -> None:
    """Refuse an edit made on an older state than the stored one."""
    if yours is not None and yours != record.version:
        raise StaleVersion(yours=yours, current=record.version)
