"""A plan's table a page at a time: areas down, indicators across, stored sums last."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.text import name_norm
from targets.choices import TABLE_KINDS
from targets.models import Plan, PlanTotal, Target
from targets.rules import Line, is_waiting

PAGE = 100  # rows of a sheet on one page


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One area's cells, in the order of the sheet's indicators; None where it has no line."""

    area: Area
    cells: list[Target | None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the table; `whole` is whether the reader sees every line of it."""

    totals: list[PlanTotal]
    rows: list[SheetRow]
    number: int
    pages: int
    count: int
    whole: bool


class _Counted(Paginator):  # type: ignore[type-arg]
    """Pages whose number of rows is known beforehand: nothing is counted."""

    def __init__(self, rows: QuerySet[Target], known: int) -> None:
        super().__init__(rows, PAGE)
        self.count = known


def totals_of(plan: Plan) -> list[PlanTotal]:
    """The plan's indicators that have lines, each with its stored sums."""
    return list(plan.totals.filter(lines__gt=0).select_related("indicator"))


def sees_whole(plan: Plan, user: User) -> bool:
    """Whether the reader's scope holds the plan's whole area."""
    paths = user.scope_paths(Right.PLAN_VIEW)
    return any(plan.area_path.startswith(path) for path in paths)


def sheet_of(plan: Plan, user: User, *, page: str = "1", named: str = "") -> Sheet:
    """The lines one may see, page by page; a query for the rows, one for their cells."""
    totals = totals_of(plan)
    whole = sees_whole(plan, user)
    if not totals:
        return Sheet([], [], 1, 1, 0, whole)
    longest = max(totals, key=lambda t: t.lines)
    lines = lines_of(plan, user, longest).order_by("position", "pk")
    if named:
        lines = lines.filter(area__name_norm__contains=name_norm(named))
    known = longest.lines if whole and not named else lines.count()
    found = _Counted(lines.select_related("area__parent"), known).get_page(page)
    areas = [line.area for line in found]
    cells = Target.objects.filter(
        plan=plan, kind__in=TABLE_KINDS, area__in=areas
    ).select_related("area", "indicator")
    by_place = {(cell.area_id, cell.indicator_id): cell for cell in cells}
    rows = [
        SheetRow(area, [by_place.get((area.pk, t.indicator_id)) for t in totals])
        for area in areas
    ]
    return Sheet(totals, rows, found.number, found.paginator.num_pages, known, whole)


def lines_of(plan: Plan, user: User, row: PlanTotal) -> QuerySet[Target]:
    """One indicator's lines in the reader's scope."""
    seen = Target.objects.visible_to(user, Right.PLAN_VIEW)
    found: QuerySet[Target] = seen.filter(
        plan=plan, indicator=row.indicator, kind__in=TABLE_KINDS
    )
    return found


def waiting_of(sheet: Sheet, plan: Plan, user: User) -> int:
    """Lines one may see that stand in the way of issuing."""
    if sheet.whole:
        return sum(row.waiting for row in sheet.totals)
    seen = Target.objects.visible_to(user, Right.PLAN_VIEW).filter(
        plan=plan, kind__in=TABLE_KINDS
    )
    return sum(is_waiting(*line) for line in seen.values_list("kind", "status"))


def line_of_total(row: PlanTotal) -> Line:
    """The stored sums as a line of the table."""
    return Line(row.households, row.minority, row.base, int(row.held))


def total_line(sheet: Sheet, index: int, plan: Plan, user: User) -> Line:
    """The last row: the stored sums, or the sum of the lines one may see."""
    if sheet.whole:
        return line_of_total(sheet.totals[index])
    seen = lines_of(plan, user, sheet.totals[index])
    names = ("households", "minority", "base", "value")
    sums = seen.aggregate(**{name: Sum(name) for name in names})
    return Line(*(int(sums[name] or 0) for name in names))
