"""What the database says when it refuses, and one look at it that holds still."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

from django.db import DatabaseError, connection, models, transaction
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


@models.Field.register_lookup
@models.ForeignKey.register_lookup
class AnyOf(models.Lookup[Any]):
    """`= ANY(array)`: one parameter for thousands of ids, where IN writes one for each."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The column against the whole array."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, list(self.rhs))


def among(name: str, ids: Iterable[int]) -> models.Q:
    """Rows whose column is one of many ids."""
    return models.Q(**{f"{name}__any_of": list(ids)})


class Versioned(Protocol):
    """A record that counts its own edits."""

    version: int


def check_version(record: Versioned, yours: int | None) -> None:
    """Refuse an edit made on an older state than the stored one."""
    if yours is not None and yours != record.version:
        raise StaleVersion(yours=yours, current=record.version)
