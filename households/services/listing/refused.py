"""The workbook of what was not taken: the sender's own rows, the reason beside each."""

import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from core.batches import batches
from households.choices import RowOutcome
from households.models import ImportedHousehold
from households.rules.tables.cells import text_of
from office.imports import keep_answer
from office.models import ImportRun
from office.sheets import sheets_of
from office.workbook import FONT

BATCH = 1000
MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="center")
TOP = Alignment(wrap_text=True, vertical="top")
FILL = PatternFill("solid", fgColor="FDECEA")
REASON = "Lý do không nhận"
WIDTHS = {"name": 28, "head": 28, "cccd": 16, "village": 20}


def keep_refused(run: ImportRun) -> None:
    """Write the refused rows as a workbook beside the run, or drop the old one."""
    refused = run.households.filter(outcome=RowOutcome.REFUSED)
    run.answer = None
    wanted = _reasons(refused.iterator(BATCH))
    if wanted:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "khong-nhan.xlsx"
            _write(run, wanted, path)
            keep_answer(run, path)
    run.save(update_fields=["answer"])


def _reasons(refused: Iterable[ImportedHousehold]) -> dict[str, dict[int, str]]:
    """Sheet → row → why; the reasons of a household stand beside its first row."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for home in refused:
        rows = dict.fromkeys(range(home.first_row, home.last_row + 1), "")
        rows[home.first_row] = "; ".join(_sentence(f) for f in home.faults if f["blocking"])
        found[home.sheet] |= rows
    return found


def _sentence(fault: dict[str, Any]) -> str:
    held = f" (đang ghi “{fault['value']}”)" if fault["value"] else ""
    return f"{fault['cell']}: {fault['reason']}{held}"


def _write(run: ImportRun, wanted: dict[str, dict[int, str]], path: Path) -> None:
    """Same headings, same columns, so that the mended file can be sent again.

    Written row by row: a file may be refused whole, however long it is.
    """
    headings = {s["name"]: s for s in run.params.get("sheets", [])}
    workbook = Workbook(write_only=True)
    for sheet in sheets_of(Path(run.file.content.path), run.file.name):
        reasons = wanted.get(sheet.name[:80])
        if not reasons:
            continue
        labels = headings[sheet.name]["labels"]
        page: Any = workbook.create_sheet(sheet.name[:31])
        _head(page, [*labels, REASON], headings[sheet.name]["columns"])
        for part in batches(sheet.rows, BATCH):
            for number, row in part:
                if number in reasons:
                    texts = [text_of(c) for c in row[: len(labels)]]
                    texts += [""] * (len(labels) - len(texts))
                    page.append(_line(page, texts, reasons[number]))
    workbook.save(path)


def _head(page: Any, labels: list[str], columns: dict[str, str]) -> None:
    page.freeze_panes = "A2"
    page.row_dimensions[1].height = 48
    for index in range(len(labels)):
        width = WIDTHS.get(columns.get(str(index), ""), 12)
        last = index == len(labels) - 1
        page.column_dimensions[get_column_letter(index + 1)].width = 60 if last else width
    bold = Font(name=FONT, size=11, bold=True)
    cells = [_cell(page, label, bold) for label in labels]
    for cell in cells:
        cell.alignment = MIDDLE
    page.append(cells)


def _line(page: Any, texts: list[str], reason: str) -> list[Any]:
    plain = Font(name=FONT, size=11)
    cells = [_cell(page, text, plain) for text in texts]
    last = _cell(page, reason, plain)
    if reason:
        last.fill, last.alignment = FILL, TOP
    return [*cells, last]


def _cell(page: Any, text: str, font: Font) -> Any:
    cell = WriteOnlyCell(page, value=text)
    cell.data_type = "s"  # what begins with “=” stays text
    cell.number_format = "@"
    cell.font = font
    return cell
