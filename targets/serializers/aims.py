"""Households registered for a year, as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from targets.models import HouseholdAim
from targets.services.aims import MOST


class AimOut(serializers.ModelSerializer[HouseholdAim]):
    """One registered household."""

    household = serializers.UUIDField(source="household.public_id")
    head_name = serializers.CharField(source="household.head_name")
    commune = AreaBrief(read_only=True)

    class Meta:
        model = HouseholdAim
        fields = [
            "public_id",
            "household",
            "head_name",
            "commune",
            "year",
            "aim",
            "support",
            "withdrawn_on",
            "reason",
            "version",
        ]


class NamedIn(serializers.Serializer[HouseholdAim]):
    """One household to register, and the support planned for it."""

    household = serializers.UUIDField()
    support = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default=""
    )


class RegisterAimsIn(serializers.Serializer[HouseholdAim]):
    """Households of one commune for a year; what each is registered for follows from it."""

    commune = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2016, max_value=2100)
    households = serializers.ListField(child=NamedIn(), max_length=MOST, allow_empty=False)


class WithdrawIn(serializers.Serializer[HouseholdAim]):
    """Why a registration is taken back."""

    reason = serializers.CharField(max_length=200)


class CountsIn(serializers.Serializer[HouseholdAim]):
    """Which area and year to count."""

    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2016, max_value=2100)


class AimCountOut(serializers.Serializer[Any]):
    """Registered against target of one commune and aim, in households."""

    commune = AreaBrief()
    aim = serializers.CharField()
    registered = serializers.IntegerField()
    target = serializers.IntegerField(allow_null=True)
    short = serializers.IntegerField()
