"""Programmes, projects, agencies and money as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from office.serializers import DocumentOut
from programs.choices import DECIDED, Beneficiary, EntryKind, Fund, Nature, Part
from programs.models import (
    Allocation,
    Assignment,
    Disbursement,
    Policy,
    Programme,
    Project,
    SubProject,
    Support,
)

MOST = 10**15  # đồng in one figure


class SubProjectOut(serializers.ModelSerializer[SubProject]):
    """A part of a project."""

    class Meta:
        model = SubProject
        fields = ["public_id", "code", "name", "mark"]


class ProjectOut(serializers.ModelSerializer[Project]):
    """One of the programme's projects, with its parts."""

    sub_projects = SubProjectOut(many=True, read_only=True)

    class Meta:
        model = Project
        fields = ["public_id", "code", "name", "source", "sub_projects"]


class ProgrammeOut(serializers.ModelSerializer[Programme]):
    """A programme with its projects."""

    projects = ProjectOut(many=True, read_only=True)

    class Meta:
        model = Programme
        fields = [
            "public_id",
            "code",
            "name",
            "valid_from",
            "valid_to",
            "source",
            "projects",
        ]


class AssignmentOut(serializers.ModelSerializer[Assignment]):
    """What an agency is to a project, or to a part of it, in a year."""

    project = serializers.CharField(source="project.code")
    sub_project = serializers.CharField(source="sub_project.code", default=None)
    agency = serializers.CharField(source="agency.name")
    area = AreaBrief(read_only=True)

    class Meta:
        model = Assignment
        fields = [
            "public_id",
            "project",
            "sub_project",
            "agency",
            "area",
            "year",
            "part",
        ]


class ProjectRowOut(serializers.Serializer[Any]):
    """A project or part as an area sees it."""

    project = serializers.UUIDField(source="project.public_id")
    code = serializers.CharField(source="project.code")
    sub_project = serializers.UUIDField(source="sub_project.public_id", default=None)
    applies = serializers.BooleanField(source="applies.yes")
    why = serializers.CharField(source="applies.why")
    leads = AssignmentOut(many=True)
    others = AssignmentOut(many=True)


class ScopeIn(serializers.Serializer[Any]):
    """Which area and year."""

    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2000, max_value=2100)


class AssignIn(serializers.Serializer[Assignment]):
    """An agency, a project or a part of it, and what it is to it."""

    project = serializers.UUIDField()
    sub_project = serializers.UUIDField(required=False, allow_null=True, default=None)
    agency = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    part = serializers.ChoiceField(choices=Part.choices)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]


class ApplicabilityIn(serializers.Serializer[Any]):
    """Whether a project applies to an area in a year, by which document."""

    project = serializers.UUIDField()
    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2000, max_value=2100)
    applies = serializers.BooleanField()
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]


class AllocationOut(serializers.ModelSerializer[Allocation]):
    """Money given, in đồng; `given` is the opening and all changes."""

    project = serializers.CharField(source="project.code")
    sub_project = serializers.CharField(source="sub_project.code", default=None)
    area = AreaBrief(read_only=True)
    agency = serializers.CharField(source="agency.name", default=None)
    part_of = serializers.UUIDField(source="parent.public_id", default=None)
    document = DocumentOut(read_only=True)
    given = serializers.IntegerField(source="purse.given")
    left = serializers.IntegerField(source="purse.left")

    class Meta:
        model = Allocation
        fields = [
            "public_id",
            "part_of",
            "project",
            "sub_project",
            "area",
            "agency",
            "year",
            "from_year",
            "spend_by",
            "nature",
            "fund",
            "foreign",
            "opening",
            "changed",
            "given",
            "shared",
            "spent",
            "left",
            "document",
            "version",
        ]


class DecisionIn(serializers.Serializer[Any]):
    """The document by which money is given or changed."""

    number = serializers.CharField(max_length=60)
    date = serializers.DateField()
    signer = serializers.CharField(max_length=120)
    title = serializers.CharField(max_length=400)


class GiveIn(DecisionIn):
    """Money that came to one's area, in đồng."""

    area = serializers.UUIDField()
    project = serializers.UUIDField()
    sub_project = serializers.UUIDField(required=False, allow_null=True, default=None)
    year = serializers.IntegerField(min_value=2021, max_value=2100)
    nature = serializers.ChoiceField(choices=Nature.choices)
    fund = serializers.ChoiceField(choices=Fund.choices)
    foreign = serializers.BooleanField(required=False, default=False)
    amount = serializers.IntegerField(min_value=0, max_value=MOST)
    scan = serializers.FileField(required=False, allow_null=True, default=None)


class MoneyPartIn(serializers.Serializer[Any]):
    """One receiver and its amount, in đồng."""

    area = serializers.UUIDField()
    agency = serializers.UUIDField(required=False, allow_null=True, default=None)
    amount = serializers.IntegerField(min_value=1, max_value=MOST)


