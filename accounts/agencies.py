"""Agencies of areas: founding one, and passing one's work to another."""

from datetime import date

from django.db import transaction

from accounts.models import Agency, AgencySuccession, RoleGrant, User
from accounts.services import check_manager, renew
from areas.models import Area
from core.errors import DomainError


class AgencyClosed(DomainError):
    """An agency passes its work on once, while it exists."""

    code = "agency_closed"
    message = "{agency} đã thôi hoạt động từ ngày {day}."


class SameAgency(DomainError):
    """An agency does not succeed itself."""

    code = "same_agency"
    message = "Cơ quan kế thừa phải là một cơ quan khác."


class AgencyNotYet(DomainError):
    """Who takes over exists by then."""

    code = "agency_not_yet"
    message = "{agency} chỉ hoạt động từ ngày {day}; hãy xem lại ngày kế thừa."


class OtherAreasAgency(DomainError):
    """Grants stay in their area, so their agency is one of that area."""

    code = "other_areas_agency"
    message = "{agency} không phải cơ quan của {area}; quyền ở đó phải cấp lại."


@transaction.atomic
def found_agency(area: Area, *, name: str, valid_from: date | None, by: User) -> Agency:
    """An office of an area, from a day on."""
    check_manager(by, area)
    agency = Agency(area=area, name=name, valid_from=valid_from)
    agency.full_clean()
    agency.save()
    return agency


@transaction.atomic
def succeed_agency(
    old: Agency, new: Agency, *, day: date, decision: str, by: User
) -> AgencySuccession:
    """The work of `old` passes to `new` on a day, its people's grants with it."""
    first, second = sorted((old.pk, new.pk))
    held = Agency.objects.select_for_update(of=("self",)).select_related("area")
    both = held.in_bulk([first, second])
    old, new = both[old.pk], both[new.pk]
    for agency in (old, new):
        check_manager(by, agency.area)
    if old == new:
        raise SameAgency
    for agency in (old, new):
        if agency.valid_to is not None:
            raise AgencyClosed(agency=agency.name, day=f"{agency.valid_to:%d/%m/%Y}")
    if new.valid_from is not None and new.valid_from > day:
        raise AgencyNotYet(agency=new.name, day=f"{new.valid_from:%d/%m/%Y}")
    if old.area_id != new.area_id:
        raise OtherAreasAgency(agency=new.name, area=old.area.full_name)
    passed = AgencySuccession(old=old, new=new, day=day, decision=decision)
    passed.full_clean()
    passed.save()
    old.valid_to = day
    old.full_clean()
    old.save(update_fields=["valid_to"])
    _pass_grants(old, new, day)
    return passed


def _pass_grants(old: Agency, new: Agency, day: date) -> None:
    """Grants that outlive the old agency end with it and begin anew at the new one."""
    grants = RoleGrant.objects.select_for_update(of=("self",)).filter(agency=old)
    for grant in grants:
        if grant.valid_to is not None and grant.valid_to <= day:
            continue
        if grant.valid_from >= day:
            grant.agency = new
            grant.version += 1
            grant.save(update_fields=["agency", "version"])
            continue
        end, grant.valid_to = grant.valid_to, day
        grant.version += 1
        grant.save(update_fields=["valid_to", "version"])
        renew(grant, end, agency=new, source=old.name)
