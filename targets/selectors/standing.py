"""Where the areas of a plan stand on a day: before, recognised, live, expected."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Count as CountRows
from django.db.models import Q

from areas.models import Area
from core.dates import last_day_of
from households.choices import Klass, ReviewStatus, RoundKind, RoundStatus
from households.models import Review
from households.selectors import CommuneCounts, counts_by_commune, recognised_communes
from targets.rules.progress import Count, Reviewed, forecast_count, live_count


@dataclass(frozen=True, slots=True)
class Standing:
    """One area, or several added up.

    Unit: households; `communes` and `decided` in communes.
    """

    before: Count = field(default_factory=Count)
    recognised: Count = field(default_factory=Count)
    live: Count = field(default_factory=Count)
    expected: Count = field(default_factory=Count)
    communes: int = 0
    decided: int = 0

    def __add__(self, other: "Standing") -> "Standing":
        return Standing(
            self.before + other.before,
            self.recognised + other.recognised,
            self.live + other.live,
            self.expected + other.expected,
            self.communes + other.communes,
            self.decided + other.decided,
        )


def standings(area: Area, year: int, day: date) -> dict[str, Standing]:
    """Each commune of an area by its path: the year's end before, and `day`.

    A commune whose round of the year is recognised is what was decided; in another the
    finished forms count as live, and the list's rest is expected to move alike.
    """
    before = counts_by_commune(area, on=last_day_of(year - 1))
    now = counts_by_commune(area, on=min(day, last_day_of(year)))
    decided = recognised_communes(area, year)
    reviewed = _reviewed(area, year)
    paths = Area.objects.filter(pk__in={*before, *now}).values_list("pk", "path")
    return {
        path: _standing(
            before.get(pk), now.get(pk), reviewed.get(pk), decided=pk in decided
        )
        for pk, path in paths
    }


def inside(found: dict[str, Standing], area: Area) -> Standing:
    """The communes of an area added up."""
    total = Standing()
    for path, standing in found.items():
        if path.startswith(area.path):
            total += standing
    return total


def _reviewed(area: Area, year: int) -> dict[int, Reviewed]:
    """Finished forms of the year's rounds that are under way, by commune."""
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
        .values("commune_id")
        .annotate(
            poor_before=CountRows("pk", filter=Q(class_before=Klass.POOR)),
            poor_now=CountRows("pk", filter=Q(klass=Klass.POOR)),
            near_before=CountRows("pk", filter=Q(class_before=Klass.NEAR_POOR)),
            near_now=CountRows("pk", filter=Q(klass=Klass.NEAR_POOR)),
        )
    )
    return {row.pop("commune_id"): Reviewed(**row) for row in rows}


def _count(counted: CommuneCounts | None) -> Count:
    if counted is None:
        return Count()
    return Count(
        counted.households,
        counted.of(Klass.POOR).households,
        counted.of(Klass.NEAR_POOR).households,
    )


def _standing(
    before: CommuneCounts | None,
    now: CommuneCounts | None,
    reviewed: Reviewed | None,
    *,
    decided: bool,
) -> Standing:
    recognised = _count(now)
    live = expected = recognised
    if not decided and reviewed is not None:
        poor = (recognised.poor, reviewed.poor_before, reviewed.poor_now)
        near = (recognised.near_poor, reviewed.near_before, reviewed.near_now)
        live = replace(recognised, poor=live_count(*poor), near_poor=live_count(*near))
        expected = replace(
            recognised, poor=forecast_count(*poor), near_poor=forecast_count(*near)
        )
    return Standing(
        _count(before), recognised, live, expected, communes=1, decided=int(decided)
    )
