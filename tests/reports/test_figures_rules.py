"""Figures of reports: sums, rates from sums, identities that name their cell."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reports.rules.figures import (
    FIGURES,
    RATES,
    check,
    closing,
    rate_of,
    sentences,
    total,
)


def commune(poor=20, to_near=3, above=2, new=1, homes=100):
    """A commune whose poor went from 24 to 20: 3 became near-poor, 2 left, 1 is new."""
    opening = poor + to_near + above - new
    found = {
        "households": homes,
        "persons": homes * 4,
        "poor": poor,
        "poor_persons": poor * 4,
        "near": 13,
        "near_persons": 50,
        "poor_opening": opening,
        "poor_to_listed": to_near,
        "poor_to_above": above,
        "poor_new": new,
        "near_opening": 10,
        "near_from_listed": to_near,
        "given": 1_000,
        "paid": 250,
    }
    return {f.code: (found.get(f.code, 0),) * 2 for f in FIGURES}


counts = st.integers(0, 10_000)


@given(st.lists(st.dictionaries(st.sampled_from(FIGURES), counts), max_size=6))
def test_sums_are_the_sums_of_every_part(parts):
    told = [{f.code: (value, value * 2) for f, value in part.items()} for part in parts]
    found = total(told)
    for figure in FIGURES:
        values = [p[figure.code][0] for p in told if figure.code in p]
        expected = (sum(values), sum(values) * 2) if values else None
        assert found.get(figure.code) == expected


def test_rates_come_from_sums_and_are_never_averaged():
    whole = total([commune(poor=10, homes=100), commune(poor=90, homes=300)])
    assert rate_of(whole, RATES[0]) == Decimal("25.00")  # not (10 + 30) / 2
    assert rate_of(whole, RATES[2]) == Decimal("25.00")
    assert rate_of({}, RATES[0]) is None


def test_what_nobody_knows_stays_unknown():
    assert total([{"poor": (None, None)}, {"poor": (3, 3)}])["poor"] == (3, 3)
    assert total([{"poor": (None, None)}])["poor"] == (None, None)


def test_movement_that_closes_has_no_problem():
    assert closing(commune(), "poor", 0) == 20
    assert check(commune(), "Xã Đăk Ang") == []
    assert check(total([commune(), commune(poor=7)]), "Huyện") == []


def test_every_broken_identity_names_its_line():
    wrong = commune() | {"poor": (21, 21)}
    found = check(wrong, "Xã Đăk Ang")
    assert {(p.where, p.line) for p in found} == {("Xã Đăk Ang", "Hộ nghèo")}
    assert "lệch 1 hộ" in found[0].text
    crossed = commune() | {"near_from_listed": (2, 3)}
    assert any("cột “Trong kỳ”" in p.text for p in check(crossed, "x"))
    more = commune() | {"poor_persons": (500, 500)}
    assert [p.line for p in check(more, "x")] == ["Nhân khẩu hộ nghèo"]


def test_sentences_say_numbers_units_and_rates():
    said = sentences(commune(), unit="Xã A", until="14/9/2020", period="quý III năm 2020")
    assert said[0] == (
        "Đến ngày 14/9/2020, Xã A có 100 hộ; hộ nghèo 20 hộ (tỷ lệ 20,00%), "
        "hộ cận nghèo 13 hộ (tỷ lệ 13,00%)."
    )
    assert said[1].startswith("Trong quý III năm 2020: 5 hộ thoát nghèo (3 hộ thành")
    assert sentences({}, unit="x", until="x", period="x") == []
