"""Households and their members as they are: registering, changing, identity numbers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from areas.selectors import province_of, superior
from core.dates import today
from core.db import broken_constraint, check_version
from core.errors import DomainError, RightMissing
from core.sealing import fingerprint, seal
from core.text import name_norm
from households import rules
from households.choices import EventKind, Relation
from households.models import (
    Household,
    HouseholdEvent,
    Member,
    Person,
    Residence,
)
from households.rules.identity import check_cccd, read_cccd
from households.services.codes import check_code
from households.services.trail import Trail
from office.notices import notify_holders


class HeadMissing(DomainError):
    """A household has exactly one head."""

    code = "member_one_head_per_household"
    message = "Mỗi hộ phải có đúng một chủ hộ; phiếu đang ghi {count}."


class MembersOutOfRange(DomainError):
    """A household has between 1 and 50 members."""

    code = "household_size_between_1_and_50"
    message = "Số nhân khẩu phải từ {low} đến {high}; phiếu đang ghi {count}."


class CccdTaken(DomainError):
    """Another person carries the number; where is nobody's business here."""

    code = "person_cccd_once"
    message = (
        "Số CCCD của {name} đã được ghi cho một người khác trong hệ thống. "
        "Cấp trên đã được báo để đối chiếu."
    )

    def __init__(self, *, name: str, holder: Person) -> None:
        self.holder = holder
        super().__init__(name=name)


class HouseholdEnded(DomainError):
    """The household no longer is one."""

    code = "household_ended"
    message = "Hộ {name} đã thôi là hộ từ ngày {day}; không ghi thêm được."


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One line of the members' table; without an id it is somebody new.

    `more` holds further fields of the person that this door knows; what it does not
    name stays as it is. The identity number is among them as `cccd`.
    """

    full_name: str
    relation: str
    sex: str
    ethnic_group: str
    birth_year: int | None = None
    birth_date: date | None = None
    public_id: UUID | None = None
    more: dict[str, Any] = field(default_factory=dict)


@contextmanager
def whole_or_told(commune: Area) -> Iterator[None]:
    """One transaction; a number that is taken undoes it and tells both superiors."""
    try:
        with transaction.atomic():
            yield
    except CccdTaken as taken:
        tell_superiors(taken.holder, commune)
        raise


def tell_superiors(holder: Person, entering: Area) -> None:
    """Those above the holder's commune and above the entering one compare the records.

    Each is told of his own side only: where the other record lies is found together.
    """
    memberships = holder.memberships.filter(valid_to=None)
    for member in memberships.select_related("household__commune__parent"):
        home = member.household
        text = (
            f"Số CCCD của một người ở {home.commune} vừa được nhập ở nơi khác và bị "
            "từ chối; hãy đối chiếu."
        )
        url = reverse("household-detail", args=[home.public_id])
        _tell_above(home.commune, text, url)
    text = f"{entering} vừa nhập một số CCCD đã có ở nơi khác và bị từ chối; hãy đối chiếu."
    _tell_above(entering, text, reverse("household-list"))


def _tell_above(commune: Area, text: str, url: str) -> None:
    notify_holders(superior(commune, today()), Right.ROUND_OPEN, text=text, url=url)


def identity_fields(text: str, *, name: str, sex: str, year: int | None) -> dict[str, str]:
    """What is stored of an identity number, after it was read and compared."""
    if not text.strip():
        return {"cccd_sealed": "", "cccd_hash": ""}
    cccd = read_cccd(text)
    check_cccd(cccd, name=name, sex=sex, birth_year=year)
    return {"cccd_sealed": seal(cccd.number), "cccd_hash": fingerprint(cccd.number)}


def write_person(trail: Trail, person: Person | None, line: MemberFacts) -> Person:
    """Bring a person's record to what a line says; the same number twice is refused.

    A person is known once: who left a household comes back under the same record.
    """
    person = person or _returning(line)
    facts: dict[str, Any] = {
        "full_name": line.full_name,
        "name_norm": name_norm(line.full_name),
        "sex": line.sex,
        "ethnic_group": line.ethnic_group,
        **_birth(person, line),
        **{k: v for k, v in line.more.items() if k != "cccd"},
    }
    if "cccd" in line.more:
        year = facts.get("birth_year", person.birth_year if person else None)
        facts |= _identity(person, line, year)
    try:
        with transaction.atomic():
            if person is None:
                person = Person(**facts)
                trail.create(person)
            else:
                trail.change(person, **facts)
    except IntegrityError as error:
        if broken_constraint(error) != "person_cccd_once":
            raise
        holder = Person.objects.get(cccd_hash=facts["cccd_hash"])
        raise CccdTaken(name=line.full_name, holder=holder) from error
    return person


def _returning(line: MemberFacts) -> Person | None:
    """Who holds this line's number, belongs to no household now, and is called the same."""
    text = (line.more.get("cccd") or "").strip()
    if not text:
        return None
    here = Member.objects.filter(person=OuterRef("pk"), valid_to=None)
    held = Person.objects.select_for_update(of=("self",)).filter(
        ~Exists(here), cccd_hash=fingerprint(read_cccd(text).number)
    )
    found: Person | None = held.filter(name_norm=name_norm(line.full_name)).first()
    return None if found is None or _has_died(found) else found


