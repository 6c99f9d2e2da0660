"""Households, rounds, reviews and recognitions as the API shows and takes them."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from households.choices import Cause, Relation, RoundStatus, Sex
from households.models import (
    CommuneRound,
    Household,
    Member,
    Recognition,
    Review,
    Round,
)
from households.rules import MAX_POINTS
from households.services.registry import MemberFacts
from households.services.reviews import Answers
from households.services.rounds import Decision
from office.serializers import DocumentOut


class MemberOut(serializers.ModelSerializer[Member]):
    """A person in a household, with the days of membership."""

    full_name = serializers.CharField(source="person.full_name")
    sex = serializers.CharField(source="person.sex")
    birth_year = serializers.IntegerField(source="person.birth_year", allow_null=True)
    ethnic_group = serializers.CharField(source="person.ethnic_group")

    class Meta:
        model = Member
        fields = [
            "public_id",
            "full_name",
            "relation",
            "sex",
            "birth_year",
            "ethnic_group",
            "valid_from",
            "valid_to",
        ]


class HouseholdBrief(serializers.ModelSerializer[Household]):
    """A household in a list."""

    commune = AreaBrief(read_only=True)
    village = AreaBrief(read_only=True)

    class Meta:
        model = Household
        fields = [
            "public_id",
            "code",
            "head_name",
            "size",
            "ethnic_minority",
            "commune",
            "village",
            "is_demo",
        ]


class RecognitionOut(serializers.ModelSerializer[Recognition]):
    """A class over a valid period, and the decision behind it."""

    household = serializers.SlugRelatedField[Household](
        slug_field="public_id", read_only=True
    )
    document = DocumentOut(read_only=True)

    class Meta:
        model = Recognition
        fields = [
            "public_id",
            "household",
            "klass",
            "size",
            "valid_from",
            "valid_to",
            "recorded_at",
            "document",
        ]


class HouseholdOut(HouseholdBrief):
    """A household with its open members."""

    members = serializers.SerializerMethodField()

    class Meta(HouseholdBrief.Meta):
        fields = [*HouseholdBrief.Meta.fields, "members", "version"]

    def get_members(self, household: Household) -> list[dict[str, Any]]:
        """Persons who are members now."""
        members = household.members.filter(valid_to=None).select_related("person")
        return list(MemberOut(members, many=True).data)


class MemberIn(serializers.Serializer[MemberFacts]):
    """One member; without an id it is somebody new."""

    public_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    full_name = serializers.CharField(max_length=120)
    relation = serializers.ChoiceField(choices=Relation.choices)
    sex = serializers.ChoiceField(choices=Sex.choices)
    birth_year = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1890, max_value=2100
    )
    ethnic_group = serializers.CharField(max_length=40)


class HouseholdIn(serializers.Serializer[Household]):
    """A household to register in a village or commune."""

    area = serializers.UUIDField()
    code = serializers.CharField(max_length=30)
    members = MemberIn(many=True)


class RoundOut(serializers.ModelSerializer[Round]):
    """A round, its standard and its procedure."""

    area = AreaBrief(read_only=True)

    class Meta:
        model = Round
        fields = [
            "public_id",
            "year",
            "kind",
            "month",
            "area",
            "standard",
            "procedure",
            "opens_on",
            "closes_on",
        ]


class RoundIn(serializers.Serializer[Round]):
    """A periodic round to open."""

    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2016, max_value=2100)
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()


class CommuneRoundOut(serializers.ModelSerializer[CommuneRound]):
    """Where a commune stands, and how far its list is."""

    round = RoundOut(read_only=True)
    commune = AreaBrief(read_only=True)
    listed = serializers.IntegerField(read_only=True)
    done = serializers.IntegerField(read_only=True)

    class Meta:
        model = CommuneRound
        fields = [
            "public_id",
            "round",
            "commune",
            "status",
            "due_on",
            "listed",
            "done",
            "version",
        ]


class StepIn(serializers.Serializer[CommuneRound]):
    """The next step of a commune."""

    to = serializers.ChoiceField(choices=RoundStatus.choices)
    note = serializers.CharField(required=False, allow_blank=True, default="")


class DecisionIn(serializers.Serializer[Decision]):
    """The numbered decision that recognises a result; the scan as multipart file."""

    number = serializers.CharField(max_length=60)
    date = serializers.DateField()
    signer = serializers.CharField(max_length=120)
    scan = serializers.FileField(required=False, allow_null=True, default=None)


class ListedIn(serializers.Serializer[Household]):
    """A household to put on a commune's list."""

    household = serializers.UUIDField()


class ReviewOut(serializers.ModelSerializer[Review]):
    """One household's form, its class and why."""

    household = HouseholdBrief(read_only=True)
    commune_round = serializers.SlugRelatedField[CommuneRound](
        slug_field="public_id", read_only=True
    )

    class Meta:
        model = Review
        fields = [
            "public_id",
            "commune_round",
            "household",
            "origin",
            "status",
            "class_before",
            "size",
            "ethnic_minority",
            "urban",
            "score_b1",
            "deprivations",
            "causes",
            "wishes",
            "klass",
            "explanation",
            "updated_at",
            "version",
        ]


class ReviewIn(serializers.Serializer[Answers]):
    """What was answered; `finish` closes the form, otherwise it stays a draft."""

    score_b1 = serializers.IntegerField(min_value=0, max_value=MAX_POINTS, allow_null=True)
    deprivations = serializers.ListField(child=serializers.CharField(max_length=30))
    causes = serializers.MultipleChoiceField(choices=Cause.choices, default=set)
    wishes = serializers.CharField(
        max_length=400, required=False, allow_blank=True, default=""
    )
    members = MemberIn(many=True, required=False, allow_null=True, default=None)
    finish = serializers.BooleanField(default=False)

    def answers(self) -> Answers:
        """The answers as the service takes them."""
        data = self.validated_data
        members = data["members"]
        return Answers(
            score_b1=data["score_b1"],
            deprivations=data["deprivations"],
            causes=sorted(data["causes"]),
            wishes=data["wishes"],
            members=None if members is None else [MemberFacts(**m) for m in members],
        )
