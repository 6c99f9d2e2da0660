"""Accounts: opened, closed and helped by an administrator of their area."""

import secrets
import string
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from axes.utils import reset as unlock
from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django_otp import devices_for_user, user_has_device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.choices import AccountAct, Right
from accounts.models import User
from accounts.services import check_manager, record_access
from areas.models import Area
from core.dates import today
from core.errors import DomainError

RECOVERY_CODES = 8
PASSWORD_GROUPS, GROUP_LETTERS = 4, 4


class OwnAccount(DomainError):
    """An administrator's own account is another administrator's matter."""

    code = "own_account"
    message = "Không ai được tự đóng, mở hay đặt lại tài khoản của chính mình."


class UnknownAct(DomainError):
    """There is no such act on an account."""

    code = "unknown_act"
    message = "Không có việc này với tài khoản."


class WrongPassword(DomainError):
    """The old password is not that one."""

    code = "wrong_password"
    message = "Mật khẩu cũ không đúng."


class BeyondReach(DomainError):
    """Who may sign in as a person may do all that person may."""

    code = "account_beyond_reach"
    message = (
        "Tài khoản này còn giữ quyền ở {area}, ngoài địa bàn bạn quản lý; hãy nhờ người "
        "quản trị của địa bàn đó."
    )


class SamePassword(DomainError):
    """A password somebody else knows is not kept as one's own."""

    code = "same_password"
    message = "Mật khẩu mới phải khác mật khẩu đang dùng."


class NowhereToGo(DomainError):
    """Who hands an account over says to which area."""

    code = "new_area_missing"
    message = "Hãy ghi địa bàn mới của tài khoản."


class AccountMoved(DomainError):
    """An account is handed to an area where somebody looks after it."""

    code = "account_is_there"
    message = "Tài khoản này đã thuộc {area}."


class FactorIsOn(DomainError):
    """The second factor is asked for already."""

    code = "second_factor_is_on"
    message = "Xác thực hai lớp đã bật; muốn đổi điện thoại, hãy nhờ người quản trị gỡ."


class NoFactorBegun(DomainError):
    """Digits are of a telephone that was shown a secret."""

    code = "no_second_factor_begun"
    message = "Hãy bấm “Bật xác thực hai lớp” để lấy mã cho điện thoại trước."


class WrongCode(DomainError):
    """The digits are not the telephone's."""

    code = "wrong_code"
    message = "Mã không đúng; hãy chờ mã mới rồi nhập lại."


@transaction.atomic
def open_account(
    area: Area, *, username: str, full_name: str, password: str, by: User
) -> User:
    """Make an account of an area; its first password opens the form for a new one only."""
    check_manager(by, area)
    user = User(username=username, full_name=full_name, area=area)
    user.set_password(password)
    user.must_change_password = True
    user.full_clean()
    user.save()
    record_act(user, "open", by=by)
    return user


def _mine(user: User, by: User) -> User:
    """The account, locked, of an area the administrator manages."""
    found: User = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if found == by:
        raise OwnAccount
    # an account opens what its grants open, wherever they lie
    ahead = Q(valid_to__isnull=True) | Q(valid_to__gt=today())
    check_manager(by, found.area)
    mine = Area.objects.visible_to(by, Right.ACCOUNT_MANAGE)
    beyond = found.grants.filter(ahead).exclude(area__in=mine).select_related("area")
    for grant in beyond:
        raise BeyondReach(area=grant.area.full_name)
    return found


@transaction.atomic
def close_account(user: User, *, by: User) -> User:
    """Let nobody in by this account any more; its sessions and tokens end at once."""
    found = _mine(user, by)
    found.is_active = False
    found.save(update_fields=["is_active"])
    _end_tokens(found)
    return found


def _end_tokens(user: User) -> None:
    live = user.tokens.filter(revoked_at__isnull=True)
    live.update(revoked_at=timezone.now())


@transaction.atomic
def reopen_account(user: User, *, by: User) -> User:
    """Open a closed account again; the days of disuse count from now."""
    found = _mine(user, by)
    found.is_active, found.active_since = True, timezone.now()
    found.save(update_fields=["is_active", "active_since"])
    return found


