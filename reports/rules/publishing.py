"""What may be shown to everybody: small counts, and what would tell them, are withheld."""

from collections.abc import Sequence

SMALLEST = 5  # households: fewer, but not none, may point at somebody
RULE = (
    "Số từ 1 đến 4 hộ không công bố, cùng với những số khác mà lấy tổng trừ đi sẽ suy ra "
    "chúng; ô ấy ghi “*”."
)


def withheld(counts: Sequence[int]) -> tuple[set[int], bool]:
    """Which of some counts are not shown beside their sum, and whether the sum is not.

    A small count is withheld. If the sum is shown, what is withheld must not follow from
    it: one count alone would, and so would counts that can only all be the smallest or
    all the largest; then the next smallest known count is withheld, too, and where none
    is left, the sum.

    Unit: positions in `counts`.
    Source: project convention, ADR 0029: no text of law sets a limit [G].
    """
    hidden = {n for n, count in enumerate(counts) if _is_small(count)}
    if not hidden:
        return hidden, False
    if _is_small(sum(counts)):
        return hidden, True
    rest = sorted((count, n) for n, count in enumerate(counts) if count >= SMALLEST)
    small = len(hidden)
    for _, n in rest:
        if not _follows([counts[i] for i in hidden], small):
            break
        hidden.add(n)
    return hidden, _follows([counts[i] for i in hidden], small)


def _is_small(count: int) -> bool:
    return 0 < count < SMALLEST


def _follows(counts: Sequence[int], small: int) -> bool:
    """Whether the sum of the withheld tells any of them.

    `small` of them are 1 to 4; the others, if any, are at least 5 and hide them.
    """
    if len(counts) > small:
        return False
    whole = sum(counts)
    return len(counts) == 1 or whole in (len(counts), len(counts) * (SMALLEST - 1))
