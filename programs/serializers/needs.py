"""Needs as the API shows them."""

from typing import Any

from rest_framework import serializers


class NeedQuery(serializers.Serializer[Any]):
    """Whose needs are asked for; the year is this one where none is said."""

    commune = serializers.UUIDField()
    year = serializers.IntegerField(
        min_value=2015, max_value=2100, required=False, allow_null=True, default=None
    )


class NeedSumOut(serializers.Serializer[Any]):
    """One need over a commune. Unit: households."""

    need = serializers.CharField(source="need.key")
    name = serializers.CharField(source="need.name")
    households = serializers.IntegerField()
    answered = serializers.IntegerField()
    left = serializers.IntegerField()
    offered = serializers.IntegerField()
    planned = serializers.IntegerField()


class HouseholdNeedOut(serializers.Serializer[Any]):
    """One need of one household."""

    household = serializers.UUIDField(source="household.public_id")
    code = serializers.CharField(source="household.code")
    head_name = serializers.CharField(source="household.head_name")
    klass = serializers.CharField()
    need = serializers.CharField(source="shown.need.key")
    why = serializers.CharField(source="shown.why")
    answered = serializers.ListField(child=serializers.CharField())
    offers = serializers.ListField(child=serializers.CharField())


class NeedsOut(serializers.Serializer[Any]):
    """A commune's needs: the sums, then household by household in their priority."""

    year = serializers.IntegerField()
    sums = NeedSumOut(many=True)
    rows = HouseholdNeedOut(many=True)
