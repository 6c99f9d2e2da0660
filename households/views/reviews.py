"""The review form: open, type, save, next household."""

import json
from itertools import groupby, zip_longest
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import MultipleChoiceField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import escape
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need, officer
from accounts.services import record_access
from areas.models import Area
from core.errors import DomainError, StaleVersion
from households.choices import RequestKind, ReviewStatus, RoundStatus
from households.forms.review import (
    FINE,
    LACKING,
    BaseMembers,
    MembersFormSet,
    ReviewForm,
    members_initial,
    result_so_far,
)
from households.forms.rounds import RecheckForm
from households.models import Review
from households.rules.suggestions import groups_of, suggestion_words
from households.selectors import in_list_order, last_review
from households.selectors.lists import (
    TypedLine,
    situations_of,
    suggestions_of,
    typed_situations,
)
from households.services.reviews import save_review
from households.services.rounds import check_enterable
from households.standards import ethnic_groups, standards

SHORTCUTS = "1234567890-="  # keys of a row of digits, in order; what follows has none
WORDS = {"yes": "Thiếu hụt", "no": "Không"}
LIST_COLUMNS = (
    *("pk", "public_id", "status"),
    *("household__village", "household__head_name", "household__code"),
)


def _find(request: HttpRequest, public_id: Any) -> Review:
    me = need(request, Right.HOUSEHOLD_VIEW)
    found: Review = get_object_or_404(
        Review.objects.visible_to(me, Right.HOUSEHOLD_VIEW).select_related(
            "household__village", "commune", "commune_round__round", "reviewed_by"
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
        suggested = groups_of(situations_of(review.household))
        initial = ReviewForm.initial_for(review, last_review(review), suggested)
        form = ReviewForm(standard=standard, initial=initial)
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
    answer = HttpResponse(escape(result_so_far(form, urban=review.urban)))
    suggested = _typed_suggestions(request, review, form)
    if suggested is not None:
        answer["HX-Trigger"] = json.dumps({"suggestions": suggested})
    return answer


def _typed_suggestions(
    request: HttpRequest, review: Review, form: ReviewForm
) -> dict[str, Any] | None:
    """What the members as typed suggest, by indicator; None while the table is unclear.

    Names are not sent for it: an address is no place for them.
    """
    members = cast(BaseMembers, MembersFormSet(request.GET))
    if "form-TOTAL_FORMS" not in request.GET or not members.is_valid():
        return None
    typed = [form.cleaned_data for form in members.forms]
    lines = [_typed(data) for data in typed if data.get("birth_year")]
    situations = typed_situations(review.household, lines)
    area = review.household.area_m2
    found = suggestions_of(situations, form.standard, area_m2=area)
    groups = [group.label for group in groups_of(situations)]
    told: dict[str, Any] = {
        key: {"suggests": LACKING if s.lacking else FINE, "text": suggestion_words(s)}
        for key, s in found.items()
    }
    return told | {"groups": {"suggests": "", "text": ", ".join(groups)}}


def _typed(data: dict[str, Any]) -> TypedLine:
    facts = (data["relation"], data["sex"], data["birth_year"], data["public_id"])
    return TypedLine(*facts)


def _members(review: Review) -> BaseMembers:
    return cast(BaseMembers, MembersFormSet(initial=members_initial(review.household)))


def _save(
    request: HttpRequest, review: Review, form: ReviewForm, members: BaseMembers
) -> HttpResponse:
    next_wanted = "finish" in request.POST
    try:
        saved = save_review(
            review,
            answers=form.answers(members.lines()),
            finish=next_wanted or review.status == ReviewStatus.DONE,
            by=officer(request),
            version=form.cleaned_data["version"],
        )
    except StaleVersion as error:
        review = _find(request, review.public_id)
        form.add_error(None, str(error))
        return _page(request, review, form, members, status=412, stale=True)
    except DomainError as error:
        form.add_error(None, str(error))
        return _page(request, review, form, members, status=409)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return _page(request, review, form, members, status=400)
    text = f"{saved.explanation}. Đã lưu." if saved.explanation else "đã lưu nháp."
    messages.success(request, f"{saved.household.head_name}: {text}")
    return _onward(saved, officer(request)) if next_wanted else _again(saved)


def _again(review: Review) -> HttpResponse:
    return redirect("review-edit", review.public_id)


def _onward(review: Review, me: User) -> HttpResponse:
    """To the next household not done yet, the first one again after the last."""
    rest = _list(review, me).exclude(status=ReviewStatus.DONE)
    ids = list(rest.values_list("area_path", "pk", "public_id"))
    here = (review.area_path, review.pk)
    later = next((row for row in ids if row[:2] > here), ids[0] if ids else None)
    if later is not None:
        return redirect("review-edit", later[2])
    if me.may(Right.ROUND_VIEW):
        return redirect("round-detail", review.commune_round.public_id)
    return _again(review)


def _list(review: Review, me: User) -> Any:
    """The forms of the commune's list this person sees, in the list's order."""
    seen = Review.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    return in_list_order(seen.filter(commune_round=review.commune_round))


def _result(review: Review, form: ReviewForm) -> str:
    """What stands in the result bar: of what was typed, else of what the form shows."""
    if form.is_bound:
        return result_so_far(form, urban=review.urban)
    if review.explanation:
        return review.explanation
    shown = ReviewForm({**form.initial, "version": 1}, standard=form.standard)
    shown.is_valid()
    return result_so_far(shown, urban=review.urban)


def _differences(
    review: Review, form: ReviewForm, members: BaseMembers
) -> list[dict[str, str]]:
    """What the other person saved against what was typed here."""
    stored = ReviewForm.initial_of(review)
    rows = []
    for name, field in form.fields.items():
        if name == "version":
            continue
        several = isinstance(field, MultipleChoiceField)
        mine = form.data.getlist(name) if several else form.data.get(name, "")  # type: ignore[attr-defined]
        theirs = stored.get(name, "no" if name.startswith("i_") else "")
        theirs = "" if theirs is None else theirs
        if isinstance(theirs, bool):
            mine, theirs = ("Có" if mine else "Không"), ("Có" if theirs else "Không")
        if str(mine) != str(theirs):
            shown = [_words(field, value) for value in (mine, theirs)]
            rows.append({"label": str(field.label), "mine": shown[0], "theirs": shown[1]})
    typed = _member_lines([form.cleaned_data for form in members.forms])
    kept = _member_lines(members_initial(review.household))
    if typed != kept:
        rows.append({"label": "Nhân khẩu", "mine": typed, "theirs": kept})
    return rows


def _words(field: Any, value: Any) -> str:
    if isinstance(value, list):
        labels = dict(field.choices)
        return ", ".join(str(labels.get(v, v)) for v in value)
    return WORDS.get(str(value), str(value))


def _member_lines(lines: list[dict[str, Any]]) -> str:
    """Members in one readable line each."""
    named = [line for line in lines if line.get("full_name")]
    return "; ".join(f"{line['full_name']} ({line['birth_year']})" for line in named)


def _suggested(review: Review, form: ReviewForm, before: Review | None) -> dict[str, Any]:
    """A line for each indicator of the round's standard, and what the members suggest."""
    situations = situations_of(review.household)
    suggestions = suggestions_of(
        situations, form.standard, area_m2=review.household.area_m2
    )
    rows = [
        {
            "field": form[f"i_{i.key}"],
            "facts": i,
            "shortcut": shortcut,
            "suggestion": suggestions.get(i.key),
            "hint": suggestion_words(suggestions.get(i.key)),
            "before": _answered(before, i.key),
        }
        for i, shortcut in zip_longest(form.standard.indicators, SHORTCUTS)
        if i is not None
    ]
    return {
        "indicators": rows,
        "ethnic_groups": ethnic_groups(),
        "suggested_groups": ", ".join(group.label for group in groups_of(situations)),
    }


def _answered(before: Review | None, key: str) -> str:
    """Last year's answer; none where there was no form or only a total is known."""
    if before is None or before.deprived_total is not None:
        return ""
    standard = standards()[before.commune_round.round.standard]
    if key not in standard.indicator_keys:
        return ""
    return LACKING if key in before.deprivations else FINE


def _neighbours(review: Review, me: User) -> dict[str, Any]:
    """The households before and after in the list, and the list by village."""
    # plain rows: the list of a commune is long and stands beside every form
    rows = list(_list(review, me).values_list(*LIST_COLUMNS, named=True))
    place = next((n for n, row in enumerate(rows) if row.pk == review.pk), 0)
    names = Area.objects.in_bulk({row.household__village for row in rows} - {None})
    groups = groupby(rows, key=lambda row: row.household__village)
    villages = [(names.get(pk), list(group)) for pk, group in groups]
    return {
        "previous": rows[place - 1] if place else None,
        "following": rows[place + 1] if place + 1 < len(rows) else None,
        # the whole list of a commune is long: other villages stand as one line each
        "villages": [
            (village, group, any(row.pk == review.pk for row in group))
            for village, group in villages
        ],
        "done": sum(row.status == ReviewStatus.DONE for row in rows),
        "total": len(rows),
    }


def _may_edit(review: Review, me: User) -> bool:
    try:
        check_enterable(review.commune_round, review)
    except DomainError:
        return False
    mine = Review.objects.visible_to(me, Right.REVIEW_EDIT)
    return bool(mine.filter(pk=review.pk).exists())


def _may_recheck(review: Review, me: User) -> bool:
    submitted = review.commune_round.status == RoundStatus.SUBMITTED
    mine = Review.objects.visible_to(me, Right.ROUND_OPINION)
    return submitted and bool(mine.filter(pk=review.pk).exists())


def _rights(review: Review, me: User) -> dict[str, Any]:
    """What this person may do here, and what the superior found."""
    posted = review.commune_round.status == RoundStatus.POSTED
    return {
        "may_edit": _may_edit(review, me),
        "may_object": posted and me.acts_in(Right.REVIEW_EDIT, review.commune),
        "recheck": RecheckForm() if _may_recheck(review, me) else None,
        "rechecks": review.rechecks.select_related("recorded_by"),
        "sees_round": me.may(Right.ROUND_VIEW),
    }


def _page(
    request: HttpRequest,
    review: Review,
    form: ReviewForm,
    members: BaseMembers,
    status: int = 200,
    *,
    stale: bool = False,
) -> HttpResponse:
    me = officer(request)
    before = last_review(review)
    same = before is not None and before.commune_round.round.standard == form.standard.code
    differences = _differences(review, form, members) if stale else []
    if stale:
        data = cast(QueryDict, form.data).copy()
        data["version"] = str(review.version)
        form.data = data
    context = (
        _neighbours(review, me)
        | _rights(review, me)
        | {
            "review": review,
            "form": form,
            "members": members,
            "before": before,
            "same_standard": same,
            **_suggested(review, form, before),
            "differences": differences,
            "refused": form.is_bound and not differences,
            "saved": f"{review.reviewed_by} lưu lúc {localtime(review.updated_at):%H:%M %d/%m/%Y}.",
            "asks_average": review.average_confirmed
            or review.requests.filter(kind=RequestKind.AVERAGE).exists(),
            "asks_total": form["deprived_total"].value() not in (None, ""),
            "standard": form.standard,
            "sheet": form.sheet,
            "scoring": [form[f"s_{i.key}"] for i in form.sheet.items] if form.sheet else [],
            "result": _result(review, form),
        }
    )
    return render(request, "households/review_edit.html", context, status=status)
