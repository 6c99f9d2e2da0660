"""Rounds: opening, a commune's list, its steps, the decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need, officer
from accounts.services import record_access, record_list
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt, id_or_none, posted_version, said
from core.numbers import whole
from households.choices import PrintKind, RoundStatus
from households.forms.rounds import DecisionForm, RoundForm
from households.models import CommuneRound, Household, Objection, Posting, Review
from households.rules import BACKWARD, ENTERABLE, next_steps
from households.selectors import (
    in_list_order,
    list_counts,
    village_progress,
    with_progress,
)
from households.services import rounds
from households.services.procedure import last_meetings, villages_of
from households.services.rounds import Decision
from households.standards import procedures, standards
from office.documents import scan_answer, steps_of

PAGE = 50
CONFLICT = 409

ACTS = {
    RoundStatus.SURVEY: "Mở rà soát và lấy danh sách",
    RoundStatus.MEETING: "Chuyển sang họp thôn",
    RoundStatus.POSTED: "Niêm yết danh sách",
    RoundStatus.SUBMITTED: "Trình kết quả rà soát",
    RoundStatus.RETURNED: "Trả lại để bổ sung, chỉnh sửa",
    RoundStatus.OPINED: "Cho ý kiến đồng ý",
    RoundStatus.RECOGNISED: "Ghi quyết định công nhận",
}


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """Communes and where each stands in its round, the newest round first."""
    me = need(request, Right.ROUND_VIEW)
    visible = CommuneRound.objects.visible_to(me, Right.ROUND_VIEW)
    visible = visible.filter(round__opens_on__lte=today())
    year = whole(said(request.GET, "nam", most=4))
    wanted = id_or_none(said(request.GET, "khu-vuc", most=40))
    area = None
    if wanted:
        seen = Area.objects.visible_to(me, Right.ROUND_VIEW)
        area = get_object_or_404(seen, public_id=wanted)
        visible = visible.within(area.path)
    if year is not None:
        visible = visible.filter(round__year=year)
    found = with_progress(visible).select_related("round", "commune")
    page = Paginator(found.order_by("-round__opens_on", "commune__code"), PAGE).get_page(
        request.GET.get("page")
    )
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "may_open": me.may(Right.ROUND_OPEN),
        "year": year,
        "area": area,
        "address": query.urlencode(),
    }
    return render(request, "households/round_list.html", context)


@require_http_methods(["GET", "POST"])
def round_open(request: HttpRequest) -> HttpResponse:
    """Open the periodic round of a year."""
    me = need(request, Right.ROUND_OPEN)
    form = RoundForm(request.POST or None, user=me, right=Right.ROUND_OPEN)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if attempt(form, lambda: rounds.open_round(**facts, by=me)):
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
    """The commune's page; a refused act finds its words still there."""
    me = officer(request)
    counts = list_counts(commune_round)
    procedure = procedures()[commune_round.round.procedure]
    steps = list(steps_of(commune_round.public_id))
    for step in steps:
        step.label = RoundStatus(step.status).label  # type: ignore[attr-defined]
    posting = commune_round.postings.last()
    parts = village_progress(commune_round)
    context = _persons(request, commune_round, me) | {
        "commune_round": commune_round,
        "counts": counts,
        "open_forms": counts.total - counts.done,
        "acts": _acts(commune_round, me),
        "note": request.POST.get("note", ""),
        "form": form,
        "steps": steps,
        "standard": standards()[commune_round.round.standard],
        "procedure": procedure,
        "returned": next(
            (s for s in reversed(steps) if s.status == RoundStatus.RETURNED), None
        ),
        "villages": _villages(commune_round),
        "parts": parts if commune_round.status in ENTERABLE else [],
        "places": [part.village for part in parts if part.village],
        "posting": posting,
        "hanging": posting if _hangs(commune_round, posting) else None,
        "may_submit": me.acts_in(Right.ROUND_SUBMIT, commune_round.commune),
    }
    return render(request, "households/round_detail.html", context, status=status)


