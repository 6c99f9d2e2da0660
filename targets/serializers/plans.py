"""Plans, targets and imports of plan tables as the API shows and takes them."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.officer import officer
from areas.serializers import AreaBrief
from office.models import ImportRun
from office.serializers import DocumentOut, JobOut
from targets.choices import Operator
from targets.models import Indicator, Plan, PlanTotal, Target
from targets.selectors.sheet import sees_whole
from targets.services.plans import Issuing


class PlanTotalOut(serializers.ModelSerializer[PlanTotal]):
    """The last row of one indicator: its total, what the lines hold, what is left."""

    indicator = serializers.CharField(source="indicator.code")
    unit = serializers.CharField(source="indicator.unit")
    reserve = serializers.IntegerField(allow_null=True)

    class Meta:
        model = PlanTotal
        fields = [
            "indicator",
            "unit",
            "total",
            "held",
            "most",
            "reserve",
            "lines",
            "households",
            "minority",
            "base",
        ]


class PlanOut(serializers.ModelSerializer[Plan]):
    """A plan without its lines."""

    area = AreaBrief(read_only=True)
    document = DocumentOut(read_only=True)
    agency = serializers.CharField(source="agency.name", default=None, read_only=True)
    above = serializers.UUIDField(source="parent.public_id", default=None, read_only=True)
    totals = serializers.SerializerMethodField()

    @extend_schema_field(PlanTotalOut(many=True))
    def get_totals(self, plan: Plan) -> Any:
        """The last row, for readers who see the whole of the plan's area."""
        request = self.context.get("request")
        if request is None or not sees_whole(plan, officer(request)):
            return []
        return PlanTotalOut(plan.totals.all(), many=True).data

    class Meta:
        model = Plan
        fields = [
            "public_id",
            "title",
            "area",
            "year",
            "status",
            "document",
            "note",
            "valid_from",
            "valid_to",
            "agency",
            "above",
            "below_due_on",
            "totals",
            "is_demo",
            "version",
        ]


class TargetOut(serializers.ModelSerializer[Target]):
    """A value set for an area; a table line carries its baseline and computed columns."""

    plan = serializers.SlugRelatedField[Plan](slug_field="public_id", read_only=True)
    area = AreaBrief(read_only=True)
    indicator = serializers.CharField(source="indicator.code")
    unit = serializers.CharField(source="indicator.unit")
    rate_before = serializers.DecimalField(
        source="line.rate_before", max_digits=5, decimal_places=2, allow_null=True
    )
    remaining = serializers.IntegerField(source="line.remaining")
    rate_after = serializers.DecimalField(
        source="line.rate_after", max_digits=5, decimal_places=2, allow_null=True
    )

    class Meta:
        model = Target
        fields = [
            "public_id",
            "plan",
            "kind",
            "area",
            "indicator",
            "unit",
            "operator",
            "value",
            "value_to",
            "proposed",
            "sentence",
            "note",
            "households",
            "minority",
            "base",
            "rate_before",
            "remaining",
            "rate_after",
            "printed_rate_before",
            "printed_remaining",
            "printed_rate_after",
            "status",
            "version",
        ]


class ObjectiveIn(serializers.Serializer[Target]):
    """What a plan's text promises, as an indicator's value."""

    sentence = serializers.CharField(max_length=500)
    indicator = serializers.SlugRelatedField(
        slug_field="code", queryset=Indicator.objects.all()
    )
    area = serializers.UUIDField()
    operator = serializers.ChoiceField(choices=Operator.choices)
    value = serializers.DecimalField(max_digits=15, decimal_places=2, min_value=Decimal(0))
    value_to = serializers.DecimalField(
        max_digits=15,
        decimal_places=2,
        min_value=Decimal(0),
        required=False,
        allow_null=True,
        default=None,
    )


class RegisterIn(serializers.Serializer[Target]):
    """A commune's own reduction, in households."""

    value = serializers.IntegerField(min_value=0)
    note = serializers.CharField(required=False, allow_blank=True, default="")


class AnswerIn(serializers.Serializer[Target]):
    """Approved, or returned with a reason."""

    to = serializers.ChoiceField(choices=["approved", "returned"])
    note = serializers.CharField(required=False, allow_blank=True, default="")


class IssueIn(serializers.Serializer[Issuing]):
    """Number, date and signer; the scan as multipart file."""

    number = serializers.CharField(max_length=60)
    date = serializers.DateField()
    signer = serializers.CharField(max_length=120)
    scan = serializers.FileField(required=False, allow_null=True, default=None)


class ImportIn(serializers.Serializer[ImportRun]):
    """A plan's table as a workbook."""

    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2016, max_value=2100)
    on = serializers.DateField()
    file = serializers.FileField(allow_empty_file=True)


class ImportOut(serializers.ModelSerializer[ImportRun]):
    """What was read from a table, and what stands in its way."""

    area = AreaBrief(read_only=True)
    job = JobOut(read_only=True)
    file_name = serializers.CharField(source="file.name")

    class Meta:
        model = ImportRun
        fields = [
            "public_id",
            "area",
            "file_name",
            "params",
            "status",
            "job",
            "rows",
            "problems",
            "result_id",
        ]


class NameIn(serializers.Serializer[ImportRun]):
    """What a near name means."""

    name = serializers.CharField(max_length=120)
    area = serializers.UUIDField()


class ApplyIn(serializers.Serializer[Plan]):
    """The title of the draft plan to make."""

    title = serializers.CharField(max_length=300)


class PlanIn(serializers.Serializer[Plan]):
    """The head of a new plan, and the indicators its table starts with."""

    area = serializers.UUIDField()
    title = serializers.CharField(max_length=300)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(help_text="ngày đầu tiên không còn thuộc kế hoạch")
    above = serializers.UUIDField(required=False, allow_null=True, default=None)
    agency = serializers.UUIDField(required=False, allow_null=True, default=None)
    below_due_on = serializers.DateField(required=False, allow_null=True, default=None)
    indicators = serializers.SlugRelatedField(
        slug_field="code",
        queryset=Indicator.objects.exclude(base=""),
        many=True,
        required=False,
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A period ends after it begins."""
        if attrs["valid_to"] <= attrs["valid_from"]:
            raise serializers.ValidationError(
                {"valid_to": "Ngày kết thúc phải sau ngày bắt đầu."}
            )
        return attrs
