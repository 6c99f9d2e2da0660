"""Tables of money in Excel: parts of an allocation, and entries of a year.

Parts of an allocation are read and shown, then go into the form of the decision. Entries
are tried on the allocations as they stand, and written all together or not at all.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from core.errors import DomainError, RightMissing
from core.text import name_norm
from households.rules.tables.cells import Raw
from office import jobs
from office.choices import ImportStatus
from office.imports import ask_job, keep_upload
from office.models import ImportRun, Job
from office.sheets import Sheet, sheets_of
from office.uploads import BadWorkbook
from programs.choices import ENTRY_LIST, SHARE_LIST, EntryKind
from programs.models import Activity, Allocation, Disbursement
from programs.rules.money_table import (
    ENTRIES,
    ENTRIES_ASKED,
    SHARES,
    SHARES_ASKED,
    entry_of,
    share_of,
)
from programs.rules.reading import HEADING_WITHIN, heading_of
from programs.selectors.acting import home_for
from programs.selectors.money import paid_for, receivers_of
from programs.selectors.support import office_of
from programs.services.money import locked
from programs.services.spending import Entry, spend, spends

READ_JOB, APPLY_JOB = "read_money_list", "apply_money_entries"
MOST = 2000  # lines of one file
LineOf = Callable[[int, Sequence[Raw], dict[str, int]], dict[str, Any] | None]
NO_TABLE = "Tệp “{name}” không có trang nào mang tiêu đề cột ({asked}). Hãy dùng tệp mẫu."
NOT_RECEIVER = "không phải một nơi nhận ngay bên dưới, cũng không phải cơ quan của địa bàn"
TOO_LONG = "Tệp có hơn {most} dòng; hãy tách thành nhiều tệp."


class MoneyListNotReady(DomainError):
    """Only a table that was read, has no faults and was not applied can be applied."""

    code = "money_list_not_ready"
    message = "Tệp này đang ở trạng thái “{status}”, hoặc còn dòng sai; chưa ghi được."


class EntryRefused(DomainError):
    """A line that was good when it was read is not any more; nothing was written."""

    code = "money_list_refused"
    message = "Dòng {row}: {why} Chưa có gì được ghi."


class ActivityUnnamed(DomainError):
    """A table names activities as they are called."""

    code = "money_list_activity"
    message = "Khoản vốn này không chi cho hoạt động nào tên “{name}”."


@transaction.atomic
def upload_shares(
    upload: "UploadedFile[bytes]", allocation: Allocation, *, by: User
) -> ImportRun:
    """Keep a table of an allocation's parts and read it in the background."""
    if not by.acts_in(Right.MONEY_GIVE, allocation.area):
        raise RightMissing(area=allocation.area.full_name)
    params = {"allocation": str(allocation.public_id), "agency": ""}
    area = allocation.area
    run = keep_upload(upload, kind=SHARE_LIST, area=area, params=params, by=by)
    ask_job(run, READ_JOB, by=by)
    return run


@transaction.atomic
def upload_entries(upload: "UploadedFile[bytes]", year: int, *, by: User) -> ImportRun:
    """Keep a table of a year's entries and read it in the background."""
    office = office_of(by, Right.MONEY_SPEND)
    params = {"year": year, "agency": str(office.public_id) if office else ""}
    area = home_for(by, Right.MONEY_SPEND)
    run = keep_upload(upload, kind=ENTRY_LIST, area=area, params=params, by=by)
    ask_job(run, READ_JOB, by=by)
    return run


def spendable(user: User, year: int) -> dict[str, Allocation]:
    """Allocations of a year a person records entries of, by what a table calls them."""
    seen = Allocation.objects.visible_to(user, Right.MONEY_SPEND).of_year(year)
    rows = seen.select_related("project", "sub_project", "area", "agency")
    return {row.key: row for row in rows.order_by("pk") if spends(user, row)}


