"""Long lists read row by row: bounded memory, failed formulas seen, hostile extents refused.

calamine is ten times faster but lays a sheet out as a whole and shows a failed formula as
an empty cell; the parts of the file are therefore looked through first.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.sax.saxutils import unescape

import openpyxl
from python_calamine import CalamineError, CalamineWorkbook

from office.uploads import NO_WORKBOOK, ROW_LIMIT, BadWorkbook, Cell

FAILED = "#LỖI!"
STREAMED_ABOVE = 110_000
COLUMN_LIMIT = 104  # up to CZ: wider sheets are an accident or an attack
CHUNK = 1_000_000
OVERLAP = 400
# what a damaged archive makes the standard library raise
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\sr=[\"'](\d{1,9})[\"']")
_WIDE = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr=[\"'](?:[A-Z]{3,}|[D-Z][A-Z])\d")
_FAILED = re.compile(
    rb"<(?:\w+:)?c\b(?=[^>]*?\st=[\"']e[\"'])[^>]*?\sr=[\"']([A-Z]+)(\d+)[\"']"
)
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")


@dataclass(slots=True)
class Extent:
    """What a look through one sheet's part found."""

    last_row: int = 0
    wide: bool = False
    failed: dict[int, set[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its rows with their numbers from 1."""

    name: str
    rows: Iterator[tuple[int, Sequence[Cell]]]


def sheets_of(path: Path, name: str) -> Iterator[Sheet]:
    """Sheets of a checked workbook, one after the other; each is read while it is used."""
    extents = extents_of(path, name)
    longest = max((e.last_row for e in extents.values()), default=0)
    read = _streamed if longest > STREAMED_ABOVE else _at_once
    try:
        for sheet in read(path):
            extent = extents.get(sheet.name, Extent())
            yield Sheet(sheet.name, _marked(sheet.rows, extent))
    except (CalamineError, *BROKEN) as error:
        raise BadWorkbook(
            name=name, why="tệp đã hỏng hoặc không phải bảng tính."
        ) from error


def _at_once(path: Path) -> Iterator[Sheet]:
    with CalamineWorkbook.from_path(path) as workbook:
        for name in workbook.sheet_names:
            sheet = workbook.get_sheet_by_name(name)
            # rows come without the empty columns before the first filled one
            before = [""] * (sheet.start[1] if sheet.start else 0)
            rows = ([*before, *row] for row in sheet.iter_rows())
            yield Sheet(name, iter(enumerate(rows, start=1)))


def _streamed(path: Path) -> Iterator[Sheet]:
    workbook = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for sheet in workbook.worksheets:
            yield Sheet(sheet.title, _numbered(sheet.iter_rows(values_only=True)))
    finally:
        workbook.close()


def _numbered(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, list[Cell]]]:
    for number, row in enumerate(rows, start=1):
        yield number, ["" if cell is None else cell for cell in row]


def _marked(
    rows: Iterator[tuple[int, Sequence[Cell]]], extent: Extent
) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Rows in which a failed formula is seen as one."""
    for number, row in rows:
        columns = extent.failed.get(number)
        if not columns:
            yield number, row
            continue
        width = max(len(row), *(c + 1 for c in columns))
        cells = [*row, *[""] * (width - len(row))]
        yield number, [FAILED if n in columns else cell for n, cell in enumerate(cells)]


def extents_of(path: Path, name: str) -> dict[str, Extent]:
    """Each sheet's last row and failed cells; an extent no list has is refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = {
                title: _look_through(archive, part)
                for title, part in _parts(archive).items()
                if part in archive.namelist()
            }
    except BROKEN as error:
        raise BadWorkbook(name=name, why=NO_WORKBOOK) from error
    for title, extent in found.items():
        if extent.wide:
            why = f"trang “{title}” rộng hơn {COLUMN_LIMIT} cột; hãy xóa các cột thừa."
            raise BadWorkbook(name=name, why=why)
        if extent.last_row > ROW_LIMIT:
            why = f"trang “{title}” dài hơn {ROW_LIMIT} dòng; hãy xóa dòng trống hoặc tách tệp."
            raise BadWorkbook(name=name, why=why)
    return found


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet names and the parts of the file they are kept in."""
    book = archive.read("xl/workbook.xml").decode()
    links = archive.read("xl/_rels/workbook.xml.rels").decode()
    targets: dict[str, str] = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
        facts = dict(_ATTRIBUTE.findall(tag))
        target = facts.get("Target", "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        targets[facts.get("Id", "")] = part
    found = {}
    for tag in _SHEET.findall(book):
        facts = dict(_ATTRIBUTE.findall(tag))
        title = unescape(facts.get("name", ""), {"&quot;": '"', "&apos;": "'"})
        found[title] = targets.get(facts.get("r:id", ""), "")
    return found


def _look_through(archive: zipfile.ZipFile, part: str) -> Extent:
    extent = Extent()
    with archive.open(part) as stream:
        tail = b""
        while chunk := stream.read(CHUNK):
            text = tail + chunk
            for match in _ROW.finditer(text):
                extent.last_row = max(extent.last_row, int(match.group(1)))
            extent.wide = extent.wide or _WIDE.search(text) is not None
            for match in _FAILED.finditer(text):
                column = _column(match.group(1).decode())
                extent.failed.setdefault(int(match.group(2)), set()).add(column)
            tail = text[-OVERLAP:]
    return extent


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
