"""Holding any printed table against its own arithmetic: kept, checked in the background."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.errors import DomainError, RightMissing
from core.numbers import show_int, show_plain
from office import files
from office.choices import ImportStatus
from office.imports import ask_job, keep_upload
from office.jobs import Reporter
from office.models import ImportRun, Job
from office.sheets import extents_of
from office.uploads import BadWorkbook, cell_name, read_table
from targets.checker import COUNTS, RATES, Cell, Finding, Kind, check
from targets.checker.explaining import shown
from targets.checker.identities import identities_of
from targets.checker.promises import broken_promises
from targets.checker.reading import NoTable, Reading, read_grid
from targets.checker.wording import in_words, proposal_in_words, proposals
from targets.selectors import TABLE_CHECK

JOB_KIND = "check_table"
TEXT_TYPE, TEXT_NAME = "text/tab-separated-values", "Bảng dán vào.tsv"
TEXT_LIMIT = 400_000  # letters of pasted rows; every door refuses more
FIGURES = {*COUNTS, *RATES}
REFUSED = ImportStatus.REFUSED
ROWS, COLUMNS = 1_000, 60
LONGEST = 200  # letters of a cell
UNREAD_SHOWN = 50
_PLAIN = re.compile(r"\d{4,12}")
_POINT = re.compile(r"\d{1,12}\.(\d{1,2}|\d{4,20})")  # three decimals may be thousands
MARGIN = 6  # rows of headings that are shown above the first row of data


class NothingToCheck(DomainError):
    """A check needs a file or pasted rows, one of them."""

    code = "nothing_to_check"
    message = "Hãy chọn một tệp Excel hoặc dán bảng vào ô, một trong hai."


class StillChecking(DomainError):
    """The columns are named once the table was read."""

    code = "still_checking"
    message = "Bảng đang được kiểm tra; hãy chờ xong rồi chọn lại ý nghĩa các cột."


@dataclass(frozen=True, slots=True)
class Sent:
    """What a person wants checked: a file or pasted rows, and the text beside the table."""

    file: "UploadedFile[bytes] | None" = None
    text: str = ""
    promises: str = ""


@transaction.atomic
def ask_check(sent: Sent, *, area: Area, by: User) -> ImportRun:
    """Keep the table and check it in the background."""
    if not by.acts_in(Right.PLAN_VIEW, area):
        raise RightMissing(area=area.full_name)
    if (sent.file is None) == (not sent.text.strip()):
        raise NothingToCheck
    params: dict[str, Any] = {"promises": sent.promises}
    if sent.file is not None:
        run = keep_upload(sent.file, kind=TABLE_CHECK, area=area, params=params, by=by)
    else:
        run = _keep_text(sent.text, area, params, by)
    ask_job(run, JOB_KIND, by=by)
    return run


def _keep_text(text: str, area: Area, params: dict[str, Any], by: User) -> ImportRun:
    content = text.replace("\0", "").encode()
    stored = files.store(content, name=TEXT_NAME, content_type=TEXT_TYPE, area=area, by=by)
    return ImportRun.objects.create(
        kind=TABLE_CHECK,
        area=area,
        area_path=area.path,
        file=stored,
        params=params,
        created_by=by,
    )


@transaction.atomic
def name_columns(run: ImportRun, meanings: Mapping[int, str], *, by: User) -> None:
    """Check again with what the person says the columns hold."""
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.job and locked.job.is_live:
        raise StillChecking
    told = {str(column): name for column, name in meanings.items() if name}
    locked.params = locked.params | {"meanings": told}
    locked.status = ImportStatus.READING
    locked.save(update_fields=["params", "status"])
    ask_job(locked, JOB_KIND, by=by)


def run_check(job: Job, reporter: Reporter) -> Callable[[], None]:
    """Check the stored table: its rows as printed, and what was found."""
    run = ImportRun.objects.select_related("file").get(public_id=job.params["import"])
    reporter.say("Đang kiểm tra bảng", 30)
    try:
        grid = _grid(run)
    except BadWorkbook as error:
        run.status, run.rows, run.problems = REFUSED, [], [_refusal(str(error))]
    else:
        _check(run, grid)

    def effect() -> None:
        run.save(update_fields=["status", "rows", "problems", "params"])

    return effect


def _check(run: ImportRun, grid: list[list[str]]) -> None:
    """Fill the run with the rows as printed and what was found in them."""
    told = {int(c): name for c, name in run.params.get("meanings", {}).items()}
    try:
        reading = read_grid(grid, told)
    except NoTable as error:
        run.status, run.rows = REFUSED, _shown(grid, 0, len(grid), set())
        run.problems = [_refusal(f"Chưa kiểm tra được: {error}.")]
        return
    found = check(reading.table)
    found += broken_promises(run.params["promises"], reading.table, reading.labels)
    run.problems = [_told(reading, one) for one in found]
    run.problems += [_unread(*place) for place in reading.unread[:UNREAD_SHOWN]]
    data, end = reading.rows[0], reading.rows[-1] + 1
    figures = {c for c, name in reading.meanings.items() if name in FIGURES}
    run.status, run.rows = (
        ImportStatus.READY,
        _shown(grid[:end], data - MARGIN, data, figures),
    )
    meanings = {str(c): name for c, name in reading.meanings.items()}
    tested = sum(1 for _ in identities_of(reading.table))
    run.params = run.params | {"meanings": meanings, "tested": tested}


def _grid(run: ImportRun) -> list[list[str]]:
    path = Path(run.file.content.path)
    if run.file.content_type == TEXT_TYPE:
        grid = _rows_of(path.read_text(encoding="utf-8"))
    else:
        last = max(
            (one.last_row for one in extents_of(path, run.file.name).values()), default=0
        )
        _check_length(run, last)
        grid = read_table(path, run.file.name).rows
    _check_length(run, len(grid))
    return [[text[:LONGEST] for text in row[:COLUMNS]] for row in grid]


def _check_length(run: ImportRun, rows: int) -> None:
    """Refuse a long sheet before it is laid out in memory."""
    if rows > ROWS:
        why = f"bảng có {rows} dòng, mỗi lần kiểm tra đến {ROWS} dòng."
        raise BadWorkbook(name=run.file.name, why=why)


def _rows_of(text: str) -> list[list[str]]:
    """Pasted rows: divided by tabs as a spreadsheet copies them, else by bars or spaces."""
    mark = next((m for m in ("\t", "|", ";") if m in text), r"\s{2,}")
    divided = re.compile(mark if mark.startswith("\\") else re.escape(mark))
    return [
        [part.strip() for part in divided.split(line.strip("\r\n"))]
        for line in text.splitlines()
    ]


def _refusal(message: str) -> dict[str, Any]:
    return {"kind": "refused", "cells": [], "message": message, "blocking": True}


def _unread(row: int, column: int, text: str) -> dict[str, Any]:
    cell = cell_name(row, column)
    message = f"Ô {cell}: “{text[:40]}” không phải là số; ô này không được tính."
    return {"kind": "unread", "cells": [cell], "message": message, "blocking": True}


def _told(reading: Reading, found: Finding) -> dict[str, Any]:
    """A finding in words, its cells under the names the sheet gives them."""

    def name(cell: Cell) -> str:
        return cell_name(*reading.place(cell))

    return {
        "kind": found.kind.value,
        "cells": [name(cell) for cell in found.cells],
        "printed": found.printed,
        "computed": found.computed,
        "message": in_words(found, name, reading.labels[found.cells[0].row]),
        "proposed": [
            {
                "cell": name(one.cell),
                "values": [shown(value) for value in one.values],
                "message": proposal_in_words(one, name),
            }
            for one in proposals(found)
        ],
        "blocking": found.kind != Kind.LABEL,
    }


def _cell(name: str, text: str, *, figure: bool) -> dict[str, Any]:
    return {"name": name, "text": _as_read(text) if figure else text, "number": figure}


def _as_read(text: str) -> str:
    """A sheet's own number as people read it; what was typed as text stays as typed."""
    clean = text.strip()
    if _PLAIN.fullmatch(clean):
        return show_int(int(clean))
    if _POINT.fullmatch(clean):
        return show_plain(round(Decimal(clean), 2))
    return text


def _shown(
    grid: Sequence[Sequence[str]], first: int, data: int, figures: set[int]
) -> list[dict[str, Any]]:
    """The rows as printed, from the headings above the first row of data to the last;
    in columns of figures a sheet's own numbers as people read them."""
    first = max(0, first)
    width = max((len(row) for row in grid), default=0)
    return [
        {
            "number": number + 1,
            "heading": number < data,
            "cells": [
                _cell(cell_name(number, n), text, figure=n in figures and number >= data)
                for n, text in enumerate([*row, *[""] * (width - len(row))])
            ],
        }
        for number, row in enumerate(grid[first:], start=first)
    ]
