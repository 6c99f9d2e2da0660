"""What happens to households: each one guided act, each can be undone by a record."""

from collections.abc import Callable, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import today
from core.errors import DomainError, RightMissing
from households.choices import EventKind, MoveStatus, Relation
from households.models import (
    Household,
    HouseholdEvent,
    HouseholdMove,
    Member,
    Recognition,
)
from households.services.moves import reopen_move
from households.services.recognition import end_recognition, reopen_recognition
from households.services.registry import (
    MemberFacts,
    add_member,
    close_member,
    follow_members,
    lock_household,
    new_household,
    open_members,
    record_event,
    whole_or_told,
    write_person,
)
from households.services.trail import Trail, take_back

# upper rooms ask here to be asked: what of theirs stands in the way of undoing an event
STANDS_IN_THE_WAY: list[Callable[[HouseholdEvent], str]] = []


class NotAMember(DomainError):
    """The person is no member of this household now."""

    code = "not_a_member"
    message = "Người này hiện không phải thành viên của hộ {name}."


class NewHeadNeeded(DomainError):
    """Who leads the household must be named when its head goes."""

    code = "new_head_needed"
    message = "Chủ hộ không còn trong hộ {name}; hãy chọn chủ hộ mới trong các thành viên."


class NobodyStays(DomainError):
    """A household that everybody leaves is dissolved, not split."""

    code = "nobody_stays"
    message = "Hộ {name} không còn ai; hãy dùng “Xóa hộ” hoặc “Nhập hộ”."


class SameHousehold(DomainError):
    """A household cannot join itself."""

    code = "same_household"
    message = "Hãy chọn một hộ khác để nhập vào."


class DayOutOfOrder(DomainError):
    """An event is recorded between the last one and today."""

    code = "event_day_out_of_order"
    message = "Ngày {day} phải từ {first} (việc gần nhất của hộ) đến hôm nay."


class EventBuiltUpon(DomainError):
    """Something later rests on the event."""

    code = "event_built_upon"
    message = "Chưa hoàn tác được: {why}"


def _begin(household: Household, by: User, day: date, version: int | None) -> Household:
    """The household under lock, if this officer may write to it on that day."""
    locked = lock_household(household, version=version)
    if not by.acts_in(Right.HOUSEHOLD_EDIT, locked.commune):
        raise RightMissing(area=locked.commune.full_name)
    last = locked.residences.filter(valid_to=None).first()
    first = last.valid_from if last and last.valid_from else date.min
    if not first <= day <= today():
        shown = f"{first:%d/%m/%Y}" if first > date.min else "ngày đăng ký"
        raise DayOutOfOrder(day=f"{day:%d/%m/%Y}", first=shown)
    return locked


def _member(household: Household, public_id: UUID) -> Member:
    found = household.members.filter(public_id=public_id, valid_to=None)
    member: Member | None = found.select_related("person").first()
    if member is None:
        raise NotAMember(name=household.head_name)
    return member


def _need_head(trail: Trail, household: Household, new_head: UUID | None) -> None:
    """After members went: somebody must lead who stays."""
    members = open_members(household)
    if not members:
        raise NobodyStays(name=household.head_name)
    if any(m.relation == Relation.HEAD for m in members):
        return
    if new_head is None and len(members) > 1:
        raise NewHeadNeeded(name=household.head_name)
    heir = _member(household, new_head) if new_head else members[0]
    trail.change(heir, relation=Relation.HEAD)


def add_person(
    household: Household,
    line: MemberFacts,
    *,
    born: bool,
    day: date,
    by: User,
    version: int | None = None,
) -> HouseholdEvent:
    """Somebody was born into the household, or joined it."""
    trail = Trail()
    with whole_or_told(household.commune):
        locked = _begin(household, by, day, version)
        person = write_person(trail, None, line)
        add_member(trail, locked, person, relation=line.relation, day=day)
        follow_members(trail, locked, day)
        kind = EventKind.BORN if born else EventKind.JOINED
        return record_event(
            locked, kind, by=by, trail=trail, day=day, note=person.full_name
        )


@transaction.atomic
def remove_person(  # noqa: PLR0913 - who, how, when, who follows, by whom
    household: Household,
    member: UUID,
    *,
    died: bool,
    day: date,
    by: User,
    new_head: UUID | None = None,
    version: int | None = None,
) -> HouseholdEvent:
    """A member died or left; the death of the only member ends the household."""
    trail = Trail()
    locked = _begin(household, by, day, version)
    gone = _member(locked, member)
    close_member(trail, gone, day)
    kind = EventKind.DIED if died else EventKind.LEFT
    if died and not open_members(locked):
        _end(trail, locked, day)
    else:
        _need_head(trail, locked, new_head)
        follow_members(trail, locked, day)
    return record_event(
        locked, kind, by=by, trail=trail, day=day, note=gone.person.full_name
    )


