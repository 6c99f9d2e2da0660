"""Sharing a figure out among the lines of a draft; adjusting an issued plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.errors import DomainError
from core.inputs import attempt, posted_version, whole
from targets.choices import PlanStatus, Sharing, TargetKind
from targets.forms import AdjustForm, ShareForm
from targets.models import Plan, Target, TargetChange
from targets.services.adjusting import Adjusting, adjust_plan
from targets.services.plans import Issuing
from targets.services.sharing import Shared, propose_value, share_plan


def _find(request: HttpRequest, public_id: Any, right: Right) -> tuple[User, Plan]:
    me = need(request, right)
    plans = Plan.objects.visible_to(me, right).select_related("area", "document")
    return me, get_object_or_404(plans, public_id=public_id)


def _lines(plan: Plan) -> list[Target]:
    lines = plan.targets.filter(kind=TargetKind.LINE)
    return list(lines.select_related("area").order_by("position", "pk"))


@require_http_methods(["GET", "POST"])
def plan_share(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Share a total among the lines that wait; then each proposal can be edited."""
    me, plan = _find(request, public_id, Right.PLAN_EDIT)
    form = ShareForm(request.POST or None, initial={"whole": plan.total})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        shared = Shared(facts["whole"], Sharing(facts["way"]))
        version = posted_version(request)
        if attempt(form, lambda: share_plan(plan, shared, by=me, version=version)):
            messages.success(request, "Đã phân bổ cho các dòng chờ đăng ký.")
            return redirect("plan-share", public_id)
    context = {"plan": plan, "form": form, "lines": _lines(plan)}
    context["draft"] = plan.status == PlanStatus.DRAFT
    return render(request, "targets/plan_share.html", context)


@require_POST
def target_propose(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The superior's own proposal for one line."""
    me = need(request, Right.PLAN_EDIT)
    lines = Target.objects.visible_to(me, Right.PLAN_EDIT).filter(kind=TargetKind.LINE)
    line = get_object_or_404(lines.select_related("plan", "area"), public_id=public_id)
    typed = request.POST.get("value", "")
    value = whole(typed)
    if value is None:
        text = (
            f"{line.area}: số hộ giảm phải là số nguyên không âm, đang ghi “{typed[:40]}”."
        )
        messages.error(request, text)
        return redirect("plan-share", line.plan.public_id)
    try:
        propose_value(line, value=value, by=me, version=posted_version(request))
        messages.success(request, f"{line.area}: đề xuất giảm {value} hộ nghèo.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("plan-share", line.plan.public_id)


@require_http_methods(["GET", "POST"])
def plan_adjust(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The leader adjusts lines of an issued plan by a numbered decision."""
    me, plan = _find(request, public_id, Right.PLAN_ISSUE)
    form = AdjustForm(request.POST or None, request.FILES or None)
    lines = _lines(plan)
    if request.method == "POST" and form.is_valid():
        values = _typed(request, lines, form)
        facts = dict(form.cleaned_data)
        scan, reason, total = facts.pop("scan"), facts.pop("reason"), facts.pop("total")
        if values is not None:
            wanted = Adjusting(Issuing(**facts), reason, values, total)
            version = posted_version(request)
            if attempt(
                form, lambda: adjust_plan(plan, wanted, scan=scan, by=me, version=version)
            ):
                messages.success(request, "Đã ghi quyết định điều chỉnh.")
                return redirect("plan-detail", public_id)
    for line in lines:
        line.typed = request.POST.get(f"v-{line.public_id}", int(line.value or 0))  # type: ignore[attr-defined]
    changes = TargetChange.objects.filter(target__plan=plan)
    context = {
        "plan": plan,
        "form": form,
        "lines": lines,
        "changes": changes.select_related("target__area", "document"),
    }
    return render(request, "targets/plan_adjust.html", context)


def _typed(
    request: HttpRequest, lines: list[Target], form: AdjustForm
) -> dict[UUID, int] | None:
    """The value of every line as typed; what is no number is said on the form."""
    values: dict[UUID, int] = {}
    for line in lines:
        typed = request.POST.get(f"v-{line.public_id}", str(int(line.value or 0)))
        value = whole(typed)
        if value is None:
            form.add_error(None, f"{line.area}: “{typed[:40]}” không phải số hộ.")
        else:
            values[line.public_id] = value
    return None if form.errors else values
