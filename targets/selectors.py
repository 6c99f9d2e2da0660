"""Questions about plans and their lines."""

from areas.models import Area
from targets.choices import PlanStatus, TargetKind
from targets.models import Plan, Target


def issued_lines(area: Area, year: int) -> list[Target]:
    """Lines of the plan an area issued for a year; empty without one."""
    plan = (
        Plan.objects.filter(
            area=area, year=year, status=PlanStatus.ISSUED, targets__kind=TargetKind.LINE
        )
        .order_by("-pk")
        .first()
    )
    if plan is None:
        return []
    return list(plan.targets.filter(kind=TargetKind.LINE).select_related("area"))
