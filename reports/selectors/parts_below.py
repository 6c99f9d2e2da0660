"""A figure counted by commune, told of the areas right below a wide one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from areas.choices import Level
from areas.models import Area


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name, its number, where that comes from; its area, where it opens."""

    name: str
    counted: int
    source: str = ""
    area: Area | None = None


def added_below(area: Area, on: date, counts: Mapping[int, int]) -> list[Part]:
    """Each area right below with what its communes add up to; none without any."""
    found: dict[str, list[int]] = {}
    step = area.path.count("/") - 1  # which piece of a path names the area right below
    paths = Area.objects.filter(pk__in=list(counts), level=Level.COMMUNE)
    for pk, path in paths.values_list("pk", "path"):
        found.setdefault(path.strip("/").split("/")[step], []).append(counts[pk])
    below = Area.objects.filter(parent=area).exclude(level=Level.VILLAGE)
    return [
        Part(part.full_name, sum(found[str(part.pk)]), area=part)
        for part in below.valid_on(on).order_by("code")
        if str(part.pk) in found
    ]
