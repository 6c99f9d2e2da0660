"""Lists of supports in Excel: upload, look, apply."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import Agency, User
from accounts.officer import address_of, need
from accounts.services import record_access
from core.errors import DomainError
from core.inputs import attempt, said
from office.lists import write_lists
from office.models import ImportRun
from programs.forms.fields import WorkbookForm
from programs.models.listing import OUTCOMES
from programs.services.listing.applying import ask_applying_supports
from programs.services.listing.refused import sheet_of
from programs.services.listing.taking import SUPPORT_IMPORT, counts_of, upload_supports

PAGE = 50


def _runs(me: User) -> Any:
    """Lists the person sent, while it still works where it sent them."""
    seen = ImportRun.objects.visible_to(me, Right.SUPPORT_EDIT)
    offices = Agency.objects.filter(pk__in=me.walled_agencies(Right.SUPPORT_EDIT))
    keys = [str(key) for key in offices.values_list("public_id", flat=True)]
    mine = seen.filter(kind=SUPPORT_IMPORT, created_by=me, params__agency__in=["", *keys])
    return mine.select_related("area", "file", "job", "answer")


@require_http_methods(["GET", "POST"])
def support_upload(request: HttpRequest) -> HttpResponse:
    """Send a list in; what was sent before stands below."""
    me = need(request, Right.SUPPORT_EDIT)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = attempt(form, lambda: upload_supports(form.cleaned_data["file"], by=me))
        if run is not None:
            return redirect("support-import", run.public_id)
    context = {"form": form, "runs": _runs(me).order_by("-pk")[:PAGE]}
    status = 400 if form.is_bound else 200
    return render(request, "programs/support_upload.html", context, status=status)


@require_safe
def support_template(request: HttpRequest) -> FileResponse:
    """The empty template."""
    need(request, Right.SUPPORT_EDIT)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mau.xlsx"
        write_lists([sheet_of("Hỗ trợ", iter(()))], path)
        content = path.open("rb")
    return FileResponse(content, as_attachment=True, filename="mau-danh-sach-ho-tro.xlsx")


def _find(request: HttpRequest, public_id: Any) -> tuple[User, ImportRun]:
    me = need(request, Right.SUPPORT_EDIT)
    return me, get_object_or_404(_runs(me), public_id=public_id)


@require_safe
def support_import(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Progress of the reading, then what applying the list would do."""
    me, run = _find(request, public_id)
    wanted = said(request.GET, "outcome", most=9)
    rows = run.supports.select_related("household")
    if wanted in OUTCOMES:
        rows = rows.filter(outcome=wanted)
    page = Paginator(rows, PAGE).get_page(said(request.GET, "page", most=9))
    if run.job is None or not run.job.is_live:
        record_access(
            me,
            action="list",
            subject_type="support_list",
            subject_id=run.public_id,
            area_path=run.area_path,
            address=address_of(request),
            count=len(page.object_list),
        )
    counted = counts_of(run)
    context = {
        "run": run,
        "page": page,
        "outcome": wanted,
        "base_query": f"outcome={wanted}&",
        "new": counted.get("new", 0),
        "counts": [
            {"value": one.value, "label": LABELS[one], "count": counted.get(one, 0)}
            for one in OUTCOMES
        ],
    }
    name = "_support_import" if request.headers.get("HX-Request") else "support_import"
    return render(request, f"programs/{name}.html", context)


LABELS = dict(zip(OUTCOMES, ("Sẽ ghi", "Đã ghi từ trước", "Không nhận"), strict=True))


@require_POST
def support_apply(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Write the good lines, in the background."""
    me, run = _find(request, public_id)
    try:
        ask_applying_supports(run, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("support-import", public_id)


@require_safe
def support_refused(request: HttpRequest, public_id: Any) -> FileResponse:
    """The workbook of lines that were not taken, with their reasons."""
    me, run = _find(request, public_id)
    if run.answer is None:
        raise Http404
    record_access(
        me,
        action="export",
        subject_type="support_list",
        subject_id=run.public_id,
        area_path=run.area_path,
        address=address_of(request),
    )
    content = run.answer.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=run.answer.name)
