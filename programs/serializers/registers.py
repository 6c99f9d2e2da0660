"""Registers as the API shows and takes them: each says itself what it asks for."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from areas.serializers import AreaBrief
from programs.models.register import KeptRow
from programs.registers import Register, told_of

WHOLE = 200  # lines of one row


class AskedOut(serializers.Serializer[Any]):
    """One value a register asks for: its key, its words, whether it must be there."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    required = serializers.BooleanField()  # type: ignore[assignment]
    choices = serializers.DictField(child=serializers.CharField())


class RegisterOut(serializers.Serializer[Any]):
    """A register, what it asks of a row and of a line."""

    slug = serializers.CharField()
    title = serializers.CharField()
    about = serializers.CharField()
    row = AskedOut(many=True)
    line = AskedOut(many=True)


class KeptLineOut(serializers.Serializer[Any]):
    """What happened to a row, by the keys of the register."""

    public_id = serializers.UUIDField()
    values = serializers.SerializerMethodField()

    def get_values(self, line: Any) -> dict[str, Any]:
        """Plain values: days as ISO, choices by id, households by code."""
        register: Register = self.context["register"]
        return told_of(register.lines.fields, line) if register.lines else {}


class KeptRowOut(serializers.Serializer[Any]):
    """A row of a register, by the keys of the register."""

    public_id = serializers.UUIDField()
    area = AreaBrief()
    agency = serializers.CharField(source="agency.name", default=None)
    version = serializers.IntegerField()
    values = serializers.SerializerMethodField()

    def get_values(self, row: KeptRow) -> dict[str, Any]:
        """Plain values: days as ISO, choices by id, households by code."""
        register: Register = self.context["register"]
        return told_of(register.fields, row)


class KeptRowWithLinesOut(KeptRowOut):
    """A row with what happened to it."""

    lines = serializers.SerializerMethodField()

    def get_lines(self, row: KeptRow) -> list[dict[str, Any]]:
        """The lines, the oldest first."""
        lines = self.context["register"].lines
        if lines is None:
            return []
        held = lines.model._default_manager.filter(**{lines.parent: row})
        held = held.select_related(*lines.joined)[:WHOLE]
        told = KeptLineOut(held, many=True, context=self.context).data
        return [dict(one) for one in told]


@extend_schema_field(
    {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "boolean"}]}
)
class PlainField(serializers.Field[Any, Any, Any, Any]):
    """A text, a whole number, yes or no, or nothing: what a person could type."""

    default_error_messages = {"plain": "Hãy gửi chữ, số nguyên, true hoặc false."}

    def to_internal_value(self, data: Any) -> Any:
        """The value as a form takes it."""
        if isinstance(data, bool):
            return "on" if data else ""
        if not isinstance(data, str | int):
            self.fail("plain")
        return str(data)

    def to_representation(self, value: Any) -> Any:
        """As it is."""
        return value


class KeptIn(serializers.Serializer[Any]):
    """Values by the keys the register names."""

    values = serializers.DictField(child=PlainField(allow_null=True))
