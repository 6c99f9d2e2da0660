"""Questions about plans and their lines."""

from areas.models import Area
from targets.choices import Operator, PlanStatus, TargetKind
from targets.models import Plan, Target
from targets.rules import Line, note_on_objective, total

RATE_REDUCTION = "poverty_rate_reduction"
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
