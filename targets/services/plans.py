"""Registering, approving, issuing: different acts by different persons."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.db import check_version
from core.errors import RightMissing, SamePerson
from core.numbers import show_int
from office.choices import DocumentKind
from office.documents import DocumentFacts, add_step, record_document
from office.models import Step
from targets import rules
from targets.choices import PlanStatus, TargetKind, TargetStatus
from targets.models import Indicator, Plan, Target
from targets.services.sharing import check_value, lock_plan, settle

POOR_REDUCTION = "poor_reduction"
NAMES_SHOWN = 5


def poor_reduction() -> Indicator:
    """The indicator of the plan's table: households that leave poverty."""
    return Indicator.objects.get(code=POOR_REDUCTION)


def _locked(target: Target, version: int | None) -> tuple[Plan, Target]:
    """The plan, then its line, under lock."""
    plan = lock_plan(target.plan_id)
    found: Target = (
        Target.objects.select_for_update(of=("self",))
        .select_related("plan__area", "area__parent")
        .get(pk=target.pk)
    )
    check_version(found, version)
    if plan.status == PlanStatus.ISSUED:
        raise rules.PlanClosed
    return plan, found


@transaction.atomic
def register_target(
    target: Target, *, value: int, note: str, by: User, version: int | None
) -> Target:
    """A commune registers its own reduction (đăng ký)."""
    plan, locked = _locked(target, version)
    if not by.acts_in(Right.TARGET_REGISTER, locked.area):
        raise RightMissing(area=locked.area.full_name)
    check_value(locked, value)
    rules.check_target_step(TargetStatus(locked.status), TargetStatus.REGISTERED)
    locked.value = Decimal(value)
    locked.note = note
    done = _set(locked, to=TargetStatus.REGISTERED, by=by, note=note)
    settle(plan)
    return done


@transaction.atomic
def answer_target(
    target: Target, *, to: TargetStatus, note: str, by: User, version: int | None
) -> Target:
    """The superior's officer approves one commune's line, or returns it with a reason."""
    _, locked = _locked(target, version)
    if not by.acts_in(Right.TARGET_APPROVE, locked.plan.area):
        raise RightMissing(area=locked.plan.area.full_name)
    rules.check_target_step(TargetStatus(locked.status), to)
    if to == TargetStatus.RETURNED and not note.strip():
        raise rules.ReasonMissing
    last = Step.objects.filter(subject=locked.public_id).last()
    if last is not None and last.by == by and last.status == TargetStatus.REGISTERED:
        raise SamePerson
    return _set(locked, to=to, by=by, note=note)


def _set(target: Target, *, to: TargetStatus, by: User, note: str) -> Target:
    target.status = to
    target.version += 1
    target.save()
    add_step(target, status=to, by=by, note=note)
    return target


@dataclass(frozen=True, slots=True)
class Issuing:
    """Number, date and signer of the plan being issued."""

    number: str
    date: date
    signer: str


@transaction.atomic
def issue_plan(
    plan: Plan,
    *,
    facts: Issuing,
    scan: "UploadedFile[bytes] | None",
    by: User,
    version: int | None,
) -> Plan:
    """The area's own leader issues the plan, which must meet what was assigned."""
    locked = lock_plan(plan.pk)
    check_version(locked, version)
    if not by.acts_in(Right.PLAN_ISSUE, locked.area):
        raise RightMissing(area=locked.area.full_name)
    if PlanStatus.ISSUED not in rules.PLAN_TRANSITIONS[PlanStatus(locked.status)]:
        raise rules.PlanClosed
    lines = list(
        locked.targets.select_for_update(of=("self",))
        .filter(kind=TargetKind.LINE)
        .select_related("area")
    )
    _check_lines(locked, lines, by)
    document = record_document(
        DocumentFacts(
            kind=DocumentKind.PLAN,
            number=facts.number,
            date=facts.date,
            title=locked.title,
            signer=facts.signer,
        ),
        area=locked.area,
        issuer=f"UBND {locked.area.full_name}",
        scan=scan,
        by=by,
    )
    locked.document = document
    locked.status = PlanStatus.ISSUED
    locked.version += 1
    locked.save()
    add_step(locked, status=PlanStatus.ISSUED, by=by, document=document)
    return locked


def _check_lines(plan: Plan, lines: list[Target], by: User) -> None:
    waiting = [t.area.full_name for t in lines if t.status != TargetStatus.APPROVED]
    if waiting or not lines:
        names = ", ".join(waiting[:NAMES_SHOWN]) + (
            "…" if len(waiting) > NAMES_SHOWN else ""
        )
        raise rules.LinesNotApproved(count=len(waiting), names=names)
    approved_by_me = Step.objects.filter(
        subject__in=[t.public_id for t in lines], status=TargetStatus.APPROVED, by=by
    )
    if approved_by_me.exists():
        raise SamePerson
    check_sums(plan, sum(int(t.value or 0) for t in lines))


def check_sums(plan: Plan, reduction: int) -> None:
    """The lines meet what was assigned, and share no more than the plan's total."""
    if plan.total is not None and reduction > plan.total:
        raise rules.MoreThanTotal(total=show_int(plan.total), lines=show_int(reduction))
    assigned = assigned_reduction(plan.area, plan.year)
    if assigned is not None and reduction < assigned:
        raise rules.BelowAssigned(
            total=show_int(reduction),
            assigned=show_int(assigned),
            missing=show_int(assigned - reduction),
        )


def assigned_reduction(area: Area, year: int) -> int | None:
    """Least reduction the superior assigned to an area for a year, in households."""
    found = Target.objects.filter(
        kind=TargetKind.ASSIGNED,
        area=area,
        indicator__code=POOR_REDUCTION,
        plan__year=year,
        plan__status=PlanStatus.ISSUED,
    ).aggregate(total=Sum("value"))["total"]
    return None if found is None else int(found)
