"""The only place that writes workbooks: official layout, text kept as text."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.text import printable
from office.columns import Column

FONT = "Times New Roman"
THIN = Side(style="thin")
BOX = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
NUMBER = Alignment(horizontal="right", vertical="center", indent=1)
WORDS = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
ORDER = Alignment(horizontal="center", vertical="center")
WHOLE, WITH_DECIMALS = "#,##0", "#,##0.00"
ROW_HEIGHT = 20
MOTTO = 52  # widths of columns in which quốc hiệu stands on one line
LINE, NOTE_LINE = 16, 17  # points of one line of words
MARK = Alignment(horizontal="right")
CENTER = Alignment(horizontal="center", vertical="center", wrap_text=True)
DASH = "–"


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form: its cells, and whether it is a heading or a total."""

    cells: Sequence[Any]
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """An official form: who issues it, its title, its table, who signs."""

    issuer: str
    superior: str
    place_and_date: str
    title: str
    subtitle: str
    columns: Sequence[Column]
    rows: Sequence[FormRow]
    notes: Sequence[str] = ()
    signers: tuple[str, str] = ("NGƯỜI LẬP BIỂU", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    headings: dict[str, object] = field(default_factory=dict)
    with_frame: bool = True
    number: str = "Số:       "
    names: tuple[str, str] = ("", "")
    sheet_name: str = "Biểu"
    mark: str = ""  # “Biểu số 1”, right above the title


def write_form(form: Form, path: Path) -> None:
    """Write one form as a workbook."""
    write_forms([form], path)


def write_forms(forms: Sequence[Form], path: Path) -> None:
    """A workbook, a sheet for each form: A4 landscape, merged headings, real numbers."""
    workbook = Workbook()
    if workbook.active is not None:
        workbook.remove(workbook.active)
    for form in forms:
        _form(workbook.create_sheet(form.sheet_name), form)
    workbook.save(path)


def workbook_of(forms: Sequence[Form]) -> bytes:
    """The same as the bytes of its file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "forms.xlsx"
        write_forms(forms, path)
        return path.read_bytes()


def _form(sheet: Worksheet, form: Form) -> None:
    row = _frame(sheet, form) if form.with_frame else 1
    row = _titles(sheet, form, row)
    first_heading = row
    row = _headings(sheet, form, row)
    sheet.print_title_rows = f"{first_heading}:{row - 1}"
    sheet.freeze_panes = f"C{row}"
    row = _body(sheet, form, row)
    row += 1
    for note in form.notes:
        _put(sheet.cell(row, 1), note, Font(name=FONT, size=11, italic=True))
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=1, end_column=len(form.columns)
        )
        sheet.cell(row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        whole = sum(column.width for column in form.columns)
        sheet.row_dimensions[row].height = NOTE_LINE * _lines(note, whole)
        row += 1
    if form.with_frame:
        _signers(sheet, form, row + 1)
    _page(sheet, form)


def _put(cell: Cell | Any, value: Any, font: Font) -> None:
    """A value into a cell; text stays text even when it begins with “=”."""
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
    else:
        cell.value = value
    cell.font = font


def _frame(sheet: Worksheet, form: Form) -> int:
    """Issuing body on the left, quốc hiệu and tiêu ngữ on the right."""
    width = len(form.columns)
    half = max(3, width // 2)
    bold, plain = Font(name=FONT, size=12, bold=True), Font(name=FONT, size=12)
    left = [
        (form.superior.upper(), plain),
        (form.issuer.upper(), bold),
        (form.number, plain),
    ]
    right = [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold),
        (
            "Độc lập - Tự do - Hạnh phúc",
            Font(name=FONT, size=13, bold=True, underline="single"),
        ),
        (form.place_and_date, Font(name=FONT, size=13, italic=True)),
    ]
    for number, ((one, font_one), (two, font_two)) in enumerate(
        zip(left, right, strict=True), start=1
    ):
        _put(sheet.cell(number, 1), one, font_one)
        _put(sheet.cell(number, half + 1), two, font_two)
        for start, end in ((1, half), (half + 1, width)):
            sheet.merge_cells(
                start_row=number, end_row=number, start_column=start, end_column=end
            )
            sheet.cell(number, start).alignment = CENTER
    if form.mark:
        _put(sheet.cell(4, width), form.mark, Font(name=FONT, size=12, bold=True))
        sheet.cell(4, width).alignment = MARK
    narrow = sum(column.width for column in form.columns[half:]) < MOTTO
    for number, height in enumerate((36 if narrow else 18, 36, 20), start=1):
        sheet.row_dimensions[number].height = height
    return 5


def _titles(sheet: Worksheet, form: Form, row: int) -> int:
    for text, font in (
        (form.title, Font(name=FONT, size=14, bold=True)),
        (form.subtitle, Font(name=FONT, size=12, italic=True)),
    ):
        if text:
            _put(sheet.cell(row, 1), text, font)
            sheet.merge_cells(
                start_row=row, end_row=row, start_column=1, end_column=len(form.columns)
            )
            sheet.cell(row, 1).alignment = CENTER
            row += 1
    return row + 1


def _headings(sheet: Worksheet, form: Form, row: int) -> int:
    """Two rows of headings, grouped columns merged, then the row of formulas."""
    bold = Font(name=FONT, size=11, bold=True)
    start = 0
    columns = form.columns
    while start < len(columns):
        end = start
        group = columns[start].group
        while group and end + 1 < len(columns) and columns[end + 1].group == group:
            end += 1
        if group:
            _put(sheet.cell(row, start + 1), group.format(**form.headings), bold)
            sheet.merge_cells(
                start_row=row, end_row=row, start_column=start + 1, end_column=end + 1
            )
        for index in range(start, end + 1):
            text = columns[index].heading.format(**form.headings)
            _put(sheet.cell(row + (1 if group else 0), index + 1), text, bold)
            if not group:
                sheet.merge_cells(
                    start_row=row,
                    end_row=row + 1,
                    start_column=index + 1,
                    end_column=index + 1,
                )
        start = end + 1
    for index, column in enumerate(columns, start=1):
        _put(
            sheet.cell(row + 2, index),
            column.formula,
            Font(name=FONT, size=10, italic=True),
        )
        for line in range(row, row + 3):
            sheet.cell(line, index).border = BOX
            sheet.cell(line, index).alignment = CENTER
    _heights(sheet, form, row)
    return row + 3


def _heights(sheet: Worksheet, form: Form, row: int) -> None:
    """Rows of headings as high as their words ask for, in columns of their widths."""
    words = [(c.heading.format(**form.headings), c.formula, c.width) for c in form.columns]
    tall = max(_lines(heading, width) for heading, _, width in words)
    sheet.row_dimensions[row].height = 2 * LINE
    sheet.row_dimensions[row + 1].height = max(48, LINE * tall)
    marks = max(_lines(formula, width) for _, formula, width in words)
    sheet.row_dimensions[row + 2].height = LINE * marks


def _lines(text: str, width: int) -> int:
    """Lines that a text needs in a column of so many letters; words are not cut."""
    lines, left = 1, 0
    for word in text.split(" "):
        if left and left + 1 + len(word) > width:
            lines, left = lines + 1, 0
        left += len(word) + (1 if left else 0)
        if left > width:
            lines, left = lines + left // width, left % width
    return lines


def _body(sheet: Worksheet, form: Form, row: int) -> int:
    for line in form.rows:
        font = Font(name=FONT, size=11, bold=line.bold)
        for index, (column, value) in enumerate(
            zip(form.columns, line.cells, strict=True), start=1
        ):
            cell = sheet.cell(row, index)
            shown = DASH if value is None else value
            _put(cell, shown, font)
            cell.border = BOX
            number = isinstance(value, int | Decimal) and not isinstance(value, bool)
            if number:
                cell.number_format = _format(column, value)
            cell.alignment = ORDER if index == 1 else NUMBER
            if index > 1 and not number and value is not None:
                cell.alignment = WORDS
        sheet.row_dimensions[row].height = max(ROW_HEIGHT, LINE * _tallest(form, line))
        row += 1
    return row


def _tallest(form: Form, line: FormRow) -> int:
    """Lines of the longest words of a row in their columns."""
    words = zip(form.columns, line.cells, strict=True)
    return max((_lines(v, c.width) for c, v in words if isinstance(v, str)), default=1)


def _format(column: Column, value: int | Decimal) -> str:
    """The column's format; a rate among whole numbers keeps its decimals."""
    broken = isinstance(value, Decimal) and value != value.to_integral_value()
    return (
        WITH_DECIMALS if broken and column.number_format == WHOLE else column.number_format
    )


def _signers(sheet: Worksheet, form: Form, row: int) -> None:
    width = len(form.columns)
    half = max(3, width // 2)
    for text, name, start, end in (
        (form.signers[0], form.names[0], 1, half),
        (form.signers[1], form.names[1], half + 1, width),
    ):
        _put(sheet.cell(row, start), text, Font(name=FONT, size=12, bold=True))
        sheet.merge_cells(
            start_row=row, end_row=row + 1, start_column=start, end_column=end
        )
        sheet.cell(row, start).alignment = Alignment(
            horizontal="center", vertical="top", wrap_text=True
        )
        _put(
            sheet.cell(row + 2, start), "(ký, ghi rõ họ tên)", Font(name=FONT, italic=True)
        )
        sheet.merge_cells(
            start_row=row + 2, end_row=row + 2, start_column=start, end_column=end
        )
        sheet.cell(row + 2, start).alignment = CENTER
        if name:
            _put(sheet.cell(row + 6, start), name, Font(name=FONT, size=12, bold=True))
            sheet.merge_cells(
                start_row=row + 6, end_row=row + 6, start_column=start, end_column=end
            )
            sheet.cell(row + 6, start).alignment = CENTER


def _page(sheet: Worksheet, form: Form) -> None:
    for index, column in enumerate(form.columns, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4  # type: ignore[assignment]
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    if sheet.sheet_properties.pageSetUpPr is not None:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left, sheet.page_margins.right = 1.2, 0.6
    sheet.page_margins.top = sheet.page_margins.bottom = 0.8
    if sheet.oddHeader is not None:
        sheet.oddHeader.center.text = "&P"  # not on the first page: Nghị định 30/2020
        sheet.HeaderFooter.differentFirst = True
    sheet.print_options.horizontalCentered = True
