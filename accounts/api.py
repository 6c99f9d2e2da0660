"""Areas, the person behind the request, grants and tokens."""

from uuid import UUID

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.shortcuts import get_object_or_404
from django_otp import login as otp_login
from django_otp import user_has_device
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import agencies, services, users
from accounts.choices import Right, Role
from accounts.filters import UserFilter
from accounts.models import Agency, ApiToken, RoleGrant, User
from accounts.officer import need, officer
from accounts.permissions import AtTheDesk
from accounts.scoped_list import ScopedList
from accounts.serializers import (
    AgencyIn,
    AgencyOut,
    CodeIn,
    CodesOut,
    FactorOut,
    GrantIn,
    GrantOut,
    MeOut,
    NewTokenOut,
    PasswordIn,
    SubstituteIn,
    SuccessionIn,
    TokenIn,
    TokenOut,
    UserActIn,
    UserActOut,
    UserIn,
    UserOut,
)
from areas.filters import AreaFilter
from areas.models import Area
from areas.serializers import AreaOut
from core.dates import today
from core.payload import checked
from core.preconditions import wanted_version


class AreaList(ScopedList):
    """Areas one may see, of all times unless a day is named."""

    right = Right.AREA_VIEW
    queryset = Area.objects.select_related("parent")
    serializer_class = AreaOut
    filterset_class = AreaFilter


@extend_schema(responses=AreaOut)
@api_view(["GET"])
def area_detail(request: Request, public_id: UUID) -> Response:
    """One area during its period."""
    me = need(request, Right.AREA_VIEW)
    areas = Area.objects.visible_to(me, Right.AREA_VIEW).select_related("parent")
    return Response(AreaOut(get_object_or_404(areas, public_id=public_id)).data)


@extend_schema(responses=MeOut)
@api_view(["GET"])
def me(request: Request) -> Response:
    """Who asks, and what they may do today."""
    return Response(MeOut(officer(request)).data)


@extend_schema(request=PasswordIn, responses={204: None})
@api_view(["POST"])
@permission_classes([IsAuthenticated, AtTheDesk])
def me_password(request: Request) -> Response:
    """Change one's own password; other sessions end, this one and tokens stay."""
    mine = officer(request)
    facts = checked(PasswordIn, request.data)
    users.check_own_password(request._request, mine, facts["old_password"])
    validate_password(facts["new_password"], mine)
    changed = users.change_password(mine, facts["new_password"])
    update_session_auth_hash(request._request, changed)
    return Response(status=204)


@extend_schema(methods=["GET"], responses=FactorOut)
@extend_schema(methods=["POST"], request=CodeIn, responses={201: CodesOut})
@api_view(["GET", "POST"])
@permission_classes([IsAuthenticated, AtTheDesk])
def me_factor(request: Request) -> Response:
    """One's own second factor: whether it is on; POST sends the telephone's digits."""
    mine = officer(request)
    secret = {"Cache-Control": "no-store"}
    if request.method == "POST":
        facts = checked(CodeIn, request.data)
        device, codes = users.confirm_factor(mine, facts["code"])
        otp_login(request._request, device)
        return Response({"codes": codes}, status=201, headers=secret)
    waiting = users.waiting_factor(mine)
    address = waiting.config_url if waiting else ""
    told = {"is_on": user_has_device(mine), "address": address}
    return Response(told, headers=secret)


@extend_schema(request=None, responses={201: FactorOut})
@api_view(["POST"])
@permission_classes([IsAuthenticated, AtTheDesk])
def me_factor_begin(request: Request) -> Response:
    """Make the secret for a telephone; one that waited before is forgotten."""
    device = users.begin_factor(officer(request))
    told = {"is_on": False, "address": device.config_url}
    return Response(told, status=201, headers={"Cache-Control": "no-store"})


class UserList(ScopedList):
    """Accounts of the areas the person manages; POST opens one."""

    right = Right.ACCOUNT_MANAGE
    queryset = User.objects.select_related("area").order_by("username")
    serializer_class = UserOut
    filterset_class = UserFilter

    @extend_schema(request=UserIn, responses={201: UserOut})
    def post(self, request: Request) -> Response:
        """Open an account of an area."""
        by = need(request, Right.ACCOUNT_MANAGE)
        facts = checked(UserIn, request.data)
        validate_password(facts["password"])
        areas = Area.objects.visible_to(by, Right.ACCOUNT_MANAGE)
        area = get_object_or_404(areas, public_id=facts.pop("area"))
        opened = users.open_account(area, by=by, **facts)
        return Response(UserOut(opened).data, status=201)


