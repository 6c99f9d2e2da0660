"""The lines of plans behind the figures of a plan's result, and what came of them."""

from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import last_day_of
from households.choices import Klass
from households.selectors import counts_by_commune, recognised_communes
from reports.selectors.records import Asked
from reports.selectors.source import Record
from targets.models import Plan, Target
from targets.rules import Line
from targets.selectors import issued_lines

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


def planned_behind(figure: str, asked: Asked, user: User) -> list[Record]:
    """The lines a figure adds up, of the area behind its sign; none one may not see.

    Without a plan: the lists of the year's end before. What was achieved is what the
    recognised communes began with, less what their lists say now.
    """
    name, _, wanted = figure.partition("@")
    area = Area.objects.get(public_id=wanted) if wanted else asked.area
    if not area.path.startswith(user.scope_paths(Right.PLAN_VIEW)):
        return []
    achieved = name == "plan_achieved"
    done = recognised_communes(area, asked.year) if achieved else set()
    lines = [t for year in asked.years for t in issued_lines(asked.area, year)]
    number = NUMBERS[name]
    if lines:
        rows = _of_lines(lines, area, number, done if achieved else None, user)
    else:
        rows = _of_lists(area, asked, number, done if achieved else None)
    return rows + (_of_now(area, asked, done, user) if achieved else [])


def _of_lines(
    lines: list[Target],
    area: Area,
    number: Callable[[Line], int],
    done: set[int] | None,
    user: User,
) -> list[Record]:
    """Lines of the area, or of those of its communes that are recognised."""
    inside = [t for t in lines if t.area_path.startswith(area.path)]
    kept = [t for t in inside if done is None or t.area_id in done]
    plans = Plan.objects.filter(pk__in={target.plan_id for target in kept})
    told = {plan.pk: plan for plan in plans.select_related("document")}
    read = dict(plans.readable_by(user).values_list("pk", "public_id"))
    return [
        Record(
            str(told[target.plan_id]),
            target.area.full_name,
            document.date if (document := told[target.plan_id].document) else None,
            number(target.line),
            reverse("plan-detail", args=[read[target.plan_id]])
            if target.plan_id in read
            else "",
        )
        for target in kept
    ]


def _of_lists(
    area: Area, asked: Asked, number: Callable[[Line], int], done: set[int] | None
) -> list[Record]:
    """Each commune as it was recognised at the year's end before: nothing was planned."""
    day = last_day_of(asked.year - 1)
    counts = counts_by_commune(area, on=day, known_at=asked.known_at)
    rows = []
    for commune in Area.objects.communes_of(area, asked.last):
        counted = counts.get(commune.pk)
        if counted is None or (done is not None and commune.pk not in done):
            continue
        poor = counted.of(Klass.POOR).households
        line = Line(counted.households, counted.minority, poor, 0)
        what = "Theo danh sách cuối năm trước (chưa có kế hoạch được ban hành)"
        rows.append(Record(what, commune.full_name, day, number(line)))
    return rows


def _of_now(area: Area, asked: Asked, done: set[int], user: User) -> list[Record]:
    """What the recognised lists say now; it is taken off what they began with."""
    counts = counts_by_commune(area, on=asked.last, known_at=asked.known_at)
    scopes = user.scope_paths(Right.HOUSEHOLD_VIEW)
    rows = []
    for commune in Area.objects.communes_of(area, asked.last):
        if commune.pk in done and commune.pk in counts:
            poor = counts[commune.pk].of(Klass.POOR).households
            url = _homes(commune, asked) if commune.path.startswith(scopes) else ""
            what = "Trừ: hộ nghèo đã công nhận"
            rows.append(Record(what, commune.full_name, asked.last, -poor, url))
    return rows


def _homes(commune: Area, asked: Asked) -> str:
    day: date = asked.last
    told = {"khu-vuc": str(commune.public_id), "so": "poor", "ngay": day.isoformat()}
    told["luc"] = asked.known_at.isoformat()
    return f"{reverse('figure-rows')}?{urlencode(told)}"
