"""Plans, their tables, and the acts on them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need, officer
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt, posted_version, said
from core.numbers import show_decimal
from office.documents import scan_answer, steps_of
from targets import rules
from targets.choices import PlanStatus, TargetKind, TargetStatus
from targets.forms import IssueForm, ObjectiveForm, PlanForm
from targets.models import Plan, PlanTotal, Target, TargetChange
from targets.plan_table import ROMAN, grouped
from targets.selectors import (
    chain_of,
    sheet_of,
    total_line,
    verdicts,
    waiting_of,
)
from targets.services import plans
from targets.services.draft import draft_plan
from targets.services.objectives import add_objective, drop_objective

PAGE = 50


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans one may see, the newest first."""
    me = need(request, Right.PLAN_VIEW)
    found = Plan.objects.readable_by(me).known_on(today())
    found = found.select_related("area", "document")
    page = Paginator(found.order_by("-year", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_edit": me.may(Right.PLAN_EDIT),
        "sees_homes": me.may(Right.HOUSEHOLD_VIEW),
        "sees_figures": me.may(Right.FIGURES_VIEW),
    }
    return render(request, "targets/plan_list.html", context)


def _find(request: HttpRequest, public_id: Any) -> Plan:
    readable = Plan.objects.readable_by(need(request, Right.PLAN_VIEW))
    found: Plan = get_object_or_404(
        readable.select_related("area__parent", "document"), public_id=public_id
    )
    return found


@require_safe
def plan_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The plan's table and objectives, and what one may do to each line."""
    return _plan_page(request, _find(request, public_id), IssueForm())


@require_http_methods(["GET", "POST"])
def plan_create(request: HttpRequest) -> HttpResponse:
    """Begin a plan; its table starts from what was recognised the year before."""
    me = need(request, Right.PLAN_EDIT)
    year = today().year + 1
    initial = {"valid_from": date(year, 1, 1), "valid_to": date(year, 12, 31)}
    form = PlanForm(request.POST or None, user=me, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        area, indicators = told["area"], list(told["indicators"])
        plan = attempt(form, lambda: draft_plan(area, form.facts(), indicators, by=me))
        if plan is not None:
            messages.success(request, "Đã lập kế hoạch; hãy ghi chỉ tiêu và mục tiêu.")
            return redirect("plan-sheet" if indicators else "plan-detail", plan.public_id)
    return render(request, "targets/plan_create.html", {"form": form})


def _plan_page(
    request: HttpRequest,
    plan: Plan,
    form: IssueForm,
    status: int = 200,
    *,
    refused: Target | None = None,
    promise: ObjectiveForm | None = None,
) -> HttpResponse:
    """The plan's page; a refused line finds what was typed still there."""
    me = officer(request)
    draft = plan.status == PlanStatus.DRAFT
    context = {
        **_around(plan, me),
        **_table(request, plan, me, refused),
        "plan": plan,
        "objectives": _objectives(plan, me),
        "may_issue": draft and me.acts_in(Right.PLAN_ISSUE, plan.area),
        "draft": draft,
        "form": form,
        "promise": _promise_form(plan, me, promise) if draft else None,
        "steps": _labelled(plan),
    }
    return render(request, "targets/plan_detail.html", context, status=status)


def _table(
    request: HttpRequest, plan: Plan, me: User, refused: Target | None
) -> dict[str, Any]:
    """One indicator's lines as the paper prints them, and what stands in their way."""
    place = where(request)
    sheet = sheet_of(plan, me, page=place["page"])
    if not sheet.totals:
        return {"lines": [], "whole": True, "waiting": 0}
    codes = [row.indicator.code for row in sheet.totals]
    index = codes.index(place["chi_tieu"]) if place["chi_tieu"] in codes else 0
    held = [row.cells[index] for row in sheet.rows if row.cells[index] is not None]
    draft = plan.status == PlanStatus.DRAFT
    rows = {t.pk: _line(t, me, plan, draft=draft) for t in held if t is not None}
    if refused is not None and refused.pk in rows:
        rows[refused.pk]["typed"] = request.POST
    last = total_line(sheet, index, plan, me)
    return {
        **_assigned(plan, sheet.totals[index]),
        "sheet": sheet,
        "row": sheet.totals[index],
        "regions": [
            (
                ROMAN[region] if region else "",
                region.label if region else "",
                [rows[t.pk] for t in members],
            )
            for region, members in grouped(t for t in held if t is not None).regions
        ],
        "total": last,
        "lines": held,
        "whole": sheet.whole,
        "waiting": waiting_of(sheet, plan, me),
        "given": any(t is not None and t.kind == TargetKind.ASSIGNED for t in held),
    }


def where(request: HttpRequest) -> dict[str, str]:
    """Which page of which indicator's lines one was at, asked or posted."""
    told = request.GET | request.POST if request.method == "POST" else request.GET
    return {name: said(told, name, most=40) for name in ("page", "chi_tieu")}


def _around(plan: Plan, me: User) -> dict[str, Any]:
    """The documents a plan carries out, how much work it gives, what else may be done."""
    draft = plan.status == PlanStatus.DRAFT
    return {
        "may_share": draft and me.acts_in(Right.PLAN_EDIT, plan.area),
        "may_adjust": not draft and me.acts_in(Right.PLAN_ISSUE, plan.area),
        "chain": chain_of(plan),
        "task_count": plan.tasks.count(),
        "before": plan.year - 1,
        "early": plan.starts_early,
        "scan_url": reverse("plan-scan", args=[plan.public_id]),
        "changes": _changes(plan, me),
    }


def _changes(plan: Plan, me: User) -> QuerySet[TargetChange]:
    """What decisions changed of the lines one may see, with before and after."""
    seen = Target.objects.visible_to(me, Right.PLAN_VIEW).filter(plan=plan)
    found = TargetChange.objects.filter(target__in=seen)
    return found.select_related("target__area", "target__indicator", "document")


def _assigned(plan: Plan, row: PlanTotal) -> dict[str, Any]:
    """What the superior assigned, and how far the table falls short of it."""
    least = plans.assigned_to(plan).get(row.indicator)
    return {"assigned": least, "short": max(Decimal(0), (least or Decimal(0)) - row.held)}


def _promise_form(plan: Plan, me: User, typed: ObjectiveForm | None) -> Any:
    """The form for another objective, for who drafts the plan."""
    may = me.acts_in(Right.PLAN_EDIT, plan.area)
    return (typed or ObjectiveForm(plan=plan)) if may else None


@require_POST
def plan_objective(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Record what the text of a plan promises."""
    me = need(request, Right.PLAN_EDIT)
    plan = _find(request, public_id)
    form = ObjectiveForm(request.POST, plan=plan)
    if form.is_valid():
        version, promise = posted_version(request), form.promise()
        if attempt(form, lambda: add_objective(plan, promise, by=me, version=version)):
            messages.success(request, "Đã ghi mục tiêu.")
            return redirect("plan-detail", public_id)
    messages.error(request, "Chưa ghi mục tiêu; xem chỗ cần sửa ở cuối trang.")
    return _plan_page(request, plan, IssueForm(), status=400, promise=form)


@require_POST
def objective_drop(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take a mistyped objective out of a plan that is being drafted."""
    me = need(request, Right.PLAN_EDIT)
    found = get_object_or_404(
        Target.objects.visible_to(me, Right.PLAN_EDIT),
        public_id=public_id,
        kind=TargetKind.OBJECTIVE,
    )
    try:
        drop_objective(found, by=me, version=posted_version(request))
        messages.success(request, "Đã bỏ mục tiêu.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("plan-detail", found.plan.public_id)


def _objectives(plan: Plan, me: User) -> list[Target]:
    """What the text promises, each with what the table says of it."""
    seen = Target.objects.visible_to(me, Right.PLAN_VIEW).filter(plan=plan)
    found = list(seen.filter(kind=TargetKind.OBJECTIVE).select_related("area", "indicator"))
    said = verdicts(plan, found)
    for target in found:
        target.verdict = said.get(target.pk, "")  # type: ignore[attr-defined]
    return found


@require_safe
def plan_scan(request: HttpRequest, public_id: Any) -> FileResponse:
    """The signed scan of an issued plan."""
    return scan_answer(_find(request, public_id).document)


def _labelled(plan: Plan) -> list[Any]:
    steps: list[Any] = list(steps_of(plan.public_id))
    for step in steps:
        step.label = PlanStatus(step.status).label
    return steps


def _line(target: Target, me: User, plan: Plan, *, draft: bool) -> dict[str, Any]:
    """A line with its acts and what its printed cells say."""
    line = target.line
    notes = [
        _printed(target.printed_rate_before, line.base, line.households),
        _printed(target.printed_rate_after, line.remaining, line.households),
    ]
    status = TargetStatus(target.status)
    steps = rules.TARGET_TRANSITIONS[status] if draft else frozenset()
    answers = me.acts_in(Right.TARGET_APPROVE, plan.area)
    return {
        "target": target,
        "line": line,
        "value": rules.range_text(target.value, target.value_to),
        "proposed": _other_than(target),
        "notes": [n for n in notes if n],
        "may_register": TargetStatus.REGISTERED in steps
        and me.acts_in(Right.TARGET_REGISTER, target.area),
        "may_approve": TargetStatus.APPROVED in steps and answers,
        "may_return": TargetStatus.RETURNED in steps and answers,
    }


def _other_than(target: Target) -> str:
    """What the superior proposed, where the area asks for another figure."""
    offered = rules.range_text(target.proposed, target.proposed_to)
    held = rules.range_text(target.value, target.value_to)
    return "" if target.proposed is None or offered == held else offered


def _printed(rate: Decimal | None, part: int, whole: int) -> str:
    """What the paper prints where it differs, and why."""
    why = rules.explain_rate(rate, part, whole)
    return f"{show_decimal(rate)} ({why})" if why and rate is not None else ""


@require_POST
def plan_issue(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The leader issues the plan under its number and date."""
    me = need(request, Right.PLAN_ISSUE)
    plan = _find(request, public_id)
    form = IssueForm(request.POST, request.FILES)
    if not form.is_valid():
        return _plan_page(request, plan, form, status=400)
    facts = form.cleaned_data
    upload = facts.pop("scan")
    try:
        version = posted_version(request)
        plans.issue_plan(
            plan, facts=plans.Issuing(**facts), scan=upload, by=me, version=version
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _plan_page(request, plan, form, status=409)
    messages.success(request, "Đã ban hành kế hoạch.")
    return redirect("plan-detail", public_id)


def line_refused(request: HttpRequest, target: Target, status: int = 409) -> HttpResponse:
    """The plan's page again, with what was typed on the refused line."""
    plan = _find(request, target.plan.public_id)
    return _plan_page(request, plan, IssueForm(), status=status, refused=target)
