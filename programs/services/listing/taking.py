"""Taking in a list of supports: kept, then read in the background into rows to look at."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count

from accounts.choices import Right
from accounts.models import Agency, User
from core.batches import batches
from core.copying import analyse, copy_rows
from core.errors import DomainError, RightMissing
from core.text import name_norm
from households.choices import RowOutcome
from households.models import Household
from households.rules.tables.cells import text_of
from office import jobs
from office.choices import ImportStatus
from office.imports import ask_job, keep_upload
from office.models import ImportRun, Job
from office.sheets import Sheet, sheets_of
from office.uploads import BadWorkbook
from programs.choices import SUPPORT_IMPORT
from programs.models import ImportedSupport
from programs.rules.reading import HEADING_WITHIN, heading_of, likely_heading
from programs.rules.support_table import ASKED, NAMES, SupportLine, line_of
from programs.selectors.acting import home_for
from programs.selectors.support import homes_for, office_of
from programs.services.listing.columns import save_columns, saved_columns, told_sheet
from programs.services.listing.judging import (
    NEEDED,
    Wanted,
    given_of,
    judge_lines,
    policy_names,
    policy_versions,
)
from programs.services.listing.refused import keep_refused_supports

READ_JOB = "read_support_list"
BATCH = 5000
COLUMNS = "run_id position row head_name facts faults outcome household_id".split()
NO_LIST = (
    "Tệp “{name}” không có trang nào mang đủ tiêu đề cột của danh sách hỗ trợ ({asked}). Hãy "
    "dùng tệp mẫu, hoặc nói ở dưới mỗi cột là gì."
)


class SupportListNotReady(DomainError):
    """Only a list that was read and not yet applied can be applied."""

    code = "support_list_not_ready"
    message = "Danh sách này đang ở trạng thái “{status}”; không làm việc này được nữa."


@transaction.atomic
def upload_supports(upload: "UploadedFile[bytes]", *, by: User) -> ImportRun:
    """Keep the file and read it in the background."""
    office = office_of(by)
    params = {"agency": str(office.public_id) if office else ""}
    area = home_for(by, Right.SUPPORT_EDIT)
    run = keep_upload(upload, kind=SUPPORT_IMPORT, area=area, params=params, by=by)
    ask_job(run, READ_JOB, by=by)
    return run


def lock_supports(run: ImportRun, by: User, *, unread: bool = False) -> ImportRun:
    """The run under lock, ready, for who sent it; `unread`: also one nobody understood."""
    locked: ImportRun = (
        ImportRun.objects.select_for_update(of=("self",))
        .select_related("area", "file", "created_by", "job")
        .get(pk=run.pk)
    )
    if locked.created_by_id != by.pk or not by.may(Right.SUPPORT_EDIT):
        raise RightMissing(area=locked.area.full_name)
    refused = unread and locked.status == ImportStatus.REFUSED
    if locked.status != ImportStatus.READY and not refused:
        raise SupportListNotReady(status=ImportStatus(locked.status).label)
    return locked


@transaction.atomic
def remap_supports(
    run: ImportRun, mark: str, columns: Mapping[int, str], *, by: User
) -> None:
    """Read again with what a person says the columns mean; remembered for next time."""
    locked = lock_supports(run, by, unread=True)
    save_columns(locked, agency_of_run(locked), mark, columns, by)
    locked.status = ImportStatus.READING
    locked.save(update_fields=["status"])
    ask_job(locked, READ_JOB, by=by)


def counts_of(run: ImportRun) -> dict[str, int]:
    """How many lines of a list are new, stand already, are refused."""
    rows = run.supports.order_by().values_list("outcome").annotate(n=Count("pk"))
    return dict(rows)


def agency_of_run(run: ImportRun) -> Agency | None:
    """The agency in whose name a list was sent, if any."""
    wanted = run.params.get("agency")
    if not wanted:
        return None
    found: Agency = Agency.objects.select_related("area").get(public_id=wanted)
    return found


def read_supports(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Read the stored file into rows that say what applying them would do."""
    run = ImportRun.objects.select_related("area", "file", "created_by").get(
        public_id=job.params["import"]
    )
    taken = _Reading(run, reporter)
    try:
        taken.write_rows()
    except BadWorkbook as error:
        why = str(error)
        return lambda: _refuse(run, why)
    run.params["sheets"] = taken.sheets
    if not taken.count and not taken.understood:
        asked = ", ".join(NAMES[name] for name in ASKED)
        why = NO_LIST.format(name=run.file.name, asked=asked)
        return lambda: _refuse(run, why)

    def effect() -> None:
        run.status, run.problems = ImportStatus.READY, []
        run.save(update_fields=["status", "problems", "params"])
        keep_refused_supports(run)

    return effect


