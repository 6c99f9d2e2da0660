"""Workbooks of needs, registers and money, as the queue writes them."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.choices import Right
from accounts.services import record_list
from core.dates import today
from core.text import name_norm
from office.exports import Writer, register
from office.lists import ListSheet, write_lists
from office.models import Export
from programs.models import Allocation, Disbursement
from programs.needs import needs_source
from programs.registers import REGISTERS, Register, shown
from programs.selectors.acting import still_holds
from programs.selectors.money import entries_of, money_of
from programs.selectors.needs import HouseholdNeed, needs_below, readable_areas
from programs.selectors.registers import rows_of

NEEDS = "needs"
REGISTER = "register"
MONEY = "money"
BATCH = 1000
HEADINGS = (
    ("TT", 6),
    ("Mã hộ", 14),
    ("Chủ hộ", 24),
    ("Xã", 20),
    ("Thôn, tổ dân phố", 22),
    ("Diện", 14),
    ("Nhu cầu", 26),
    ("Căn cứ", 24),
    ("Chính sách phù hợp", 40),
    ("Đã hỗ trợ trong năm", 40),
)


def _sees_homes(export: Export) -> bool:
    return readable_areas(export.created_by).filter(pk=export.area_id).exists()


def _cells(rows: Iterator[HouseholdNeed], key: str) -> Iterator[list[Any]]:
    """One line per household and need; `key` keeps one need only."""
    number = 0
    for row in rows:
        if key and row.shown.need.key != key:
            continue
        number += 1
        home = row.household
        yield [
            number,
            home.code,
            home.head_name,
            home.commune.full_name,
            home.village.full_name if home.village else "",
            row.klass.label,
            row.shown.need.name,
            row.shown.why,
            "; ".join(row.offers),
            "; ".join(row.answered),
        ]


def _write_needs(export: Export, path: Path) -> None:
    """Needs of an area's households, commune by commune, by priority within each."""
    year, area = int(export.params["year"]), export.area
    titles = [
        f"NHU CẦU CỦA HỘ NGHÈO, HỘ CẬN NGHÈO NĂM {year}",
        f"{area.full_name}, lập ngày {today():%d/%m/%Y}",
        f"Nguồn: phiếu rà soát đã công nhận. {needs_source()}",
    ]
    rows = _cells(needs_below(area, year), export.params["need"])
    write_lists([ListSheet("Nhu cầu", titles, HEADINGS, rows)], path)


def _needs_name(export: Export) -> str:
    place = name_norm(export.area.name).replace(" ", "-")
    return f"nhu-cau-{place}-{export.params['year']}.xlsx"


def _opens_register(export: Export) -> bool:
    view = _register_of(export).view
    return still_holds(export.created_by, view, export.params["held"])


def _register_of(export: Export) -> Register:
    return REGISTERS[export.params["register"]]


def _write_register(export: Export, path: Path) -> None:
    """All rows of a register that who asked may see, with the columns of its page."""
    register = _register_of(export)
    titles = [
        register.title.upper(),
        f"{export.area.full_name}, lập ngày {today():%d/%m/%Y}",
        register.about,
    ]
    headings = [("TT", 6), *((one.heading, one.width) for one in register.columns)]
    rows = rows_of(export.created_by, register)
    if register.personal:  # who leaves by this file is written down, area by area
        record_list(
            export.created_by,
            right=register.view,
            subject_type=register.subject,
            paths=rows.values_list("area_path", flat=True),
            address=None,
        )
    cells = (
        [number, *(_cell(one.value(row)) for one in register.columns)]
        for number, row in enumerate(rows.iterator(BATCH), start=1)
    )
    write_lists([ListSheet("Danh sách", titles, headings, cells)], path)


def _cell(value: Any) -> Any:
    """A value as a workbook keeps it: numbers as numbers, all else as people read it."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return value if is_number else shown(value)


def _register_name(export: Export) -> str:
    return f"so-{_register_of(export).slug}.xlsx"


MONEY_HEADINGS = (
    *(("Dự án", 12), ("Tiểu dự án", 14), ("Nơi nhận vốn", 34), ("Thuộc khoản của", 30)),
    *(("Loại vốn", 20), ("Nguồn vốn", 26), ("Chuyển từ năm", 10)),
    *(("Giao đầu năm (đồng)", 20), ("Điều chỉnh (đồng)", 20), ("Kế hoạch vốn (đồng)", 20)),
    *(("Đã phân bổ tiếp (đồng)", 20), ("Đã giải ngân tại đây (đồng)", 20)),
    *(("Còn lại tại đây (đồng)", 20), ("Quyết định", 34), ("Mã khoản vốn", 16)),
)
ENTRY_HEADINGS = (
    *(("Mã khoản vốn", 16), ("Dự án", 12), ("Nơi ghi", 34), ("Ngày", 12)),
    *(("Nghiệp vụ", 26), ("Số tiền (đồng)", 20), ("Nội dung", 40), ("Số chứng từ", 16)),
    ("Hoạt động", 34),
)


def _sees_money(export: Export) -> bool:
    return still_holds(export.created_by, Right.PROJECT_VIEW, export.params["held"])


def _write_money(export: Export, path: Path) -> None:
    """A year's allocations one sees, each with what it is part of, and their entries."""
    year, by = int(export.params["year"]), export.created_by
    rows = money_of(by, year).select_related("parent__area", "parent__agency", "document")
    titles = [
        f"VỐN VÀ GIẢI NGÂN NĂM {year}",
        f"{export.area.full_name}, lập ngày {today():%d/%m/%Y}. Đơn vị: đồng",
    ]
    entries = entries_of(by, year)
    sheets = [
        ListSheet("Vốn", titles, MONEY_HEADINGS, map(_money_cells, rows.iterator(BATCH))),
        ListSheet(
            "Giải ngân", titles, ENTRY_HEADINGS, map(_entry_cells, entries.iterator(BATCH))
        ),
    ]
    write_lists(sheets, path)


def _money_cells(row: Allocation) -> list[Any]:
    above, purse = row.parent, row.purse
    return [
        row.project.code,
        row.sub_project.code if row.sub_project else "",
        str(row.agency or row.area.full_name),
        str(above.agency or above.area.full_name) if above else "",
        row.get_nature_display(),
        row.get_fund_display(),
        row.from_year or "",
        *(purse.opening, purse.changed, purse.given, purse.shared, purse.spent, purse.left),
        str(row.document),
        row.key,
    ]


def _entry_cells(entry: Disbursement) -> list[Any]:
    row = entry.allocation
    return [
        row.key,
        row.project.code,
        str(row.agency or row.area.full_name),
        f"{entry.on:%d/%m/%Y}",
        entry.get_kind_display(),
        entry.amount,
        entry.note,
        entry.voucher,
        entry.activity.name if entry.activity else "",
    ]


def _money_name(export: Export) -> str:
    return f"von-giai-ngan-{export.params['year']}.xlsx"


def register_program_exports() -> None:
    """Called once, when the house is built."""
    writer = Writer(_sees_homes, "Nhu cầu của hộ", _write_needs, _needs_name)
    register(NEEDS, writer)
    register(
        REGISTER,
        Writer(_opens_register, "Sổ theo dõi", _write_register, _register_name),
    )
    register(MONEY, Writer(_sees_money, "Vốn và giải ngân", _write_money, _money_name))
