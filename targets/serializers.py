"""Plans, targets and imports of plan tables as the API shows and takes them."""

from decimal import Decimal
from uuid import UUID

from rest_framework import serializers

from areas.choices import Level
from areas.serializers import AreaBrief
from office.models import ImportRun
from office.serializers import DocumentOut, JobOut
from targets.checker.headings import MEANINGS
from targets.choices import Operator, Sharing, TaskStatus
from targets.models import Indicator, Plan, Target, TaskPart
from targets.services.checks import TEXT_LIMIT
from targets.services.plans import Issuing

MOST = 1_000_000  # households in one figure


class PlanOut(serializers.ModelSerializer[Plan]):
    """A plan without its lines."""

    area = AreaBrief(read_only=True)
    document = DocumentOut(read_only=True)

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
            "total",
            "reserve",
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
            "sentence",
            "note",
            "households",
            "minority",
            "poor_before",
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


class ShareIn(serializers.Serializer[Plan]):
    """A total, in households, and how it is shared."""

    whole = serializers.IntegerField(min_value=0, max_value=1_000_000)
    way = serializers.ChoiceField(choices=Sharing.choices)


class ProposeIn(serializers.Serializer[Target]):
    """A proposal for one line, in households."""

    value = serializers.IntegerField(min_value=0, max_value=1_000_000)


class AdjustIn(serializers.Serializer[Plan]):
    """A decision that adjusts lines: new values in households by the lines' ids."""

    number = serializers.CharField(max_length=60)
    date = serializers.DateField()
    signer = serializers.CharField(max_length=120)
    reason = serializers.CharField(max_length=300)
    values = serializers.JSONField()
    total = serializers.IntegerField(
        min_value=0, max_value=1_000_000, required=False, allow_null=True, default=None
    )
    scan = serializers.FileField()

    def validate_values(self, told: object) -> dict[UUID, int]:
        """Ids of lines and whole numbers of households."""
        try:
            found = {UUID(str(key)): value for key, value in dict(told).items()}  # type: ignore[call-overload]
        except (TypeError, ValueError) as error:
            raise serializers.ValidationError("Khóa phải là mã của dòng.") from error
        if not all(type(v) is int and 0 <= v <= MOST for v in found.values()):
            raise serializers.ValidationError("Giá trị phải là số hộ, từ 0.")
        return found


class TaskPartOut(serializers.ModelSerializer[TaskPart]):
    """What one agency or area does of a task."""

    plan = serializers.UUIDField(source="task.plan.public_id", read_only=True)
    task = serializers.UUIDField(source="task.public_id", read_only=True)
    sentence = serializers.CharField(source="task.sentence", read_only=True)
    product = serializers.CharField(source="task.product", read_only=True)
    due_on = serializers.DateField(source="task.due_on", read_only=True)
    area = AreaBrief(read_only=True)
    agency = serializers.CharField(source="agency.name", default="", read_only=True)

    class Meta:
        model = TaskPart
        fields = [
            "public_id",
            "plan",
            "task",
            "sentence",
            "product",
            "due_on",
            "area",
            "agency",
            "status",
            "result",
            "done_on",
            "version",
        ]


class TaskReportIn(serializers.Serializer[TaskPart]):
    """How far one's part is."""

    status = serializers.ChoiceField(choices=TaskStatus.choices)
    result = serializers.CharField(
        max_length=400, required=False, allow_blank=True, default=""
    )


class TaskIn(serializers.Serializer[TaskPart]):
    """A sentence of a plan as work: an agency of the plan's area leads, or a level."""

    sentence = serializers.CharField(max_length=4000)
    lead = serializers.UUIDField(required=False, allow_null=True, default=None)
    lead_level = serializers.ChoiceField(
        choices=[Level.DISTRICT, Level.COMMUNE],
        required=False,
        allow_blank=True,
        default="",
    )
    lead_text = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default=""
    )
    with_text = serializers.CharField(
        max_length=400, required=False, allow_blank=True, default=""
    )
    product = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default=""
    )
    due_on = serializers.DateField(required=False, allow_null=True, default=None)


class TableCheckIn(serializers.Serializer[ImportRun]):
    """A table to hold against itself: a file or rows of text, and the text's promises."""

    file = serializers.FileField(required=False, allow_null=True, default=None)
    text = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=TEXT_LIMIT,
        default="",
        trim_whitespace=False,
    )
    promises = serializers.CharField(
        required=False, allow_blank=True, max_length=20_000, default=""
    )


class MeaningsIn(serializers.Serializer[ImportRun]):
    """What the columns hold: column number from 0 to a meaning."""

    meanings = serializers.DictField(
        child=serializers.ChoiceField(choices=[name for name, _ in MEANINGS if name])
    )

    def validate_meanings(self, told: dict[str, str]) -> dict[int, str]:
        """Numbers of columns."""
        if not all(column.isascii() and column.isdigit() for column in told):
            raise serializers.ValidationError("Khóa phải là số thứ tự cột, từ 0.")
        return {int(column[:4]): name for column, name in told.items()}


class TableCheckOut(serializers.ModelSerializer[ImportRun]):
    """A table with what was found in it; `blocking` findings are errors, others labels."""

    job = JobOut(read_only=True)
    file_name = serializers.CharField(source="file.name")

    class Meta:
        model = ImportRun
        fields = ["public_id", "file_name", "params", "status", "job", "rows", "problems"]


class NameIn(serializers.Serializer[ImportRun]):
    """What a near name means."""

    name = serializers.CharField(max_length=120)
    area = serializers.UUIDField()


class ApplyIn(serializers.Serializer[Plan]):
    """The title of the draft plan to make."""

    title = serializers.CharField(max_length=300)
