"""Report form 2: movement of poor households between the year's end before and a day.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu tổng hợp diễn biến kết quả giảm hộ nghèo; columns
law.md §4, form 2 [S2].
"""

from dataclasses import dataclass

from households.choices import Klass
from office.columns import column
from reports.kinds import flows
from reports.kinds.built import Built, Year

OUT, IN = "Ra khỏi danh sách trong năm", "Vào danh sách trong năm"
INT = "#,##0"


@dataclass(frozen=True, slots=True)
class Form02Row:
    """One line of an area: households, or persons. 9 = 1−2−3−4+5+6+7+8.

    Unit: hộ, người.
    Source: law.md §4, form 2 [S2].
    """

    order: str = column("TT", formula="A", width=6)
    area: str = column("Khu vực/ Địa bàn", formula="B", width=24)
    unit: str = column("Đơn vị", formula="C", width=9)
    opening: int | None = column("Hộ nghèo đầu kỳ", number_format=INT, formula="1")
    to_listed: int | None = column(
        "Thành hộ cận nghèo", number_format=INT, formula="2", group=OUT
    )
    to_above: int | None = column(
        "Vượt chuẩn cận nghèo", number_format=INT, formula="3", group=OUT
    )
    out_other: int | None = column("Lý do khác", number_format=INT, formula="4", group=OUT)
    from_listed: int | None = column(
        "Từ hộ cận nghèo", number_format=INT, formula="5", group=IN
    )
    relapsed: int | None = column("Tái nghèo", number_format=INT, formula="6", group=IN)
    new: int | None = column("Phát sinh mới", number_format=INT, formula="7", group=IN)
    in_other: int | None = column("Lý do khác", number_format=INT, formula="8", group=IN)
    closing: int | None = column(
        "Hộ nghèo cuối kỳ", number_format=INT, formula="9=1-2-3-4 +5+6+7+8"
    )


def build(asked: Year) -> Built:
    """Rows of form 2 for an area: two lines a commune, and their total."""
    return flows.build(
        asked,
        klass=Klass.POOR,
        row_class=Form02Row,
    )
