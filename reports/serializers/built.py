"""Reports, figures and waiting work as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from accounts.serializers import UserBrief
from areas.serializers import AreaBrief
from households.rules.movement import Flows, Movement
from households.selectors import CommuneRate
from households.selectors.status import CommuneOnDay
from office.serializers import JobOut
from reports.choices import YEARLY_CHOICES
from reports.models import ReportRun
from reports.selectors.work import Work


class ReportBrief(serializers.ModelSerializer[ReportRun]):
    """A report in a list."""

    area = AreaBrief(read_only=True)
    job = JobOut(read_only=True)
    created_by = UserBrief(read_only=True)
    sha256 = serializers.CharField(source="file.sha256", allow_null=True, default=None)

    class Meta:
        model = ReportRun
        fields = [
            "public_id",
            "kind",
            "area",
            "year",
            "as_of",
            "known_at",
            "job",
            "created_by",
            "created_at",
            "sha256",
        ]


class ReportOut(ReportBrief):
    """A report with its frozen rows."""

    class Meta(ReportBrief.Meta):
        fields = [*ReportBrief.Meta.fields, "tables", "facts"]


class ReportIn(serializers.Serializer[ReportRun]):
    """A report to build."""

    kind = serializers.ChoiceField(choices=YEARLY_CHOICES)
    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2016, max_value=2100)


class NominalIn(serializers.Serializer[ReportRun]):
    """A list of names to write: form 14 (poor) or 15 (near-poor)."""

    form = serializers.ChoiceField(
        choices=[("14", "danh sách hộ nghèo"), ("15", "danh sách hộ cận nghèo")]
    )
    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2016, max_value=2100)


class RateOut(serializers.Serializer[CommuneRate]):
    """A commune's recognised poverty; the rate is in percent of households."""

    commune = AreaBrief()
    year = serializers.IntegerField()
    households = serializers.IntegerField()
    poor = serializers.IntegerField()
    near_poor = serializers.IntegerField()
    rate = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)


class OnDayIn(serializers.Serializer[CommuneOnDay]):
    """An area and a day."""

    area = serializers.UUIDField()
    on = serializers.DateField()


class CommuneOnDayOut(serializers.Serializer[CommuneOnDay]):
    """What a commune counted on a day; rates in percent of households."""

    commune = AreaBrief()
    households = serializers.IntegerField()
    persons = serializers.IntegerField()
    poor = serializers.IntegerField()
    poor_rate = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    poor_persons = serializers.IntegerField()
    near_poor = serializers.IntegerField()
    near_rate = serializers.DecimalField(max_digits=5, decimal_places=2, allow_null=True)
    near_poor_persons = serializers.IntegerField()


class WorkOut(serializers.Serializer[Work]):
    """One thing that waits for the person."""

    what = serializers.CharField()
    where = serializers.CharField()
    status = serializers.CharField()
    state = serializers.CharField(source="label")
    days_left = serializers.IntegerField(allow_null=True)
    url = serializers.CharField()
    act = serializers.CharField()


class MovementIn(serializers.Serializer[Movement]):
    """An area and two days; what happened after the first until the end of the last."""

    area = serializers.UUIDField()
    first = serializers.DateField()
    last = serializers.DateField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The last day is not before the first."""
        if attrs["last"] < attrs["first"]:
            raise serializers.ValidationError(
                {"last": "Ngày cuối không được trước ngày đầu."}
            )
        return attrs


class FlowsOut(serializers.Serializer[Flows]):
    """One line of a class: closing = opening − out + in; `gap` is 0 where that holds."""

    opening = serializers.IntegerField()
    to_listed = serializers.IntegerField()
    to_above = serializers.IntegerField()
    out_other = serializers.IntegerField()
    from_listed = serializers.IntegerField()
    relapsed = serializers.IntegerField()
    new = serializers.IntegerField()
    in_other = serializers.IntegerField()
    closing = serializers.IntegerField()
    gap = serializers.IntegerField()


class MovementOut(serializers.Serializer[Movement]):
    """The movement of one class, in households and in persons.

    `plan_reduction` is the plan's own formula in households, `difference` what it leaves
    out.
    """

    klass = serializers.CharField()
    households = FlowsOut()
    persons = FlowsOut()
    plan_reduction = serializers.IntegerField()
    difference = serializers.IntegerField()
