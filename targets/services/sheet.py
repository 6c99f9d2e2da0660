"""The sheet of a draft: many cells changed at a desk, saved as one act."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.errors import DomainError, StaleVersion
from office.documents import add_step
from targets import rules
from targets.choices import TABLE_KINDS, PlanStatus
from targets.models import Plan, Target
from targets.services.sharing import (
    check_drafter,
    check_open,
    check_value,
    propose,
)
from targets.services.totals import Range, lock_plan, touch

MOST_CELLS = 5_000  # of one saving


@dataclass(frozen=True, slots=True)
class Edit:
    """One line's new value as typed, or its range, and the version it was read at.

    Unit: the indicator's.
    """

    line: UUID
    low: Decimal
    high: Decimal | None
    version: int


class CellsRefused(DomainError):
    """Nothing was saved; each refused cell says why."""

    code = "cells_refused"
    message = "Chưa lưu: {count} ô cần sửa. {first}"

    def __init__(self, cells: dict[UUID, str]) -> None:
        self.cells = cells
        super().__init__(count=len(cells), first=next(iter(cells.values())))
        self.details = {"cells": {str(line): why for line, why in cells.items()}}


class TooManyCells(DomainError):
    """One saving changes a sheet, not a country."""

    code = "too_many_cells"
    message = "Một lần lưu được đến {most} ô; hãy lưu làm nhiều lần hoặc nhập từ Excel."


class RangeUpsideDown(DomainError):
    """A range goes from less to more."""

    code = "target_range_in_order"
    message = "{area}: mức cao {high} nhỏ hơn mức thấp {low}."


class NotWhole(DomainError):
    """Households and persons are counted in whole numbers."""

    code = "target_not_whole"
    message = "{area}: “{value}” không phải số nguyên; {unit} chỉ ghi số nguyên."


class LineGone(DomainError):
    """The line is not in this plan's table."""

    code = "line_gone"
    message = "Dòng này không còn trong bảng của kế hoạch; hãy mở lại trang."


class CellChanged(DomainError):
    """Somebody else changed the line since the sheet was read."""

    code = StaleVersion.code
    message = "{area}: người khác vừa sửa thành {value}; ô của bạn chưa lưu."


@transaction.atomic
def save_sheet(plan: Plan, edits: Sequence[Edit], *, by: User) -> int:
    """Save all changed cells or none; how many were saved."""
    if len(edits) > MOST_CELLS:
        raise TooManyCells(most=MOST_CELLS)
    locked = lock_plan(plan.pk)
    check_drafter(locked, by)
    lines = {
        line.public_id: line
        for line in locked.targets.select_for_update(of=("self",))
        .filter(kind__in=TABLE_KINDS, public_id__in=[edit.line for edit in edits])
        .select_related("area", "indicator")
        .order_by("pk")
    }
    changes, refused = _checked(edits, lines)
    if refused:
        raise CellsRefused(refused)
    if changes:
        propose(changes)
        touch(locked)
        note = f"sửa {len(changes)} ô của bảng"
        add_step(locked, status=PlanStatus.DRAFT, by=by, note=note)
    return len(changes)


def _checked(
    edits: Sequence[Edit], lines: dict[UUID, Target]
) -> tuple[list[tuple[Target, Range]], dict[UUID, str]]:
    """What may be written, and why the rest may not; a line counts once, its last edit."""
    changes, refused = {}, {}
    for edit in edits:
        try:
            changes[edit.line] = _change(lines.get(edit.line), edit)
        except DomainError as error:
            refused[edit.line] = str(error)
    return list(changes.values()), refused


def _change(line: Target | None, edit: Edit) -> tuple[Target, Range]:
    if line is None:
        raise LineGone
    area = line.area.full_name
    if line.version != edit.version:
        now = rules.range_text(line.value, line.value_to)
        raise CellChanged(area=area, value=now)
    new = Range(edit.low, None if edit.high == edit.low else edit.high)
    if new.top < new.low:
        low, high = rules.range_text(new.low, None), rules.range_text(new.top, None)
        raise RangeUpsideDown(area=area, low=low, high=high)
    if line.is_counted and any(v % 1 for v in (new.low, new.top)):
        text = rules.range_text(new.low, new.high)
        raise NotWhole(area=area, value=text, unit=line.indicator.unit)
    check_open(line)
    check_value(line, new.top)
    return line, new
