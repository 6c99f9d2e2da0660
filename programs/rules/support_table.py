"""What one line of a list of supports says: household, policy, days, sources."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.text import capfirst

from core.numbers import parse_decimal
from core.text import name_norm
from households.rules.tables.cells import BadCell, Raw, day_of, text_of, whole_of
from programs.choices import Fund
from programs.rules.money import MOST_MONEY
from programs.rules.reading import TableReader

FUND = "fund-"
NAMES = {
    "code": "Mã hộ",
    "head": "Chủ hộ",
    "policy": "Chính sách (mã hoặc tên)",
    "on": "Ngày hỗ trợ",
    "approved_on": "Ngày phê duyệt danh sách",
    "note": "Nội dung hỗ trợ",
    "quantity": "Số lượng",
    "unit": "Đơn vị",
    **{f"{FUND}{fund}": f"{capfirst(fund.label)} (đồng)" for fund in Fund},
    "exception": "Căn cứ ngoại lệ",
}
ASKED = ("code", "policy", "on", "note")  # columns without which nothing can be read
LONGEST = {"note": 300, "unit": 40, "exception": 300}


@dataclass(slots=True)
class SupportLine:
    """One line as read: plain values, and what is wrong with its cells."""

    row: int
    code: str
    head: str
    facts: dict[str, Any]
    faults: list[dict[str, Any]] = field(default_factory=list)


def line_of(
    number: int, row: Sequence[Raw], columns: Mapping[str, int], policies: Mapping[str, str]
) -> SupportLine | None:
    """What a row says; nothing for an empty one. `policies` maps names and codes to codes.

    Unit: đồng, whole; quantity in the line's own unit.
    Source: law.md §5 (sources of programme money), project convention.
    """
    reader = TableReader(number, row, columns)
    code, head = reader.text("code"), reader.text("head")
    if not code and not reader.text("policy"):
        return None
    facts = _facts(reader, policies)
    if not code:
        reader.fault("code", "thiếu mã hộ")
    for name, why in MISSING.items():
        if not facts[name] and name not in reader.bad:
            reader.fault(name, why)
    for name, most in LONGEST.items():
        if len(reader.text(name)) > most:
            reader.fault(name, f"dài quá {most} chữ")
    return SupportLine(number, code, head, facts, reader.faults)


MISSING = {
    "policy": "không có chính sách nào mang mã hoặc tên này",
    "on": "thiếu ngày hỗ trợ",
    "note": "thiếu nội dung hỗ trợ",
}


def _facts(reader: TableReader, policies: Mapping[str, str]) -> dict[str, Any]:
    """What the cells tell, as plain values to keep."""
    days = {name: reader.read(name, day_of) for name in ("on", "approved_on")}
    shares = {}
    for fund in Fund:
        amount = reader.read(f"{FUND}{fund}", lambda cell: whole_of(cell, most=MOST_MONEY))
        if amount:
            shares[str(fund)] = amount
    return {
        "policy": policies.get(name_norm(reader.text("policy")), ""),
        **{name: day.isoformat() if day else "" for name, day in days.items()},
        "note": reader.text("note"),
        "quantity": reader.read("quantity", _quantity),
        "unit": reader.text("unit"),
        "exception": reader.text("exception"),
        "shares": shares,
    }


def _quantity(cell: Raw | None) -> str | None:
    text = text_of(cell)
    if not text:
        return None
    try:
        number = round(parse_decimal(text), 2)
    except ValueError:
        raise BadCell("phải là một số, ví dụ 2,5") from None
    if not 0 <= number < 10**10:
        raise BadCell("phải từ 0 trở lên")
    return str(number)
