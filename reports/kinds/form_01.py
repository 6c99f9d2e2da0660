"""Report form 1: official results of the review.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu tổng hợp kết quả rà soát; columns law.md §4 [S2].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from households.choices import Klass
from households.rules import poverty_rate
from households.selectors import CommuneCounts, counts_by_commune
from households.standards import standard_on
from office.columns import column
from reports.kinds.built import Built, Year
from reports.kinds.by_area import Sheet, table

TOTALS = "Tổng số"
HOMES = "Hộ"
PERSONS = "Nhân khẩu"
INT = "#,##0"


@dataclass(frozen=True, slots=True)
class Form01Row:
    """One area: households and persons by class, with their shares.

    Unit: hộ, người, %.
    Source: law.md §4, form 1 [S2].
    """

    order: str = column("TT", formula="A", width=6)
    area: str = column("Khu vực/ Địa bàn", formula="B", width=24)
    households: int | None = column(
        "Số hộ", unit="hộ", number_format=INT, formula="1", group=TOTALS
    )
    persons: int | None = column(
        "Số khẩu", unit="người", number_format=INT, formula="2", group=TOTALS
    )
    poor: int | None = column(
        "Hộ nghèo", unit="hộ", number_format=INT, formula="3", group=HOMES
    )
    poor_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="4=3/1", group=HOMES
    )
    near: int | None = column(
        "Hộ cận nghèo", unit="hộ", number_format=INT, formula="5", group=HOMES
    )
    near_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="6=5/1", group=HOMES
    )
    average: int | None = column(
        "Hộ nông nghiệp có mức sống trung bình",
        unit="hộ",
        number_format=INT,
        formula="7",
        group=HOMES,
    )
    average_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="8=7/1", group=HOMES
    )
    poor_persons: int | None = column(
        "Khẩu hộ nghèo", unit="người", number_format=INT, formula="9", group=PERSONS
    )
    poor_persons_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="10=9/2", group=PERSONS
    )
    near_persons: int | None = column(
        "Khẩu hộ cận nghèo", unit="người", number_format=INT, formula="11", group=PERSONS
    )
    near_persons_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="12=11/2", group=PERSONS
    )
    average_persons: int | None = column(
        "Khẩu hộ nông nghiệp có mức sống trung bình",
        unit="người",
        number_format=INT,
        formula="13",
        group=PERSONS,
    )
    average_persons_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="14=13/2", group=PERSONS
    )


# a share opens what it is a share of
OPENS = {"households": "households", "persons": "persons"} | {
    f"{klass}{part}{share}": f"{klass}{part.replace('_', ':')}"
    for klass in ("poor", "near", "average")
    for part in ("", "_persons")
    for share in ("", "_rate")
}


def build(asked: Year) -> Built:
    """Rows of form 1 for an area: recognised communes, and their total."""
    has_average = Klass.AVERAGE in standard_on(date(asked.year, 12, 31)).classes
    counts = counts_by_commune(asked.area, on=asked.on, known_at=asked.known_at)

    def lines(order: str, label: str, of: Sequence[CommuneCounts]) -> list[Form01Row]:
        return [_row(order, label, of, has_average=has_average)]

    title = f"TỔNG HỢP KẾT QUẢ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO NĂM {asked.year}"
    sheet = Sheet(row_class=Form01Row, title=title, lines=lines, opens=OPENS)
    return table(asked, counts, sheet)


def _row(
    order: str, label: str, counts: Sequence[CommuneCounts], *, has_average: bool
) -> Form01Row:
    if not counts:
        return Form01Row(order, label, *([None] * 14))
    homes = sum(c.households for c in counts)
    persons = sum(c.persons for c in counts)
    cells: list[int | Decimal | None] = []
    for attribute, whole in (("households", homes), ("persons", persons)):
        for klass in (Klass.POOR, Klass.NEAR_POOR, Klass.AVERAGE):
            if klass == Klass.AVERAGE and not has_average:
                cells += [None, None]
                continue
            part = sum(getattr(c.of(klass), attribute) for c in counts)
            cells += [part, poverty_rate(part, whole)]
    return Form01Row(order, label, homes, persons, *cells)  # type: ignore[arg-type]
