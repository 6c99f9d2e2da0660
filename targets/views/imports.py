"""A plan's table from a file: uploaded, read in the background, shown, applied."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.officer import need, officer
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from office.choices import ImportStatus
from office.models import ImportRun
from targets.forms import PlanTableForm
from targets.services import imports


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
