"""What would become of lines of a list: judged together, household by household."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Agency, User
from core.db import among
from core.errors import DomainError
from core.text import name_norm
from households.models import Household
from programs.choices import CountsOn, Fund
from programs.models import Policy, Support
from programs.services.supports import Given, Judged, check_given, check_rights, judged

# what judging a household reads of it
NEEDED = "code head_name head_name_norm commune_id area_path ethnic_minority".split()


@dataclass(slots=True)
class Wanted:
    """One line that names a household: what is to be given, and the answer."""

    household: Household
    given: Given
    answer: Judged | None = None
    why_not: str = ""
    held: bool = False

    @property
    def key(self) -> tuple[int, int, date, str]:
        """What makes two supports the same one."""
        given = self.given
        return self.household.pk, given.policy.pk, given.on, given.note.strip()


Versions = Mapping[str, Sequence[Policy]]  # of each policy by its code, the newest first


def policy_versions() -> Versions:
    """Every policy's versions."""
    found: dict[str, list[Policy]] = defaultdict(list)
    for policy in Policy.objects.order_by("-valid_from"):
        found[policy.code].append(policy)
    return found


def version_on(versions: Sequence[Policy], on: date, approved_on: date | None) -> Policy:
    """The version in force on the day that counts for it; the newest where none is."""
    for policy in versions:
        approval = policy.counts_on == CountsOn.APPROVAL and approved_on is not None
        day = approved_on if approval and approved_on else on
        if policy.valid_from <= day and (policy.valid_to is None or day < policy.valid_to):
            return policy
    return versions[0]


def given_of(facts: dict[str, Any], policies: Versions, agency: Agency | None) -> Given:
    """The support a line tells of."""
    shares = {Fund(key): amount for key, amount in facts["shares"].items()}
    on, approved_on = date.fromisoformat(facts["on"]), _day(facts["approved_on"])
    return Given(
        policy=version_on(policies[facts["policy"]], on, approved_on),
        on=on,
        approved_on=approved_on,
        note=facts["note"],
        amount=sum(shares.values()),
        shares=shares,
        quantity=Decimal(facts["quantity"]) if facts["quantity"] else None,
        unit=facts["unit"],
        exception=facts["exception"],
        agency=agency,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def judge_lines(lines: Sequence[Wanted], by: User) -> None:
    """Say of each line why it may not be taken, or that it stands already.

    The queries grow with the days that are named, not with the lines.
    """
    standing = _standing(lines)
    groups: dict[tuple[int, date, date], list[Wanted]] = defaultdict(list)
    for line in lines:
        given = line.given
        try:
            check_given(given)
        except DomainError as error:
            line.why_not = str(error)
            continue
        groups[given.policy.pk, given.counted_on, given.on].append(line)
    for group in groups.values():
        homes = list({line.household.pk: line.household for line in group}.values())
        answers = {one.household.pk: one for one in judged(homes, group[0].given)}
        for line in group:
            line.answer = answers[line.household.pk]
            line.held = line.key in standing
            line.why_not = line.why_not or _refusal(line, by)


def _refusal(line: Wanted, by: User) -> str:
    """Why a judged line may not be taken; nothing if it may."""
    answer = line.answer
    if answer is None:
        return ""
    try:
        check_rights([answer], line.given, by)
    except DomainError as error:
        return str(error)
    if not answer.eligible and not line.given.exception.strip():
        return f"không đủ điều kiện: {answer.why}"
    return ""


def _standing(lines: Sequence[Wanted]) -> set[tuple[int, int, date, str]]:
    """Which supports of these households stand already; one query."""
    rows = Support.objects.filter(
        among("household", {line.household.pk for line in lines}),
        policy__in={line.given.policy.pk for line in lines},
        on__in={line.given.on for line in lines},
        withdrawn_on__isnull=True,
    )
    return set(rows.values_list("household_id", "policy_id", "on", "note"))


def policy_names(policies: Versions) -> dict[str, str]:
    """Names and codes of policies, as a cell may write them, to their codes."""
    rows = [policy for versions in policies.values() for policy in versions]
    named = {name_norm(policy.name): policy.code for policy in rows}
    return named | {name_norm(policy.code): policy.code for policy in rows}
