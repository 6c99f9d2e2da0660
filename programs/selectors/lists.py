"""Lists in Excel a person sent, as far as it may still look at them."""

from django.db.models import QuerySet

from accounts.choices import Right
from accounts.models import Agency, User
from office.models import ImportRun
from programs.choices import ENTRY_LIST, SHARE_LIST, SUPPORT_IMPORT


def support_runs(me: User) -> QuerySet[ImportRun]:
    """Lists of supports the person sent, while it still works where it sent them."""
    return _mine(me, Right.SUPPORT_EDIT, SUPPORT_IMPORT)


def money_runs(me: User) -> QuerySet[ImportRun]:
    """Tables of money the person sent, while it may still give or spend there."""
    gives = _mine(me, Right.MONEY_GIVE, SHARE_LIST)
    return gives | _mine(me, Right.MONEY_SPEND, ENTRY_LIST)


def _mine(me: User, right: Right, kind: str) -> QuerySet[ImportRun]:
    seen = ImportRun.objects.visible_to(me, right)
    offices = Agency.objects.filter(pk__in=me.walled_agencies(right))
    keys = [str(key) for key in offices.values_list("public_id", flat=True)]
    if me.open_paths(right):
        keys.append("")  # what it sent as an area's own officer
    mine: QuerySet[ImportRun] = seen.filter(
        kind=kind, created_by=me, params__agency__in=keys
    )
    return mine.select_related("area", "file", "job", "answer")
