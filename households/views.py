"""Households, rounds, and the review form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.officer import address_of, need, officer
from accounts.services import record_access
from core.errors import DomainError
from households.choices import ReviewStatus, RoundStatus
from households.forms import DecisionForm, RoundForm
from households.models import CommuneRound, Household, Recognition
from households.rules import ENTERABLE, next_steps
from households.selectors import list_counts, with_progress
from households.services import rounds
from households.services.rounds import Decision
from households.standards import procedures, standards
from office.documents import scan_answer, steps_of
from office.files import store_scan

PAGE = 50

ACTS = {
    RoundStatus.SURVEY: "Mở rà soát và lấy danh sách",
    RoundStatus.SUBMITTED: "Trình kết quả rà soát",
    RoundStatus.RETURNED: "Trả lại để bổ sung, chỉnh sửa",
    RoundStatus.OPINED: "Cho ý kiến đồng ý",
    RoundStatus.RECOGNISED: "Ghi quyết định công nhận",
}


@require_safe
def household_list(request: HttpRequest) -> HttpResponse:
    """Households one may see, by name or code, fifty at a time."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    query = request.GET.get("q", "").strip()
    homes: QuerySet[Household] = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    if query:
        homes = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW).named(query)
    after = request.GET.get("after", "")
    if after.isalnum() or "-" in after:
        last = get_object_or_404(
            Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW), public_id=after
        )
        homes = homes.filter(place_key__gt=last.place_key)
    rows = list(
        homes.select_related("commune", "village").order_by("place_key")[: PAGE + 1]
    )
    more = len(rows) > PAGE
    context = {"rows": rows[:PAGE], "query": query, "more": more}
    return render(request, "households/household_list.html", context)


@require_safe
def household_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One household: place, members, what it was recognised as; the reading is logged."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    household = get_object_or_404(
        Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW).select_related(
            "commune__parent", "village"
        ),
        public_id=public_id,
    )
    record_access(
        me,
        action="read",
        subject_type="household",
        subject_id=household.public_id,
        area_path=household.area_path,
        address=address_of(request),
    )
    recognitions = Recognition.objects.known_at().filter(household=household)
    context = {
        "household": household,
        "members": household.members.filter(valid_to=None).select_related("person"),
        "recognitions": recognitions.select_related("document").order_by("-valid_from"),
        "reviews": household.reviews.select_related("commune_round__round").order_by("-pk"),
    }
    return render(request, "households/household_detail.html", context)


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """Communes and where each stands in its round, the newest round first."""
    me = need(request, Right.ROUND_VIEW)
    visible = CommuneRound.objects.visible_to(me, Right.ROUND_VIEW)
    found = with_progress(visible).select_related("round", "commune")
    page = Paginator(found.order_by("-round__opens_on", "commune__code"), PAGE).get_page(
        request.GET.get("page")
    )
    may_open = me.may(Right.ROUND_OPEN)
    return render(
        request, "households/round_list.html", {"page": page, "may_open": may_open}
    )


@require_http_methods(["GET", "POST"])
def round_open(request: HttpRequest) -> HttpResponse:
    """Open the periodic round of a year."""
    me = need(request, Right.ROUND_OPEN)
    form = RoundForm(request.POST or None, user=me, right=Right.ROUND_OPEN)
    if request.method == "POST" and form.is_valid():
        try:
            rounds.open_round(**form.cleaned_data, by=me)
        except DomainError as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, "Đã mở đợt rà soát.")
            return redirect("round-list")
    context = {
        "form": form,
        "title": "Mở đợt rà soát định kỳ",
        "lead": "Chuẩn nghèo và quy trình được chọn theo ngày bắt đầu.",
        "button": "Mở đợt rà soát",
    }
    return render(request, "accounts/simple_form.html", context)


def _find_round(request: HttpRequest, public_id: Any) -> CommuneRound:
    me = need(request, Right.ROUND_VIEW)
    found: CommuneRound = get_object_or_404(
        CommuneRound.objects.visible_to(me, Right.ROUND_VIEW).select_related(
            "round", "commune__parent"
        ),
        public_id=public_id,
    )
    return found


