"""Tables that are held against themselves, as the API shows and takes them."""

from rest_framework import serializers

from office.models import ImportRun
from office.serializers import JobOut
from targets.checker.headings import MEANINGS
from targets.services.checks import TEXT_LIMIT


class TableCheckIn(serializers.Serializer[ImportRun]):
    """A table to hold against itself: a file or rows of text, and the text's promises."""

    file = serializers.FileField(required=False, allow_null=True, default=None)
    text = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=TEXT_LIMIT,
        default="",
        trim_whitespace=False,
    )
    promises = serializers.CharField(
        required=False, allow_blank=True, max_length=20_000, default=""
    )


class MeaningsIn(serializers.Serializer[ImportRun]):
    """What the columns hold: column number from 0 to a meaning."""

    meanings = serializers.DictField(
        child=serializers.ChoiceField(choices=[name for name, _ in MEANINGS if name])
    )

    def validate_meanings(self, told: dict[str, str]) -> dict[int, str]:
        """Numbers of columns."""
        if not all(column.isascii() and column.isdigit() for column in told):
            raise serializers.ValidationError("Khóa phải là số thứ tự cột, từ 0.")
        return {int(column[:4]): name for column, name in told.items()}


class TableCheckOut(serializers.ModelSerializer[ImportRun]):
    """A table with what was found in it; `blocking` findings are errors, others labels."""

    job = JobOut(read_only=True)
    file_name = serializers.CharField(source="file.name")

    class Meta:
        model = ImportRun
        fields = ["public_id", "file_name", "params", "status", "job", "rows", "problems"]
