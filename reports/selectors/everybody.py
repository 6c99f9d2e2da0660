"""What everybody's numbers are made of: areas of a wide one, villages of a commune."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from areas.choices import Level
from areas.models import Area
from households.models import Recognition
from households.selectors import (
    CommuneCounts,
    counts_by_commune,
    counts_by_village,
    recognised_communes,
)
from reports.selectors.measures import counted_ahead
from reports.selectors.opening import EVERYBODY
from reports.selectors.parts_below import Part, added_below

LIVING = "Sổ hộ dân đang quản lý"


@dataclass(frozen=True, slots=True)
class Everybody:
    """A figure of everybody: whose, which, of which day, as known when.

    `recognised_in`, `counted` as in `opening.Opened`; `listed`: only communes whose lists
    had begun by the day. Unit: households or persons, as `unit` says.
    """

    area: Area
    code: str
    on: date
    known_at: datetime | None = None
    recognised_in: int | None = None
    counted: frozenset[int] | None = None
    listed: bool = False

    @property
    def label(self) -> str:
        """The figure in words."""
        return EVERYBODY[self.code][0]

    @property
    def unit(self) -> str:
        """What it counts."""
        return EVERYBODY[self.code][1]


def parts_behind(asked: Everybody) -> list[Part]:
    """The parts a figure adds up; a commune that does not count has none."""
    if asked.area.level == Level.COMMUNE:
        return _villages(asked) if asked.area.pk in _counting(asked) else []
    ahead = counted_ahead(asked)
    counts = ahead if ahead is not None else _by_commune(asked)
    return added_below(asked.area, asked.on, counts)


def _villages(asked: Everybody) -> list[Part]:
    lines = counts_by_village(asked.area, on=asked.on, known_at=asked.known_at)
    return [
        Part(line.name, _number(line.counts, asked.code), line.source or LIVING)
        for line in lines
    ]


def _by_commune(asked: Everybody) -> Mapping[int, int]:
    """Counted now, of the communes that count."""
    counts = counts_by_commune(
        asked.area, on=asked.on, known_at=asked.known_at, native=asked.code == "native"
    )
    known = _counting(asked) & counts.keys()
    return {pk: _number(counts[pk], asked.code) for pk in known}


def _counting(asked: Everybody) -> set[int]:
    """The communes of the area that count."""
    communes = Area.objects.communes_of(asked.area, asked.on)
    found = set(communes.values_list("pk", flat=True))
    if asked.counted is not None:
        found &= asked.counted
    elif asked.recognised_in is not None:
        found &= recognised_communes(asked.area, asked.recognised_in)
    return found & with_lists(asked.area, asked.on) if asked.listed else found


def with_lists(area: Area, day: date) -> set[int]:
    """Communes whose lists had begun by a day: before, nobody knows who was poor."""
    rows = Recognition.objects.known_at().within(area.path).filter(valid_from__lte=day)
    return set(rows.order_by().values_list("commune_id", flat=True).distinct())


def _number(counts: CommuneCounts, code: str) -> int:
    if code == "kinh":
        return counts.households - counts.minority
    found: int = getattr(counts, code)
    return found
