"""The lines of plans behind the figures of a plan's result, and what came of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import last_day_of
from households.choices import Klass
from households.selectors import counts_by_commune
from reports.selectors.records import Asked
from reports.selectors.source import Record
from targets.models import Plan, Target
from targets.rules import Line
from targets.selectors import issued_lines

ACHIEVED = "plan_achieved"
UNREAD = "Kế hoạch của cấp trên"
# which number of a line a figure adds up
NUMBERS: Mapping[str, Callable[[Line], int]] = {
    "planned": lambda line: line.reduction,
    "plan_reduction": lambda line: line.reduction,
    "plan_households": lambda line: line.households,
    "plan_minority": lambda line: line.minority,
    "plan_base": lambda line: line.base,
    "plan_achieved": lambda line: line.base,
    "plan_remaining": lambda line: line.remaining,
}


@dataclass(frozen=True, slots=True)
class Lines:
    """Which lines: of what area's plan, of which communes; all it has if `communes` is None.

    `asked` is whose report; `area` the row's own.
    """

    asked: Asked
    area: Area
    communes: frozenset[int] | None


def planned_behind(name: str, asked: Lines, user: User) -> list[Record]:
    """The lines a figure adds up; none one may not see.

    Without a plan: the lists of the year's end before. What was achieved is what the
    counted communes began with, less what their lists say now.
    """
    if not asked.area.path.startswith(user.scope_paths(Right.PLAN_VIEW)):
        return []
    report = asked.asked
    lines = [t for year in report.years for t in issued_lines(report.area, year)]
    number = NUMBERS[name]
    rows = _of_lines(lines, asked, number, user) if lines else _of_lists(asked, number)
    return rows + (_of_now(asked, user) if name == ACHIEVED else [])


def _of_lines(
    lines: list[Target], asked: Lines, number: Callable[[Line], int], user: User
) -> list[Record]:
    """Lines of the area, or of the communes of it that count."""
    inside = [t for t in lines if t.area_path.startswith(asked.area.path)]
    counted = asked.communes
    kept = [t for t in inside if counted is None or t.area_id in counted]
    plans = Plan.objects.filter(pk__in={target.plan_id for target in kept})
    told = {plan.pk: plan for plan in plans.select_related("document")}
    read = dict(plans.readable_by(user).values_list("pk", "public_id"))
    return [
        Record(
            str(told[target.plan_id]) if target.plan_id in read else UNREAD,
            target.area.full_name,
            document.date if (document := told[target.plan_id].document) else None,
            number(target.line),
            reverse("plan-detail", args=[read[target.plan_id]])
            if target.plan_id in read
            else "",
        )
        for target in kept
    ]


def _of_lists(asked: Lines, number: Callable[[Line], int]) -> list[Record]:
    """Each commune as it was recognised at the year's end before: nothing was planned."""
    report = asked.asked
    day = last_day_of(report.year - 1)
    counts = counts_by_commune(asked.area, on=day, known_at=report.known_at)
    rows = []
    for commune in Area.objects.communes_of(asked.area, report.last):
        counted = counts.get(commune.pk)
        if counted is None or not _counts(commune, asked):
            continue
        poor = counted.of(Klass.POOR).households
        line = Line(counted.households, counted.minority, poor, 0)
        what = "Theo danh sách cuối năm trước (chưa có kế hoạch được ban hành)"
        rows.append(Record(what, commune.full_name, day, number(line)))
    return rows


def _counts(commune: Area, asked: Lines) -> bool:
    return asked.communes is None or commune.pk in asked.communes


def _of_now(asked: Lines, user: User) -> list[Record]:
    """What the recognised lists say now; it is taken off what they began with."""
    report = asked.asked
    counts = counts_by_commune(asked.area, on=report.last, known_at=report.known_at)
    scopes = user.scope_paths(Right.HOUSEHOLD_VIEW)
    rows = []
    for commune in Area.objects.communes_of(asked.area, report.last):
        if _counts(commune, asked) and commune.pk in counts:
            poor = counts[commune.pk].of(Klass.POOR).households
            url = _homes(commune, report) if commune.path.startswith(scopes) else ""
            what = "Trừ: hộ nghèo đã công nhận"
            rows.append(Record(what, commune.full_name, report.last, -poor, url))
    return rows


def _homes(commune: Area, report: Asked) -> str:
    told = {"khu-vuc": str(commune.public_id), "so": "poor"}
    told |= {"ngay": report.last.isoformat(), "luc": report.known_at.isoformat()}
    return f"{reverse('figure-rows')}?{urlencode(told)}"
