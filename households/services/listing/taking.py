"""Taking in a household list: kept, then read in the background into rows to look at."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Count

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.batches import batches
from core.copying import analyse, copy_rows
from core.errors import DomainError, RightMissing
from core.text import name_norm
from households.choices import LIST_IMPORT, RowOutcome
from households.models import ColumnMapping, CommuneRound, ImportedHousehold
from households.rules.tables import (
    Heading,
    ListedHousehold,
    Raw,
    RunningTotals,
    find_heading,
    households_of,
    signature,
)
from households.services.listing.comparing import LEAVES
from households.services.listing.matching import Matcher
from households.services.listing.refused import keep_refused
from households.services.registry import tell_superiors
from households.services.rounds import check_enterable
from households.standards import needs
from office import jobs
from office.choices import ImportStatus
from office.imports import ask_job, keep_upload
from office.models import ImportRun, Job
from office.sheets import Sheet, sheets_of
from office.uploads import BadWorkbook

READ_JOB = "read_household_list"
HEADING_WITHIN = 25
BATCH = 400
TOTALS_SHOWN = 50
TOLD_OF = 20  # numbers taken elsewhere that superiors are told of, a file
COLUMNS = (
    "run_id position sheet first_row last_row head_name facts faults changes choices "
    "outcome household_id household_version review_version"
).split()


class ListNotReady(DomainError):
    """Only a list that was read and not yet applied can be worked on."""

    code = "list_not_ready"
    message = "Danh sách này đang ở trạng thái “{status}”; không làm việc này được nữa."


class RoundElsewhere(DomainError):
    """A list is entered into a round of its own commune."""

    code = "round_elsewhere"
    message = "Đợt rà soát được chọn không phải của {commune}."


@transaction.atomic
def upload_list(
    upload: "UploadedFile[bytes]",
    *,
    commune: Area,
    commune_round: CommuneRound | None,
    by: User,
) -> ImportRun:
    """Keep the file and read it in the background."""
    if not by.acts_in(Right.HOUSEHOLD_EDIT, commune):
        raise RightMissing(area=commune.full_name)
    if commune_round is not None:
        if commune_round.commune_id != commune.pk:
            raise RoundElsewhere(commune=commune.full_name)
        check_enterable(commune_round)
    params = {"round": str(commune_round.public_id) if commune_round else ""}
    run = keep_upload(upload, kind=LIST_IMPORT, area=commune, params=params, by=by)
    ask_job(run, READ_JOB, by=by)
    return run


def lock_run(run: ImportRun, by: User, *, unread: bool = False) -> ImportRun:
    """The run under lock, ready, for an officer of its commune."""
    locked: ImportRun = (
        ImportRun.objects.select_for_update(of=("self",))
        .select_related("area", "file", "created_by", "job")
        .get(pk=run.pk)
    )
    if not by.acts_in(Right.HOUSEHOLD_EDIT, locked.area):
        raise RightMissing(area=locked.area.full_name)
    stopped = locked.status == ImportStatus.READING and not (
        locked.job and locked.job.is_live
    )
    if locked.status != ImportStatus.READY and not (unread and stopped):
        raise ListNotReady(status=ImportStatus(locked.status).label)
    return locked


@transaction.atomic
def remap(run: ImportRun, columns: dict[str, dict[int, str]], *, by: User) -> None:
    """Read again with what a person says the columns mean; remembered for next time."""
    locked = lock_run(run, by, unread=True)
    for mark, meanings in columns.items():
        ColumnMapping.objects.update_or_create(
            commune=locked.area,
            signature=mark,
            defaults={
                "columns": {str(c): name for c, name in meanings.items()},
                "saved_by": by,
            },
        )
    locked.status = ImportStatus.READING
    locked.save(update_fields=["status"])
    ask_job(locked, READ_JOB, by=by)


def round_of(run: ImportRun) -> CommuneRound | None:
    """The commune's round a list goes into, if any."""
    wanted = run.params.get("round")
    if not wanted:
        return None
    found: CommuneRound | None = (
        CommuneRound.objects.select_related("round", "commune")
        .filter(public_id=wanted)
        .first()
    )
    return found


def outcome_counts(run: ImportRun) -> dict[str, int]:
    """How many households of a list are new, changed, unchanged, in doubt, refused."""
    rows = run.households.order_by().values_list("outcome").annotate(n=Count("pk"))
    return dict(rows)


def leaving_count(run: ImportRun) -> int:
    """How many members would leave their household because the list leaves them out."""
    rows = run.households.filter(
        outcome=RowOutcome.CHANGED, changes__contains=[{"what": LEAVES}]
    )
    lists = rows.values_list("changes", flat=True).iterator(BATCH)
    return sum(change["what"] == LEAVES for changes in lists for change in changes)


