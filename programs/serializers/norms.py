"""Norms, their criteria and the drafts they give, as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from office.serializers import DocumentOut
from programs.choices import Basis, Nature
from programs.models import Criterion, Norm
from programs.serializers.money import MoneyDecisionIn


class CriterionValueOut(serializers.Serializer[Any]):
    """What an area counts."""

    area = serializers.UUIDField(source="area.public_id")
    value = serializers.DecimalField(max_digits=14, decimal_places=2)
    source = serializers.CharField()  # type: ignore[assignment]


class CriterionOut(serializers.ModelSerializer[Criterion]):
    """One criterion: points for each of its units."""

    values = CriterionValueOut(many=True, read_only=True)

    class Meta:
        model = Criterion
        fields = ["public_id", "name", "unit", "basis", "points", "values"]


class NormOut(serializers.ModelSerializer[Norm]):
    """A norm; counterpart in percent of the centre's money."""

    area = AreaBrief(read_only=True)
    project = serializers.CharField(source="project.code")
    document = DocumentOut(read_only=True)
    criteria = CriterionOut(many=True, read_only=True)

    class Meta:
        model = Norm
        fields = [
            "public_id",
            "area",
            "project",
            "nature",
            "year_from",
            "year_to",
            "counterpart",
            "document",
            "criteria",
            "version",
        ]


class NormIn(MoneyDecisionIn):
    """A norm of one's own area, with the resolution that decided it."""

    area = serializers.UUIDField()
    project = serializers.UUIDField()
    nature = serializers.ChoiceField(choices=Nature.choices)
    year_from = serializers.IntegerField(min_value=2021, max_value=2100)
    year_to = serializers.IntegerField(min_value=2021, max_value=2100)
    counterpart = serializers.DecimalField(
        max_digits=5,
        decimal_places=2,
        min_value=0,
        required=False,
        allow_null=True,
        default=None,
    )


class CriterionIn(serializers.Serializer[Any]):
    """One criterion to add."""

    name = serializers.CharField(max_length=200)
    unit = serializers.CharField(max_length=40)
    basis = serializers.ChoiceField(choices=Basis.choices)
    points = serializers.DecimalField(max_digits=9, decimal_places=4, min_value=0)


class CountedIn(serializers.Serializer[Any]):
    """What one area counts; nothing is unknown again."""

    area = serializers.UUIDField()
    value = serializers.DecimalField(
        max_digits=14, decimal_places=2, min_value=0, allow_null=True
    )


class CountsIn(serializers.Serializer[Any]):
    """What areas count by a criterion, and where the figures come from."""

    source = serializers.CharField(max_length=200)  # type: ignore[assignment]
    values = CountedIn(many=True)


class DraftQuery(serializers.Serializer[Any]):
    """By which norm; the first in force where none is said."""

    norm = serializers.UUIDField(required=False, allow_null=True, default=None)


class DraftRowOut(serializers.Serializer[Any]):
    """One receiver's part of the whole, what it has, its part of what is left, in đồng."""

    area = AreaBrief()
    values = serializers.ListField(
        child=serializers.DecimalField(max_digits=14, decimal_places=2, allow_null=True)
    )
    points = serializers.DecimalField(max_digits=20, decimal_places=6, default=None)
    held = serializers.IntegerField(default=None)
    by_norm = serializers.IntegerField(source="norm.amount", default=None)
    amount = serializers.IntegerField(source="part.amount", default=None)
    counterpart = serializers.IntegerField(source="norm.counterpart", default=None)


class DraftOut(serializers.Serializer[Any]):
    """What a norm gives of an allocation, of the whole and of what is left, in đồng."""

    norm = serializers.UUIDField(source="norm.public_id")
    whole = serializers.IntegerField()
    left = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.CharField())
    rows = DraftRowOut(many=True)
