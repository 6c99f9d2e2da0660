"""What forms 12 and 13 share: all households beside those of one class."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst

from households.choices import Klass
from households.rules import poverty_rate
from households.selectors import CommuneCounts, counts_by_commune
from households.selectors.profile import profiles
from office.columns import column
from reports.kinds.built import Built, Year
from reports.kinds.by_area import Sheet, table
from reports.rules.measures import NAME_OF

Both = tuple[CommuneCounts, Counter[str]]


EVERYBODY, OF_CLASS, SHARES = "Toàn bộ dân cư", "{klass}", "Tỷ lệ {small}"
NAMES = {Klass.POOR: "hộ nghèo", Klass.NEAR_POOR: "hộ cận nghèo"}
INT, RATE, HO = "#,##0", "0.00", "hộ"


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One area: everybody, then the households of a class, then their rates.

    Unit: hộ, người, %.
    Source: law.md §4, forms 12 and 13 [S2].
    """

    order: str = column("TT", formula="A", width=6)
    area: str = column("Khu vực/ Địa bàn", formula="B", width=24)
    homes: int | None = column(
        "Tổng số hộ", unit=HO, number_format=INT, width=9, formula="1", group=EVERYBODY
    )
    kinh: int | None = column(
        "Hộ Kinh", unit=HO, number_format=INT, width=9, formula="2=1-3", group=EVERYBODY
    )
    minority: int | None = column(
        "Hộ DTTS", unit=HO, number_format=INT, width=9, formula="3", group=EVERYBODY
    )
    native: int | None = column(
        "Trong đó DTTS tại chỗ",
        unit=HO,
        number_format=INT,
        width=9,
        formula="4",
        group=EVERYBODY,
    )
    persons: int | None = column(
        "Số khẩu", unit="người", number_format=INT, width=9, formula="5", group=EVERYBODY
    )
    listed: int | None = column(
        "Tổng số", unit=HO, number_format=INT, width=9, formula="6", group=OF_CLASS
    )
    listed_kinh: int | None = column(
        "Hộ Kinh", unit=HO, number_format=INT, width=9, formula="7=6-8", group=OF_CLASS
    )
    listed_minority: int | None = column(
        "Hộ DTTS", unit=HO, number_format=INT, width=9, formula="8", group=OF_CLASS
    )
    listed_native: int | None = column(
        "Trong đó DTTS tại chỗ",
        unit=HO,
        number_format=INT,
        width=9,
        formula="9",
        group=OF_CLASS,
    )
    merit: int | None = column(
        "Người có công", unit=HO, number_format=INT, width=9, formula="10", group=OF_CLASS
    )
    unable: int | None = column(
        "Không có khả năng lao động",
        unit=HO,
        number_format=INT,
        width=9,
        formula="11",
        group=OF_CLASS,
    )
    female_head: int | None = column(
        "Chủ hộ là nữ", unit=HO, number_format=INT, width=9, formula="12", group=OF_CLASS
    )
    listed_persons: int | None = column(
        "Số khẩu", unit="người", number_format=INT, width=9, formula="13", group=OF_CLASS
    )
    rate: Decimal | None = column(
        "Hộ", unit="%", number_format=RATE, width=9, formula="14=6/1", group=SHARES
    )
    minority_rate: Decimal | None = column(
        "Hộ DTTS", unit="%", number_format=RATE, width=9, formula="15=8/3", group=SHARES
    )
    native_rate: Decimal | None = column(
        "DTTS tại chỗ",
        unit="%",
        number_format=RATE,
        width=9,
        formula="16=9/4",
        group=SHARES,
    )
    persons_rate: Decimal | None = column(
        "Khẩu", unit="%", number_format=RATE, width=9, formula="17=13/5", group=SHARES
    )


def build(asked: Year, *, klass: Klass) -> Built:
    """The multidimensional summary of one class by commune."""
    homes = counts_by_commune(asked.area, on=asked.on, known_at=asked.known_at, native=True)
    found = profiles(asked.area, on=asked.on, indicators=(), known_at=asked.known_at)
    counted: dict[int, Both] = {
        pk: (counts, found.get(pk, {}).get(klass, Counter()))
        for pk, counts in homes.items()
    }

    def lines(order: str, label: str, of: Sequence[Both]) -> list[Any]:
        cells = _cells(of) if of else [None] * len(ALL + LISTED + RATES)
        return [SummaryRow(order, label, *cells)]

    small = NAMES[klass]
    title = f"TỔNG HỢP {small.upper()} ĐA CHIỀU NĂM {asked.year}"
    note = "Tỷ lệ chia cho số hộ, số khẩu tương ứng của cột 1–5; dấu – là không có hộ."
    words = {"klass": capfirst(small), "small": small}
    opens = {name: f"{NAME_OF[klass]}{code}" for name, code in BEHIND.items()}
    opens |= dict(zip(("homes", *ALL[1:]), ALL, strict=True))
    sheet = Sheet(SummaryRow, title, lines, [note], words, opens)
    return table(asked, counted, sheet)


# what follows the class in the figure behind each column
BEHIND = {
    **dict.fromkeys(("listed", "rate"), ""),
    "listed_kinh": ":kinh",
    **dict.fromkeys(("listed_minority", "minority_rate"), ":minority"),
    **dict.fromkeys(("listed_native", "native_rate"), ":native"),
    "merit": ":group:merit",
    "unable": ":group:no_capacity",
    "female_head": ":group:female_head",
    **dict.fromkeys(("listed_persons", "persons_rate"), ":persons"),
}
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