def read_list(job: Job, reporter: jobs.Reporter) -> Callable[[], None]:
    """Read the stored file into rows that say what applying them would do.

    The rows are written as they come: until the run is ready nobody looks at them, and
    a reading that begins again begins by dropping them.
    """
    run = ImportRun.objects.select_related("area", "file", "created_by").get(
        public_id=job.params["import"]
    )
    matcher = Matcher(run.area, round_of(run))
    taken = _Reading(run, matcher, reporter)
    try:
        taken.write_rows()
    except BadWorkbook as error:
        why = str(error)
        return lambda: _refuse(run, why)
    if not taken.sheets:
        return lambda: _refuse(run, NO_LIST.format(name=run.file.name))

    def effect() -> None:
        run.status, run.problems = ImportStatus.READY, taken.open_totals()
        run.params = run.params | {"sheets": taken.sheets, "repeated": matcher.repeated}
        run.save(update_fields=["status", "problems", "params"])
        keep_refused(run)
        for holder in islice(matcher.holders.values(), TOLD_OF):
            tell_superiors(holder, run.area)

    return effect


NO_LIST = (
    "Tệp “{name}” không có trang nào mang tiêu đề cột của danh sách hộ (Họ và tên, "
    "Quan hệ với chủ hộ…). Hãy dùng tệp mẫu hoặc kiểm tra dòng tiêu đề."
)


def _refuse(run: ImportRun, why: str) -> None:
    run.status = ImportStatus.REFUSED
    run.problems = [{"cell": "", "message": why, "blocking": True}]
    run.save(update_fields=["status", "problems"])


class _Reading:
    """One reading of a file."""

    def __init__(self, run: ImportRun, matcher: Matcher, reporter: jobs.Reporter) -> None:
        self.run, self.matcher, self.reporter = run, matcher, reporter
        self.sheets: list[dict[str, object]] = []
        self.totals: list[RunningTotals] = []
        self.count = 0
        saved = ColumnMapping.objects.filter(commune=run.area)
        self.saved = {m.signature: m.columns for m in saved}

    def write_rows(self) -> None:
        """Every household of every sheet that holds a list, matched and written."""
        self.run.households.all().delete()
        path = Path(self.run.file.content.path)
        for sheet in sheets_of(path, self.run.file.name):
            for part in batches(self._households(sheet), BATCH):
                found = self.matcher.match(part)
                with transaction.atomic():  # a lost claim writes nothing
                    stage = f"Đang đối chiếu trang “{sheet.name}”"
                    self.reporter.say(stage, self._share(part))
                    copy_rows(ImportedHousehold, COLUMNS, map(self._numbered, found))
        analyse(ImportedHousehold)

    def _numbered(self, row: ImportedHousehold) -> list[object]:
        self.count += 1
        row.run_id, row.position = self.run.pk, self.count
        return [
            json.dumps(value, ensure_ascii=False)
            if isinstance(value, dict | list)
            else value
            for value in (getattr(row, column) for column in COLUMNS)
        ]

    def _share(self, part: Sequence[ListedHousehold]) -> int:
        """A guess: the file's weight says about how many rows it has."""
        guess = max(1, self.run.file.size // 60)
        return min(90, 5 + 85 * part[-1].row // guess)

    def _households(self, sheet: Sheet) -> Iterator[ListedHousehold]:
        first = list(islice(sheet.rows, HEADING_WITHIN))
        heading = find_heading([row for _, row in first], self.matcher.standard)
        if heading is None:
            return iter(())
        heading = self._as_saved(heading)
        self.sheets.append(
            {
                "name": sheet.name,
                "signature": signature(heading.labels),
                "labels": list(heading.labels),
                "columns": {str(c): n for c, n in heading.columns.items()},
            }
        )
        rows: Iterator[tuple[int, Sequence[Raw]]] = chain(
            first[heading.first_row :], sheet.rows
        )
        totals = RunningTotals(sheet.name)
        self.totals.append(totals)
        asked = {name_norm(name): key for key, name in needs().items()}
        return households_of(sheet.name, rows, heading, totals, asked)

    def open_totals(self) -> list[dict[str, object]]:
        """Printed totals that do not close; they are said, they stop nothing."""
        found = [total for sheet in self.totals for total in sheet.open]
        return [
            {"cell": f"A{t.row}", "message": str(t), "blocking": False}
            for t in found[:TOTALS_SHOWN]
        ]

    def _as_saved(self, heading: Heading) -> Heading:
        columns = self.saved.get(signature(heading.labels))
        if columns is None:
            return heading
        meant = {int(column): name for column, name in columns.items() if name}
        return Heading(heading.labels, meant, heading.first_row)
