"""Sharing money by the People's Council's norms: points, parts, what is to be added."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from programs.rules.money import spread

SCALE = 10**6  # points are kept to four decimals, what is counted to two


@dataclass(frozen=True, slots=True)
class Part:
    """What one receiver gets by the draft: its points, its money, what it adds.

    Units: points; đồng.
    """

    points: Decimal
    amount: int
    counterpart: int | None


def total_points(
    values: Mapping[int, Decimal | None], points: Mapping[int, Decimal]
) -> Decimal | None:
    """Points of one receiver over all criteria; unknown where one figure is unknown.

    Unit: points; by the keys of the criteria, values in each criterion's own unit.
    Source: the People's Council's resolution is data (law.md §5); the sum of points is a
    project convention, ADR 0026.
    """
    told = [(values.get(key), each) for key, each in points.items()]
    known = [value * each for value, each in told if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(told) else None


def draft_parts(
    whole: int, points: Mapping[int, Decimal], counterpart: Decimal | None
) -> dict[int, Part]:
    """A whole shared in proportion to points, with what each receiver's budget adds.

    Unit: đồng, the parts are the whole; counterpart in percent of each part.
    Source: law.md §5 (counterpart); ADR 0022 (largest remainder), ADR 0026.
    """
    weights = {key: int(each * SCALE) for key, each in points.items()}
    return {
        key: Part(points[key], amount, counterpart_of(amount, counterpart))
        for key, amount in spread(whole, weights).items()
    }


def counterpart_of(amount: int, percent: Decimal | None) -> int | None:
    """What an area's own budget adds to the centre's money.

    Unit: đồng, rounded up: the ratio is the least; None where no ratio was decided.
    Source: law.md §5 (counterpart ratios by the People's Council).
    """
    if percent is None:
        return None
    exact = Decimal(amount) * percent / 100
    return int(exact.to_integral_value(rounding=ROUND_CEILING))
