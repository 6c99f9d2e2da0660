"""What is counted of households, and as a share of what."""

from collections.abc import Mapping
from decimal import Decimal

from core.numbers import share_percent

MIN_SIZE, MAX_SIZE = 1, 50
CHILD_UNDER = 16  # years; as indicator 6 of the standard counts them (law.md §2) [S2]
MINORITY_NOT = "Kinh"


def is_minority(ethnic_group: str) -> bool:
    """Whether a household counts as ethnic-minority (DTTS), by its head's group.

    Unit: yes or no.
    Source: law.md §3, groups [G].
    """
    return bool(ethnic_group) and ethnic_group != MINORITY_NOT


def poverty_rate(poor: int, households: int) -> Decimal | None:
    """Share of poor households.

    Unit: percent of households, half up to two decimals; None without households.
    Source: law.md §4, form 1, column 4 = 3/1.
    """
    return share_percent(poor, households)


def changed_answers(before: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    """Names of the answers that differ between two states of a form.

    Unit: field names.
    Source: project convention, docs/glossary.md (review).
    """
    return [name for name in now if before.get(name) != now[name]]
