"""The calendar, one unit's report and its editions as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from core.fields import NOT_OFFERED
from office.serializers import DocumentOut
from reports.choices import Section, Sender, SubmissionStatus
from reports.models import Edition, ReportDue, ReportPeriod, ReportRegime, Submission
from reports.serializers.built import ReportOut

ORDINAL = serializers.IntegerField


class RegimeOut(serializers.ModelSerializer[ReportRegime]):
    """A report that is asked again and again, or once; `mark` says how sure its facts are."""

    area = AreaBrief(read_only=True)

    class Meta:
        model = ReportRegime
        fields = [
            *("public_id", "code", "name", "kind", "area", "frequency", "numbers"),
            *("window_day", "due_months", "due_day", "due_working_days", "senders"),
            *("receivers", "columns", "basis", "mark", "note", "valid_from", "valid_to"),
            "version",
        ]


class PeriodOut(serializers.ModelSerializer[ReportPeriod]):
    """A period that was opened: the days its figures speak of."""

    regime = serializers.UUIDField(source="regime.public_id")
    name = serializers.CharField()

    class Meta:
        model = ReportPeriod
        fields = [
            "public_id",
            "regime",
            "name",
            "year",
            "number",
            "first",
            "last",
            "due_on",
        ]


class SubmissionBrief(serializers.ModelSerializer[Submission]):
    """A unit's report in a list. `days_late`: days after its due day."""

    period = PeriodOut(read_only=True)
    area = AreaBrief(read_only=True)
    receiver = AreaBrief(read_only=True)
    unit = serializers.CharField(source="unit_name")
    days_late = serializers.IntegerField()

    class Meta:
        model = Submission
        fields = [
            *("public_id", "period", "unit", "area", "receiver", "due_on", "status"),
            *("days_late", "submitted_on", "adds_up", "number", "version"),
        ]


class EditionOut(serializers.ModelSerializer[Edition]):
    """A signed report; `files` are the kinds that can be taken."""

    document = DocumentOut(read_only=True)
    sha256 = serializers.CharField(source="run.file.sha256", allow_null=True, default=None)
    files = serializers.SerializerMethodField()

    class Meta:
        model = Edition
        fields = [
            *("public_id", "number", "document", "signed_on", "reason", "sections"),
            *("answers", "sha256", "files"),
        ]

    def get_files(self, edition: Edition) -> list[str]:
        """The kinds of papers that were written."""
        return [paper.kind for paper in edition.papers.all()]


class SubmissionOut(SubmissionBrief):
    """A unit's report with its words, its figures as compiled last, and its editions."""

    run = ReportOut(read_only=True)
    editions = EditionOut(many=True, read_only=True)

    class Meta(SubmissionBrief.Meta):
        fields = [*SubmissionBrief.Meta.fields, "sections", "answers", "run", "editions"]


class SubmissionSectionsIn(serializers.Serializer[Submission]):
    """The words of a report; a part that is left out stays as it is."""

    results = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    difficulties = serializers.CharField(
        required=False, allow_blank=True, max_length=20_000
    )
    causes = serializers.CharField(required=False, allow_blank=True, max_length=20_000)
    proposals = serializers.CharField(required=False, allow_blank=True, max_length=20_000)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """At least one part; parts are those of the report."""
        if not attrs.keys() & set(Section.values):
            raise serializers.ValidationError(NOT_OFFERED)
        return attrs


class SubmissionAnswersIn(serializers.Serializer[Submission]):
    """Rows of a one-off table: cells by the column's number from 0."""

    lines = serializers.ListField(
        child=serializers.DictField(
            child=serializers.CharField(allow_blank=True, max_length=500)
        ),
        max_length=500,
    )


class SubmissionStepIn(serializers.Serializer[Submission]):
    """A step; sending names the signed paper."""

    to = serializers.ChoiceField(choices=SubmissionStatus.choices)
    note = serializers.CharField(
        required=False, allow_blank=True, max_length=300, default=""
    )
    number = serializers.CharField(required=False, max_length=60)
    date = serializers.DateField(required=False)
    signer = serializers.CharField(required=False, max_length=120)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Who sends says number, day and signer of the paper."""
        if attrs["to"] == SubmissionStatus.SUBMITTED:
            missing = [n for n in ("number", "date", "signer") if n not in attrs]
            if missing:
                told = "Gửi báo cáo phải có số, ngày và người ký."
                raise serializers.ValidationError(dict.fromkeys(missing, told))
        return attrs


class DueOut(serializers.ModelSerializer[ReportDue]):
    """An earlier day set by a superior."""

    area = AreaBrief(read_only=True)

    class Meta:
        model = ReportDue
        fields = [
            *("public_id", "area", "sender", "due_months", "due_day"),
            *("due_working_days", "basis", "version"),
        ]


class DueIn(serializers.Serializer[ReportDue]):
    """An earlier day: working days after the window, or a day and its month."""

    area = serializers.UUIDField()
    sender = serializers.ChoiceField(choices=Sender.choices)
    basis = serializers.CharField(max_length=200)
    working_days = ORDINAL(required=False, min_value=0, max_value=99)
    months = ORDINAL(required=False, min_value=-12, max_value=12)
    day = ORDINAL(required=False, min_value=1, max_value=31)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """One rule, whole."""
        by_day = "day" in attrs and "months" in attrs
        if by_day == ("working_days" in attrs):
            raise serializers.ValidationError(
                "Ghi số ngày làm việc sau kỳ số liệu, hoặc ngày và tháng; không cả hai."
            )
        return attrs


class ColumnIn(serializers.Serializer[Any]):
    """A column of a one-off table."""

    name = serializers.CharField(max_length=120)
    unit = serializers.CharField(max_length=30, allow_blank=True, default="")
    number = serializers.BooleanField(default=False)
    adds = serializers.BooleanField(default=False)


class RequestOnceIn(serializers.Serializer[Any]):
    """A report asked once; without columns, the report of progress over those days."""

    area = serializers.UUIDField()
    name = serializers.CharField(max_length=200)
    senders = serializers.ListField(
        child=serializers.ChoiceField(choices=Sender.choices), min_length=1
    )
    first = serializers.DateField()
    last = serializers.DateField()
    due_on = serializers.DateField()
    basis = serializers.CharField(max_length=300)
    columns = ColumnIn(many=True, default=list)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Days in order."""
        if attrs["last"] < attrs["first"]:
            raise serializers.ValidationError(
                {"last": "Ngày cuối không được trước ngày đầu."}
            )
        return attrs
