"""Every change of a household: who, when, before, after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field

from accounts.models import User
from areas.models import Area
from households.models import Household

SILENT = {
    *("id", "public_id", "version", "name_norm", "head_name_norm", "area_path"),
    *("cccd_hash", "household", "person", "province", "district"),
}
SECRET = "cccd_sealed"  # noqa: S105 - a field's name; its value is never shown


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one record before and after, by whom and when."""

    at: datetime
    by: str
    what: str
    field: str
    before: str
    after: str


def history_of(household: Household, limit: int = 200) -> list[Change]:
    """Changes of a household, its memberships and their persons, the newest first."""
    people = household.members.values("person_id")
    sources = (
        ("HouseholdHistory", {"pgh_obj": household}),
        ("MemberHistory", {"pgh_obj__household": household}),
        ("PersonHistory", {"pgh_obj__in": people}),
    )
    words = _Words()
    changes: list[Change] = []
    for name, wanted in sources:
        rows = apps.get_model("households", name)._default_manager.filter(**wanted)
        before: dict[int, Any] = {}
        for row in rows.select_related("pgh_context", "pgh_obj").order_by("pgh_id"):
            last = before.get(row.pgh_obj_id)
            if last is not None:
                changes += _changes(last, row, words)
            before[row.pgh_obj_id] = row
    return sorted(changes, key=lambda c: c.at, reverse=True)[:limit]


def _changes(before: Any, row: Any, words: "_Words") -> Iterator[Change]:
    user = (row.pgh_context.metadata or {}).get("user") if row.pgh_context else None
    for field in row._meta.concrete_fields:
        if field.name.startswith("pgh_") or field.name in SILENT:
            continue
        old, new = getattr(before, field.attname), getattr(row, field.attname)
        if old == new:
            continue
        label = "số CCCD" if field.name == SECRET else str(field.verbose_name)
        yield Change(
            at=row.pgh_created_at,
            by=words.person(user),
            what=str(row.pgh_obj),
            field=label,
            before=words.of(field, old),
            after=words.of(field, new),
        )


class _Words:
    """Stored values as people read them; names are looked up once."""

    def __init__(self) -> None:
        self._people: dict[Any, str] = {}
        self._areas: dict[Any, str] = {}

    def person(self, pk: Any) -> str:
        """Who; the system itself where no person was at work."""
        if pk is None:
            return "hệ thống"
        if pk not in self._people:
            found = User.objects.filter(pk=pk).first()
            self._people[pk] = str(found or "–")
        return self._people[pk]

    def _area(self, pk: Any) -> str:
        if pk not in self._areas:
            found = Area.objects.filter(pk=pk).first()
            self._areas[pk] = str(found or "–")
        return self._areas[pk]

    def of(self, field: "Field[Any, Any]", value: Any) -> str:
        """One value in words."""
        if value is None or value == "":
            return "–"
        if field.name == SECRET:
            return "(đã mã hóa)"
        if field.is_relation:
            return self._area(value)
        if isinstance(value, bool):
            return "có" if value else "không"
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        return str(dict(field.flatchoices).get(value, value))
