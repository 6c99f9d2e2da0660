"""The second wall: rows that belong to an agency are seen by it alone, beside the area's own."""

from typing import Protocol, Self

from django.db.models import Q

from areas.scope import ScopedQuerySet


class HasWalls(Protocol):
    """Whoever asks, with the paths seen whole and the agencies seen by their own people."""

    def open_paths(self, right: str) -> tuple[str, ...]:
        """Paths of areas in which the right is held without an agency's wall."""
        ...

    def walled_agencies(self, right: str) -> tuple[int, ...]:
        """Agencies in whose name alone the right is held."""
        ...


class AssignedQuerySet(ScopedQuerySet):
    """Rows with an area path and an agency: a department officer sees its agency's only."""

    def visible_to(self, user: HasWalls, right: str) -> Self:  # type: ignore[override]
        """Rows inside the open areas, and rows of one's own agencies; none without any."""
        inside = Q(pk__in=[])
        for path in user.open_paths(right):
            inside |= Q(**{f"{self.path_field}__startswith": path})
        agencies = user.walled_agencies(right)
        if agencies:
            inside |= Q(agency__in=agencies)
        return self.filter(inside)
