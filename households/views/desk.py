"""The commune's counter: requests, confirmations, totals, quality, like persons."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_list
from areas.choices import Level
from areas.models import Area
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt, id_or_none, posted_version
from core.numbers import whole
from households.choices import RequestStatus, RoundKind, Verdict
from households.forms.desk import (
    ConfirmationForm,
    RequestAnswerForm,
    RequestForm,
    TotalsForm,
)
from households.models import (
    CommuneRound,
    Confirmation,
    Household,
    Member,
    ReviewRequest,
    VillageTotal,
)
from households.selectors.likeness import SHOWN, LikePair, like_pairs, still_two
from households.selectors.quality import quality_of
from households.services import desk, requests
from households.services.desk import Totals
from households.services.printing import ask_answer, ask_confirmation, ask_receipt
from households.services.requests import RequestFacts

PAGE = 50


def _form(
    request: HttpRequest, form: Any, words: tuple[str, str, str], **more: Any
) -> HttpResponse:
    title, lead, button = words
    context = {"form": form, "title": title, "lead": lead, "button": button, **more}
    return render(request, "accounts/simple_form.html", context)


def _communes(me: User, right: Right) -> list[Area]:
    """Communes of today in which this person holds `right`, for choosing one."""
    seen = Area.objects.visible_to(me, right).valid_on(today())
    return list(seen.filter(level=Level.COMMUNE).order_by("path")[:400])


def _chosen(request: HttpRequest, communes: list[Area]) -> Area | None:
    wanted = id_or_none(request.GET.get("commune", ""))
    found = next((c for c in communes if c.public_id == wanted), None)
    return found or (communes[0] if communes else None)


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """Requests taken in, the newest first; the month's review can be begun."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    seen = ReviewRequest.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    rows = seen.select_related("household", "commune").order_by("-pk")
    if request.GET.get("open"):
        rows = rows.filter(status=RequestStatus.RECEIVED)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="reviewrequest",
        paths=[row.area_path for row in page.object_list],
        address=address_of(request),
    )
    own = [
        c for c in _communes(me, Right.ROUND_SUBMIT) if me.acts_in(Right.ROUND_SUBMIT, c)
    ]
    start = requests.month_start(today())
    context = {
        "page": page,
        "own": own,
        "only_open": bool(request.GET.get("open")),
        "start": start,
        "begun": start is not None and today() >= start,
    }
    return render(request, "households/request_list.html", context)


