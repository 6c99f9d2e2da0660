"""Registering, approving, issuing: different acts by different persons."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.db import check_version
from core.errors import RightMissing, SamePerson
from core.numbers import show_plain
from office.choices import DocumentKind
from office.documents import DocumentFacts, add_step, record_document
from office.models import Document, Step
from office.notices import notify_holders
from targets import rules
from targets.choices import TABLE_KINDS, PlanStatus, TargetKind, TargetStatus
from targets.models import Indicator, Plan, Target
from targets.services.sharing import check_value
from targets.services.totals import Range, lock_plan, set_status, set_value, touch

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
        .select_related("plan__area", "area__parent", "indicator")
        .get(pk=target.pk, kind__in=TABLE_KINDS)
    )
    check_version(found, version)
    if plan.status == PlanStatus.ISSUED:
        raise rules.PlanClosed
    return plan, found


@transaction.atomic
def register_target(
    target: Target, *, value: int, note: str, by: User, version: int | None
) -> Target:
    """An area registers its own figure (đăng ký); another than proposed with a reason."""
    plan, locked = _locked(target, version)
    if not by.acts_in(Right.TARGET_REGISTER, locked.area):
        raise RightMissing(area=locked.area.full_name)
    check_value(locked, value)
    offered = _proposed(locked)
    if offered is not None and not offered.holds(Decimal(value)) and not note.strip():
        raise rules.ReasonForAnother(
            area=locked.area.full_name,
            proposed=rules.range_text(offered.low, offered.high),
            unit=locked.indicator.unit,
        )
    rules.check_target_step(TargetStatus(locked.status), TargetStatus.REGISTERED)
    set_value(locked, Range(Decimal(value)))
    locked.note, locked.answer = note[:300], ""
    done = _set(plan, locked, to=TargetStatus.REGISTERED, by=by, note=note)
    text = f"{locked.area} đăng ký {value} {locked.indicator.unit}"
    _tell(plan, plan.area, Right.TARGET_APPROVE, text, by)
    return done


def _tell(plan: Plan, area: Area, right: Right, text: str, by: User) -> None:
    """One line on the bell of the other side, with what it is about."""
    url = reverse("plan-detail", args=[plan.public_id])
    notify_holders(area, right, text=f"{plan.title}: {text}", url=url, but=by)


def _proposed(line: Target) -> Range | None:
    return None if line.proposed is None else Range(line.proposed, line.proposed_to)


@transaction.atomic
def answer_target(
    target: Target, *, to: TargetStatus, note: str, by: User, version: int | None
) -> Target:
    """The superior's officer approves one area's figure, or returns it with a reason.

    What an area asked for beyond what it was to be given falls back to the proposal.
    """
    plan, locked = _locked(target, version)
    if not by.acts_in(Right.TARGET_APPROVE, plan.area):
        raise RightMissing(area=plan.area.full_name)
    rules.check_target_step(TargetStatus(locked.status), to)
    if to == TargetStatus.RETURNED and not note.strip():
        raise rules.ReasonMissing
    last = Step.objects.filter(subject=locked.public_id).last()
    if last is not None and last.by == by and last.status == TargetStatus.REGISTERED:
        raise SamePerson
    if to == TargetStatus.RETURNED and locked.kind == TargetKind.ASSIGNED:
        set_value(locked, _proposed(locked) or Range(Decimal(0)))
    locked.answer = note.strip()[:300]
    done = _set(plan, locked, to=to, by=by, note=note)
    text = f"{locked.area}: {to.label}. {locked.answer}"
    _tell(plan, locked.area, Right.TARGET_REGISTER, text, by)
    return done


def _set(plan: Plan, target: Target, *, to: TargetStatus, by: User, note: str) -> Target:
    set_status(target, to)
    target.version += 1
    target.save()
    touch(plan)
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
        .filter(kind__in=TABLE_KINDS)
        .select_related("area")
        .order_by("pk")
    )
    _check_lines(locked, lines, by)
    document = _record(locked, facts, scan, by)
    locked.document = document
    locked.status = PlanStatus.ISSUED
    locked.version += 1
    locked.save()
    locked.totals.update(closed=True)
    given = locked.targets.filter(kind=TargetKind.ASSIGNED)
    given.update(
        status=TargetStatus.APPROVED, answer=""
    )  # what was returned stands as given
    add_step(locked, status=PlanStatus.ISSUED, by=by, document=document)
    return locked


def _record(
    plan: Plan, facts: Issuing, scan: "UploadedFile[bytes] | None", by: User
) -> Document:
    """The plan as a document; of an agency where it is an agency's."""
    issuer = plan.agency.name if plan.agency else f"UBND {plan.area.full_name}"
    return record_document(
        DocumentFacts(
            kind=DocumentKind.PLAN,
            number=facts.number,
            date=facts.date,
            title=plan.title,
            signer=facts.signer,
        ),
        area=plan.area,
        issuer=issuer,
        scan=scan,
        by=by,
    )


