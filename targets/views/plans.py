"""Plans, their tables, and the acts on them."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need, officer
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt, posted_version, whole
from core.numbers import show_decimal
from office.choices import ImportStatus
from office.documents import scan_answer, steps_of
from office.models import ImportRun
from targets import rules
from targets.choices import PlanStatus, TargetKind, TargetStatus
from targets.forms import IssueForm, ObjectiveForm, PlanTableForm
from targets.models import Plan, Target
from targets.plan_table import ROMAN, grouped
from targets.selectors import chain_of, verdicts
from targets.services import imports, plans
from targets.services.objectives import add_objective, drop_objective

PAGE = 50


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans one may see, the newest first."""
    me = need(request, Right.PLAN_VIEW)
    found = Plan.objects.readable_by(me).known_on(today())
    found = found.select_related("area", "document")
    page = Paginator(found.order_by("-year", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_edit": me.may(Right.PLAN_EDIT)}
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
    seen = Target.objects.visible_to(me, Right.PLAN_VIEW).filter(plan=plan)
    targets = list(seen.select_related("area", "indicator"))
    lines = [t for t in targets if t.kind == TargetKind.LINE]
    table = grouped(lines)
    draft = plan.status == PlanStatus.DRAFT
    rows = {t.pk: _line(t, me, plan, draft=draft) for t in lines}
    if refused is not None and refused.pk in rows:
        rows[refused.pk]["typed"] = request.POST
    context = {
        **_around(plan, me),
        **_assigned(plan, table.total.reduction),
        "plan": plan,
        "regions": [
            (ROMAN[region], region.label, [rows[t.pk] for t in members])
            for region, members in table.regions
        ],
        "total": table.total,
        "lines": lines,
        "objectives": _objectives(plan, targets),
        "whole": plan.targets.filter(kind=TargetKind.LINE).count() == len(lines),
        "waiting": sum(t.status != TargetStatus.APPROVED for t in lines),
        "may_issue": draft and me.acts_in(Right.PLAN_ISSUE, plan.area),
        "draft": draft,
        "form": form,
        "promise": _promise_form(plan, me, promise) if draft else None,
        "steps": _labelled(plan),
    }
    return render(request, "targets/plan_detail.html", context, status=status)


def _around(plan: Plan, me: User) -> dict[str, Any]:
    """The documents a plan carries out, how much work it gives, what else may be done."""
    draft = plan.status == PlanStatus.DRAFT
    return {
        "may_share": draft and me.acts_in(Right.PLAN_EDIT, plan.area),
        "may_adjust": not draft and me.acts_in(Right.PLAN_ISSUE, plan.area),
        "chain": chain_of(plan),
        "task_count": plan.tasks.count(),
        "before": plan.year - 1,
        "scan_url": reverse("plan-scan", args=[plan.public_id]),
    }


def _assigned(plan: Plan, reduction: int) -> dict[str, Any]:
    """What the superior assigned, and how far the table falls short of it."""
    assigned = plans.assigned_reduction(plan.area, plan.year)
    return {"assigned": assigned, "short": max(0, (assigned or 0) - reduction)}


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


def _objectives(plan: Plan, targets: list[Target]) -> list[Target]:
    """What the text promises and assigns, each with what the table says of it."""
    found = [t for t in targets if t.kind != TargetKind.LINE]
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
        _printed(target.printed_rate_before, line.poor_before, line.households),
        _printed(target.printed_rate_after, line.remaining, line.households),
    ]
    status = TargetStatus(target.status)
    steps = rules.TARGET_TRANSITIONS[status] if draft else frozenset()
    return {
        "target": target,
        "line": line,
        "notes": [n for n in notes if n],
        "may_register": TargetStatus.REGISTERED in steps
        and me.acts_in(Right.TARGET_REGISTER, target.area),
        "may_approve": TargetStatus.APPROVED in steps
        and me.acts_in(Right.TARGET_APPROVE, plan.area),
    }


def _printed(rate: Decimal | None, part: int, whole: int) -> str:
    """What the paper prints where it differs, and why."""
    why = rules.explain_rate(rate, part, whole)
    return f"{show_decimal(rate)} ({why})" if why and rate is not None else ""


@require_POST
def target_register(request: HttpRequest, public_id: Any) -> HttpResponse:
    """A commune registers its reduction."""
    me = need(request, Right.TARGET_REGISTER)
    target = get_object_or_404(
        Target.objects.visible_to(me, Right.TARGET_REGISTER), public_id=public_id
    )
    typed = request.POST.get("value", "")
    value = whole(typed)
    if value is None:
        messages.error(
            request, f"Số hộ giảm phải là số nguyên không âm, đang ghi “{typed[:40]}”."
        )
        return _refused(request, target, status=400)
    try:
        plans.register_target(
            target,
            value=value,
            note=request.POST.get("note", ""),
            by=me,
            version=posted_version(request),
        )
        messages.success(request, f"{target.area}: đã đăng ký giảm {value} hộ nghèo.")
    except DomainError as error:
        messages.error(request, str(error))
        return _refused(request, target)
    return redirect("plan-detail", target.plan.public_id)


@require_POST
def target_answer(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Approve or return one commune's line."""
    me = need(request, Right.TARGET_APPROVE)
    target = get_object_or_404(
        Target.objects.visible_to(me, Right.TARGET_APPROVE), public_id=public_id
    )
    to = TargetStatus.RETURNED if "return" in request.POST else TargetStatus.APPROVED
    try:
        done = plans.answer_target(
            target,
            to=to,
            note=request.POST.get("note", ""),
            by=me,
            version=posted_version(request),
        )
        messages.success(request, f"{target.area}: {done.get_status_display()}.")
    except DomainError as error:
        messages.error(request, str(error))
        return _refused(request, target)
    return redirect("plan-detail", target.plan.public_id)


def _refused(request: HttpRequest, target: Target, status: int = 409) -> HttpResponse:
    """The plan's page again, with what was typed on the refused line."""
    plan = _find(request, target.plan.public_id)
    return _plan_page(request, plan, IssueForm(), status=status, refused=target)


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


@require_http_methods(["GET", "POST"])
def plan_upload(request: HttpRequest) -> HttpResponse:
    """Upload a plan's table; it is read in the background."""
    me = need(request, Right.PLAN_EDIT)
    initial = {"year": today().year + 1, "on": today()}
    form = PlanTableForm(
        request.POST or None, request.FILES or None, user=me, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            run = imports.upload_table(
                facts["file"], area=facts["area"], year=facts["year"], on=facts["on"], by=me
            )
            return redirect("plan-import", run.public_id)
        except DomainError as error:
            form.add_error("file", str(error))
    return render(request, "targets/plan_upload.html", {"form": form})


def _find_import(request: HttpRequest, public_id: Any) -> ImportRun:
    me = need(request, Right.PLAN_EDIT)
    found: ImportRun = get_object_or_404(
        ImportRun.objects.visible_to(me, Right.PLAN_EDIT).select_related(
            "area", "file", "job"
        ),
        kind=imports.KIND,
        public_id=public_id,
    )
    return found


@require_safe
def plan_import(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What was read: rows, notes, problems, near names to confirm."""
    return _import_page(request, _find_import(request, public_id))


def _import_page(request: HttpRequest, run: ImportRun, status: int = 200) -> HttpResponse:
    blocking = [p for p in run.problems if p["blocking"]]
    waiting = run.status == ImportStatus.READING
    context = {
        "run": run,
        "blocking": blocking,
        "notes": [p for p in run.problems if not p["blocking"]],
        "ready": run.status == ImportStatus.READY and not blocking and bool(run.rows),
        "waiting": waiting and run.job is not None and run.job.is_live,
        "title": request.POST.get("title")
        or f"Kế hoạch giảm nghèo {run.area} năm {run.params['year']}",
    }
    piece = request.headers.get("HX-Request")
    name = "targets/_import.html" if piece else "targets/plan_import.html"
    return render(request, name, context, status=status)


@require_POST
def plan_import_name(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Confirm what a near name means; it is remembered as an alias."""
    me = officer(request)
    run = _find_import(request, public_id)
    below = Area.objects.visible_to(me, Right.PLAN_EDIT).within(run.area.path)
    try:
        area = get_object_or_404(below, public_id=request.POST.get("area", ""))
    except ValidationError:
        messages.error(request, "Hãy chọn một địa bàn.")
        return redirect("plan-import", public_id)
    try:
        name = request.POST.get("name", "")
        imports.confirm_name(run, name=name, area=area, by=me)
        messages.success(request, f"Đã ghi nhớ: tên này là {area}.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("plan-import", public_id)


@require_POST
def plan_import_apply(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Make the draft plan from the table, whole or not at all."""
    run = _find_import(request, public_id)
    title = request.POST.get("title", "").strip() or run.file.name
    try:
        plan = imports.apply_import(run, title=title[:300], by=officer(request))
    except DomainError as error:
        messages.error(request, str(error))
        return _import_page(request, _find_import(request, public_id), status=409)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _import_page(request, _find_import(request, public_id), status=400)
    messages.success(request, "Bảng chỉ tiêu đã có trong kế hoạch này.")
    return redirect("plan-detail", plan.public_id)
