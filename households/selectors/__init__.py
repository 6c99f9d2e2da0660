"""Reads across models, by topic."""

from households.selectors.history import Change, history_of
from households.selectors.lists import (
    ListCounts,
    age_on,
    in_list_order,
    last_review,
    list_counts,
    suggestions_for,
    village_progress,
    with_progress,
)
from households.selectors.status import (
    ClassCount,
    CommuneCounts,
    CommuneRate,
    counts_by_commune,
    counts_by_village,
    rates_by_commune,
    recognised_communes,
    recognised_rates,
)

__all__ = [
    "Change",
    "ClassCount",
    "CommuneCounts",
    "CommuneRate",
    "ListCounts",
    "age_on",
    "counts_by_commune",
    "counts_by_village",
    "history_of",
    "in_list_order",
    "last_review",
    "list_counts",
    "rates_by_commune",
    "recognised_communes",
    "recognised_rates",
    "suggestions_for",
    "village_progress",
    "with_progress",
]
