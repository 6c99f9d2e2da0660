"""Who may see which rows: the one method every query from outside starts with."""

from typing import Any, Protocol, Self

from django.db import models
from django.db.models import Q


class HasScope(Protocol):
    """Whoever asks. An empty scope sees nothing; ("/",) sees the whole country."""

    def scope_paths(self, right: str) -> tuple[str, ...]:
        """Paths of the areas in which this person holds `right` today."""
        ...


class ScopedQuerySet(models.QuerySet[Any]):
    """Base of every queryset whose rows carry the path of their area."""

    path_field = "area_path"

    def visible_to(self, user: HasScope, right: str) -> Self:
        """Rows inside the areas in which `user` holds `right`; none without any."""
        inside = Q(pk__in=[])
        for path in user.scope_paths(right):
            inside |= Q(**{f"{self.path_field}__startswith": path})
        return self.filter(inside)

    def within(self, path: str) -> Self:
        """Rows of one area and everything below it."""
        return self.filter(**{f"{self.path_field}__startswith": path})