@require_safe
def round_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """A commune's list, its counts, and the acts the procedure offers."""
    return _round_page(request, _find_round(request, public_id), DecisionForm())


def _round_page(
    request: HttpRequest, commune_round: CommuneRound, form: DecisionForm, status: int = 200
) -> HttpResponse:
    me = officer(request)
    counts = list_counts(commune_round)
    procedure = procedures()[commune_round.round.procedure]
    acts = [
        {"to": step.to.value, "name": ACTS[step.to]}
        for step in next_steps(procedure, RoundStatus(commune_round.status))
        if me.acts_in(step.right, rounds.acting_area(commune_round, step))
    ]
    reviews = commune_round.reviews.all() if me.may(Right.HOUSEHOLD_VIEW) else None
    page = None
    if reviews is not None:
        ordered = reviews.select_related("household__village").order_by("area_path", "pk")
        page = Paginator(ordered, PAGE * 2).get_page(request.GET.get("page"))
    steps = list(steps_of(commune_round.public_id))
    for step in steps:
        step.label = RoundStatus(step.status).label  # type: ignore[attr-defined]
    context = {
        "commune_round": commune_round,
        "counts": counts,
        "open_forms": counts.total - counts.done,
        "acts": acts,
        "form": form,
        "page": page,
        "steps": steps,
        "standard": standards()[commune_round.round.standard],
        "procedure": procedure,
        "returned": next((s for s in reversed(steps) if s.status == "returned"), None),
        "may_enter": commune_round.status in ENTERABLE
        and me.acts_in(Right.REVIEW_EDIT, commune_round.commune),
        "todo": ReviewStatus.TODO,
        "scan_url": reverse("round-scan", args=[commune_round.public_id])
        if me.may(Right.HOUSEHOLD_VIEW)
        else "",
    }
    return render(request, "households/round_detail.html", context, status=status)


@require_safe
def round_scan(request: HttpRequest, public_id: Any) -> FileResponse:
    """The signed decision of a commune's round; it may name persons."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    found = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    item = get_object_or_404(found, public_id=public_id)
    decided = steps_of(item.public_id).filter(document__isnull=False).last()
    return scan_answer(decided.document if decided else None)


@require_POST
def round_move(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take a commune to its next step."""
    commune_round = _find_round(request, public_id)
    try:
        to = RoundStatus(request.POST.get("to", ""))
        version = int(request.POST.get("version") or commune_round.version)
        moved = rounds.move_round(
            commune_round,
            to=to,
            by=officer(request),
            note=request.POST.get("note", ""),
            version=version,
        )
        messages.success(request, f"{commune_round.commune}: {moved.get_status_display()}.")
    except ValueError:
        messages.error(request, "Bước này không có trong quy trình.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("round-detail", public_id)


@require_POST
def round_decide(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Record the decision that recognises a commune's result."""
    me = need(request, Right.ROUND_DECIDE)
    commune_round = _find_round(request, public_id)
    form = DecisionForm(request.POST, request.FILES)
    if not form.is_valid():
        return _round_page(request, commune_round, form, status=400)
    facts = form.cleaned_data
    try:
        upload = facts.pop("scan")
        scan = store_scan(upload, area=commune_round.commune, by=me) if upload else None
        version = int(request.POST.get("version") or commune_round.version)
        rounds.decide(
            commune_round, decision=Decision(**facts), scan=scan, by=me, version=version
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _round_page(request, commune_round, form, status=409)
    messages.success(request, "Đã công nhận kết quả rà soát.")
    return redirect("round-detail", public_id)


@require_POST
def round_add(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Put a household that asked for it on the list."""
    me = need(request, Right.REVIEW_EDIT)
    commune_round = _find_round(request, public_id)
    homes = Household.objects.visible_to(me, Right.REVIEW_EDIT)
    code = request.POST.get("code", "").strip()
    home = homes.filter(commune=commune_round.commune, code=code).first()
    if home is None:
        messages.error(request, f"Xã không có hộ nào mang mã “{code}”.")
        return redirect("round-detail", public_id)
    try:
        review = rounds.add_to_list(commune_round, home, by=me)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("round-detail", public_id)
    return redirect("review-edit", review.public_id)
