"""What forms 12 and 13 share: all households beside those of one class."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from households.choices import Klass
from households.rules import poverty_rate
from households.selectors import CommuneCounts, counts_by_commune
from households.selectors.profile import profiles
from reports.kinds.built import Built, Year
from reports.kinds.by_area import Sheet, table

Both = tuple[CommuneCounts, Counter[str]]


def build(
    asked: Year,
    *,
    klass: Klass,
    row_class: type,
) -> Built:
    """The multidimensional summary of one class by commune."""
    homes = counts_by_commune(asked.area, on=asked.on, known_at=asked.known_at, native=True)
    found = profiles(asked.area, on=asked.on, indicators=(), known_at=asked.known_at)
    counted: dict[int, Both] = {
        pk: (counts, found.get(pk, {}).get(klass, Counter()))
        for pk, counts in homes.items()
    }

    def lines(order: str, label: str, of: Sequence[Both]) -> list[Any]:
        cells = _cells(of) if of else [None] * len(ALL + LISTED + RATES)
        return [row_class(order, label, *cells)]

    name = "HỘ NGHÈO" if klass == Klass.POOR else "HỘ CẬN NGHÈO"
    title = f"TỔNG HỢP {name} ĐA CHIỀU NĂM {asked.year}"
    note = "Tỷ lệ chia cho số hộ, số khẩu tương ứng của cột 1–5; dấu – là không có hộ."
    sheet = Sheet(row_class=row_class, title=title, lines=lines, notes=[note])
    return table(asked, counted, sheet)


ALL = ("households", "kinh", "minority", "native", "persons")
LISTED = (
    *("households", "kinh", "minority", "native"),
    *("group:merit", "group:no_capacity", "group:female_head", "persons"),
)
RATES = ("households", "minority", "native", "persons")


def _cells(of: Sequence[Both]) -> list[Any]:
    whole = Counter(
        {name: sum(getattr(c, name) for c, _ in of) for name in ALL if name != "kinh"}
    )
    listed: Counter[str] = sum((counts for _, counts in of), Counter())
    for counts in (whole, listed):
        counts["kinh"] = counts["households"] - counts["minority"]
    rates = [poverty_rate(listed[name], whole[name]) for name in RATES]
    return [*(whole[n] for n in ALL), *(listed[n] for n in LISTED), *rates]
