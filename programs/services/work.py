"""Entering a project's work, taking it through its steps, recording what it brought."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts.models import Agency, User
from areas.models import Area
from core.dates import today
from core.db import broken_constraint, check_version
from core.errors import DomainError, RightMissing
from core.numbers import show_plain
from office.documents import add_step
from office.files import store_scan
from programs.choices import ActivityStatus
from programs.kinds import kinds
from programs.models import Activity, Output, OutputEntry, Project, SubProject
from programs.rules.work import check_done, check_step, first_status
from programs.selectors.acting import edits_in, may_move, works_on
from programs.selectors.frame import Applicabilities
from programs.services.frame import NotApplied, PartElsewhere, check_part
from programs.services.money import Decision, document_of

LARGEST = 10**10  # what a sum of results may not reach


class KindElsewhere(DomainError):
    """Roads are not built by the project that trains officers."""

    code = "activity_kind_elsewhere"
    message = "“{kind}” không phải là hoạt động của {project}."


class NamedAlready(DomainError):
    """Work of a year is named once."""

    code = "activity_once"
    message = "Năm {year} đã có hoạt động “{name}” của dự án này."


class ActivityDays(DomainError):
    """Work begins before it ends, and touches its year."""

    code = "activity_ends_not_before_start"
    message = "Hoạt động phải bắt đầu trước khi kết thúc và diễn ra trong năm {year}."


class SelfApproval(DomainError):
    """Who proposes does not approve."""

    code = "activity_self_approval"
    message = "Người đề xuất không tự phê duyệt; hãy để người khác ký."


class ApprovalWithoutDecision(DomainError):
    """Approval is a numbered decision."""

    code = "activity_approved_has_day"
    message = "Phê duyệt phải ghi số, ngày quyết định."


class StepOutsideDays(DomainError):
    """Nothing was done tomorrow, or delivered before the work began."""

    code = "activity_day"
    message = "Ngày {day} phải từ {first} đến hôm nay."


class NotRunning(DomainError):
    """Results come from work that is being done."""

    code = "activity_not_running"
    message = "Hoạt động đang ở bước “{now}”: chỉ ghi kết quả khi đang thực hiện."


class QuantityOutside(DomainError):
    """A result is something, and its sum can be kept."""

    code = "outputentry_is_something"
    message = "Số lượng phải khác 0 và kết quả cộng lại phải nhỏ hơn 10 tỷ."


class TakenBackTooMuch(DomainError):
    """No more is taken back than was recorded."""

    code = "output_not_negative"
    message = "{name}: đã ghi {done} {unit}, không giảm {wanted} {unit} được."


@dataclass(frozen=True, slots=True)
class Proposal:
    """A piece of work as entered.

    Units: cost in đồng; `planned` by product key, in the product's unit.
    """

    kind: str
    name: str
    project: Project
    sub_project: SubProject | None
    area: Area
    agency: Agency | None
    year: int
    starts_on: date
    ends_on: date
    place: str = ""
    cost: int = 0
    planned: Mapping[str, Decimal | None] = field(default_factory=dict)


@transaction.atomic
def propose(told: Proposal, *, by: User) -> Activity:
    """Enter a piece of work of one's own area, or of one's agency, with its products."""
    kind = kinds()[told.kind]
    if not edits_in(by, told.area, told.agency):
        raise RightMissing(area=str(told.agency or told.area.full_name))
    if told.agency and not told.area.path.startswith(told.agency.area.path):
        raise PartElsewhere(what=told.agency.name, whole=told.area.full_name)
    check_part(told.project, told.sub_project)
    if not kind.belongs_to(told.project.code):
        raise KindElsewhere(kind=kind.name, project=str(told.project))
    answer = Applicabilities([told.area], told.year).of(told.project, told.area)
    if not answer.yes:
        raise NotApplied(
            project=str(told.project),
            area=told.area.full_name,
            year=told.year,
            why=answer.why,
        )
    if not told.starts_on <= told.ends_on or told.starts_on.year > told.year:
        raise ActivityDays(year=told.year)
    if told.ends_on.year < told.year:
        raise ActivityDays(year=told.year)
    row = _insert(told, first_status(kind), by)
    Output.objects.bulk_create(
        Output(activity=row, product=one.key, planned=told.planned.get(one.key))
        for one in kind.products
    )
    add_step(row, status=row.status, by=by)
    return row


def _insert(told: Proposal, status: ActivityStatus, by: User) -> Activity:
    try:
        with transaction.atomic():
            return Activity.objects.create(
                kind=told.kind,
                name=told.name.strip(),
                project=told.project,
                sub_project=told.sub_project,
                area=told.area,
                area_path=told.area.path,
                agency=told.agency,
                year=told.year,
                place=told.place,
                starts_on=told.starts_on,
                ends_on=told.ends_on,
                cost=told.cost,
                status=status,
                proposed_by=by,
                is_demo=told.area.is_demo,
            )
    except IntegrityError as error:
        if broken_constraint(error) == NamedAlready.code:
            raise NamedAlready(year=told.year, name=told.name) from error
        raise


@dataclass(frozen=True, slots=True)
class Move:
    """The next step of a piece of work; approval comes with its decision."""

    to: ActivityStatus
    note: str = ""
    decision: Decision | None = None


@transaction.atomic
def move_on(
    activity: Activity,
    move: Move,
    *,
    by: User,
    version: int | None,
    scan: "UploadedFile[bytes] | None" = None,
) -> Activity:
    """Take a piece of work one step on; who proposed it does not approve it."""
    row = _locked(activity)
    check_version(row, version)
    _check_may(row, move.to, by)
    check_step(ActivityStatus(row.status), move.to)
    if move.to == ActivityStatus.DONE:
        check_done(row.what, row.checks)
    if move.to == ActivityStatus.APPROVED:
        if move.decision is None:
            raise ApprovalWithoutDecision
        row.document = document_of(move.decision, row.area, scan, by)
        row.approved_on = move.decision.date
    row.status = move.to
    _save(row)
    document = row.document if move.to == ActivityStatus.APPROVED else None
    add_step(row, status=row.status, by=by, note=move.note, document=document)
    return row


def _check_may(row: Activity, to: ActivityStatus, by: User) -> None:
    if not may_move(by, row, to):
        raise RightMissing(area=str(row.agency or row.area.full_name))
    if to == ActivityStatus.APPROVED and row.proposed_by_id == by.pk:
        raise SelfApproval


@transaction.atomic
def confirm_checks(
    activity: Activity, seen: Collection[str], *, by: User, version: int | None
) -> Activity:
    """Say which of the things that must be there were seen."""
    row = _locked(activity)
    check_version(row, version)
    if not works_on(by, row):
        raise RightMissing(area=str(row.agency or row.area.full_name))
    if not row.is_open:
        raise NotRunning(now=row.get_status_display())
    row.checks = [check.key for check in row.what.checks if check.key in seen]
    _save(row)
    return row


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was delivered by a day; less than nothing takes back. Unit: the product's."""

    on: date
    quantity: Decimal
    note: str = ""


