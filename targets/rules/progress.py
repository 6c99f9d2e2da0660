"""How far a target is: what was achieved, where it leads, which light it shows."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.numbers import share_percent
from targets.choices import Light, Operator

WATCH_SHARE = 80  # percent of the target that a forecast must reach to be only watched
LIGHT_RULE = (
    "Đạt: kết quả đã công nhận đạt chỉ tiêu. Đúng tiến độ: dự báo đến cuối kỳ đạt chỉ "
    f"tiêu. Cần theo dõi: dự báo từ {WATCH_SHARE}% chỉ tiêu. Có nguy cơ: dưới "
    f"{WATCH_SHARE}%."
)
AT_MOST = {Operator.AT_MOST}


@dataclass(frozen=True, slots=True)
class Count:
    """Households of an area and of the classes a plan lowers.

    Unit: households.
    """

    households: int = 0
    poor: int = 0
    near_poor: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.households + other.households,
            self.poor + other.poor,
            self.near_poor + other.near_poor,
        )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Finished forms of a round that is not recognised yet, by class before and now.

    Unit: households.
    """

    poor_before: int = 0
    poor_now: int = 0
    near_before: int = 0
    near_now: int = 0

    def __add__(self, other: "Reviewed") -> "Reviewed":
        return Reviewed(
            self.poor_before + other.poor_before,
            self.poor_now + other.poor_now,
            self.near_before + other.near_before,
            self.near_now + other.near_now,
        )


def live_count(recognised: int, before: int, now: int) -> int:
    """Households of a class when the finished forms are taken for decided.

    Unit: households.
    Source: project convention, ADR 0020.
    """
    return max(0, recognised - before + now)


def forecast_count(recognised: int, before: int, now: int) -> int:
    """Households of a class at the period's end, if the rest moves as the reviewed did.

    Those on the list who are not reviewed yet are expected to leave in the same share.
    With nothing reviewed nothing is expected to move.

    Unit: households, rounded half up.
    Source: project convention, ADR 0020.
    """
    if before == 0:
        return max(0, recognised + now)
    waiting = max(0, recognised - before)
    exact = now + Fraction(waiting * now, before)
    return int(exact + Fraction(1, 2))


def forecast_by_time(achieved: Decimal, days_gone: int, days: int) -> Decimal | None:
    """Where a cumulative figure leads if it goes on as so far; None before it began.

    Unit: the indicator's.
    Source: project convention, ADR 0020.
    """
    if days_gone <= 0:
        return None
    gone = min(days_gone, days)
    return (achieved * days / gone).quantize(Decimal("0.01"))


def meets(operator: str, low: Decimal, achieved: Decimal) -> bool:
    """Whether an achieved value answers a target; a range is met from its lower end.

    Unit: the indicator's.
    Source: project convention, ADR 0020.
    """
    if operator in AT_MOST:
        return achieved <= low
    if operator == Operator.MORE_THAN:
        return achieved > low
    return achieved >= low


def light(
    operator: str, low: Decimal | None, achieved: Decimal | None, expected: Decimal | None
) -> Light:
    """The light of a target; the rule is printed beside it (LIGHT_RULE).

    Unit: the indicator's.
    Source: project convention, ADR 0020.
    """
    if low is None or (achieved is None and expected is None):
        return Light.UNKNOWN
    if achieved is not None and meets(operator, low, achieved):
        return Light.GOOD
    if expected is None:
        expected = achieved or Decimal(0)
    if meets(operator, low, expected):
        return Light.ON_WAY
    if operator in AT_MOST:
        near = expected * WATCH_SHARE <= low * 100
    else:
        near = expected * 100 >= low * WATCH_SHARE
    return Light.WATCH if near else Light.RISK


def points_down(before: int, base: int, now: int, whole: int) -> Decimal | None:
    """Percentage points a rate fell: the difference of two rates, each of its own year.

    Unit: percentage points (điểm phần trăm); None where a rate has no whole.
    Source: law.md §6: rates are recomputed from sums, never averaged.
    """
    first, last = share_percent(before, base), share_percent(now, whole)
    return None if first is None or last is None else first - last


def done_share(achieved: Decimal | None, planned: Decimal | None) -> Decimal | None:
    """Achieved of planned, in percent.

    Unit: percent; None where nothing was planned, or nothing is known.
    Source: project convention, ADR 0020.
    """
    if achieved is None or not planned:
        return None
    return (achieved * 100 / planned).quantize(Decimal("0.01"))
