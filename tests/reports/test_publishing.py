"""What is withheld cannot be computed from what is shown: every small table is tried."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.publishing import withheld

LARGEST = 14  # counts that are tried; larger ones hide no less


def published(counts):
    """What a reader sees: the counts, the withheld ones as signs, the sum if shown."""
    hidden, without_sum = withheld(counts)
    cells = tuple("*" if n in hidden else count for n, count in enumerate(counts))
    return cells, None if without_sum else sum(counts)


@pytest.mark.parametrize("areas", [2, 3])
def test_no_withheld_count_follows_for_who_knows_the_rule(areas):
    """Two tables look alike wherever something is withheld, and differ in every small count."""
    alike = defaultdict(list)
    for counts in product(range(LARGEST + 1), repeat=areas):
        alike[published(counts)].append(counts)
    for (cells, whole), tables in alike.items():
        if whole is not None and whole > LARGEST:
            continue  # tables beyond the largest count tried would look alike, too
        for n, cell in enumerate(cells):
            told = {counts[n] for counts in tables}
            if cell == "*" and any(0 < count < 5 for count in told):
                assert len(told) > 1, (cells, whole, tables)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=12))
def test_small_counts_are_never_shown(counts):
    hidden, without_sum = withheld(counts)
    shown = [count for n, count in enumerate(counts) if n not in hidden]
    assert not any(0 < count < 5 for count in shown)
    if not without_sum:
        assert not 0 < sum(counts) < 5
        assert len(hidden) != 1
    if not any(0 < count < 5 for count in counts):
        assert (hidden, without_sum) == (set(), False)
