"""Meetings, postings, objections, re-checks and letters of opinion."""

from rest_framework import serializers

from areas.serializers import AreaBrief
from households.models import Objection, Posting, Recheck, Review, VillageMeeting


class MeetingOut(serializers.ModelSerializer[VillageMeeting]):
    """The minutes of a village's meeting."""

    village = AreaBrief(read_only=True)

    class Meta:
        model = VillageMeeting
        fields = [
            "village",
            "held_on",
            "chair",
            "secretary",
            "present",
            "agreeing",
            "agreed",
            "note",
        ]


class MeetingIn(serializers.Serializer[VillageMeeting]):
    """A meeting to record; without a village it is of the whole commune."""

    village = serializers.UUIDField(required=False, allow_null=True, default=None)
    held_on = serializers.DateField()
    chair = serializers.CharField(max_length=120)
    secretary = serializers.CharField(max_length=120, required=False, default="")
    present = serializers.IntegerField(min_value=1)
    agreeing = serializers.IntegerField(min_value=0)
    note = serializers.CharField(max_length=400, required=False, default="")


class PostingOut(serializers.ModelSerializer[Posting]):
    """A list that hangs, and until when."""

    class Meta:
        model = Posting
        fields = ["posted_on", "ends_on", "places"]


class PostingIn(serializers.Serializer[Posting]):
    """From when and where a list hangs."""

    posted_on = serializers.DateField()
    places = serializers.CharField(max_length=300)


class ObjectionOut(serializers.ModelSerializer[Objection]):
    """What somebody said about a posted result, and the answer."""

    review = serializers.SlugRelatedField[Review](slug_field="public_id", read_only=True)

    class Meta:
        model = Objection
        fields = [
            "public_id",
            "review",
            "by_name",
            "content",
            "received_on",
            "due_on",
            "status",
            "answer",
            "answered_on",
        ]


class ObjectionIn(serializers.Serializer[Objection]):
    """An objection to take in."""

    by_name = serializers.CharField(max_length=120)
    content = serializers.CharField(max_length=600)
    received_on = serializers.DateField()


class ObjectionAnswerIn(serializers.Serializer[Objection]):
    """What the re-check found."""

    answer = serializers.CharField(max_length=600)


class RecheckOut(serializers.ModelSerializer[Recheck]):
    """What the superior found when looking again."""

    class Meta:
        model = Recheck
        fields = ["day", "agrees", "finding"]


class RecheckIn(serializers.Serializer[Recheck]):
    """A re-check of one household."""

    agrees = serializers.BooleanField()
    finding = serializers.CharField(max_length=400)


class LetterIn(serializers.Serializer[Recheck]):
    """One letter of opinion for several communes; the scan as multipart file."""

    rounds = serializers.ListField(child=serializers.UUIDField(), allow_empty=False)
    number = serializers.CharField(max_length=60)
    date = serializers.DateField()
    signer = serializers.CharField(max_length=120)
    note = serializers.CharField(required=False, allow_blank=True, default="")
    scan = serializers.FileField(required=False, allow_null=True, default=None)
