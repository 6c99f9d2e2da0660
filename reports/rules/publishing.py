"""What may be shown to everybody: small counts, and what would tell them, are withheld."""

from collections.abc import Sequence

SMALLEST = 5  # households: fewer, but not none, may point at somebody
RULE = (
    "Số từ 1 đến 4 hộ không công bố, cùng với những số khác mà lấy tổng trừ đi sẽ suy ra "
    "chúng; ô ấy ghi “*”."
)


def withheld(counts: Sequence[int]) -> tuple[set[int], bool]:
    """Which of some counts are not shown beside their sum, and whether the sum is not.

    A small count is withheld. One alone would follow from the sum: the next large count
    in the order of the table is withheld with it, whatever its size, so that the order
    tells nothing. Several that can only all be the smallest, or all the largest, would
    follow, too: then the sum is withheld, as is a sum that is small itself.

    Unit: positions in `counts`.
    Source: project convention, ADR 0029: no text of law sets a limit [G].
    """
    hidden = {n for n, count in enumerate(counts) if is_small(count)}
    whole, told = sum(counts), sum(counts[n] for n in hidden)
    if not hidden or is_small(whole):
        return hidden, bool(hidden)
    if len(hidden) == 1:
        return hidden | {_next_large(counts, next(iter(hidden)))}, False
    return hidden, told in (len(hidden), len(hidden) * (SMALLEST - 1))


def is_small(count: int) -> bool:
    """Whether a count may point at somebody.

    Unit: yes or no.
    Source: project convention, ADR 0029 [G].
    """
    return 0 < count < SMALLEST


def _next_large(counts: Sequence[int], place: int) -> int:
    """The first large count after a place, from the end on to the beginning."""
    order: list[int] = [*range(place + 1, len(counts)), *range(place)]
    return next(n for n in order if counts[n] >= SMALLEST)
