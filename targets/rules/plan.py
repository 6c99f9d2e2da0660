"""The arithmetic of the plan's table and what may happen to plans and lines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from core.errors import DomainError
from core.numbers import (
    share_percent,
    show_decimal,
    show_int,
    show_plain,
    truncated_percent,
)
from targets.choices import PlanStatus, Region, TargetKind, TargetStatus

TOLERANCE = Decimal("0.01")
MOST = Decimal(10) ** 12  # of one figure
# the same grammar stands in static/js/sheet.js
_AMOUNT = re.compile(
    r"\d{1,3}(\.\d{3})+(,\d{1,2})?|\d{1,12}(,\d{1,2})?|\d{1,12}\.\d{1,2}", re.ASCII
)
_BY_MACHINE = re.compile(r"\d{1,12}\.\d{1,2}", re.ASCII)

TARGET_TRANSITIONS: dict[TargetStatus, frozenset[TargetStatus]] = {
    TargetStatus.DRAFT: frozenset({TargetStatus.REGISTERED}),
    TargetStatus.REGISTERED: frozenset(
        {TargetStatus.REGISTERED, TargetStatus.APPROVED, TargetStatus.RETURNED}
    ),
    TargetStatus.RETURNED: frozenset({TargetStatus.REGISTERED}),
    TargetStatus.APPROVED: frozenset({TargetStatus.RETURNED}),
}
PLAN_TRANSITIONS: dict[PlanStatus, frozenset[PlanStatus]] = {
    PlanStatus.DRAFT: frozenset({PlanStatus.ISSUED}),
    PlanStatus.ISSUED: frozenset(),
}


class WrongTargetStep(DomainError):
    """A line cannot go from here to there."""

    code = "wrong_target_step"
    message = "Không thể chuyển chỉ tiêu từ “{current}” sang “{to}”."


class PlanClosed(DomainError):
    """An issued plan changes only by a new decision."""

    code = "plan_issued"
    message = "Kế hoạch đã ban hành; chỉ thay đổi được bằng quyết định điều chỉnh."


class ReasonMissing(DomainError):
    """Returning needs a reason."""

    code = "note_missing"
    message = "Hãy ghi lý do trả lại để địa bàn biết cần sửa gì."


class ReductionTooLarge(DomainError):
    """More households are to leave poverty than are poor."""

    code = "target_reduction_at_most_base"
    message = "{area}: {value} lớn hơn số hộ thuộc diện {base}."


class ReasonForAnother(DomainError):
    """Another figure than the superior proposed needs a reason."""

    code = "reason_for_another"
    message = (
        "{area}: cấp trên đề xuất {proposed} {unit}; đăng ký số khác thì ghi lý do bên "
        "cạnh."
    )


class LinesWaiting(DomainError):
    """A plan that gives targets is issued when every other figure asked for is answered."""

    code = "lines_waiting"
    message = "Chưa ban hành được: {names} đề xuất số khác, chưa được trả lời."


class LinesNotApproved(DomainError):
    """A plan is issued when every line is approved."""

    code = "lines_not_approved"
    message = "Chưa ban hành được: còn {count} dòng chưa được phê duyệt chỉ tiêu ({names})."


class BelowAssigned(DomainError):
    """The plan must meet what the superior assigned."""

    code = "plan_below_assigned"
    message = (
        "Chưa ban hành được: {indicator} {total} thấp hơn chỉ tiêu cấp trên giao "
        "{assigned}, còn thiếu {missing}."
    )


class MoreThanTotal(DomainError):
    """The lines of a plan are parts of its total."""

    code = "plantotal_issued_shares_no_more"
    message = (
        "{indicator}: các dòng cộng lại {lines}, vượt tổng chỉ tiêu {total} của kế hoạch."
    )


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one row of the plan's table, or of their sum.

    Unit: households.
    """

    households: int
    minority: int
    base: int
    reduction: int

    @property
    def rate_before(self) -> Decimal | None:
        """Column 4 = 3/1."""
        return share_percent(self.base, self.households)

    @property
    def remaining(self) -> int:
        """Column 6 = 3 − 5."""
        return self.base - self.reduction

    @property
    def rate_after(self) -> Decimal | None:
        """Column 7 = 6/1 (the plan divides by last year's households)."""
        return share_percent(self.remaining, self.households)

    @property
    def points(self) -> Decimal | None:
        """Points by which the rate is to fall."""
        return share_percent(self.reduction, self.households)


