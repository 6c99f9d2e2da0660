"""What one line of a table of money says: a part of an allocation, or an entry."""

from collections.abc import Mapping, Sequence
from typing import Any

from core.text import name_norm
from households.rules.tables.cells import BadCell, Raw, day_of, text_of, whole_of
from programs.choices import EntryKind
from programs.rules.money import MOST_MONEY
from programs.rules.reading import TableReader

SHARES = {
    "code": "Mã nơi nhận",
    "name": "Nơi nhận",
    "amount": "Số tiền (đồng)",
}
SHARES_ASKED = ("name", "amount")
ENTRIES = {
    "key": "Mã khoản vốn",
    "label": "Khoản vốn",
    "left": "Còn lại khi tải mẫu (đồng)",
    "kind": "Nghiệp vụ",
    "on": "Ngày",
    "amount": "Số tiền (đồng)",
    "note": "Nội dung",
    "voucher": "Số chứng từ",
    "activity": "Chi cho hoạt động",
}
ENTRIES_ASKED = ("key", "kind", "on", "amount", "note")
LONGEST = {"note": 300, "voucher": 60}
MISSING = {
    "key": "thiếu mã khoản vốn; hãy lấy từ tệp mẫu",
    "kind": "không có nghiệp vụ nào tên như vậy",
    "on": "thiếu ngày",
    "amount": "số tiền phải lớn hơn 0",
    "note": "thiếu nội dung",
}
_KINDS = {name_norm(kind.label): kind for kind in EntryKind} | {
    "thu hoi tam ung": EntryKind.CLEARING,
    "hoan tra": EntryKind.RETURN,
}


def share_of(
    number: int, row: Sequence[Raw], columns: Mapping[str, int]
) -> dict[str, Any] | None:
    """One receiver and its part; nothing for an empty line or one without an amount.

    Unit: đồng, whole.
    Source: project convention (the template of the product).
    """
    reader = TableReader(number, row, columns)
    amount = reader.read("amount", _amount)
    name = reader.text("name")
    if not name or (amount is None and not reader.faults):
        return None
    return {
        "row": number,
        "code": reader.text("code"),
        "name": name[:200],
        "amount": amount or 0,
        "faults": reader.faults,
    }


def entry_of(
    number: int, row: Sequence[Raw], columns: Mapping[str, int]
) -> dict[str, Any] | None:
    """What was done with money on a day; nothing for a line nobody filled in.

    Unit: đồng, whole.
    Source: law.md §5 (commitments, advances, disbursements, returns).
    """
    reader = TableReader(number, row, columns)
    if not any(reader.text(name) for name in ("kind", "on", "amount", "note")):
        return None
    day = reader.read("on", day_of)
    facts: dict[str, Any] = {
        "key": reader.text("key").casefold(),
        "kind": str(_KINDS.get(name_norm(reader.text("kind")), "")),
        "on": day.isoformat() if day else "",
        "amount": reader.read("amount", _amount) or 0,
        "note": reader.text("note"),
        "voucher": reader.text("voucher"),
        "activity": reader.text("activity"),
    }
    for name, why in MISSING.items():
        if not facts[name] and name not in reader.bad:
            reader.fault(name, why)
    for name, most in LONGEST.items():
        if len(facts[name]) > most:
            reader.fault(name, f"dài quá {most} chữ")
    return {"row": number, **facts, "faults": reader.faults}


def _amount(cell: Raw | None) -> int | None:
    text = text_of(cell)
    if text.startswith("-") and text not in {"-", "–"}:
        raise BadCell("không được âm; thu hồi thì chọn nghiệp vụ hoàn trả")
    return whole_of(cell, most=MOST_MONEY)