class ShareMoneyIn(DecisionIn):
    """Parts for areas below, or for agencies."""

    parts = serializers.ListField(child=MoneyPartIn(), max_length=500, allow_empty=False)


class DeltaIn(serializers.Serializer[Any]):
    """One part and by how much it changes, in đồng."""

    allocation = serializers.UUIDField()
    amount = serializers.IntegerField(min_value=-MOST, max_value=MOST)


class ChangeIn(DecisionIn):
    """How parts of an allocation change, and why."""

    kind = serializers.ChoiceField(choices=DECIDED)
    reason = serializers.CharField(max_length=300)
    parts = serializers.ListField(child=DeltaIn(), max_length=500, allow_empty=False)


class EntryIn(serializers.Serializer[Any]):
    """What was done with money on a day, in đồng."""

    kind = serializers.ChoiceField(choices=EntryKind.choices)
    on = serializers.DateField()
    amount = serializers.IntegerField(min_value=1, max_value=MOST)
    note = serializers.CharField(max_length=300)
    voucher = serializers.CharField(
        max_length=60, required=False, allow_blank=True, default=""
    )


class EntryOut(serializers.ModelSerializer[Disbursement]):
    """A recorded entry."""

    class Meta:
        model = Disbursement
        fields = ["public_id", "kind", "on", "amount", "note", "voucher"]


class CarryIn(DecisionIn):
    """What is moved to the next year, in đồng, and by when it must be spent."""

    amount = serializers.IntegerField(min_value=1, max_value=MOST)
    spend_by = serializers.DateField()


class ComponentIn(serializers.Serializer[Project]):
    """A component a province enters itself."""

    area = serializers.UUIDField()
    code = serializers.CharField(max_length=10)
    name = serializers.CharField(max_length=300)
    source = serializers.CharField(max_length=200)  # type: ignore[assignment]


class PolicyOut(serializers.ModelSerializer[Policy]):
    """Whom a policy supports, and how sure that is (`mark`)."""

    class Meta:
        model = Policy
        fields = [
            "public_id",
            "code",
            "name",
            "classes",
            "newly",
            "counts_on",
            "conditional",
            "rate",
            "source",
            "mark",
            "valid_from",
            "valid_to",
        ]


class AnswerOut(serializers.Serializer[Any]):
    """Whether a household may be supported under a policy, and why."""

    policy = serializers.UUIDField(source="policy.public_id")
    name = serializers.CharField(source="policy.name")
    eligible = serializers.BooleanField(source="verdict.yes")
    why = serializers.CharField(source="verdict.why")


class OnDayIn(serializers.Serializer[Any]):
    """The day that is asked about; today where none is named."""

    on = serializers.DateField(required=False, allow_null=True, default=None)


class SupportOut(serializers.ModelSerializer[Support]):
    """What a beneficiary received, and why it might."""

    policy = serializers.CharField(source="policy.code")
    household = serializers.UUIDField(source="household.public_id", default=None)
    commune = AreaBrief(read_only=True)
    agency = serializers.CharField(source="agency.name", default=None)
    shares = serializers.SerializerMethodField()

    def get_shares(self, support: Support) -> dict[str, int]:
        """The sources, in đồng."""
        return {share.fund: share.amount for share in support.shares.all()}

    class Meta:
        model = Support
        fields = [
            "public_id",
            "policy",
            "beneficiary",
            "household",
            "name",
            "commune",
            "agency",
            "on",
            "counted_on",
            "klass",
            "why",
            "exception",
            "amount",
            "shares",
            "quantity",
            "unit",
            "note",
            "withdrawn_on",
            "version",
        ]


class SupportIn(serializers.Serializer[Support]):
    """A support for households, or for another beneficiary; sources add up to the amount."""

    policy = serializers.UUIDField()
    beneficiary = serializers.ChoiceField(
        choices=Beneficiary.choices, required=False, default=Beneficiary.HOUSEHOLD
    )
    households = serializers.ListField(
        child=serializers.UUIDField(), max_length=1000, required=False, default=list
    )
    name = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default=""
    )
    commune = serializers.UUIDField(required=False, allow_null=True, default=None)
    on = serializers.DateField()
    approved_on = serializers.DateField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=300)
    amount = serializers.IntegerField(
        min_value=0, max_value=MOST, required=False, default=0
    )
    shares = serializers.DictField(
        child=serializers.IntegerField(min_value=1, max_value=MOST),
        required=False,
        default=dict,
    )
    quantity = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=0, required=False, allow_null=True
    )
    unit = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default=""
    )
    exception = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default=""
    )

    def validate_shares(self, told: dict[str, int]) -> dict[str, int]:
        """Sources that are known."""
        if not set(told) <= set(Fund.values):
            raise serializers.ValidationError("Nguồn vốn không hợp lệ.")
        return told


class SupportWithdrawIn(serializers.Serializer[Support]):
    """Why a support is taken back."""

    reason = serializers.CharField(max_length=200)
