"""Policies and supports as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from programs.choices import Beneficiary, Fund
from programs.models import (
    Policy,
    Support,
)
from programs.rules.money import MOST_MONEY


class PolicyOut(serializers.ModelSerializer[Policy]):
    """Whom a policy supports, and how sure that is (`mark`)."""

    class Meta:
        model = Policy
        fields = [
            "public_id",
            "code",
            "name",
            "classes",
            "designations",
            "groups",
            "newly",
            "counts_on",
            "conditional",
            "rate",
            "source",
            "mark",
            "valid_from",
            "valid_to",
        ]


class AnswerOut(serializers.Serializer[Any]):
    """Whether a household may be supported under a policy, and why."""

    policy = serializers.UUIDField(source="policy.public_id")
    name = serializers.CharField(source="policy.name")
    eligible = serializers.BooleanField(source="verdict.yes")
    why = serializers.CharField(source="verdict.why")


class OnDayIn(serializers.Serializer[Any]):
    """The day that is asked about; today where none is named."""

    on = serializers.DateField(required=False, allow_null=True, default=None)


class SupportOut(serializers.ModelSerializer[Support]):
    """What a beneficiary received, and why it might."""

    policy = serializers.CharField(source="policy.code")
    household = serializers.UUIDField(source="household.public_id", default=None)
    commune = AreaBrief(read_only=True)
    agency = serializers.CharField(source="agency.name", default=None)
    activity = serializers.UUIDField(source="activity.public_id", default=None)
    shares = serializers.SerializerMethodField()

    def get_shares(self, support: Support) -> dict[str, int]:
        """The sources, in đồng."""
        return {share.fund: share.amount for share in support.shares.all()}

    class Meta:
        model = Support
        fields = [
            "public_id",
            "policy",
            "beneficiary",
            "household",
            "name",
            "commune",
            "agency",
            "on",
            "activity",
            "counted_on",
            "klass",
            "why",
            "exception",
            "amount",
            "shares",
            "quantity",
            "unit",
            "note",
            "withdrawn_on",
            "version",
        ]


class SupportIn(serializers.Serializer[Support]):
    """A support for households, or for another beneficiary; sources add up to the amount."""

    policy = serializers.UUIDField()
    beneficiary = serializers.ChoiceField(
        choices=Beneficiary.choices, required=False, default=Beneficiary.HOUSEHOLD
    )
    households = serializers.ListField(
        child=serializers.UUIDField(), max_length=1000, required=False, default=list
    )
    name = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default=""
    )
    commune = serializers.UUIDField(required=False, allow_null=True, default=None)
    on = serializers.DateField()
    approved_on = serializers.DateField(required=False, allow_null=True, default=None)
    activity = serializers.UUIDField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=300)
    amount = serializers.IntegerField(
        min_value=0, max_value=MOST_MONEY, required=False, default=0
    )
    shares = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=MOST_MONEY),
        required=False,
        default=dict,
    )
    quantity = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    unit = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default=""
    )
    exception = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default=""
    )

    def validate_shares(self, told: dict[str, int]) -> dict[str, int]:
        """Sources that are known."""
        if not set(told) <= set(Fund.values):
            raise serializers.ValidationError("Nguồn vốn không hợp lệ.")
        return told


class SupportWithdrawIn(serializers.Serializer[Support]):
    """Why a support is taken back."""

    reason = serializers.CharField(max_length=200)
