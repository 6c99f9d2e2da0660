"""What was achieved of a target that a named unit reports on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from core.dates import today
from core.errors import DomainError, RightMissing
from core.numbers import share_percent
from targets.choices import PlanStatus
from targets.models import Indicator, Result, Target
from targets.selectors.progress import is_computed, may_report

SHARE_UNIT, POINTS = "%", "điểm phần trăm"


class ComputedNotReported(DomainError):
    """What is computed from recognised status is not typed in."""

    code = "result_is_computed"
    message = "“{indicator}” được tính từ số liệu đã công nhận, không nhập tay."


class ResultInFuture(DomainError):
    """Nothing is achieved tomorrow."""

    code = "result_in_future"
    message = "Ngày {day} ở sau hôm nay; kết quả chỉ ghi đến hôm nay."


class ResultBeforePlan(DomainError):
    """What a plan achieves, it achieves in its time."""

    code = "result_before_plan"
    message = "Kết quả của kế hoạch tính từ ngày {day}; hãy kiểm tra lại ngày."


class ValueNegative(DomainError):
    """Only a change of a rate may be below nothing."""

    code = "result_negative"
    message = "Giá trị đạt được không được âm."


class PlanIsDraft(DomainError):
    """What is reported belongs to a plan that was issued."""

    code = "result_of_draft"
    message = "Kế hoạch chưa ban hành nên chưa có kết quả để ghi."


class ShareNeedsBoth(DomainError):
    """A share is reported as its two numbers."""

    code = "result_share_has_both_numbers"
    message = "Chỉ tiêu tính bằng % ghi tử số và mẫu số ({numerator} / {denominator})."


class PartAboveWhole(DomainError):
    """A part is never more than its whole."""

    code = "result_part_above_whole"
    message = "Tử số lớn hơn mẫu số; hãy kiểm tra lại hai số."


class ComparisonMissing(DomainError):
    """Who is compared with others needs their figure too."""

    code = "result_comparison_missing"
    message = "Mục tiêu so với {outside}: hãy ghi cả số liệu so sánh ấy."


class ValueMissing(DomainError):
    """What was achieved is a number."""

    code = "result_value_missing"
    message = "Hãy ghi giá trị đạt được, tính bằng {unit}."


@dataclass(frozen=True, slots=True)
class Told:
    """What a unit reports: a value, or the two numbers of a share, with its source.

    Unit: the indicator's.
    """

    on: date
    source: str
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    compared: Decimal | None = None


@transaction.atomic
def report_result(target: Target, told: Told, *, by: User) -> Result:
    """Add an achieved value; the newest day counts, what was said before stays."""
    if not may_report(target, by):
        raise RightMissing(area=str(target.reporter or target.area.full_name))
    if target.plan.status != PlanStatus.ISSUED:
        raise PlanIsDraft
    if is_computed(target, target.plan, today()):
        raise ComputedNotReported(indicator=target.indicator.name)
    if told.on > today():
        raise ResultInFuture(day=f"{told.on:%d/%m/%Y}")
    if told.on < target.plan.valid_from:
        raise ResultBeforePlan(day=f"{target.plan.valid_from:%d/%m/%Y}")
    if target.outside and target.value is None and told.compared is None:
        raise ComparisonMissing(outside=target.outside)
    result = Result(
        target=target,
        area_path=target.area_path,
        on=told.on,
        value=_value(target.indicator, told),
        numerator=told.numerator,
        denominator=told.denominator,
        compared=told.compared,
        source=told.source,
        reported_by=by,
    )
    result.full_clean(exclude=["target", "reported_by"])
    result.save()
    return result


def _value(indicator: Indicator, told: Told) -> Decimal:
    """The value, computed where the indicator is a share of two numbers."""
    if indicator.unit == SHARE_UNIT and indicator.denominator:
        if told.numerator is None or not told.denominator:
            raise ShareNeedsBoth(
                numerator=indicator.numerator, denominator=indicator.denominator
            )
        if told.numerator > told.denominator:
            raise PartAboveWhole
        return _share(told.numerator, told.denominator)
    if told.value is None:
        raise ValueMissing(unit=indicator.unit)
    if told.value < 0 and indicator.unit != POINTS:
        raise ValueNegative
    return told.value


def _share(part: Decimal, whole: Decimal) -> Decimal:
    """Computed from the two numbers; of nothing it is nothing."""
    return share_percent(int(part * 100), int(whole * 100)) or Decimal(0)
