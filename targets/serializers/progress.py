"""Progress of plans, their cascade, and reported results, as the API shows them."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from targets.models import Result
from targets.selectors.cascade import Node


def _amount(**more: Any) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=15, decimal_places=2, allow_null=True, **more
    )


class ProgressOut(serializers.Serializer[Any]):
    """One target: what is decided, what is entered, where it leads."""

    target = serializers.UUIDField(source="target.public_id")
    area = AreaBrief(source="target.area")
    indicator = serializers.CharField(source="target.indicator.code")
    unit = serializers.CharField(source="target.indicator.unit")
    operator = serializers.CharField(source="target.operator")
    planned = _amount(source="target.value")
    planned_to = _amount(source="target.value_to")
    recognised = _amount()
    live = _amount()
    expected = _amount()
    share = _amount()
    light = serializers.CharField()
    said = serializers.CharField()


class PlanProgressOut(serializers.Serializer[Any]):
    """All targets of a plan; the rule of the lights; how many communes have decided."""

    rule = serializers.CharField()
    communes = serializers.IntegerField(source="whole.communes", default=None)
    decided = serializers.IntegerField(source="whole.decided", default=None)
    rows = ProgressOut(many=True)


class NodeOut(serializers.Serializer[Node]):
    """An area of the cascade with the areas below it."""

    area = AreaBrief(source="line.area")
    given = _amount(source="line.value")
    given_to = _amount(source="line.value_to")
    state = serializers.CharField(source="line.status")
    plan = serializers.UUIDField(source="plan.public_id", default=None)
    held = _amount(source="total.held", default=None)
    total = _amount(source="total.total", default=None)
    faults = serializers.ListField(child=serializers.CharField())
    children = serializers.SerializerMethodField()

    def get_children(self, node: Node) -> list[dict[str, Any]]:
        """The areas one level below."""
        return [dict(NodeOut(child).data) for child in node.children]


class TreeOut(serializers.Serializer[Any]):
    """A plan's cascade of one indicator, and how many areas do not close."""

    indicator = serializers.CharField(source="indicator.code", allow_null=True)
    faults = serializers.IntegerField()
    nodes = NodeOut(many=True)


class ResultIn(serializers.Serializer[Result]):
    """What a unit reports: a value, or the two numbers of a share."""

    on = serializers.DateField()
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]
    value = _amount(required=False, default=None)
    numerator = _amount(required=False, default=None, min_value=Decimal(0))
    denominator = _amount(required=False, default=None, min_value=Decimal(0))
    compared = _amount(required=False, default=None)


class ResultOut(serializers.ModelSerializer[Result]):
    """A reported value; the newest day counts."""

    target = serializers.UUIDField(source="target.public_id")

    class Meta:
        model = Result
        fields = [
            "public_id",
            "target",
            "on",
            "value",
            "numerator",
            "denominator",
            "compared",
            "source",
        ]
