"""Questions about plans and their lines."""

from django.db.models import QuerySet

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.errors import RightMissing
from office.models import ImportRun
from targets.choices import Operator, PlanStatus, TargetKind
from targets.models import Plan, Target
from targets.rules import Line, note_on_objective, total

RATE_REDUCTION = "poverty_rate_reduction"
TABLE_CHECK = "table_check"  # the kind of run that holds a table against itself
# a table's reductions are minimums: they answer only what asks for at least so much
LEAST = {Operator.AT_LEAST, Operator.MORE_THAN, Operator.BETWEEN}


def issued_lines(area: Area, year: int) -> list[Target]:
    """Issued lines of a year for an area: of its own plan, else its line in another's.

    A commune has no table of its own: its line stands in its district's plan.
    """
    lines = Target.objects.filter(
        kind=TargetKind.LINE, plan__year=year, plan__status=PlanStatus.ISSUED
    )
    own = lines.filter(plan__area=area).order_by("-plan_id").first()
    if own is not None:
        lines = lines.filter(plan_id=own.plan_id)
    else:
        lines = lines.filter(area=area).order_by("-plan_id")[:1]
    return list(lines.select_related("area"))


def verdicts(plan: Plan, objectives: list[Target]) -> dict[int, str]:
    """What the plan's own table says of the points its text promises, by row id.

    The whole table answers for the plan's area, a line for its own; where the table
    has no line, nothing is said.
    """
    lines = plan.targets.filter(kind=TargetKind.LINE).select_related("area")
    by_area: dict[int, Line] = {t.area_id: t.line for t in lines}
    if by_area:
        by_area.setdefault(plan.area_id, total(by_area.values()))
    return {
        t.pk: note_on_objective(
            t.value,
            by_area[t.area_id].households,
            by_area[t.area_id].reduction,
            more=t.operator == Operator.MORE_THAN,
        )
        for t in objectives
        if t.indicator.code == RATE_REDUCTION
        and t.area_id in by_area
        and t.operator in LEAST
    }


def own_area(user: User, right: Right) -> Area:
    """An area in which the person holds the right, the highest first."""
    areas = Area.objects.visible_to(user, right).filter(grants__user=user)
    found: Area | None = next(
        (a for a in areas.order_by("path") if user.acts_in(right, a)), None
    )
    if found is None:
        raise RightMissing(area="")
    return found


def checks_of(user: User) -> QuerySet[ImportRun]:
    """The tables this person had checked."""
    seen = ImportRun.objects.visible_to(user, Right.PLAN_VIEW)
    return seen.filter(kind=TABLE_CHECK, created_by=user)
