"""When a unit is reminded of a report it has not sent."""

from datetime import date, timedelta

REMIND_BEFORE = timedelta(days=5)
REMIND_AGAIN = timedelta(days=7)


def needs_reminder(due: date, last: date | None, day: date) -> bool:
    """Whether a waiting report is to be reminded of: before its day, after it, and weekly.

    Unit: days; a reminder that was missed is made up for by the next one.
    Source: project convention, ADR 0027.
    """
    if day < due - REMIND_BEFORE:
        return False
    if last is None or last < due - REMIND_BEFORE:
        return True
    if day <= due:
        return False
    return last <= due or day - last >= REMIND_AGAIN
