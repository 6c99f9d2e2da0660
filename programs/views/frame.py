"""Projects of a year as an area sees them: applied or not, led by whom."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt, said
from core.numbers import whole
from programs.choices import Part
from programs.forms.frame import ApplyForm, AssignForm, ComponentForm
from programs.models import Assignment, Programme
from programs.selectors.frame import programme_of, projects_of
from programs.services.frame import (
    Duty,
    Statement,
    assign,
    end_assignment,
    enter_project,
    state_applicability,
)

YEARS = 5
FIRST, LAST = 2015, 2100


def year_of(text: str) -> int:
    """The year asked for among those a programme may speak of, else this one."""
    found = whole(text)
    return found if found is not None and FIRST <= found <= LAST else today().year


def _home(me: User) -> Area:
    """The widest area in which the person has something to do."""
    return me.current_grants()[0].area


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """The projects of a year, whether each applies here, and who leads it."""
    me = need(request, Right.PROJECT_VIEW)
    return _page(request, me, year_of(said(request.GET, "nam")))


def _page(
    request: HttpRequest,
    me: User,
    year: int,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    area = _home(me)
    edits = me.acts_in(Right.PROJECT_EDIT, area)
    told = forms or {}
    context = {
        "year": year,
        "years": range(today().year - YEARS + 1, today().year + 2),
        "area": area,
        "programme": programme_of(year),
        "programmes": Programme.objects.order_by("-valid_from"),
        "rows": projects_of(area, year),
        "edits": edits,
        "sees_supports": me.may(Right.SUPPORT_VIEW),
        "sees_homes": me.may(Right.HOUSEHOLD_VIEW) and me.may(Right.SUPPORT_VIEW),
        "assigning": told.get("assign") or AssignForm(area=area, year=year),
        "applying": told.get("apply") or ApplyForm(area=area, year=year),
        "entering": _enters(area, year) and (told.get("enter") or ComponentForm()),
    }
    return render(request, "programs/project_list.html", context, status=status)


def _enters(area: Area, year: int) -> bool:
    """Whether the province writes the components: the national frame of the year has none."""
    programme = programme_of(year)
    if programme is None or area.level != Level.PROVINCE:
        return False
    return not programme.projects.filter(area=None).exists()


def _to_list(year: int) -> HttpResponse:
    return redirect(f"{reverse('project-list')}?nam={year}")


@require_POST
def project_assign(request: HttpRequest) -> HttpResponse:
    """Give a project, or a part of it, to an agency of one's own area."""
    me = need(request, Right.PROJECT_EDIT)
    year = year_of(said(request.POST, "nam"))
    form = AssignForm(request.POST, area=_home(me), year=year)
    if form.is_valid():
        told = form.cleaned_data | {"part": Part(form.cleaned_data["part"]), "year": year}
        if attempt(form, lambda: assign(Duty(**told), by=me)) is not None:
            messages.success(request, "Đã phân công.")
            return _to_list(year)
    return _page(request, me, year, {"assign": form}, status=400)


@require_POST
def assignment_end(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take a mistaken assignment back."""
    me = need(request, Right.PROJECT_EDIT)
    seen = Assignment.objects.visible_to(me, Right.PROJECT_EDIT)
    found = get_object_or_404(seen.select_related("area"), public_id=public_id)
    year = found.year
    try:
        end_assignment(found, by=me)
        messages.success(request, "Đã bỏ phân công.")
    except DomainError as error:
        messages.error(request, str(error))
    return _to_list(year)


@require_POST
def project_apply(request: HttpRequest) -> HttpResponse:
    """Say whether a project applies to one's area, or to one right below."""
    me = need(request, Right.PROJECT_EDIT)
    year = year_of(said(request.POST, "nam"))
    form = ApplyForm(request.POST, area=_home(me), year=year)
    if form.is_valid():
        told = Statement(year=year, **form.cleaned_data)
        if attempt(form, lambda: state_applicability(told, by=me)) is not None:
            messages.success(request, "Đã ghi phạm vi áp dụng.")
            return _to_list(year)
    return _page(request, me, year, {"apply": form}, status=400)


@require_POST
def project_enter(request: HttpRequest) -> HttpResponse:
    """Enter a component of a frame whose list is the province's to decide."""
    me = need(request, Right.PROJECT_EDIT)
    year = year_of(said(request.POST, "nam"))
    form, area, programme = ComponentForm(request.POST), _home(me), programme_of(year)
    if programme is None or not _enters(area, year):
        raise Http404
    if form.is_valid():
        made = attempt(
            form, lambda: enter_project(programme, area, form.component(), by=me)
        )
        if made is not None:
            messages.success(request, f"Đã ghi {made}.")
            return _to_list(year)
    return _page(request, me, year, {"enter": form}, status=400)
