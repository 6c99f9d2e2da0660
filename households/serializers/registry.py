"""Households, members, events, moves and recognised classes."""

from typing import Any

from rest_framework import serializers

from areas.serializers import AreaBrief
from households.choices import RECORDED, EventKind, Relation, Sex
from households.models import (
    Household,
    HouseholdEvent,
    HouseholdMove,
    Member,
    Recognition,
)
from households.services.registry import MemberFacts
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


class EventOut(serializers.ModelSerializer[HouseholdEvent]):
    """Something that happened to a household."""

    household = serializers.SlugRelatedField[Household](
        slug_field="public_id", read_only=True
    )
    other = serializers.SlugRelatedField[Household](slug_field="public_id", read_only=True)
    recorded_by = serializers.CharField(source="recorded_by.full_name", read_only=True)
    undone = serializers.SerializerMethodField()

    class Meta:
        model = HouseholdEvent
        fields = [
            "public_id",
            "household",
            "kind",
            "day",
            "other",
            "note",
            "recorded_by",
            "recorded_at",
            "undone",
        ]

    def get_undone(self, event: HouseholdEvent) -> bool:
        """Whether a later record took it back."""
        return hasattr(event, "undone_by")


class EventIn(serializers.Serializer[HouseholdEvent]):
    """Something to record. `person` for births and joining; `member` for whom it is about.

    For a split `members` go, `member` leads them under `code`; `new_head` leads who stays.
    """

    NEEDS = {
        EventKind.BORN: ["person"],
        EventKind.JOINED: ["person"],
        EventKind.DIED: ["member"],
        EventKind.LEFT: ["member"],
        EventKind.HEAD_CHANGED: ["member"],
        EventKind.SPLIT: ["members", "member", "code"],
        EventKind.MERGED: ["into"],
        EventKind.DISSOLVED: ["note"],
    }
    kind = serializers.ChoiceField(choices=RECORDED)
    day = serializers.DateField()
    person = MemberIn(required=False, allow_null=True, default=None)
    member = serializers.UUIDField(required=False, allow_null=True, default=None)
    members = serializers.ListField(child=serializers.UUIDField(), default=list)
    new_head = serializers.UUIDField(required=False, allow_null=True, default=None)
    into = serializers.UUIDField(required=False, allow_null=True, default=None)
    code = serializers.CharField(max_length=30, required=False, default="")
    note = serializers.CharField(max_length=300, required=False, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Each kind has facts of its own."""
        missing = [n for n in self.NEEDS[EventKind(attrs["kind"])] if not attrs[n]]
        if missing:
            raise serializers.ValidationError(
                dict.fromkeys(missing, "Việc này cần trường này.")
            )
        return attrs


class MoveOut(serializers.ModelSerializer[HouseholdMove]):
    """A household on its way to another commune."""

    household = HouseholdBrief(read_only=True)
    from_commune = AreaBrief(read_only=True)
    to_commune = AreaBrief(read_only=True)

    class Meta:
        model = HouseholdMove
        fields = [
            "public_id",
            "household",
            "from_commune",
            "to_commune",
            "status",
            "note",
            "answer",
            "proposed_on",
            "version",
        ]


class MoveIn(serializers.Serializer[HouseholdMove]):
    """A household to propose to another commune."""

    household = serializers.UUIDField()
    to = serializers.UUIDField()
    note = serializers.CharField(max_length=300, required=False, default="")


class MoveAnswerIn(serializers.Serializer[HouseholdMove]):
    """Accept into a `village`, refuse with a `note`, or withdraw."""

    act = serializers.ChoiceField(choices=["accept", "refuse", "withdraw"])
    village = serializers.UUIDField(required=False, allow_null=True, default=None)
    note = serializers.CharField(max_length=300, required=False, default="")
