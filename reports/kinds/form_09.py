"""Report form 9: listed households by the ethnic group of their head.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu phân tích theo dân tộc; columns law.md §4, form
9 [S2]: per class total, Kinh, DTTS, then the groups of the area, other. Which groups
stand apart is ours: the most numerous of the area's lists (ADR 0028).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from areas.models import Area
from households.choices import Klass
from households.rules import is_minority
from households.selectors.profile import MINORITY, UNKNOWN_GROUP, ethnic_profiles
from reports.kinds.built import Built, Year
from reports.kinds.by_area import Sheet, table
from reports.kinds.classes import CLASSES, By, opens, row_class

KINH = "Kinh"
MOST = 6  # groups with a column of their own


def build(asked: Year) -> Built:
    """Rows of form 9 for an area, and their total."""
    found = ethnic_profiles(asked.area, on=asked.on, known_at=asked.known_at)
    communes = Area.objects.communes_of(asked.area, asked.on).values_list("pk", flat=True)
    counted: Mapping[int, By] = {pk: found.get(pk, {}) for pk in communes}
    names = _names(counted)
    headings = ["Tổng số", KINH, "Hộ DTTS", *names, "Khác"]
    form_row = row_class("Form09Row", headings)

    def lines(order: str, label: str, of: Sequence[By]) -> list[Any]:
        cells: list[int | None] = [None] * (len(CLASSES) * len(headings))
        if of:
            cells = [n for klass in CLASSES for n in _cells(of, klass, names)]
        return [form_row(order, label, *cells)]

    title = f"PHÂN TÍCH HỘ NGHÈO, HỘ CẬN NGHÈO THEO DÂN TỘC NĂM {asked.year}"
    note = f"Theo dân tộc của chủ hộ. “Khác” gồm cả hộ {UNKNOWN_GROUP.lower()}."
    none_of = f"!{';'.join([KINH, *names])}"
    behind = opens(["", *(f"ethnic:{n}" for n in (KINH, MINORITY, *names, none_of))])
    sheet = Sheet(form_row, title, lines, notes=[note], opens=behind)
    return table(asked, counted, sheet)


def _names(counted: Mapping[int, By]) -> list[str]:
    """The minority groups with most listed households in the area, in that order."""
    whole: Counter[str] = Counter()
    for classes in counted.values():
        for names in classes.values():
            whole.update(names)
    told = [(n, name) for name, n in whole.items() if _is_group(name)]
    return [name for _, name in sorted(told, key=lambda one: (-one[0], one[1]))[:MOST]]


def _is_group(name: str) -> bool:
    return is_minority(name) and name != UNKNOWN_GROUP


def _cells(of: Sequence[By], klass: Klass, names: Sequence[str]) -> list[int]:
    counts: Counter[str] = sum((one.get(klass, Counter()) for one in of), Counter())
    minority = sum(n for name, n in counts.items() if _is_group(name))
    whole = sum(counts.values())
    told = [counts[name] for name in names]
    return [whole, counts[KINH], minority, *told, whole - counts[KINH] - sum(told)]
