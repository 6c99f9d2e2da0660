"""When a request is reviewed, and by when it is answered."""

from datetime import date, timedelta

from core.errors import DomainError
from households.rules.procedure import Procedure


class NoOffCycle(DomainError):
    """The procedure of that date knows no monthly review."""

    code = "no_off_cycle"
    message = "Quy trình tại thời điểm này không có rà soát thường xuyên hằng tháng."


def off_cycle_start(procedure: Procedure, received_on: date) -> date:
    """First day of the monthly review that takes in a request.

    Unit: the procedure's day of the month, this month's or the next one's.
    Source: law.md §3: every month from the 15th [S]; the procedure's own file.
    """
    if procedure.starts_on_day is None:
        raise NoOffCycle
    start = received_on.replace(day=procedure.starts_on_day)
    if received_on <= start:
        return start
    first_of_next = (received_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first_of_next.replace(day=procedure.starts_on_day)


def decision_due(procedure: Procedure, start: date) -> date:
    """By when the commune decides on a monthly review.

    Unit: calendar days after its first day.
    Source: law.md §3: decision within 15 days of the start [S].
    """
    if procedure.decide_within_days is None:
        raise NoOffCycle
    return start + timedelta(days=procedure.decide_within_days)
