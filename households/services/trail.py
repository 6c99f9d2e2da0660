"""Writing rows so that what was written can be taken back by a later record.

A trail remembers each row before and after. Taking back compares the rows with what was
written: where something else has been built on them since, it stops and says so.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from core.errors import DomainError
from households.models import Household, Member, Person, Residence

TRAILED: dict[str, type[models.Model]] = {
    model.__name__: model for model in (Household, Member, Person, Residence)
}
COUNTED = "version"  # counts edits upward, also those that take something back


class ChangedSince(DomainError):
    """A row is no longer as the event left it."""

    code = "changed_since"
    message = (
        "Không hoàn tác được: “{what}” đã thay đổi sau việc này. "
        "Hãy hoàn tác các việc sau trước, hoặc ghi việc mới."
    )


class Trail:
    """The rows one event writes, in order."""

    def __init__(self) -> None:
        self.changes: list[dict[str, Any]] = []

    def create(self, row: models.Model) -> None:
        """Insert a row."""
        row.clean_fields(exclude=_relations(row))
        row.save(force_insert=True)
        self._add(row, before=None, after=_values(row))

    def change(self, row: models.Model, **fields: Any) -> None:
        """Set fields of a row; what is the same already is not written."""
        before = _values(row)
        new = {k: v for k, v in fields.items() if _plain(v) != before[_column(row, k)]}
        if not new:
            return
        for name, value in new.items():
            setattr(row, name, value)
        row.clean_fields(exclude=_relations(row))
        row.save(update_fields=[*new, *_counted(row)])
        columns = [_column(row, name) for name in new]
        after = _values(row)
        self._add(
            row,
            before={c: before[c] for c in columns},
            after={c: after[c] for c in columns},
        )

    def remember(self, kind: str, **facts: Any) -> None:
        """Keep a fact that another service needs to take its own part back."""
        self.changes.append({"model": kind, **facts})

    def _add(
        self, row: models.Model, *, before: dict[str, Any] | None, after: dict[str, Any]
    ) -> None:
        change = {"model": type(row).__name__, "id": row.pk}
        self.changes.append({**change, "before": before, "after": after})


def take_back(changes: list[dict[str, Any]], *, on: date) -> None:
    """Bring the rows of an event back to what they were, the last written first.

    Memberships and residences the event opened are withdrawn; persons keep their row,
    and a household that never came to be ends on the day it began.
    """
    for change in reversed(changes):
        model = TRAILED.get(change["model"])
        if model is None:
            continue
        row = model._default_manager.select_for_update().get(pk=change["id"])
        now = _values(row)
        if any(now[c] != v for c, v in change["after"].items() if c != COUNTED):
            raise ChangedSince(what=str(row))
        if change["before"] is not None:
            _write(row, change["before"])
        elif isinstance(row, Member | Residence):
            row.delete()
        elif isinstance(row, Household):
            _write(row, {"ended_on": on.isoformat()})


def _write(row: models.Model, values: dict[str, Any]) -> None:
    fields = {f.column: f for f in row._meta.concrete_fields}
    names = []
    for column, value in values.items():
        field = fields[column]
        setattr(row, field.attname, field.to_python(value))
        names.append(field.name)
    row.save(update_fields=[*names, *_counted(row)])


def _counted(row: models.Model) -> list[str]:
    """Count the edit where the row counts its edits."""
    if not isinstance(row, Household):
        return []
    row.version += 1
    return [COUNTED]


def _values(row: models.Model) -> dict[str, Any]:
    """Plain values of a row's own columns."""
    fields = [f for f in row._meta.concrete_fields if not f.generated]
    return {str(f.column): _plain(getattr(row, f.attname)) for f in fields}


def _column(row: models.Model, name: str) -> str:
    columns = {f.name: str(f.column) for f in row._meta.concrete_fields}
    return columns[name]


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _relations(row: models.Model) -> list[str]:
    """Foreign keys are ours; looking each up again would cost a query."""
    return [f.name for f in row._meta.concrete_fields if f.is_relation]
