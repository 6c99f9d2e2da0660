"""Granting, substituting, handing over; tokens; the access log."""

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts.choices import Right, Role
from accounts.models import AccessLog, Agency, ApiToken, RoleGrant, User
from areas.choices import Share
from areas.models import Area, AreaSuccession, on_day
from core.dates import today
from core.db import broken_constraint, check_version
from core.errors import DomainError, RightMissing

TOKEN_DAYS = 90
USE_NOTED_EVERY = timedelta(hours=12)


class SelfGrant(DomainError):
    """Nobody gives rights to himself."""

    code = "rolegrant_given_by_another"
    message = "Không ai được tự cấp quyền cho chính mình."


class NothingToSubstitute(DomainError):
    """The absent person holds no such grant."""

    code = "nothing_to_substitute"
    message = "{absent} không giữ quyền nào trong địa bàn bạn quản lý vào ngày {day}."


def check_manager(by: User, area: Area) -> None:
    """Refuse who does not manage the accounts of an area."""
    inside = Area.objects.visible_to(by, Right.ACCOUNT_MANAGE).filter(pk=area.pk)
    if not inside.exists():
        raise RightMissing(area=area.full_name)


@transaction.atomic
def give_grant(  # noqa: PLR0913 - a grant is these six facts
    user: User,
    *,
    role: Role,
    area: Area,
    valid_from: date,
    by: User,
    valid_to: date | None = None,
    agency: Agency | None = None,
    substitutes: User | None = None,
    reason: str = "",
) -> RoleGrant:
    """Give `user` a role in an area, by a person who manages that area."""
    if user == by:
        raise SelfGrant
    check_manager(by, area)
    grant = RoleGrant(
        user=user,
        role=role,
        area=area,
        agency=agency,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by=by,
        substitutes=substitutes,
        reason=reason,
    )
    grant.full_clean()
    grant.save()
    return grant


@transaction.atomic
def end_grant(
    grant: RoleGrant, *, on: date, by: User, version: int | None = None
) -> RoleGrant:
    """End a grant on a day; what it allowed before stays in the history."""
    grant = RoleGrant.objects.select_for_update().get(pk=grant.pk)
    check_manager(by, grant.area)
    check_version(grant, version)
    grant.valid_to = max(on, grant.valid_from + timedelta(days=1))
    grant.version += 1
    grant.save(update_fields=["valid_to", "version"])
    return grant


@transaction.atomic
def substitute(
    absent: User, *, by_user: User, first: date, last: date, by: User, reason: str
) -> list[RoleGrant]:
    """Let `by_user` act for `absent` from the first to the last day, both included."""
    scope = RoleGrant.objects.visible_to(by, Right.ACCOUNT_MANAGE)
    held = scope.filter(on_day(first), user=absent).select_related("area", "agency")
    grants = [
        give_grant(
            by_user,
            role=Role(grant.role),
            area=grant.area,
            agency=grant.agency,
            valid_from=first,
            valid_to=last + timedelta(days=1),
            substitutes=absent,
            reason=reason,
            by=by,
        )
        for grant in held
    ]
    if not grants:
        raise NothingToSubstitute(absent=absent.full_name, day=first.strftime("%d/%m/%Y"))
    return grants


@transaction.atomic
def pass_on_grants(day: date) -> tuple[int, list[RoleGrant]]:
    """Pass grants of areas closed by `day` to the areas that succeeded them.

    Returns how many passed, and the ended grants for which no single successor of
    the same level exists (a district's): their areas now stand under the superior's
    grants until an administrator reassigns the persons.
    """
    passed = 0
    left: list[RoleGrant] = []
    outlive = Q(valid_to__isnull=True) | Q(valid_to__gt=F("area__valid_to"))
    closing = RoleGrant.objects.filter(
        outlive, area__valid_to__lte=day, valid_from__lt=F("area__valid_to")
    )
    for grant in closing.select_related("area", "user").select_for_update(of=("self",)):
        wholes = AreaSuccession.objects.filter(old=grant.area, share=Share.WHOLE)
        heir = wholes.select_related("new").first()
        end, grant.valid_to = grant.valid_to, grant.area.valid_to
        grant.version += 1
        grant.save(update_fields=["valid_to", "version"])
        if heir is None:
            left.append(grant)
        else:
            passed += _inherit(grant, heir.new, end)
    return passed, left


