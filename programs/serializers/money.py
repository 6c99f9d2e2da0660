"""Money as the API shows and takes it."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from office.serializers import DocumentOut
from programs.choices import DECIDED, EntryKind, Fund, Nature
from programs.models import (
    Allocation,
    Disbursement,
)
from programs.rules.money import MOST_MONEY


class AllocationOut(serializers.ModelSerializer[Allocation]):
    """Money given, in đồng; `given` is the opening and all changes."""

    project = serializers.CharField(source="project.code")
    sub_project = serializers.CharField(source="sub_project.code", default=None)
    area = AreaBrief(read_only=True)
    agency = serializers.CharField(source="agency.name", default=None)
    part_of = serializers.UUIDField(source="parent.public_id", default=None)
    document = DocumentOut(read_only=True)
    given = serializers.IntegerField(source="purse.given")
    left = serializers.IntegerField(source="purse.left")

    class Meta:
        model = Allocation
        fields = [
            "public_id",
            "part_of",
            "project",
            "sub_project",
            "area",
            "agency",
            "year",
            "from_year",
            "spend_by",
            "nature",
            "fund",
            "foreign",
            "opening",
            "changed",
            "given",
            "shared",
            "spent",
            "left",
            "document",
            "version",
        ]


class MoneyDecisionIn(serializers.Serializer[Any]):
    """The document by which money is given or changed, or work approved."""

    number = serializers.CharField(max_length=60)
    date = serializers.DateField()
    signer = serializers.CharField(max_length=120)
    title = serializers.CharField(max_length=400)


class GiveIn(MoneyDecisionIn):
    """Money that came to one's area, in đồng."""

    area = serializers.UUIDField()
    project = serializers.UUIDField()
    sub_project = serializers.UUIDField(required=False, allow_null=True, default=None)
    year = serializers.IntegerField(min_value=2021, max_value=2100)
    nature = serializers.ChoiceField(choices=Nature.choices)
    fund = serializers.ChoiceField(choices=Fund.choices)
    foreign = serializers.BooleanField(required=False, default=False)
    amount = serializers.IntegerField(min_value=0, max_value=MOST_MONEY)
    scan = serializers.FileField(required=False, allow_null=True, default=None)


class MoneyPartIn(serializers.Serializer[Any]):
    """One receiver and its amount, in đồng."""

    area = serializers.UUIDField()
    agency = serializers.UUIDField(required=False, allow_null=True, default=None)
    amount = serializers.IntegerField(min_value=1, max_value=MOST_MONEY)


class ShareMoneyIn(MoneyDecisionIn):
    """Parts for areas below, or for agencies."""

    parts = serializers.ListField(child=MoneyPartIn(), max_length=500, allow_empty=False)


class DeltaIn(serializers.Serializer[Any]):
    """One part and by how much it changes, in đồng."""

    allocation = serializers.UUIDField()
    amount = serializers.IntegerField(min_value=-MOST_MONEY, max_value=MOST_MONEY)


class ChangeIn(MoneyDecisionIn):
    """How parts of an allocation change, and why."""

    kind = serializers.ChoiceField(choices=DECIDED)
    reason = serializers.CharField(max_length=300)
    parts = serializers.ListField(child=DeltaIn(), max_length=500, allow_empty=False)


class EntryIn(serializers.Serializer[Any]):
    """What was done with money on a day, in đồng."""

    kind = serializers.ChoiceField(choices=EntryKind.choices)
    on = serializers.DateField()
    amount = serializers.IntegerField(min_value=1, max_value=MOST_MONEY)
    note = serializers.CharField(max_length=300)
    voucher = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default=""
    )
    activity = serializers.UUIDField(required=False, allow_null=True, default=None)


class EntryOut(serializers.ModelSerializer[Disbursement]):
    """A recorded entry."""

    activity = serializers.UUIDField(source="activity.public_id", default=None)

    class Meta:
        model = Disbursement
        fields = ["public_id", "kind", "on", "amount", "note", "voucher", "activity"]


class CarryIn(MoneyDecisionIn):
    """What is moved to the next year, in đồng, and by when it must be spent."""

    amount = serializers.IntegerField(min_value=1, max_value=MOST_MONEY)
    spend_by = serializers.DateField()
