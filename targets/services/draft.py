"""A draft table from the recognised baseline, for the areas below."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.errors import DomainError, RightMissing
from households.choices import Klass
from households.selectors import counts_by_commune
from office.documents import add_step
from targets.choices import Operator, PlanStatus, TargetKind
from targets.models import Plan, Target
from targets.rules import region_of
from targets.services.plans import poor_reduction


class DraftExists(DomainError):
    """The area has its table for that year."""

    code = "plan_table_exists"
    message = "{area} đã có bảng chỉ tiêu năm {year}."


@transaction.atomic
def draft_plan(area: Area, *, year: int, title: str, by: User) -> Plan:
    """Draft the table of `year` from what is recognised at the end of the year before."""
    if not by.acts_in(Right.PLAN_EDIT, area):
        raise RightMissing(area=area.full_name)
    Area.objects.select_for_update().get(pk=area.pk)  # one table at a time per area
    if Target.objects.filter(
        kind=TargetKind.LINE, plan__area=area, plan__year=year
    ).exists():
        raise DraftExists(area=area.full_name, year=year)
    plan = Plan.objects.create(
        title=title,
        area=area,
        area_path=area.path,
        year=year,
        valid_from=date(year, 1, 1),
        valid_to=date(year + 1, 1, 1),
        is_demo=area.is_demo,
    )
    baseline = date(year - 1, 12, 31)
    _draw_lines(plan, baseline)
    add_step(plan, status=PlanStatus.DRAFT, by=by)
    return plan


def _draw_lines(plan: Plan, baseline: date) -> None:
    """A line for each commune that counts somebody on the day of the baseline."""
    counts = counts_by_commune(plan.area, on=baseline)
    communes = Area.objects.communes_of(plan.area, baseline)
    indicator = poor_reduction()
    Target.objects.bulk_create(
        Target(
            plan=plan,
            indicator=indicator,
            kind=TargetKind.LINE,
            area=commune,
            area_path=commune.path,
            position=position,
            region=region_of(urban=commune.urban),
            operator=Operator.AT_LEAST,
            value=Decimal(0),
            households=counts[commune.pk].households,
            minority=counts[commune.pk].minority,
            poor_before=counts[commune.pk].of(Klass.POOR).households,
        )
        for position, commune in enumerate(communes.order_by("code"), start=1)
        if commune.pk in counts
    )
