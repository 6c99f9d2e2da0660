"""Whatever stands in a cell is read or answered with a sentence, never a fault."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from households.rules.tables import RunningTotals, find_heading, households_of
from households.rules.tables.cells import BadCell, birth_of, cccd_of, text_of, whole_of
from households.rules.tables.fields import FIELDS
from households.standards import standards

HEADINGS = [names[0] for names in FIELDS.values()]
HEADING = find_heading([HEADINGS], standards()["2022-2026"])
NUMERIC = st.from_regex(r"\A[0-9\u0660-\u0669\u00b2/\-., ]{0,12}\Z")
CELL = st.one_of(
    st.text(max_size=30),
    NUMERIC,
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.none(),
)


@given(cells=st.lists(CELL, min_size=len(HEADINGS), max_size=len(HEADINGS)))
def test_no_cell_is_without_an_answer(cells):
    for home in households_of("s", [(2, cells)], HEADING, RunningTotals("s")):
        assert home.raw == [[text_of(cell) for cell in cells]]
        assert all(fault.reason for fault in home.faults)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("12/03/1983", (1983, date(1983, 3, 12))),
        ("1.2.1983", (1983, date(1983, 2, 1))),
        ("1983-03-12", (1983, date(1983, 3, 12))),
        ("03/1983", (1983, None)),
        (1983.0, (1983, None)),
        (30387.0, (1983, date(1983, 3, 12))),
        (date(1983, 3, 12), (1983, date(1983, 3, 12))),
        ("", (None, None)),
    ],
)
def test_births_are_read_as_people_write_them(cell, found):
    assert birth_of(cell) == found


@pytest.mark.parametrize("cell", ["31/02/1983", "12/13/1983", "365", "40", "²", "hôm qua"])
def test_births_that_cannot_be_are_told(cell):
    with pytest.raises(BadCell):
        birth_of(cell)


@pytest.mark.parametrize(
    ("cell", "found"),
    [("1.491", 1491), ("150,0", 150), (118.0, 118), ("118", 118), ("–", None)],
)
def test_whole_numbers_with_dots_and_commas(cell, found):
    assert whole_of(cell, most=9999) == found


def test_lost_zeros_come_back_with_a_note_and_old_cards_are_dropped():
    assert cccd_of(62083000001.0) == ("062083000001", "đã trả lại số 0 ở đầu số CCCD")
    assert cccd_of("'062083000001") == ("062083000001", "")
    assert cccd_of("230123456")[0] == ""
