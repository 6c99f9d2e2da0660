"""How far a plan is, where it is at risk; years and areas side by side."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from areas.models import Area
from core.dates import today
from core.inputs import attempt, id_or_none, said
from targets.choices import TABLE_KINDS, Light
from targets.forms import ResultForm
from targets.models import Plan, Result, Target
from targets.rules.progress import LIGHT_RULE
from targets.selectors import totals_of
from targets.selectors.compare import compare
from targets.selectors.progress import Progress, lines_at_risk, progress_of
from targets.services.results import report_result

YEARS = 5
PAGE = 100  # lines on one page
RISKY, FORMS = 10, 30  # named at the top; forms below


def _find(request: HttpRequest, public_id: Any) -> tuple[User, Plan]:
    me = need(request, Right.PLAN_VIEW)
    readable = Plan.objects.readable_by(me).select_related("area", "document")
    return me, get_object_or_404(readable, public_id=public_id)


@require_safe
def plan_progress(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Planned and achieved, recognised and live, with forecast and light."""
    me, plan = _find(request, public_id)
    return _page(request, plan, me)


def _page(
    request: HttpRequest,
    plan: Plan,
    me: User,
    *,
    refused: tuple[Target, ResultForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    totals = totals_of(plan)
    codes = [row.indicator.code for row in totals]
    wanted = said(request.GET, "chi_tieu", most=40)
    code = wanted if wanted in codes else next(iter(codes), "")
    found = progress_of(plan, me, today(), code=code)
    lines = [row for row in found.rows if row.target.kind in TABLE_KINDS]
    promised = [row for row in found.rows if row.target.kind not in TABLE_KINDS]
    risky = lines_at_risk(found)
    context = {
        "plan": plan,
        "found": found,
        "totals": totals,
        "code": code,
        "page": Paginator(lines, PAGE).get_page(said(request.GET, "page", most=9)),
        "base_query": f"chi_tieu={code}&",
        "promised": promised,
        "risky": risky[:RISKY],
        "more": len(risky) - RISKY,
        "lights": [(choice, found.count(choice)) for choice in Light],
        "rule": LIGHT_RULE,
        "today": today(),
        "forms": _forms(found.rows, refused),
        "sees_homes": me.may(Right.HOUSEHOLD_VIEW),
    }
    return render(request, "targets/plan_progress.html", context, status=status)


def _forms(rows: list[Progress], refused: tuple[Target, ResultForm] | None) -> list[Any]:
    """A form for each target one reports on; a refused one keeps what was typed."""
    made = []
    own = [row for row in rows if row.own][:FORMS]
    held = Result.objects.select_related("reported_by").order_by("-pk")
    prefetch_related_objects([row.target for row in own], Prefetch("results", held))
    for row in own:
        again = refused is not None and refused[0].pk == row.target.pk
        form = refused[1] if again and refused else ResultForm(target=row.target)
        made.append((row.target, form))
    return made


@require_POST
def target_result(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Report what was achieved of a target that nothing computes."""
    me = need(request, Right.TASK_REPORT)
    seen = Target.objects.visible_to(me, Right.TASK_REPORT)
    target = get_object_or_404(
        seen.select_related("plan__area", "area", "indicator", "reporter"),
        public_id=public_id,
    )
    form = ResultForm(request.POST, target=target)
    if form.is_valid() and _reported(form, target, me):
        messages.success(request, f"Đã ghi kết quả: {target.indicator}.")
        return redirect("plan-progress", target.plan.public_id)
    _, plan = _find(request, target.plan.public_id)
    return _page(request, plan, me, refused=(target, form), status=400)


def _reported(form: ResultForm, target: Target, me: User) -> bool:
    """Whether the result was added; why not, the form says."""
    done = attempt(form, lambda: report_result(target, form.told(), by=me))
    return done is not None


@require_safe
def plan_compare(request: HttpRequest) -> HttpResponse:
    """Planned and achieved of the areas below one, year by year."""
    me = need(request, Right.FIGURES_VIEW)
    seen = Area.objects.visible_to(me, Right.FIGURES_VIEW).valid_on(today())
    wanted = id_or_none(request.GET.get("area", ""))
    if wanted is None:
        home = next((g.area for g in me.current_grants()), None)
        area = get_object_or_404(seen, pk=home.pk if home else None)
    else:
        area = get_object_or_404(seen, public_id=wanted)
    found = compare(area, last=today().year, years=YEARS, user=me)
    context = {
        "area": area,
        "found": found,
        "above": seen.filter(pk=area.parent_id).first(),
    }
    return render(request, "targets/plan_compare.html", context)
