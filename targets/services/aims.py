"""A commune names the households that are to escape, or are supported otherwise."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import today
from core.db import broken_constraint, check_version
from core.errors import DomainError, RightMissing
from targets.choices import Aim
from targets.models import HouseholdAim
from targets.rules.aims import NotOnTheLists, SupportMissing
from targets.selectors.aims import Candidate, baseline_of, candidates, on_the_lists

MOST = 500  # households of one act


class NobodyChosen(DomainError):
    """Somebody must be named."""

    code = "nobody_chosen"
    message = "Chưa chọn hộ nào; đánh dấu các hộ cần đăng ký."


class TextWithoutTick(DomainError):
    """What was typed for a household nobody ticked would be lost."""

    code = "text_without_tick"
    message = (
        "Có {count} hộ đã ghi hướng hỗ trợ nhưng chưa đánh dấu; hãy đánh dấu hoặc xóa chữ "
        "đã ghi."
    )


class AlreadyRegistered(DomainError):
    """A household is registered once a year."""

    code = "householdaim_one_per_year"
    message = "Có hộ vừa được người khác đăng ký; hãy mở lại trang."


class AlreadyWithdrawn(DomainError):
    """A registration is withdrawn once."""

    code = "aim_withdrawn"
    message = "Đăng ký này đã được rút."


class WithdrawalReasonMissing(DomainError):
    """Withdrawing says why."""

    code = "householdaim_withdrawn_with_reason"
    message = "Rút đăng ký của hộ phải ghi lý do."


@transaction.atomic
def register_aims(
    commune: Area, year: int, wanted: Mapping[UUID, str], *, by: User
) -> list[HouseholdAim]:
    """Register households with their support, all of them or none.

    Unit: `wanted` maps the household's public id to the support planned for it.
    """
    if not by.acts_in(Right.TARGET_REGISTER, commune):
        raise RightMissing(area=commune.full_name)
    if not wanted:
        raise NobodyChosen
    rows = on_the_lists(by, commune, year).filter(
        household__public_id__in=list(wanted)[:MOST]
    )
    found = {c.household.public_id: c for c in candidates(rows, year)}
    if len(found) < len(wanted):
        raise NotOnTheLists(
            household=f"({len(wanted) - len(found)} hộ)",
            day=f"{baseline_of(year):%d/%m/%Y}",
        )
    new = [
        _aim(found[key], support.strip(), year, by)
        for key, support in wanted.items()
        if found[key].registered is None
    ]
    try:
        with transaction.atomic():
            return HouseholdAim.objects.bulk_create(new)
    except IntegrityError as error:
        if broken_constraint(error) == AlreadyRegistered.code:
            raise AlreadyRegistered from error
        raise


def _aim(found: Candidate, support: str, year: int, by: User) -> HouseholdAim:
    home = found.household
    if found.aim is None:
        raise NotOnTheLists(household=home.head_name, day=f"{baseline_of(year):%d/%m/%Y}")
    if found.aim == Aim.SUPPORT and not support:
        raise SupportMissing(household=home.head_name)
    return HouseholdAim(
        household=home,
        commune=home.commune,
        area_path=home.area_path,
        year=year,
        aim=found.aim,
        support=support,
        registered_by=by,
    )


@transaction.atomic
def withdraw_aim(
    aim: HouseholdAim, *, reason: str, by: User, version: int | None
) -> HouseholdAim:
    """Take a registration back, with its reason; the row stays."""
    locked: HouseholdAim = (
        HouseholdAim.objects.select_for_update(of=("self",))
        .select_related("household__commune")
        .get(pk=aim.pk)
    )
    check_version(locked, version)
    commune = locked.household.commune  # a household that moved is withdrawn where it is
    if not by.acts_in(Right.TARGET_REGISTER, commune):
        raise RightMissing(area=commune.full_name)
    if locked.withdrawn_on is not None:
        raise AlreadyWithdrawn
    if not reason.strip():
        raise WithdrawalReasonMissing
    locked.withdrawn_on, locked.reason = today(), reason.strip()
    locked.version += 1
    locked.save()
    return locked
