"""Long lists as workbooks: written row by row, so that memory does not grow with them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from rustpy_xlsxwriter import Format, write_worksheet

from core.text import printable
from office.workbook import BOX, CENTER, FONT, NUMBER

A4, A3 = 9, 8  # the numbers of these papers in the file format
GROUPED = 10_000  # smaller whole numbers may be years
LONG = 2_000  # rows from which the fast writer is worth its plainer look
INVISIBLE = "\u200b"
LINE = 15  # points of one line of words
WIDE = 14  # columns that A4 still shows at a readable size
WORDS = Alignment(vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class ListSheet:
    """One sheet: its title, its headings in row `heading_row`, its rows below."""

    name: str
    titles: Sequence[str]
    headings: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Any]]
    heading_row: int = 6


def write_lists(sheets: Iterable[ListSheet], path: Path) -> None:
    """Write lists: text as text, numbers as numbers, A4 landscape, headings repeated.

    A long list goes to the fast writer (ADR 0029): there a row is as high as the program
    that opens it makes it, and a column has one format, that of its first rows.
    """
    found = list(sheets)
    if len(found) == 1:
        rows = iter(found[0].rows)
        first = list(islice(rows, LONG))
        whole = replace(found[0], rows=chain(first, rows))
        if len(first) == LONG:
            write_long(whole, first, path)
            return
        found = [whole]
    workbook = Workbook(write_only=True)
    for sheet in found:
        _write(workbook, sheet)
    workbook.save(path)


def write_long(sheet: ListSheet, sample: Sequence[Sequence[Any]], path: Path) -> None:
    """One list of any length; memory does not grow with it."""
    names = _unique([text for text, _ in sheet.headings])
    last = max(1, len(names) - 1)
    bold = Format().set_font_name(FONT).set_font_size(13).set_bold()
    titles: list[Any] = [
        (n, 0, n, last, printable(text), bold) for n, text in enumerate(sheet.titles)
    ]
    heading = Format().set_font_name(FONT).set_font_size(11).set_bold().set_text_wrap()
    heading.set_border("thin").set_align("center").set_align("vertical_center")
    write_worksheet(
        (_record(names, row) for row in sheet.rows),
        str(path),
        sheet_name=sheet.name,
        header_row=sheet.heading_row - 1,
        header_format=heading,
        freeze_row=sheet.heading_row,
        merge_ranges=titles,
        row_heights={sheet.heading_row - 1: 48},
        column_widths=[width for _, width in sheet.headings],
        column_formats=[
            _format([row[n] for row in sample if n < len(row)]) for n in range(len(names))
        ],
        page_setup={
            "landscape": True,
            "paper_size": A4 if len(names) <= WIDE else A3,
            "margins": {"left": 0.8, "right": 0.5},
            "repeat_rows": sheet.heading_row - 1,
            "fit_to_pages": (1, 0),
            "footer": "&C&P/&N",
        },
    )


def _unique(names: Sequence[str]) -> list[str]:
    """Headings as keys: one that comes again gets signs nobody sees."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        found.append(name + INVISIBLE * seen[name])
        seen[name] += 1
    return found


def _record(names: Sequence[str], row: Sequence[Any]) -> dict[str, Any]:
    """A row as the writer takes it; nearly every cell is so already: no call is made for it."""
    return {
        name: value
        if ((kind := type(value)) is str and value.isprintable()) or kind is int
        else _plain(value)
        for name, value in zip(names, row, strict=True)
    }


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    return float(value) if isinstance(value, Decimal) else value


def _format(cells: Sequence[Any]) -> Format:
    """How a column looks: words left and wrapped, numbers right and grouped if large."""
    made = Format().set_font_name(FONT).set_font_size(11).set_border("thin")
    numbers: list[Any] = [cell for cell in cells if isinstance(cell, int | Decimal)]
    if not numbers:
        return made.set_align("vertical_center").set_text_wrap()
    large = any(abs(number) >= GROUPED for number in numbers)
    whole = all(isinstance(number, int) for number in numbers)
    shown = ("#,##0" if whole else "#,##0.##") if large or not whole else "General"
    return made.set_num_format(shown).set_align("right")


def _write(workbook: Workbook, sheet: ListSheet) -> None:
    page: Any = workbook.create_sheet(sheet.name)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = A4 if len(sheet.headings) <= WIDE else A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins.left, page.page_margins.right = 0.8, 0.5
    page.oddFooter.center.text = "&P/&N"
    page.print_title_rows = f"{sheet.heading_row}:{sheet.heading_row}"
    page.freeze_panes = f"A{sheet.heading_row + 1}"
    for index, (_, width) in enumerate(sheet.headings, start=1):
        page.column_dimensions[get_column_letter(index)].width = width
    bold, plain = Font(name=FONT, size=13, bold=True), Font(name=FONT, size=11)
    for number in range(1, sheet.heading_row):
        text = sheet.titles[number - 1] if number <= len(sheet.titles) else ""
        page.append([_cell(page, text, bold, None)])
    heading = Font(name=FONT, size=11, bold=True)
    page.row_dimensions[sheet.heading_row].height = 48
    page.append([_cell(page, text, heading, CENTER) for text, _ in sheet.headings])
    widths = [width for _, width in sheet.headings]
    for number, row in enumerate(sheet.rows, start=sheet.heading_row + 1):
        lines = _lines(row, widths)
        if lines > 1:  # not every program that opens the file makes room for wrapped words
            page.row_dimensions[number].height = LINE * lines
        page.append([_cell(page, value, plain, _place(value)) for value in row])
        page.row_dimensions.pop(number, None)  # written: memory does not grow with rows


def _lines(row: Sequence[Any], widths: Sequence[int]) -> int:
    """How many lines the longest words of a row take in their column."""
    texts = zip(row, widths, strict=False)
    return max((-(-len(t) // w) for t, w in texts if isinstance(t, str) and t), default=1)


def _place(value: Any) -> Alignment:
    return NUMBER if isinstance(value, int | Decimal) else WORDS


def _cell(page: Any, value: Any, font: Font, place: Alignment | None) -> Any:
    if isinstance(value, str):
        value = printable(value)
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # what begins with “=” stays text
        cell.number_format = "@"
    elif isinstance(value, int) and abs(value) >= GROUPED:
        cell.number_format = "#,##0"
    cell.font = font
    if place is not None:
        cell.border, cell.alignment = BOX, place
    return cell
