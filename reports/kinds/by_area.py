"""The frame of every official form: a line a commune, districts as subtotals, a total.

Source: law.md §4: districts as subtotals while they exist.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from areas.choices import Level
from areas.models import Area
from areas.selectors import superior
from households.selectors import recognised_communes
from households.standards import standard_on
from reports.kinds.built import Built, BuiltRow, Year

Counted = TypeVar("Counted")
PERSONS = "người"  # the unit of the lines that count persons, where a form has two
# the lines of some communes together: their number in the table, their name, their counts
Lines = Callable[[str, str, Sequence[Counted]], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Sheet(Generic[Counted]):
    """What one form says: its row class, its title, its lines, its words below.

    `opens` names by column the figure whose rows its cells open.
    """

    row_class: type
    title: str
    lines: Lines[Counted]
    notes: Sequence[str] = ()
    headings: Mapping[str, object] = field(default_factory=dict)
    opens: Mapping[str, str] = field(default_factory=dict)


def table(asked: Year, counted: Mapping[int, Counted], sheet: Sheet[Counted]) -> Built:
    """The rows of a form: recognised communes with their figures, the others dashed."""
    communes = list(Area.objects.communes_of(asked.area, asked.on).select_related("parent"))
    done = recognised_communes(asked.area, asked.year) & counted.keys()
    rows = [
        row
        for district, members in by_district(asked.area, communes, asked.on)
        for row in _district(district, members, counted, done, sheet)
    ]
    total = [counted[c.pk] for c in communes if c.pk in done]
    whole = sheet.lines("", "Tổng cộng", total)
    rows += [_line(row, asked.area, bold=True) for row in whole]
    standard = standard_on(date(asked.year, 12, 31))
    notes = [
        f"Chỉ tính các xã đã công nhận: {len(total)}/{len(communes)} xã. Số liệu đến ngày "
        f"{asked.on:%d/%m/%Y}, theo {standard.name}. Dấu – là xã chưa công nhận hoặc chuẩn "
        "này không quy định.",
        *sheet.notes,
    ]
    headings = {"year": asked.year} | dict(sheet.headings)
    those = [str(c.public_id) for c in communes if c.pk in done]
    facts = {"recognised": len(total), "communes": len(communes), "counted": those}
    title = sheet.title
    return Built(sheet.row_class, rows, title, headings, notes, facts, sheet.opens)


def _district(
    district: Area | None,
    members: Sequence[Area],
    counted: Mapping[int, Counted],
    done: set[int],
    sheet: Sheet[Counted],
) -> Iterator[BuiltRow]:
    if district is not None:
        whole = [counted[c.pk] for c in members if c.pk in done]
        for row in sheet.lines("", district.full_name, whole):
            yield _line(row, district, bold=True)
    for number, commune in enumerate(members, start=1):
        own = [counted[commune.pk]] if commune.pk in done else []
        for row in sheet.lines(str(number), commune.full_name, own):
            yield _line(row, commune)


def _line(row: Any, area: Area, *, bold: bool = False) -> BuiltRow:
    """A line of an area; one for persons opens the persons of each figure."""
    of_persons = getattr(row, "unit", "") == PERSONS
    behind = ":persons" if of_persons else ""
    return BuiltRow(row, bold=bold, area=str(area.public_id), opens=behind)


def by_district(
    area: Area, communes: Sequence[Area], on: date
) -> list[tuple[Area | None, list[Area]]]:
    """Communes below their districts, while districts stand between them and the area."""
    found: dict[Area | None, list[Area]] = {}
    for commune in communes:
        above = superior(commune, on)
        between = above.level == Level.DISTRICT and above != area
        found.setdefault(above if between else None, []).append(commune)
    return list(found.items())