def _refuse(run: ImportRun, why: str) -> None:
    run.status = ImportStatus.REFUSED
    run.problems = [{"cell": "", "message": why, "blocking": True}]
    run.save(update_fields=["status", "problems", "params"])


class _Reading:
    """One reading of a file."""

    def __init__(self, run: ImportRun, reporter: jobs.Reporter) -> None:
        self.run, self.reporter = run, reporter
        self.by, self.agency = run.created_by, agency_of_run(run)
        self.policies = policy_versions()
        self.names = policy_names(self.policies)
        self.sheets: list[dict[str, Any]] = []
        self.understood = False
        self.seen: set[object] = set()
        self.count = 0

    def write_rows(self) -> None:
        """Every line of every sheet that holds a list, judged and written."""
        self.run.supports.all().delete()
        path = Path(self.run.file.content.path)
        for sheet in sheets_of(path, self.run.file.name):
            for part in batches(self._lines(sheet), BATCH):
                rows = self._judged(part)
                with transaction.atomic():  # a lost claim writes nothing
                    self.reporter.say(f"Đang đối chiếu trang “{sheet.name}”", self._share())
                    copy_rows(ImportedSupport, COLUMNS, map(self._numbered, rows))
        analyse(ImportedSupport)

    def _share(self) -> int:
        guess = max(1, self.run.file.size // 60)
        return min(90, 5 + 85 * self.count // guess)

    def _lines(self, sheet: Sheet) -> Iterator[SupportLine]:
        first = list(islice(sheet.rows, HEADING_WITHIN))
        found = heading_of(first, NAMES, ASKED)
        index = found[0] if found else likely_heading(first)
        if index is None:
            return
        labels = [text_of(cell) for cell in first[index][1]]
        # the product's own headings are what they say; others as somebody explained them
        columns = found[1] if found else saved_columns(self.run.area, self.agency, labels)
        self.sheets.append(told_sheet(sheet.name, labels, columns))
        if not set(ASKED) <= set(columns):
            return
        self.understood = True
        for number, row in chain(first[index + 1 :], sheet.rows):
            line = line_of(number, row, columns, self.names)
            if line is not None:
                yield line

    def _judged(self, lines: Sequence[SupportLine]) -> list["_Row"]:
        """What becomes of each line; households are found by their codes."""
        homes = self._homes(lines)
        wanted: dict[int, Wanted] = {}
        for line in lines:
            home = homes.get(line.code)
            if home is None and line.code:
                _fault(line, "không có hộ mang mã này trong địa bàn của bạn")
            elif home and not self._is_named(line, home):
                _fault(line, "mã hộ và chủ hộ không khớp; hãy ghi đúng cả hai")
            if home is not None and not line.faults:
                given = given_of(line.facts, self.policies, self.agency)
                wanted[line.row] = Wanted(home, given)
        judge_lines(list(wanted.values()), self.by)
        return [self._outcome(line, wanted.get(line.row)) for line in lines]

    def _is_named(self, line: SupportLine, home: Household) -> bool:
        """Whether the line's head is the household's.

        A department keeps no household records: it must know the head beside the code.
        """
        if not line.head:
            return self.agency is None
        return name_norm(line.head) == str(home.head_name_norm)

    def _homes(self, lines: Sequence[SupportLine]) -> dict[str, Household]:
        rows = homes_for(self.by).filter(code__in={line.code for line in lines})
        return {home.code: home for home in rows.only(*NEEDED)}

    def _outcome(self, line: SupportLine, wanted: Wanted | None) -> "_Row":
        if wanted is None:
            return _Row(line, line.head[:120], RowOutcome.REFUSED, None)
        home, outcome = wanted.household, RowOutcome.REFUSED
        if wanted.why_not:
            _fault(line, wanted.why_not)
        elif wanted.key in self.seen:
            _fault(line, "trùng với một dòng ở trên")
        else:
            outcome = RowOutcome.UNCHANGED if wanted.held else RowOutcome.NEW
            self.seen.add(wanted.key)
        return _Row(line, home.head_name, outcome, home.pk)

    def _numbered(self, row: "_Row") -> tuple[object, ...]:
        """A row as COPY writes it, in the order of COLUMNS."""
        self.count += 1
        facts = _json(row.line.facts | {"code": row.line.code})
        faults = _json(row.line.faults) if row.line.faults else "[]"
        place = (self.run.pk, self.count, row.line.row, row.head_name)
        return (*place, facts, faults, row.outcome.value, row.household)


class _Row(NamedTuple):
    """A line and what becomes of it, before it is written."""

    line: SupportLine
    head_name: str
    outcome: RowOutcome
    household: int | None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _fault(line: SupportLine, why: str) -> None:
    line.faults.append({"cell": f"A{line.row}", "value": "", "reason": why})
