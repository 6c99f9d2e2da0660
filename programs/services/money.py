"""Giving programme money down; the sums always hold.

Whoever moves money locks the allocations concerned in the order of their ids, so a
parent before its children; sums and rows are written in the same transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from core.db import broken_constraint, check_version
from core.errors import DomainError, RightMissing
from core.numbers import show_int
from office.choices import DocumentKind
from office.documents import DocumentFacts, record_document
from office.files import store_scan
from office.models import Document
from programs.choices import Fund, Nature
from programs.models import Allocation, Project, SubProject
from programs.rules.money import MoreThanGiven
from programs.selectors.frame import Applicabilities
from programs.services.frame import NotApplied, PartElsewhere, check_part


class GivenAlready(DomainError):
    """The same money is given once; then it is changed."""

    code = "allocation_once"
    message = "Đã giao vốn này cho {area}; muốn đổi thì dùng quyết định điều chỉnh."


class NothingGiven(DomainError):
    """A decision gives or changes something."""

    code = "nothing_given"
    message = "Quyết định không giao, không thay đổi khoản vốn nào; hãy ghi số tiền."


class PartTwice(DomainError):
    """A decision names each part once."""

    code = "part_twice"
    message = "Một nơi nhận, hoặc một khoản vốn, được ghi hai lần trong cùng quyết định."


class ScanAlready(DomainError):
    """A signed decision has one scan."""

    code = "document_scan_already"
    message = "Quyết định số {number} đã có bản quét khác; hãy gửi lại không kèm tệp."


@dataclass(frozen=True, slots=True)
class Decision:
    """The document by which money is given or changed."""

    number: str
    date: date
    signer: str
    title: str


@dataclass(frozen=True, slots=True)
class Purpose:
    """What money is for and of which kind; parts of it stay of that kind."""

    project: Project
    sub_project: SubProject | None
    year: int
    nature: Nature
    fund: Fund
    foreign: bool = False
    spend_by: date | None = None
    from_year: int | None = None


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets money: an area, or one of its agencies."""

    area: Area
    agency: Agency | None = None

    @property
    def name(self) -> str:
        """As sentences say it."""
        return self.agency.name if self.agency else self.area.full_name


@transaction.atomic
def give(
    purpose: Purpose,
    receiver: Receiver,
    amount: int,
    decision: Decision,
    *,
    by: User,
    scan: "UploadedFile[bytes] | None" = None,
) -> Allocation:
    """Money at the top: what came to an area from above the product, or is its own."""
    if not by.acts_in(Right.MONEY_GIVE, receiver.area):
        raise RightMissing(area=receiver.area.full_name)
    document = document_of(decision, receiver.area, scan, by)
    return insert(None, purpose, receiver, amount, document)


@transaction.atomic
def share(
    parent: Allocation,
    parts: Mapping[Receiver, int],
    decision: Decision,
    *,
    by: User,
    version: int | None,
    scan: "UploadedFile[bytes] | None" = None,
) -> list[Allocation]:
    """Give parts of an allocation on to areas below it, or to agencies of its own area."""
    held = locked([parent.pk])[parent.pk]
    check_version(held, version)
    if not by.acts_in(Right.MONEY_GIVE, held.area):
        raise RightMissing(area=held.area.full_name)
    wanted = {receiver: amount for receiver, amount in parts.items() if amount}
    if not wanted:
        raise NothingGiven
    for receiver in wanted:
        if not receiver.area.path.startswith(held.area_path):
            raise PartElsewhere(what=receiver.name, whole=held.area.full_name)
    check_left(held, sum(wanted.values()))
    document = document_of(decision, held.area, scan, by)
    made = [
        insert(held, purpose_of(held), receiver, amount, document)
        for receiver, amount in wanted.items()
    ]
    held.shared += sum(wanted.values())
    save(held)
    return made


def purpose_of(row: Allocation) -> Purpose:
    """What an allocation is for; its parts are for the same."""
    return Purpose(
        row.project,
        row.sub_project,
        row.year,
        Nature(row.nature),
        Fund(row.fund),
        row.foreign,
        row.spend_by,
        row.from_year,
    )


