"""Work that plans give, as the API shows and takes it."""

from rest_framework import serializers

from areas.choices import Level
from areas.serializers import AreaBrief
from targets.choices import TaskStatus
from targets.models import TaskPart


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
