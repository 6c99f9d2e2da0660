"""What households are on a day, for the policies that ask; a few queries for any list."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from areas.models import AreaDesignation, on_day
from core.db import among
from households.models import Household, Recognition, Residence, Review
from households.selectors.movement import NewlyEscaped, escapes
from programs.models import Policy
from programs.rules.eligibility import Standing, Verdict, judge
from programs.selectors.frame import ancestor_paths

MINORITY = "minority"  # a fact of the household itself, beside the groups of its form


@dataclass(frozen=True, slots=True)
class Facts:
    """What a household is on a day, before any policy asks."""

    klass: str | None
    escapes: Sequence[NewlyEscaped]
    designations: frozenset[str]
    groups: frozenset[str]

    def standing(self, policy: Policy) -> Standing:
        """The same, with the period after an escape that this policy counts."""
        ends = [one.until for one in self.escapes if one.policy == policy.newly]
        until = max(ends, default=None)
        return Standing(self.klass, until, self.designations, self.groups)

    def verdict(self, policy: Policy, *, on: date) -> Verdict:
        """Whether the household may be supported under a policy on that day."""
        return judge(policy.terms, self.standing(policy), on=on)


def facts_of(
    homes: Sequence[Household], *, on: date, policy: Policy | None = None
) -> dict[int, Facts]:
    """What each of some households is on a day, by its id; at most five queries.

    Where one policy asks, what it does not ask for is left out.
    """
    ids = [home.pk for home in homes]
    rows = Recognition.objects.status_on(on).filter(among("household", ids))
    told = list(rows.values_list("household_id", "klass", "commune_round_id"))
    classes = {pk: klass for pk, klass, _ in told}
    escaped = escapes(ids, on=on) if policy is None or policy.newly else {}
    grouped = policy is None or policy.groups
    rounds = {pk: commune_round for pk, _, commune_round in told}
    groups = _groups(homes, rounds) if grouped else {}
    placed = policy is None or policy.designations
    paths = _paths(homes, on) if placed else dict.fromkeys(ids, "")
    designated = _designations(set(paths.values()), on) if placed else {}
    none: frozenset[str] = frozenset()
    return {
        pk: Facts(
            classes.get(pk),
            escaped.get(pk, []),
            designated.get(paths[pk], none),
            groups.get(pk, none),
        )
        for pk in ids
    }


def _paths(homes: Sequence[Household], on: date) -> dict[int, str]:
    """Where each household lived on a day, else where it lives; one query."""
    rows = Residence.objects.on(on).filter(among("household", [home.pk for home in homes]))
    lived = dict(rows.values_list("household_id", "area_path"))
    return {home.pk: home.area_path for home in homes} | lived


def _designations(paths: Iterable[str], on: date) -> dict[str, frozenset[str]]:
    """What the areas of each path are designated as on a day; one query."""
    above = {path: ancestor_paths(path) for path in paths}
    held: dict[str, set[str]] = defaultdict(set)
    wanted = {one for found in above.values() for one in found}
    rows = AreaDesignation.objects.filter(on_day(on), area__path__in=wanted)
    for path, kind in rows.values_list("area__path", "kind"):
        held[path].add(kind)
    return {
        path: frozenset().union(*(held[one] for one in found))
        for path, found in above.items()
    }


def _groups(
    homes: Sequence[Household], rounds: Mapping[int, int]
) -> dict[int, frozenset[str]]:
    """The groups marked on the form each household's class of the day rests on; one query."""
    forms = Review.objects.filter(
        among("household", rounds), commune_round__in=set(rounds.values())
    )
    marked = {
        household: groups
        for household, commune_round, groups in forms.values_list(
            "household_id", "commune_round_id", "groups"
        )
        if rounds[household] == commune_round
    }
    return {
        home.pk: frozenset(marked.get(home.pk, []))
        | (frozenset({MINORITY}) if home.ethnic_minority else frozenset())
        for home in homes
    }