def document_of(
    decision: Decision,
    area: Area,
    scan: "UploadedFile[bytes] | None",
    by: User,
    kind: DocumentKind = DocumentKind.DECISION,
) -> Document:
    """The decision; one that is known is found again: it gives money to several.

    A scan sent with a known decision becomes its scan; a second, other one is refused.
    """
    same = Document.objects.filter(
        area=area, number=decision.number, date=decision.date, title=decision.title
    )
    locked_one = same.filter(kind=kind).select_for_update(of=("self",), no_key=True)
    known: Document | None = locked_one.select_related("file").first()
    if known is not None:
        _keep_scan(known, area, scan, by)
        return known
    return record_document(
        DocumentFacts(
            kind=kind,
            number=decision.number,
            date=decision.date,
            title=decision.title,
            signer=decision.signer,
        ),
        area=area,
        issuer=f"UBND {area.full_name}",
        scan=scan,
        by=by,
    )


def _keep_scan(
    known: Document, area: Area, scan: "UploadedFile[bytes] | None", by: User
) -> None:
    if scan is None:
        return
    kept = store_scan(scan, area=area, by=by)
    if known.file is None:
        known.file = kept
        known.save(update_fields=["file"])
    elif known.file.sha256 != kept.sha256:
        raise ScanAlready(number=known.number)


def locked(keys: Iterable[int]) -> dict[int, Allocation]:
    """Allocations under lock, parents first: a parent is always the older row."""
    rows = (
        Allocation.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=set(keys))
        .select_related("area", "agency", "project", "sub_project", "parent__area")
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def with_parents(rows: Iterable[Allocation]) -> dict[int, Allocation]:
    """The allocations and what they are parts of, under lock."""
    known = list(rows)
    parents = [row.parent_id for row in known if row.parent_id is not None]
    return locked([row.pk for row in known] + parents)


def chain_of(row: Allocation) -> list[Allocation]:
    """An allocation and all it is a part of, the nearest first, under lock."""
    keys: list[int] = []
    above: int | None = row.pk
    while above is not None:
        keys.append(above)
        above = Allocation.objects.values_list("parent_id", flat=True).get(pk=above)
    rows = locked(keys)
    return [rows[key] for key in keys]


def insert(
    parent: Allocation | None,
    purpose: Purpose,
    receiver: Receiver,
    amount: int,
    document: Document,
) -> Allocation:
    """Write one allocation whose parent, if any, is under lock."""
    area, agency = receiver.area, receiver.agency
    check_part(purpose.project, purpose.sub_project)
    if agency is not None and agency.area_id != area.pk:
        raise PartElsewhere(what=agency.name, whole=area.full_name)
    _check_applies(purpose, area)
    row = Allocation(
        parent=parent,
        project=purpose.project,
        sub_project=purpose.sub_project,
        area=area,
        area_path=area.path,
        agency=agency,
        year=purpose.year,
        from_year=purpose.from_year,
        spend_by=purpose.spend_by,
        nature=purpose.nature,
        fund=purpose.fund,
        foreign=purpose.foreign,
        opening=amount,
        document=document,
        is_demo=area.is_demo,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if broken_constraint(error) == GivenAlready.code:
            raise GivenAlready(area=receiver.name) from error
        raise
    return row


def _check_applies(purpose: Purpose, area: Area) -> None:
    why = _why_not(purpose, area)
    if why:
        raise NotApplied(
            project=purpose.project.code, area=area.full_name, year=purpose.year, why=why
        )


def _why_not(purpose: Purpose, area: Area) -> str:
    """Why the project takes no money of that year here; carried money outlives its year."""
    project, programme = purpose.project, purpose.project.programme
    if project.area is not None and not area.path.startswith(project.area.path):
        return f"dự án của {project.area.full_name}"
    year = purpose.from_year or purpose.year
    first = date(year, 1, 1)
    if not programme.valid_from <= first < programme.valid_to:
        return f"chương trình {programme.code} không có năm này"
    answer = Applicabilities([area], year).of(project, area)
    return "" if answer.yes else answer.why


def check_left(row: Allocation, wanted: int) -> None:
    """Nobody shares or spends more than is left, unless an exception is recorded."""
    purse = row.purse
    if wanted > purse.left and not row.exception:
        raise MoreThanGiven(
            area=str(row.agency or row.area.full_name),
            project=row.project.code,
            left=show_int(purse.left),
            wanted=show_int(wanted),
            given=show_int(purse.given),
            shared=show_int(purse.shared),
            spent=show_int(purse.spent),
        )


def save(row: Allocation) -> None:
    """Write the sums of an allocation that is under lock."""
    row.version += 1
    row.save(update_fields=["changed", "shared", "spent", "version"])
