"""Rounds, communes in them, forms and decisions."""

from rest_framework import serializers

from areas.serializers import AreaBrief
from households.choices import Cause, Group, RoundStatus
from households.models import CommuneRound, Household, Review, Round
from households.rules import MAX_POINTS
from households.serializers.registry import HouseholdBrief, MemberIn
from households.services.registry import MemberFacts
from households.services.reviews import Answers
from households.services.rounds import Decision
from households.standards import needs


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
            "coming_standard",
            "opens_on",
            "closes_on",
        ]


class RoundIn(serializers.Serializer[Round]):
    """A periodic round to open."""

    area = serializers.UUIDField()
    year = serializers.IntegerField(min_value=2016, max_value=2100)
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()
    coming_standard = serializers.CharField(
        max_length=20, required=False, allow_blank=True, default=""
    )


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
            "step_due_on",
            "days_late",
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
    scan = serializers.FileField()


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
            "sheet",
            "sheet_answers",
            "deprivations",
            "deprived_total",
            "suggestions",
            "causes",
            "groups",
            "needs",
            "wishes",
            "average_confirmed",
            "klass",
            "explanation",
            "coming_klass",
            "updated_at",
            "version",
        ]


class ReviewIn(serializers.Serializer[Answers]):
    """What was answered; `finish` closes the form, otherwise it stays a draft."""

    score_b1 = serializers.IntegerField(min_value=0, max_value=MAX_POINTS, allow_null=True)
    deprivations = serializers.ListField(child=serializers.CharField(max_length=30))
    causes = serializers.MultipleChoiceField(choices=Cause.choices, default=set)
    groups = serializers.MultipleChoiceField(choices=Group.choices, default=set)
    needs = serializers.MultipleChoiceField(choices=list(needs().items()), default=set)
    wishes = serializers.CharField(
        max_length=400, required=False, allow_blank=True, default=""
    )
    deprived_total = serializers.IntegerField(
        min_value=0, max_value=30, required=False, allow_null=True, default=None
    )
    average_confirmed = serializers.BooleanField(default=False)
    sheet_answers = serializers.DictField(
        child=serializers.CharField(max_length=30), default=dict
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
            groups=sorted(data["groups"]),
            needs=sorted(data["needs"]),
            wishes=data["wishes"],
            deprived_total=data["deprived_total"],
            average_confirmed=data["average_confirmed"],
            sheet_answers=data["sheet_answers"],
            members=None if members is None else [MemberFacts(**m) for m in members],
        )
