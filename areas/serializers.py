"""Areas as the API shows them."""

from rest_framework import serializers

from areas.models import Area


class AreaBrief(serializers.ModelSerializer[Area]):
    """An area where another record names it."""

    class Meta:
        model = Area
        fields = ["public_id", "code", "full_name", "level"]


class AreaOut(serializers.ModelSerializer[Area]):
    """An area during its period."""

    parent = AreaBrief(read_only=True)

    class Meta:
        model = Area
        fields = [
            "public_id",
            "code",
            "name",
            "full_name",
            "level",
            "kind",
            "urban",
            "parent",
            "valid_from",
            "valid_to",
            "source",
            "is_demo",
        ]
