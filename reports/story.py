"""A household's whole story: what it was, what it needed, what it received, in one line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from accounts.choices import Right
from accounts.models import User
from core.numbers import show_int
from households.models import Household, HouseholdEvent, Recognition
from programs.models import Helper, Recovery, Support, TemporaryHouse
from programs.selectors.needs import HouseholdNeed, needs_of_household, readable_areas
from targets.models import HouseholdAim

STATUS, EVENT, SUPPORT = "dien", "viec", "ho-tro"
HELP, FUND, AIM, HOUSE = "giup-do", "thu-hoi", "dang-ky", "nha-o"
KINDS = {
    STATUS: "Diện công nhận",
    EVENT: "Biến động",
    SUPPORT: "Hỗ trợ",
    HELP: "Người giúp đỡ",
    FUND: "Thu hồi vốn",
    AIM: "Đăng ký thoát nghèo",
    HOUSE: "Nhà ở",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing of the story: its day, what it was, in words; where its figure comes from."""

    day: date
    kind: str
    text: str
    source: str = ""
    url: str = ""

    @property
    def label(self) -> str:
        """The kind as people read it."""
        return KINDS[self.kind]


@dataclass(frozen=True, slots=True)
class Story:
    """A household's moments, the newest first, its needs of a year, what it got. Unit: đồng."""

    moments: list[Moment]
    needs: list[HouseholdNeed]
    received: int
    whole: bool


def story_of(home: Household, user: User, year: int) -> Story:
    """What a person may read of a household, from every room; a constant number of queries.

    Who may not read what others gave the household (an enumerator) reads its status and
    what happened to it only: `whole` says so.
    """
    whole = readable_areas(user).filter(pk=home.commune_id).exists()
    found = [*_status(home), *_events(home)]
    received = 0
    if whole:
        supports = _supports(home, user)
        received = sum(row.amount for row in supports if row.withdrawn_on is None)
        found += [*map(_support, supports), *_help(home, user), *_funds(home, user)]
        found += [*_aims(home, user), *_houses(home, user)]
    found.sort(key=lambda moment: moment.day, reverse=True)
    needs = needs_of_household(home, year) if whole else []
    return Story(found, needs, received, whole)


def _status(home: Household) -> Iterator[Moment]:
    rows = Recognition.objects.known_at().filter(household=home)
    for row in rows.select_related("document"):
        text = f"Được công nhận là {row.get_klass_display().lower()}"
        yield Moment(row.valid_from, STATUS, text, str(row.document))


def _events(home: Household) -> Iterator[Moment]:
    rows = HouseholdEvent.objects.touching([home.pk]).filter(undone_by__isnull=True)
    for row in rows.exclude(kind="undone").select_related("recorded_by"):
        text = (
            f"{row.get_kind_display()}: {row.note}" if row.note else row.get_kind_display()
        )
        yield Moment(row.day, EVENT, text, str(row.recorded_by))


def _supports(home: Household, user: User) -> list[Support]:
    seen = Support.objects.visible_to(user, Right.SUPPORT_VIEW).filter(household=home)
    return list(seen.select_related("policy", "agency", "activity"))


def _support(row: Support) -> Moment:
    text = f"{row.policy}: {row.note}, {show_int(row.amount)} đồng"
    if row.withdrawn_on is not None:
        text += f" (đã rút: {row.reason})"
    work = row.activity
    url = reverse("work-detail", args=[work.public_id]) if work is not None else ""
    return Moment(row.on, SUPPORT, text, row.exception or row.why, url)


def _help(home: Household, user: User) -> Iterator[Moment]:
    seen = Helper.objects.visible_to(user, Right.SUPPORT_VIEW).filter(household=home)
    for row in seen.prefetch_related("visits"):
        url = reverse("register-detail", args=["giup-do-ho", row.public_id])
        yield Moment(row.valid_from, HELP, f"{row.name} giúp: {row.aim}", row.office, url)
        for visit in row.visits.all():
            then = f" Tiếp theo: {visit.next_step}." if visit.next_step else ""
            yield Moment(visit.on, HELP, f"Đến thăm: {visit.text}.{then}", row.name, url)


def _funds(home: Household, user: User) -> Iterator[Moment]:
    seen = Recovery.objects.visible_to(user, Right.SUPPORT_VIEW).filter(household=home)
    for row in seen.select_related("activity").prefetch_related("payments"):
        url = reverse("register-detail", args=["thu-hoi-von", row.public_id])
        text = f"Đến hạn hoàn trả {show_int(row.amount)} đồng"
        yield Moment(row.due_on, FUND, text, row.activity.name, url)
        for paid in row.payments.all():
            told = f"Đã hoàn trả {show_int(paid.amount)} đồng"
            yield Moment(paid.on, FUND, told, paid.voucher, url)


def _houses(home: Household, user: User) -> Iterator[Moment]:
    seen = TemporaryHouse.objects.visible_to(user, Right.SUPPORT_VIEW)
    for row in seen.filter(household=home):
        url = reverse("register-detail", args=["nha-tam", row.public_id])
        told = f"{row.get_state_display()}, cần {row.get_need_display()}"
        yield Moment(row.listed_on, HOUSE, capfirst(told), row.note, url)
        if row.done_on is not None:
            done = f"Xong {row.get_need_display()}"
            yield Moment(row.done_on, HOUSE, done, row.note, url)


def _aims(home: Household, user: User) -> Iterator[Moment]:
    seen = HouseholdAim.objects.visible_to(user, Right.HOUSEHOLD_VIEW)
    for row in seen.filter(household=home):
        text = f"Năm {row.year}: {row.get_aim_display().lower()}"
        if row.withdrawn_on is not None:
            text += f" (đã rút: {row.reason})"
        yield Moment(timezone.localdate(row.registered_at), AIM, text, row.support)
