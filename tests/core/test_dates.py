"""Working days: weekends, Tết, and what was announced beside the usual calendar."""

import json
from datetime import date

import pytest

from core import dates
from core.dates import add_working_days, is_working_day


@pytest.mark.parametrize(
    ("day", "count", "end"),
    [
        (date(2024, 9, 20), 3, date(2024, 9, 25)),  # over a weekend
        (date(2024, 8, 30), 1, date(2024, 9, 4)),  # over the National Day
        (date(2024, 2, 7), 1, date(2024, 2, 15)),  # over Tết Giáp Thìn
    ],
)
def test_days_are_counted_over_weekends_and_holidays(day, count, end):
    assert add_working_days(day, count) == end


def test_announced_days_go_before_the_calendar(tmp_path, monkeypatch):
    path = tmp_path / "holidays.json"
    path.write_text(json.dumps({"closed": ["2026-03-04"], "open": ["2026-03-07"]}))
    told = dates.announced(path)
    monkeypatch.setattr(dates, "announced", lambda: told)
    assert not is_working_day(date(2026, 3, 4)), "a Wednesday announced as closed"
    assert is_working_day(date(2026, 3, 7)), "a Saturday worked in exchange"
    assert is_working_day(date(2026, 3, 5))
