"""Money of projects: the table, one allocation with its parts, and what is done with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.dates import today
from core.inputs import attempt, id_or_none, posted_version, said
from programs.charts import draw
from programs.choices import ChangeKind
from programs.forms.fields import WorkbookForm
from programs.forms.money import (
    CarryForm,
    ChangeForm,
    EntryForm,
    GiveForm,
    ShareMoneyForm,
)
from programs.models import Allocation
from programs.rules import disbursed_share
from programs.selectors.lists import money_runs
from programs.selectors.money import (
    GROUPINGS,
    changeable_by,
    curve_of,
    money_by_area,
    money_of,
    money_table,
    parts_of,
    receivers_of,
)
from programs.selectors.norms import amounts_of, draft_of, norm_chosen
from programs.services.carrying import CarryOver, carry_over
from programs.services.changing import Changing, change
from programs.services.money import give, share
from programs.services.money_lists import amounts_in
from programs.services.spending import spend, spends
from programs.views.frame import year_of

SHOWN = 200  # entries on one page
GROUPED = {"du-an": "Theo dự án", "dia-ban": "Theo địa bàn", "nguon": "Theo nguồn vốn"}


@require_safe
def money_list(request: HttpRequest) -> HttpResponse:
    """Money of a year by project, what of it was paid, and when."""
    me = need(request, Right.PROJECT_VIEW)
    year = year_of(said(request.GET, "nam"))
    by = said(request.GET, "theo", most=10)
    by = by if by in GROUPED else "du-an"
    seen = list(money_of(me, year))
    rows, total = money_table(seen, by if by in GROUPINGS else "du-an")
    if by not in GROUPINGS:
        rows = money_by_area(seen)
    context = {
        "year": year,
        "years": range(today().year - 2, today().year + 2),
        "rows": rows,
        "total": total,
        "by": by,
        "groupings": GROUPED,
        "curve": draw(curve_of(me, year, total.purse.given, today())),
        "may_give": me.may(Right.MONEY_GIVE),
        "may_spend": me.may(Right.MONEY_SPEND),
    }
    return render(request, "programs/money_list.html", context)


def _find(request: HttpRequest, public_id: Any, right: Right) -> tuple[User, Allocation]:
    me = need(request, right)
    seen = Allocation.objects.visible_to(me, Right.PROJECT_VIEW)
    related = ("project", "sub_project", "area", "agency", "parent__area", "document")
    found: Allocation = get_object_or_404(
        seen.select_related(*related), public_id=public_id
    )
    return me, found


@require_safe
def money_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One allocation: its decision, its parts, its entries, and what one may do."""
    me, row = _find(request, public_id, Right.PROJECT_VIEW)
    return _page(request, me, row, _proposed(request, me, row))


def _proposed(request: HttpRequest, me: User, row: Allocation) -> dict[str, Any]:
    """Amounts a draft by a norm, or a table that was sent, puts into the sharing form."""
    wanted = id_or_none(said(request.GET, "dinh-muc", most=40))
    norm = norm_chosen(row, wanted) if wanted else None
    if norm is not None:
        filled = f"dự thảo theo định mức ({norm.document})"
        return {"filled": filled, "amounts": amounts_of(draft_of(norm, row))}
    wanted = id_or_none(said(request.GET, "tep", most=40))
    runs = money_runs(me).filter(params__allocation=str(row.public_id))
    run = runs.filter(public_id=wanted).first() if wanted else None
    if run is not None:
        return {"filled": f"tệp “{run.file.name}”", "amounts": amounts_in(run)}
    return {}


