"""Projects of a programme as an area sees them in a year: applied or not, led by whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from areas.choices import Level
from areas.models import Area, AreaDesignation
from core.dates import last_day_of
from programs.choices import Part
from programs.models import Applicability, Assignment, Programme, Project, SubProject
from programs.rules import Applies, applies

# a province gives on to the designated areas below it
GIVES_ON = (Level.NATION, Level.PROVINCE)


@dataclass(slots=True)
class ProjectRow:
    """A project or one of its parts in an area and year."""

    project: Project
    sub_project: SubProject | None
    applies: Applies
    leads: list[Assignment] = field(default_factory=list)
    others: list[Assignment] = field(default_factory=list)


def programme_of(year: int) -> Programme | None:
    """The programme whose period holds the year."""
    first = date(year, 1, 1)
    found = Programme.objects.filter(valid_from__lte=first, valid_to__gt=first)
    return found.order_by("-valid_from").first()


def ancestor_paths(path: str) -> list[str]:
    """A path and all paths above it, the nearest first."""
    parts = [part for part in path.split("/") if part]
    paths = ["/" + "".join(f"{p}/" for p in parts[:n]) for n in range(len(parts) + 1)]
    return paths[::-1]


def projects_for(area: Area, year: int) -> list[Project]:
    """The programme's projects of a year: the national ones, and those entered above an area."""
    programme = programme_of(year)
    if programme is None:
        return []
    entered = Q(area__isnull=True) | Q(area__path__in=ancestor_paths(area.path))
    return list(programme.projects.filter(entered).prefetch_related("sub_projects"))


def projects_of(area: Area, year: int) -> list[ProjectRow]:
    """Projects and parts for an area and year, with their agencies; a few queries."""
    answer = Applicabilities([area], year)
    rows = [
        ProjectRow(project, part, answer.of(project, area))
        for project in projects_for(area, year)
        for part in [None, *project.sub_projects.all()]
    ]
    by_place = {(r.project.pk, r.sub_project and r.sub_project.pk): r for r in rows}
    above = ancestor_paths(area.path)
    assigned = Assignment.objects.filter(year=year, area__path__in=above)
    for one in assigned.select_related("agency", "area").order_by("-area_path", "pk"):
        row = by_place.get((one.project_id, one.sub_project_id))
        if row is not None:
            (row.leads if one.part == Part.LEAD else row.others).append(one)
    return rows


class Applicabilities:
    """Whether projects apply to some areas in a year: two queries for all of them."""

    def __init__(self, areas: Iterable[Area], year: int) -> None:
        self._above = {area.pk: ancestor_paths(area.path) for area in areas}
        every = {path for paths in self._above.values() for path in paths}
        rows = Applicability.objects.filter(year=year, area_path__in=every)
        self._stated = {
            (row.project_id, row.area_path): row for row in rows.select_related("area")
        }
        self._kinds: dict[str, list[str]] = defaultdict(list)
        for path, kind in _designated(every, year).values_list("area__path", "kind"):
            self._kinds[path].append(kind)

    def of(self, project: Project, area: Area) -> Applies:
        """The answer for one project in one of the areas: the nearest statement counts."""
        above = self._above[area.pk]
        told = (self._stated.get((project.pk, path)) for path in above)
        row = next((one for one in told if one is not None), None)
        return applies(
            stated=None if row is None else row.applies,
            source="" if row is None else f"{row.source} ({row.area})",
            wanted=() if area.level in GIVES_ON else project.designations,
            held=[kind for path in above for kind in self._kinds[path]],
        )


def _designated(paths: Iterable[str], year: int) -> QuerySet[AreaDesignation]:
    """What areas are designated as on some day of a year: a decision in March binds it."""
    ends = Q(valid_to__isnull=True) | Q(valid_to__gt=date(year, 1, 1))
    begins = Q(valid_from__isnull=True) | Q(valid_from__lte=last_day_of(year))
    return AreaDesignation.objects.filter(ends, begins, area__path__in=paths)
