"""Tables a person had checked."""

from django.db.models import QuerySet

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.errors import RightMissing
from office.models import ImportRun

TABLE_CHECK = "table_check"  # the kind of run that holds a table against itself


def own_area(user: User, right: Right) -> Area:
    """An area in which the person holds the right, the highest first."""
    areas = Area.objects.visible_to(user, right).filter(grants__user=user)
    found: Area | None = next(
        (a for a in areas.order_by("path") if user.acts_in(right, a)), None
    )
    if found is None:
        raise RightMissing(area="")
    return found


def checks_of(user: User) -> QuerySet[ImportRun]:
    """The tables this person had checked."""
    seen = ImportRun.objects.visible_to(user, Right.PLAN_VIEW)
    return seen.filter(kind=TABLE_CHECK, created_by=user)
