"""The cascade as a tree; adjusting an issued plan; its table as a workbook."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.errors import DomainError
from core.inputs import attempt, posted_version, whole
from targets.exports import ask_plan_table
from targets.forms import AdjustForm
from targets.models import Plan, Target, TargetChange
from targets.selectors import sheet_of, totals_of
from targets.selectors.cascade import tree_of
from targets.services.adjusting import Adjusting, adjust_plan
from targets.services.plans import Issuing


def _find(request: HttpRequest, public_id: Any, right: Right) -> tuple[User, Plan]:
    me = need(request, right)
    plans = Plan.objects.visible_to(me, right).select_related("area", "document")
    return me, get_object_or_404(plans, public_id=public_id)


def _readable(request: HttpRequest, public_id: Any) -> tuple[User, Plan]:
    me = need(request, Right.PLAN_VIEW)
    readable = Plan.objects.readable_by(me).select_related("area", "document")
    return me, get_object_or_404(readable, public_id=public_id)


@require_safe
def plan_tree(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What the plan gives, what is held below it, and where it does not close."""
    me, plan = _readable(request, public_id)
    totals = totals_of(plan)
    wanted = request.GET.get("chi_tieu", "")
    total = next((t for t in totals if t.indicator.code == wanted), None)
    total = total or next(iter(totals), None)
    tree = tree_of(plan, total, me) if total is not None else None
    context = {"plan": plan, "totals": totals, "tree": tree, "total": total}
    return render(request, "targets/plan_tree.html", context)


@require_POST
def plan_export(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Ask for the plan's table as a workbook in its printed layout."""
    me, plan = _readable(request, public_id)
    try:
        export = ask_plan_table(plan, request.POST.get("chi_tieu", ""), by=me)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("plan-detail", public_id)
    return redirect("export-detail", export.public_id)


@require_http_methods(["GET", "POST"])
def plan_adjust(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The leader adjusts lines of an issued plan by a numbered decision."""
    me, plan = _find(request, public_id, Right.PLAN_ISSUE)
    form = AdjustForm(request.POST or None, request.FILES or None)
    sheet = sheet_of(plan, me, page=request.GET.get("page", "1"))
    lines = [cell for row in sheet.rows for cell in row.cells if cell is not None]
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
        "sheet": sheet,
        "lines": lines,
        "changes": changes.select_related("target__area", "target__indicator", "document"),
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
