"""Whether a household is eligible for a policy on the day that counts, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

CLASSES = {"poor": "hộ nghèo", "near_poor": "hộ cận nghèo"}


@dataclass(frozen=True, slots=True)
class Terms:
    """Whom a policy supports and from when to when.

    `newly` names the period after an escape in which the policy goes on; empty for none.
    `designations` and `groups` map a key to its name: one of each is enough; where none
    is named, none is asked for. Where no class is named, every class may.
    """

    name: str
    classes: Sequence[str]
    newly: str
    valid_from: date
    valid_to: date | None = None
    designations: Mapping[str, str] | None = None
    groups: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a household is on a day: its recognised class, where it lives, its groups.

    `newly_until` is the first day on which it no longer is newly escaped, for the policy
    asked about. `designations` are those of the areas it lives in.
    """

    klass: str | None
    newly_until: date | None = None
    designations: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer and the sentence that explains it."""

    yes: bool
    why: str


def judge(terms: Terms, standing: Standing, *, on: date) -> Verdict:
    """Whether a household may be supported under a policy on the day that counts.

    Unit: one household and day.
    Source: each policy's own text and mark (data/policies.json); the periods after an
    escape are law.md §3: 36 months (Kế hoạch 122/2024), credit Quyết định 28/2015.
    """
    day = f"{on:%d/%m/%Y}"
    if on < terms.valid_from or (terms.valid_to is not None and on >= terms.valid_to):
        return Verdict(yes=False, why=f"chính sách không có hiệu lực ngày {day}")
    by_class = _by_class(terms, standing, on)
    if not by_class.yes:
        return by_class
    reasons = [by_class.why] if by_class.why else []
    for wanted, held, sentence in (
        (terms.designations, standing.designations, "nơi ở không thuộc {}"),
        (terms.groups, standing.groups, "hộ không thuộc nhóm: {}"),
    ):
        if not wanted:
            continue
        found = [name for key, name in wanted.items() if key in held]
        if not found:
            why = sentence.format(", ".join(wanted.values()))
            return Verdict(yes=False, why=f"{why} (ngày {day})")
        reasons.append(found[0])
    return Verdict(yes=True, why="; ".join(reasons) or f"mọi hộ dân ngày {day}")


def _by_class(terms: Terms, standing: Standing, on: date) -> Verdict:
    """The answer of the class alone: one the policy names, or newly escaped from it."""
    day = f"{on:%d/%m/%Y}"
    if not terms.classes:
        return Verdict(yes=True, why="")
    if standing.klass in terms.classes:
        word = CLASSES.get(standing.klass or "", "")
        return Verdict(yes=True, why=f"{word} theo kết quả công nhận ngày {day}")
    if terms.newly and standing.newly_until is not None:
        until = f"{standing.newly_until:%d/%m/%Y}"
        if on < standing.newly_until:
            return Verdict(yes=True, why=f"mới thoát nghèo, còn được tính trước {until}")
        return Verdict(yes=False, why=f"đã hết thời gian mới thoát nghèo từ {until}")
    wanted = ", ".join(CLASSES[klass] for klass in terms.classes)
    if standing.klass is None:
        return Verdict(yes=False, why=f"chưa được công nhận diện nào ngày {day}")
    return Verdict(yes=False, why=f"không thuộc {wanted} ngày {day}")
