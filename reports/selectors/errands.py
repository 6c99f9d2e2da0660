"""Work given because of a figure: whose it is."""

from django.db.models import Q, QuerySet

from accounts.models import User
from reports.models import Errand


def errands_of(user: User) -> QuerySet[Errand]:
    """What a person gave or was given; nobody else reads it."""
    mine = Errand.objects.filter(Q(given_to=user) | Q(given_by=user))
    return mine.select_related("area", "given_by", "given_to")
