"""Activities, their products and results as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from programs.choices import ActivityStatus
from programs.kinds import kinds
from programs.models import Activity, Output, OutputEntry, WorkStage
from programs.rules.money import MOST_MONEY
from programs.serializers.money import MoneyDecisionIn


class ProductOut(serializers.Serializer[Any]):
    """What a kind of work brings, and its unit."""

    key = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField()


class KindCheckOut(serializers.Serializer[Any]):
    """What must be seen before such work is done."""

    key = serializers.CharField()
    name = serializers.CharField()


class KindOut(serializers.Serializer[Any]):
    """A kind of work: its projects, products, checks, and whether it is approved first."""

    key = serializers.CharField()
    name = serializers.CharField()
    projects = serializers.ListField(child=serializers.CharField())
    products = ProductOut(many=True)
    checks = KindCheckOut(many=True)
    stages = KindCheckOut(many=True)
    approved = serializers.BooleanField()
    policy = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]


class StageIn(serializers.Serializer[Any]):
    """One stage of a work, value in đồng; what is not sent stays, unless `clear` is."""

    stage = serializers.CharField(max_length=20)
    planned_on = serializers.DateField(required=False, allow_null=True, default=None)
    done_on = serializers.DateField(required=False, allow_null=True, default=None)
    value = serializers.IntegerField(
        min_value=0, max_value=MOST_MONEY, required=False, allow_null=True, default=None
    )
    note = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default=""
    )
    clear = serializers.BooleanField(required=False, default=False)


class WorkStageOut(serializers.ModelSerializer[WorkStage]):
    """What was recorded of a stage; value in đồng."""

    class Meta:
        model = WorkStage
        fields = ["stage", "planned_on", "done_on", "value", "note"]


class OutputOut(serializers.ModelSerializer[Output]):
    """A product of an activity: planned and done, in its unit."""

    name = serializers.CharField(source="what.name")
    unit = serializers.CharField(source="what.unit")

    class Meta:
        model = Output
        fields = ["product", "name", "unit", "planned", "done"]


class ActivityOut(serializers.ModelSerializer[Activity]):
    """A piece of work; money in đồng."""

    project = serializers.CharField(source="project.code")
    sub_project = serializers.CharField(source="sub_project.code", default=None)
    area = AreaBrief(read_only=True)
    agency = serializers.CharField(source="agency.name", default=None)
    outputs = OutputOut(many=True, read_only=True)
    stages = WorkStageOut(many=True, read_only=True)
    paid = serializers.IntegerField(default=0)
    households = serializers.IntegerField(source="homes", default=0)

    class Meta:
        model = Activity
        fields = [
            "public_id",
            "kind",
            "name",
            "project",
            "sub_project",
            "area",
            "agency",
            "year",
            "place",
            "starts_on",
            "ends_on",
            "cost",
            "status",
            "approved_on",
            "checks",
            "outputs",
            "stages",
            "paid",
            "households",
            "version",
        ]


class ActivityIn(serializers.Serializer[Activity]):
    """A piece of work of one's area, or of one's agency; `planned` by product key."""

    kind = serializers.CharField(max_length=30)
    name = serializers.CharField(max_length=300)
    project = serializers.UUIDField()
    sub_project = serializers.UUIDField(required=False, allow_null=True, default=None)
    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2021, max_value=2100)
    place = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default=""
    )
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    cost = serializers.IntegerField(
        min_value=0, max_value=MOST_MONEY, required=False, default=0
    )
    planned = serializers.DictField(
        child=serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0),
        required=False,
        default=dict,
    )

    def validate(self, told: dict[str, Any]) -> dict[str, Any]:
        """A kind and products that are known."""
        kind = kinds().get(told["kind"])
        if kind is None:
            raise serializers.ValidationError({"kind": "Loại hoạt động không hợp lệ."})
        if not set(told["planned"]) <= {one.key for one in kind.products}:
            raise serializers.ValidationError({"planned": "Sản phẩm không hợp lệ."})
        return told


class ActivityStepIn(serializers.Serializer[Any]):
    """The next step; approval comes with its decision."""

    to = serializers.ChoiceField(choices=ActivityStatus.choices)
    note = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default=""
    )
    decision = MoneyDecisionIn(required=False, allow_null=True, default=None)


class ChecksIn(serializers.Serializer[Any]):
    """Keys of what was seen."""

    seen = serializers.ListField(child=serializers.CharField(max_length=20), max_length=20)


class DeliveryIn(serializers.Serializer[Any]):
    """What was delivered by a day, in the product's unit; less than nothing takes back."""

    product = serializers.CharField(max_length=30)
    on = serializers.DateField()
    quantity = serializers.DecimalField(max_digits=12, decimal_places=2)
    note = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default=""
    )


class DeliveryOut(serializers.ModelSerializer[OutputEntry]):
    """A recorded result."""

    product = serializers.CharField(source="output.product")

    class Meta:
        model = OutputEntry
        fields = ["public_id", "product", "on", "quantity", "note"]
