"""Work that a plan gives, and which plans below it exist."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt, posted_version
from targets.choices import PlanStatus, TaskStatus
from targets.forms import TaskForm
from targets.models import Plan, TaskPart
from targets.selectors import plans_below, tasks_of
from targets.services.tasks import add_task, report_task


def _find(request: HttpRequest, public_id: Any) -> tuple[User, Plan]:
    me = need(request, Right.PLAN_VIEW)
    readable = Plan.objects.readable_by(me).select_related("area", "document")
    return me, get_object_or_404(readable, public_id=public_id)


@require_http_methods(["GET", "POST"])
def plan_tasks(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The tasks of a plan with their progress; whoever drafts it gives more."""
    me, plan = _find(request, public_id)
    drafts = plan.status == PlanStatus.DRAFT and me.acts_in(Right.PLAN_EDIT, plan.area)
    form = TaskForm(request.POST or None, plan=plan)
    if request.method == "POST":
        need(request, Right.PLAN_EDIT)
        if form.is_valid():
            version, duty = posted_version(request), form.duty()
            if attempt(form, lambda: add_task(plan, duty, by=me, version=version)):
                messages.success(request, "Đã ghi nhiệm vụ.")
                return redirect("plan-tasks", public_id)
    context = {
        "plan": plan,
        "tasks": tasks_of(plan, me),
        "form": form if drafts else None,
        "statuses": TaskStatus.choices,
        "today": today(),
    }
    return render(request, "targets/plan_tasks.html", context)


@require_POST
def task_report(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Say how far one's own part of a task is."""
    me = need(request, Right.TASK_REPORT)
    parts = TaskPart.objects.visible_to(me, Right.TASK_REPORT)
    part = get_object_or_404(parts.select_related("task__plan"), public_id=public_id)
    wanted = request.POST.get("status", "")
    back = f"{reverse('plan-tasks', args=[part.task.plan.public_id])}#viec-{part.public_id}"
    if wanted not in TaskStatus.values:
        messages.error(request, "Hãy chọn tiến độ.")
        return redirect(back)
    result = request.POST.get("result", "")[:400]
    version, to = posted_version(request), TaskStatus(wanted)
    try:
        done = report_task(part, to=to, result=result, by=me, version=version)
        messages.success(request, f"Đã ghi: {done}.")
    except DomainError as error:
        return _refused(request, part, str(error))
    return redirect(back)


def _refused(request: HttpRequest, part: TaskPart, why: str) -> HttpResponse:
    """The page again, the sentence and what was chosen beside the refused part."""
    me, plan = _find(request, part.task.plan.public_id)
    rows = tasks_of(plan, me)
    for shown in (p for row in rows for p in row.parts if p.pk == part.pk):
        shown.why = why  # type: ignore[attr-defined]
        shown.status = request.POST["status"]
        shown.result = request.POST.get("result", "")[:400]
    context = {"plan": plan, "tasks": rows, "statuses": TaskStatus.choices}
    context["today"] = today()
    return render(request, "targets/plan_tasks.html", context, status=409)


@require_safe
def plan_below(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Which areas and agencies below have issued their own plan, and who is late."""
    me, plan = _find(request, public_id)
    rows = plans_below(plan, today(), user=me)
    context = {"plan": plan, "rows": rows, "year": today().year}
    return render(request, "targets/plan_below.html", context)
