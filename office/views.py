"""The bell; stopping what one started."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.officer import officer
from office import jobs, notices
from office.models import Job, Notice

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


@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """Empty the bell."""
    notices.mark_read(officer(request))
    return redirect("notice-list")
