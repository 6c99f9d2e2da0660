"""Households that move: within a commune at once, between communes by two officers."""

from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from areas.choices import Level
from areas.models import Area
from areas.selectors import province_of
from core.dates import today
from core.db import check_version
from core.errors import DomainError, RightMissing
from households.choices import EventKind, MoveStatus
from households.models import Household, HouseholdEvent, HouseholdMove
from households.services.recognition import transfer_recognition
from households.services.registry import lock_household, record_event, reside
from households.services.trail import Trail
from office.notices import notify_holders


class AlreadyThere(DomainError):
    """The household lives there already."""

    code = "already_there"
    message = "Hộ {name} đang ở {place}."


class NoCommune(DomainError):
    """A household is received by a commune that exists today."""

    code = "no_commune"
    message = "{place} không phải một xã, phường, thị trấn hiện có."


class OtherCommune(DomainError):
    """Another commune must agree first."""

    code = "other_commune"
    message = "{place} thuộc xã khác; hãy đề nghị chuyển để xã đó tiếp nhận."


class MoveClosed(DomainError):
    """The proposal has been answered."""

    code = "move_closed"
    message = "Đề nghị chuyển hộ này đã ở trạng thái “{status}”."


class ReasonMissing(DomainError):
    """A refusal says why."""

    code = "note_missing"
    message = "Hãy ghi lý do không tiếp nhận để xã gửi biết."


class VillageOfTheCommune(DomainError):
    """The receiver says in which of its villages the household lives."""

    code = "village_of_the_commune"
    message = "Hãy chọn một thôn, tổ dân phố của {commune}."


def _need(by: User, commune: Area) -> None:
    if not by.acts_in(Right.HOUSEHOLD_EDIT, commune):
        raise RightMissing(area=commune.full_name)


def _relocate(household: Household, place: Area, day: date, trail: Trail) -> None:
    """Write the household's new place, residence and the place of its class."""
    commune = place.parent if place.level == Level.VILLAGE and place.parent else place
    above = commune.parent
    moved_commune = commune != household.commune
    trail.change(
        household,
        province=province_of(commune),
        district=above if above and above.level == Level.DISTRICT else None,
        commune=commune,
        village=place if place.level == Level.VILLAGE else None,
        area_path=place.path,
    )
    reside(trail, household, day)
    if moved_commune:
        transfer_recognition(household, day, trail)


@transaction.atomic
def move_within(
    household: Household, village: Area, *, by: User, version: int | None = None
) -> HouseholdEvent:
    """The household moves to another village of its commune, from today on."""
    trail = Trail()
    locked = lock_household(household, version=version)
    _need(by, locked.commune)
    if village.parent_id != locked.commune_id:
        raise OtherCommune(place=village.full_name)
    if village == locked.village:
        raise AlreadyThere(name=locked.head_name, place=village.full_name)
    _relocate(locked, village, today(), trail)
    return record_event(
        locked, EventKind.MOVED, by=by, trail=trail, note=f"đến {village.full_name}"
    )


@transaction.atomic
def propose_move(
    household: Household, to: Area, *, note: str, by: User, version: int | None = None
) -> HouseholdMove:
    """The sending commune proposes; until the other accepts nothing changes."""
    locked = lock_household(household, version=version)
    _need(by, locked.commune)
    if to.level != Level.COMMUNE or not Area.objects.valid_on(today()).filter(pk=to.pk):
        raise NoCommune(place=to.full_name)
    if to == locked.commune:
        raise AlreadyThere(name=locked.head_name, place=to.full_name)
    move = HouseholdMove(
        household=locked,
        from_commune=locked.commune,
        from_path=locked.commune.path,
        to_commune=to,
        to_path=to.path,
        note=note,
        proposed_by=by,
        proposed_on=today(),
    )
    move.full_clean()
    move.save()
    _tell(to, f"{locked.commune} đề nghị chuyển một hộ đến; hãy tiếp nhận hoặc trả lời.")
    return move


def _tell(commune: Area, text: str) -> None:
    """A line on the bell of everybody who keeps the commune's households."""
    notify_holders(commune, Right.ROUND_SUBMIT, text=text, url=reverse("move-list"))


def _lock(move: HouseholdMove, version: int | None) -> HouseholdMove:
    held: HouseholdMove = (
        HouseholdMove.objects.select_for_update(of=("self",))
        .select_related("household", "from_commune", "to_commune")
        .get(pk=move.pk)
    )
    if held.status != MoveStatus.PROPOSED:
        raise MoveClosed(status=MoveStatus(held.status).label)
    check_version(held, version)
    return held


def _close(move: HouseholdMove, status: MoveStatus, answer: str) -> HouseholdMove:
    move.status, move.answer = status, answer
    move.version += 1
    move.save(update_fields=["status", "answer", "version"])
    return move


@transaction.atomic
def accept_move(
    move: HouseholdMove, village: Area, *, by: User, version: int | None = None
) -> HouseholdEvent:
    """The receiving commune accepts: from today the household is its own."""
    trail = Trail()
    held = _lock(move, version)
    _need(by, held.to_commune)
    if village.parent_id != held.to_commune_id:
        raise VillageOfTheCommune(commune=held.to_commune.full_name)
    household = lock_household(held.household)
    _relocate(household, village, today(), trail)
    _close(held, MoveStatus.ACCEPTED, "")
    trail.remember("HouseholdMove", id=held.pk)
    _tell(held.from_commune, f"{held.to_commune} đã tiếp nhận hộ bạn đề nghị chuyển.")
    return record_event(
        household,
        EventKind.MOVED,
        by=by,
        trail=trail,
        note=f"từ {held.from_commune} đến {held.to_commune}",
    )


def reopen_move(changes: list[dict[str, Any]]) -> None:
    """An accepted move that is undone says so, and the sender is told."""
    ids = [change["id"] for change in changes if change["model"] == "HouseholdMove"]
    moves = HouseholdMove.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    for move in moves.select_related("from_commune", "to_commune"):
        _close(move, MoveStatus.UNDONE, "")
        text = f"{move.to_commune} đã hoàn tác việc tiếp nhận; hộ lại thuộc xã của bạn."
        _tell(move.from_commune, text)


@transaction.atomic
def refuse_move(
    move: HouseholdMove, *, answer: str, by: User, version: int | None = None
) -> HouseholdMove:
    """The receiving commune refuses with its reason; the household stays where it is."""
    held = _lock(move, version)
    _need(by, held.to_commune)
    _tell(held.from_commune, f"{held.to_commune} không tiếp nhận hộ: {answer}")
    return _close(held, MoveStatus.REFUSED, answer)


@transaction.atomic
def withdraw_move(
    move: HouseholdMove, *, by: User, version: int | None = None
) -> HouseholdMove:
    """The sending commune takes its proposal back."""
    held = _lock(move, version)
    _need(by, held.from_commune)
    return _close(held, MoveStatus.WITHDRAWN, "")
