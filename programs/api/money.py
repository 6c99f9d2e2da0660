"""Money of projects for programs: given, shared, changed, spent, carried over."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import Agency, User
from accounts.officer import need
from accounts.scoped_list import ScopedList
from areas.models import Area, AreaQuerySet
from core.payload import checked
from core.preconditions import etag, wanted_version
from programs.api.frame import part_of
from programs.choices import ChangeKind, EntryKind, Fund, Nature
from programs.filters import AllocationFilter
from programs.models import Allocation, Project
from programs.selectors.money import changeable_by, paid_for
from programs.serializers.money import (
    AllocationOut,
    CarryIn,
    ChangeIn,
    EntryIn,
    EntryOut,
    GiveIn,
    ShareMoneyIn,
)
from programs.services.carrying import CarryOver, carry_over
from programs.services.changing import Changing, change
from programs.services.money import Decision, PartTwice, Purpose, Receiver, give, share
from programs.services.spending import Entry, spend

Parts = TypeVar("Parts", bound=Mapping[Any, int])
RELATED = ("project", "sub_project", "area", "agency", "document", "parent")


def _decision(facts: dict[str, Any]) -> Decision:
    names = ("number", "date", "signer", "title")
    return Decision(**{name: facts[name] for name in names})


class AllocationList(ScopedList):
    """Money one may see; POST records money that came to one's area."""

    right = Right.PROJECT_VIEW
    queryset = Allocation.objects.select_related(*RELATED)
    serializer_class = AllocationOut
    filterset_class = AllocationFilter

    @extend_schema(request={"multipart/form-data": GiveIn}, responses={201: AllocationOut})
    def post(self, request: Request) -> Response:
        """Record money that came to one's area, by its decision."""
        me = need(request, Right.MONEY_GIVE)
        facts = checked(GiveIn, request.data)
        areas = Area.objects.visible_to(me, Right.MONEY_GIVE)
        purpose = Purpose(
            get_object_or_404(Project, public_id=facts["project"]),
            part_of(facts["sub_project"]),
            facts["year"],
            Nature(facts["nature"]),
            Fund(facts["fund"]),
            facts["foreign"],
        )
        receiver = Receiver(get_object_or_404(areas, public_id=facts["area"]))
        amount, scan = facts["amount"], facts["scan"]
        made = give(purpose, receiver, amount, _decision(facts), by=me, scan=scan)
        return Response(AllocationOut(made).data, status=201)


def once(parts: Parts, facts: dict[str, Any]) -> Parts:
    """The parts as they are, if none was named twice."""
    if len(parts) < len(facts["parts"]):
        raise PartTwice
    return parts


def _find(request: Request, public_id: UUID, right: Right) -> tuple[User, Allocation]:
    me = need(request, right)
    seen = Allocation.objects.visible_to(me, Right.PROJECT_VIEW)
    found: Allocation = get_object_or_404(
        seen.select_related(*RELATED, "parent__area"), public_id=public_id
    )
    return me, found


@extend_schema(responses=AllocationOut)
@api_view(["GET"])
def money_detail(request: Request, public_id: UUID) -> Response:
    """One allocation with its sums."""
    _, row = _find(request, public_id, Right.PROJECT_VIEW)
    return Response(AllocationOut(row).data, headers={"ETag": etag(row.version)})


def _receivers(areas: AreaQuerySet, told: list[dict[str, Any]]) -> dict[Receiver, int]:
    """Each named receiver among those one may give to, with its part; two queries."""
    named = areas.filter(public_id__in=[part["area"] for part in told])
    known = {area.public_id: area for area in named}
    offices = Agency.objects.filter(area__in=known.values())
    agencies = {(one.area_id, one.public_id): one for one in offices}
    parts: dict[Receiver, int] = {}
    for part in told:
        area = known.get(part["area"])
        agency = agencies.get((area.pk, part["agency"])) if area else None
        if area is None or (part["agency"] is not None and agency is None):
            raise Http404
        parts[Receiver(area, agency)] = part["amount"]
    return parts


@extend_schema(request=ShareMoneyIn, responses={201: AllocationOut(many=True)})
@api_view(["POST"])
def money_share(request: Request, public_id: UUID) -> Response:
    """Give parts on to areas below, or to agencies of the area."""
    me, row = _find(request, public_id, Right.MONEY_GIVE)
    facts = checked(ShareMoneyIn, request.data)
    areas = Area.objects.visible_to(me, Right.MONEY_GIVE)
    parts = once(_receivers(areas, facts["parts"]), facts)
    version = wanted_version(request.headers)
    made = share(row, parts, _decision(facts), by=me, version=version)
    return Response(AllocationOut(made, many=True).data, status=201)


@extend_schema(request=ChangeIn, responses=AllocationOut(many=True))
@api_view(["POST"])
def money_change(request: Request, public_id: UUID) -> Response:
    """Adjust or transfer the parts of an allocation, by a numbered decision."""
    me, row = _find(request, public_id, Right.MONEY_GIVE)
    facts = checked(ChangeIn, request.data)
    told = once({part["allocation"]: part["amount"] for part in facts["parts"]}, facts)
    known = {one.public_id: one.pk for one in changeable_by(me, row)}
    if not told.keys() <= known.keys():
        raise Http404
    deltas = {known[key]: amount for key, amount in told.items()}
    seen = row.pk, wanted_version(request.headers)
    wanted = Changing(ChangeKind(facts["kind"]), facts["reason"], deltas, seen)
    done = change(row.area, wanted, _decision(facts), by=me)
    return Response(AllocationOut(done, many=True).data)


@extend_schema(request=EntryIn, responses={201: EntryOut})
@api_view(["POST"])
def money_spend(request: Request, public_id: UUID) -> Response:
    """Record a commitment, advance, payment, return or settlement."""
    me, row = _find(request, public_id, Right.MONEY_SPEND)
    facts = checked(EntryIn, request.data)
    wanted = facts.pop("activity")
    work = get_object_or_404(paid_for(row), public_id=wanted) if wanted else None
    entry = Entry(kind=EntryKind(facts.pop("kind")), activity=work, **facts)
    version = wanted_version(request.headers)
    made = spend(row, entry, by=me, version=version)
    return Response(EntryOut(made).data, status=201)


@extend_schema(request=CarryIn, responses={201: AllocationOut})
@api_view(["POST"])
def money_carry(request: Request, public_id: UUID) -> Response:
    """Move what was not spent to the next year."""
    me, row = _find(request, public_id, Right.MONEY_GIVE)
    facts = checked(CarryIn, request.data)
    wanted = CarryOver(facts["amount"], facts["spend_by"])
    version = wanted_version(request.headers)
    made = carry_over(row, wanted, _decision(facts), by=me, version=version)
    return Response(AllocationOut(made).data, status=201)