@extend_schema(request=UserActIn, responses=UserActOut)
@api_view(["POST"])
def user_act(request: Request, public_id: UUID) -> Response:
    """Close or open an account, renew its password, forget its second factor."""
    by = need(request, Right.ACCOUNT_MANAGE)
    found = get_object_or_404(
        User.objects.visible_to(by, Right.ACCOUNT_MANAGE), public_id=public_id
    )
    facts = checked(UserActIn, request.data)
    areas = Area.objects.visible_to(by, Right.ACCOUNT_MANAGE)
    area = get_object_or_404(areas, public_id=facts["area"]) if facts["area"] else None
    told = users.act(found, facts["act"], by=by, area=area)
    found.refresh_from_db()
    shown = {**UserOut(found).data, "password": told}
    return Response(shown, headers={"Cache-Control": "no-store"} if told else None)


class AgencyList(ScopedList):
    """Agencies of the areas the person manages; POST founds one."""

    right = Right.ACCOUNT_MANAGE
    queryset = Agency.objects.select_related("area")
    serializer_class = AgencyOut

    @extend_schema(request=AgencyIn, responses={201: AgencyOut})
    def post(self, request: Request) -> Response:
        """Found an agency."""
        by = need(request, Right.ACCOUNT_MANAGE)
        facts = checked(AgencyIn, request.data)
        areas = Area.objects.visible_to(by, Right.ACCOUNT_MANAGE)
        area = get_object_or_404(areas, public_id=facts.pop("area"))
        founded = agencies.found_agency(area, by=by, **facts)
        return Response(AgencyOut(founded).data, status=201)


@extend_schema(request=SuccessionIn, responses=AgencyOut)
@api_view(["POST"])
def agency_succeed(request: Request) -> Response:
    """Pass an agency's work and grants to another."""
    by = need(request, Right.ACCOUNT_MANAGE)
    facts = checked(SuccessionIn, request.data)
    seen = Agency.objects.visible_to(by, Right.ACCOUNT_MANAGE)
    old, new = (get_object_or_404(seen, public_id=facts.pop(n)) for n in ("old", "new"))
    passed = agencies.succeed_agency(old, new, by=by, **facts)
    return Response(AgencyOut(passed.old).data)


class GrantList(ScopedList):
    """Grants in the areas the person manages; POST gives one."""

    right = Right.ACCOUNT_MANAGE
    queryset = RoleGrant.objects.select_related(
        "user", "area", "agency__area", "granted_by", "substitutes"
    )
    serializer_class = GrantOut

    @extend_schema(request=GrantIn, responses={201: GrantOut})
    def post(self, request: Request) -> Response:
        """Give a role in an area, by another person."""
        by = need(request, Right.ACCOUNT_MANAGE)
        facts = checked(GrantIn, request.data)
        areas = Area.objects.visible_to(by, Right.ACCOUNT_MANAGE)
        area = get_object_or_404(areas, public_id=facts.pop("area"))
        agency = facts.pop("agency")
        if agency is not None:
            agency = get_object_or_404(
                Agency.objects.filter(area=area, valid_to=None), public_id=agency
            )
        role = Role(facts.pop("role"))
        grant = services.give_grant(
            facts.pop("username"), role=role, area=area, agency=agency, by=by, **facts
        )
        return Response(GrantOut(grant).data, status=201)


@extend_schema(request=None, responses=GrantOut)
@api_view(["POST"])
def grant_end(request: Request, public_id: UUID) -> Response:
    """End a grant today."""
    by = need(request, Right.ACCOUNT_MANAGE)
    grants = RoleGrant.objects.visible_to(by, Right.ACCOUNT_MANAGE)
    grant = get_object_or_404(grants, public_id=public_id)
    version = wanted_version(request.headers)
    ended = services.end_grant(grant, on=today(), by=by, version=version)
    return Response(GrantOut(ended).data)


@extend_schema(request=SubstituteIn, responses={201: GrantOut(many=True)})
@api_view(["POST"])
def substitute(request: Request) -> Response:
    """Let one person act for another for some days."""
    by = need(request, Right.ACCOUNT_MANAGE)
    facts = checked(SubstituteIn, request.data)
    given = services.substitute(facts.pop("absent"), by=by, **facts)
    return Response(GrantOut(given, many=True).data, status=201)


@extend_schema(methods=["GET"], responses=TokenOut(many=True))
@extend_schema(methods=["POST"], request=TokenIn, responses={201: NewTokenOut})
@api_view(["GET", "POST"])
def tokens(request: Request) -> Response:
    """One's own API tokens; POST makes one and shows its text this once."""
    mine = officer(request)
    if request.method == "GET":
        found = ApiToken.objects.filter(user=mine).order_by("-pk")
        return Response(TokenOut(found, many=True).data)
    facts = checked(TokenIn, request.data)
    token, text = services.create_token(mine, name=facts["name"])
    shown = {**TokenOut(token).data, "text": text}
    return Response(shown, status=201, headers={"Cache-Control": "no-store"})


@extend_schema(request=None, responses={204: None})
@api_view(["POST"])
def token_revoke(request: Request, public_id: UUID) -> Response:
    """End one of one's own tokens at once."""
    mine = ApiToken.objects.filter(user=officer(request))
    services.revoke_token(get_object_or_404(mine, public_id=public_id))
    return Response(status=204)
