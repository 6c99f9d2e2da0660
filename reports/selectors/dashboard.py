"""What a dashboard shows of an area and a year, in a constant number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area, AreaQuerySet
from areas.selectors import whole_predecessors
from core.dates import last_day_of, today
from households.standards import standard_on
from reports.charts.chart import Shown
from reports.choices import HouseGroup
from reports.rules.measures import Measure, measures_for
from reports.selectors.measures import (
    parts_below,
    sums_by_part,
    sums_by_year,
    years_known,
)
from reports.selectors.opening import opener_for

YEARS = 8  # of the trend
OFFERED = 400


@dataclass(frozen=True, slots=True)
class View:
    """An area, a year and a group of households that somebody may look at."""

    area: Area
    year: int
    group: HouseGroup = HouseGroup.ALL


def seen_areas(user: User, day: date) -> AreaQuerySet:
    """Areas of a day's map whose figures a person may see; villages have none."""
    seen: AreaQuerySet = Area.objects.visible_to(user, Right.FIGURES_VIEW)
    return seen.valid_on(day).exclude(level=Level.VILLAGE)


def own_area(user: User, day: date) -> Area | None:
    """The widest area of a day's map a person sees figures of."""
    return seen_areas(user, day).order_by("path").first()


def usual_year(area: Area | None) -> int:
    """The last year that is known: one that has only begun to be decided gives way."""
    known = years_known(area) if area is not None else {}
    years = list(known)
    if len(years) > 1 and known[years[0]] < known[years[1]]:
        return years[1]
    return years[0] if years else today().year


def offered_areas(user: User, area: Area, day: date) -> list[Area]:
    """What one may look at instead: above, beside and below, as far as one sees."""
    seen = seen_areas(user, day)
    steps = [int(pk) for pk in area.path.split("/") if pk]
    near = seen.filter(parent=area.parent_id) | seen.filter(parent=area)
    near = near | seen.filter(pk__in=steps) | seen.filter(path="/")
    return list(near.order_by("path")[:OFFERED])


def measures_of(year: int) -> dict[str, Measure]:
    """Every figure of a year by its code, with the indicators of its standard."""
    return measures_for(standard_on(last_day_of(year)).indicators)


def shown_of(user: User, view: View) -> Shown:
    """The sums a dashboard draws; their number of queries knows no size."""
    area, year, group = view.area, view.year, view.group
    known = years_known(area, before=True)
    years = [y for y in known if y > year - YEARS] or [year]
    by_part = sums_by_part(area, year, group)
    return Shown(
        area=area,
        year=year,
        group=group,
        parts=parts_below(area, year),
        by_part=by_part,
        everybody=sums_by_part(area, year) if group else by_part,
        reviewed=sums_by_part(area, year, recognised=False),
        by_year=sums_by_year(area, sorted({*years, year}), group),
        communes=communes_by_part(area, year),
        communes_then={y: communes_in(area, y) for y in {*years, year}},
        opener=opener_for(user, group),
        user=user,
    )


def communes_in(area: Area, year: int) -> int:
    """How many communes an area, with what went wholly into it, had at a year's end."""
    paths = Q(path__startswith=area.path)
    for old in whole_predecessors(area):
        paths |= Q(path__startswith=old.path)
    communes = Area.objects.filter(paths, level=Level.COMMUNE)
    found: int = communes.valid_on(min(last_day_of(year), today())).count()
    return found


def communes_by_part(area: Area, year: int) -> dict[int, int]:
    """How many communes each area right below one has at a year's end."""
    step = area.path.count("/")
    communes = Area.objects.communes_of(area, min(last_day_of(year), today()))
    found: Counter[int] = Counter()
    for pk, path in communes.values_list("pk", "path"):
        places = [int(place) for place in path.split("/") if place]
        found[places[step - 1] if step <= len(places) else pk] += 1
    return dict(found)
