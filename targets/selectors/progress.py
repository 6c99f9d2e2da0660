"""Planned and achieved of every target of a plan, with its forecast and its light."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.choices import Right
from accounts.models import User
from core.dates import last_day_of
from core.numbers import share_percent
from households.standards import standard_on
from targets import rules
from targets.choices import TABLE_KINDS, Aggregation, Light
from targets.models import Plan, Result, Target
from targets.rules.progress import (
    Aimed,
    Count,
    done_share,
    forecast_by_time,
    light,
    per_year,
    points_down,
)
from targets.selectors.sheet import sees_whole
from targets.selectors.standing import Moment, Standing, standings

# how each computed indicator reads an area: before, now, and the years between
Reading = Callable[[Count, Count, int], Decimal | int | None]


def _points(before: Count, now: Count, _: int) -> Decimal | None:
    return points_down(before.poor, before.households, now.poor, now.households)


READINGS: dict[str, Reading] = {
    "poor_reduction": lambda before, now, _: before.poor - now.poor,
    "near_poor_reduction": lambda before, now, _: before.near_poor - now.near_poor,
    "poverty_rate": lambda _, now, __: share_percent(now.poor, now.households),
    "poverty_rate_reduction": _points,
    "near_poverty_rate_reduction": lambda before, now, _: points_down(
        before.near_poor, before.households, now.near_poor, now.households
    ),
    "poverty_rate_reduction_yearly": lambda before, now, years: per_year(
        _points(before, now, years), years
    ),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """One target: planned, recognised, live, expected, its share done and its light.

    Unit: the indicator's; `share` in percent of what was planned. `own` is whether the
    reader may report on it.
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
    """The plan's targets, and how far the round is where the reader sees the whole."""

    rows: list[Progress]
    whole: Standing | None

    @property
    def at_risk(self) -> list[Progress]:
        """Targets that will not be met as things go."""
        return [row for row in self.rows if row.light in {Light.RISK, Light.WATCH}]

    def count(self, wanted: str) -> int:
        """Targets that show a light."""
        return sum(row.light == wanted for row in self.rows)


def end_of(target: Target, plan: Plan) -> date:
    """The first day after a target's own period: to its year, else the plan's end."""
    return plan.valid_to if target.by_year is None else date(target.by_year + 1, 1, 1)


def is_computed(target: Target, plan: Plan, day: date) -> bool:
    """Whether recognised status answers: not across two standards, not against another."""
    if target.indicator.code not in READINGS or target.value is None:
        return False
    last = min(day, end_of(target, plan) - timedelta(days=1))
    return standard_on(plan.valid_from) == standard_on(max(last, plan.valid_from))


def may_report(target: Target, user: User) -> bool:
    """Whether the person speaks for the unit that reports: the one named, else the area's."""
    if target.reporter is not None:
        return user.acts_for(Right.TASK_REPORT, target.reporter)
    return user.acts_in(Right.TASK_REPORT, target.area)


def progress_of(plan: Plan, user: User, day: date, *, code: str = "") -> PlanProgress:
    """The targets one may see; live and recognised data are told apart.

    `code` leaves the other indicators' lines out; objectives always stand. A constant
    number of queries, however many areas.
    """
    seen = Target.objects.visible_to(user, Right.PLAN_VIEW).filter(plan=plan)
    if code:
        seen = seen.exclude(kind__in=TABLE_KINDS) | seen.filter(indicator__code=code)
    related = seen.select_related("area", "indicator", "reporter")
    targets = list(related.order_by("position", "pk"))
    last = min(day, plan.valid_to - timedelta(days=1))
    moment = Moment(last_day_of(plan.valid_from.year - 1), last, last.year)
    found = standings(plan.area, moment)
    latest = _latest(targets, plan)
    rows = [
        _computed(t, plan, found, moment)
        if is_computed(t, plan, day)
        else _reported(t, plan, latest.get(t.pk), own=may_report(t, user))
        for t in targets
    ]
    whole = found.get(plan.area.path) if sees_whole(plan, user) else None
    return PlanProgress(rows, whole)


def _latest(targets: list[Target], plan: Plan) -> dict[int, Result]:
    """The latest reported result of each target, within its own period."""
    ends = {t.pk: end_of(t, plan) for t in targets}
    rows = Result.objects.filter(target__in=list(ends)).order_by("on", "pk")
    return {row.target_id: row for row in rows if row.on < ends[row.target_id]}


def _computed(
    target: Target, plan: Plan, found: dict[str, Standing], moment: Moment
) -> Progress:
    standing = found.get(target.area.path, Standing())
    if standing.communes == 0:
        return Progress(target, None, None, None, Light.UNKNOWN, None, "", own=False)
    years = moment.year - plan.valid_from.year + 1
    reading = READINGS[target.indicator.code]
    recognised, live, expected = (
        _decimal(reading(standing.before, now, years))
        for now in (standing.recognised, standing.live, standing.expected)
    )
    aimed = Aimed(target.operator, target.value, target.indicator.falls)
    # only where every commune has decided is anything achieved for good
    decided = recognised if standing.decided == standing.communes else None
    shown = light(aimed, decided, expected if standing.moving else None)
    said = f"đã công nhận {standing.decided}/{standing.communes} xã"
    if not standing.moving:
        expected, said = None, "chưa rà soát"
    share = done_share(aimed, recognised)
    return Progress(target, recognised, live, expected, shown, share, said, own=False)


def _reported(target: Target, plan: Plan, result: Result | None, *, own: bool) -> Progress:
    """A target that somebody reports on: the latest value, and where it leads."""
    if result is None:
        return Progress(target, None, None, None, Light.UNKNOWN, None, "", own)
    expected = result.value
    if target.indicator.aggregation == Aggregation.CUMULATIVE:
        days = (end_of(target, plan) - plan.valid_from).days
        gone = (result.on - plan.valid_from).days + 1
        expected = forecast_by_time(result.value, gone, days) or result.value
    low = result.compared if target.value is None else target.value
    aimed = Aimed(target.operator, low, target.indicator.falls)
    shown = light(aimed, result.value, expected)
    said = f"{result.source}, đến {result.on:%d/%m/%Y}"
    share = done_share(aimed, result.value)
    return Progress(target, result.value, None, expected, shown, share, said, own)


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def lines_at_risk(found: PlanProgress) -> list[Progress]:
    """Areas of the table at risk, the farthest from their figure first."""
    lines = [row for row in found.at_risk if row.target.kind in TABLE_KINDS]
    return sorted(lines, key=lambda row: (row.expected or 0) - (row.target.value or 0))
