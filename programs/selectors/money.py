"""Programme money one may see: by project, area and source; paid month by month."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils.text import capfirst

from accounts.choices import Right
from accounts.models import Agency, User
from areas.choices import Level
from areas.models import Area
from programs.choices import ActivityStatus, EntryKind
from programs.models import Activity, Allocation, Disbursement
from programs.rules import Purse, disbursed_share

MONTHS = range(1, 13)
PAID = (EntryKind.ADVANCE, EntryKind.PAYMENT)


@dataclass(slots=True)
class MoneyRow:
    """A row of the table: a project's top money in the reader's scope, with its parts.

    Unit: đồng. `paid` counts what the allocations and all below them spent.
    """

    label: str
    purse: Purse
    paid: int
    allocation: Allocation | None = None
    rows: "list[MoneyRow]" = field(default_factory=list)

    @property
    def share(self) -> Decimal | None:
        """Disbursed of the current plan, in percent."""
        return disbursed_share(self.paid, self.purse.given)


NOTHING = Purse(0, 0, 0, 0)


def money_of(user: User, year: int) -> QuerySet[Allocation]:
    """Allocations of a year one may see, ready for the table."""
    seen = Allocation.objects.visible_to(user, Right.PROJECT_VIEW).of_year(year)
    found: QuerySet[Allocation] = seen.select_related(
        "project", "sub_project", "area", "agency"
    )
    return found.order_by("project__code", "sub_project__code", "area_path", "pk")


def entries_of(user: User, year: int) -> QuerySet[Disbursement]:
    """Entries of a year's money one may see, as they happened."""
    seen = Allocation.objects.visible_to(user, Right.PROJECT_VIEW).of_year(year)
    found = Disbursement.objects.filter(allocation__in=seen).select_related(
        *("allocation__project", "allocation__area", "allocation__agency", "activity")
    )
    return found.order_by("on", "pk")


def money_table(
    rows: Iterable[Allocation], by: str = "du-an"
) -> tuple[list[MoneyRow], MoneyRow]:
    """The allocations highest in the reader's scope by project or source, and their sum.

    A part of an allocation that is itself shown is not added a second time: only what
    stands at the top of the reader's scope counts.
    """
    known = list(rows)
    inside = {row.pk for row in known}
    paid = _paid_below(known)
    groups: dict[object, MoneyRow] = {}
    for row in known:
        if row.parent_id in inside:
            continue
        key, label = GROUPINGS[by](row)
        group = groups.setdefault(key, MoneyRow(label, NOTHING, 0))
        group.rows.append(MoneyRow(_named(row, by), row.purse, paid[row.pk], row))
        group.purse += row.purse
        group.paid += paid[row.pk]
    total = MoneyRow("Tổng cộng", NOTHING, 0)
    for group in groups.values():
        total.purse += group.purse
        total.paid += group.paid
    return list(groups.values()), total


def _source(row: Allocation) -> tuple[object, str]:
    foreign = ", vốn nước ngoài" if row.foreign else ""
    key = row.fund, row.nature, row.foreign
    return key, f"{capfirst(row.get_fund_display())}, {row.get_nature_display()}{foreign}"


GROUPINGS: dict[str, Callable[[Allocation], tuple[object, str]]] = {
    "du-an": lambda row: (row.project_id, str(row.project)),
    "nguon": _source,
}


def _named(row: Allocation, by: str) -> str:
    return _label(row) if by == "du-an" else f"{row.project.code} · {_label(row)}"


def money_by_area(rows: Iterable[Allocation]) -> list[MoneyRow]:
    """What each area received, of all projects and sources, areas above before those below.

    What an area gave on to areas below stands at both: the rows do not add up downwards,
    each is the whole of its area. What its agencies hold is the area's.
    """
    known = list(rows)
    paid = _paid_below(known)
    areas = {row.pk: row.area_id for row in known}
    found: dict[int, MoneyRow] = {}
    for row in sorted(known, key=lambda one: (one.area_path, one.pk)):
        if row.parent_id in areas and areas[row.parent_id] == row.area_id:
            continue  # an agency's part of its own area's money
        place = found.setdefault(row.area_id, MoneyRow(row.area.full_name, NOTHING, 0))
        place.purse += row.purse
        place.paid += paid[row.pk]
        place.rows.append(MoneyRow(_named(row, ""), row.purse, paid[row.pk], row))
    return list(found.values())


