"""What a household lacks, what keeps it poor and what it asks for, as needs with answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """Something a household needs, where that shows, and the policies that answer it.

    It shows in a deprivation, in a cause of poverty, or in what the household asked for.
    """

    key: str
    name: str
    deprivations: frozenset[str]
    causes: frozenset[str]
    asked: frozenset[str]
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What a household's recognised form marks."""

    deprivations: Collection[str] = ()
    causes: Collection[str] = ()
    asked: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A need of a household and where it shows: lacking, caused, asked for."""

    need: Need
    lacking: bool
    caused: bool
    asked: bool

    @property
    def why(self) -> str:
        """Where it shows, in words."""
        words = {"thiếu hụt": self.lacking, "nguyên nhân": self.caused}
        words["nguyện vọng"] = self.asked
        return ", ".join(word for word, yes in words.items() if yes)


def needs_shown(needs: Sequence[Need], form: Form) -> list[Shown]:
    """The needs a form shows, in the order of the data.

    Unit: needs of one household.
    Source: data/need-answers.json (unverified, an administrator's to set); the plans ask
    for support “theo địa chỉ, theo nguyên nhân, theo nguyện vọng”.
    """
    found = [
        Shown(
            need,
            bool(need.deprivations & set(form.deprivations)),
            bool(need.causes & set(form.causes)),
            bool(need.asked & set(form.asked)),
        )
        for need in needs
    ]
    return [one for one in found if one.why]


def priority(
    groups: Collection[str], klass: str, order: Mapping[str, int]
) -> tuple[int, int]:
    """Where a household stands in the order of help: its first group, then its class.

    Unit: ranks; smaller comes first.
    Source: data/need-answers.json (unverified).
    """
    rank = min((order[group] for group in groups if group in order), default=len(order))
    return rank, 0 if klass == "poor" else 1
