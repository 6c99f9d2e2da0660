"""The bell."""

from collections.abc import Collection

from django.utils import timezone

from accounts.choices import Role
from accounts.models import Agency, RoleGrant, User
from accounts.rules import AGENCY_RIGHTS, roles_with
from areas.models import Area, on_day
from core.dates import today
from core.db import among
from office.models import Notice


def notify(user: User, *, text: str, url: str) -> Notice:
    """Put one line on a person's bell."""
    return Notice.objects.create(user=user, text=text[:300], url=url)


def notify_holders(
    area: Area, right: str, *, text: str, url: str, but: User | None = None
) -> None:
    """The same line for everybody who holds `right` in exactly this area today."""
    notify_areas([area.own_id], right, text=text, url=url, but=but)


def notify_areas(
    areas: Collection[int], right: str, *, text: str, url: str, but: User | None = None
) -> None:
    """The same line for everybody who holds `right` in one of these areas today."""
    roles = set(roles_with(right))
    if right in AGENCY_RIGHTS:  # an agency's people act for it, not for the area
        roles -= {Role.DEPARTMENT_OFFICER}
    grants = RoleGrant.objects.filter(on_day(today()), among("area", areas), role__in=roles)
    users = set(grants.values_list("user_id", flat=True)) - {but.pk if but else 0}
    Notice.objects.bulk_create(
        Notice(user_id=pk, text=text[:300], url=url) for pk in sorted(users)
    )


def notify_office(agency: Agency, right: str, *, text: str, url: str) -> None:
    """The same line for everybody who holds `right` as somebody of an agency today."""
    grants = RoleGrant.objects.filter(
        on_day(today()), agency=agency, role__in=roles_with(right)
    )
    users = set(grants.values_list("user_id", flat=True))
    Notice.objects.bulk_create(
        Notice(user_id=pk, text=text[:300], url=url) for pk in sorted(users)
    )


def mark_read(user: User) -> int:
    """Empty a person's bell."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())
