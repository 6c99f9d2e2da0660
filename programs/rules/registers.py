"""What registers hold to: days in their order, what comes back, who was trained."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from core.errors import DomainError
from core.numbers import share_percent, show_int

EARLIEST = date(1990, 1, 1)  # nothing of the programme is older
AHEAD = 10  # years that a plan may look ahead


class LineOutsideDays(DomainError):
    """A line tells what happened: not tomorrow, not before its row began."""

    code = "register_line_day"
    message = "Ngày {day} phải từ {first} đến hôm nay."


class RecoveredTooMuch(DomainError):
    """No more comes back than was lent, and no more is taken back than came."""

    code = "recovery_within_amount"
    message = (
        "Phải thu hồi {amount} đồng, đã thu {paid} đồng; ghi thêm {wanted} đồng thì tổng "
        "thu không còn từ 0 đến số phải thu hồi."
    )


class FindingElsewhere(DomainError):
    """What is mended was found by the same inspection, as a violation."""

    code = "finding_elsewhere"
    message = "Chỉ khắc phục được thiếu sót, vi phạm của chính cuộc kiểm tra này."


class DayImpossible(DomainError):
    """What happened, happened in the programme's time and not tomorrow."""

    code = "register_day"
    message = "{name}: ngày {day} phải từ {first} đến {last}."


def check_days(days: Iterable[tuple[str, date, bool]], *, last: date) -> None:
    """Refuse days nobody can mean: before the programme's time, or told of tomorrow.

    Unit: name, day, whether it tells what happened (else it may lie ahead, ten years).
    Source: project convention, ADR 0025.
    """
    for name, day, happened in days:
        end = last if happened else last.replace(year=last.year + AHEAD, day=1)
        if not EARLIEST <= day <= end:
            raise DayImpossible(
                name=name,
                day=f"{day:%d/%m/%Y}",
                first=f"{EARLIEST:%d/%m/%Y}",
                last=f"{end:%d/%m/%Y}",
            )


def check_line_day(on: date, *, first: date, last: date) -> None:
    """Refuse a day before the row began or after today.

    Unit: days, both ends included.
    Source: project convention, ADR 0025.
    """
    if not first <= on <= last:
        raise LineOutsideDays(day=f"{on:%d/%m/%Y}", first=f"{first:%d/%m/%Y}")


def check_recovered(*, amount: int, paid: int, wanted: int) -> None:
    """What came back stays between nothing and what is to come back.

    Unit: đồng.
    Source: law.md §5 (money), project convention, ADR 0025.
    """
    if not 0 <= paid + wanted <= amount:
        raise RecoveredTooMuch(
            amount=show_int(amount), paid=show_int(paid), wanted=show_int(wanted)
        )


def trained_share(trained: int, in_post: int) -> Decimal | None:
    """Staff in post who passed a training.

    Unit: percent of staff in post, half up; None where nobody is in post.
    Source: Kế hoạch 1335/KH-UBND (Ninh Thuận): 100% cán bộ được tập huấn (seeds, S).
    """
    return share_percent(trained, in_post)
