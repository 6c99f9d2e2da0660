"""Report form 11: children in listed households and what they lack.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu phân tích thiếu hụt của trẻ em; columns law.md
§4, form 11 [S2]. Children are under 16; what each lacks comes from the members' data.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from areas.models import Area
from households.choices import Klass
from households.selectors.profile import CHILDREN, child_profiles
from office.columns import column
from reports.kinds.built import Built, Year
from reports.kinds.by_area import Sheet, table
from reports.rules.measures import KLASS_OF

POOR, NEAR = "Hộ nghèo", "Hộ cận nghèo"
INT, CHILD = "#,##0", "trẻ em"
By = dict[Klass, Counter[str]]


@dataclass(frozen=True, slots=True)
class Form11Row:
    """One area: children of both classes, and those who lack.

    Unit: trẻ em dưới 16 tuổi.
    Source: law.md §4, form 11 [S2].
    """

    order: str = column("TT", formula="A", width=6)
    area: str = column("Khu vực/ Địa bàn", formula="B", width=24)
    poor: int | None = column(
        "Số trẻ em", unit=CHILD, number_format=INT, formula="1", group=POOR
    )
    poor_nutrition: int | None = column(
        "Thiếu hụt dinh dưỡng", unit=CHILD, number_format=INT, formula="2", group=POOR
    )
    poor_insurance: int | None = column(
        "Không có BHYT (từ 6 tuổi)", unit=CHILD, number_format=INT, formula="3", group=POOR
    )
    poor_schooling: int | None = column(
        "Không đi học (3–<16 tuổi)", unit=CHILD, number_format=INT, formula="4", group=POOR
    )
    near: int | None = column(
        "Số trẻ em", unit=CHILD, number_format=INT, formula="5", group=NEAR
    )
    near_nutrition: int | None = column(
        "Thiếu hụt dinh dưỡng", unit=CHILD, number_format=INT, formula="6", group=NEAR
    )
    near_insurance: int | None = column(
        "Không có BHYT (từ 6 tuổi)", unit=CHILD, number_format=INT, formula="7", group=NEAR
    )
    near_schooling: int | None = column(
        "Không đi học (3–<16 tuổi)", unit=CHILD, number_format=INT, formula="8", group=NEAR
    )


OPENS = {
    f"{klass}_{what}".removesuffix("_children"): f"{klass}:child:{what}"
    for klass in KLASS_OF
    for what in CHILDREN
}


def build(asked: Year) -> Built:
    """Rows of form 11 for an area, and their total."""
    found = child_profiles(asked.area, on=asked.on, known_at=asked.known_at)
    communes = Area.objects.communes_of(asked.area, asked.on).values_list("pk", flat=True)
    counted = {pk: found.get(pk, {}) for pk in communes}
    title = f"THIẾU HỤT CỦA TRẺ EM TRONG HỘ NGHÈO, HỘ CẬN NGHÈO NĂM {asked.year}"
    note = "Theo dữ liệu thành viên; trẻ chưa ghi dữ liệu không tính là thiếu hụt."
    sheet = Sheet(Form11Row, title, _lines, notes=[note], opens=OPENS)
    return table(asked, counted, sheet)


def _lines(order: str, label: str, of: Sequence[By]) -> list[Form11Row]:
    cells: list[int | None] = [None] * (2 * len(CHILDREN))
    if of:
        cells = [
            sum(one.get(klass, Counter())[name] for one in of)
            for klass in (Klass.POOR, Klass.NEAR_POOR)
            for name in CHILDREN
        ]
    return [Form11Row(order, label, *cells)]
