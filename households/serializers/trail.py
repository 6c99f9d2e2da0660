"""History, likenesses and columns as the API shows and takes them."""

from rest_framework import serializers

from households.choices import Verdict
from households.models import Likeness, Member
from households.rules.tables import Field
from households.selectors.history import Change
from households.selectors.likeness import LikePair
from households.serializers.registry import HouseholdBrief
from office.models import ImportRun


class ChangeOut(serializers.Serializer[Change]):
    """One field of one record before and after."""

    at = serializers.DateTimeField()
    by = serializers.CharField()
    what = serializers.CharField()
    name = serializers.CharField(source="field")
    before = serializers.CharField()
    after = serializers.CharField()


class LikeQuery(serializers.Serializer[LikePair]):
    """Whose pairs, and which page of them."""

    commune = serializers.UUIDField()
    page = serializers.IntegerField(min_value=1, default=1)


class SideOut(serializers.ModelSerializer[Member]):
    """One of two memberships that may be of one person; the number is masked."""

    household = HouseholdBrief(read_only=True)
    full_name = serializers.CharField(source="person.full_name")
    birth_year = serializers.IntegerField(source="person.birth_year", allow_null=True)
    cccd = serializers.CharField(source="person.cccd_masked")

    class Meta:
        model = Member
        fields = ["public_id", "household", "full_name", "birth_year", "cccd"]


class LikePairOut(serializers.Serializer[LikePair]):
    """A pair, and what was said of it."""

    first = SideOut()
    second = SideOut()
    verdict = serializers.CharField()


class VerdictIn(serializers.Serializer[Likeness]):
    """Whether two memberships are of one person."""

    first = serializers.UUIDField()
    second = serializers.UUIDField()
    verdict = serializers.ChoiceField(choices=Verdict.choices)
    note = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default=""
    )


class ListedCountOut(serializers.Serializer[ImportRun]):
    """How many requests were put on a list."""

    listed = serializers.IntegerField()


class ColumnsIn(serializers.Serializer[ImportRun]):
    """What the columns of a sheet mean: column number from 0 to the name of a field."""

    signature = serializers.CharField(max_length=32)
    columns = serializers.DictField(
        child=serializers.ChoiceField(choices=[field.value for field in Field])
    )
