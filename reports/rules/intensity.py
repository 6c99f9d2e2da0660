"""How deep poverty is: the measures of Alkire and Foster from counts of lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Intensity:
    """H, A and M0 = H × A, each from 0 to 1, and what each indicator adds to M0.

    `headcount` (H) is the share of the poor, `depth` (A) the mean share of weighted lacks
    among them; `contributions` add up to 1 where anybody lacks anything.
    """

    headcount: Fraction
    depth: Fraction
    adjusted: Fraction
    contributions: Mapping[str, Fraction]


def intensity(
    everybody: int, poor: int, lacks: Mapping[str, int], weights: Mapping[str, Fraction]
) -> Intensity | None:
    """The measures of a population of which `poor` are poor and `lacks` of them lack each.

    `lacks` counts the poor only (censored headcounts); `weights` add up to 1.

    Unit: shares of 1; None without anybody.
    Source: Alkire and Foster, Counting and multidimensional poverty measurement, Journal
    of Public Economics 95 (2011) [S]; who is poor is what was recognised (law.md §2).
    """
    if everybody == 0:
        return None
    summed = {key: weights[key] * lacks.get(key, 0) for key in weights}
    whole = sum(summed.values(), Fraction(0))
    nothing = Fraction(0)
    return Intensity(
        headcount=Fraction(poor, everybody),
        depth=whole / poor if poor else nothing,
        adjusted=whole / everybody,
        contributions={k: n / whole if whole else nothing for k, n in summed.items()},
    )


def equal_weights(dimensions: Mapping[str, str]) -> dict[str, Fraction]:
    """Each dimension weighs the same, and each indicator within its dimension.

    `dimensions` names each indicator's dimension.

    Unit: shares of 1.
    Source: the usual choice of Alkire and Foster (2011); no text of law sets weights [G].
    """
    sizes: dict[str, int] = {}
    for dimension in dimensions.values():
        sizes[dimension] = sizes.get(dimension, 0) + 1
    return {
        key: Fraction(1, len(sizes) * sizes[dimension])
        for key, dimension in dimensions.items()
    }
