"""Report form 8: listed households by group.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu phân tích theo nhóm đối tượng; columns law.md
§4, form 8 [S2]. Groups overlap; "other" means none of the three.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from areas.models import Area
from households.choices import Klass
from households.selectors.profile import profiles
from office.columns import column
from reports.kinds.built import Built, Year
from reports.kinds.by_area import PERSONS, Sheet, table

POOR, NEAR = "Hộ nghèo", "Hộ cận nghèo"
INT = "#,##0"
ALL, MINORITY, OTHER = "Tổng số", "Hộ DTTS", "Khác"
UNABLE = "Không có khả năng lao động"
MERIT = "Có thành viên là người có công"
# which counts fill the columns of a class, in their order
HOMES = ("households", "minority", "group:no_capacity", "group:merit", "none")
OF_PERSONS = (
    *("persons", "minority_persons", "group:no_capacity_persons"),
    *("group:merit_persons", "none_persons"),
)


# the figure behind each column, by the end of its name
BEHIND = {
    "": "",
    "_minority": ":minority",
    "_unable": ":group:no_capacity",
    "_merit": ":group:merit",
    "_other": ":none",
}
OPENS = {
    f"{klass}{end}": f"{klass}{code}"
    for klass in ("poor", "near")
    for end, code in BEHIND.items()
}


@dataclass(frozen=True, slots=True)
class Form08Row:
    """One line of an area: households, or persons, of both classes by group.

    Unit: hộ, người.
    Source: law.md §4, form 8 [S2].
    """

    order: str = column("TT", formula="A", width=6)
    area: str = column("Khu vực/ Địa bàn", formula="B", width=24)
    unit: str = column("Đơn vị", formula="C", width=9)
    poor: int | None = column(ALL, number_format=INT, formula="1", group=POOR)
    poor_minority: int | None = column(MINORITY, number_format=INT, formula="2", group=POOR)
    poor_unable: int | None = column(UNABLE, number_format=INT, formula="3", group=POOR)
    poor_merit: int | None = column(MERIT, number_format=INT, formula="4", group=POOR)
    poor_other: int | None = column(OTHER, number_format=INT, formula="5", group=POOR)
    near: int | None = column(ALL, number_format=INT, formula="6", group=NEAR)
    near_minority: int | None = column(MINORITY, number_format=INT, formula="7", group=NEAR)
    near_unable: int | None = column(UNABLE, number_format=INT, formula="8", group=NEAR)
    near_merit: int | None = column(MERIT, number_format=INT, formula="9", group=NEAR)
    near_other: int | None = column(OTHER, number_format=INT, formula="10", group=NEAR)


def build(asked: Year) -> Built:
    """Rows of form 8 for an area: two lines a commune, and their total."""
    found = profiles(asked.area, on=asked.on, indicators=(), known_at=asked.known_at)
    communes = Area.objects.communes_of(asked.area, asked.on).values_list("pk", flat=True)
    counted = {pk: found.get(pk, {}) for pk in communes}
    title = f"PHÂN TÍCH HỘ NGHÈO, HỘ CẬN NGHÈO THEO NHÓM ĐỐI TƯỢNG NĂM {asked.year}"
    note = "Một hộ có thể thuộc nhiều nhóm; “khác” là hộ không thuộc nhóm nào ở trên."
    sheet = Sheet(Form08Row, title, _lines, notes=[note], opens=OPENS)
    return table(asked, counted, sheet)


def _lines(
    order: str, label: str, of: Sequence[dict[Klass, Counter[str]]]
) -> list[Form08Row]:
    return [
        Form08Row(order, label, "hộ", *_cells(of, HOMES)),
        Form08Row("", "", PERSONS, *_cells(of, OF_PERSONS)),
    ]


def _cells(
    of: Sequence[dict[Klass, Counter[str]]], names: Sequence[str]
) -> list[int | None]:
    if not of:
        return [None] * (2 * len(names))
    return [
        sum(one.get(klass, Counter())[name] for one in of)
        for klass in (Klass.POOR, Klass.NEAR_POOR)
        for name in names
    ]
