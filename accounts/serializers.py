"""Persons, grants and tokens as the API shows and takes them."""

from rest_framework import serializers

from accounts.choices import AccountAct, Role
from accounts.models import Agency, ApiToken, RoleGrant, User
from areas.serializers import AreaBrief


class UserBrief(serializers.ModelSerializer[User]):
    """A person where another record names one."""

    class Meta:
        model = User
        fields = ["public_id", "username", "full_name"]


class UserOut(serializers.ModelSerializer[User]):
    """An account as its administrator sees it."""

    area = AreaBrief(read_only=True)

    class Meta:
        model = User
        fields = ["public_id", "username", "full_name", "area", "is_active", "last_login"]
        read_only_fields = fields


class UserIn(serializers.Serializer[User]):
    """An account to open; the first password lasts until the first sign-in."""

    username = serializers.CharField(max_length=150)
    full_name = serializers.CharField(max_length=120)
    area = serializers.UUIDField()
    password = serializers.CharField(max_length=128, write_only=True)


class UserActIn(serializers.Serializer[User]):
    """What to do with an account."""

    act = serializers.ChoiceField(choices=AccountAct.choices)
    area = serializers.UUIDField(required=False, allow_null=True, default=None)


class UserActOut(UserOut):
    """The account, and a new password told this once."""

    password = serializers.CharField(allow_blank=True, read_only=True)

    class Meta(UserOut.Meta):
        fields = [*UserOut.Meta.fields, "password"]


class PasswordIn(serializers.Serializer[User]):
    """One's own password, the old and the new."""

    old_password = serializers.CharField(max_length=128, write_only=True)
    new_password = serializers.CharField(max_length=128, write_only=True)


class FactorOut(serializers.Serializer[User]):
    """Whether the second factor is on; while it waits for digits, the secret."""

    is_on = serializers.BooleanField()
    address = serializers.CharField(allow_blank=True)


class CodeIn(serializers.Serializer[User]):
    """The telephone's six digits."""

    code = serializers.CharField(max_length=20)


class CodesOut(serializers.Serializer[User]):
    """Recovery codes, shown this once."""

    codes = serializers.ListField(child=serializers.CharField())


class AgencyOut(serializers.ModelSerializer[Agency]):
    """An office of an area."""

    area = AreaBrief(read_only=True)

    class Meta:
        model = Agency
        fields = ["public_id", "name", "area", "valid_from", "valid_to"]


class AgencyIn(serializers.Serializer[Agency]):
    """An office to found; the area by its public id."""

    name = serializers.CharField(max_length=200)
    area = serializers.UUIDField()
    valid_from = serializers.DateField(required=False, allow_null=True, default=None)


class SuccessionIn(serializers.Serializer[Agency]):
    """Which agency takes over from which, when, by what."""

    old = serializers.UUIDField()
    new = serializers.UUIDField()
    day = serializers.DateField()
    decision = serializers.CharField(max_length=200)


class GrantOut(serializers.ModelSerializer[RoleGrant]):
    """A role in an area during a period."""

    user = UserBrief(read_only=True)
    area = AreaBrief(read_only=True)
    agency = AgencyOut(read_only=True)
    granted_by = UserBrief(read_only=True)
    substitutes = UserBrief(read_only=True)

    class Meta:
        model = RoleGrant
        fields = [
            "public_id",
            "user",
            "role",
            "area",
            "agency",
            "valid_from",
            "valid_to",
            "granted_by",
            "substitutes",
            "reason",
            "version",
        ]


class MeOut(serializers.Serializer[User]):
    """The person behind the request and what they may do today."""

    public_id = serializers.UUIDField()
    username = serializers.CharField()
    full_name = serializers.CharField()
    grants = GrantOut(many=True, source="current_grants")


class GrantIn(serializers.Serializer[RoleGrant]):
    """A role to give; area by its public id, person by user name."""

    username = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.filter(is_active=True)
    )
    role = serializers.ChoiceField(choices=Role.choices)
    area = serializers.UUIDField()
    agency = serializers.UUIDField(required=False, allow_null=True, default=None)
    valid_from = serializers.DateField()
    valid_to = serializers.DateField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class SubstituteIn(serializers.Serializer[RoleGrant]):
    """Who acts for whom, from the first to the last day, both included."""

    absent = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.filter(is_active=True)
    )
    by_user = serializers.SlugRelatedField(
        slug_field="username", queryset=User.objects.filter(is_active=True)
    )
    first = serializers.DateField()
    last = serializers.DateField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class TokenIn(serializers.Serializer[ApiToken]):
    """What a new token is for."""

    name = serializers.CharField(max_length=80)


class TokenOut(serializers.ModelSerializer[ApiToken]):
    """A token without its text."""

    class Meta:
        model = ApiToken
        fields = ["public_id", "name", "created_at", "expires_at", "revoked_at"]


class NewTokenOut(TokenOut):
    """A token just made: its text is shown this once."""

    text = serializers.CharField(read_only=True)

    class Meta(TokenOut.Meta):
        fields = [*TokenOut.Meta.fields, "text"]
