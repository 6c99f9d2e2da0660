"""Lists of the API: every one begins at `visible_to`."""

from typing import Any

from rest_framework.generics import ListAPIView

from accounts.officer import need
from areas.scope import ScopedQuerySet


class ScopedList(ListAPIView[Any]):
    """Rows of `queryset` in the areas where the person holds `right`; else 403."""

    right: str
    queryset: ScopedQuerySet

    def get_queryset(self) -> ScopedQuerySet:
        """The visible rows; none while the schema is being drawn."""
        if getattr(self, "swagger_fake_view", False):
            return self.queryset.none()
        return self.queryset.visible_to(need(self.request, self.right), self.right)
