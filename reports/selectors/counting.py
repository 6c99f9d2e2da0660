"""Every figure of each commune of an area on a day, from the selectors of the forms."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q

from areas.models import Area
from core.dates import last_day_of
from households.choices import Klass, ReviewStatus, RoundKind
from households.models import Review
from households.selectors import CommuneCounts, counts_by_commune
from households.selectors.movement import movements_by_commune
from households.selectors.profile import MINORITY, Profiles, profiles
from households.standards import standard_on
from reports.choices import HouseGroup
from reports.rules.measures import FLOWS, NAME_OF

Counted = dict[int, Counter[str]]


@dataclass(frozen=True, slots=True)
class Day:
    """Of which day and which year's movement, as known when."""

    on: date
    year: int
    known_at: datetime | None = None


def count_communes(area: Area, day: Day, group: str = HouseGroup.ALL) -> Counted:
    """The counts of each commune of `area` that keeps households, by commune id."""
    return next(iter(count_groups(area, day, [group]).values()))


def count_groups(area: Area, day: Day, groups: Sequence[str]) -> dict[str, Counted]:
    """The same of several groups of households; a constant number of queries.

    Of a group only what is known of it is counted: all households and movement are known
    for everybody, and all households of ethnic minorities.
    """
    everybody = counts_by_commune(area, on=day.on, known_at=day.known_at)
    return {group: _counted(area, day, group, everybody) for group in groups}


def _counted(
    area: Area, day: Day, group: str, everybody: dict[int, CommuneCounts]
) -> Counted:
    found = {pk: _base(counts, group) for pk, counts in everybody.items()}
    keys = [i.key for i in standard_on(last_day_of(day.year)).indicators]
    listed = profiles(area, on=day.on, indicators=keys, known_at=day.known_at, group=group)
    _take_listed(found, listed, everybody)
    if group == HouseGroup.ALL:
        _take_movement(found, area, day)
        for pk, counts in count_reviews(area, day.year).items():
            found.get(pk, Counter[str]()).update(counts)
    return {pk: +counts for pk, counts in found.items() if everybody[pk].households}


def _base(counts: CommuneCounts, group: str) -> Counter[str]:
    if group == HouseGroup.ALL:
        return Counter(
            households=counts.households, persons=counts.persons, minority=counts.minority
        )
    if group == MINORITY:
        return Counter(households=counts.minority, minority=counts.minority)
    return Counter()


def _take_listed(
    found: Counted, listed: Profiles, everybody: dict[int, CommuneCounts]
) -> None:
    """What stands on the lists: a profile's names with their class before them."""
    for pk, classes in listed.items():
        if pk not in everybody:
            continue
        for klass, counts in classes.items():
            name = NAME_OF[klass]
            own = {
                f"{name}:{code}": n for code, n in counts.items() if code != "households"
            }
            found[pk].update({name: counts["households"], **own})


def _take_movement(found: Counted, area: Area, day: Day) -> None:
    moved = movements_by_commune(
        area, first=last_day_of(day.year - 1), last=day.on, known_at=day.known_at
    )
    for pk, lines in moved.items():
        for klass, line in lines.items() if pk in found else ():
            code = f"{NAME_OF[klass]}:flow:"
            found[pk].update({code + n: getattr(line.households, n) for n in FLOWS})


def count_reviews(area: Area, year: int) -> Counted:
    """How far the yearly review of each commune is, by its forms; one query.

    `review:listed`, `review:done`; of those done `review:before` were poor, of whom
    `review:stayed` are still, `review:now` are poor, whoever they were. Unit: households.
    """
    done = Q(status=ReviewStatus.DONE)
    was, now = Q(class_before=Klass.POOR), Q(klass=Klass.POOR)
    rows = (
        Review.objects.within(area.path)
        .filter(commune_round__round__year=year)
        .filter(commune_round__round__kind=RoundKind.PERIODIC)
        .counting()
        .order_by()
        .values(commune_pk=F("commune_id"))
        .annotate(
            listed=Count("pk"),
            done=Count("pk", filter=done),
            before=Count("pk", filter=done & was),
            stayed=Count("pk", filter=done & was & now),
            now=Count("pk", filter=done & now),
        )
    )
    return {
        row.pop("commune_pk"): Counter({f"review:{name}": n for name, n in row.items()})
        for row in rows
    }
