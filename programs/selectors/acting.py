"""Who may enter a project's work, take it on and approve it."""

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import Area
from programs.choices import ActivityStatus
from programs.models import Activity


def edits_in(user: User, area: Area, agency: Agency | None) -> bool:
    """Whether the person enters work of an area, or in an agency's name."""
    if agency is not None:
        return user.acts_for(Right.WORK_EDIT, agency)
    return user.acts_in(Right.WORK_EDIT, area)


def works_on(user: User, row: Activity) -> bool:
    """Whether the person enters this work: its agency's people, else its area's."""
    return edits_in(user, row.area, row.agency)


def may_move(user: User, row: Activity, to: ActivityStatus) -> bool:
    """Whether the person may take the work to a step, whatever the step before."""
    if to == ActivityStatus.APPROVED:
        place = row.agency.area if row.agency is not None else row.area
        return user.acts_in(Right.WORK_APPROVE, place)
    return works_on(user, row)
