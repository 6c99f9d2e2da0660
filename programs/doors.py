"""How pages and programs come to a register: who asks, what is found, what is logged."""

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_list
from programs.models.register import KeptRow
from programs.registers import REGISTERS, Register
from programs.selectors.registers import rows_of


def open_register(
    request: HttpRequest | Request, slug: str, *, writes: bool = False
) -> tuple[User, Register]:
    """A register, and who asks for it with the right to look or to write."""
    register = REGISTERS.get(slug)
    if register is None:
        raise Http404
    return need(request, register.edit if writes else register.view), register


def find_row(
    request: HttpRequest | Request, slug: str, public_id: UUID, *, writes: bool = False
) -> tuple[User, Register, KeptRow]:
    """One row of a register that the person sees."""
    me, register = open_register(request, slug, writes=writes)
    seen = rows_of(me, register).select_related("agency__area")
    row: KeptRow = get_object_or_404(seen, public_id=public_id)
    return me, register, row


def log_rows(
    request: HttpRequest | Request, me: User, register: Register, rows: Iterable[KeptRow]
) -> None:
    """Reading rows that name households is written down."""
    if register.personal:
        record_list(
            me,
            right=register.view,
            subject_type=register.subject,
            paths=[row.area_path for row in rows],
            address=address_of(request),
        )
