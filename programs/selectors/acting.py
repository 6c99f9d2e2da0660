"""Who may enter a project's work, take it on and approve it."""

from datetime import date

from accounts.choices import Right
from accounts.models import Agency, User
from accounts.rules import roles_with
from areas.choices import Level
from areas.models import Area, AreaQuerySet
from core.errors import RightMissing
from programs.choices import ActivityStatus
from programs.models import Activity
from programs.selectors.support import office_of


def edits_in(
    user: User, area: Area, agency: Agency | None, right: Right = Right.WORK_EDIT
) -> bool:
    """Whether the person enters what is of an area, or in an agency's name."""
    if agency is not None:
        return user.acts_for(right, agency)
    return user.acts_in(right, area)


def works_on(user: User, row: Activity) -> bool:
    """Whether the person enters this work: its agency's people, else its area's."""
    return edits_in(user, row.area, row.agency)


def may_move(user: User, row: Activity, to: ActivityStatus) -> bool:
    """Whether the person may take the work to a step, whatever the step before."""
    if to == ActivityStatus.APPROVED:
        place = row.agency.area if row.agency is not None else row.area
        return user.acts_in(Right.WORK_APPROVE, place)
    return works_on(user, row)


def agency_of(user: User) -> Agency | None:
    """The agency in whose name a person enters work; none for an area's own officer."""
    return office_of(user, Right.WORK_EDIT)


def places_of(
    user: User, agency: Agency | None, day: date, right: Right = Right.WORK_EDIT
) -> AreaQuerySet:
    """Where a person may enter something: its own area; an agency also in areas below."""
    valid = Area.objects.exclude(level=Level.VILLAGE).valid_on(day)
    if agency is not None:
        return valid.within(agency.area.path).order_by("path")
    held = [g.area_id for g in user.current_grants() if user.acts_in(right, g.area)]
    return valid.filter(pk__in=held).order_by("path")


def widest_place(user: User, right: Right = Right.PROJECT_VIEW) -> Area:
    """The widest area in which a person holds a right; its workbooks bear that name."""
    roles = roles_with(right)
    return next(g.area for g in user.current_grants() if g.role in roles)


def home_for(user: User, right: Right) -> Area:
    """Whose lists a person sends: of its agency's area, else of its own area."""
    office = office_of(user, right)
    if office is not None:
        return office.area
    for grant in user.current_grants():
        if user.acts_in(right, grant.area):
            return grant.area
    raise RightMissing(area="")


def scope_mark(user: User, right: Right) -> str:
    """What of a right a person holds, in words a workbook is asked with."""
    agencies = ",".join(map(str, user.walled_agencies(right)))
    return f"{' '.join(user.open_paths(right))}|{agencies}"


def still_holds(user: User, right: Right, mark: str) -> bool:
    """Whether all a person held when a workbook was asked for is still held."""
    paths, _, agencies = mark.partition("|")
    now = user.open_paths(right)
    held = set(map(str, user.walled_agencies(right)))
    inside = all(any(path.startswith(p) for p in now) for path in paths.split())
    return inside and set(filter(None, agencies.split(","))) <= held
