"""Norms: the list, one norm with its criteria, what areas count, the draft they give."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.inputs import attempt, id_or_none, posted_version, said
from programs.forms.norms import CountForm, CriterionForm, NormEditForm, NormForm
from programs.models import Allocation, Criterion, Norm
from programs.selectors.norms import (
    counterpart_at,
    draft_of,
    norm_chosen,
    norms_for,
    norms_of,
)
from programs.services.norms import (
    add_criterion,
    count_areas,
    mend_criterion,
    mend_norm,
    record_norm,
)


@require_http_methods(["GET", "POST"])
def norm_list(request: HttpRequest) -> HttpResponse:
    """Norms that bind one's money; who gives money records them."""
    writes = request.method == "POST"
    me = need(request, Right.MONEY_GIVE if writes else Right.PROJECT_VIEW)
    may = me.may(Right.MONEY_GIVE)
    form = NormForm(request.POST or None, request.FILES or None, user=me) if may else None
    if writes and form is not None and form.is_valid():
        told, scan = form.cleaned_data, form.cleaned_data["scan"]
        facts, decision = form.norm(), form.decision()
        norm = attempt(
            form, lambda: record_norm(told["area"], facts, decision, by=me, scan=scan)
        )
        if norm is not None:
            messages.success(request, "Đã ghi định mức; hãy ghi các tiêu chí.")
            return redirect("norm-detail", norm.public_id)
    context = {"norms": norms_of(me).prefetch_related("criteria"), "form": form}
    status = 400 if form is not None and form.is_bound else 200
    return render(request, "programs/norm_list.html", context, status=status)


def _find(request: HttpRequest, public_id: Any, right: Right) -> tuple[User, Norm]:
    me = need(request, right)
    return me, get_object_or_404(norms_of(me), public_id=public_id)


@require_safe
def norm_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One norm: its criteria, and what each area counts by them."""
    me, norm = _find(request, public_id, Right.PROJECT_VIEW)
    return _page(request, me, norm)


def _page(
    request: HttpRequest, me: User, norm: Norm, form: CriterionForm | None = None
) -> HttpResponse:
    may = me.acts_in(Right.MONEY_GIVE, norm.area)
    context = {
        "norm": norm,
        "criteria": norm.criteria.prefetch_related("values__area"),
        "form": form or (CriterionForm() if may else None),
        "may": may,
    }
    status = 400 if form is not None else 200
    return render(request, "programs/norm_detail.html", context, status=status)


@require_POST
def norm_criterion(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Add one criterion."""
    me, norm = _find(request, public_id, Right.MONEY_GIVE)
    form, version = CriterionForm(request.POST), posted_version(request)
    if form.is_valid():
        facts = form.criterion()
        done = attempt(form, lambda: add_criterion(norm, facts, by=me, version=version))
        if done is not None:
            messages.success(request, f"Đã thêm tiêu chí “{done.name}”.")
            return redirect("norm-detail", public_id)
    return _page(request, me, norm, form)


@require_http_methods(["GET", "POST"])
def norm_edit(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Mend the years or the counterpart of a norm that was entered wrongly."""
    me, norm = _find(request, public_id, Right.MONEY_GIVE)
    first = {"year_to": norm.year_to, "counterpart": norm.counterpart}
    form = NormEditForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        version, told = posted_version(request), form.cleaned_data
        done = attempt(form, lambda: mend_norm(norm, **told, by=me, version=version))
        if done is not None:
            messages.success(request, "Đã sửa định mức.")
            return redirect("norm-detail", public_id)
    title = f"Sửa định mức {norm.project.code}"
    return _editing(request, norm, form, title)


@require_http_methods(["GET", "POST"])
def norm_criterion_edit(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Mend the points, name or unit of a criterion that was entered wrongly."""
    me = need(request, Right.MONEY_GIVE)
    criteria = Criterion.objects.filter(norm__in=norms_of(me)).select_related("norm__area")
    one = get_object_or_404(criteria, public_id=public_id)
    names = ("name", "unit", "points", "basis")
    first = {name: getattr(one, name) for name in names}
    form = CriterionForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        version, facts = posted_version(request), form.criterion()
        done = attempt(form, lambda: mend_criterion(one, facts, by=me, version=version))
        if done is not None:
            messages.success(request, f"Đã sửa tiêu chí “{done.name}”.")
            return redirect("norm-detail", one.norm.public_id)
    return _editing(request, one.norm, form, f"Sửa tiêu chí {one.name}")


def _editing(request: HttpRequest, norm: Norm, form: Any, title: str) -> HttpResponse:
    context = {"norm": norm, "form": form, "title": title}
    status = 400 if form.is_bound else 200
    return render(request, "programs/norm_edit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def norm_count(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What each area below counts by one criterion."""
    me = need(request, Right.MONEY_GIVE)
    criteria = Criterion.objects.filter(norm__in=norms_of(me)).select_related("norm__area")
    one = get_object_or_404(criteria, public_id=public_id)
    inside = Area.objects.within(one.norm.area_path).exclude(pk=one.norm.area_id)
    below = inside.exclude(level=Level.VILLAGE).valid_on(today())
    areas = list(below.order_by("path"))  # of every level: each shares on by the norm
    form = CountForm(request.POST or None, criterion=one, areas=areas)
    if request.method == "POST" and form.is_valid():
        version, values = posted_version(request), form.counted()
        source = form.cleaned_data["source"]

        def act() -> bool:
            count_areas(one, values, source, by=me, version=version)
            return True

        if attempt(form, act):
            messages.success(request, f"Đã ghi số liệu của tiêu chí “{one.name}”.")
            return redirect("norm-detail", one.norm.public_id)
    context = {"one": one, "norm": one.norm, "form": form}
    status = 400 if form.is_bound else 200
    return render(request, "programs/norm_count.html", context, status=status)


@require_safe
def money_draft(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What a norm gives of an allocation, before anybody decides."""
    me = need(request, Right.PROJECT_VIEW)
    seen = Allocation.objects.visible_to(me, Right.PROJECT_VIEW)
    row = get_object_or_404(seen.select_related("project", "area"), public_id=public_id)
    norms = norms_for(row)
    wanted = id_or_none(said(request.GET, "dinh-muc", most=40))
    norm = norm_chosen(row, wanted)
    context = {
        "row": row,
        "norms": norms,
        "draft": draft_of(norm, row) if norm is not None else None,
        "counterpart": counterpart_at(norm, row, me) if norm is not None else None,
        "may": me.acts_in(Right.MONEY_GIVE, row.area),
    }
    return render(request, "programs/money_draft.html", context)
