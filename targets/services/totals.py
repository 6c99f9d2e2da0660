"""The stored sums of a plan's table: moved with every line, under the plan's lock."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from targets.choices import TABLE_KINDS, TargetKind, TargetStatus
from targets.models import Indicator, Plan, PlanTotal, Target
from targets.rules import is_waiting

# rules.is_waiting in the database's words
WAITING = Q(kind=TargetKind.ASSIGNED, status=TargetStatus.REGISTERED) | (
    Q(kind=TargetKind.LINE) & ~Q(status=TargetStatus.APPROVED)
)
SUMS = ("held", "most", "households", "minority", "base")


def lock_plan(pk: int) -> Plan:
    """The plan under lock; before any of its lines and of its totals."""
    found: Plan = (
        Plan.objects.select_for_update(of=("self",)).select_related("area").get(pk=pk)
    )
    return found


def recount(plan: Plan, indicators: Iterable[Indicator]) -> None:
    """Write the sums anew from the lines, where a table was made as a whole."""
    for position, indicator in enumerate(indicators):
        lines = plan.targets.filter(kind__in=TABLE_KINDS, indicator=indicator)
        found = lines.aggregate(
            lines=Count("pk"),
            waiting=Count("pk", filter=WAITING),
            held=Sum("value"),
            most=Sum(Coalesce("value_to", "value")),
            **{name: Sum(name) for name in ("households", "minority", "base")},
        )
        values = {name: found[name] or 0 for name in ("lines", "waiting", *SUMS)}
        PlanTotal.objects.update_or_create(
            plan=plan,
            indicator=indicator,
            defaults=values,
            create_defaults=values | {"position": position},
        )


def set_status(line: Target, to: TargetStatus) -> None:
    """Move a line to a state, and count whether it still waits."""
    before = is_waiting(line.kind, line.status)
    line.status = to
    moved = int(is_waiting(line.kind, to)) - int(before)
    if moved:
        _row(line).update(waiting=F("waiting") + moved)


def set_value(line: Target, low: Decimal, high: Decimal | None = None) -> None:
    """Give a line its value, or its range, and move the sums by the difference."""
    before = (line.value or Decimal(0), line.value_to)
    line.value, line.value_to = low, high
    held = low - before[0]
    most = (low if high is None else high) - (before[0] if before[1] is None else before[1])
    _row(line).update(held=F("held") + held, most=F("most") + most)


def _row(line: Target) -> QuerySet[PlanTotal]:
    return PlanTotal.objects.filter(plan_id=line.plan_id, indicator_id=line.indicator_id)
