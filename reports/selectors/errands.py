"""Work given because of a figure: who reads it."""

from django.db.models import Q, QuerySet

from accounts.choices import Right
from accounts.models import User
from reports.models import Errand
from targets.selectors.standing import ancestors


def waiting(errands: QuerySet[Errand]) -> QuerySet[Errand]:
    """What still waits for its answer."""
    return errands.filter(answered_at=None, withdrawn_at=None)


def errands_of(user: User) -> QuerySet[Errand]:
    """What a person was given or gave, while that person works there.

    Who gave it still sees the figures of the area; who was given it still works in the
    area or below. Nobody else reads it.
    """
    places = {
        path for grant in user.current_grants() for path in ancestors(grant.area.path)
    }
    seen = Errand.objects.visible_to(user, Right.FIGURES_VIEW).filter(given_by=user)
    mine = Q(given_to=user, area_path__in=places) | Q(pk__in=seen.values("pk"))
    return Errand.objects.filter(mine).select_related("area", "given_by", "given_to")
