"""Requests, confirmations, totals, household lists and papers."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from households.choices import PrintKind, RequestKind
from households.models import (
    Confirmation,
    Household,
    ImportedHousehold,
    Printout,
    Review,
    ReviewRequest,
    VillageTotal,
)
from households.serializers.registry import HouseholdBrief
from office.models import ImportRun
from office.serializers import JobOut


class RequestOut(serializers.ModelSerializer[ReviewRequest]):
    """A request taken in, with its receipt and its answer."""

    household = HouseholdBrief(read_only=True)
    review = serializers.SlugRelatedField[Review](slug_field="public_id", read_only=True)

    class Meta:
        model = ReviewRequest
        fields = [
            "public_id",
            "household",
            "kind",
            "receipt",
            "applicant",
            "reason",
            "received_on",
            "appointment_on",
            "quick_pass",
            "status",
            "answer",
            "closed_on",
            "review",
            "version",
        ]


class RequestIn(serializers.Serializer[ReviewRequest]):
    """A paper request to take in."""

    household = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=RequestKind.choices)
    applicant = serializers.CharField(max_length=120)
    reason = serializers.CharField(max_length=300, required=False, default="")
    received_on = serializers.DateField()


class RequestAnswerIn(serializers.Serializer[ReviewRequest]):
    """The result of Phiếu A; a refusal has its reason."""

    passed = serializers.BooleanField()
    note = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default=""
    )


class OffCycleIn(serializers.Serializer[ReviewRequest]):
    """A commune's monthly review to begin."""

    commune = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2016, max_value=2100)
    month = serializers.IntegerField(min_value=1, max_value=12)


class ConfirmationOut(serializers.ModelSerializer[Confirmation]):
    """A line of the register of confirmations."""

    household = HouseholdBrief(read_only=True)

    class Meta:
        model = Confirmation
        fields = [
            "public_id",
            "household",
            "year",
            "number",
            "day",
            "klass",
            "basis",
            "asked_by",
            "purpose",
        ]


class ConfirmationIn(serializers.Serializer[Confirmation]):
    """A confirmation to write."""

    household = serializers.UUIDField()
    asked_by = serializers.CharField(max_length=120)
    purpose = serializers.CharField(max_length=200)


class TotalOut(serializers.ModelSerializer[VillageTotal]):
    """Households and persons of a village on a day."""

    village = AreaBrief(read_only=True)

    class Meta:
        model = VillageTotal
        fields = [
            "village",
            "on",
            "households",
            "persons",
            "minority",
            "native",
            "source",
            "recorded_at",
        ]


class TotalIn(serializers.Serializer[VillageTotal]):
    """Totals to add."""

    village = serializers.UUIDField()
    on = serializers.DateField()
    households = serializers.IntegerField(min_value=0)
    persons = serializers.IntegerField(min_value=0)
    minority = serializers.IntegerField(min_value=0)
    native = serializers.IntegerField(min_value=0, default=0)
    figures_source = serializers.CharField(max_length=200, source="source")


class FindingOut(serializers.Serializer[Any]):
    """One thing worth a look."""

    who = serializers.CharField()
    what = serializers.CharField()
    household = serializers.UUIDField(allow_null=True)
    review = serializers.UUIDField(allow_null=True)


class CheckOut(serializers.Serializer[Any]):
    """One kind of oddity and what was found."""

    title = serializers.CharField()
    advice = serializers.CharField()
    findings = FindingOut(many=True)


class ListRunOut(serializers.ModelSerializer[ImportRun]):
    """A household list on its way in; `counts` by what would become of its rows."""

    file = serializers.CharField(source="file.name", read_only=True)
    job = JobOut(read_only=True)

    class Meta:
        model = ImportRun
        fields = ["public_id", "file", "status", "problems", "params", "job", "created_at"]


class ListIn(serializers.Serializer[ImportRun]):
    """A list to send in, as multipart file; into a round, or into the registry alone."""

    commune = serializers.UUIDField()
    commune_round = serializers.UUIDField(required=False, allow_null=True, default=None)
    file = serializers.FileField()


class ListRowOut(serializers.ModelSerializer[ImportedHousehold]):
    """One household of a list: what was read and what would become of it."""

    household = serializers.SlugRelatedField[Household](
        slug_field="public_id", read_only=True
    )

    class Meta:
        model = ImportedHousehold
        fields = [
            "position",
            "sheet",
            "first_row",
            "last_row",
            "head_name",
            "outcome",
            "faults",
            "changes",
            "choices",
            "household",
        ]


class ChoiceIn(serializers.Serializer[ImportedHousehold]):
    """Which household a doubtful row is; null: a new one."""

    position = serializers.IntegerField(min_value=1)
    household = serializers.UUIDField(allow_null=True)


class PaperIn(serializers.Serializer[Printout]):
    """A paper of a round to draw."""

    kind = serializers.ChoiceField(choices=PrintKind.choices)
    village = serializers.UUIDField(required=False, allow_null=True, default=None)


class PaperOut(serializers.ModelSerializer[Printout]):
    """A paper that was asked for; its file once the job is done."""

    job = JobOut(read_only=True)
    file = serializers.CharField(source="file.name", default=None, read_only=True)

    class Meta:
        model = Printout
        fields = ["public_id", "kind", "job", "file", "created_at"]
