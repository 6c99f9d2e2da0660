"""Projects' work: the board of a year, entering an activity, one activity and its steps."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_list
from core.dates import today
from core.inputs import attempt, posted_version, said
from office.documents import steps_of
from programs.choices import ActivityStatus
from programs.forms.work import (
    ActivityForm,
    ApproveForm,
    ChecksForm,
    KindForm,
    OutputForm,
    StageForm,
    StepForm,
)
from programs.kinds import kinds
from programs.models import Activity, OutputEntry, Support
from programs.selectors.acting import works_on
from programs.selectors.work import (
    next_steps,
    policy_of,
    products_of,
    stages_of,
    with_sums,
    work_of,
)
from programs.services.stages import record_stage
from programs.services.work import (
    Move,
    confirm_checks,
    deliver,
    move_on,
    propose,
)
from programs.views.frame import year_of

PAGE = 50
SHOWN = 200


@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """The year's work: each activity with its products, and what all of it brought."""
    me = need(request, Right.PROJECT_VIEW)
    year, code = year_of(said(request.GET, "nam")), said(request.GET, "du-an", most=10)
    rows = work_of(me, year)
    codes = sorted({c for kind in kinds().values() for c in kind.projects})
    if code in codes:
        rows = rows.filter(project__code=code)
    page = Paginator(rows, PAGE).get_page(said(request.GET, "page", most=9))
    context = {
        "year": year,
        "years": range(today().year - 3, today().year + 2),
        "codes": codes,
        "code": code,
        "page": page,
        "base_query": f"nam={year}&du-an={code}&",
        "products": products_of(rows),
        "choosing": KindForm() if me.may(Right.WORK_EDIT) else None,
    }
    return render(request, "programs/work_list.html", context)


@require_http_methods(["GET", "POST"])
def work_create(request: HttpRequest) -> HttpResponse:
    """Enter a piece of work of one kind."""
    me = need(request, Right.WORK_EDIT)
    told = request.POST if request.method == "POST" else request.GET
    kind, year = said(told, "kind", most=30), year_of(said(told, "nam"))
    if kind not in kinds():
        return redirect(f"{reverse('work-list')}?nam={year}")
    form = ActivityForm(request.POST or None, user=me, year=year, kind=kind)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: propose(form.proposal(), by=me))
        if made is not None:
            messages.success(request, f"Đã ghi hoạt động “{made.name}”.")
            return redirect("work-detail", made.public_id)
    context = {"form": form, "kind": kinds()[kind], "year": year}
    status = 400 if form.is_bound else 200
    return render(request, "programs/work_create.html", context, status=status)


def find_work(request: HttpRequest, public_id: Any, right: Right) -> tuple[User, Activity]:
    """One activity the person sees, who asks with a right."""
    me = need(request, right)
    seen = with_sums(Activity.objects.visible_to(me, Right.PROJECT_VIEW))
    found = get_object_or_404(seen.select_related("agency__area"), public_id=public_id)
    return me, found


