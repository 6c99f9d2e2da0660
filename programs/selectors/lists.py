"""Lists in Excel a person sent, as far as it may still look at them."""

from django.db.models import QuerySet

from accounts.choices import Right
from accounts.models import Agency, User
from office.models import ImportRun
from programs.choices import SUPPORT_IMPORT


def support_runs(me: User) -> QuerySet[ImportRun]:
    """Lists of supports the person sent, while it still works where it sent them."""
    seen = ImportRun.objects.visible_to(me, Right.SUPPORT_EDIT)
    offices = Agency.objects.filter(pk__in=me.walled_agencies(Right.SUPPORT_EDIT))
    keys = [str(key) for key in offices.values_list("public_id", flat=True)]
    mine: QuerySet[ImportRun] = seen.filter(
        kind=SUPPORT_IMPORT, created_by=me, params__agency__in=["", *keys]
    )
    return mine.select_related("area", "file", "job", "answer")
