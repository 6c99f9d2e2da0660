"""Tables that come from outside: refused early, with a sentence, when hostile or broken."""

import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import DomainError

MEGABYTE = 1_000_000
UNPACKED_LIMIT = 200 * MEGABYTE
RATIO_LIMIT = 200
ROW_LIMIT = 200_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NO_WORKBOOK = "tệp không phải là bảng tính .xlsx hoặc đã hỏng."
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

Cell = str | int | float | bool | date | datetime | time | timedelta


class BadWorkbook(DomainError):
    """The file cannot be read as a workbook."""

    code = "bad_workbook"
    message = "Không đọc được tệp “{name}”: {why}"


@dataclass(frozen=True, slots=True)
class Table:
    """The first sheet with content: rows of text, as a person sees them."""

    sheet: str
    rows: list[list[str]]


def check_upload(name: str, size: int, file: BinaryIO, *, limit_megabytes: int) -> None:
    """Refuse a file that is no plain, sound, reasonably small .xlsx workbook."""
    why = ""
    if size == 0:
        why = "tệp rỗng, không có nội dung."
    elif size > limit_megabytes * MEGABYTE:
        why = f"tệp nặng {size // MEGABYTE} MB, chỉ nhận đến {limit_megabytes} MB."
    else:
        why = _fault(Path(name).suffix.lower(), file)
        file.seek(0)
    if why:
        raise BadWorkbook(name=name, why=why)


def _fault(suffix: str, file: BinaryIO) -> str:
    file.seek(0)
    head = file.read(8)
    file.seek(0)
    if head == OLE:
        if ENCRYPTED in file.read():
            return "tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại."
        return "đây là tệp .xls đời cũ. Hãy lưu lại dạng .xlsx rồi tải lên."
    try:
        with zipfile.ZipFile(file) as archive:
            return _archive_fault(archive, suffix)
    except (zipfile.BadZipFile, NotImplementedError):
        # a version or a method of packing that no spreadsheet program writes
        return NO_WORKBOOK


def _archive_fault(archive: zipfile.ZipFile, suffix: str) -> str:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if unpacked > UNPACKED_LIMIT or (
        unpacked > 10 * MEGABYTE and unpacked / packed > RATIO_LIMIT
    ):
        return "nội dung nén lớn bất thường, hệ thống không mở."
    if any(name.endswith("vbaProject.bin") for name in names) or suffix == ".xlsm":
        return "tệp có macro. Hãy lưu lại dạng .xlsx không macro rồi tải lên."
    return "" if "xl/workbook.xml" in names else NO_WORKBOOK


def read_table(path: Path, name: str) -> Table:
    """Rows of the first sheet that has any, as text."""
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            for sheet in workbook.sheet_names:
                rows = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
                if rows:
                    return Table(sheet=sheet, rows=[[as_text(c) for c in r] for r in rows])
    except (CalamineError, OSError, ValueError) as error:
        raise BadWorkbook(
            name=name, why="tệp đã hỏng hoặc không phải bảng tính."
        ) from error
    raise BadWorkbook(name=name, why="các trang tính đều trống.")


def as_text(cell: Cell) -> str:
    """A cell as a person reads it: no “.0” on whole numbers, dates as dd/mm/yyyy."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).strip()


def cell_name(row: int, column: int) -> str:
    """Name of a cell as a spreadsheet shows it: (0, 2) is C1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"
