"""The cascade as a tree: what was given, what is held below, and where it does not close."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet

from accounts.choices import Right
from accounts.models import User
from core.numbers import show_plain
from targets.choices import TABLE_KINDS, PlanStatus, TargetKind, TargetStatus
from targets.models import Indicator, Plan, PlanTotal, Target
from targets.rules import range_text
from targets.selectors.sheet import PAGE, sees_whole


@dataclass(slots=True)
class Node:
    """One area: what its superior's plan gives it, and its own plan of the year.

    `judged` is whether its own plan was looked for: the last level shown is not.

    Unit: the indicator's.
    """

    line: Target
    plan: Plan | None = None
    total: PlanTotal | None = None
    judged: bool = False
    children: "list[Node]" = field(default_factory=list)

    @property
    def given(self) -> str:
        """The superior's figure, as a cell is written."""
        return range_text(self.line.value, self.line.value_to)

    @property
    def closes(self) -> bool:
        """Whether its own plan answers for what it was given."""
        return self.total is not None and not self.faults

    @property
    def faults(self) -> list[str]:
        """Why the cascade does not close here; empty where it does."""
        unit = self.line.indicator.unit
        found = []
        if self.line.status == TargetStatus.REGISTERED:
            found.append("đề xuất của địa bàn chưa được trả lời")
        if self.judged and self.line.kind == TargetKind.ASSIGNED and self.plan is None:
            found.append("chưa lập kế hoạch của mình")
        found += _sum_faults(self.line.value or Decimal(0), self.total, unit)
        return found


def _sum_faults(given: Decimal, total: PlanTotal | None, unit: str) -> list[str]:
    if total is None:
        return []
    found = []
    if total.held < given:
        missing = show_plain(given - total.held)
        found.append(f"các dòng thấp hơn chỉ tiêu được giao {missing} {unit}")
    if total.total is not None and total.held > total.total:
        over = show_plain(total.held - total.total)
        found.append(f"các dòng vượt tổng của kế hoạch {over} {unit}")
    return found


@dataclass(frozen=True, slots=True)
class Tree:
    """A page of a plan's cascade: areas it gives figures to, one more level below each.

    `whole` is whether the reader sees the whole plan, and so its total.
    """

    total: PlanTotal
    nodes: list[Node]
    number: int
    pages: int
    whole: bool

    @property
    def indicator(self) -> Indicator:
        """What is given."""
        return self.total.indicator

    @property
    def faults(self) -> int:
        """Areas of the page where the cascade does not close."""
        below = [child for node in self.nodes for child in node.children]
        return sum(bool(node.faults) for node in [*self.nodes, *below])


def tree_of(plan: Plan, total: PlanTotal, user: User, *, page: str = "1") -> Tree:
    """Two levels below a plan, a page of areas at a time, in a constant number of queries."""
    found = Paginator(_lines([plan.pk], total, user), PAGE).get_page(page)
    nodes = [Node(line, judged=True) for line in found]
    areas = [node.line.area_id for node in nodes]
    own = Plan.objects.readable_by(user).filter(
        area__in=areas, year=plan.year, agency=None, totals__indicator=total.indicator
    )
    plans = {p.area_id: p for p in own.select_related("document").order_by("pk")}
    totals = PlanTotal.objects.filter(
        plan__in=plans.values(), indicator=total.indicator
    ).select_related("indicator")
    by_plan = {row.plan_id: row for row in totals}
    children = defaultdict(list)
    for line in _lines([p.pk for p in plans.values()], total, user):
        children[line.plan_id].append(Node(line))
    for node in nodes:
        node.plan = plans.get(node.line.area_id)
        if node.plan is not None:
            node.total = by_plan.get(node.plan.pk)
            node.children = children[node.plan.pk]
    whole = sees_whole(plan, user)
    return Tree(total, nodes, found.number, found.paginator.num_pages, whole)


def _lines(plans: list[int], total: PlanTotal, user: User) -> QuerySet[Target]:
    seen = Target.objects.visible_to(user, Right.PLAN_VIEW)
    lines: QuerySet[Target] = seen.filter(
        plan__in=plans, indicator=total.indicator, kind__in=TABLE_KINDS
    )
    return lines.select_related("area", "indicator").order_by("plan_id", "position", "pk")


def issued_values(
    areas: list[int], years: list[int], code: str
) -> dict[tuple[int, int], int]:
    """The issued figure of each area and year: of its own plan, else what it was given."""
    lines = Target.objects.filter(
        kind__in=TABLE_KINDS,
        indicator__code=code,
        area__in=areas,
        plan__year__in=years,
        plan__status=PlanStatus.ISSUED,
    )
    rows = lines.order_by("plan_id").values_list("area_id", "plan__year", "value")
    found = {(area, year): int(value or 0) for area, year, value in rows}
    own = PlanTotal.objects.filter(
        indicator__code=code,
        lines__gt=0,
        plan__area__in=areas,
        plan__year__in=years,
        plan__status=PlanStatus.ISSUED,
    ).order_by("plan_id")
    held = own.values_list("plan__area_id", "plan__year", "held")
    return found | {(area, year): int(value) for area, year, value in held}


def issued_plans(user: User, areas: list[int], year: int, code: str) -> dict[int, UUID]:
    """The plan each area's figure of `issued_values` stands in, where one may read it."""
    issued = {"plan__year": year, "plan__status": PlanStatus.ISSUED}
    lines = Target.objects.filter(
        **issued, kind__in=TABLE_KINDS, indicator__code=code, area__in=areas
    )
    given = lines.order_by("plan_id").values_list("area_id", "plan_id")
    own = PlanTotal.objects.filter(
        **issued, indicator__code=code, lines__gt=0, plan__area__in=areas
    )
    held = own.order_by("plan_id").values_list("plan__area_id", "plan_id")
    stands = dict(given) | dict(held)
    read = Plan.objects.readable_by(user).filter(pk__in=set(stands.values()))
    named = dict(read.values_list("pk", "public_id"))
    return {area: named[plan] for area, plan in stands.items() if plan in named}