def _page(
    request: HttpRequest,
    me: User,
    row: Allocation,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    parts = parts_of(row, me)
    paid = row.spent + sum(part.paid for part in parts)
    context = {
        "row": row,
        "parts": parts,
        "paid": paid,
        "percent": disbursed_share(paid, row.purse.given),
        "entries": row.entries.select_related("recorded_by").order_by("-on", "-pk")[:SHOWN],
        "changes": row.changes.select_related("document", "made_by"),
        **_forms(me, row, forms or {}),
    }
    return render(request, "programs/money_detail.html", context, status=status)


def _forms(me: User, row: Allocation, told: dict[str, Any]) -> dict[str, Any]:
    """Forms for what the person may do with the allocation; typed ones keep their text."""
    found: dict[str, Any] = {}
    if spends(me, row):
        found["spending"] = told.get("spending") or EntryForm(row=row)
    if me.acts_in(Right.MONEY_GIVE, row.area):
        areas, agencies = receivers_of(row)
        found["sharing"] = told.get("sharing") or ShareMoneyForm(
            areas=areas, agencies=agencies
        )
        found["filled"] = told.get("filled")
        found["sending"] = WorkbookForm()
        if found["filled"]:
            found["sharing"].fill(told["amounts"])
        rows = changeable_by(me, row)
        if rows:
            found["changing"] = told.get("changing") or ChangeForm(rows=rows)
    giver = row.parent.area if row.parent else row.area
    if me.acts_in(Right.MONEY_GIVE, giver):
        found["carrying"] = told.get("carrying") or CarryForm()
    return found


@require_http_methods(["GET", "POST"])
def money_give(request: HttpRequest) -> HttpResponse:
    """Record money that came to one's area."""
    me = need(request, Right.MONEY_GIVE)
    year = year_of(said(request.GET, "nam"))
    form = GiveForm(
        request.POST or None,
        request.FILES or None,
        user=me,
        year=year,
        initial={"year": year},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        row = attempt(
            form,
            lambda: give(
                form.purpose(),
                form.receiver(),
                told["amount"],
                form.decision(),
                by=me,
                scan=told["scan"],
            ),
        )
        if row is not None:
            messages.success(request, "Đã ghi vốn được giao.")
            return redirect("money-detail", row.public_id)
    return render(request, "programs/money_give.html", {"form": form, "year": year})


@require_POST
def money_share(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Give parts on to areas below, or to agencies."""
    me, row = _find(request, public_id, Right.MONEY_GIVE)
    areas, agencies = receivers_of(row)
    form = ShareMoneyForm(request.POST, request.FILES, areas=areas, agencies=agencies)
    if form.is_valid():
        version, scan = posted_version(request), form.cleaned_data["scan"]

        def act() -> list[Allocation]:
            decision = form.decision()
            return share(row, form.parts(), decision, by=me, version=version, scan=scan)

        made = attempt(form, act)
        if made is not None:
            messages.success(request, f"Đã phân bổ cho {len(made)} nơi nhận.")
            return redirect("money-detail", public_id)
    return _page(request, me, row, {"sharing": form}, status=400)


@require_POST
def money_change(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Adjust or transfer the parts of an allocation."""
    me, row = _find(request, public_id, Right.MONEY_GIVE)
    rows = changeable_by(me, row)
    form = ChangeForm(request.POST, request.FILES, rows=rows)
    if form.is_valid():
        told = form.cleaned_data
        seen = row.pk, posted_version(request)
        wanted = Changing(ChangeKind(told["kind"]), told["reason"], form.deltas(), seen)
        done = attempt(
            form,
            lambda: change(row.area, wanted, form.decision(), by=me, scan=told["scan"]),
        )
        if done is not None:
            messages.success(request, "Đã ghi quyết định điều chỉnh vốn.")
            return redirect("money-detail", public_id)
    return _page(request, me, row, {"changing": form}, status=400)


@require_POST
def money_spend(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Record a commitment, advance, payment, return or settlement."""
    me, row = _find(request, public_id, Right.MONEY_SPEND)
    form = EntryForm(request.POST, row=row)
    if form.is_valid():
        version = posted_version(request)
        done = attempt(form, lambda: spend(row, form.entry(), by=me, version=version))
        if done is not None:
            messages.success(request, "Đã ghi nghiệp vụ.")
            return redirect("money-detail", public_id)
    return _page(request, me, row, {"spending": form}, status=400)


@require_POST
def money_carry(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Move what was not spent to the next year."""
    me, row = _find(request, public_id, Right.MONEY_GIVE)
    form = CarryForm(request.POST, request.FILES)
    if form.is_valid():
        told, version = form.cleaned_data, posted_version(request)
        wanted = CarryOver(told["amount"], told["spend_by"])

        def act() -> Allocation:
            decision = form.decision()
            return carry_over(
                row, wanted, decision, by=me, version=version, scan=told["scan"]
            )

        made = attempt(form, act)
        if made is not None:
            messages.success(request, f"Đã chuyển sang năm {made.year}.")
            return redirect("money-detail", made.public_id)
    return _page(request, me, row, {"carrying": form}, status=400)