def _label(row: Allocation) -> str:
    parts = [str(row.agency or row.area.full_name)]
    if row.sub_project is not None:
        parts.append(row.sub_project.code)
    parts += [row.get_nature_display(), row.get_fund_display()]
    if row.foreign:
        parts.append("vốn nước ngoài")
    if row.from_year is not None:
        parts.append(f"chuyển từ năm {row.from_year}")
    return " · ".join(parts)


def _paid_below(rows: list[Allocation]) -> dict[int, int]:
    """What each allocation and all parts of it spent, children before parents."""
    paid = {row.pk: row.spent for row in rows}
    for row in sorted(rows, key=lambda one: -one.pk):
        if row.parent_id in paid:
            paid[row.parent_id] += paid[row.pk]
    return paid


@dataclass(frozen=True, slots=True)
class Curve:
    """What was paid by the end of each month, this year and the year before.

    `late` is what moved of this year's money after the year's end. Unit: đồng; None for
    months that lie ahead.
    """

    year: int
    now: list[int | None]
    before: list[int | None]
    given: int
    late: int = 0


def curve_of(user: User, year: int, given: int, day: date) -> Curve:
    """Disbursed month by month against the plan and the year before; two queries."""
    now, before = _moved(user, year), _moved(user, year - 1)
    late = sum(amount for (then, _), amount in now.items() if then > year)
    return Curve(year, _months(now, year, day), _months(before, year - 1, day), given, late)


def _moved(user: User, year: int) -> dict[tuple[int, int], int]:
    """By year and month: what was paid of a year's money, less what came back."""
    seen = Allocation.objects.visible_to(user, Right.PROJECT_VIEW).of_year(year)
    rows = (
        Disbursement.objects.filter(allocation__in=seen)
        .order_by()
        .values_list(ExtractYear("on"), ExtractMonth("on"))
        .annotate(
            paid=Sum("amount", filter=Q(kind__in=PAID), default=0),
            back=Sum("amount", filter=Q(kind=EntryKind.RETURN), default=0),
        )
    )
    return {(then, month): paid - back for then, month, paid, back in rows}


def _months(moved: dict[tuple[int, int], int], year: int, day: date) -> list[int | None]:
    found: list[int | None] = []
    total = 0
    for month in MONTHS:
        total += moved.get((year, month), 0)
        ahead = (year, month) > (day.year, day.month)
        found.append(None if ahead else total)
    return found


def parts_of(allocation: Allocation, user: User) -> list[MoneyRow]:
    """The parts of an allocation one may see, with all that was paid below each."""
    seen = Allocation.objects.visible_to(user, Right.PROJECT_VIEW)
    below = seen.filter(
        area_path__startswith=allocation.area_path,
        year=allocation.year,
        project=allocation.project,
    ).select_related("project", "sub_project", "area", "agency")
    rows = list(below.order_by("area_path", "pk"))
    paid = _paid_below(rows)
    return [
        MoneyRow(_label(row), row.purse, paid[row.pk], row)
        for row in rows
        if row.parent_id == allocation.pk
    ]


def changeable_by(user: User, allocation: Allocation) -> list[Allocation]:
    """What a decision made at an allocation changes: its parts, and itself at the top."""
    top = [allocation] if allocation.parent_id is None else []
    return top + [row.allocation for row in parts_of(allocation, user) if row.allocation]


def receivers_of(allocation: Allocation) -> tuple[list[Area], list[Agency]]:
    """Areas right below an allocation's area, and agencies of the area itself."""
    day = date(allocation.year, 1, 1)
    areas = Area.objects.filter(parent=allocation.area).exclude(level=Level.VILLAGE)
    agencies = allocation.area.agencies.order_by("name")
    return list(areas.valid_on(day).order_by("code")), list(agencies)


def paid_for(row: Allocation) -> QuerySet[Activity]:
    """Activities an allocation may pay for: of its project and year, inside its area."""
    work = Activity.objects.filter(project=row.project, year=row.year)
    inside = work.filter(area_path__startswith=row.area_path)
    if row.agency_id is not None:  # an agency pays for its own work only
        inside = inside.filter(agency=row.agency_id)
    found: QuerySet[Activity] = inside.exclude(status=ActivityStatus.STOPPED)
    return found
