"""Giving somebody work because of a figure, and its answer."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Right
from accounts.models import RoleGrant, User
from accounts.rules import roles_with
from areas.models import Area, on_day
from core.dates import today
from core.db import check_version
from core.errors import DomainError, RightMissing
from core.text import printable
from office.notices import notify
from reports.models import Errand


class NotOneOfUs(DomainError):
    """Work goes to somebody of the area itself, or of one below."""

    code = "errand_person_elsewhere"
    message = "Hãy chọn người đang công tác tại {area} hoặc đơn vị bên dưới."


class DayGone(DomainError):
    """Work is due today or later."""

    code = "errand_day_gone"
    message = "Hạn phải từ hôm nay trở đi."


class NotYours(DomainError):
    """Who was given an errand answers it, while working there; who gave it withdraws it."""

    code = "errand_not_yours"
    message = "Chỉ người được giao trả lời, người giao rút lại việc này."


class Withdrawn(DomainError):
    """An errand that was taken back waits for nobody."""

    code = "errand_withdrawn"
    message = "Việc này đã được rút lại."


class Answered(DomainError):
    """An errand is answered once."""

    code = "errand_answered"
    message = "Việc này đã được trả lời."


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of whom, about which figure, until when."""

    figure: str
    address: str
    text: str
    due_on: date
    to: User


def may_give(user: User, area: Area) -> bool:
    """Whoever accepts or signs the reports of an area gives work about its figures."""
    return user.acts_in(Right.REPORT_ACCEPT, area) or user.acts_in(Right.REPORT_SIGN, area)


def _grants_in(area: Area) -> QuerySet[RoleGrant]:
    """What people hold today in an area or below it."""
    return RoleGrant.objects.filter(on_day(today()), area__path__startswith=area.path)


def people_of(area: Area, by: User) -> list[User]:
    """Whom a person gives work in an area or below it today, those nearest first.

    An officer gives none to the leaders of the area itself.
    """
    grants = _grants_in(area)
    if not by.acts_in(Right.REPORT_SIGN, area):
        grants = grants.exclude(area=area, role__in=roles_with(Right.REPORT_SIGN))
    found = grants.select_related("user").order_by("area__path", "user__username")
    return list({g.user_id: g.user for g in found.exclude(user__is_active=False)}.values())


@transaction.atomic
def give_errand(area: Area, asked: Asked, *, by: User) -> Errand:
    """Give one person work; it stands in that person's list, and the bell rings."""
    if not may_give(by, area):
        raise RightMissing(area=area.full_name)
    if asked.to not in people_of(area, by):
        raise NotOneOfUs(area=area.full_name)
    if asked.due_on < today():
        raise DayGone
    errand = Errand(
        area=area,
        area_path=area.path,
        figure=printable(asked.figure)[:300],
        address=asked.address,
        text=printable(asked.text).strip(),
        due_on=asked.due_on,
        given_by=by,
        given_to=asked.to,
    )
    errand.full_clean(exclude=["answer", "answered_at"])
    errand.save()
    url = reverse("errand-detail", args=[errand.public_id])
    notify(asked.to, text=f"Việc mới: {errand.text}", url=url)
    return errand


def _check_open(errand: Errand) -> None:
    if errand.answered_at is not None:
        raise Answered
    if errand.withdrawn_at is not None:
        raise Withdrawn


@transaction.atomic
def withdraw_errand(errand: Errand, *, by: User, version: int) -> Errand:
    """Take back what one asked, while nobody has answered it."""
    locked: Errand = Errand.objects.select_for_update().get(pk=errand.pk)
    if locked.given_by_id != by.pk:
        raise NotYours
    check_version(locked, version)
    _check_open(locked)
    locked.withdrawn_at = timezone.now()
    locked.version += 1
    locked.save()
    url = reverse("errand-detail", args=[locked.public_id])
    notify(locked.given_to, text=f"Đã rút lại: {locked.text}", url=url)
    return locked


@transaction.atomic
def answer_errand(errand: Errand, text: str, *, by: User, version: int | None) -> Errand:
    """Say what came of it; who asked is told."""
    locked: Errand = Errand.objects.select_for_update().get(pk=errand.pk)
    works_there = _grants_in(locked.area).filter(user=by).exists()
    if locked.given_to_id != by.pk or not works_there:
        raise NotYours
    check_version(locked, version)
    _check_open(locked)
    locked.answer, locked.answered_at = printable(text).strip(), timezone.now()
    locked.version += 1
    locked.full_clean()
    locked.save()
    url = reverse("errand-detail", args=[locked.public_id])
    notify(locked.given_by, text=f"Đã trả lời: {locked.text}", url=url)
    return locked
