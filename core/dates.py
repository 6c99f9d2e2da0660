"""The only clock, and working days."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils import timezone

_chosen_day: ContextVar[date | None] = ContextVar("chosen_day", default=None)


def today() -> date:
    """The day it is in Việt Nam, or the day the demonstration plays."""
    return _chosen_day.get() or timezone.localdate()


@contextmanager
def playing(day: date | None) -> Iterator[None]:
    """Let `today()` answer `day` inside the block; None leaves the real clock."""
    token = _chosen_day.set(day)
    try:
        yield
    finally:
        _chosen_day.reset(token)


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def is_working_day(day: date) -> bool:
    """Whether offices are open: no weekend, no public holiday (Tết included)."""
    return day.weekday() < 5 and day not in _holidays_of(day.year)  # noqa: PLR2004


def add_working_days(day: date, count: int) -> date:
    """The working day that lies `count` working days after `day`."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day):
            count -= 1
    return day


def last_day_of(year: int) -> date:
    """31 December of `year`."""
    return date(year, 12, 31)
