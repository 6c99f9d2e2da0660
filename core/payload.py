"""What a program sends: checked by a serializer, or refused field by field."""

from typing import Any

from rest_framework.serializers import Serializer


def checked(kind: "type[Serializer[Any]]", data: Any) -> dict[str, Any]:
    """The validated values of a payload; raises the API's own refusal."""
    given = kind(data=data)
    given.is_valid(raise_exception=True)
    values: dict[str, Any] = given.validated_data
    return values
