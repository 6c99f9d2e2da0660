"""Pages that belong to no single room."""

import io

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request

from accounts.choices import Right
from accounts.officer import need
from office.files import XLSX
from povertyapp.middleware import CLOCK_SESSION
from povertyapp.plan_template import ngoc_hoi_workbook


@login_not_required
@require_POST
def clock(request: HttpRequest) -> HttpResponse:
    """Choose the demonstration's day; unknown days and production answer 404."""
    text = request.POST.get("day", "")
    if text not in {day.isoformat() for day in settings.DEMO_DATES}:
        raise Http404
    request.session[CLOCK_SESSION] = text
    return redirect("home")


@require_safe
def plan_template(request: HttpRequest) -> FileResponse:
    """Ngọc Hồi's table of 2020 as a workbook: the template of the import page."""
    need(request, Right.PLAN_EDIT)
    return _ngoc_hoi()


@extend_schema(responses={(200, XLSX): OpenApiTypes.BINARY})
@api_view(["GET"])
def api_plan_template(request: Request) -> FileResponse:
    """The same workbook for programs."""
    need(request, Right.PLAN_EDIT)
    return _ngoc_hoi()


def _ngoc_hoi() -> FileResponse:
    return FileResponse(
        io.BytesIO(ngoc_hoi_workbook()),
        as_attachment=True,
        filename="chi-tieu-giam-ngheo-ngoc-hoi-2020.xlsx",
    )


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API's documentation, drawn in the browser from /api/schema/."""
    return render(request, "api_docs.html")
