"""Windows, due days, openings: the calendar of law.md §5 worked out by hand."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.choices import Frequency
from reports.rules.calendar import (
    DueRule,
    days_late,
    due_day,
    earliest,
    opens_on,
    period_name,
    spans,
)
from reports.rules.reminders import needs_reminder


def window(frequency, number, year=2020, window_day=15):
    one = spans(frequency, year, window_day=window_day)[number - 1]
    return one.first, one.last


@pytest.mark.parametrize(
    ("frequency", "number", "first", "last"),
    [  # law.md §5: Q1 15/12-14/3, Q2 15/3-14/6, Q3 15/6-14/9, Q4 15/9-14/12
        (Frequency.QUARTER, 1, date(2019, 12, 15), date(2020, 3, 14)),
        (Frequency.QUARTER, 2, date(2020, 3, 15), date(2020, 6, 14)),
        (Frequency.QUARTER, 3, date(2020, 6, 15), date(2020, 9, 14)),
        (Frequency.QUARTER, 4, date(2020, 9, 15), date(2020, 12, 14)),
        (Frequency.HALF_YEAR, 1, date(2019, 12, 15), date(2020, 6, 14)),
        (Frequency.YEAR, 1, date(2019, 12, 15), date(2020, 12, 14)),
        (Frequency.MONTH, 1, date(2019, 12, 15), date(2020, 1, 14)),
        (Frequency.MONTH, 12, date(2020, 11, 15), date(2020, 12, 14)),
    ],
)
def test_windows_are_those_of_the_decree(frequency, number, first, last):
    assert window(frequency, number) == (first, last)


def test_a_window_from_the_first_is_the_calendar_s_own():
    assert window(Frequency.YEAR, 1, window_day=1) == (date(2020, 1, 1), date(2020, 12, 31))
    assert window(Frequency.MONTH, 2, window_day=1)[1] == date(2020, 2, 29)


def test_who_asks_once_names_the_days_itself():
    assert spans(Frequency.ONCE, 2020, window_day=15) == []


@given(
    st.sampled_from([Frequency.MONTH, Frequency.QUARTER, Frequency.HALF_YEAR]),
    st.integers(2000, 2090),
    st.sampled_from([1, 15]),
)
def test_periods_cover_the_year_without_gap_or_overlap(frequency, year, window_day):
    found = spans(frequency, year, window_day=window_day)
    for one, following in pairwise(found):
        assert following.first == one.last + timedelta(days=1)
    whole = spans(Frequency.YEAR, year, window_day=window_day)[0]
    assert (found[0].first, found[-1].last) == (whole.first, whole.last)


@pytest.mark.parametrize(
    ("frequency", "rule", "number", "day"),
    [
        # half-year before 01/6, year before 01/12, results before 15/11 and 20/12
        (Frequency.HALF_YEAR, DueRule(-1, 31), 1, date(2026, 5, 31)),
        (Frequency.YEAR, DueRule(-1, 30), 1, date(2026, 11, 30)),
        (Frequency.YEAR, DueRule(-1, 14), 1, date(2026, 11, 14)),
        (Frequency.YEAR, DueRule(0, 19), 1, date(2026, 12, 19)),
        # month by month on day 05 of the next
        (Frequency.MONTH, DueRule(1, 5), 8, date(2026, 9, 5)),
        (Frequency.MONTH, DueRule(1, 5), 12, date(2027, 1, 5)),
        # a day the month does not have is its last
        (Frequency.MONTH, DueRule(0, 31), 2, date(2026, 2, 28)),
    ],
)
def test_due_days_are_those_of_the_texts(frequency, rule, number, day):
    span = spans(frequency, 2026, window_day=15)[number - 1]
    assert due_day(rule, frequency, span) == day


def test_working_days_skip_weekends_and_tet():
    quarter = spans(Frequency.QUARTER, 2020, window_day=15)[1]  # ends Sunday 14/6/2020
    assert due_day(DueRule(working_days=5), Frequency.QUARTER, quarter) == date(2020, 6, 19)
    month = spans(Frequency.MONTH, 2020, window_day=15)[0]  # Tuesday 14/1; Tết 23-29/1
    assert due_day(DueRule(working_days=7), Frequency.MONTH, month) == date(2020, 1, 30)


def test_nobody_said_a_day():
    span = spans(Frequency.QUARTER, 2020, window_day=15)[0]
    assert due_day(DueRule(), Frequency.QUARTER, span) is None
    assert earliest([None, None]) is None
    assert earliest([date(2020, 3, 20), None, date(2020, 3, 18)]) == date(2020, 3, 18)


def test_a_report_opens_before_whichever_comes_first():
    span = spans(Frequency.YEAR, 2026, window_day=15)[0]
    assert opens_on(span, date(2026, 11, 30), lead_days=15) == date(2026, 11, 15)
    assert opens_on(span, None, lead_days=15) == date(2026, 11, 29)


def test_periods_have_their_names():
    assert period_name(Frequency.QUARTER, 2020, 3) == "quý III năm 2020"
    assert period_name(Frequency.HALF_YEAR, 2020, 1) == "6 tháng đầu năm 2020"
    assert period_name(Frequency.MONTH, 2026, 4) == "tháng 4 năm 2026"


def test_lateness_counts_from_the_day_after():
    due = date(2020, 6, 19)
    assert days_late(due, None, due) == 0
    assert days_late(due, None, date(2020, 6, 22)) == 3
    assert days_late(due, date(2020, 6, 20), date(2020, 12, 1)) == 1
    assert days_late(None, None, date(2020, 12, 1)) == 0


DUE = date(2020, 6, 19)


@pytest.mark.parametrize(
    ("last", "day", "told"),
    [
        (None, date(2020, 6, 13), False),
        (None, date(2020, 6, 14), True),
        (date(2020, 6, 14), date(2020, 6, 15), False),
        (date(2020, 6, 14), DUE, False),
        (date(2020, 6, 14), date(2020, 6, 20), True),  # the day after
        (date(2020, 6, 20), date(2020, 6, 26), False),
        (date(2020, 6, 20), date(2020, 6, 27), True),  # and weekly
        (None, date(2020, 8, 1), True),  # a stopped server makes up for it
    ],
)
def test_reminders_come_before_after_and_weekly(last, day, told):
    assert needs_reminder(DUE, last, day) is told
