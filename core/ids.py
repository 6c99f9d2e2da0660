"""Public ids: unguessable enough, in order of birth, never row numbers."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A new UUID of version 7."""
    return uuid7()
