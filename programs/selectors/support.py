"""What a household may receive on a day, and what it received."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from accounts.choices import Right
from accounts.models import Agency, User
from accounts.walls import AssignedQuerySet
from core.text import name_norm
from households.models import Household
from households.models.household import HouseholdQuerySet
from programs.models import Policy, Support, SupportTally
from programs.rules.eligibility import Verdict
from programs.selectors.standing import facts_of

FOUND = 20  # households a search shows


def office_of(user: User, right: Right = Right.SUPPORT_EDIT) -> Agency | None:
    """The agency in whose name a department officer acts; none for an area's own officer."""
    walled = user.walled_agencies(right)
    found: Agency | None = (
        Agency.objects.filter(pk__in=walled).select_related("area").first()
    )
    return found


def homes_for(user: User) -> HouseholdQuerySet:
    """Households one may support: of one's commune, or of one's agency's area."""
    office = office_of(user)
    homes = Household.objects.standing()
    if office is not None:
        return homes.within(office.area.path)
    return homes.visible_to(user, Right.SUPPORT_EDIT)


def find_homes(user: User, query: str) -> list[Household]:
    """The first households a query finds for whom one may record a support.

    A department keeps no household records: it finds a household by its code or its
    head's whole name, and by nothing less.
    """
    homes = homes_for(user)
    if office_of(user) is None:
        found = homes.named(query)
    else:
        found = homes.filter(Q(code=query) | Q(head_name_norm=name_norm(query)))
    return list(found.select_related("commune", "village")[:FOUND])


@dataclass(frozen=True, slots=True)
class Answer:
    """One policy and whether the household may be supported under it."""

    policy: Policy
    verdict: Verdict


def answers_for(household: Household, *, on: date) -> list[Answer]:
    """Every policy in force on a day, with the answer for a household; six queries."""
    facts = facts_of([household], on=on)[household.pk]
    return [
        Answer(policy, facts.verdict(policy, on=on))
        for policy in Policy.objects.in_force(on)
    ]


def supports_of(user: User, year: int) -> QuerySet[Support]:
    """Supports of a year one may see, the newest first."""
    seen = Support.objects.visible_to(user, Right.SUPPORT_VIEW)
    found: QuerySet[Support] = seen.filter(on__year=year).select_related(
        "policy", "household", "commune", "agency"
    )
    return found


@dataclass(frozen=True, slots=True)
class SupportSum:
    """What was given under one policy, or in one commune.

    Unit: supports, households, đồng; a household is counted once in a commune, policy
    and giver.
    """

    label: str
    supports: int
    households: int
    amount: int
    key: UUID | None = None


def tallies_of(user: User, year: int) -> AssignedQuerySet:
    """The sums of a year one may see."""
    seen = SupportTally.objects.visible_to(user, Right.SUPPORT_VIEW)
    found: AssignedQuerySet = seen.filter(year=year, supports__gt=0)
    return found


SUMS = {
    "supports": Sum("supports"),
    "households": Sum("households"),
    "amount": Sum("amount"),
}


def by_policy(tallies: AssignedQuerySet) -> list[SupportSum]:
    """What was given under each policy; one query over the communes' sums."""
    rows = tallies.order_by().values_list("policy__name").annotate(**SUMS)
    return [SupportSum(*row) for row in rows.order_by("policy__name")]


def by_commune(tallies: AssignedQuerySet) -> list[SupportSum]:
    """What was given in each commune; one query over the communes' sums."""
    rows = tallies.order_by().values("commune__kind", "commune__name", "commune__public_id")
    counted = rows.annotate(**SUMS).order_by("commune__name")
    return [
        SupportSum(
            f"{row['commune__kind']} {row['commune__name']}",
            row["supports"],
            row["households"],
            row["amount"],
            row["commune__public_id"],
        )
        for row in counted
    ]
