"""The only clock, and working days."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

import holidays
from django.utils import timezone

ANNOUNCED = Path(__file__).resolve().parent.parent / "data" / "holidays.json"
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


@cache
def announced(path: Path = ANNOUNCED) -> dict[str, frozenset[date]]:
    """Days announced as closed, and as open in exchange, beside the usual calendar."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return {k: frozenset(map(date.fromisoformat, raw[k])) for k in ("closed", "open")}


def is_working_day(day: date) -> bool:
    """Whether offices are open: what was announced, else no weekend, no public holiday."""
    told = announced()
    if day in told["open"] or day in told["closed"]:
        return day in told["open"]
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
