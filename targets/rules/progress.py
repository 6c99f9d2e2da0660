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
EXACT = {Operator.EQUAL, Operator.ABOUT}


@dataclass(frozen=True, slots=True)
class Count:
    """Households of an area and of the classes a plan lowers.

    Unit: households.
    """

    households: int = 0
    poor: int = 0
    near_poor: int = 0
    minority: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.households + other.households,
            self.poor + other.poor,
            self.near_poor + other.near_poor,
            self.minority + other.minority,
        )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Finished forms of one class in a round that is not recognised yet.

    `before` were of the class, `stayed` are still, `now` are of it, whoever they were.

    Unit: households.
    """

    before: int = 0
    stayed: int = 0
    now: int = 0


def live_count(recognised: int, seen: Reviewed) -> int:
    """Households of a class when the finished forms are taken for decided.

    Unit: households.
    Source: project convention, ADR 0020.
    """
    return max(0, recognised - seen.before) + seen.now


def forecast_count(recognised: int, seen: Reviewed) -> int:
    """Households of a class at the period's end, if the rest moves as the reviewed did.

    Those of the class who are not reviewed yet are expected to leave it in the same
    share; who newly came into it is counted once and not expected of the others. With
    nobody of the class reviewed nobody is expected to leave.

    Unit: households, rounded half up.
    Source: project convention, ADR 0020.
    """
    waiting = max(0, recognised - seen.before)
    if seen.before == 0:
        return waiting + seen.now
    exact = seen.now + Fraction(waiting * seen.stayed, seen.before)
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


def is_ceiling(operator: str, *, falls: bool) -> bool:
    """Whether less is better: what says “at most”, or an exact aim of what is to fall.

    Unit: one target.
    Source: project convention, ADR 0020.
    """
    return operator == Operator.AT_MOST or (falls and operator in EXACT)


def meets(operator: str, low: Decimal, achieved: Decimal, *, falls: bool = False) -> bool:
    """Whether an achieved value answers a target; a range is met from its lower end.

    Unit: the indicator's.
    Source: project convention, ADR 0020.
    """
    if is_ceiling(operator, falls=falls):
        return achieved <= low
    if operator == Operator.MORE_THAN:
        return achieved > low
    return achieved >= low


@dataclass(frozen=True, slots=True)
class Aimed:
    """What a target asks: its operator, its lower end, whether less is better.

    Unit: the indicator's.
    """

    operator: str
    low: Decimal | None
    falls: bool = False


def light(aimed: Aimed, achieved: Decimal | None, expected: Decimal | None) -> Light:
    """The light of a target; the rule is printed beside it (LIGHT_RULE).

    Unit: the indicator's.
    Source: project convention, ADR 0020.
    """
    low = aimed.low
    if low is None or (achieved is None and expected is None):
        return Light.UNKNOWN
    if achieved is not None and meets(aimed.operator, low, achieved, falls=aimed.falls):
        return Light.GOOD
    leads = achieved or Decimal(0) if expected is None else expected
    if meets(aimed.operator, low, leads, falls=aimed.falls):
        return Light.ON_WAY
    if is_ceiling(aimed.operator, falls=aimed.falls):
        near = leads * WATCH_SHARE <= low * 100
    else:
        near = leads * 100 >= low * WATCH_SHARE
    return Light.WATCH if near else Light.RISK


def points_down(before: int, base: int, now: int, whole: int) -> Decimal | None:
    """Percentage points a rate fell: the difference of two rates, each of its own year.

    Unit: percentage points (điểm phần trăm); None where a rate has no whole.
    Source: law.md §6: rates are recomputed from sums, never averaged.
    """
    first, last = share_percent(before, base), share_percent(now, whole)
    return None if first is None or last is None else first - last


def per_year(points: Decimal | None, years: int) -> Decimal | None:
    """Points a year, over the years gone.

    Unit: percentage points a year, half up to two decimals.
    Source: law.md §6; seeds 001, 002 (“bình quân … %/năm”).
    """
    if points is None:
        return None
    return (points / max(1, years)).quantize(Decimal("0.01"))


def done_share(aimed: Aimed, achieved: Decimal | None) -> Decimal | None:
    """Achieved of planned, in percent.

    Unit: percent; None where nothing was planned or known, and where less is better.
    Source: project convention, ADR 0020.
    """
    if achieved is None or not aimed.low:
        return None
    if is_ceiling(aimed.operator, falls=aimed.falls):
        return None
    return (achieved * 100 / aimed.low).quantize(Decimal("0.01"))
