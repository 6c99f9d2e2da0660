"""Reading personal records through the API is logged, like reading a page."""

from collections.abc import Callable
from typing import Any

from rest_framework.request import Request

from accounts.choices import Right
from accounts.officer import address_of, officer
from accounts.scoped_list import ScopedList
from accounts.services import record_access, record_list
from households.models import Household, Review


class PersonalList(ScopedList):
    """A list that names persons: reading a page of it is logged with its count."""

    right = Right.HOUSEHOLD_VIEW
    path_of: Callable[[Any], str] = staticmethod(lambda row: row.area_path)

    def paginate_queryset(self, queryset: Any) -> Any:
        """One page of rows, noted as read."""
        rows = super().paginate_queryset(queryset) or []
        record_list(
            officer(self.request),
            right=self.right,
            subject_type=str(self.queryset.model._meta.model_name),
            paths=[self.path_of(row) for row in rows],
            address=address_of(self.request),
        )
        return rows


def log_reading(request: Request, subject: Household | Review, kind: str) -> None:
    record_access(
        officer(request),
        action="read",
        subject_type=kind,
        subject_id=subject.public_id,
        area_path=subject.area_path,
        address=address_of(request),
    )
