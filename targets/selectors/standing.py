"""Where areas stand on a day: before, recognised, live, expected; summed upwards once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Count as CountRows
from django.db.models import F, Q

from areas.models import Area
from households.choices import Klass, ReviewStatus, RoundKind, RoundStatus
from households.models import Review
from households.selectors import CommuneCounts, counts_by_commune, recognised_communes
from targets.rules.progress import Count, Reviewed, forecast_count, live_count


@dataclass(frozen=True, slots=True)
class Standing:
    """One area, or several added up.

    Unit: households; `communes`, `decided` and `moving` (decided or with finished forms)
    in communes.
    """

    before: Count = field(default_factory=Count)
    recognised: Count = field(default_factory=Count)
    live: Count = field(default_factory=Count)
    expected: Count = field(default_factory=Count)
    communes: int = 0
    decided: int = 0
    moving: int = 0

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.before + other.before,
            self.recognised + other.recognised,
            self.live + other.live,
            self.expected + other.expected,
            self.communes + other.communes,
            self.decided + other.decided,
            self.moving + other.moving,
        )


@dataclass(frozen=True, slots=True)
class Moment:
    """What is compared: the lists of `before`, those of `day`, and the round of a year."""

    before: date
    day: date
    year: int


def standings(area: Area, moment: Moment) -> dict[str, Standing]:
    """Every area below one by its path, communes added up to all above them.

    A commune whose round of the year is recognised is what was decided; in another the
    finished forms count as live, and the list's rest is expected to move alike.
    """
    before = counts_by_commune(area, on=moment.before)
    now = counts_by_commune(area, on=moment.day)
    decided = recognised_communes(area, moment.year)
    reviewed = _reviewed(area, moment.year)
    paths = Area.objects.filter(pk__in={*before, *now}).values_list("pk", "path")
    found: dict[str, Standing] = {}
    for pk, path in paths:
        one = _standing(
            before.get(pk), now.get(pk), reviewed.get(pk, {}), decided=pk in decided
        )
        for above in ancestors(path):
            found[above] = found.get(above, Standing()) + one
    return found


def ancestors(path: str) -> list[str]:
    """A path and all paths above it: `/1/2/` gives `/`, `/1/`, `/1/2/`."""
    parts = [part for part in path.split("/") if part]
    return ["/" + "".join(f"{p}/" for p in parts[:n]) for n in range(len(parts) + 1)]


def _reviewed(area: Area, year: int) -> dict[int, dict[Klass, Reviewed]]:
    """Finished forms of the year's rounds that are under way, by commune and class."""
    counts: dict[str, Any] = {}
    for klass in (Klass.POOR, Klass.NEAR_POOR):
        counts |= {
            f"{klass}_before": CountRows("pk", filter=Q(class_before=klass)),
            f"{klass}_stayed": CountRows("pk", filter=Q(class_before=klass, klass=klass)),
            f"{klass}_now": CountRows("pk", filter=Q(klass=klass)),
        }
    rows = (
        Review.objects.within(area.path)
        .filter(
            commune_round__round__year=year,
            commune_round__round__kind=RoundKind.PERIODIC,
            status=ReviewStatus.DONE,
        )
        .exclude(commune_round__status=RoundStatus.RECOGNISED)
        .counting()
        .order_by()
        .values(commune_pk=F("commune_id"))
        .annotate(**counts)
    )
    return {row["commune_pk"]: _by_class(row) for row in rows}


def _by_class(row: Mapping[str, int]) -> dict[Klass, Reviewed]:
    return {
        klass: Reviewed(*(row[f"{klass}_{what}"] for what in ("before", "stayed", "now")))
        for klass in (Klass.POOR, Klass.NEAR_POOR)
    }


def _count(counted: CommuneCounts | None) -> Count:
    if counted is None:
        return Count()
    return Count(
        counted.households,
        counted.of(Klass.POOR).households,
        counted.of(Klass.NEAR_POOR).households,
        counted.minority,
    )


def _standing(
    before: CommuneCounts | None,
    now: CommuneCounts | None,
    reviewed: Mapping[Klass, Reviewed],
    *,
    decided: bool,
) -> Standing:
    recognised = _count(now)
    live = expected = recognised
    if not decided and reviewed:
        poor, near = reviewed[Klass.POOR], reviewed[Klass.NEAR_POOR]
        live = replace(
            recognised,
            poor=live_count(recognised.poor, poor),
            near_poor=live_count(recognised.near_poor, near),
        )
        expected = replace(
            recognised,
            poor=forecast_count(recognised.poor, poor),
            near_poor=forecast_count(recognised.near_poor, near),
        )
    return Standing(
        *(_count(before), recognised, live, expected),
        communes=1,
        decided=int(decided),
        moving=int(decided or bool(reviewed)),
    )
