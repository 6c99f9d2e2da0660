"""Questions about plans and their lines."""

from areas.models import Area
from targets.choices import PlanStatus, TargetKind
from targets.models import Target


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
