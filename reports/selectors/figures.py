"""A unit's figures for a period, counted from recognised status, money, work, support."""

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from households.rules.movement import Flows
from households.selectors import counts_by_commune
from households.selectors.movement import movements_by_commune
from programs.choices import ActivityStatus, Nature
from programs.models import Disbursement
from programs.selectors.work import signed
from reports.rules.figures import Pair
from reports.rules.measures import IN, KLASS_OF, OUT
from reports.selectors.records import (
    ONE_DAY,
    STAYS,
    Asked,
    allocations,
    every_allocation,
    inspections,
    obstacles,
    obstacles_open,
    paid_late,
    paid_of_years,
    paid_since,
    supports,
    works,
)
from targets.selectors import issued_lines


def figures_of(asked: Asked) -> dict[str, Pair]:
    """Every figure of a unit; an agency and a superior's own part have no households."""
    found: dict[str, Pair] = {}
    if asked.agency is None and asked.is_all:
        found |= _homes(asked) | _movement(asked) | _planned(asked)
    found |= _money(asked) | _work(asked) | _supports(asked) | _registers(asked)
    return found | _by_project(asked) | _products(asked)


def _homes(asked: Asked) -> dict[str, Pair]:
    counts = counts_by_commune(asked.area, on=asked.last, known_at=asked.known_at).values()
    found = {
        "households": sum(c.households for c in counts),
        "persons": sum(c.persons for c in counts),
    }
    for name, klass in KLASS_OF.items():
        found[name] = sum(c.of(klass).households for c in counts)
        found[f"{name}_persons"] = sum(c.of(klass).persons for c in counts)
    return {code: (value, value) for code, value in found.items()}


def _movement(asked: Asked) -> dict[str, Pair]:
    """Flows of both lists, each commune's own added up: moves inside count as both.

    The year's begin with the lists of the year's end before: decisions of late December
    close a year, whatever the window of days.
    """
    before = asked.first - ONE_DAY, asked.eve
    period, year = (
        movements_by_commune(
            asked.area, first=first, last=asked.last, known_at=asked.known_at
        )
        for first in before
    )
    found: dict[str, Pair] = {}
    for name, klass in KLASS_OF.items():
        lines = [
            [moved[klass].households for moved in counted.values()]
            for counted in (period, year)
        ]
        for flow in ("opening", *OUT, *IN):
            found[f"{name}_{flow}"] = (_add(lines[0], flow), _add(lines[1], flow))
    return found


def _add(lines: list[Flows], flow: str) -> int:
    return sum(getattr(line, flow) for line in lines)


def _planned(asked: Asked) -> dict[str, Pair]:
    lines = [t.line for year in asked.years for t in issued_lines(asked.area, year)]
    planned = sum(line.reduction for line in lines) if lines else None
    return {"planned": (planned, planned)}


def _money(asked: Asked) -> dict[str, Pair]:
    """Money of the year's plan that stays with the unit, and what it paid of it."""
    given = allocations(asked).aggregate(
        all=Sum(STAYS, default=0),
        investment=Sum(STAYS, filter=Q(nature=Nature.INVESTMENT), default=0),
    )
    now, paid = _paid(paid_since(asked, asked.first)), _paid(paid_of_years(asked))
    late = [_paid(paid_late(asked, day))["all"] for day in (asked.first, asked.year_first)]
    return {
        "paid_earlier": (late[0], late[1]),
        "given": (given["all"], given["all"]),
        "given_investment": (given["investment"], given["investment"]),
        "paid": (now["all"], paid["all"]),
        "paid_investment": (now["investment"], paid["investment"]),
    }


def _paid(entries: QuerySet[Disbursement]) -> dict[str, int]:
    """What was paid, less what came back; all of it, and of development investment."""
    investment = Q(allocation__nature=Nature.INVESTMENT)
    return entries.aggregate(
        all=Sum(signed(), default=0),
        investment=Sum(signed(), filter=investment, default=0),
    )


def _by_project(asked: Asked) -> dict[str, Pair]:
    """Money by project as `_money` counts it: `given@DA2`, `paid@DA2`."""
    given = allocations(asked).values_list("project__code").annotate(stays=Sum(STAYS))
    found: dict[str, Pair] = {f"given@{code}": (sums, sums) for code, sums in given}
    in_period = Q(on__gte=asked.first)
    in_years = Q(allocation__year__in=asked.years)
    moved = Disbursement.objects.filter(
        in_period | in_years,
        allocation__in=every_allocation(asked),
        on__lte=asked.last,
        recorded_at__lte=asked.known_at,
    )
    paid = moved.order_by().values_list("allocation__project__code")
    now, year = (Sum(signed(), filter=of, default=0) for of in (in_period, in_years))
    for code, *sums in paid.annotate(now=now, year=year):
        found[f"paid@{code}"] = (sums[0], sums[1])
    return found


def _products(asked: Asked) -> dict[str, Pair]:
    """What work of the year brought: `planned@kind.product`, `done@kind.product`."""
    standing = works(asked).filter(outputs__isnull=False)
    found: dict[str, Pair] = {}
    counted = standing.values_list("kind", "outputs__product").annotate(
        planned=Sum("outputs__planned", default=0), done=Sum("outputs__done")
    )
    for kind, product, planned, done in counted:
        found[f"planned@{kind}.{product}"] = (planned, planned)
        found[f"done@{kind}.{product}"] = (done, done)
    return found


def _work(asked: Asked) -> dict[str, Pair]:
    counted = works(asked).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(status=ActivityStatus.DONE))
    )
    return {
        "activities": (counted["all"], counted["all"]),
        "activities_done": (counted["done"], counted["done"]),
    }


def _supports(asked: Asked) -> dict[str, Pair]:
    days = Q(on__gte=asked.first)
    sums = supports(asked, asked.year_first).aggregate(
        now=Count("pk", filter=days),
        year=Count("pk"),
        amount_now=Sum("amount", filter=days, default=0),
        amount=Sum("amount", default=0),
    )
    return {
        "supports": (sums["now"], sums["year"]),
        "support_amount": (sums["amount_now"], sums["amount"]),
    }


def _registers(asked: Asked) -> dict[str, Pair]:
    waiting = obstacles_open(asked).count()
    looked, raised = _in_year(inspections, asked), _in_year(obstacles, asked)
    return {
        "inspections": looked,
        "obstacles": raised,
        "obstacles_open": (waiting, waiting),
    }


def _in_year(rows: Any, asked: Asked) -> Pair:
    """Rows of the period, and since the year began."""
    return rows(asked, asked.first).count(), rows(asked, asked.year_first).count()
