"""Outlines of provinces on a day, with the two archipelagos that belong on every map.

Source: Natural Earth (public domain), simplified; codes of the official list of areas.
Hoàng Sa and Trường Sa are points in it, and are drawn and named as such.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from areas.choices import Level
from areas.models import Area

DATA = Path(__file__).resolve().parent.parent.parent / "data"
# since which day which file; before the first file's day the map is that of the last
FILES = (
    (date(2025, 7, 1), "provinces_34.geojson"),
    (date.min, "provinces_63.geojson"),
)


@dataclass(frozen=True, slots=True)
class Outlines:
    """Shapes by the code of their province, and the islands of each by their name."""

    shapes: Mapping[str, Any]
    islands: Mapping[str, tuple[str, list[list[float]]]]


@cache
def _read(name: str) -> Outlines:
    told = json.loads((DATA / name).read_text(encoding="utf-8"))
    shapes, islands = {}, {}
    for feature in told["features"]:
        facts, shape = feature["properties"], feature["geometry"]
        if facts.get("islands"):
            islands[facts["name"]] = facts["code"], shape["coordinates"]
        else:
            shapes[facts["code"]] = shape
    return Outlines(shapes, islands)


def outlines_on(day: date) -> Outlines:
    """The outlines of the provinces of a day."""
    return _read(next(name for since, name in FILES if day >= since))


def drawn_for(area: Area, parts: Iterable[Area], day: date) -> dict[str, Any] | None:
    """What is drawn under the figures of a nation or a province; None where none is known.

    The nation shows its provinces, a province itself; each with its own archipelago.
    """
    held = outlines_on(day)
    whole = area.level == Level.NATION
    if not whole and area.level != Level.PROVINCE:
        return None
    named = {p.code: p.full_name for p in parts} if whole else {area.code: area.full_name}
    features = [
        {"type": "Feature", "properties": {"name": name}, "geometry": held.shapes[code]}
        for code, name in named.items()
        if code in held.shapes
    ]
    if not features:
        return None
    islands = [
        {"name": name, "points": points}
        for name, (code, points) in held.islands.items()
        if whole or code == area.code
    ]
    return {"features": features, "islands": islands}
