"""Why a cell may have come out wrong: what people and machines do to numbers."""

from decimal import Decimal
from fractions import Fraction

from core.numbers import show_decimal, show_int
from targets.checker.table import COUNTS, RATES, Cell, Number, Table

NEAR = Fraction(1, 100)
NAMES = {
    "households": "tổng số hộ",
    "minority": "số hộ DTTS",
    "poor": "số hộ nghèo",
    "reduction": "số hộ giảm",
    "remaining": "số hộ còn lại",
    "near_poor": "số hộ cận nghèo",
    "persons": "tổng số khẩu",
    "poor_persons": "số khẩu nghèo",
    "near_poor_persons": "số khẩu cận nghèo",
    "reduction_from": "số hộ giảm ít nhất",
    "reduction_to": "số hộ giảm nhiều nhất",
}


def shown(value: Number | None) -> str:
    """A value as people read it."""
    if isinstance(value, Decimal):
        return show_decimal(value)
    return show_int(value)


def explain(table: Table, cell: Cell, computed: Number) -> str:
    """A likely reason for what is printed instead of `computed`; empty where none is."""
    printed = table.value(cell)
    if printed is None:
        return ""
    if cell.column in RATES:
        reason = _other_rate(table, cell, Decimal(printed))
        if reason:
            return reason
    return _slip(printed, computed)


def _other_rate(table: Table, cell: Cell, printed: Decimal) -> str:
    """A rate of the same part over something else, or the mean of the rows' rates."""
    part_name, whole_name = RATES[cell.column]
    part = table.value(Cell(cell.row, part_name))
    for column in COUNTS:
        other = table.value(Cell(cell.row, column))
        if column in {whole_name, part_name} or not other or part is None:
            continue
        rate = Fraction(part) * 100 / Fraction(other)
        if abs(Fraction(printed) - rate) <= NEAR:
            return f"tính trên {NAMES[column]}, không phải trên {NAMES[whole_name]}"
    rows = [Cell(child, cell.column) for child in table.rows[cell.row].children]
    rates = [Fraction(v) for c in rows if (v := table.value(c)) is not None]
    added = sum(rates, Fraction(0))
    if rates and abs(Fraction(printed) - added / len(rates)) <= NEAR:
        return "là bình quân các tỷ lệ, không tính lại từ tổng"
    if rates and abs(Fraction(printed) - added) <= NEAR * len(rates):
        return "là tổng các tỷ lệ đã làm tròn"
    return ""


def _slip(printed: Number, computed: Number) -> str:
    one, other = _digits(printed), _digits(computed)
    if one.strip("0") == other.strip("0") and printed != computed:
        return "lệch đơn vị: dấu phân cách hoặc số chữ số 0 bị sai"
    if len(one) == len(other):
        apart = [
            n for n, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]
        ]
        if len(apart) == 1:
            return "sai một chữ số"
        if len(apart) == 2 and apart[1] == apart[0] + 1:  # noqa: PLR2004 - two places
            first, second = apart
            if one[first] == other[second] and one[second] == other[first]:
                return "hai chữ số bị đảo"
    short, long = sorted((one, other), key=len)
    if len(long) == len(short) + 1 and any(
        long[:n] + long[n + 1 :] == short for n in range(len(long))
    ):
        return "thừa hoặc thiếu một chữ số"
    return ""


def _digits(value: Number) -> str:
    if isinstance(value, Decimal):
        return f"{value:.2f}".replace(".", "").replace("-", "")
    return str(abs(value))
