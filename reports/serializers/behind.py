"""What stands behind figures, as the API shows and asks for it."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from reports.selectors.opening import EVERYBODY
from reports.selectors.parts_below import Part
from reports.selectors.source import Record

CODES = [(code, label) for code, (label, _) in EVERYBODY.items()]


class CellIn(serializers.Serializer[Any]):
    """A cell of a report's tables: which table and row (from 0), which column by its name."""

    table = serializers.IntegerField(min_value=0, max_value=100)
    row = serializers.IntegerField(min_value=0, max_value=100_000)
    column = serializers.CharField(max_length=60)
    page = serializers.IntegerField(required=False, min_value=1, max_value=100_000)


class RecordOut(serializers.Serializer[Record]):
    """One row behind a figure; `address` is its page."""

    what = serializers.CharField()
    whose = serializers.CharField()
    on = serializers.DateField(allow_null=True)
    counted = serializers.CharField(allow_null=True)
    address = serializers.CharField(source="url")


class FigureBehindOut(serializers.Serializer[Any]):
    """A figure as its report says it, the sum of the rows one sees, one page of them.

    Households and everybody's numbers have doors of their own: `code` and `area` are what
    to ask there.
    """

    figure = serializers.CharField()
    unit = serializers.CharField()
    told = serializers.CharField(allow_null=True)
    sum = serializers.CharField(allow_null=True)
    code = serializers.CharField()
    area = serializers.UUIDField(allow_null=True)
    count = serializers.IntegerField()
    results = RecordOut(many=True)


class TotalsIn(serializers.Serializer[Any]):
    """A number of everybody: of an area, at a year's end."""

    area = serializers.UUIDField()
    code = serializers.ChoiceField(choices=CODES)
    year = serializers.IntegerField(required=False, min_value=2016, max_value=2100)
    page = serializers.IntegerField(required=False, min_value=1, max_value=100_000)


class TotalPartOut(serializers.Serializer[Part]):
    """One part: an area right below, or a village with where its number comes from."""

    name = serializers.CharField()
    area = AreaBrief(allow_null=True)
    counted = serializers.IntegerField()
    origin = serializers.CharField(source="source")


class TotalsOut(serializers.Serializer[Any]):
    """A number of everybody and the parts it adds up."""

    figure = serializers.CharField()
    unit = serializers.CharField()
    sum = serializers.IntegerField()
    count = serializers.IntegerField()
    results = TotalPartOut(many=True)
