"""Registers for programs: what each asks for, its rows, what happened to them."""

from typing import Any
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.officer import need
from core.payload import checked
from core.preconditions import etag, wanted_version
from programs.doors import find_row, log_rows, open_register
from programs.forms.registers import KeptForm, LineForm
from programs.models import Staff
from programs.models.register import KeptRow
from programs.registers import Register
from programs.selectors.registers import registers_for, rows_of
from programs.serializers.registers import (
    KeptIn,
    KeptLineOut,
    KeptRowOut,
    KeptRowWithLinesOut,
    RegisterOut,
)
from programs.services.registers import add_line, change_row, enter_row


@extend_schema(operation_id="registers_overview", responses=RegisterOut(many=True))
@api_view(["GET"])
def register_home(request: Request) -> Response:
    """Registers one may open, and what each asks for."""
    me = need(request, Right.PROJECT_VIEW)
    return Response(RegisterOut(map(_told, registers_for(me)), many=True).data)


def _told(register: Register) -> dict[str, Any]:
    lines = register.lines
    return {
        "slug": register.slug,
        "title": register.title,
        "about": register.about,
        "row": _asked(register.model, register.fields),
        "line": _asked(lines.model, lines.fields) if lines else [],
    }


def _asked(model: Any, names: tuple[str, ...]) -> list[dict[str, Any]]:
    fields = [(name, model._meta.get_field(name)) for name in names]
    return [
        {
            "key": name,
            "label": str(db.verbose_name),
            "required": not db.blank and not db.has_default(),
            "choices": dict(db.choices or ()),
        }
        for name, db in fields
    ]


class RegisterList(GenericAPIView[Any]):
    """Rows of a register one may see; POST enters one."""

    serializer_class = KeptRowOut
    queryset = Staff.objects.none()  # what the schema is drawn from

    @extend_schema(responses=KeptRowOut(many=True))
    def get(self, request: Request, slug: str) -> Response:
        """The rows, by pages; reading those that name households is written down."""
        me, register = open_register(request, slug)
        rows = rows_of(me, register)
        page = self.paginate_queryset(rows) or []
        log_rows(request, me, register, page)
        told = KeptRowOut(page, many=True, context={"register": register})
        return self.get_paginated_response(told.data)

    @extend_schema(request=KeptIn, responses={201: KeptRowWithLinesOut})
    def post(self, request: Request, slug: str) -> Response:
        """Enter a row."""
        me, register = open_register(request, slug, writes=True)
        values = checked(KeptIn, request.data)["values"]
        facts = _facts(KeptForm(values, user=me, register=register))
        row = enter_row(register, facts, by=me)
        return Response(_row(register, row), status=201)


def _facts(form: KeptForm) -> dict[str, Any]:
    """What was typed, or the refusal of the form, field by field."""
    if not form.is_valid():
        raise ValidationError(form.errors.get_json_data())
    return form.facts()


def _row(register: Register, row: KeptRow) -> Any:
    return KeptRowWithLinesOut(row, context={"register": register}).data


@extend_schema(methods=["GET"], responses=KeptRowWithLinesOut)
@extend_schema(methods=["PUT"], request=KeptIn, responses=KeptRowWithLinesOut)
@api_view(["GET", "PUT"])
def register_detail(request: Request, slug: str, public_id: UUID) -> Response:
    """One row with its lines; PUT changes it on the version of `If-Match`."""
    writes = request.method == "PUT"
    me, register, row = find_row(request, slug, public_id, writes=writes)
    if writes:
        version = wanted_version(request.headers)
        values = checked(KeptIn, request.data)["values"]
        facts = _facts(KeptForm(values, user=me, register=register, row=row))
        row = change_row(register, row, facts, by=me, version=version)
    log_rows(request, me, register, [row])
    return Response(_row(register, row), headers={"ETag": etag(row.version)})


@extend_schema(request=KeptIn, responses={201: KeptLineOut})
@api_view(["POST"])
def register_line(request: Request, slug: str, public_id: UUID) -> Response:
    """Say what happened to a row on a day."""
    me, register, row = find_row(request, slug, public_id, writes=True)
    if register.lines is None:
        raise Http404
    values = checked(KeptIn, request.data)["values"]
    facts = _facts(LineForm(values, user=me, register=register, row=row))
    line = add_line(register, row, facts, by=me)
    return Response(KeptLineOut(line, context={"register": register}).data, status=201)
