"""The programme's frame."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.choices import Right
from accounts.officer import need
from programs.models import Programme


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """The seven projects and their parts."""
    need(request, Right.PROJECT_VIEW)
    programmes = Programme.objects.prefetch_related("projects__sub_projects")
    return render(request, "programs/project_list.html", {"programmes": programmes})
