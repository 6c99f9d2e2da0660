"""What areas and superiors do to one line: register, approve, return, propose."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.errors import DomainError
from core.inputs import posted_version, said
from core.numbers import whole
from targets.choices import TABLE_KINDS, TargetStatus
from targets.models import Target
from targets.services import plans
from targets.views.plans import line_refused, where


def _find(request: HttpRequest, public_id: Any, right: Right) -> tuple[User, Target]:
    me = need(request, right)
    lines = Target.objects.visible_to(me, right).filter(kind__in=TABLE_KINDS)
    found: Target = get_object_or_404(
        lines.select_related("plan", "area", "indicator"), public_id=public_id
    )
    return me, found


def _typed(request: HttpRequest, line: Target) -> int | None:
    """The typed figure; what is none is said."""
    typed = request.POST.get("value", "")
    value = whole(typed)
    if value is None:
        messages.error(
            request,
            f"{line.area}: giá trị phải là số nguyên không âm, đang ghi “{typed[:40]}”.",
        )
    return value


def _attempt(request: HttpRequest, act: Callable[[], str]) -> bool:
    """Do it and say what was done, or say why not."""
    try:
        messages.success(request, act())
    except DomainError as error:
        messages.error(request, str(error))
        return False
    return True


def _back(request: HttpRequest, line: Target) -> HttpResponse:
    """The plan's page where one was."""
    url = reverse("plan-detail", args=[line.plan.public_id])
    return redirect(f"{url}?{urlencode(where(request))}")


@require_POST
def target_register(request: HttpRequest, public_id: Any) -> HttpResponse:
    """An area registers its own figure."""
    me, line = _find(request, public_id, Right.TARGET_REGISTER)
    value = _typed(request, line)
    if value is None:
        return line_refused(request, line, status=400)

    def act() -> str:
        note, version = said(request.POST, "note"), posted_version(request)
        plans.register_target(line, value=value, note=note, by=me, version=version)
        return f"{line.area}: đã đăng ký {value} {line.indicator.unit}."

    if not _attempt(request, act):
        return line_refused(request, line)
    return _back(request, line)


@require_POST
def target_answer(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Approve or return one area's figure."""
    me, line = _find(request, public_id, Right.TARGET_APPROVE)
    to = TargetStatus.RETURNED if "return" in request.POST else TargetStatus.APPROVED

    def act() -> str:
        note, version = said(request.POST, "note"), posted_version(request)
        done = plans.answer_target(line, to=to, note=note, by=me, version=version)
        return f"{line.area}: {done.get_status_display()}."

    if not _attempt(request, act):
        return line_refused(request, line)
    return _back(request, line)
