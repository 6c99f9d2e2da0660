"""Changing what was given by numbered decisions."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.db import check_version
from core.errors import DomainError, RightMissing
from core.numbers import show_int
from office.models import Document
from programs.choices import ChangeKind
from programs.models import Allocation, AllocationChange
from programs.rules import check_transfer
from programs.services.frame import PartElsewhere
from programs.services.money import (
    Decision,
    NothingGiven,
    check_left,
    document_of,
    save,
    with_parents,
)


class BelowWhatIsUsed(DomainError):
    """A plan is not reduced below what was shared and spent of it."""

    code = "allocation_plan_not_negative"
    message = "{area}: giảm {wanted} đồng nhiều hơn số chưa dùng {left} đồng."


class ChangedAlready(DomainError):
    """A decision changes an allocation once."""

    code = "allocationchange_once_per_decision"
    message = "Quyết định số {number} đã thay đổi khoản vốn của {area}."


@dataclass(frozen=True, slots=True)
class Changing:
    """A decision that changes allocations: how, why, by how much each.

    `seen` is the row id of the allocation at which it was decided, and the version that
    was looked at: what was shared or moved there since then is looked at first.

    Unit: đồng by the allocations' row ids, more or less than nothing.
    """

    kind: ChangeKind
    reason: str
    deltas: Mapping[int, int]
    seen: tuple[int, int] | None = None


@transaction.atomic
def change(
    giver: Area,
    wanted: Changing,
    decision: Decision,
    *,
    by: User,
    scan: "UploadedFile[bytes] | None" = None,
) -> list[Allocation]:
    """Adjust or transfer what an area gave, by its numbered decision; the opening stays."""
    if not by.acts_in(Right.MONEY_GIVE, giver):
        raise RightMissing(area=giver.full_name)
    deltas = {key: delta for key, delta in wanted.deltas.items() if delta}
    rows = _looked_at(deltas, wanted.seen)
    chosen = _chosen(rows, deltas, giver)
    if wanted.kind == ChangeKind.TRANSFER:
        check_transfer(deltas.values(), _sameness(chosen))
    document = document_of(decision, giver, scan, by)
    for row in sorted(chosen, key=lambda one: _turn(one, deltas[one.pk])):
        parent = rows[row.parent_id] if row.parent_id else None
        _note(row, document, wanted, deltas[row.pk], by)
        _move(row, parent, deltas[row.pk])
    touched = {row.pk for row in chosen} | {row.parent_id for row in chosen}
    for row in rows.values():
        if row.pk in touched:
            save(row)
    return chosen


def _looked_at(
    deltas: Mapping[int, int], seen: tuple[int, int] | None
) -> dict[int, Allocation]:
    """What is changed and what it is part of, under lock, as it was looked at."""
    asked = [*deltas, *([seen[0]] if seen else [])]
    rows = with_parents(Allocation.objects.filter(pk__in=asked))
    if seen is not None:
        check_version(rows[seen[0]], seen[1])
    return rows


def _chosen(
    rows: Mapping[int, Allocation], deltas: Mapping[int, int], giver: Area
) -> list[Allocation]:
    """The allocations that change: all of them there, all of them the giver's own."""
    chosen = [rows[key] for key in sorted(deltas) if key in rows]
    if not chosen or len(chosen) < len(deltas):
        raise NothingGiven
    for row in chosen:
        if giver_of(row) != giver:
            raise PartElsewhere(what=str(row), whole=giver.full_name)
    return chosen


def _turn(row: Allocation, delta: int) -> tuple[bool, int]:
    """What is taken goes first, parts before wholes; what is added, wholes before parts.

    So a transfer between brothers needs nothing more above them.
    """
    return (delta > 0, row.pk if delta > 0 else -row.pk)


def giver_of(row: Allocation) -> Area:
    """Whose decision an allocation is: its parent's area, or its own at the top."""
    return row.parent.area if row.parent else row.area


def _sameness(rows: list[Allocation]) -> dict[str, set[object]]:
    """What a transfer keeps, and the values found."""
    return {
        "loại vốn": {row.nature for row in rows},
        "nguồn vốn": {(row.fund, row.foreign) for row in rows},
        "năm": {(row.year, row.from_year) for row in rows},
    }


def _move(row: Allocation, parent: Allocation | None, delta: int) -> None:
    """Move one allocation by a difference, and what its parent has shared with it."""
    left = row.purse.left
    if delta < 0 and -delta > left and not row.exception:
        area = str(row.agency or row.area.full_name)
        raise BelowWhatIsUsed(area=area, wanted=show_int(-delta), left=show_int(left))
    if parent is not None:
        if delta > 0:
            check_left(parent, delta)
        parent.shared += delta
    row.changed += delta


def _note(
    row: Allocation, document: Document, wanted: Changing, delta: int, by: User
) -> None:
    known = row.changes.filter(document=document, kind=wanted.kind)
    if known.exists():
        area = str(row.agency or row.area.full_name)
        raise ChangedAlready(number=document.number, area=area)
    AllocationChange.objects.create(
        allocation=row,
        kind=wanted.kind,
        amount=delta,
        document=document,
        reason=wanted.reason,
        made_by=by,
    )
