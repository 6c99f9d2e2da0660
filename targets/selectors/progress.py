"""Planned and achieved of every target of a plan, with its forecast and its light."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.choices import Right
from accounts.models import User
from core.numbers import share_percent
from targets import rules
from targets.choices import TABLE_KINDS, Aggregation, Light
from targets.models import Plan, Result, Target
from targets.rules.progress import (
    Count,
    done_share,
    forecast_by_time,
    light,
    points_down,
)
from targets.selectors.standing import Standing, inside, standings

# how each computed indicator reads an area: what was before, what is now
Reading = Callable[[Count, Count], Decimal | int | None]
READINGS: dict[str, Reading] = {
    "poor_reduction": lambda before, now: before.poor - now.poor,
    "near_poor_reduction": lambda before, now: before.near_poor - now.near_poor,
    "poverty_rate": lambda _, now: share_percent(now.poor, now.households),
    "poverty_rate_reduction": lambda before, now: points_down(
        before.poor, before.households, now.poor, now.households
    ),
    "near_poverty_rate_reduction": lambda before, now: points_down(
        before.near_poor, before.households, now.near_poor, now.households
    ),
    "poverty_rate_reduction_yearly": lambda before, now: points_down(
        before.poor, before.households, now.poor, now.households
    ),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """One target: planned, recognised, live, expected, its share done and its light.

    Unit: the indicator's; `share` in percent of what was planned.
    """

    target: Target
    recognised: Decimal | None
    live: Decimal | None
    expected: Decimal | None
    light: Light
    share: Decimal | None
    said: str
    own: bool

    @property
    def planned(self) -> str:
        """The value as a cell of the table."""
        return rules.range_text(self.target.value, self.target.value_to)


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """The plan's targets, those at risk first named, and how far the round is."""

    rows: list[Progress]
    whole: Standing

    @property
    def at_risk(self) -> list[Progress]:
        """Targets that will not be met as things go."""
        return [row for row in self.rows if row.light in {Light.RISK, Light.WATCH}]

    def count(self, wanted: str) -> int:
        """Targets that show a light."""
        return sum(row.light == wanted for row in self.rows)


def progress_of(plan: Plan, user: User, day: date, *, code: str = "") -> PlanProgress:
    """Every target one may see; live and recognised data are told apart.

    A constant number of queries, however many areas.
    """
    seen = Target.objects.visible_to(user, Right.PLAN_VIEW).filter(plan=plan)
    if code:
        seen = seen.filter(indicator__code=code)
    targets = list(seen.select_related("area", "indicator").order_by("position", "pk"))
    found = standings(plan.area, plan.year, day)
    latest = _latest([t.pk for t in targets])
    rows = [_progress(t, plan, found, latest.get(t.pk), day, user) for t in targets]
    return PlanProgress(rows, inside(found, plan.area))


def _latest(targets: list[int]) -> dict[int, Result]:
    """The latest reported result of each target."""
    rows = Result.objects.filter(target__in=targets).order_by("target_id", "-on", "-pk")
    latest = rows.distinct("target_id").select_related("reported_by")
    return {row.target_id: row for row in latest}


def _progress(
    target: Target,
    plan: Plan,
    found: dict[str, Standing],
    result: Result | None,
    day: date,
    user: User,
) -> Progress:
    reading = READINGS.get(target.indicator.code)
    own = reading is None and user.acts_in(Right.TASK_REPORT, target.area)
    if reading is None or not plan.is_yearly:
        return _reported(target, plan, result, day, own=own)
    standing = inside(found, target.area)
    if standing.communes == 0:
        return Progress(target, None, None, None, Light.UNKNOWN, None, "", own)
    values = [
        _decimal(reading(standing.before, now))
        for now in (standing.recognised, standing.live, standing.expected)
    ]
    recognised, live, expected = values
    # before its round is recognised a commune has achieved nothing that is decided
    decided = recognised if standing.decided else None
    shown = light(target.operator, target.value, decided, expected)
    if shown == Light.GOOD and standing.decided < standing.communes:
        shown = light(target.operator, target.value, None, expected)
    said = f"đã công nhận {standing.decided}/{standing.communes} xã"
    share = done_share(recognised, target.value)
    return Progress(target, recognised, live, expected, shown, share, said, own)


def _reported(
    target: Target, plan: Plan, result: Result | None, day: date, *, own: bool
) -> Progress:
    """A target that somebody reports on: the latest value, and where it leads."""
    if result is None:
        return Progress(target, None, None, None, Light.UNKNOWN, None, "", own)
    expected = result.value
    if target.indicator.aggregation == Aggregation.CUMULATIVE:
        days = (plan.valid_to - plan.valid_from).days
        gone = (min(result.on, day) - plan.valid_from).days + 1
        expected = forecast_by_time(result.value, gone, days) or result.value
    shown = light(target.operator, target.value, result.value, expected)
    said = f"{result.source}, đến {result.on:%d/%m/%Y}"
    share = done_share(result.value, target.value)
    return Progress(target, result.value, None, expected, shown, share, said, own)


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def lines_at_risk(found: PlanProgress) -> list[Progress]:
    """Areas of the table at risk, the farthest from their figure first."""
    lines = [row for row in found.at_risk if row.target.kind in TABLE_KINDS]
    return sorted(lines, key=lambda row: (row.expected or 0) - (row.target.value or 0))
