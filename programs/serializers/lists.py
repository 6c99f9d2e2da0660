"""Lists of supports in Excel as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from households.models import Household
from office.models import ImportRun
from office.serializers import JobOut
from programs.models import ImportedSupport
from programs.rules.support_table import NAMES


class SupportListOut(serializers.ModelSerializer[ImportRun]):
    """A list of supports on its way in; `sheets` says what its columns were taken for."""

    file = serializers.CharField(source="file.name", read_only=True)
    job = JobOut(read_only=True)
    sheets = serializers.SerializerMethodField()

    class Meta:
        model = ImportRun
        fields = ["public_id", "file", "status", "problems", "sheets", "job", "created_at"]

    def get_sheets(self, run: ImportRun) -> list[dict[str, Any]]:
        """Name, signature, labels and meanings of each sheet that was read."""
        return list(run.params.get("sheets", []))


class SupportListIn(serializers.Serializer[ImportRun]):
    """A list of supports to send in, as multipart file."""

    file = serializers.FileField()


class SupportListRowOut(serializers.ModelSerializer[ImportedSupport]):
    """One line of a list: what was read and what would become of it."""

    household = serializers.SlugRelatedField[Household](
        slug_field="public_id", read_only=True
    )

    class Meta:
        model = ImportedSupport
        fields = ["position", "row", "head_name", "facts", "faults", "outcome", "household"]


class SupportColumnsIn(serializers.Serializer[ImportRun]):
    """What the columns of a sheet mean: column number from 0 to a column of the template."""

    signature = serializers.CharField(max_length=32)
    columns = serializers.DictField(
        child=serializers.ChoiceField(choices=list(NAMES.items()))
    )