@transaction.atomic
def deliver(
    output: Output,
    told: Delivery,
    *,
    by: User,
    evidence: "UploadedFile[bytes] | None" = None,
) -> OutputEntry:
    """Record a result of work that is being done, with its evidence."""
    activity = _locked(output.activity)
    row = Output.objects.select_related("activity").get(pk=output.pk)
    if not works_on(by, activity):
        raise RightMissing(area=str(activity.agency or activity.area.full_name))
    if activity.status != ActivityStatus.RUNNING:
        raise NotRunning(now=activity.get_status_display())
    if not activity.starts_on <= told.on <= today():
        first = f"{activity.starts_on:%d/%m/%Y}"
        raise StepOutsideDays(day=f"{told.on:%d/%m/%Y}", first=first)
    if told.quantity == 0 or row.done + told.quantity >= LARGEST:
        raise QuantityOutside
    if row.done + told.quantity < 0:
        what = row.what
        raise TakenBackTooMuch(
            name=what.name,
            unit=what.unit,
            done=show_plain(row.done),
            wanted=show_plain(-told.quantity),
        )
    row.done += told.quantity
    row.save(update_fields=["done"])
    return OutputEntry.objects.create(
        output=row,
        on=told.on,
        quantity=told.quantity,
        note=told.note,
        evidence=store_scan(evidence, area=activity.area, by=by) if evidence else None,
        recorded_by=by,
    )


def _locked(activity: Activity) -> Activity:
    found: Activity = (
        Activity.objects.select_for_update(of=("self",))
        .select_related("area", "agency__area", "project")
        .get(pk=activity.pk)
    )
    return found


def _save(row: Activity) -> None:
    row.version += 1
    row.save(update_fields=["status", "approved_on", "document", "checks", "version"])