def _has_died(person: Person) -> bool:
    """Whether the person's last membership ended by a recorded death."""
    last = person.memberships.order_by("-valid_to", "-pk").first()
    if last is None:
        return False
    ended = [{"model": "Member", "id": last.pk}]
    deaths = HouseholdEvent.objects.standing().filter(
        household=last.household_id, kind=EventKind.DIED, changes__contains=ended
    )
    return bool(deaths.exists())


def _birth(person: Person | None, line: MemberFacts) -> dict[str, Any]:
    """What a line says of the birth; a door that knows less erases nothing.

    A year alone keeps the known day of that year, and drops one of another year.
    """
    if line.birth_date is not None:
        return {"birth_date": line.birth_date, "birth_year": line.birth_date.year}
    if line.birth_year is None:
        return {}
    known = person.birth_date if person else None
    keeps = known is not None and known.year == line.birth_year
    return {"birth_year": line.birth_year, "birth_date": known if keeps else None}


def _identity(person: Person | None, line: MemberFacts, year: int | None) -> dict[str, str]:
    found = identity_fields(
        line.more["cccd"] or "", name=line.full_name, sex=line.sex, year=year
    )
    if person is not None and person.cccd_hash == found["cccd_hash"]:
        return {}  # sealing again would only change the seal
    holders = Person.objects.filter(cccd_hash=found["cccd_hash"]).exclude(cccd_hash="")
    holder = holders.first()
    if holder is not None:
        raise CccdTaken(name=line.full_name, holder=holder)
    return found


def lock_household(household: Household, *, version: int | None = None) -> Household:
    """The household under lock, still standing and not edited meanwhile."""
    locked: Household = (
        Household.objects.select_for_update(of=("self",))
        .select_related("commune__parent", "village")
        .get(pk=household.pk)
    )
    check_version(locked, version)
    if locked.ended_on is not None:
        raise HouseholdEnded(name=locked.head_name, day=f"{locked.ended_on:%d/%m/%Y}")
    return locked


def open_members(household: Household) -> list[Member]:
    """Members of today, the head first."""
    found = list(household.members.filter(valid_to=None).select_related("person"))
    return sorted(found, key=lambda m: m.relation != Relation.HEAD)


def add_member(
    trail: Trail, household: Household, person: Person, *, relation: str, day: date
) -> None:
    """Open a membership."""
    trail.create(
        Member(household=household, person=person, relation=relation, valid_from=day)
    )


def close_member(trail: Trail, member: Member, day: date) -> None:
    """End a membership; `day` is the first day without it."""
    trail.change(member, valid_to=max(day, member.valid_from or day))


def follow_members(trail: Trail, household: Household, day: date) -> None:
    """Let the household's head, size and residence say what its members say."""
    members = open_members(household)
    heads = sum(m.relation == Relation.HEAD for m in members)
    if not rules.MIN_SIZE <= len(members) <= rules.MAX_SIZE:
        raise MembersOutOfRange(low=rules.MIN_SIZE, high=rules.MAX_SIZE, count=len(members))
    if heads != 1:
        raise HeadMissing(count=heads)
    head = members[0].person
    minority = rules.is_minority(head.ethnic_group)
    trail.change(
        household,
        head_name=head.full_name,
        head_name_norm=name_norm(head.full_name),
        ethnic_minority=minority,
        native_minority=household.native_minority and minority,
        size=len(members),
    )
    reside(trail, household, day)