@transaction.atomic
def change_head(
    household: Household, member: UUID, *, day: date, by: User, version: int | None = None
) -> HouseholdEvent:
    """Another member leads the household; the former head stays as “other”."""
    trail = Trail()
    locked = _begin(household, by, day, version)
    heir = _member(locked, member)
    for former in locked.members.filter(valid_to=None, relation=Relation.HEAD):
        if former != heir:
            trail.change(former, relation=Relation.OTHER)
    trail.change(heir, relation=Relation.HEAD)
    follow_members(trail, locked, day)
    return record_event(
        locked,
        EventKind.HEAD_CHANGED,
        by=by,
        trail=trail,
        day=day,
        note=heir.person.full_name,
    )


def _end(trail: Trail, household: Household, day: date) -> None:
    """The household stops being one: members, place and class end on `day`."""
    for member in household.members.filter(valid_to=None):
        close_member(trail, member, day)
    for residence in household.residences.filter(valid_to=None):
        trail.change(residence, valid_to=day)
    end_recognition(household, day, trail)
    trail.change(household, ended_on=day)


@transaction.atomic
def dissolve(
    household: Household, *, day: date, note: str, by: User, version: int | None = None
) -> HouseholdEvent:
    """The household is struck off (went abroad, never was one); the reason is kept."""
    trail = Trail()
    locked = _begin(household, by, day, version)
    _end(trail, locked, day)
    return record_event(locked, EventKind.DISSOLVED, by=by, trail=trail, day=day, note=note)


@transaction.atomic
def split(  # noqa: PLR0913 - who goes, who leads, under which code, when, by whom
    household: Household,
    members: Sequence[UUID],
    *,
    head: UUID,
    code: str,
    day: date,
    by: User,
    new_head: UUID | None = None,
    version: int | None = None,
) -> HouseholdEvent:
    """Some members become a household of their own, at the same place."""
    trail = Trail()
    locked = _begin(household, by, day, version)
    going = [_member(locked, public_id) for public_id in dict.fromkeys(members)]
    leader = _member(locked, head)
    if leader not in going:
        raise NotAMember(name=code)
    young = new_household(place_of(locked), code=code, head=leader.person.full_name)
    young.is_demo = locked.is_demo
    trail.create(young)
    for member in going:
        close_member(trail, member, day)
        relation = Relation.HEAD if member == leader else _within_new(member)
        add_member(trail, young, member.person, relation=relation, day=day)
    follow_members(trail, young, day)
    _need_head(trail, locked, new_head)
    follow_members(trail, locked, day)
    return record_event(
        locked,
        EventKind.SPLIT,
        by=by,
        trail=trail,
        day=day,
        other=young,
        note=f"{young.head_name} ({code})",
    )


def _within_new(member: Member) -> Relation:
    """A former head follows as “other”; everybody else keeps his relation."""
    relation = Relation(member.relation)
    return Relation.OTHER if relation == Relation.HEAD else relation


@transaction.atomic
def merge(
    household: Household, into: Household, *, day: date, by: User, version: int | None
) -> HouseholdEvent:
    """All members of one household join another of the same commune; the first ends."""
    if household == into:
        raise SameHousehold
    trail = Trail()
    first, second = sorted((household, into), key=lambda h: h.pk)  # one order, no deadlock
    held = {h.pk: lock_household(h) for h in (first, second)}
    locked = _begin(held[household.pk], by, day, version)
    target = _begin(held[into.pk], by, day, None)
    persons = [(m.person, _within_new(m)) for m in open_members(locked)]
    _end(trail, locked, day)
    for person, relation in persons:
        add_member(trail, target, person, relation=relation, day=day)
    follow_members(trail, target, day)
    return record_event(
        locked,
        EventKind.MERGED,
        by=by,
        trail=trail,
        day=day,
        other=target,
        note=f"vào hộ {target.head_name} ({target.code})",
    )


