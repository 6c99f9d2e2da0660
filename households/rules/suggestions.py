"""What the members' own data suggest for the indicators; the officer decides."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from households.choices import Education, Group, Sex, Work
from households.rules.counting import CHILD_UNDER


@dataclass(frozen=True, slots=True)
class MemberSituation:
    """What is known of one member on the day of the review. Unknown is None.

    Unit: age in whole years.
    """

    name: str
    age: int | None
    studying: bool | None = None
    education: str = ""
    work: str = ""
    insured: bool | None = None
    monthly_allowance: bool = False
    malnourished: bool | None = None
    sex: str = ""
    leads: bool = False
    merit: bool = False
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Whether the household seems to lack something, and why."""

    lacking: bool
    reason: str


def suggestion_words(suggestion: Suggestion | None) -> str:
    """A suggestion as the form says it; nothing where there is none.

    Unit: a sentence.
    Source: project convention, ux.md (review entry).
    """
    if suggestion is None:
        return ""
    verdict = "thiếu hụt" if suggestion.lacking else "không"
    return f"Gợi ý: {verdict} ({suggestion.reason})"


Members = Sequence[MemberSituation]
Words = Mapping[str, Any]


def suggest(
    rule: Words, members: Members, *, area_m2: Decimal | None = None
) -> Suggestion | None:
    """What the data suggest for one indicator; None where they do not say.

    Unit: yes or no, with the reason in words.
    Source: the `suggest` part of the standard's indicator (law.md §2, table [S2]).
    """
    if rule.get("rule") == "area_below":
        return _area(rule, members, area_m2)
    ask = _RULES.get(rule.get("rule", ""))
    return ask(rule, members) if ask and members else None


def groups_of(members: Members) -> list[Group]:
    """Groups the members' own data put a household in.

    Unit: groups in their official order.
    Source: law.md §3 (groups [S2]); working capacity by the members of working age.
    """
    grown = [m for m in members if m.age is None or m.age >= CHILD_UNDER]
    found = {
        Group.NO_CAPACITY: bool(grown) and all(m.work == Work.UNABLE for m in grown),
        Group.MERIT: any(m.merit for m in members),
        Group.SOCIAL: any(m.monthly_allowance for m in members),
        Group.FEMALE_HEAD: any(m.leads and m.sex == Sex.FEMALE for m in members),
        Group.CHILDREN: any(m.age is not None and m.age < CHILD_UNDER for m in members),
        Group.DISABLED: any(m.disabled for m in members),
    }
    return [group for group in Group if found[group]]


def _dependants(rule: Words, members: Members) -> Suggestion | None:
    if any(m.age is None for m in members):
        return None
    dependent = [
        m for m in members if (m.age or 0) < rule["child_under"] or m.monthly_allowance
    ]
    share = 100 * len(dependent) // len(members)
    lacking = 100 * len(dependent) > rule["over_percent"] * len(members)
    return Suggestion(
        lacking, f"{len(dependent)}/{len(members)} = {share}% người phụ thuộc"
    )


def _named(found: list[MemberSituation], what: str, none: str) -> Suggestion:
    if not found:
        return Suggestion(lacking=False, reason=none)
    names = ", ".join(m.name for m in found)
    return Suggestion(lacking=True, reason=f"{names} {what}")


def _within(rule: Words, members: Members) -> list[MemberSituation]:
    low, high = rule.get("from_age", 0), rule.get("under_age", 200)
    return [m for m in members if m.age is not None and low <= m.age < high]


def _insurance(rule: Words, members: Members) -> Suggestion | None:
    asked = _within(rule, members)
    without = [m for m in asked if m.insured is False]
    if not without and any(m.insured is None for m in asked):
        return None
    return _named(without, "chưa có bảo hiểm y tế", "mọi người đều có bảo hiểm y tế")


def _nutrition(rule: Words, members: Members) -> Suggestion | None:
    asked = _within(rule, members)
    found = [m for m in asked if m.malnourished]
    if not found and any(m.malnourished is None for m in asked):
        return None
    return _named(found, "suy dinh dưỡng", "không có trẻ suy dinh dưỡng")


def _schooling(rule: Words, members: Members) -> Suggestion | None:
    asked = _within(rule, members)
    found = [m for m in asked if m.studying is False]
    if not found and any(m.studying is None for m in asked):
        return None
    return _named(found, "không đi học", "trẻ em đều đi học")


def _adult_education(rule: Words, members: Members) -> Suggestion | None:
    order = list(Education.values)
    below = []
    for band in rule["bands"]:
        for m in _within(band, members):
            if m.studying:
                continue
            if m.studying is None or not m.education:
                return None
            if order.index(m.education) < order.index(band["at_least"]):
                below.append(m)
    return _named(
        below, "không đi học và chưa đạt trình độ theo tuổi", "người lớn đạt trình độ"
    )


def _job(rule: Words, members: Members) -> Suggestion | None:
    asked = _within(rule, members)
    found = [m for m in asked if m.work in {Work.WANTS_WORK, Work.WAGED_NO_CONTRACT}]
    if not found and any(not m.work for m in asked):
        return None
    return _named(
        found, "chưa có việc hoặc không có hợp đồng", "người muốn làm việc đều có việc"
    )


def _area(rule: Words, members: Members, area_m2: Decimal | None) -> Suggestion | None:
    if area_m2 is None or not members:
        return None
    each = (area_m2 / len(members)).quantize(Decimal("0.1"))
    lacking = area_m2 < rule["under_m2"] * len(members)
    return Suggestion(lacking, f"{str(each).replace('.', ',')} m²/người")


_RULES: dict[str, Callable[[Words, Members], Suggestion | None]] = {
    "dependants": _dependants,
    "insurance": _insurance,
    "nutrition": _nutrition,
    "schooling": _schooling,
    "adult_education": _adult_education,
    "job": _job,
}
