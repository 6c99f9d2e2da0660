"""Households' needs, what answered them this year, and what could: commune by commune."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from accounts.choices import Right
from accounts.models import User
from areas.models import Area, AreaQuerySet
from core.dates import last_day_of, today
from households.choices import Klass
from households.models import Household, Recognition, Review
from programs.choices import ActivityStatus
from programs.kinds import kinds
from programs.models import Activity, Policy, Support
from programs.needs import answerable_needs, priority_order
from programs.rules.needs import Form, Need, Shown, needs_shown, priority
from programs.selectors.standing import facts_of

LISTED = (Klass.POOR, Klass.NEAR_POOR)


@dataclass(frozen=True, slots=True)
class HouseholdNeed:
    """One need of one household: what answered it this year, which policies could."""

    household: Household
    klass: Klass
    groups: frozenset[str]
    shown: Shown
    answered: Sequence[str]
    offers: Sequence[str]

    @property
    def is_answered(self) -> bool:
        """Whether a support of this year answers it."""
        return bool(self.answered)

    @property
    def order(self) -> tuple[object, ...]:
        """Priority groups first, the poor before the near-poor, then by village and name."""
        first = priority(self.groups, self.klass, priority_order())
        return (*first, self.household.area_path, self.household.head_name_norm)


def readable_areas(user: User) -> AreaQuerySet:
    """Where a person reads both households and what they received from anybody.

    Neither where it only enumerates, nor where it sees its own agency's supports alone.
    """
    inside = Q(pk__in=[])
    for path in user.open_paths(Right.SUPPORT_VIEW):
        inside |= Q(path__startswith=path)
    found: AreaQuerySet = Area.objects.visible_to(user, Right.HOUSEHOLD_VIEW).filter(inside)
    return found


def needs_of(commune: Area, year: int) -> list[HouseholdNeed]:
    """Needs of a commune's poor and near-poor households in a year, by priority.

    What a household is and lacks is what was recognised by the year's end, or by today.
    A constant number of queries, whatever the commune's size.
    """
    day = min(last_day_of(year), today())
    standing = Recognition.objects.status_on(day).filter(commune=commune)
    return _needs_among(standing, year, day)


def needs_of_household(home: Household, year: int) -> list[HouseholdNeed]:
    """The same of one household; nothing where it is on neither list."""
    day = min(last_day_of(year), today())
    return _needs_among(
        Recognition.objects.status_on(day).filter(household=home), year, day
    )


def _needs_among(
    standing: QuerySet[Recognition], year: int, day: date
) -> list[HouseholdNeed]:
    listed = standing.filter(klass__in=LISTED)
    rows = list(listed.select_related("household__village", "household__commune"))
    homes = [row.household for row in rows]
    forms = _forms(rows)
    answered = _answered([home.pk for home in homes], year)
    facts = facts_of(homes, on=day)
    policies = list(Policy.objects.in_force(day))
    wanted = list(answerable_needs().values())
    found = []
    for row in rows:
        home, told = row.household, facts[row.household_id]
        yes = {p.code: p.name for p in policies if told.verdict(p, on=day).yes}
        for shown in needs_shown(wanted, forms.get(home.pk, Form())):
            codes = shown.need.policies
            given = [answered[home.pk][code] for code in codes if code in answered[home.pk]]
            offers = [yes[code] for code in codes if code in yes]
            klass = Klass(row.klass)
            found.append(HouseholdNeed(home, klass, told.groups, shown, given, offers))
    return sorted(found, key=lambda one: one.order)


def _forms(rows: Sequence[Recognition]) -> dict[int, Form]:
    """The form on which each household was recognised, by household; one query."""
    forms = Review.objects.filter(
        household__in=[row.household_id for row in rows],
        commune_round__in={row.commune_round_id for row in rows},
    )
    held = {(row.household_id, row.commune_round_id) for row in rows}
    columns = ("household_id", "commune_round_id", "deprivations", "causes", "needs")
    return {
        household: Form(lacking, causes, asked)
        for household, commune_round, lacking, causes, asked in forms.values_list(*columns)
        if (household, commune_round) in held
    }


def _answered(ids: Sequence[int], year: int) -> dict[int, dict[str, str]]:
    """By household: policies under which it was supported in a year; one query."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    rows = Support.objects.filter(
        household__in=ids, on__year=year, withdrawn_on__isnull=True
    )
    for household, code, name in rows.values_list(
        "household_id", "policy__code", "policy__name"
    ):
        found[household][code] = name
    return found


@dataclass(frozen=True, slots=True)
class NeedSum:
    """How many households have a need, how many of them were answered, could be, could not.

    `planned` is how many this year's activities here are to reach. Unit: households.
    """

    need: Need
    households: int
    answered: int
    offered: int
    planned: int

    @property
    def left(self) -> int:
        """Households whose need nothing answered yet."""
        return self.households - self.answered


def sums_of_needs(rows: Sequence[HouseholdNeed], planned: dict[str, int]) -> list[NeedSum]:
    """Each need over a commune's households, in the order of the data."""
    by_need: dict[str, list[HouseholdNeed]] = defaultdict(list)
    for row in rows:
        by_need[row.shown.need.key].append(row)
    return [
        NeedSum(
            need,
            len(by_need[key]),
            sum(row.is_answered for row in by_need[key]),
            sum(not row.is_answered and bool(row.offers) for row in by_need[key]),
            sum(planned.get(code, 0) for code in need.policies),
        )
        for key, need in answerable_needs().items()
        if by_need[key]
    ]


def planned_reach(commune: Area, year: int) -> dict[str, int]:
    """By policy code: how many the year's activities in a commune are to reach; one query.

    What is planned for a whole district is not counted into its communes.
    """
    work = Activity.objects.filter(area_path__startswith=commune.path, year=year)
    counted = (
        work.exclude(status=ActivityStatus.STOPPED)
        .order_by()
        .values_list("kind", "outputs__product")
        .annotate(planned=Sum("outputs__planned"))
    )
    found: dict[str, int] = defaultdict(int)
    for key, product, planned in counted:
        kind = kinds()[key]
        if kind.policy and product == kind.reach and planned:
            found[kind.policy] += int(planned)
    return found


def needs_below(area: Area, year: int) -> Iterator[HouseholdNeed]:
    """The needs of every commune of an area, one commune in memory at a time."""
    day: date = min(last_day_of(year), today())
    for commune in Area.objects.communes_of(area, day):
        yield from needs_of(commune, year)