def correct_person(
    household: Household,
    member: UUID,
    line: MemberFacts,
    *,
    note: str,
    by: User,
    version: int | None = None,
) -> HouseholdEvent:
    """A member's record was wrong; what stood there stays readable."""
    trail = Trail()
    with whole_or_told(household.commune):
        locked = lock_household(household, version=version)
        mine = Household.objects.visible_to(by, Right.REVIEW_EDIT)
        if not mine.filter(pk=locked.pk).exists():
            raise RightMissing(area=locked.commune.full_name)
        wrong = _member(locked, member)
        write_person(trail, wrong.person, line)
        trail.change(wrong, relation=line.relation)
        follow_members(trail, locked, today())
        return record_event(
            locked,
            EventKind.CORRECTED,
            by=by,
            trail=trail,
            note=note or wrong.person.full_name,
        )


@transaction.atomic
def undo(event: HouseholdEvent, *, by: User) -> HouseholdEvent:
    """Take an event back by a recorded one, while nothing was built on it."""
    households = [event.household, *([event.other] if event.other else [])]
    held = Household.objects.select_for_update(of=("self",)).select_related("commune")
    rows = list(held.filter(pk__in=[h.pk for h in households]).order_by("pk"))
    for household in rows:
        if not by.acts_in(Right.HOUSEHOLD_EDIT, household.commune):
            raise RightMissing(area=household.commune.full_name)
    why = what_stands_in_the_way(event)
    if why:
        raise EventBuiltUpon(why=why)
    reopen_recognition(event.changes)
    reopen_move(event.changes)
    take_back(event.changes, on=event.day)
    own = next(h for h in rows if h.pk == event.household_id)
    own.refresh_from_db()
    return record_event(
        own,
        EventKind.UNDONE,
        by=by,
        trail=Trail(),
        other=event.other,
        note=f"hoàn tác “{event.get_kind_display()}” ngày {event.day:%d/%m/%Y}",
        undoes=event,
    )


def what_stands_in_the_way(event: HouseholdEvent) -> str:
    """Why an event cannot be undone, in one sentence; empty where it can."""
    if event.kind in {EventKind.UNDONE, EventKind.REGISTERED}:
        return "việc này không hoàn tác được."
    if HouseholdEvent.objects.filter(undoes=event).exists():
        return "việc này đã được hoàn tác."
    ids = [event.household_id, *([event.other_id] if event.other_id else [])]
    later = HouseholdEvent.objects.touching(ids).filter(pk__gt=event.pk).standing()
    for built in later.order_by("-pk"):
        return (
            f"sau đó hộ đã có việc “{built.get_kind_display()}” ngày "
            f"{built.day:%d/%m/%Y}; hãy hoàn tác việc đó trước."
        )
    decided = Recognition.objects.known_at().filter(
        household_id__in=ids,
        recorded_at__gt=event.recorded_at,
        valid_from__gte=event.day,
    )
    ours = {c for change in event.changes for c in change.get("copies", [])}
    row = decided.exclude(pk__in=ours).select_related("document").first()
    if row is not None:
        return f"sau đó hộ đã được công nhận lại bằng {row.document}."
    return (
        _awaited(event, ids)
        or _gone_elsewhere(event)
        or next((why for check in STANDS_IN_THE_WAY if (why := check(event))), "")
    )


def _gone_elsewhere(event: HouseholdEvent) -> str:
    """Whether somebody the event took out of a household has joined another one since."""
    changes = [c for c in event.changes if c["model"] == "Member"]
    opened = [c["id"] for c in changes if c["before"] is None]
    closed = [c["id"] for c in changes if c["before"] and c["after"].get("valid_to")]
    left = Member.objects.filter(pk__in=closed)
    since = Member.objects.filter(person__in=left.values("person"), valid_to=None)
    for member in since.exclude(pk__in=opened).select_related("person"):
        return f"{member.person} nay đã thuộc một hộ khác; người đó phải rời hộ kia trước."
    return ""


def _awaited(event: HouseholdEvent, ids: list[int]) -> str:
    """Papers that would be left without their household."""
    if HouseholdMove.objects.filter(household__in=ids, status=MoveStatus.PROPOSED).exists():
        return "hộ đang chờ xã nơi đến tiếp nhận; hãy rút đề nghị chuyển trước."
    if event.kind != EventKind.SPLIT or event.other is None:
        return ""
    young = event.other
    if young.requests.exists() or young.confirmations.exists():
        return f"hộ {young.head_name} đã nộp giấy đề nghị hoặc được cấp giấy xác nhận."
    if young.reviews.exists():
        return f"hộ {young.head_name} đã có phiếu rà soát."
    return ""


def place_of(household: Household) -> Area:
    """The village of a household, or its commune where no village is known."""
    return household.village or household.commune
