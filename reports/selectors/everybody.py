"""What everybody's numbers are made of: communes of an area, villages of a commune."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django.urls import reverse

from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from households.models import Recognition
from households.selectors import (
    CommuneCounts,
    counts_by_commune,
    counts_by_village,
    recognised_communes,
)
from reports.selectors.measures import sums_by_commune
from reports.selectors.opening import EVERYBODY

LIVING = "Sổ hộ dân đang quản lý"
KEPT = frozenset({"households", "persons", "minority"})


@dataclass(frozen=True, slots=True)
class Everybody:
    """A figure of everybody: whose, which, of which day, as known when.

    `recognised_in` as in `opening.Opened`; `listed`: only communes whose lists had begun
    by the day. Unit: households or persons, as `unit` says.
    """

    area: Area
    code: str
    on: date
    known_at: datetime | None = None
    recognised_in: int | None = None
    listed: bool = False

    @property
    def label(self) -> str:
        """The figure in words."""
        return EVERYBODY[self.code][0]

    @property
    def unit(self) -> str:
        """What it counts."""
        return EVERYBODY[self.code][1]


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, its number, where that comes from, where it opens further."""

    name: str
    counted: int
    source: str = ""
    url: str = ""


def parts_behind(asked: Everybody) -> list[Part]:
    """The parts a figure adds up: villages in a commune, communes everywhere else."""
    if asked.area.level == Level.COMMUNE:
        lines = counts_by_village(asked.area, on=asked.on, known_at=asked.known_at)
        return [
            Part(line.name, _number(line.counts, asked.code), line.source or LIVING)
            for line in lines
        ]
    counts = _kept(asked) if _is_kept(asked) else _by_commune(asked)
    return [
        Part(commune.full_name, counts[commune.pk], url=_address(commune, asked))
        for commune in Area.objects.communes_of(asked.area, asked.on)
        if commune.pk in counts
    ]


def _is_kept(asked: Everybody) -> bool:
    """Whether the number is counted ahead (`CommuneFigures`)."""
    year, code = asked.recognised_in, asked.code
    if year is None or asked.known_at is not None or code not in KEPT:
        return False
    return asked.on == min(last_day_of(year), today())


def _kept(asked: Everybody) -> dict[int, int]:
    found = sums_by_commune(asked.area, asked.recognised_in or 0)
    return {pk: sums.counts[asked.code] for pk, sums in found.items()}


def _by_commune(asked: Everybody) -> dict[int, int]:
    """Counted now, of the communes that count."""
    counts = counts_by_commune(
        asked.area, on=asked.on, known_at=asked.known_at, native=asked.code == "native"
    )
    known = set(counts)
    if asked.recognised_in is not None:
        known &= recognised_communes(asked.area, asked.recognised_in)
    if asked.listed:
        known &= with_lists(asked.area, asked.on)
    return {pk: _number(counts[pk], asked.code) for pk in known}


def with_lists(area: Area, day: date) -> set[int]:
    """Communes whose lists had begun by a day: before, nobody knows who was poor."""
    rows = Recognition.objects.known_at().within(area.path).filter(valid_from__lte=day)
    return set(rows.order_by().values_list("commune_id", flat=True).distinct())


def _number(counts: CommuneCounts, code: str) -> int:
    if code == "kinh":
        return counts.households - counts.minority
    found: int = getattr(counts, code)
    return found


def _address(commune: Area, asked: Everybody) -> str:
    told = {
        "khu-vuc": str(commune.public_id),
        "so": asked.code,
        "ngay": asked.on.isoformat(),
    }
    if asked.known_at is not None:
        told["luc"] = asked.known_at.isoformat()
    return f"{reverse('figure-totals')}?{urlencode(told)}"
