"""The workbook of lines that were not taken: what was sent, the reason beside each."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from households.choices import RowOutcome
from office.imports import keep_answer
from office.lists import ListSheet, write_lists
from office.models import ImportRun
from programs.models import ImportedSupport
from programs.rules.support_table import FUND, NAMES

BATCH = 1000
WIDTHS = {"policy": 34, "note": 30, "head": 24, "exception": 24}


def keep_refused_supports(run: ImportRun) -> None:
    """Write the refused lines as a workbook beside the run, or drop the old one."""
    refused = run.supports.filter(outcome=RowOutcome.REFUSED)
    run.answer = None
    if refused.exists():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "khong-nhan.xlsx"
            rows = map(_cells, refused.iterator(BATCH))
            write_lists([sheet_of("Không nhận", rows, "Lý do không nhận")], path)
            keep_answer(run, path)
    run.save(update_fields=["answer"])


def sheet_of(name: str, rows: Iterator[list[Any]], last: str = "") -> ListSheet:
    """A sheet in the product's own layout, so that the mended file can be sent again."""
    headings = [(text, WIDTHS.get(key, 16)) for key, text in NAMES.items()]
    if last:
        headings.append((last, 60))
    return ListSheet(name, ["DANH SÁCH HỖ TRỢ"], headings, rows)


def _cells(line: ImportedSupport) -> list[Any]:
    """A line as it was understood; what was not is said in the reason."""
    facts = line.facts
    told: dict[str, Any] = facts | {"head": line.head_name}
    told |= {f"{FUND}{fund}": amount for fund, amount in facts.get("shares", {}).items()}
    reasons = [f"{_held(fault)}{fault['reason']}" for fault in line.faults]
    return [_plain(told.get(key)) for key in NAMES] + ["; ".join(reasons)]


def _held(fault: dict[str, Any]) -> str:
    held = f" (đang ghi “{fault['value']}”)" if fault["value"] else ""
    return f"{fault['cell']}{held}: "


def _plain(value: Any) -> Any:
    return "" if value is None else value