@transaction.atomic
def hand_over_account(user: User, *, area: Area | None, by: User) -> User:
    """Let the administrators of another area look after an account."""
    if area is None:
        raise NowhereToGo
    found = _mine(user, by)
    check_manager(by, area)
    if found.area == area:
        raise AccountMoved(area=area.full_name)
    found.area = area
    found.save(update_fields=["area"])
    return found


@transaction.atomic
def renew_password(user: User, *, by: User) -> str:
    """A new password for who forgot theirs, told once; it opens the form for a new one only."""
    found = _mine(user, by)
    password = _random_password()
    found.set_password(password)
    found.must_change_password = True
    found.save(update_fields=["password", "must_change_password"])
    _end_tokens(found)
    unlock(username=found.username)  # the tries that locked it were of the old password
    return password


def _random_password() -> str:
    """Four groups that can be read over the telephone, of all four kinds of sign."""
    letters = string.ascii_lowercase.replace("l", "").replace("o", "")
    groups = ["".join(secrets.choice(letters) for _ in range(GROUP_LETTERS))]
    for _ in range(PASSWORD_GROUPS - 1):
        word = "".join(secrets.choice(letters) for _ in range(GROUP_LETTERS - 1))
        groups.append(word.capitalize() + secrets.choice("23456789"))
    return "-".join(groups)


@transaction.atomic
def drop_factors(user: User, *, by: User) -> User:
    """Forget the second factor of who lost the telephone."""
    found = _mine(user, by)
    for device in devices_for_user(found, confirmed=None):
        device.delete()
    return found


@transaction.atomic
def change_password(user: User, password: str) -> User:
    """One's own new password, checked before by the form or the API."""
    if user.check_password(password):
        raise SamePassword
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record_act(user, "change_password", by=user)
    return user


def check_own_password(request: HttpRequest, user: User, password: str) -> None:
    """Whoever guesses at an open desk is counted as at the door, and locked like there."""
    known = authenticate(request, username=user.username, password=password)
    if known is None:
        raise WrongPassword


@transaction.atomic
def begin_factor(user: User) -> TOTPDevice:
    """A telephone to be, with a new secret, shown until the first right code."""
    User.objects.select_for_update().get(pk=user.pk)  # two windows, one telephone
    if user_has_device(user):
        raise FactorIsOn
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, confirmed=False, name="điện thoại")


def waiting_factor(user: User) -> TOTPDevice | None:
    """The telephone that was begun and has not shown its digits yet."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("-pk").first()


def confirm_factor(user: User, code: str) -> tuple[TOTPDevice, list[str]]:
    """Turn the second factor on; the recovery codes are told once.

    A wrong code is counted against the next tries, so it is not undone with the refusal.
    """
    if user_has_device(user):
        raise FactorIsOn
    device = waiting_factor(user)
    if device is None:
        raise NoFactorBegun
    if not device.verify_token(code.strip()):
        raise WrongCode
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if user_has_device(user):
            raise FactorIsOn
        device.confirmed = True
        device.save()
        kept: Any = StaticDevice.objects.create(user=user, name="mã dự phòng")
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        StaticToken.objects.bulk_create(
            StaticToken(device=kept, token=code) for code in codes
        )
    return device, codes


def devices_of(accounts: Iterable[User]) -> set[int]:
    """Row ids of those accounts whose second factor is on."""
    held = TOTPDevice.objects.filter(user__in=list(accounts), confirmed=True)
    return set(held.values_list("user_id", flat=True))


@transaction.atomic
def act(user: User, name: str, *, by: User, area: Area | None = None) -> str:
    """Do one of the administrator's acts; what is told once, else nothing.

    `area` is where an account that is handed over goes.
    """
    acts: dict[str, Callable[..., object]] = {
        AccountAct.CLOSE: close_account,
        AccountAct.REOPEN: reopen_account,
        AccountAct.RENEW_PASSWORD: renew_password,
        AccountAct.DROP_FACTORS: drop_factors,
        AccountAct.HAND_OVER: partial(hand_over_account, area=area),
    }
    if name not in acts:
        raise UnknownAct
    told = acts[name](user, by=by)
    record_act(user, name, by=by)
    return told if isinstance(told, str) else ""


def record_act(user: User, name: str, *, by: User) -> None:
    """Write who did what with whose account; the lines can be neither changed nor erased."""
    record_access(
        by,
        action=name,
        subject_type="user",
        subject_id=user.public_id,
        area_path=user.area.path,
        address=None,
    )
