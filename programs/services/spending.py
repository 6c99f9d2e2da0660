"""Recording what was done with money that was given."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q, Sum

from accounts.choices import Right
from accounts.models import User
from core.dates import last_day_of, today
from core.db import check_version
from core.errors import DomainError, RightMissing
from core.numbers import show_int
from programs.choices import ActivityStatus, EntryKind
from programs.models import Activity, Allocation, Disbursement
from programs.rules.money import SIGNS
from programs.services.money import check_left, locked, save


class EntryOutsideYear(DomainError):
    """Nothing was paid tomorrow, before the year began or after the money's deadline."""

    code = "entry_outside_year"
    message = "Ngày {day} nằm ngoài thời gian giải ngân ({first} đến {last})."


class MoreThanSpent(DomainError):
    """No more comes back than was paid."""

    code = "allocation_sums_not_negative"
    message = "Hoàn trả {wanted} đồng nhiều hơn số đã giải ngân {spent} đồng."


class MoreThanAdvanced(DomainError):
    """No more is cleared than was advanced."""

    code = "disbursement_clears_advances"
    message = (
        "Thu hồi tạm ứng {wanted} đồng nhiều hơn số tạm ứng chưa thu hồi {open} đồng; phần "
        "hơn ghi là thanh toán."
    )


class ActivityElsewhere(DomainError):
    """Money is paid for work of the same project and year."""

    code = "disbursement_activity_elsewhere"
    message = (
        "“{activity}” đã dừng, hoặc không thuộc dự án, năm, địa bàn của khoản vốn này."
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """What was done with money on a day.

    Unit: đồng.
    """

    kind: EntryKind
    on: date
    amount: int
    note: str
    voucher: str = ""
    activity: Activity | None = None


@transaction.atomic
def spend(
    allocation: Allocation, entry: Entry, *, by: User, version: int | None
) -> Disbursement:
    """Record a commitment, advance, payment, return or settlement of one's own money."""
    row = locked([allocation.pk])[allocation.pk]
    check_version(row, version)
    if not spends(by, row):
        raise RightMissing(area=str(row.agency or row.area.full_name))
    _check_day(row, entry)
    _check_activity(row, entry.activity)
    _check_clearing(row, entry)
    moved = SIGNS[entry.kind] * entry.amount
    if moved > 0:
        check_left(row, moved)
    if -moved > row.spent:
        raise MoreThanSpent(wanted=show_int(-moved), spent=show_int(row.spent))
    made = Disbursement.objects.create(
        allocation=row,
        activity=entry.activity,
        area_path=row.area_path,
        kind=entry.kind,
        on=entry.on,
        amount=entry.amount,
        note=entry.note,
        voucher=entry.voucher,
        recorded_by=by,
    )
    row.spent += moved
    save(row)
    return made


def spends(user: User, row: Allocation) -> bool:
    """Whether the person records what it paid: its agency's people, else its area's."""
    if row.agency is not None:
        return user.acts_for(Right.MONEY_SPEND, row.agency)
    return user.acts_in(Right.MONEY_SPEND, row.area)


def _check_activity(row: Allocation, work: Activity | None) -> None:
    """The work is of the money's project and year, inside its area."""
    if work is None:
        return
    work = Activity.objects.select_for_update(of=("self",), no_key=True).get(pk=work.pk)
    if work.status == ActivityStatus.STOPPED:
        raise ActivityElsewhere(activity=work.name)
    same = (work.project_id, work.year) == (row.project_id, row.year)
    walled = row.agency_id is not None and work.agency_id != row.agency_id
    if not same or walled or not work.area_path.startswith(row.area_path):
        raise ActivityElsewhere(activity=work.name)


def _check_clearing(row: Allocation, entry: Entry) -> None:
    """Only advances are cleared: an advance and its payment are one disbursement."""
    if entry.kind != EntryKind.CLEARING:
        return
    sums = row.entries.aggregate(
        advanced=Sum("amount", filter=Q(kind=EntryKind.ADVANCE)),
        cleared=Sum("amount", filter=Q(kind=EntryKind.CLEARING)),
    )
    left = (sums["advanced"] or 0) - (sums["cleared"] or 0)
    if entry.amount > left:
        raise MoreThanAdvanced(wanted=show_int(entry.amount), open=show_int(left))


def _check_day(row: Allocation, entry: Entry) -> None:
    """Money of a year is paid from its first day to its deadline, never tomorrow.

    Without a deadline of its own the year's last day counts: a project convention
    (ADR 0022). What comes back, and the settlement, may come later.
    """
    on, first, last = entry.on, date(row.year, 1, 1), today()
    if SIGNS[entry.kind] > 0 or entry.kind == EntryKind.COMMITMENT:
        last = min(last, row.spend_by or last_day_of(row.year))
    if not first <= on <= last:
        raise EntryOutsideYear(
            day=f"{on:%d/%m/%Y}", first=f"{first:%d/%m/%Y}", last=f"{last:%d/%m/%Y}"
        )
