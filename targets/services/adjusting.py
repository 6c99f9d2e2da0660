"""Changing an issued plan: by a numbered decision, with before and after."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from core.db import check_version
from core.errors import DomainError, RightMissing
from office.choices import DocumentKind
from office.documents import DocumentFacts, add_step, record_document
from office.models import Document
from targets.choices import TABLE_KINDS, PlanStatus
from targets.models import Plan, PlanTotal, Target, TargetChange
from targets.services.plans import Issuing, check_sums
from targets.services.sharing import check_value
from targets.services.totals import Range, lock_plan, set_value, touch


class NotIssuedYet(DomainError):
    """A draft is edited, not adjusted."""

    code = "plan_not_issued"
    message = "Kế hoạch chưa ban hành: sửa thẳng các dòng, không cần quyết định điều chỉnh."


class NothingAdjusted(DomainError):
    """A decision changes something."""

    code = "nothing_adjusted"
    message = (
        "Không có dòng nào khác giá trị đang có; hãy ghi số mới của dòng cần điều chỉnh."
    )


class BeforeThePlan(DomainError):
    """A decision adjusts a plan that was issued before it."""

    code = "decision_before_plan"
    message = "Ngày ký quyết định điều chỉnh phải từ ngày ban hành kế hoạch ({day})."


class TotalOfWhich(DomainError):
    """A new total belongs to one indicator."""

    code = "total_of_which"
    message = "Tổng mới chỉ ghi khi các dòng điều chỉnh thuộc cùng một chỉ tiêu."


class LineElsewhere(DomainError):
    """Only lines of this plan."""

    code = "line_elsewhere"
    message = "Có dòng không thuộc kế hoạch này."


@dataclass(frozen=True, slots=True)
class Adjusting:
    """The decision, why, and the new values by line; the total only where it changes too.

    Unit: households.
    """

    facts: Issuing
    reason: str
    values: Mapping[UUID, int]
    total: int | None = None


@transaction.atomic
def adjust_plan(
    plan: Plan,
    wanted: Adjusting,
    *,
    scan: "UploadedFile[bytes] | None",
    by: User,
    version: int | None,
) -> Plan:
    """The area's leader adjusts lines of the issued plan."""
    locked = lock_plan(plan.pk)
    check_version(locked, version)
    if not by.acts_in(Right.PLAN_ISSUE, locked.area):
        raise RightMissing(area=locked.area.full_name)
    if locked.status != PlanStatus.ISSUED:
        raise NotIssuedYet
    if locked.document is not None and wanted.facts.date < locked.document.date:
        raise BeforeThePlan(day=f"{locked.document.date:%d/%m/%Y}")
    changed = _changed(locked, wanted.values)
    if wanted.total is not None:
        _set_total(changed, wanted.total)
    document = _decision(locked, wanted.facts, changed) or _record(locked, wanted, scan, by)
    locked.totals.update(closed=False)  # until every line has moved
    for line, value in changed:
        made = TargetChange(document=document, reason=wanted.reason, made_by=by)
        _change(line, value, made)
    check_sums(locked)
    locked.totals.update(closed=True)
    touch(locked)
    add_step(locked, status=PlanStatus.ISSUED, by=by, document=document, note=wanted.reason)
    return locked


def _record(
    plan: Plan, wanted: Adjusting, scan: "UploadedFile[bytes] | None", by: User
) -> Document:
    """The decision as a document that amends the plan's."""
    return record_document(
        DocumentFacts(
            kind=DocumentKind.DECISION,
            number=wanted.facts.number,
            date=wanted.facts.date,
            title=f"Điều chỉnh {plan.title}"[:400],
            signer=wanted.facts.signer,
            amends=plan.document,
        ),
        area=plan.area,
        issuer=f"UBND {plan.area.full_name}",
        scan=scan,
        by=by,
    )


def _decision(
    plan: Plan, facts: Issuing, changed: list[tuple[Target, int]]
) -> Document | None:
    """The same decision, recorded for other lines of this plan: a long table has pages."""
    known: Document | None = Document.objects.filter(
        area=plan.area, number=facts.number, date=facts.date, amends=plan.document
    ).first()
    lines = [line for line, _ in changed]
    if (
        known is None
        or TargetChange.objects.filter(document=known, target__in=lines).exists()
    ):
        return None
    return known


def _changed(plan: Plan, values: Mapping[UUID, int]) -> list[tuple[Target, int]]:
    """The lines that get another value, under lock."""
    lines = list(
        plan.targets.select_for_update(of=("self",))
        .filter(kind__in=TABLE_KINDS, public_id__in=list(values))
        .select_related("area")
        .order_by("pk")
    )
    if len(lines) != len(values):
        raise LineElsewhere
    changed = [(line, values[line.public_id]) for line in lines]
    changed = [
        (line, value)
        for line, value in changed
        if line.value != value or line.value_to is not None
    ]
    if not changed:
        raise NothingAdjusted
    for line, value in changed:
        check_value(line, value)
    return changed


def _set_total(changed: list[tuple[Target, int]], total: int) -> None:
    """A new total of the one indicator that is adjusted."""
    first, _ = changed[0]
    if any(line.indicator_id != first.indicator_id for line, _ in changed):
        raise TotalOfWhich
    rows = PlanTotal.objects.filter(plan=first.plan_id, indicator=first.indicator_id)
    rows.update(total=total, closed=False)  # open until the lines have moved


def _change(line: Target, value: int, change: TargetChange) -> None:
    """Write one line's new value beside what it was."""
    change.target = line
    change.before, change.before_to = line.value or Decimal(0), line.value_to
    change.after = Decimal(value)
    change.save()
    set_value(line, Range(Decimal(value)))
    line.version += 1
    line.save(update_fields=["value", "value_to", "version"])
