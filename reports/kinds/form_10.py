"""Report form 10: causes of poverty.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu phân tích theo nguyên nhân; columns law.md §4,
form 10 [S2]: the eight causes, several per household.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from areas.models import Area
from households.choices import Cause
from households.selectors.profile import profiles
from reports.kinds.built import Built, Year
from reports.kinds.by_area import Sheet, table
from reports.kinds.classes import CLASSES, By, opens, row_class

NAMES = ("households", *(f"cause:{cause}" for cause in Cause))


Form10Row = row_class("Form10Row", ["Tổng số", *(cause.label for cause in Cause)])


def build(asked: Year) -> Built:
    """Rows of form 10 for an area, and their total."""
    found = profiles(asked.area, on=asked.on, indicators=(), known_at=asked.known_at)
    communes = Area.objects.communes_of(asked.area, asked.on).values_list("pk", flat=True)
    counted = {pk: found.get(pk, {}) for pk in communes}
    title = f"PHÂN TÍCH HỘ NGHÈO, HỘ CẬN NGHÈO THEO NGUYÊN NHÂN NĂM {asked.year}"
    note = "Một hộ có thể có nhiều nguyên nhân: các cột không cộng thành tổng số."
    behind = opens(["", *NAMES[1:]])
    sheet = Sheet(Form10Row, title, _lines, notes=[note], opens=behind)
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
