"""Sharing one figure out among areas, so that the parts are the whole."""

from collections.abc import Sequence
from fractions import Fraction


def share_out(whole: int, weights: Sequence[int], most: Sequence[int]) -> list[int]:
    """Parts of `whole` in proportion to `weights`, none above its `most`.

    Whole numbers by the largest remainder; what does not fit under a limit goes to the
    others; where all weights are nothing they count alike. The parts add up to `whole`,
    or to all that the limits hold.

    Unit: the figure's (households), in the order of the weights.
    Source: project convention, ADR 0019.
    """
    given = [0] * len(weights)
    left = min(whole, sum(most))
    while left > 0:
        free = [n for n, limit in enumerate(most) if given[n] < limit]
        parts = _proportional(left, [weights[n] for n in free])
        for n, part in zip(free, parts, strict=True):
            taken = min(part, most[n] - given[n])
            given[n] += taken
            left -= taken
    return given


def _proportional(whole: int, weights: Sequence[int]) -> list[int]:
    """Whole parts by the largest remainder; ties go to the first."""
    even = weights if sum(weights) > 0 else [1] * len(weights)
    exact = [Fraction(whole * weight, sum(even)) for weight in even]
    parts = [int(share) for share in exact]
    by_rest = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for n in by_rest[: whole - sum(parts)]:
        parts[n] += 1
    return parts
