"""Every change of a household: who, when, before, after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field

from accounts.models import User
from areas.models import Area
from households.choices import Cause, Group
from households.models import CommuneRound, Household
from households.standards import needs, standards

SILENT = {
    *("id", "public_id", "version", "name_norm", "head_name_norm", "area_path"),
    *("cccd_hash", "household", "person", "province", "district", "is_demo"),
    *(
        "commune_round",
        "updated_at",
        "reviewed_by",
        "suggestions",
        "sheet",
        "sheet_answers",
    ),
}
NOTHING, NO = "–", "không"
EMPTY = {NOTHING, NO}
LABELS = {
    "cccd_sealed": "số CCCD",
    "commune": "xã",
    "village": "thôn, tổ dân phố",
    "deprivations": "chỉ số thiếu hụt",
    "causes": "nguyên nhân",
    "groups": "nhóm hộ",
    "needs": "nhu cầu hỗ trợ",
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


def history_of(household: Household) -> list[Change]:
    """Changes of a household, its members, their persons and its forms, the newest first.

    What was first written of each of them stands as one line; so do memberships that an
    undone event had opened and withdrew.
    """
    members = _rows("MemberHistory", household_id=household.pk)
    spans = _spans(members)
    persons = _rows("PersonHistory", pgh_obj__in=spans)
    names = {row.pgh_obj_id: row.full_name for row in persons}
    # a form of another commune is that commune's
    forms = _rows("ReviewHistory", household_id=household.pk, commune=household.commune)
    rounds = CommuneRound.objects.select_related("round").in_bulk(
        {row.commune_round_id for row in forms}
    )
    words = _Words()
    standing = set(household.members.values_list("pk", flat=True))
    changes: list[Change] = []
    for rows, of in (
        (_rows("HouseholdHistory", pgh_obj=household), lambda row: "Hộ"),
        (members, lambda row: _membership(row, names, standing)),
        (persons, lambda row: names[row.pgh_obj_id]),
        (forms, lambda row: f"Phiếu rà soát {rounds[row.commune_round_id].round.when}"),
    ):
        before: dict[int, Any] = {}
        for row in rows:
            if rows is not persons or _within(row, spans[row.pgh_obj_id]):
                changes += _changes(before.get(row.pgh_obj_id), row, of(row), words)
            before[row.pgh_obj_id] = row
    return sorted(changes, key=lambda c: c.at, reverse=True)


def _rows(model: str, **wanted: Any) -> list[Any]:
    rows = apps.get_model("households", model)._default_manager.filter(**wanted)
    return list(rows.select_related("pgh_context").order_by("pgh_id"))


def _spans(members: list[Any]) -> dict[int, list[tuple[datetime, datetime | None]]]:
    """When each person belonged to the household, as far as it was recorded.

    What is written of a person before or after is another household's, perhaps another
    commune's.
    """
    rows: dict[int, list[Any]] = {}
    for row in members:
        rows.setdefault(row.pgh_obj_id, []).append(row)
    spans: dict[int, list[tuple[datetime, datetime | None]]] = {}
    for held in rows.values():
        first, last = held[0], held[-1]
        end = last.pgh_created_at if last.valid_to is not None else None
        spans.setdefault(first.person_id, []).append((first.pgh_created_at, end))
    return spans


def _within(row: Any, spans: list[tuple[datetime, datetime | None]]) -> bool:
    at = row.pgh_created_at
    return any(first <= at and (end is None or at <= end) for first, end in spans)


def _membership(row: Any, names: dict[int, str], standing: set[int]) -> str:
    """Whose membership, and whether an undone event withdrew it."""
    gone = "" if row.pgh_obj_id in standing else " (đã rút khi hoàn tác)"
    return f"Thành viên {names.get(row.person_id, '–')}{gone}"


def _changes(before: Any, row: Any, what: str, words: "_Words") -> Iterator[Change]:
    """What a row changed against the one before; of a first one, all it says."""
    user = (row.pgh_context.metadata or {}).get("user") if row.pgh_context else None
    shared = {"at": row.pgh_created_at, "by": words.person(user), "what": what}
    told = [
        (
            LABELS.get(field.name, str(field.verbose_name)),
            words.of(field, getattr(before, field.attname)) if before else NOTHING,
            words.of(field, getattr(row, field.attname)),
        )
        for field in row._meta.concrete_fields
        if not field.name.startswith("pgh_") and field.name not in SILENT
    ]
    if before is None:
        text = "; ".join(f"{label}: {new}" for label, _, new in told if new not in EMPTY)
        yield Change(**shared, field="ghi lần đầu", before=NOTHING, after=text)
        return
    for label, old, new in told:
        if old != new:
            yield Change(**shared, field=label, before=old, after=new)


class _Words:
    """Stored values as people read them; names are looked up once."""

    def __init__(self) -> None:
        self._people: dict[Any, str] = {}
        self._areas: dict[Any, str] = {}
        indicators = [i for s in standards().values() for i in s.indicators]
        # one key may be an indicator and a need: each list has words of its own
        self._named: dict[str, dict[str, str]] = {
            "deprivations": {i.key: i.name for i in indicators},
            "causes": {cause.value: str(cause.label) for cause in Cause},
            "groups": {group.value: str(group.label) for group in Group},
            "needs": needs(),
        }

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
        if value is None or value in ("", []):
            return NOTHING
        if field.name in self._named:
            known = self._named[field.name]
            return ", ".join(known.get(key, key) for key in value)
        if field.name == SECRET:
            return "(đã mã hóa)"
        if field.is_relation:
            return self._area(value)
        return _plain(field, value)


def _plain(field: "Field[Any, Any]", value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else NO
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(dict(field.flatchoices).get(value, value))
