"""What forms 2 and 3 share: a line for households, one for persons, nine columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from areas.models import Area
from core.dates import last_day_of
from households.choices import Klass
from households.rules.movement import Movement
from households.selectors.movement import movements_by_commune
from reports.kinds.built import Built, Year
from reports.kinds.by_area import PERSONS, Sheet, table
from reports.rules.measures import NAME_OF

COUNTS = (
    *("opening", "to_listed", "to_above", "out_other"),
    *("from_listed", "relapsed", "new", "in_other"),
)
NOTE = (
    "Đầu kỳ là danh sách cuối năm trước. Hộ chuyển giữa các xã tính ở cột “khác” của cả hai "
    "xã, nên dòng cộng của “khác” gồm cả những hộ này."
)


def build(
    asked: Year,
    *,
    klass: Klass,
    row_class: type,
    order: Sequence[str] = COUNTS,
) -> Built:
    """The movement of one class between the year's end before and a day, by commune."""
    moved = movements_by_commune(
        asked.area,
        first=last_day_of(asked.year - 1),
        last=asked.on,
        known_at=asked.known_at,
    )
    by_class = {commune: lines[klass] for commune, lines in moved.items()}

    def lines(number: str, label: str, of: Sequence[Movement | None]) -> list[Any]:
        """The line for households, then the one for persons."""
        return [
            row_class(number, label, "hộ", *_flows(of, "households", order)),
            row_class("", "", PERSONS, *_flows(of, "persons", order)),
        ]

    name = "HỘ NGHÈO" if klass == Klass.POOR else "HỘ CẬN NGHÈO"
    title = f"BIẾN ĐỘNG {name} NĂM {asked.year}"
    name = NAME_OF[klass]
    opens = {flow: f"{name}:flow:{flow}" for flow in COUNTS} | {"closing": name}
    sheet = Sheet(row_class, title, lines, notes=[NOTE], opens=opens)
    return table(asked, _with_empty(by_class, asked), sheet)


def _with_empty(found: Mapping[int, Movement], asked: Year) -> dict[int, Movement | None]:
    """A commune without one listed household has a movement of nothing."""
    communes = Area.objects.communes_of(asked.area, asked.on).values_list("pk", flat=True)
    return {pk: found.get(pk) for pk in communes}


def _flows(
    of: Sequence[Movement | None], what: str, order: Sequence[str]
) -> list[int | None]:
    """Nine cells: the eight counts, and closing = opening − out + in of the same."""
    if not of:
        return [None] * 9
    flows = [getattr(one, what) for one in of if one is not None]
    sums = {name: sum(getattr(flow, name) for flow in flows) for name in COUNTS}
    return [*(sums[name] for name in order), sum(flow.computed for flow in flows)]
