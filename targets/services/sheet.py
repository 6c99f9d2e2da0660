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
from targets.services.sharing import check_drafter, propose
from targets.services.totals import lock_plan

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


class TooManyCells(DomainError):
    """One saving changes a sheet, not a country."""

    code = "too_many_cells"
    message = "Một lần lưu được đến {most} ô; hãy lưu làm nhiều lần hoặc nhập từ Excel."


class RangeUpsideDown(DomainError):
    """A range goes from less to more."""

    code = "target_range_in_order"
    message = "{area}: mức cao {high} nhỏ hơn mức thấp {low}."


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
        .select_related("area")
        .order_by("pk")
    }
    refused: dict[UUID, str] = {}
    for edit in edits:
        try:
            _save(lines.get(edit.line), edit)
        except DomainError as error:
            refused[edit.line] = str(error)
    if refused:
        raise CellsRefused(refused)
    if edits:
        add_step(
            locked, status=PlanStatus.DRAFT, by=by, note=f"sửa {len(edits)} ô của bảng"
        )
    return len(edits)


class LineGone(DomainError):
    """The line is not in this plan's table."""

    code = "line_gone"
    message = "Dòng này không còn trong bảng của kế hoạch; hãy mở lại trang."


class CellChanged(DomainError):
    """Somebody else changed the line since the sheet was read."""

    code = StaleVersion.code
    message = "{area}: người khác vừa sửa thành {value}; ô của bạn chưa lưu."


def _save(line: Target | None, edit: Edit) -> None:
    if line is None:
        raise LineGone
    if line.version != edit.version:
        raise CellChanged(
            area=line.area.full_name, value=rules.range_text(line.value, line.value_to)
        )
    if edit.high is not None and edit.high < edit.low:
        raise RangeUpsideDown(area=line.area.full_name, low=edit.low, high=edit.high)
    propose(line, edit.low, None if edit.high == edit.low else edit.high)
