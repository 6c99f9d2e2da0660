"""The review form: open, type, save, next household."""

from itertools import zip_longest
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import escape
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import Right
from accounts.officer import address_of, need, officer
from accounts.services import record_access
from core.errors import DomainError, StaleVersion
from households.choices import ReviewStatus
from households.forms import (
    BaseMembers,
    MembersFormSet,
    ReviewForm,
    members_initial,
    result_so_far,
)
from households.models import Review
from households.rules import ENTERABLE
from households.selectors import last_review
from households.services.reviews import save_review
from households.standards import standards

STATUS_OF = {StaleVersion.code: 412}
LIST_SHOWN = 300
SHORTCUTS = "1234567890-="  # keys of a row of digits, in order; what follows has none


def _find(request: HttpRequest, public_id: Any) -> Review:
    me = need(request, Right.HOUSEHOLD_VIEW)
    found: Review = get_object_or_404(
        Review.objects.visible_to(me, Right.HOUSEHOLD_VIEW).select_related(
            "household__village", "commune", "commune_round__round"
        ),
        public_id=public_id,
    )
    return found


@require_http_methods(["GET", "POST"])
def review_edit(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One household's form; what was typed stays when it is refused."""
    me = officer(request)
    review = _find(request, public_id)
    standard = standards()[review.commune_round.round.standard]
    if request.method == "GET":
        record_access(
            me,
            action="read",
            subject_type="review",
            subject_id=review.public_id,
            area_path=review.area_path,
            address=address_of(request),
        )
        form = ReviewForm(standard=standard, initial=ReviewForm.initial_of(review))
        return _page(request, review, form, _members(review))
    need(request, Right.REVIEW_EDIT)
    get_object_or_404(Review.objects.visible_to(me, Right.REVIEW_EDIT), pk=review.pk)
    form = ReviewForm(request.POST, standard=standard)
    members = cast(
        BaseMembers,
        MembersFormSet(request.POST, initial=members_initial(review.household)),
    )
    if not (form.is_valid() and members.is_valid()):
        return _page(request, review, form, members, status=400)
    return _save(request, review, form, members)


@require_safe
def review_result(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The class the typed answers give, in words; nothing is saved."""
    review = _find(request, public_id)
    form = ReviewForm(
        request.GET, standard=standards()[review.commune_round.round.standard]
    )
    form.is_valid()
    return HttpResponse(escape(result_so_far(form, urban=review.urban)))


def _members(review: Review) -> BaseMembers:
    return cast(BaseMembers, MembersFormSet(initial=members_initial(review.household)))


def _save(
    request: HttpRequest, review: Review, form: ReviewForm, members: BaseMembers
) -> HttpResponse:
    finish = "finish" in request.POST
    try:
        saved = save_review(
            review,
            answers=form.answers(members.lines()),
            finish=finish,
            by=officer(request),
            version=form.cleaned_data["version"],
        )
    except StaleVersion as error:
        review.refresh_from_db()
        form.add_error(None, str(error))
        return _page(request, review, form, members, status=412, stale=True)
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, review, form, members, status=409)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, review, form, members, status=400)
    text = saved.explanation or "đã lưu nháp"
    messages.success(request, f"{saved.household.head_name}: {text}.")
    following = _neighbour(saved, forward=True)
    if finish and following is not None:
        return redirect("review-edit", following.public_id)
    return redirect("review-edit", saved.public_id)


def _neighbour(review: Review, *, forward: bool) -> Review | None:
    """The next household not done yet, or the one before."""
    others = Review.objects.filter(commune_round=review.commune_round).order_by("pk")
    if forward:
        open_ones = others.exclude(status=ReviewStatus.DONE).exclude(pk=review.pk)
        found = open_ones.filter(pk__gt=review.pk).first() or open_ones.first()
    else:
        found = others.filter(pk__lt=review.pk).last()
    return found


def _result(review: Review, form: ReviewForm) -> str:
    """What stands in the result bar: of what was typed, else of what is stored."""
    if form.is_bound:
        return result_so_far(form, urban=review.urban)
    return review.explanation


def _differences(review: Review, form: ReviewForm) -> list[dict[str, str]]:
    """What the other person saved against what was typed here."""
    stored = ReviewForm.initial_of(review)
    rows = []
    for name, field in form.fields.items():
        if name == "version":
            continue
        mine = form.data.getlist(name) if name == "causes" else form.data.get(name, "")  # type: ignore[attr-defined]
        theirs = stored.get(name, "no" if name.startswith("i_") else "")
        theirs = "" if theirs is None else theirs
        if str(mine) != str(theirs):
            words = {"yes": "Thiếu hụt", "no": "Không"}
            shown = [words.get(str(v), str(v)) for v in (mine, theirs)]
            rows.append({"label": str(field.label), "mine": shown[0], "theirs": shown[1]})
    return rows


def _indicators(form: ReviewForm, before: Review | None) -> list[dict[str, Any]]:
    """One line of the form for each indicator of the round's standard."""
    return [
        {
            "field": form[f"i_{i.key}"],
            "facts": i,
            "shortcut": shortcut,
            "before": before is not None and i.key in before.deprivations,
        }
        for i, shortcut in zip_longest(form.standard.indicators, SHORTCUTS)
        if i is not None
    ]


def _page(
    request: HttpRequest,
    review: Review,
    form: ReviewForm,
    members: BaseMembers,
    status: int = 200,
    *,
    stale: bool = False,
) -> HttpResponse:
    before = last_review(review)
    differences = _differences(review, form) if stale else []
    if stale:
        data = cast(QueryDict, form.data).copy()
        data["version"] = str(review.version)
        form.data = data
    siblings = Review.objects.filter(commune_round=review.commune_round).order_by("pk")
    me = officer(request)
    may_edit = (
        Review.objects.visible_to(me, Right.REVIEW_EDIT).filter(pk=review.pk).exists()
    )
    visible = siblings.filter(pk__in=Review.objects.visible_to(me, Right.HOUSEHOLD_VIEW))
    context = {
        "review": review,
        "form": form,
        "members": members,
        "before": before,
        "indicators": _indicators(form, before),
        "differences": differences,
        "siblings": visible.select_related("household")[:LIST_SHOWN],
        "following": _neighbour(review, forward=True),
        "previous": _neighbour(review, forward=False),
        "may_edit": may_edit and review.commune_round.status in ENTERABLE,
        "standard": form.standard,
        "result": _result(review, form),
    }
    return render(request, "households/review_edit.html", context, status=status)