def _hangs(commune_round: CommuneRound, posting: Posting | None) -> bool:
    """Whether the list still has days to hang."""
    posted = commune_round.status == RoundStatus.POSTED
    return posted and posting is not None and today() <= posting.ends_on


def _persons(request: HttpRequest, commune_round: CommuneRound, me: User) -> dict[str, Any]:
    """What names persons: only for those who may see this commune's households."""
    seen = Review.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    reviews = seen.filter(commune_round=commune_round)
    whole = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    if not whole.filter(pk=commune_round.pk).exists() and not reviews.exists():
        return {"page": None, "objections": [], "scan_url": "", "may_enter": False}
    ordered = in_list_order(reviews.select_related("household__village"))
    objections = Objection.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    page = Paginator(ordered, PAGE * 2).get_page(request.GET.get("page"))
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="review",
        paths=[review.area_path for review in page.object_list],
        address=address_of(request),
    )
    return {
        "page": page,
        "objections": objections.filter(commune_round=commune_round).select_related(
            "review__household"
        ),
        "scan_url": reverse("round-scan", args=[commune_round.public_id]),
        "papers": PrintKind.choices,
        "may_enter": commune_round.status in ENTERABLE
        and me.acts_in(Right.REVIEW_EDIT, commune_round.commune),
    }


def _acts(commune_round: CommuneRound, me: User) -> list[dict[str, Any]]:
    """The steps the procedure offers this person from here."""
    procedure = procedures()[commune_round.round.procedure]
    return [
        {"to": step.to.value, "name": _act_name(commune_round, step.to)}
        for step in next_steps(procedure, RoundStatus(commune_round.status))
        if me.acts_in(step.right, rounds.acting_area(commune_round, step))
    ]


def _act_name(commune_round: CommuneRound, to: RoundStatus) -> str:
    """The button's words; a step back says that it is one."""
    back = (RoundStatus(commune_round.status), to) in BACKWARD
    if back:
        return "Rà soát lại"
    if commune_round.status == RoundStatus.RECOGNISED:
        return "Mở lại để xem xét"
    return ACTS[to]


def _villages(commune_round: CommuneRound) -> list[dict[str, Any]]:
    """Each village of the list with the meeting that counts, while meetings are held."""
    if commune_round.status not in {RoundStatus.MEETING, RoundStatus.POSTED}:
        return []
    held = last_meetings(commune_round)
    return [
        {"village": v, "listed": n, "meeting": held.get(v.pk if v else None)}
        for v, n in villages_of(commune_round)
    ]


@require_safe
def round_scan(request: HttpRequest, public_id: Any) -> FileResponse:
    """The signed decision of a commune's round; it may name persons."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    found = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    item = get_object_or_404(found, public_id=public_id)
    record_access(
        me,
        action="export",
        subject_type="decision",
        subject_id=item.public_id,
        area_path=item.area_path,
        address=address_of(request),
    )
    decided = steps_of(item.public_id).filter(document__isnull=False).last()
    return scan_answer(decided.document if decided else None)


@require_POST
def round_move(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take a commune to its next step."""
    commune_round = _find_round(request, public_id)
    try:
        to = RoundStatus(request.POST.get("to", ""))
        version = posted_version(request)
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
        item = _find_round(request, public_id)
        return _round_page(request, item, DecisionForm(), status=CONFLICT)
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
        version = posted_version(request)
        rounds.decide(
            commune_round, decision=Decision(**facts), scan=upload, by=me, version=version
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
    homes = Household.objects.visible_to(me, Right.REVIEW_EDIT).standing()
    code = request.POST.get("code", "").strip()
    found = list(homes.filter(commune=commune_round.commune, code=code)[:2])
    if len(found) != 1:
        many = f"Nhiều hộ của xã cùng mang mã “{code}”; hãy mở trang của hộ rồi nhận giấy ở đó."
        none = f"Xã không có hộ nào mang mã “{code}”."
        messages.error(request, many if found else none)
        return redirect("round-detail", public_id)
    try:
        review = rounds.add_to_list(commune_round, found[0], by=me)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("round-detail", public_id)
    return redirect("review-edit", review.public_id)