@require_safe
def work_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One activity: its products, steps, money and who took part."""
    me, row = find_work(request, public_id, Right.PROJECT_VIEW)
    return _page(request, row, me)


def _page(
    request: HttpRequest,
    row: Activity,
    me: User,
    told: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    forms = told or {}
    edits = works_on(me, row)
    steps = next_steps(me, row)
    running = row.status == ActivityStatus.RUNNING
    context = {
        "row": row,
        "steps": [to for to in steps if to != ActivityStatus.APPROVED],
        "stepping": forms.get("step") or StepForm(),
        "approving": ActivityStatus.APPROVED in steps
        and (forms.get("approve") or ApproveForm()),
        "checking": edits
        and row.is_open
        and row.what.checks
        and (forms.get("checks") or ChecksForm(activity=row)),
        "checks": [(c.name, c.key in row.checks) for c in row.what.checks],
        "delivering": edits
        and running
        and (forms.get("output") or OutputForm(activity=row)),
        "stages": stages_of(row),
        "staging": edits
        and row.what.stages
        and (forms.get("stage") or StageForm(activity=row)),
        "entries": OutputEntry.objects.filter(output__activity=row).select_related(
            "output__activity", "evidence", "recorded_by"
        )[:SHOWN],
        "history": _history(row),
        "supports": _taking_part(request, row, me),
        "sees_supports": me.may(Right.SUPPORT_VIEW),
        "may_take": me.may(Right.SUPPORT_EDIT) and policy_of(row) is not None,
    }
    return render(request, "programs/work_detail.html", context, status=status)


def _taking_part(request: HttpRequest, row: Activity, me: User) -> list[Support]:
    """Who takes part, as far as the person may see; reading it is logged."""
    seen = Support.objects.visible_to(me, Right.SUPPORT_VIEW).filter(activity=row)
    found = list(seen.select_related("policy", "household", "commune")[:SHOWN])
    record_list(
        me,
        right=Right.SUPPORT_VIEW,
        subject_type="support_list",
        paths=[one.area_path for one in found],
        address=address_of(request),
    )
    return found


def _history(row: Activity) -> list[dict[str, Any]]:
    """The steps so far in words."""
    return [
        {"step": step, "label": ActivityStatus(step.status).label}
        for step in steps_of(row.public_id)
    ]


@require_POST
def work_step(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take the work one step on; approval has its own door."""
    me, row = find_work(request, public_id, Right.WORK_EDIT)
    to, form = said(request.POST, "to", most=9), StepForm(request.POST)
    if to not in ActivityStatus.values or to == ActivityStatus.APPROVED:
        raise Http404
    version = posted_version(request)
    if form.is_valid():
        move = Move(ActivityStatus(to), form.cleaned_data["note"])
        done = attempt(form, lambda: move_on(row, move, by=me, version=version))
        if done is not None:
            messages.success(request, f"Đã chuyển sang “{move.to.label}”.")
            return redirect("work-detail", public_id)
    return _page(request, row, me, {"step": form}, status=400)


@require_POST
def work_approve(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Approve the work by a numbered decision."""
    me, row = find_work(request, public_id, Right.WORK_APPROVE)
    form = ApproveForm(request.POST, request.FILES)
    version = posted_version(request)
    if form.is_valid():
        move = Move(ActivityStatus.APPROVED, decision=form.decision())
        scan = form.cleaned_data["scan"]
        done = attempt(form, lambda: move_on(row, move, by=me, version=version, scan=scan))
        if done is not None:
            messages.success(request, "Đã phê duyệt.")
            return redirect("work-detail", public_id)
    return _page(request, row, me, {"approve": form}, status=400)


@require_POST
def work_check(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Say what of that which must be there was seen."""
    me, row = find_work(request, public_id, Right.WORK_EDIT)
    form, version = ChecksForm(request.POST, activity=row), posted_version(request)
    if form.is_valid():
        seen = form.seen()
        done = attempt(form, lambda: confirm_checks(row, seen, by=me, version=version))
        if done is not None:
            messages.success(request, "Đã ghi điều kiện hoàn thành.")
            return redirect("work-detail", public_id)
    return _page(request, row, me, {"checks": form}, status=400)


@require_POST
def work_deliver(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Record what was delivered by a day, with its evidence."""
    me, row = find_work(request, public_id, Right.WORK_EDIT)
    form = OutputForm(request.POST, request.FILES, activity=row)
    if form.is_valid():
        told = form.cleaned_data
        output, evidence = form.outputs[told["output"]], told["evidence"]
        delivery = form.delivery()
        done = attempt(form, lambda: deliver(output, delivery, by=me, evidence=evidence))
        if done is not None:
            messages.success(request, "Đã ghi kết quả.")
            return redirect("work-detail", public_id)
    return _page(request, row, me, {"output": form}, status=400)


@require_POST
def work_stage(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Say of one stage when it was planned and reached, for what value."""
    me, row = find_work(request, public_id, Right.WORK_EDIT)
    form, version = StageForm(request.POST, activity=row), posted_version(request)
    if form.is_valid():
        facts = form.facts()
        done = attempt(form, lambda: record_stage(row, facts, by=me, version=version))
        if done is not None:
            messages.success(request, "Đã ghi giai đoạn.")
            return redirect("work-detail", public_id)
    return _page(request, row, me, {"stage": form}, status=400)


@require_safe
def work_evidence(request: HttpRequest, public_id: Any, entry_id: Any) -> FileResponse:
    """The photo or minutes of one result, to keep."""
    _, row = find_work(request, public_id, Right.PROJECT_VIEW)
    entries = OutputEntry.objects.filter(output__activity=row).select_related("evidence")
    entry = get_object_or_404(entries, public_id=entry_id)
    if entry.evidence is None:
        raise Http404
    content = entry.evidence.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=entry.evidence.name)
