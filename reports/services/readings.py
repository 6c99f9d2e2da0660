"""Writing down who read the persons behind a figure."""

from collections.abc import Iterable

from accounts.models import User
from accounts.services import record_list
from reports.selectors.behind import Behind
from reports.selectors.source import Record


def log_reading(
    found: Behind, shown: Iterable[Record], user: User, address: str | None
) -> None:
    """Log the rows of a page that name persons; a figure of none leaves no line."""
    if found.right is None or not found.personal:
        return
    record_list(
        user,
        right=found.right,
        subject_type=found.personal,
        paths=[row.area_path for row in shown],
        address=address,
    )
