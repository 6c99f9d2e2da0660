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
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_access
from core.errors import DomainError
from core.inputs import attempt, said
from office.choices import ImportStatus
from office.lists import write_lists
from office.models import ImportRun
from office.sheets import COLUMN_LIMIT
from programs.forms.fields import WorkbookForm
from programs.models.listing import OUTCOMES
from programs.rules.support_table import NAMES
from programs.selectors.lists import support_runs
from programs.services.listing.applying import ask_applying_supports
from programs.services.listing.refused import sheet_of
from programs.services.listing.taking import (
    counts_of,
    remap_supports,
    upload_supports,
)

PAGE = 50
UNAPPLIED = (ImportStatus.READY, ImportStatus.REFUSED)


@require_http_methods(["GET", "POST"])
def support_upload(request: HttpRequest) -> HttpResponse:
    """Send a list in; what was sent before stands below."""
    me = need(request, Right.SUPPORT_EDIT)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        run = attempt(form, lambda: upload_supports(form.cleaned_data["file"], by=me))
        if run is not None:
            return redirect("support-import", run.public_id)
    context = {"form": form, "runs": support_runs(me).order_by("-pk")[:PAGE]}
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
    return me, get_object_or_404(support_runs(me), public_id=public_id)


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
        "mapping": _mapping(run) if run.status in UNAPPLIED else [],
        "meanings": NAMES,
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


@require_POST
def support_remap(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Say what the columns mean; the file is read again, and the next such file too."""
    me, run = _find(request, public_id)
    mark = said(request.POST, "signature", most=32)
    columns = {n: said(request.POST, f"c{n}", most=20) for n in range(COLUMN_LIMIT)}
    meant = {n: key for n, key in columns.items() if key}
    try:
        remap_supports(run, mark, meant, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("support-import", public_id)


def _mapping(run: ImportRun) -> list[dict[str, Any]]:
    """Each sheet's columns and what they were taken to mean."""
    return [
        {
            "sheet": sheet,
            "columns": [
                {"index": n, "label": label, "meaning": sheet["columns"].get(str(n), "")}
                for n, label in enumerate(sheet["labels"])
                if label
            ],
        }
        for sheet in run.params.get("sheets", [])
    ]


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
