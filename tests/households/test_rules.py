from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.choices import Klass, RoundStatus
from households.rules import WrongStep, check_step, classify
from households.standards import (
    NoStandard,
    procedure_on,
    procedures,
    standard_on,
    standards,
)

OLD, NEW = "2016-2020", "2022-2026"


@pytest.mark.parametrize(
    ("code", "b1", "lacking", "urban", "klass", "text"),
    [
        (OLD, 118, 0, False, Klass.POOR, "B1 118 ≤ 120: hộ nghèo"),
        (OLD, 120, 0, False, Klass.POOR, "B1 120 ≤ 120: hộ nghèo"),
        (
            OLD,
            121,
            3,
            False,
            Klass.POOR,
            "B1 121 > 120 và ≤ 150 và thiếu hụt 3/10 chỉ số: hộ nghèo",
        ),
        (
            OLD,
            150,
            2,
            False,
            Klass.NEAR_POOR,
            "B1 150 > 120 và ≤ 150 và thiếu hụt 2/10 chỉ số (chưa đến 3): hộ cận nghèo",
        ),
        (OLD, 151, 10, False, Klass.NOT_POOR, "B1 151 > 150: hộ không nghèo"),
        (OLD, 140, 0, True, Klass.POOR, "B1 140 ≤ 140: hộ nghèo"),
        (
            NEW,
            118,
            4,
            False,
            Klass.POOR,
            "B1 118 ≤ 140 và thiếu hụt 4/12 chỉ số: hộ nghèo",
        ),
        (
            NEW,
            140,
            2,
            False,
            Klass.NEAR_POOR,
            "B1 140 ≤ 140 và thiếu hụt 2/12 chỉ số (chưa đến 3): hộ cận nghèo",
        ),
        (NEW, 141, 12, False, Klass.NOT_POOR, "B1 141 > 140: hộ không nghèo"),
        (
            NEW,
            175,
            3,
            True,
            Klass.POOR,
            "B1 175 ≤ 175 và thiếu hụt 3/12 chỉ số: hộ nghèo",
        ),
        (NEW, 176, 3, True, Klass.NOT_POOR, "B1 176 > 175: hộ không nghèo"),
    ],
)
def test_class_and_its_words_at_every_edge(code, b1, lacking, urban, klass, text):
    result = classify(standards()[code], score_b1=b1, deprived=lacking, urban=urban)
    assert (result.klass, result.explanation) == (klass, text)


@given(
    b1=st.integers(0, 400),
    lacking=st.integers(0, 9),
    urban=st.booleans(),
    code=st.sampled_from([OLD, NEW]),
)
def test_more_deprivation_never_makes_a_household_better_off(b1, lacking, urban, code):
    order = [Klass.POOR, Klass.NEAR_POOR, Klass.NOT_POOR]
    fewer, more = (
        classify(standards()[code], score_b1=b1, deprived=n, urban=urban).klass
        for n in (lacking, lacking + 1)
    )
    assert order.index(more) <= order.index(fewer)


def test_standard_is_chosen_by_date():
    assert standard_on(date(2020, 9, 1)).code == OLD
    assert standard_on(date(2026, 12, 31)).code == NEW
    assert len(standard_on(date(2020, 1, 1)).indicators) == 10
    assert len(standard_on(date(2024, 1, 1)).indicators) == 12
    with pytest.raises(NoStandard):
        standard_on(date(2015, 1, 1))


@pytest.mark.parametrize(
    ("day", "who"),
    [
        (date(2020, 9, 1), "superior"),
        (date(2024, 9, 1), "commune"),
        (date(2026, 9, 1), "commune"),
    ],
)
def test_who_recognises_is_chosen_by_date(day, who):
    steps = [s for s in procedure_on(day).steps if s.to == RoundStatus.RECOGNISED]
    assert [s.by for s in steps] == [who]


@pytest.mark.parametrize("code", ["2016-2021", "2022-2025", "2025-hai-cap"])
def test_every_pair_of_states_is_allowed_only_by_the_procedure(code):
    procedure = procedures()[code]
    allowed = {(s.start, s.to) for s in procedure.steps}
    for current in RoundStatus:
        for to in RoundStatus:
            if (current, to) in allowed:
                assert check_step(procedure, current, to).to == to
            else:
                with pytest.raises(WrongStep):
                    check_step(procedure, current, to)
