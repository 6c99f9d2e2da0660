"""The disbursement curve as lines in a picture, drawn by the server."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.numbers import show_int
from programs.selectors.money import Curve

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 640, 220, 40, 16, 24
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the chart: its points as SVG writes them, and its last value."""

    points: str
    last: int | None


@dataclass(frozen=True, slots=True)
class CurveChart:
    """The picture's lines and the figures its table shows.

    Unit: pixels for places, đồng for figures.
    """

    year: int
    now: Line
    before: Line
    plan_y: int | None
    months: list[tuple[int, int, int | None, int | None]]
    title: str
    late: int


def draw(curve: Curve) -> CurveChart | None:
    """Lines in proportion to the highest figure; None where nothing was given or paid."""
    highest = max([curve.given, *(v or 0 for v in [*curve.now, *curve.before])])
    if highest == 0:
        return None
    paid = next((v for v in reversed(curve.now) if v is not None), 0) + curve.late
    return CurveChart(
        year=curve.year,
        now=_line(curve.now, highest),
        before=_line(curve.before, highest),
        plan_y=_y(curve.given, highest) if curve.given else None,
        months=[
            (month, _x(month), curve.now[month - 1], curve.before[month - 1])
            for month in range(1, MONTHS + 1)
        ],
        title=f"Đã giải ngân {show_int(paid)} trong {show_int(curve.given)} đồng được giao",
        late=curve.late,
    )


def _line(values: Sequence[int | None], highest: int) -> Line:
    known = [(n, v) for n, v in enumerate(values, start=1) if v is not None]
    points = " ".join(f"{_x(month)},{_y(value, highest)}" for month, value in known)
    return Line(points, known[-1][1] if known else None)


def _x(month: int) -> int:
    return LEFT + (month - 1) * (WIDTH - LEFT - 16) // (MONTHS - 1)


def _y(value: int, highest: int) -> int:
    return HEIGHT - BOTTOM - value * (HEIGHT - TOP - BOTTOM) // highest
