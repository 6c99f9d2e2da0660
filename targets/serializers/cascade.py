"""Sharing, proposing, editing and adjusting figures, as the API takes them."""

from decimal import Decimal
from uuid import UUID

from rest_framework import serializers

from targets.choices import Sharing
from targets.models import Indicator, Plan, Target
from targets.services.sheet import MOST_CELLS

MOST = 1_000_000  # households in one figure


class ShareIn(serializers.Serializer[Plan]):
    """A total, in households, and how it is shared."""

    indicator = serializers.SlugRelatedField(
        slug_field="code", queryset=Indicator.objects.all()
    )
    whole = serializers.IntegerField(min_value=0, max_value=MOST)
    way = serializers.ChoiceField(choices=Sharing.choices)


class ProposeIn(serializers.Serializer[Target]):
    """A proposal for one line, in households."""

    value = serializers.IntegerField(min_value=0, max_value=MOST)


class AdjustIn(serializers.Serializer[Plan]):
    """A decision that adjusts lines: new values in households by the lines' ids."""

    number = serializers.CharField(max_length=60)
    date = serializers.DateField()
    signer = serializers.CharField(max_length=120)
    reason = serializers.CharField(max_length=300)
    values = serializers.JSONField()
    total = serializers.IntegerField(
        min_value=0, max_value=MOST, required=False, allow_null=True, default=None
    )
    scan = serializers.FileField()

    def validate_values(self, told: object) -> dict[UUID, int]:
        """Ids of lines and whole numbers of households."""
        try:
            found = {UUID(str(key)): value for key, value in dict(told).items()}  # type: ignore[call-overload]
        except (TypeError, ValueError) as error:
            raise serializers.ValidationError("Khóa phải là mã của dòng.") from error
        if not all(type(v) is int and 0 <= v <= MOST for v in found.values()):
            raise serializers.ValidationError("Giá trị phải là số hộ, từ 0.")
        return found


class CellIn(serializers.Serializer[Target]):
    """One changed cell: a value, or a range by `high`; the version it was read at."""

    line = serializers.UUIDField()
    low = serializers.DecimalField(max_digits=15, decimal_places=2, min_value=Decimal(0))
    high = serializers.DecimalField(
        max_digits=15,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
        allow_null=True,
        default=None,
    )
    version = serializers.IntegerField(min_value=1)


class SheetIn(serializers.Serializer[Plan]):
    """All changed cells of a sheet, saved as one act."""

    cells = serializers.ListField(child=CellIn(), max_length=MOST_CELLS, allow_empty=False)


class SheetOut(serializers.Serializer[Plan]):
    """How many cells were saved."""

    saved = serializers.IntegerField()


class TableIn(serializers.Serializer[Plan]):
    """Which indicator's table to write; the first one where none is named."""

    indicator = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default=""
    )
