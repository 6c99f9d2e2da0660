"""What stands on the slips of one household: receipts and confirmations."""

from typing import Any

from households.models import Confirmation, ReviewRequest
from households.selectors.papers import letterhead, vietnamese


def receipt_slip(request: ReviewRequest) -> dict[str, Any]:
    """A request's receipt: what was handed in, and when to come back."""
    return letterhead(request.commune) | {
        "number": request.receipt,
        "applicant": request.applicant,
        "household": request.household.head_name,
        "where": _where(request),
        "kind": request.get_kind_display(),
        "received_on": f"{request.received_on:%d/%m/%Y}",
        "appointment_on": f"{request.appointment_on:%d/%m/%Y}",
        "place": f"{request.commune.name}, {vietnamese(request.received_on)}",
        "officer": str(request.recorded_by),
    }


def answer_slip(request: ReviewRequest) -> dict[str, Any]:
    """The written answer to a request, with its reason.

    Source: law.md §3: a refusal is written with reasons [S].
    """
    return receipt_slip(request) | {
        "answer": request.answer,
        "place": f"{request.commune.name}, {vietnamese(request.closed_on)}",
    }


def confirmation_slip(confirmation: Confirmation) -> dict[str, Any]:
    """A confirmation as the register holds it."""
    household = confirmation.household
    return letterhead(confirmation.commune) | {
        "number": f"{confirmation.number:03d}/GXN-{confirmation.year}",
        "place": f"{confirmation.commune.name}, {vietnamese(confirmation.day)}",
        "head": household.head_name,
        "code": household.code,
        "size": str(household.size),
        "where": _where(confirmation),
        "klass": confirmation.get_klass_display(),
        "day": f"{confirmation.day:%d/%m/%Y}",
        "basis": confirmation.basis,
        "asked_by": confirmation.asked_by,
        "purpose": confirmation.purpose,
    }


def _where(row: ReviewRequest | Confirmation) -> str:
    village = row.household.village
    parts = [row.household.address, str(village) if village else "", str(row.commune)]
    return ", ".join(part for part in parts if part)
