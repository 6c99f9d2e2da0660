"""Questions about plans and their lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from targets.choices import TABLE_KINDS, Base, Operator, PlanStatus, TargetKind
from targets.models import Plan, Target
from targets.rules import Line, note_on_objective

RATE_REDUCTIONS = {"poverty_rate_reduction", "poverty_rate_reduction_yearly"}
DEEPEST = 6  # documents above one another
# a table's reductions are minimums: they answer only what asks for at least so much
LEAST = {Operator.AT_LEAST, Operator.MORE_THAN, Operator.BETWEEN}


def issued_lines(area: Area, year: int, code: str = "poor_reduction") -> list[Target]:
    """Issued lines of a year for an area: of its own plan, else its line in another's.

    A commune has no table of its own: its line stands in its district's plan.
    """
    lines = Target.objects.filter(
        kind=TargetKind.LINE,
        indicator__code=code,
        plan__year=year,
        plan__status=PlanStatus.ISSUED,
    )
    own = lines.filter(plan__area=area).order_by("-plan_id").first()
    if own is not None:
        lines = lines.filter(plan_id=own.plan_id)
    else:
        lines = lines.filter(area=area).order_by("-plan_id")[:1]
    return list(lines.select_related("area"))


def chain_of(plan: Plan) -> list[Plan]:
    """The documents this plan carries out, the highest first.

    A plan names them in its own text, so whoever reads the plan may read their numbers.
    """
    found: list[Plan] = []
    parent = plan.parent
    while parent is not None and len(found) < DEEPEST:
        found.insert(0, parent)
        parent = parent.parent
    return found


def verdicts(plan: Plan, objectives: list[Target]) -> dict[int, str]:
    """What the plan's own table says of the points its text promises, by row id.

    The whole table answers for the plan's area, a line for its own; where the table
    has no line, nothing is said.
    """
    wanted = [t.area_id for t in objectives]
    lines = plan.targets.filter(
        kind__in=TABLE_KINDS, indicator__base=Base.POOR, area__in=wanted
    )
    by_area: dict[int, Line] = {t.area_id: t.line for t in lines}
    whole = plan.totals.filter(indicator__base=Base.POOR, lines__gt=0).first()
    if whole is not None:
        line = Line(whole.households, whole.minority, whole.base, int(whole.held))
        by_area.setdefault(plan.area_id, line)
    return {
        t.pk: note_on_objective(
            t.value,
            by_area[t.area_id].households,
            by_area[t.area_id].reduction,
            more=t.operator == Operator.MORE_THAN,
        )
        for t in objectives
        if t.indicator.code in RATE_REDUCTIONS
        and t.area_id in by_area
        and t.operator in LEAST
        and t.value is not None
    }


@dataclass(frozen=True, slots=True)
class BelowRow:
    """An area or an agency under a plan, and its own plan for the period, if any.

    `late` while it is due and not issued; `days_late` where it was issued after the day.
    """

    unit: Area | Agency
    plan: Plan | None
    this_year: Plan | None
    late: bool
    days_late: int


def plans_below(plan: Plan, day: date, *, user: User) -> list[BelowRow]:
    """Areas directly below, and agencies that lead tasks, with their own plans.

    A plan of several years asks for one of this year too (lộ trình từng năm).
    """
    inside = max(plan.valid_from, min(day, plan.valid_to))
    below = Area.objects.visible_to(user, Right.PLAN_VIEW).filter(parent=plan.area)
    areas = list(below.valid_on(inside).order_by("code"))
    leads = plan.tasks.exclude(lead=None).values("lead")
    offices = Agency.objects.visible_to(user, Right.PLAN_VIEW)
    agencies = list(offices.filter(pk__in=leads).order_by("name"))
    own = Plan.objects.readable_by(user).known_on(day)
    own = own.filter(valid_from__lt=plan.valid_to, valid_to__gt=plan.valid_from).exclude(
        pk=plan.pk
    )
    of_areas = own.filter(area__in=areas, agency=None).select_related("document")
    of_agencies = own.filter(agency__in=agencies).select_related("document")
    due = plan.below_due_on
    rows = [_below(a, [p for p in of_areas if p.area_id == a.pk], day, due) for a in areas]
    return rows + [
        _below(a, [p for p in of_agencies if p.agency_id == a.pk], day, due)
        for a in agencies
    ]


def _below(
    unit: Area | Agency, plans: Iterable[Plan], day: date, due: date | None
) -> BelowRow:
    issued = sorted(
        (p for p in plans if p.status == PlanStatus.ISSUED),
        key=lambda p: (p.valid_to - p.valid_from, p.pk),
    )
    drafts = [p for p in plans if p.status == PlanStatus.DRAFT]
    longest = issued[-1] if issued else (drafts[0] if drafts else None)
    yearly = next(
        (p for p in issued if p.valid_from <= day < p.valid_to and p.is_yearly), None
    )
    first = min((p.document.date for p in issued if p.document), default=None)
    over = due is not None and due < day
    days = max(0, (first - due).days) if first and due else 0
    return BelowRow(unit, longest, yearly, late=over and not issued, days_late=days)
