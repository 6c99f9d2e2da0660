"""Households a commune may name for a year, and what became of those it named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import last_day_of, today
from households.choices import Klass
from households.models import Household, Recognition
from targets.choices import TABLE_KINDS, Aim
from targets.models import HouseholdAim, Target
from targets.rules.aims import INDICATORS, aim_of
from targets.selectors.capacity import nobody_can_work

LISTED = (Klass.POOR, Klass.NEAR_POOR)
ESCAPED: dict[str, tuple[str, ...]] = {
    Aim.ESCAPE: (Klass.POOR,),
    Aim.ESCAPE_NEAR: (Klass.POOR, Klass.NEAR_POOR),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A household on the official lists, what it may be registered for, and is."""

    household: Household
    klass: str
    aim: Aim | None
    registered: HouseholdAim | None
    escaped: bool | None

    @property
    def label(self) -> str:
        """Its recognised class in words."""
        return Klass(self.klass).label


@dataclass(frozen=True, slots=True)
class AimCount:
    """Registered against target of one commune and aim.

    Unit: households.
    """

    commune: Area
    aim: Aim
    registered: int
    target: int | None

    @property
    def short(self) -> int:
        """Households still to be named for the target."""
        return max(0, (self.target or 0) - self.registered)


def baseline_of(year: int) -> date:
    """The day whose lists a year's plan starts from; today while that day lies ahead."""
    return min(last_day_of(year - 1), today())


def on_the_lists(user: User, commune: Area, year: int) -> QuerySet[Recognition]:
    """Recognised poor and near-poor households that live in a commune today.

    A household that moved stands on the list of where it is; each row says whether
    nobody of it can work (`unable`).
    """
    homes = Household.objects.visible_to(user, Right.HOUSEHOLD_VIEW).standing()
    found: QuerySet[Recognition] = (
        Recognition.objects.status_on(baseline_of(year))
        .filter(household__in=homes.filter(commune=commune), klass__in=LISTED)
        .annotate(unable=nobody_can_work())
        .select_related("household__village", "household__commune")
        .order_by("-klass", "household__area_path", "household__head_name_norm", "pk")
    )
    return found


def candidates(rows: Iterable[Recognition], year: int) -> list[Candidate]:
    """A page of the lists with each household's aim; two queries for the page."""
    listed = list(rows)
    homes = [row.household_id for row in listed]
    aims = HouseholdAim.objects.filter(
        household__in=homes, year=year, withdrawn_on__isnull=True
    )
    registered = {aim.household_id: aim for aim in aims}
    now = _classes_now(homes, year)
    return [
        Candidate(
            row.household,
            row.klass,
            aim_of(row.klass, able=not row.unable),  # type: ignore[attr-defined]
            registered.get(row.household_id),
            _escaped(registered.get(row.household_id), now.get(row.household_id)),
        )
        for row in listed
    ]


def _classes_now(homes: list[int], year: int) -> dict[int, str]:
    """Recognised class of the year itself; who is in none was not decided yet."""
    day = min(last_day_of(year), today())
    rows = Recognition.objects.status_on(day).filter(
        household__in=homes, commune_round__round__year=year
    )
    return dict(rows.values_list("household_id", "klass"))


def _escaped(aim: HouseholdAim | None, klass: str | None) -> bool | None:
    """Whether what was registered came true; None before the year's decision."""
    if aim is None or klass is None or aim.aim not in ESCAPED:
        return None
    return klass not in ESCAPED[aim.aim]


def aim_counts(user: User, area: Area, year: int) -> list[AimCount]:
    """Registered against target, by commune of today and aim; three queries."""
    homes = Household.objects.visible_to(user, Right.FIGURES_VIEW).standing()
    rows = HouseholdAim.objects.filter(
        household__in=homes.within(area.path), year=year, withdrawn_on__isnull=True
    )
    grouped = rows.order_by().values_list("household__commune", "aim")
    counted = {
        (commune, Aim(aim)): n for commune, aim, n in grouped.annotate(n=Count("pk"))
    }
    targets = Target.objects.visible_to(user, Right.FIGURES_VIEW).filter(
        kind__in=TABLE_KINDS,
        indicator__code__in=INDICATORS.values(),
        area_path__startswith=area.path,
        area__level="commune",
        plan__year=year,
    )
    aims = {code: aim for aim, code in INDICATORS.items()}
    wanted: dict[tuple[int, Aim], Decimal] = {}
    communes: dict[int, Area] = {}
    for line in targets.select_related("area", "indicator").order_by("plan_id"):
        wanted[line.area_id, aims[line.indicator.code]] = line.value or Decimal(0)
        communes[line.area_id] = line.area
    missing = {commune for commune, _ in counted} - set(communes)
    communes |= {a.pk: a for a in Area.objects.filter(pk__in=missing)}
    keys = sorted({*counted, *wanted}, key=lambda k: (communes[k[0]].code, k[1]))
    return [
        AimCount(
            communes[commune],
            Aim(aim),
            counted.get((commune, aim), 0),
            int(wanted[commune, Aim(aim)]) if (commune, aim) in wanted else None,
        )
        for commune, aim in keys
    ]
