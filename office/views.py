"""The bell; stopping what one started."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.officer import address_of, officer
from office import exports, jobs, notices
from office.models import Export, Job, Notice

SHOWN = 50


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest notices."""
    mine = Notice.objects.filter(user=officer(request))[:SHOWN]
    return render(request, "office/notice_list.html", {"notices": mine})


@require_POST
def job_cancel(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Ask a job one started to stop, and go back to what it was for."""
    mine = Job.objects.filter(created_by=officer(request))
    job = jobs.cancel(get_object_or_404(mine, public_id=public_id))
    return redirect(jobs.HANDLERS[job.kind].url(job))


def _find_export(request: HttpRequest, public_id: Any) -> Export:
    mine = exports.exports_of(officer(request))
    found: Export = get_object_or_404(mine, public_id=public_id)
    if not exports.is_allowed(found):
        raise Http404
    return found


@require_safe
def export_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Progress of a workbook one asked for, then its download."""
    piece = request.headers.get("HX-Request")
    name = "_export" if piece else "export_detail"
    export = _find_export(request, public_id)
    context = {"export": export, "title": exports.WRITERS[export.kind].title}
    return render(request, f"office/{name}.html", context)


@require_safe
def export_file(request: HttpRequest, public_id: Any) -> FileResponse:
    """The workbook itself; taking it is logged."""
    export = _find_export(request, public_id)
    if export.file is None:
        raise Http404
    exports.log_taken(export, officer(request), address_of(request))
    content = export.file.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=export.file.name)


@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """Empty the bell."""
    notices.mark_read(officer(request))
    return redirect("notice-list")
