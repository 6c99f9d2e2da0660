"""The bell."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.officer import officer
from office import notices
from office.models import Notice

SHOWN = 50


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """The newest notices."""
    mine = Notice.objects.filter(user=officer(request))[:SHOWN]
    return render(request, "office/notice_list.html", {"notices": mine})


@require_POST
def notice_read(request: HttpRequest) -> HttpResponse:
    """Empty the bell."""
    notices.mark_read(officer(request))
    return redirect("notice-list")