def total(lines: Iterable[Line]) -> Line:
    """Sum of lines; its rates are computed from the sums, never averaged.

    Unit: households.
    Source: law.md §6; Kế hoạch 252/KH-UBND (Ngọc Hồi), row III.
    """
    rows = list(lines)
    return Line(
        households=sum(r.households for r in rows),
        minority=sum(r.minority for r in rows),
        base=sum(r.base for r in rows),
        reduction=sum(r.reduction for r in rows),
    )


def check_target_step(current: TargetStatus, to: TargetStatus) -> None:
    """Refuse a step the table does not hold.

    Unit: one step.
    Source: project convention, docs/glossary.md (assign, register, approve, issue).
    """
    if to not in TARGET_TRANSITIONS[current]:
        raise WrongTargetStep(current=current.label, to=to.label)


def is_waiting(kind: str, status: str) -> bool:
    """Whether a line stands in the way of issuing its plan.

    A commune's line waits until it is approved; a given figure only while another one
    is asked for.

    Unit: one line.
    Source: project convention, ADR 0020.
    """
    if kind == TargetKind.ASSIGNED:
        return status == TargetStatus.REGISTERED
    return status != TargetStatus.APPROVED


def explain_rate(printed: Decimal | None, part: int, whole: int) -> str:
    """Why a printed rate differs from the computed one; empty where it agrees.

    Unit: percent.
    Source: law.md §6: printed rates are half up or truncated to two decimals.
    """
    if printed is None:
        return ""
    exact, cut = share_percent(part, whole), truncated_percent(part, whole)
    if exact is None or printed == exact:
        return ""
    if printed == cut:
        return f"cắt bớt: tính đúng là {show_decimal(exact)}"
    if printed == share_percent(part, whole, places=1):
        return f"làm tròn một chữ số: tính đúng là {show_decimal(exact)}"
    if abs(printed - exact) <= TOLERANCE:
        return f"lệch do làm tròn: tính đúng là {show_decimal(exact)}"
    return f"sai: in {show_decimal(printed)}, tính được {show_decimal(exact)}"


def needed_for_points(points: Decimal, households: int, *, more: bool = False) -> int:
    """Households that must leave poverty for the rate to fall by `points`, or by more.

    Unit: households, rounded up.
    Source: law.md §6: “giảm 1%” means percentage points of the rate.
    """
    exact = points * households / 100
    whole = int(exact)
    return whole if whole == exact and not more else whole + 1


def note_on_objective(
    low: Decimal, households: int, reduction: int, *, more: bool = False
) -> str:
    """Whether a line meets the points its text promises, in words.

    Unit: percentage points and households.
    Source: law.md §6; seed 001 (Đăk Ang 7-8%/năm, bảng 73 hộ).
    """
    points = share_percent(reduction, households)
    needed = needed_for_points(low, households, more=more)
    figure = f"bảng cho {show_decimal(points)} điểm phần trăm"
    wanted = show_plain(Decimal(low))
    if reduction >= needed:
        aim = f"trên {wanted}" if more else f"từ {wanted} trở lên"
        return f"Đạt: {figure}, mục tiêu {aim}."
    return (
        f"Chưa đạt: {figure}, thấp hơn {wanted}; mới có "
        f"{show_int(reduction)} trong {show_int(needed)} hộ cần giảm."
    )


def range_text(low: Decimal | None, high: Decimal | None) -> str:
    """`7` or `7-8`, as a cell of the table is written; unknown is a dash.

    Unit: the indicator's.
    Source: Kế hoạch 252/KH-UBND (Ngọc Hồi): “giảm 7-8%/năm”.
    """
    if low is None:
        return "–"
    return show_plain(low) if high is None else f"{show_plain(low)}-{show_plain(high)}"


def read_range(text: str) -> tuple[Decimal, Decimal | None]:
    """A typed cell: one number, or two with a dash between; else ValueError.

    Dots group thousands, a comma is the decimal mark; `2.08` is read as written by
    machines.

    Unit: the indicator's.
    Source: project convention, ADR 0020.
    """
    low, dash, high = text.strip().replace("–", "-").partition("-")
    if not dash:
        return _amount(low), None
    return _amount(low), _amount(high)


def _amount(text: str) -> Decimal:
    clean = text.strip()
    if not _AMOUNT.fullmatch(clean):
        raise ValueError(text)
    whole = clean if _BY_MACHINE.fullmatch(clean) else clean.replace(".", "")
    found = Decimal(whole.replace(",", "."))
    if found >= MOST:
        raise ValueError(text)
    return found


def region_of(*, urban: bool) -> Region:
    """The group of the table an area stands in.

    Unit: one group.
    Source: Kế hoạch 252/KH-UBND (Ngọc Hồi), bảng chỉ tiêu.
    """
    return Region.URBAN if urban else Region.RURAL
