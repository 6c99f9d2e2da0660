"""The public steps of a commune's round, as its officer and the superior take them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from areas.models import Area
from areas.selectors import superior
from core.dates import today
from core.inputs import attempt
from households.choices import RoundStatus
from households.forms.rounds import (
    AnswerForm,
    LetterForm,
    MeetingForm,
    ObjectionForm,
    PostingForm,
    RecheckForm,
)
from households.models import CommuneRound, Objection, Review
from households.services import procedure
from households.services.procedure import MeetingFacts
from households.services.rounds import procedure_of
from office.choices import DocumentKind
from office.documents import DocumentFacts
from office.models import Document


def _form_page(
    request: HttpRequest, form: Any, title: str, lead: str, button: str = ""
) -> HttpResponse:
    context = {"form": form, "title": title, "lead": lead, "button": button or title}
    return render(request, "accounts/simple_form.html", context)


def _round(request: HttpRequest, public_id: Any, right: Right) -> tuple[User, CommuneRound]:
    me = need(request, right)
    found = CommuneRound.objects.visible_to(me, right).select_related("round", "commune")
    return me, get_object_or_404(found, public_id=public_id)


@require_http_methods(["GET", "POST"])
def round_meeting(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The minutes of one village's meeting."""
    me, item = _round(request, public_id, Right.ROUND_SUBMIT)
    villages = {str(v.public_id) if v else "": v for v, _ in procedure.villages_of(item)}
    village = villages.get(request.GET.get("village", ""))
    place = village or item.commune
    form = MeetingForm(request.POST or None, initial={"held_on": today()})
    if request.method == "POST" and form.is_valid():
        facts = MeetingFacts(**form.cleaned_data)
        if attempt(form, lambda: procedure.hold_meeting(item, village, facts, by=me)):
            messages.success(request, f"Đã ghi biên bản họp {place}.")
            return redirect("round-detail", public_id)
    percent = procedure_of(item).meeting_percent
    lead = f"Cần ít nhất {percent}% số người dự họp đồng ý; nếu không, rà soát và họp lại."
    title = f"Biên bản họp {place}"
    return _form_page(request, form, title, lead, "Ghi biên bản họp")


@require_http_methods(["GET", "POST"])
def round_post(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Hang the list in public, or hang it anew."""
    me, item = _round(request, public_id, Right.ROUND_SUBMIT)
    form = PostingForm(request.POST or None, initial={"posted_on": today()})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if attempt(form, lambda: procedure.post_list(item, **facts, by=me)):
            messages.success(request, f"{item.commune}: đã niêm yết danh sách.")
            return redirect("round-detail", public_id)
    days = procedure_of(item).posting_days
    lead = f"Danh sách niêm yết {days} ngày làm việc kể từ ngày này."
    return _form_page(request, form, "Niêm yết danh sách", lead)


@require_http_methods(["GET", "POST"])
def objection_create(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take in somebody's objection to a household's result."""
    me = need(request, Right.REVIEW_EDIT)
    found = Review.objects.visible_to(me, Right.REVIEW_EDIT)
    review = get_object_or_404(
        found.select_related("household", "commune_round"), public_id=public_id
    )
    form = ObjectionForm(request.POST or None, initial={"received_on": today()})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if attempt(form, lambda: procedure.receive_objection(review, **facts, by=me)):
            messages.success(request, "Đã nhận ý kiến; phiếu của hộ mở lại để phúc tra.")
            return redirect("review-edit", public_id)
    lead = f"Hộ {review.household}. Sau khi nhận, phiếu của hộ được mở lại để phúc tra."
    return _form_page(request, form, "Nhận ý kiến của người dân", lead)


@require_http_methods(["GET", "POST"])
def objection_answer(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What the re-check found."""
    me = need(request, Right.ROUND_SUBMIT)
    found = Objection.objects.visible_to(me, Right.ROUND_SUBMIT)
    objection = get_object_or_404(
        found.select_related("review__household", "commune_round"), public_id=public_id
    )
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if attempt(form, lambda: procedure.answer_objection(objection, **facts, by=me)):
            messages.success(request, "Đã trả lời ý kiến.")
            return redirect("round-detail", objection.commune_round.public_id)
    lead = f"{objection.by_name} về hộ {objection.review.household}: {objection.content}"
    return _form_page(request, form, "Trả lời ý kiến của người dân", lead)


@require_http_methods(["GET", "POST"])
def round_opinion(request: HttpRequest) -> HttpResponse:
    """One letter that answers several submitted communes."""
    me = need(request, Right.ROUND_OPINION)
    waiting = _waiting(me)
    form = LetterForm(request.POST or None, request.FILES or None)
    chosen = set(request.POST.getlist("round")) or set(request.GET.getlist("round"))
    rounds = [item for item in waiting if str(item.public_id) in chosen]
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        if attempt(form, lambda: _answer(facts, rounds, me)) is not None:
            messages.success(request, f"Đã ghi ý kiến cho {len(rounds)} xã.")
            return redirect("round-list")
    context = {"form": form, "waiting": waiting, "chosen": rounds}
    return render(request, "households/round_opinion.html", context)


def _waiting(me: User) -> list[CommuneRound]:
    """Submitted communes whose procedure asks this officer for an opinion."""
    found = CommuneRound.objects.visible_to(me, Right.ROUND_OPINION)
    submitted = found.filter(status=RoundStatus.SUBMITTED)
    return [
        item
        for item in submitted.select_related("round", "commune__parent")
        if procedure_of(item).opinion_days
    ]


def _answer(facts: dict[str, Any], rounds: list[CommuneRound], me: User) -> Document:
    area: Area = superior(rounds[0].commune, today()) if rounds else Area()
    note = facts.pop("note")
    upload = facts.pop("scan")
    letter = DocumentFacts(
        kind=DocumentKind.LETTER, title="Ý kiến về kết quả rà soát", **facts
    )
    return procedure.opine(rounds, letter=letter, scan=upload, area=area, by=me, note=note)


@require_POST
def recheck_create(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The superior looked at one household again."""
    me = need(request, Right.ROUND_OPINION)
    found = Review.objects.visible_to(me, Right.ROUND_OPINION)
    review = get_object_or_404(found.select_related("commune_round"), public_id=public_id)
    form = RecheckForm(request.POST)
    done = None
    if form.is_valid():
        facts = form.cleaned_data
        done = attempt(form, lambda: procedure.recheck(review, **facts, by=me))
    if done is not None:
        messages.success(request, "Đã ghi phúc tra.")
    else:
        problems = [text for texts in form.errors.values() for text in texts]
        messages.error(request, " ".join(map(str, problems)))
    return redirect("review-edit", public_id)