def renew(grant: RoleGrant, end: date | None, *, source: str, **other: Any) -> RoleGrant:
    """The same grant from the day it ended on, elsewhere as `other` says."""
    facts: dict[str, Any] = {
        "user_id": grant.user_id,
        "role": grant.role,
        "area_id": grant.area_id,
        "agency_id": grant.agency_id,
        "substitutes_id": grant.substitutes_id,
        "granted_by_id": grant.granted_by_id,
        "valid_from": grant.valid_to or today(),
        "valid_to": end,
        "reason": f"kế thừa từ {source}"[:200],
    }
    for name, value in other.items():
        facts[f"{name}_id"] = value.pk
    return RoleGrant.objects.create(**facts)


def _inherit(grant: RoleGrant, area: Area, end: date | None) -> bool:
    """Give the successor's grant, unless the person holds it there already."""
    try:
        with transaction.atomic():
            renew(grant, end, area=area, source=grant.area.full_name)
    except IntegrityError as error:
        if broken_constraint(error) != "rolegrant_once_per_day":
            raise
        return False
    return True


@transaction.atomic
def create_token(user: User, *, name: str, days: int = TOKEN_DAYS) -> tuple[ApiToken, str]:
    """Make a token; its text is shown this once and never stored."""
    text = f"gn_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        user=user,
        name=name,
        digest=digest_of(text),
        expires_at=timezone.now() + timedelta(days=days),
    )
    return token, text


def digest_of(text: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(text.encode()).hexdigest()


def find_token(text: str) -> ApiToken | None:
    """The live token with this text, or None."""
    now = timezone.now()
    live = ApiToken.objects.filter(
        digest=digest_of(text),
        revoked_at__isnull=True,
        expires_at__gt=now,
        user__is_active=True,
    )
    token = live.select_related("user").first()
    if token is not None and (
        token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY
    ):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def revoke_token(token: ApiToken) -> None:
    """End a token at once."""
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())


def record_access(  # noqa: PLR0913 - a log line is these facts
    user: User,
    *,
    action: str,
    subject_type: str,
    area_path: str,
    address: str | None,
    subject_id: UUID | None = None,
    count: int = 1,
) -> None:
    """Write who read or exported which personal record, from where."""
    AccessLog.objects.create(
        user_id=user.public_id,
        username=user.username,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        area_path=area_path,
        address=address,
        count=count,
    )


def record_list(
    user: User, *, right: str, subject_type: str, paths: Iterable[str], address: str | None
) -> None:
    """Write that a list naming persons was read: one line for each area it showed.

    `paths` are the places of the rows shown; an empty page reads nobody.
    """
    scopes = sorted(user.scope_paths(right), key=len, reverse=True)
    shown = Counter(
        next((scope for scope in scopes if path.startswith(scope)), path) for path in paths
    )
    AccessLog.objects.bulk_create(
        AccessLog(
            user_id=user.public_id,
            username=user.username,
            action="list",
            subject_type=subject_type,
            area_path=scope,
            address=address,
            count=count,
        )
        for scope, count in shown.items()
    )


def disable_unused(now: datetime) -> int:
    """Close accounts nobody used for 45 days (law.md §6 [S])."""
    limit = now - timedelta(days=settings.UNUSED_DAYS_BEFORE_DISABLED)
    idle = Q(last_login__lt=limit) | Q(last_login__isnull=True)
    working = ApiToken.objects.filter(last_used_at__gte=limit).values("user_id")
    unused = User.objects.filter(
        idle, active_since__lt=limit, is_active=True, is_demo=False
    )
    return int(unused.exclude(pk__in=working).update(is_active=False))
