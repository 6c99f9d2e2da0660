"""Report form 10: causes of poverty.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu phân tích theo nguyên nhân; columns law.md §4,
form 10 [S2]: the eight causes, several per household.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import make_dataclass
from typing import Any

from areas.models import Area
from households.choices import Cause, Klass
from households.selectors.profile import profiles
from office.columns import column
from reports.kinds.built import Built, Year
from reports.kinds.by_area import Sheet, table

CLASSES = {Klass.POOR: "Hộ nghèo", Klass.NEAR_POOR: "Hộ cận nghèo"}
By = dict[Klass, Counter[str]]
NAMES = ("households", *(f"cause:{cause}" for cause in Cause))


def _row_class() -> type:
    """Both classes: all households, then each cause."""
    fixed: list[tuple[str, type, Any]] = [
        ("order", str, column("TT", formula="A", width=6)),
        ("area", str, column("Khu vực/ Địa bàn", formula="B", width=24)),
    ]
    headings = ["Tổng số", *(cause.label for cause in Cause)]
    rest = [
        (
            f"{klass}_{n}",
            object,
            column(
                heading,
                unit="hộ",
                number_format="#,##0",
                width=9,
                formula=str(n + 1 + len(headings) * (klass == Klass.NEAR_POOR)),
                group=group,
            ),
        )
        for klass, group in CLASSES.items()
        for n, heading in enumerate(headings)
    ]
    return make_dataclass("Form10Row", [*fixed, *rest], frozen=True)


Form10Row = _row_class()


def build(asked: Year) -> Built:
    """Rows of form 10 for an area, and their total."""
    found = profiles(asked.area, on=asked.on, indicators=(), known_at=asked.known_at)
    communes = Area.objects.communes_of(asked.area, asked.on).values_list("pk", flat=True)
    counted = {pk: found.get(pk, {}) for pk in communes}
    title = f"PHÂN TÍCH HỘ NGHÈO, HỘ CẬN NGHÈO THEO NGUYÊN NHÂN NĂM {asked.year}"
    note = "Một hộ có thể có nhiều nguyên nhân: các cột không cộng thành tổng số."
    sheet = Sheet(row_class=Form10Row, title=title, lines=_lines, notes=[note])
    return table(asked, counted, sheet)


def _lines(order: str, label: str, of: Sequence[By]) -> list[Any]:
    cells: list[int | None] = [None] * (len(CLASSES) * len(NAMES))
    if of:
        cells = [
            sum(one.get(klass, Counter())[name] for one in of)
            for klass in CLASSES
            for name in NAMES
        ]
    return [Form10Row(order, label, *cells)]
