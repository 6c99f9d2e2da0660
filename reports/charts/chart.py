"""What every chart gives: one table for picture, page, Excel and API."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from django.utils.functional import cached_property

from accounts.models import User
from areas.models import Area
from core.numbers import share_percent, show_decimal, show_int
from reports.choices import HouseGroup
from reports.rules.measures import Counts
from reports.selectors.measures import NOTHING, Sums

Value = int | Decimal | str | None


class Opener(Protocol):
    """Where the rows behind a figure are, for who may read them; empty for others."""

    def __call__(self, area: Area, code: str, of: int) -> str:
        """A figure of an area at the end of a year, by its code."""
        ...


SIZES = (
    140,
    200,
    260,
    320,
    420,
    560,
    720,
    960,
    1400,
    2200,
)  # pixels, as in the style sheet
SOURCE = "Nguồn: kết quả rà soát đã công nhận"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its value, and where the rows behind it are."""

    value: Value
    url: str = ""


@dataclass(frozen=True, slots=True)
class Printed(Cell):
    """A cell of a page: numbers stand right."""

    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its name and unit; words stand left, numbers right."""

    name: str
    unit: str = ""

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers."""
        return bool(self.unit)


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture, what it shows in one sentence, the table behind it, its source.

    `option` is the picture's description for the drawing library, None where there is
    nothing to draw; `height` in pixels.
    """

    key: str
    title: str
    finding: str
    source: str
    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    option: dict[str, Any] | None = None
    height: int = 320
    notes: Sequence[str] = ()
    wide: bool = False

    @property
    def unit(self) -> str:
        """The unit of what is drawn."""
        return str(self.option["unit"]) if self.option else ""

    @property
    def size(self) -> str:
        """How tall it is drawn: one of a few sizes the style sheet knows."""
        return str(min((n for n in SIZES if n >= self.height), default=SIZES[-1]))

    @property
    def cells(self) -> list[list[Printed]]:
        """The table as pages print it: which cells are numbers, and where they open."""
        numbers = [heading.is_number for heading in self.headings]
        return [
            [Printed(c.value, c.url, n) for c, n in zip(row, numbers, strict=True)]
            for row in self.rows
        ]

    @property
    def values(self) -> list[list[Value]]:
        """The table without its links, as Excel and API give it."""
        return [[cell.value for cell in row] for row in self.rows]


@dataclass
class Shown:
    """What a dashboard shows: an area, a year, a group of households, their sums.

    `parts` are the areas right below in the map of the year's end, with their sums; a
    part nobody knows has none. `reviewed` are sums of all communes, recognised or not;
    `everybody` those of all households by part, whatever the group; `communes_then` how
    many communes there were in each year.
    """

    area: Area
    year: int
    group: HouseGroup
    parts: Sequence[Area]
    by_part: dict[int, Sums]
    reviewed: dict[int, Sums]
    by_year: dict[int, Sums]
    everybody: dict[int, Sums]
    communes: dict[int, int]
    communes_then: dict[int, int]
    opener: Opener
    user: User

    @cached_property
    def whole(self) -> Sums:
        """The area's own sums in the year."""
        return self.by_year.get(self.year, NOTHING)

    @property
    def counts(self) -> Counts:
        """The area's own counts."""
        return self.whole.counts

    def of(self, part: Area) -> Sums:
        """The sums of a part."""
        return self.by_part.get(part.pk, NOTHING)

    @cached_property
    def known(self) -> list[Area]:
        """Parts of which anything is known."""
        return [part for part in self.parts if self.of(part).communes]

    @property
    def all_communes(self) -> int:
        """How many communes the area has."""
        return sum(self.communes.values())

    @property
    def so_far(self) -> str:
        """What a finding says where only some communes are decided."""
        if self.whole.communes == self.all_communes:
            return ""
        known, all_ = show_int(self.whole.communes), show_int(self.all_communes)
        return f" (mới {known}/{all_} xã)"

    @property
    def source(self) -> str:
        """The line under each chart of households: of when, of how many communes."""
        if not self.group:
            return self.source_of_all
        return f"{self.source_of_all.removesuffix('.')} · {self.group.label}."

    @property
    def source_of_all(self) -> str:
        """The same under a chart of all households, whatever the group."""
        known, all_ = show_int(self.whole.communes), show_int(self.all_communes)
        return f"{SOURCE} năm {self.year}, {known}/{all_} xã đã công nhận."

    def opens(self, part: Area, code: str, year: int | None = None) -> str:
        """Where the rows behind a figure of a part are; empty for who may not read them."""
        return self.opener(part, code, year or self.year)


def cut(drawn: int, all_: int, what: str = "địa bàn") -> list[str]:
    """What is said where a picture shows the first rows of its table only."""
    if drawn >= all_:
        return []
    return [f"Hình vẽ {drawn}/{show_int(all_)} {what} đầu tiên của bảng; bảng có đủ."]


def share_cell(part: int, whole: int, url: str = "") -> Cell:
    """A share in percent, or a dash where there is no whole; it opens its part."""
    share = share_percent(part, whole)
    return Cell(share, url if share else "")


def percent(value: Decimal | None) -> str:
    """A rate in words."""
    return f"{show_decimal(value)}%" if value is not None else "chưa có số liệu"


def number(value: Decimal | int | None) -> float | int | None:
    """A value as a drawing takes it."""
    return float(value) if isinstance(value, Decimal) else value


def highest(
    parts: Iterable[Area], read: Callable[[Area], Decimal | int | None]
) -> tuple[Area, Decimal | int] | None:
    """The part with the highest known value."""
    told = [(part, value) for part in parts if (value := read(part)) is not None]
    return max(told, key=lambda one: one[1], default=None)