def _check_lines(plan: Plan, lines: list[Target], by: User) -> None:
    """Communes' lines are approved, asked figures answered, the sums hold."""
    registering = [t for t in lines if t.kind == TargetKind.LINE]
    waiting = [t for t in registering if t.status != TargetStatus.APPROVED]
    if waiting or not (lines or plan.targets.exists()):
        raise rules.LinesNotApproved(count=len(waiting), names=_names(waiting))
    asked = [t for t in lines if t.status == TargetStatus.REGISTERED]
    if asked:
        raise rules.LinesWaiting(names=_names(asked))
    mine = Q(subject__in=[t.public_id for t in lines], status=TargetStatus.APPROVED)
    if (
        not registering
    ):  # nobody else registered: who drafted the figures does not sign them
        mine |= Q(subject=plan.public_id, status=PlanStatus.DRAFT)
    if Step.objects.filter(mine, by=by).exists():
        raise SamePerson
    check_sums(plan)


def _names(lines: list[Target]) -> str:
    """The first areas by name; more of them by three dots."""
    names = ", ".join(t.area.full_name for t in lines[:NAMES_SHOWN])
    return names + ("…" if len(lines) > NAMES_SHOWN else "")


def check_sums(plan: Plan) -> None:
    """What the lines hold is no more than the total, and meets all that was assigned."""
    rows = {row.indicator: row for row in plan.totals.select_related("indicator")}
    for indicator, row in rows.items():
        if row.total is not None and row.held > row.total:
            raise rules.MoreThanTotal(
                indicator=indicator.name,
                total=_amount(row.total, indicator),
                lines=_amount(row.held, indicator),
            )
    if not rows or not plan.is_yearly:
        return
    for indicator, least in assigned_to(plan).items():
        held = rows[indicator].held if indicator in rows else Decimal(0)
        if held < least:
            raise rules.BelowAssigned(
                indicator=indicator.name.lower(),
                total=_amount(held, indicator),
                assigned=_amount(least, indicator),
                missing=_amount(least - held, indicator),
            )


def assigned_to(plan: Plan) -> dict[Indicator, Decimal]:
    """The least that superiors' issued plans of the year give the plan's area.

    Unit: the indicator's. A line of the area in its own plan gives it nothing.
    """
    given = Target.objects.filter(
        kind__in=TABLE_KINDS,
        area=plan.area,
        plan__year=plan.year,
        plan__status=PlanStatus.ISSUED,
    ).exclude(plan__area=plan.area)
    found: dict[Indicator, Decimal] = {}
    for line in given.select_related("indicator").order_by("pk"):
        value = line.value or Decimal(0)
        found[line.indicator] = max(value, found.get(line.indicator, value))
    return found


def _amount(value: Decimal, indicator: Indicator) -> str:
    return f"{show_plain(value)} {indicator.unit}"
