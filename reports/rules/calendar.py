"""Which days a report speaks of, and by when it is due."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.dates import add_working_days
from reports.choices import Frequency

MONTHS = 12
LENGTH = {  # months of one period
    Frequency.MONTH: 1,
    Frequency.QUARTER: 3,
    Frequency.HALF_YEAR: 6,
    Frequency.YEAR: 12,
}
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class DueRule:
    """By when a report is due: a day of a month, or working days after the window.

    `months` counts from the period's last month (−1: the month before it); the last
    day of a shorter month answers for a day it does not have. All None: nobody said.
    """

    months: int | None = None
    day: int | None = None
    working_days: int | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """One period: its year and number in it, and the window of days it speaks of."""

    year: int
    number: int
    first: date
    last: date


def spans(frequency: Frequency, year: int, *, window_day: int) -> list[Span]:
    """Every period of a year, with its window.

    Unit: days, both included; `window_day` 15 begins a window on the 15th of the month
    before the period and ends it on the 14th of its last month, 1 is the calendar's own.
    Source: law.md §5 (windows of Nghị định 09/2019/NĐ-CP [S2]).
    """
    length = LENGTH.get(frequency)
    if length is None:  # once: whoever asks names the days
        return []
    return [
        Span(
            year,
            number,
            _begins(year, (number - 1) * length + 1, window_day),
            _begins(year, number * length + 1, window_day) - timedelta(days=1),
        )
        for number in range(1, MONTHS // length + 1)
    ]


def _begins(year: int, month: int, window_day: int) -> date:
    """The day a window begins whose period begins with `month` (13: the next year)."""
    back = 1 if window_day > 1 else 0
    total = year * MONTHS + month - 1 - back
    return date(total // MONTHS, total % MONTHS + 1, window_day)


def due_day(rule: DueRule, frequency: Frequency, span: Span) -> date | None:
    """The last day on which the report is in time.

    Unit: a day, itself still in time ("before 01/6" is a rule for 31/5); None where
    nobody said.
    Source: law.md §5; each regime names its own text and mark.
    """
    if rule.working_days is not None:
        return add_working_days(span.last, rule.working_days)
    if rule.months is None or rule.day is None:
        return None
    last_month = span.number * LENGTH.get(frequency, MONTHS)
    total = span.year * MONTHS + last_month - 1 + rule.months
    year, month = total // MONTHS, total % MONTHS + 1
    return date(year, month, min(rule.day, calendar.monthrange(year, month)[1]))


def earliest(days: Iterable[date | None]) -> date | None:
    """The day that binds where several were set: a superior may only ask earlier.

    Unit: a day; None where nobody said one.
    Source: law.md §3: earlier dates for communes and districts are the province's own.
    """
    return min((day for day in days if day is not None), default=None)


def opens_on(span: Span, due: date | None, *, lead_days: int) -> date:
    """The day from which units prepare the report.

    Unit: a day, `lead_days` before the window ends or the report is due, whichever is
    earlier.
    Source: project convention, ADR 0027.
    """
    return min(span.last, due or span.last) - timedelta(days=lead_days)


def period_name(frequency: Frequency, year: int, number: int) -> str:
    """A period as titles say it.

    Unit: words: “quý III năm 2020”, “6 tháng đầu năm 2020”.
    Source: law.md §5.
    """
    names = {
        Frequency.MONTH: f"tháng {number} năm {year}",
        Frequency.HALF_YEAR: f"6 tháng {'đầu' if number == 1 else 'cuối'} năm {year}",
        Frequency.YEAR: f"năm {year}",
        Frequency.ONCE: f"năm {year}",
    }
    if frequency == Frequency.QUARTER:
        return f"quý {ROMAN[number - 1]} năm {year}"
    return names[frequency]


def days_late(due: date | None, sent: date | None, today: date) -> int:
    """How late a report is: when it was sent, or by now while it is not.

    Unit: days after the due day; 0 in time, or where no due day is known.
    Source: project convention, docs/glossary.md (quá hạn).
    """
    return 0 if due is None else max(0, ((sent or today) - due).days)