def read_money_list(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Read a stored table into rows that say what becomes of them."""
    run = ImportRun.objects.select_related("area", "file", "created_by").get(
        public_id=job.params["import"]
    )
    reporter.say("Đang đọc tệp", 20)
    shares = run.kind == SHARE_LIST
    names, asked = (SHARES, SHARES_ASKED) if shares else (ENTRIES, ENTRIES_ASKED)
    problem, rows = "", []
    try:
        found = _lines(run, _Layout(names, asked, share_of if shares else entry_of))
        rows = [] if found is None else found
        if found is None:
            told = ", ".join(names[name] for name in asked)
            problem = NO_TABLE.format(name=run.file.name, asked=told)
        elif len(rows) > MOST:
            problem = TOO_LONG.format(most=MOST)
    except BadWorkbook as error:
        problem = str(error)
    if not problem:
        reporter.say("Đang đối chiếu", 60)
        (_match_shares if shares else _try_entries)(run, rows)

    def effect() -> None:
        run.status = ImportStatus.REFUSED if problem else ImportStatus.READY
        run.problems = (
            [{"cell": "", "message": problem, "blocking": True}] if problem else []
        )
        run.rows = [] if problem else rows
        run.save(update_fields=["status", "rows", "problems"])

    return effect


@dataclass(frozen=True, slots=True)
class _Layout:
    """What a table's columns are called, which must be there, how a line is read."""

    names: dict[str, str]
    asked: tuple[str, ...]
    line: LineOf


def _lines(run: ImportRun, layout: _Layout) -> list[dict[str, Any]] | None:
    """The lines of every sheet that holds such a table; None where none does."""
    path, found, seen = Path(run.file.content.path), [], False
    for sheet in sheets_of(path, run.file.name):
        told = _lines_of(sheet, layout)
        if told is not None:
            seen = True
            found += list(islice(told, MOST + 1))
    return found if seen else None


def _lines_of(sheet: Sheet, layout: _Layout) -> Iterator[dict[str, Any]] | None:
    first = list(islice(sheet.rows, HEADING_WITHIN))
    found = heading_of(first, layout.names, layout.asked)
    if found is None:
        return None
    index, columns = found
    rows = chain(first[index + 1 :], sheet.rows)
    told = (layout.line(number, row, columns) for number, row in rows)
    return (line for line in told if line is not None)


def _match_shares(run: ImportRun, rows: Iterable[dict[str, Any]]) -> None:
    """Say of each line which receiver it names: by its code, else by its whole name."""
    row = Allocation.objects.select_related("area").get(public_id=run.params["allocation"])
    areas, agencies = receivers_of(row)
    receivers = [(f"a-{one.public_id}", one.code, one.full_name) for one in areas]
    receivers += [(f"c-{one.public_id}", "", one.name) for one in agencies]
    taken: set[str] = set()
    for line in rows:
        code, name = line["code"], name_norm(line["name"])
        by_code = {key for key, known, _ in receivers if code and known == code}
        by_name = {key for key, _, known in receivers if name_norm(known) == name}
        found = by_code & by_name if by_code and by_name else by_code or by_name
        line["receiver"] = next(iter(found)) if len(found) == 1 else ""
        line["known"] = next((n for k, _, n in receivers if k == line["receiver"]), "")
        if by_code and by_name and not found:
            _fault(line, "mã và tên là hai nơi khác nhau")
        elif not line["receiver"]:
            _fault(line, NOT_RECEIVER)
        elif line["receiver"] in taken:
            _fault(line, "nơi nhận này đã có ở một dòng trên")
        taken.add(line["receiver"])


def amounts_in(run: ImportRun) -> dict[str, int]:
    """What a read table gives each receiver, by the names of the form's fields."""
    return {line["receiver"]: line["amount"] for line in run.rows if not line["faults"]}


def _try_entries(run: ImportRun, rows: Sequence[dict[str, Any]]) -> None:
    """Say of each line why it may not be written, or that it was: tried, then undone."""
    by = run.created_by
    held = spendable(by, run.params["year"])
    known = _known(held.values())
    seen: set[tuple[Any, ...]] = set()
    with transaction.atomic():
        lock_all({held[one["key"]] for one in rows if one["key"] in held})
        for line in rows:
            row = held.get(line["key"])
            if row is None and not line["faults"]:
                _fault(line, "không có khoản vốn nào mang mã này mà bạn ghi giải ngân được")
            if row is None or line["faults"]:
                continue
            line["label"], work = str(row), _work_of(row, line)
            if line["activity"] and work is None:
                _fault(line, str(ActivityUnnamed(name=line["activity"])))
                continue
            mark = _mark(row.pk, line, work)
            line["known"] = mark in known
            if mark in seen:
                _fault(line, "trùng với một dòng ở trên")
            elif not line["known"]:
                _try(line, row, by)
            seen.add(mark)
        transaction.set_rollback(True)


def _try(line: dict[str, Any], row: Allocation, by: User) -> None:
    try:
        with transaction.atomic():
            _write(line, row, by)
    except (DomainError, RightMissing) as error:
        _fault(line, str(error))


def _work_of(row: Allocation, line: dict[str, Any]) -> Activity | None:
    """The activity a line names, among those the allocation pays for."""
    wanted = name_norm(line["activity"])
    works = paid_for(row) if wanted else Activity.objects.none()
    return next((one for one in works if name_norm(one.name) == wanted), None)


def _write(line: dict[str, Any], row: Allocation, by: User) -> None:
    work = _work_of(row, line)
    if line["activity"] and work is None:
        raise ActivityUnnamed(name=line["activity"])
    entry = Entry(
        EntryKind(line["kind"]),
        date.fromisoformat(line["on"]),
        line["amount"],
        line["note"],
        line["voucher"],
        work,
    )
    spend(row, entry, by=by, version=None)


def _mark(allocation: int, line: dict[str, Any], work: Activity | None) -> tuple[Any, ...]:
    """What makes two entries the same one."""
    names = ("kind", "on", "amount", "note", "voucher")
    return (allocation, work.pk if work else None, *(line[name] for name in names))


def _known(rows: Iterable[Allocation]) -> set[tuple[Any, ...]]:
    """Entries that stand already, as lines would be marked; one query."""
    told = Disbursement.objects.filter(allocation__in=[row.pk for row in rows])
    columns = ("allocation_id", "activity_id", "kind", "on", "amount", "note", "voucher")
    return {
        (pk, work, kind, on.isoformat(), amount, note, voucher)
        for pk, work, kind, on, amount, note, voucher in told.values_list(*columns)
    }


def _fault(line: dict[str, Any], why: str) -> None:
    line["faults"].append({"cell": f"A{line['row']}", "value": "", "reason": why})


def new_lines(run: ImportRun) -> list[dict[str, Any]]:
    """Lines of a read table of entries that are not recorded yet."""
    return [line for line in run.rows if not line["faults"] and not line.get("known")]


def can_apply(run: ImportRun) -> bool:
    """Whether a table of entries may be written: all of it, or nothing."""
    whole = not any(line["faults"] for line in run.rows)
    ready = run.status == ImportStatus.READY and run.kind == ENTRY_LIST
    return ready and whole and bool(new_lines(run))


def _held(run: ImportRun, by: User) -> ImportRun:
    """The run under lock, whole and ready, for who sent it."""
    locked: ImportRun = (
        ImportRun.objects.select_for_update(of=("self",))
        .select_related("area", "file", "created_by")
        .get(pk=run.pk)
    )
    if locked.created_by_id != by.pk or not by.may(Right.MONEY_SPEND):
        raise RightMissing(area=locked.area.full_name)
    if not can_apply(locked):
        raise MoneyListNotReady(status=ImportStatus(locked.status).label)
    return locked


@transaction.atomic
def ask_writing(run: ImportRun, *, by: User) -> Job:
    """Write the entries in the background; one live job per table."""
    return ask_job(_held(run, by), APPLY_JOB, by=by)


def write_entries(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """The returned effect writes every entry that is not recorded yet, or nothing."""
    run = ImportRun.objects.get(public_id=job.params["import"])
    reporter.say("Đang ghi giải ngân", 30)

    def effect() -> None:
        locked, by = _held(run, job.created_by), job.created_by
        held = spendable(by, locked.params["year"])
        rows = [held[line["key"]] for line in locked.rows if line["key"] in held]
        known = _known(lock_all(rows))
        for line in new_lines(locked):
            row = held.get(line["key"])
            if row is None:
                raise EntryRefused(row=line["row"], why="Khoản vốn không còn của bạn.")
            if _mark(row.pk, line, _work_of(row, line)) not in known:
                _write_now(line, row, by)
        locked.status = ImportStatus.APPLIED
        locked.save(update_fields=["status"])

    return effect


def lock_all(rows: Iterable[Allocation]) -> list[Allocation]:
    """Every allocation of the table under lock, in the order all writers keep."""
    return list(locked([row.pk for row in rows]).values())


def _write_now(line: dict[str, Any], row: Allocation, by: User) -> None:
    try:
        _write(line, row, by)
    except (DomainError, RightMissing) as error:
        raise EntryRefused(row=line["row"], why=str(error)) from error
