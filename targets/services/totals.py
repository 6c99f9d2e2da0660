"""The stored sums of a plan's table: moved with every line, under the plan's lock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
        Plan.objects.select_for_update(of=("self",), no_key=True)
        .select_related("area", "agency", "document")
        .get(pk=pk)
    )
    return found


def touch(plan: Plan) -> None:
    """Count a change of the table as one of its plan: who signs has seen the latest."""
    plan.version += 1
    plan.save(update_fields=["version"])


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


@dataclass(frozen=True, slots=True)
class Range:
    """A figure: one value, or from a lower to an upper end.

    Unit: the indicator's.
    """

    low: Decimal
    high: Decimal | None = None

    @property
    def top(self) -> Decimal:
        """The upper end, which is the value itself where there is one."""
        return self.low if self.high is None else self.high

    def holds(self, value: Decimal) -> bool:
        """Whether a value lies in it."""
        return self.low <= value <= self.top


def value_of(line: Target) -> Range:
    """What a line holds."""
    return Range(line.value or Decimal(0), line.value_to)


def set_value(line: Target, new: Range) -> None:
    """Give a line its figure and move the sums by the difference."""
    set_values([(line, new)])


def set_values(changes: Sequence[tuple[Target, Range]]) -> None:
    """Give lines of one plan their figures; each indicator's sums move once."""
    moved: dict[int, tuple[Decimal, Decimal]] = {}
    for line, new in changes:
        old = value_of(line)
        held, most = moved.get(line.indicator_id, (Decimal(0), Decimal(0)))
        moved[line.indicator_id] = (held + new.low - old.low, most + new.top - old.top)
        line.value, line.value_to = new.low, new.high
    for indicator, (held, most) in moved.items():
        rows = PlanTotal.objects.filter(plan=changes[0][0].plan_id, indicator=indicator)
        rows.update(held=F("held") + held, most=F("most") + most)


def _row(line: Target) -> QuerySet[PlanTotal]:
    return PlanTotal.objects.filter(plan_id=line.plan_id, indicator_id=line.indicator_id)
