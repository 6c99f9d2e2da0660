"""Figures, tables of one's choice and errands as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from accounts.serializers import UserBrief
from areas.serializers import AreaBrief
from reports.charts.chart import Chart
from reports.choices import HouseGroup, TableRows
from reports.models import Errand, SavedTable
from reports.selectors.homes import HomeRow

GROUPS = [(group.value, group.label) for group in HouseGroup if group]


class FiguresIn(serializers.Serializer[Any]):
    """An area, a year, a group of households; without them one's own area, the usual year."""

    area = serializers.UUIDField(required=False)
    year = serializers.IntegerField(required=False, min_value=2016, max_value=2100)
    group = serializers.ChoiceField(choices=GROUPS, required=False)


class FigureTableIn(FiguresIn):
    """What stands down and across; `day` instead of a year's end."""

    rows = serializers.ChoiceField(choices=TableRows.choices, required=False)
    day = serializers.DateField(required=False)
    codes = serializers.CharField(
        required=False,
        max_length=3000,
        help_text="Mã số liệu cách nhau bằng dấu phẩy, ví dụ poor,poor%,poor:lack:job",
    )


class HomesIn(FiguresIn):
    """A figure to open: `code` of its area at a year's end."""

    area = serializers.UUIDField()
    code = serializers.CharField(max_length=300)
    page = serializers.IntegerField(required=False, min_value=1, max_value=100_000)


class TableHeadOut(serializers.Serializer[Any]):
    """A column: its name and its unit."""

    name = serializers.CharField()
    unit = serializers.CharField()


class FigureTableOut(serializers.Serializer[Chart]):
    """A chart's table, or one of one's own choice: a finding, rows, where they come from."""

    key = serializers.CharField()
    title = serializers.CharField()
    finding = serializers.CharField()
    origin = serializers.CharField(source="source")
    headings = TableHeadOut(many=True)
    rows = serializers.SerializerMethodField()
    notes = serializers.ListField(child=serializers.CharField())

    def get_rows(self, chart: Chart) -> list[list[str | None]]:
        """Values as text, decimals exact; None where nobody knows."""
        return [
            [None if value is None else str(value) for value in row] for row in chart.values
        ]


class HomeBehindOut(serializers.Serializer[HomeRow]):
    """A household behind a figure, in the commune it counted in."""

    household = serializers.SerializerMethodField()
    head_name = serializers.CharField(source="name")
    code = serializers.CharField(source="household.code")
    commune = AreaBrief()
    village = serializers.CharField()
    klass = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    child = serializers.CharField()
    counted = serializers.IntegerField()

    def get_household(self, row: HomeRow) -> str | None:
        """None where the household lives where one sees none."""
        return str(row.household.public_id) if row.is_seen else None


class HomesOut(serializers.Serializer[Any]):
    """A figure, how many households it has, and one page of them: `counted` adds up to it."""

    figure = serializers.CharField()
    unit = serializers.CharField()
    sum = serializers.IntegerField()
    count = serializers.IntegerField()
    results = HomeBehindOut(many=True)


class SavedTableOut(serializers.ModelSerializer[SavedTable]):
    """A kept table: its question, never its figures."""

    area = AreaBrief(read_only=True)
    owner = UserBrief(read_only=True)

    class Meta:
        model = SavedTable
        fields = ["public_id", "name", "area", "question", "shared", "owner", "created_at"]


class SavedTableIn(FigureTableIn):
    """A table to keep."""

    name = serializers.CharField(max_length=120)
    shared = serializers.BooleanField(default=False)


class ErrandOut(serializers.ModelSerializer[Errand]):
    """Work given because of a figure, and its answer."""

    area = AreaBrief(read_only=True)
    given_by = UserBrief(read_only=True)
    given_to = UserBrief(read_only=True)

    class Meta:
        model = Errand
        fields = [
            *("public_id", "area", "figure", "address", "text", "due_on", "given_by"),
            *("given_to", "given_at", "answer", "answered_at", "withdrawn_at", "version"),
        ]


class ErrandIn(serializers.Serializer[Errand]):
    """Work to give: about which figure, to whom, until when."""

    area = serializers.UUIDField()
    to = serializers.UUIDField()
    figure = serializers.CharField(max_length=300)
    address = serializers.RegexField(r"^/[a-z0-9]", max_length=500)
    text = serializers.CharField(max_length=500)
    due_on = serializers.DateField()


class ErrandAnswerIn(serializers.Serializer[Errand]):
    """What came of it."""

    answer = serializers.CharField(max_length=1000)
