"""Carrying over to the next year what was not spent."""

from dataclasses import dataclass, replace
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from core.db import check_version
from core.errors import DomainError, RightMissing
from core.numbers import show_int
from office.models import Document
from programs.choices import ChangeKind
from programs.models import Allocation, AllocationChange
from programs.services.changing import BelowWhatIsUsed, giver_of
from programs.services.money import (
    Decision,
    NothingGiven,
    Receiver,
    chain_of,
    document_of,
    insert,
    purpose_of,
    save,
)


class DeadlineOutside(DomainError):
    """Money is carried into the next year, and spent there."""

    code = "carry_deadline"
    message = "Hạn giải ngân {day} phải nằm sau năm {year}."


class CarriedUnderAnother(DomainError):
    """What is added to money that was carried over shares its deadline."""

    code = "carry_deadline_differs"
    message = "Vốn này đã chuyển sang năm {year} với hạn {day}; hãy ghi cùng hạn ấy."


@dataclass(frozen=True, slots=True)
class CarryOver:
    """What is moved to the next year, and the day it must be spent by.

    Unit: đồng.
    """

    amount: int
    spend_by: date


@transaction.atomic
def carry_over(
    allocation: Allocation,
    wanted: CarryOver,
    decision: Decision,
    *,
    by: User,
    version: int | None,
    scan: "UploadedFile[bytes] | None" = None,
) -> Allocation:
    """Move what was not spent to the next year, under its own deadline.

    The plans of this year shrink by it all the way up: nobody can give it again.
    """
    chain = chain_of(allocation)
    row = chain[0]
    check_version(row, version)
    giver = giver_of(row)
    if not by.acts_in(Right.MONEY_GIVE, giver):
        raise RightMissing(area=giver.full_name)
    _check(row, wanted)
    document = document_of(decision, giver, scan, by)
    row.changed -= wanted.amount
    for above in chain[1:]:
        above.changed -= wanted.amount
        above.shared -= wanted.amount
    for one in chain:
        _note(one, row, -wanted.amount, document, by)
        save(one)
    return _next_year(row, wanted, document, by)


def _check(row: Allocation, wanted: CarryOver) -> None:
    if wanted.amount <= 0:
        raise NothingGiven
    left = row.purse.left
    if wanted.amount > left:
        area = str(row.agency or row.area.full_name)
        raise BelowWhatIsUsed(
            area=area, wanted=show_int(wanted.amount), left=show_int(left)
        )
    if wanted.spend_by.year <= row.year:
        raise DeadlineOutside(day=f"{wanted.spend_by:%d/%m/%Y}", year=row.year)


def _note(
    row: Allocation, part: Allocation, amount: int, document: Document, by: User
) -> None:
    AllocationChange.objects.create(
        allocation=row,
        kind=ChangeKind.CARRY_OVER,
        amount=amount,
        part=part,
        document=document,
        reason=f"chuyển từ năm {part.year} sang năm {part.year + 1}",
        made_by=by,
    )


def _next_year(
    row: Allocation, wanted: CarryOver, document: Document, by: User
) -> Allocation:
    """The allocation of the next year: a new one, or the one carried over before."""
    held: Allocation | None = (
        Allocation.objects.select_for_update(of=("self",), no_key=True)
        .filter(parent=None, project=row.project, sub_project=row.sub_project)
        .filter(area=row.area, agency=row.agency, year=row.year + 1, from_year=row.year)
        .filter(nature=row.nature, fund=row.fund, foreign=row.foreign)
        .first()
    )
    if held is None:
        purpose = replace(
            purpose_of(row),
            year=row.year + 1,
            spend_by=wanted.spend_by,
            from_year=row.year,
        )
        receiver = Receiver(row.area, row.agency)
        return insert(None, purpose, receiver, wanted.amount, document)
    if held.spend_by is not None and held.spend_by != wanted.spend_by:
        raise CarriedUnderAnother(year=held.year, day=f"{held.spend_by:%d/%m/%Y}")
    held.changed += wanted.amount
    _note(held, row, wanted.amount, document, by)
    save(held)
    return held
