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
from core.inputs import attempt, posted_version, said
from core.numbers import whole
from targets.exports import ask_plan_table
from targets.forms import AdjustForm
from targets.models import Plan, Target, TargetChange
from targets.rules import range_text
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
    wanted = said(request.GET, "chi_tieu", most=40)
    total = next((t for t in totals if t.indicator.code == wanted), None)
    total = total or next(iter(totals), None)
    page = said(request.GET, "page", most=9)
    tree = tree_of(plan, total, me, page=page) if total is not None else None
    context = {"plan": plan, "totals": totals, "tree": tree, "total": total}
    return render(request, "targets/plan_tree.html", context)


@require_POST
def plan_export(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Ask for the plan's table as a workbook in its printed layout."""
    me, plan = _readable(request, public_id)
    try:
        export = ask_plan_table(plan, said(request.POST, "chi_tieu", most=40), by=me)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("plan-detail", public_id)
    return redirect("export-detail", export.public_id)


@require_http_methods(["GET", "POST"])
def plan_adjust(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The leader adjusts lines of an issued plan by a numbered decision."""
    me, plan = _find(request, public_id, Right.PLAN_ISSUE)
    form = AdjustForm(request.POST or None, request.FILES or None)
    sheet = sheet_of(plan, me, page=said(request.GET, "page", most=9))
    lines = [cell for row in sheet.rows for cell in row.cells if cell is not None]
    for line in lines:
        line.shown = range_text(line.value, line.value_to)  # type: ignore[attr-defined]
        line.typed = said(request.POST, f"v-{line.public_id}") or line.shown  # type: ignore[attr-defined]
    if request.method == "POST" and _adjusted(request, plan, form, lines, me):
        messages.success(request, "Đã ghi quyết định điều chỉnh.")
        return redirect("plan-detail", public_id)
    changes = TargetChange.objects.filter(target__plan=plan)
    context = {
        "plan": plan,
        "form": form,
        "sheet": sheet,
        "lines": lines,
        "changes": changes.select_related("target__area", "target__indicator", "document"),
    }
    return render(request, "targets/plan_adjust.html", context)


def _adjusted(
    request: HttpRequest, plan: Plan, form: AdjustForm, lines: list[Target], me: User
) -> bool:
    """Whether the decision was recorded; why not, the form says."""
    if not form.is_valid():
        return False
    facts = dict(form.cleaned_data)
    scan, reason, total = facts.pop("scan"), facts.pop("reason"), facts.pop("total")
    values = _typed(lines, form)
    if values is None:
        return False
    wanted = Adjusting(Issuing(**facts), reason, values, total)
    version = posted_version(request)
    done = attempt(
        form, lambda: adjust_plan(plan, wanted, scan=scan, by=me, version=version)
    )
    return done is not None


def _typed(lines: list[Target], form: AdjustForm) -> dict[UUID, int] | None:
    """The lines that were typed over; what is no number is said on the form."""
    values: dict[UUID, int] = {}
    for line in lines:
        shown, typed = line.shown, line.typed  # type: ignore[attr-defined]
        if typed == shown:
            continue
        value = whole(typed)
        if value is None:
            form.add_error(None, f"{line.area}: “{typed[:40]}” không phải số nguyên.")
        else:
            values[line.public_id] = value
    return None if form.errors else values
