"""A listed household as kept between reading and applying: plain values, cards sealed."""

from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from core.sealing import fingerprint, seal, unseal
from core.text import name_norm
from households.models import Member
from households.rules.tables import ListedHousehold, ListedMember
from households.services.registry import MemberFacts

ANSWERS = ("b1", "b2", "cause", "wishes", "klass", "no_capacity", "groups", "needs")
DWELLING = ("native", "address", "area_m2")


@dataclass(slots=True)
class KeptMember:
    """A listed member and the membership it was recognised as, if any."""

    name: str
    relation: str
    sex: str
    ethnic: str
    birth_year: int | None
    birth_date: str | None
    sealed: str | None
    card: str
    more: dict[str, Any] = field(default_factory=dict)
    member: str = ""

    def plain(self) -> dict[str, Any]:
        """Its values for keeping, as `KeptMember(**plain)` takes them back."""
        return {name: getattr(self, name) for name in KEPT}

    def line(self) -> MemberFacts:
        """The member as the registry's services take it."""
        more = dict(self.more)
        if self.sealed:
            more["cccd"] = unseal(self.sealed)
        return MemberFacts(
            full_name=self.name,
            relation=self.relation,
            sex=self.sex,
            ethnic_group=self.ethnic,
            birth_year=self.birth_year,
            birth_date=date.fromisoformat(self.birth_date) if self.birth_date else None,
            public_id=UUID(self.member) if self.member else None,
            more=more,
        )


KEPT = tuple(f.name for f in fields(KeptMember))


def kept(listed: ListedMember) -> KeptMember:
    """A member as kept: the identity number sealed, with its fingerprint beside it."""
    return KeptMember(
        name=listed.name,
        relation=listed.relation.value,
        sex=str(listed.sex),
        ethnic=listed.ethnic,
        birth_year=listed.birth_year,
        birth_date=listed.birth_date.isoformat() if listed.birth_date else None,
        sealed=seal(listed.cccd) if listed.cccd else None,
        card=fingerprint(listed.cccd) if listed.cccd else "",
        more={name: _plain(value) for name, value in listed.more.items()},
    )


def _plain(value: Any) -> Any:
    return getattr(value, "value", value)


def answers_of(listed: ListedHousehold) -> dict[str, Any]:
    """What a list says of the form: only what it has columns for."""
    told = {name: listed.facts[name] for name in ANSWERS if name in listed.facts}
    if listed.deprivations is not None:
        told["deprivations"] = listed.deprivations
    return {
        name: [_plain(v) for v in value] if isinstance(value, list) else _plain(value)
        for name, value in told.items()
    }


def dwelling_of(listed: ListedHousehold) -> dict[str, Any]:
    """What a list says of the dwelling and the group of a household."""
    return {name: listed.facts[name] for name in DWELLING if listed.facts.get(name)}


def recognise_members(members: list[KeptMember], open_now: list[Member]) -> None:
    """Say which open membership each listed member is: by card, else by name and year.

    What the list does not tell of a recognised member stays as it is.
    """
    free = {m.pk: m for m in open_now}
    for by in (_same_card, _same_name_and_year, _same_name):
        for listed in members:
            if listed.member:
                continue
            found = next((m for m in free.values() if by(listed, m)), None)
            if found is not None:
                free.pop(found.pk)
                _take_over(listed, found)


def _same_card(listed: KeptMember, member: Member) -> bool:
    return bool(listed.card) and listed.card == member.person.cccd_hash


def _same_name_and_year(listed: KeptMember, member: Member) -> bool:
    return _same_name(listed, member) and listed.birth_year == member.person.birth_year


def _same_name(listed: KeptMember, member: Member) -> bool:
    return name_norm(listed.name) == member.person.name_norm


def _take_over(listed: KeptMember, member: Member) -> None:
    person = member.person
    listed.member = str(member.public_id)
    listed.sex = listed.sex or person.sex
    listed.ethnic = listed.ethnic or person.ethnic_group
    if listed.birth_year is None:
        listed.birth_year = person.birth_year