@require_http_methods(["GET", "POST"])
def request_create(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take in a household's request; its receipt is drawn."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    homes = Household.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    household = get_object_or_404(homes.select_related("commune"), public_id=public_id)
    initial = {"received_on": today(), "applicant": household.head_name}
    form = RequestForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = RequestFacts(**form.cleaned_data)
        taken = attempt(form, lambda: requests.receive_request(household, facts, by=me))
        if taken is not None:
            paper = ask_receipt(taken, by=me)
            day = f"{taken.appointment_on:%d/%m/%Y}"
            messages.success(request, f"Đã nhận giấy số {taken.receipt}, hẹn trả {day}.")
            return redirect("printout-detail", paper.public_id)
    lead = f"Hộ {household}. Hệ thống cấp số biên nhận và ngày hẹn theo quy trình."
    return _form(request, form, ("Nhận giấy đề nghị", lead, "Nhận giấy và in biên nhận"))


@require_http_methods(["GET", "POST"])
def request_answer(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The result of Phiếu A, or a refusal with its reason."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    seen = ReviewRequest.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    found = get_object_or_404(
        seen.select_related("household", "commune"), public_id=public_id
    )
    form = RequestAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        act = {
            "passed": told["result"] == RequestAnswerForm.PASS,
            "note": told["answer"],
            "version": posted_version(request),
        }
        done = attempt(form, lambda: requests.quick_check(found, **act, by=me))
        if done is not None:
            messages.success(request, f"Đã ghi kết quả cho giấy số {found.receipt}.")
            if done.closed_on is None:
                return redirect("request-list")
            return redirect("printout-detail", ask_answer(done, by=me).public_id)
    lead = (
        f"Giấy số {found.receipt}, hộ {found.household}: {found.get_kind_display()}. "
        f"Người đề nghị {found.applicant}, nhận ngày {found.received_on:%d/%m/%Y}, hẹn trả "
        f"{found.appointment_on:%d/%m/%Y}. Lý do: {found.reason or 'không ghi'}."
    )
    words = ("Xem xét giấy đề nghị", lead, "Ghi kết quả")
    return _form(request, form, words, record=found)


@require_POST
def request_paper(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The written answer to a closed request."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    seen = ReviewRequest.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    found = get_object_or_404(seen.select_related("commune"), public_id=public_id)
    try:
        paper = ask_answer(found, by=me)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("request-list")
    return redirect("printout-detail", paper.public_id)


@require_POST
def off_cycle_open(request: HttpRequest) -> HttpResponse:
    """Begin this month's review of a commune with the requests that wait."""
    me = need(request, Right.ROUND_SUBMIT)
    communes = Area.objects.visible_to(me, Right.ROUND_SUBMIT).valid_on(today())
    wanted = id_or_none(request.POST.get("commune", ""))
    commune = get_object_or_404(communes.filter(level=Level.COMMUNE), public_id=wanted)
    day = today()
    try:
        item = requests.open_off_cycle(commune, year=day.year, month=day.month, by=me)
        requests.list_requests(item, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        return redirect("round-detail", item.public_id)
    return redirect("request-list")


@require_POST
def round_requests(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Put the requests that wait on the list of a round under way."""
    me = need(request, Right.REVIEW_EDIT)
    rounds = CommuneRound.objects.visible_to(me, Right.REVIEW_EDIT)
    item = get_object_or_404(rounds, public_id=public_id)
    try:
        count = requests.list_requests(item, by=me)
        told = f"Đã đưa {count} giấy đề nghị vào danh sách."
        messages.info(request, told if count else "Không có giấy đề nghị nào đang chờ.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("round-detail", public_id)


@require_safe
def confirmation_list(request: HttpRequest) -> HttpResponse:
    """The register of confirmations, the newest first."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    seen = Confirmation.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    rows = seen.select_related("household", "commune", "issued_by").order_by("-pk")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="confirmation",
        paths=[row.area_path for row in page.object_list],
        address=address_of(request),
    )
    return render(request, "households/confirmation_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def confirmation_create(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Confirm a household's class of today; the paper is drawn."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    homes = Household.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    household = get_object_or_404(homes.select_related("commune"), public_id=public_id)
    form = ConfirmationForm(request.POST or None, initial={"asked_by": household.head_name})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        row = attempt(form, lambda: desk.confirm(household, **facts, by=me))
        if row is not None:
            paper = ask_confirmation(row, by=me)
            return redirect("printout-detail", paper.public_id)
    lead = f"Hộ {household}. Số lấy từ sổ cấp giấy xác nhận của xã."
    return _form(request, form, ("Cấp giấy xác nhận", lead, "Ghi sổ và in giấy xác nhận"))


@require_http_methods(["GET", "POST"])
def village_totals(request: HttpRequest) -> HttpResponse:
    """Totals by village: what holds today, and a form for new figures."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    form = TotalsForm(request.POST or None, user=me, initial={"on": today(), "native": 0})
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        village = facts.pop("village")
        totals = Totals(**facts)
        if attempt(form, lambda: desk.enter_totals(village, totals, by=me)) is not None:
            messages.success(request, f"Đã ghi số liệu của {village}.")
            return redirect("village-totals")
    seen = VillageTotal.objects.visible_to(me, Right.HOUSEHOLD_EDIT).on(today())
    rows = list(seen.select_related("village", "recorded_by"))
    context = {"form": form, "rows": rows}
    return render(request, "households/village_totals.html", context)


@require_safe
def quality_list(request: HttpRequest) -> HttpResponse:
    """What is worth a second look in a commune's data."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    communes = _communes(me, Right.HOUSEHOLD_VIEW)
    commune = _chosen(request, communes)
    item = _latest_round(me, commune)
    checks = quality_of(commune, item) if commune else []
    if commune is not None:
        record_list(
            me,
            right=Right.HOUSEHOLD_VIEW,
            subject_type="household",
            paths=[commune.path for check in checks for _ in check.shown],
            address=address_of(request),
        )
    context = {"communes": communes, "commune": commune, "checks": checks, "item": item}
    return render(request, "households/quality_list.html", context)


def _latest_round(me: User, commune: Area | None) -> CommuneRound | None:
    seen = CommuneRound.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    begun = seen.filter(commune=commune, round__kind=RoundKind.PERIODIC)
    found: CommuneRound | None = (
        begun.filter(round__opens_on__lte=today())
        .select_related("round", "commune")
        .order_by("-round__opens_on")
        .first()
    )
    return found


@require_http_methods(["GET", "POST"])
def like_persons(request: HttpRequest) -> HttpResponse:
    """Pairs of persons who may be one, for a decision: same, different, later."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    communes = _communes(me, Right.HOUSEHOLD_VIEW)
    if request.method == "POST":
        _judge(request, me)
        return redirect(request.get_full_path())
    commune = _chosen(request, communes)
    scopes = me.scope_paths(Right.HOUSEHOLD_VIEW)
    number = max(1, whole(request.GET.get("page", "")) or 1)
    pairs, count = like_pairs(commune, scopes, page=number) if commune else ([], 0)
    settled = still_two(commune, scopes) if commune else []
    if commune and not pairs and number > 1:  # the last pair of the last page was judged
        return redirect(f"{request.path}?commune={commune.public_id}")
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="person",
        paths=[m.household.area_path for p in [*pairs, *settled] for m in p.sides],
        address=address_of(request),
    )
    context = {
        "communes": communes,
        "commune": commune,
        "pairs": pairs,
        "settled": settled,
        "leavable": _editable(me, settled),
        "count": count,
        "page": Paginator(range(count), SHOWN).get_page(number),
        "base_query": f"commune={commune.public_id}&" if commune else "",
        "verdicts": Verdict.choices,
        "may_judge": me.may(Right.HOUSEHOLD_EDIT) or me.may(Right.ROUND_OPEN),
    }
    return render(request, "households/like_persons.html", context)


def _editable(me: User, pairs: list[LikePair]) -> set[Member]:
    """Memberships of the pairs that this person may end."""
    mine = me.scope_paths(Right.HOUSEHOLD_EDIT)
    members = [m for pair in pairs for m in pair.sides]
    return {m for m in members if m.household.area_path.startswith(mine)}


def _judge(request: HttpRequest, me: User) -> None:
    seen = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    members = Member.objects.filter(household__in=seen, valid_to=None)
    first, second = (
        get_object_or_404(members, public_id=id_or_none(request.POST.get(name, "")))
        for name in ("first", "second")
    )
    if request.POST.get("verdict") not in Verdict.values:
        messages.error(request, "Hãy chọn kết luận.")
        return
    try:
        verdict = Verdict(request.POST["verdict"])
        note = request.POST.get("note", "")[:200]
        desk.judge(first, second, verdict=verdict, note=note, by=me)
        messages.success(request, f"Đã ghi: {verdict.label.lower()}.")
    except DomainError as error:
        messages.error(request, str(error))
