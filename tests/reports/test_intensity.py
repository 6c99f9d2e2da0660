"""H, A, M0 and contributions, equal to the package mpitb on the same rows."""

import json
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules.intensity import equal_weights, intensity
from tests.reports.mpitb_once import CUTOFF, DIMENSIONS, KEPT, SEEDS, rows_of

TOLD = json.loads(KEPT.read_text(encoding="utf-8"))
OF = {name: dimension for dimension, some in DIMENSIONS.items() for name in some}
WEIGHTS = equal_weights(OF)


@pytest.mark.parametrize("seed", SEEDS)
def test_measures_equal_those_of_mpitb(seed):
    rows = rows_of(seed)
    poor = [
        row
        for row in rows
        if sum(WEIGHTS[name] * lack for name, lack in row.items()) >= Fraction(CUTOFF, 100)
    ]
    lacks = Counter(name for row in poor for name, lack in row.items() if lack)
    found = intensity(len(rows), len(poor), lacks, WEIGHTS)
    told = TOLD[str(seed)]
    assert float(found.headcount) == pytest.approx(told["measures"]["H"], abs=1e-12)
    assert float(found.depth) == pytest.approx(told["measures"]["A"], abs=1e-12)
    assert float(found.adjusted) == pytest.approx(told["measures"]["M0"], abs=1e-12)
    assert {name: float(share) for name, share in found.contributions.items()} == (
        pytest.approx(told["contributions"], abs=1e-12)
    )


def test_contributions_of_dimensions_add_up_to_those_of_their_indicators():
    told = TOLD["1"]["contributions"]
    by_dimension = Counter()
    for name, share in told.items():
        by_dimension[OF[name]] += share
    assert sum(by_dimension.values()) == pytest.approx(1)
    assert sum(WEIGHTS.values()) == 1
    assert len(set(WEIGHTS.values())) == 1, "six dimensions of two indicators each"


@given(st.integers(1, 500), st.data())
def test_identities_hold(everybody, data):
    poor = data.draw(st.integers(0, everybody))
    lacks = {name: data.draw(st.integers(0, poor)) for name in WEIGHTS}
    found = intensity(everybody, poor, lacks, WEIGHTS)
    assert found.adjusted == found.headcount * found.depth
    assert 0 <= found.adjusted <= found.headcount <= 1
    assert sum(found.contributions.values()) in (0, 1)


def test_nobody_is_no_population():
    assert intensity(0, 0, {}, WEIGHTS) is None
    assert intensity(3, 0, {}, WEIGHTS).adjusted == 0