def reside(trail: Trail, household: Household, day: date) -> None:
    """Let the open residence say the household's place and size from `day` on."""
    now = {
        "commune": household.commune,
        "area_path": household.area_path,
        "size": household.size,
        "ethnic_minority": household.ethnic_minority,
    }
    current = household.residences.filter(valid_to=None).first()
    if current is not None and all(getattr(current, k) == v for k, v in now.items()):
        return
    if current is not None and current.valid_from == day:
        trail.change(current, **now)
        return
    if current is not None:
        trail.change(current, valid_to=day)
    trail.create(Residence(household=household, valid_from=day, **now))


def update_members(
    household: Household, lines: list[MemberFacts], *, trail: Trail, day: date
) -> Household:
    """Make the open members exactly `lines`; who is missing left the household."""
    current = {m.public_id: m for m in open_members(household)}
    kept = {line.public_id for line in lines}
    for public_id, member in current.items():
        if public_id not in kept:
            close_member(trail, member, day)
    for line in sorted(lines, key=lambda x: x.relation == Relation.HEAD):
        known = current.get(line.public_id) if line.public_id else None
        person = write_person(trail, known.person if known else None, line)
        if known is None:
            add_member(trail, household, person, relation=line.relation, day=day)
        else:
            trail.change(known, relation=line.relation)
    follow_members(trail, household, day)
    return household


def register_household(
    place: Area, *, code: str, members: list[MemberFacts], by: User
) -> Household:
    """Register a household that lives in a village (or commune) from today on."""
    trail = Trail()
    with whole_or_told(place):
        heads = [m.full_name for m in members if m.relation == Relation.HEAD]
        if len(heads) != 1:
            raise HeadMissing(count=len(heads))
        household = new_household(place, code=code, head=heads[0])
        trail.create(household)
        update_members(household, members, trail=trail, day=today())
        record_event(household, EventKind.REGISTERED, by=by, trail=trail)
        check_still_mine(household, by)
    return household


@transaction.atomic
def update_dwelling(
    household: Household, *, facts: dict[str, Any], by: User, version: int | None
) -> HouseholdEvent | None:
    """Address, dwelling and group of a household; what is the same writes nothing."""
    trail = Trail()
    locked = lock_household(household, version=version)
    if not by.acts_in(Right.HOUSEHOLD_EDIT, locked.commune):
        raise RightMissing(area=locked.commune.full_name)
    trail.change(locked, **facts)
    if not trail.changes:
        return None
    return record_event(
        locked, EventKind.CORRECTED, by=by, trail=trail, note="nhà ở, địa chỉ"
    )


def new_household(place: Area, *, code: str, head: str) -> Household:
    """The row of a household at a place, with the ids of all areas around it."""
    village = place if place.level == Level.VILLAGE else None
    commune = place.parent if village and place.parent else place
    above = commune.parent
    household = Household(
        code=code,
        head_name=head,
        head_name_norm=name_norm(head),
        size=rules.MIN_SIZE,
        province=province_of(commune),
        district=above if above and above.level == Level.DISTRICT else None,
        commune=commune,
        village=village,
        area_path=place.path,
        is_demo=place.is_demo,
    )
    check_code(household)
    return household


def record_event(  # noqa: PLR0913 - an event is these facts
    household: Household,
    kind: EventKind,
    *,
    by: User,
    trail: Trail,
    day: date | None = None,
    other: Household | None = None,
    note: str = "",
    undoes: HouseholdEvent | None = None,
) -> HouseholdEvent:
    """Write down what happened, with every row it changed."""
    return HouseholdEvent.objects.create(
        household=household,
        kind=kind,
        day=day or today(),
        other=other,
        note=note,
        changes=trail.changes,
        undoes=undoes,
        recorded_by=by,
    )


def check_still_mine(household: Household, by: User) -> None:
    """After writing: the household must still lie where the officer may write."""
    mine = Household.objects.visible_to(by, Right.HOUSEHOLD_EDIT)
    if not mine.filter(pk=household.pk).exists():
        raise RightMissing(area=household.commune.full_name)
