"""Report form 13: multidimensional summary of near-poor households.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu tổng hợp hộ cận nghèo đa chiều; columns law.md §4, form
13 [S2]: all households (Kinh, DTTS, of which native), persons; near-poor households likewise,
merit, no capacity, female head; persons; rates.
"""

from dataclasses import dataclass
from decimal import Decimal

from households.choices import Klass
from office.columns import column
from reports.kinds import summary
from reports.kinds.built import Built, Year

ALL, LISTED, RATES = "Toàn bộ dân cư", "Hộ cận nghèo", "Tỷ lệ hộ cận nghèo"
INT, RATE, HO = "#,##0", "0.00", "hộ"


@dataclass(frozen=True, slots=True)
class Form13Row:
    """One area: everybody, then the near-poor households, then their rates.

    Unit: hộ, người, %.
    Source: law.md §4, form 13 [S2].
    """

    order: str = column("TT", formula="A", width=6)
    area: str = column("Khu vực/ Địa bàn", formula="B", width=24)
    homes: int | None = column(
        "Tổng số hộ", unit=HO, number_format=INT, width=9, formula="1", group=ALL
    )
    kinh: int | None = column(
        "Hộ Kinh", unit=HO, number_format=INT, width=9, formula="2=1-3", group=ALL
    )
    minority: int | None = column(
        "Hộ DTTS", unit=HO, number_format=INT, width=9, formula="3", group=ALL
    )
    native: int | None = column(
        "Trong đó DTTS tại chỗ", unit=HO, number_format=INT, width=9, formula="4", group=ALL
    )
    persons: int | None = column(
        "Số khẩu", unit="người", number_format=INT, width=9, formula="5", group=ALL
    )
    listed: int | None = column(
        "Tổng số", unit=HO, number_format=INT, width=9, formula="6", group=LISTED
    )
    listed_kinh: int | None = column(
        "Hộ Kinh", unit=HO, number_format=INT, width=9, formula="7=6-8", group=LISTED
    )
    listed_minority: int | None = column(
        "Hộ DTTS", unit=HO, number_format=INT, width=9, formula="8", group=LISTED
    )
    listed_native: int | None = column(
        "Trong đó DTTS tại chỗ",
        unit=HO,
        number_format=INT,
        width=9,
        formula="9",
        group=LISTED,
    )
    merit: int | None = column(
        "Người có công", unit=HO, number_format=INT, width=9, formula="10", group=LISTED
    )
    unable: int | None = column(
        "Không có khả năng lao động",
        unit=HO,
        number_format=INT,
        width=9,
        formula="11",
        group=LISTED,
    )
    female_head: int | None = column(
        "Chủ hộ là nữ", unit=HO, number_format=INT, width=9, formula="12", group=LISTED
    )
    listed_persons: int | None = column(
        "Số khẩu", unit="người", number_format=INT, width=9, formula="13", group=LISTED
    )
    rate: Decimal | None = column(
        "Hộ", unit="%", number_format=RATE, width=9, formula="14=6/1", group=RATES
    )
    minority_rate: Decimal | None = column(
        "Hộ DTTS", unit="%", number_format=RATE, width=9, formula="15=8/3", group=RATES
    )
    native_rate: Decimal | None = column(
        "DTTS tại chỗ", unit="%", number_format=RATE, width=9, formula="16=9/4", group=RATES
    )
    persons_rate: Decimal | None = column(
        "Khẩu", unit="%", number_format=RATE, width=9, formula="17=13/5", group=RATES
    )


def build(asked: Year) -> Built:
    """Rows of form 13 for an area, and their total."""
    return summary.build(
        asked,
        klass=Klass.NEAR_POOR,
        row_class=Form13Row,
    )
