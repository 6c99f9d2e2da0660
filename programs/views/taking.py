"""Who takes part in an activity: households chosen from a list, all of them or none."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of
from accounts.services import record_list
from core.dates import today
from core.inputs import attempt
from households.models import Household
from programs.forms.work import TakePartForm
from programs.models import Activity
from programs.selectors.support import homes_for, office_of
from programs.selectors.work import MOST, candidates, counted_on, homes_by_code, policy_of
from programs.services.supports import support_households
from programs.views.work import find_work


@require_http_methods(["GET", "POST"])
def work_take_part(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Choose the households that take part, from those the policy allows or by code."""
    me, row = find_work(request, public_id, Right.SUPPORT_EDIT)
    found = policy_of(row)
    if found is None:
        raise Http404
    offered = candidates(me, row, found)
    record_list(
        me,
        right=Right.SUPPORT_EDIT,
        subject_type="support_list",
        paths=[one.household.area_path for one in offered],
        address=address_of(request),
    )
    keys = [one.key for one in offered]
    first = {"policy": found.public_id, "on": min(today(), row.ends_on), "note": row.name}
    form = TakePartForm(request.POST or None, initial=first, offered=keys)
    if request.method == "POST" and form.is_valid():
        homes = _chosen(form, row, me)
        if homes is not None:
            given = form.given(office_of(me), row)
            done = attempt(form, lambda: support_households(homes, given, by=me))
            if done is not None:
                messages.success(request, f"Đã ghi {len(done)} hộ tham gia.")
                return redirect("work-detail", public_id)
    context = {
        "row": row,
        "form": form,
        "policy": found,
        "offered": offered,
        "capped": len(offered) == MOST,
        "chosen": set(request.POST.getlist("homes")),
        "day": counted_on(row, found),
    }
    status = 400 if form.is_bound else 200
    return render(request, "programs/work_take_part.html", context, status=status)


def _chosen(form: TakePartForm, row: Activity, me: User) -> list[Household] | None:
    """The ticked and the typed households; codes nobody bears are said on the form."""
    typed = form.typed()
    by_code = homes_by_code(me, row, typed)
    unknown = [code for code in typed if code not in by_code]
    if unknown:
        form.add_error(
            "codes", f"Không có hộ nào trong địa bàn mang mã: {', '.join(unknown)}."
        )
        return None
    ticked = homes_for(me).within(row.area_path).select_related("commune")
    homes = list(ticked.filter(public_id__in=form.cleaned_data["homes"]))
    held = {home.pk for home in homes}
    return homes + [home for home in by_code.values() if home.pk not in held]
