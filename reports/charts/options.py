"""Descriptions of pictures for the drawing library: plain values, no code (the page's own
script adds what formats numbers, and colours that follow the house)."""

from collections.abc import Mapping, Sequence
from typing import Any

Number = float | int | None
BAR = 24  # pixels of one row
LEAST = 140


def height_for(rows: int, each: int = BAR) -> int:
    """Pixels a chart with one row a thing needs."""
    return max(LEAST, rows * each + 90)


def bars(
    names: Sequence[str],
    series: Sequence[tuple[str, Sequence[Number]]],
    unit: str,
    *,
    stacked: bool = False,
    styles: Sequence[str] = (),
) -> dict[str, Any]:
    """Lying bars, the first name on top; one colour a series, or as their styles say."""
    return {
        "kind": "bars",
        "unit": unit,
        "names": list(names),
        "stacked": stacked,
        "series": [{"name": name, "data": list(data)} for name, data in series],
        "styles": list(styles),
    }


def lines(
    names: Sequence[str],
    series: Sequence[tuple[str, Sequence[Number], str]],
    unit: str,
    marks: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """Lines over time; a mark is a moment and its words."""
    return {
        "kind": "lines",
        "unit": unit,
        "names": list(names),
        "series": [
            {"name": name, "data": list(data), "style": style}
            for name, data, style in series
        ],
        "marks": [{"at": at, "text": text} for at, text in marks],
    }


def heat(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[Number]],
    unit: str,
) -> dict[str, Any]:
    """A field of colours: the darker, the more."""
    return {
        "kind": "heat",
        "unit": unit,
        "rows": list(rows),
        "columns": list(columns),
        "cells": [
            [x, y, value]
            for y, line in enumerate(cells)
            for x, value in enumerate(line)
            if value is not None
        ],
    }


def sankey(
    nodes: Mapping[str, str], links: Sequence[tuple[str, str, int]], unit: str
) -> dict[str, Any]:
    """Streams between two moments, as thick as they are many; nodes with their styles."""
    used = {name for one, other, n in links if n for name in (one, other)}
    return {
        "kind": "sankey",
        "unit": unit,
        "nodes": [{"name": n, "style": s} for n, s in nodes.items() if n in used],
        "links": [{"source": a, "target": b, "value": n} for a, b, n in links if n],
    }


def dots(
    points: Sequence[tuple[str, float, float, Number, int]], unit: str
) -> dict[str, Any]:
    """Places by longitude and latitude: the darker the higher, the larger the more."""
    return {
        "kind": "dots",
        "unit": unit,
        "points": [
            {"name": name, "value": [x, y, value, size]}
            for name, x, y, value, size in points
        ],
    }


def outlined(
    outlines: Mapping[str, Any],
    points: Sequence[tuple[str, float, float, Number, int]],
    areas: Sequence[tuple[str, Number, int]],
    unit: str,
) -> dict[str, Any]:
    """Outlines on the map: those of `areas` as dark as their value, `points` upon them."""
    return dots(points, unit) | {
        "kind": "outlined",
        "outlines": outlines,
        "areas": [{"name": n, "value": value, "count": c} for n, value, c in areas],
    }
