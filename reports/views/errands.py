"""Work given because of a figure; one page for a leader."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need, officer
from areas.models import Area
from core.dates import today
from core.inputs import attempt, id_or_none, posted_version, said
from office.letter import PDF, write_pdf
from reports.figures import slug_of
from reports.forms.errand import AnswerForm, ErrandForm
from reports.forms.figures import address_of_view, wanted
from reports.models import Errand
from reports.selectors.briefs import brief_of
from reports.selectors.errands import errands_of
from reports.services.errands import (
    answer_errand,
    give_errand,
    may_give,
    people_of,
    withdraw_errand,
)


@require_safe
def errand_list(request: HttpRequest) -> HttpResponse:
    """What I was asked, and what I asked of others."""
    me = officer(request)
    rows = errands_of(me)
    context = {
        "mine": [row for row in rows if row.given_to_id == me.pk],
        "given": [row for row in rows if row.given_by_id == me.pk],
    }
    return render(request, "reports/errand_list.html", context)


@require_http_methods(["GET", "POST"])
def errand_create(request: HttpRequest) -> HttpResponse:
    """Give somebody work about a figure of an area."""
    me = need(request, Right.FIGURES_VIEW)
    data = request.GET if request.method == "GET" else request.POST
    seen = Area.objects.visible_to(me, Right.FIGURES_VIEW)
    asked = id_or_none(said(data, "khu-vuc", most=40))
    area = get_object_or_404(seen, public_id=asked)
    if not may_give(me, area):
        messages.error(
            request, "Chỉ người tiếp nhận hoặc ký báo cáo của địa bàn giao việc."
        )
        return redirect("dashboard")
    people = [person for person in people_of(area, me) if person.pk != me.pk]
    if request.method == "GET":
        about = {"figure": said(data, "so-lieu"), "address": said(data, "tu", most=500)}
        return _form_page(request, area, ErrandForm(initial=about, people=people))
    form = ErrandForm(request.POST, people=people)
    errand = None
    if form.is_valid():
        errand = attempt(form, lambda: give_errand(area, form.asked(), by=me))
    if errand is None:
        return _form_page(request, area, form)
    messages.success(request, f"Đã giao việc cho {errand.given_to}.")
    return redirect("errand-detail", errand.public_id)


def _form_page(request: HttpRequest, area: Area, form: ErrandForm) -> HttpResponse:
    context = {"form": form, "area": area, "figure": form["figure"].value()}
    status = 400 if form.is_bound else 200
    return render(request, "reports/errand_create.html", context, status=status)


@require_http_methods(["GET", "POST"])
def errand_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One errand; whom it was given to answers it, once."""
    me = officer(request)
    errand = get_object_or_404(errands_of(me), public_id=public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _taken(request, errand, form, me):
        return redirect("errand-detail", public_id)
    seen = Area.objects.visible_to(me, Right.FIGURES_VIEW).filter(pk=errand.area_id)
    waits = errand.answered_at is None and errand.withdrawn_at is None
    context = {
        "errand": errand,
        "form": form,
        # who was asked may see the figures of a part of the area only
        "address": errand.address if seen.exists() else reverse("dashboard"),
        "may_answer": waits and errand.given_to_id == me.pk,
        "may_withdraw": waits and errand.given_by_id == me.pk,
    }
    status = 400 if form.is_bound else 200
    return render(request, "reports/errand_detail.html", context, status=status)


def _taken(request: HttpRequest, errand: Errand, form: AnswerForm, me: User) -> bool:
    """Whether the answer, or the withdrawal, was kept; what is refused stands on the form."""
    if said(request.POST, "rut", most=1):
        form.fields["answer"].required = False
        form.is_valid()
        done = attempt(
            form, lambda: withdraw_errand(errand, by=me, version=posted_version(request))
        )
        said_so = "Đã rút lại việc này."
    elif form.is_valid():
        text = form.cleaned_data["answer"]
        done = attempt(
            form,
            lambda: answer_errand(errand, text, by=me, version=posted_version(request)),
        )
        said_so = "Đã trả lời."
    else:
        return False
    if done is not None:
        messages.success(request, said_so)
    return done is not None


@require_safe
def brief(request: HttpRequest) -> HttpResponse:
    """One page for a leader: this week in an area, or a commune before a visit."""
    me = need(request, Right.FIGURES_VIEW)
    view = wanted(request.GET, me)
    if view is None:
        return redirect("dashboard")
    context = {
        "brief": brief_of(me, view),
        "view": view,
        "address": address_of_view(view),
    }
    return render(request, "reports/brief.html", context)


@require_safe
def brief_pdf(request: HttpRequest) -> HttpResponse:
    """The same as a page of paper."""
    me = need(request, Right.FIGURES_VIEW)
    view = wanted(request.GET, me)
    if view is None:
        raise Http404
    told = brief_of(me, view)
    data = {
        "title": told.title,
        "year": view.year,
        "day": f"{today():%d/%m/%Y}",
        "by": str(me),
        "sections": [
            [name, [[line.label, line.text] for line in lines]]
            for name, lines in told.sections
        ],
    }
    name = f"tom-tat-{slug_of(view.area)}.pdf"
    return HttpResponse(
        write_pdf("brief", data),
        content_type=PDF,
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
