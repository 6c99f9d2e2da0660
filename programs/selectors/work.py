"""Projects' work as pages and API show it: the board, one activity, who may take part."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from accounts.choices import Right
from accounts.models import User
from core.dates import today
from households.models import Household
from programs.choices import ActivityStatus, CountsOn
from programs.kinds import kinds
from programs.models import Activity, Disbursement, Policy, Support, WorkStage
from programs.models.work import ActivityQuerySet
from programs.rules.eligibility import Verdict
from programs.rules.money import SIGNS
from programs.rules.work import NEXT
from programs.selectors.acting import may_move
from programs.selectors.standing import facts_of
from programs.selectors.support import homes_for, office_of

MOST = 200  # households one page offers


def work_of(user: User, year: int) -> ActivityQuerySet:
    """Work of a year one may see, with what was paid for it and how many took part."""
    seen = Activity.objects.visible_to(user, Right.PROJECT_VIEW).of_year(year)
    return with_sums(seen)


def with_sums(rows: ActivityQuerySet) -> ActivityQuerySet:
    """Work with `paid` (đồng) and `homes` (households), its area, agency and outputs."""
    paid = (
        Disbursement.objects.filter(activity=OuterRef("pk"))
        .order_by()
        .values("activity")
        .annotate(total=Sum(signed()))
    )
    helped = (
        Support.objects.filter(activity=OuterRef("pk"), withdrawn_on__isnull=True)
        .order_by()
        .values("activity")
        .annotate(n=Count("household", distinct=True))
    )
    found: ActivityQuerySet = (
        rows.select_related("project", "sub_project", "area", "agency", "document")
        .prefetch_related("outputs__activity", "stages")
        .annotate(
            paid=Coalesce(Subquery(paid.values("total")), 0),
            homes=Coalesce(Subquery(helped.values("n")), 0),
        )
    )
    return found


def signed() -> Case:
    """An entry as it moves what was paid: a return takes back, a commitment nothing."""
    signs = {kind: sign for kind, sign in SIGNS.items() if sign}
    return Case(*(When(kind=kind, then=F("amount") * sign) for kind, sign in signs.items()))


@dataclass(frozen=True, slots=True)
class ProductSum:
    """One kind's product over all its work. Unit: the product's own."""

    kind: str
    name: str
    unit: str
    planned: Any
    done: Any


def products_of(rows: QuerySet[Activity]) -> list[ProductSum]:
    """Planned against done by kind and product, what was stopped left out; one query."""
    standing = rows.exclude(status=ActivityStatus.STOPPED).order_by()
    counted = standing.values_list("kind", "outputs__product").annotate(
        planned=Sum("outputs__planned"), done=Sum("outputs__done")
    )
    found = {(kind, product): (planned, done) for kind, product, planned, done in counted}
    return [
        ProductSum(kind.name, one.name, one.unit, *found[kind.key, one.key])
        for kind in kinds().values()
        for one in kind.products
        if any(found.get((kind.key, one.key), ()))
    ]


def stages_of(row: Activity) -> list[tuple[str, WorkStage]]:
    """Every stage of a work by its name, with what was recorded of it, if anything."""
    held = {one.stage: one for one in row.stages.all()}
    return [
        (one.name, held.get(one.key) or WorkStage(stage=one.key)) for one in row.what.stages
    ]


def next_steps(user: User, row: Activity) -> list[ActivityStatus]:
    """The steps this person may take the work to now."""
    following = NEXT[ActivityStatus(row.status)]
    return [to for to in following if may_move(user, row, to)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A household that may take part, and what the policy says to it."""

    household: Household
    verdict: Verdict

    @property
    def key(self) -> str:
        """How a page's tick names it."""
        return str(self.household.public_id)


def policy_of(activity: Activity) -> Policy | None:
    """The policy under which an open activity takes households in, while it is in force."""
    if not activity.is_open:
        return None
    code, day = activity.what.policy, min(today(), activity.ends_on)
    return Policy.objects.in_force(day).filter(code=code).first()


def counted_on(activity: Activity, policy: Policy) -> date:
    """The day on which it counts what a household of this activity is."""
    if policy.counts_on == CountsOn.APPROVAL and activity.approved_on is not None:
        return activity.approved_on
    return min(today(), activity.ends_on)


def candidates(user: User, activity: Activity, policy: Policy) -> list[Candidate]:
    """Eligible households of an activity's area that do not take part yet, by village.

    A department keeps no household records: it names households by their codes.
    """
    if office_of(user) is not None:
        return []
    day = counted_on(activity, policy)
    taking = activity.supports.filter(withdrawn_on__isnull=True).values("household")
    known = Q(recognitions__superseded_at__isnull=True)
    homes = (
        homes_for(user)
        .within(activity.area_path)
        .filter(known, recognitions__isnull=False)
        .exclude(pk__in=taking)
        .select_related("commune", "village")
        .order_by("area_path", "head_name_norm")
        .distinct()
    )
    found = list(homes)
    facts = facts_of(found, on=day)
    told = [Candidate(home, facts[home.pk].verdict(policy, on=day)) for home in found]
    return [one for one in told if one.verdict.yes][:MOST]


def homes_by_code(user: User, activity: Activity, codes: list[str]) -> dict[str, Household]:
    """Households of an activity's area by the codes a person typed."""
    homes = homes_for(user).within(activity.area_path).select_related("commune")
    return {home.code: home for home in homes.filter(code__in=codes)}
