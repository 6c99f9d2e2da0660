"""Households: lists, one household, its members, what happens to it, its history."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_access, record_list
from areas.choices import Level
from areas.models import Area
from areas.selectors import province_codes
from core.conflicts import Difference, differences
from core.dates import today
from core.errors import DomainError, StaleVersion
from core.inputs import id_or_none, posted_version
from households.choices import EventKind, Relation
from households.forms.registry import (
    EVENT_FORMS,
    LEADS,
    DwellingForm,
    EventForm,
    HouseholdForm,
    PersonForm,
    person_initial,
)
from households.models import Household, HouseholdEvent, Recognition
from households.rules.identity import has_known_place, read_cccd
from households.selectors import history_of
from households.selectors.movement import newly_escaped
from households.services import events
from households.services.registry import (
    open_members,
    register_household,
    update_dwelling,
)

PAGE = 50
CHOICES = 60  # villages offered in a list


@require_safe
def household_list(request: HttpRequest) -> HttpResponse:
    """Households one may see, by name, code or identity number, fifty at a time."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    query = request.GET.get("q", "").replace("\0", "").strip()[:80]
    visible = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    homes = visible.standing()
    old = bool(request.GET.get("old"))
    if query:
        homes = homes.named(query)
    elif not old:
        homes = homes.of_today(today())
    villages = _villages(me)
    wanted = id_or_none(request.GET.get("village", ""))
    village = next((v for v in villages if v.public_id == wanted), None)
    if village is not None:
        homes = homes.within(village.path)
    after = id_or_none(request.GET.get("after", ""))
    if after is not None:
        last = get_object_or_404(visible, public_id=after)
        homes = homes.filter(place_key__gt=last.place_key)
    rows = list(
        homes.select_related("commune", "village").order_by("place_key")[: PAGE + 1]
    )
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="household",
        paths=[home.area_path for home in rows[:PAGE]],
        address=address_of(request),
    )
    context = {
        "rows": rows[:PAGE],
        "query": query,
        "villages": villages,
        "village": village,
        "old": old,
        "more": len(rows) > PAGE,
        "may_create": me.may(Right.HOUSEHOLD_EDIT),
    }
    return render(request, "households/household_list.html", context)


def _is_closed(area: Area) -> bool:
    return area.valid_to is not None and area.valid_to <= today()


def _villages(me: User) -> list[Area]:
    """Villages to choose from, where one's area has few enough for a list."""
    seen = Area.objects.visible_to(me, Right.HOUSEHOLD_VIEW).valid_on(today())
    found = list(seen.filter(level=Level.VILLAGE).order_by("path")[: CHOICES + 1])
    return found if len(found) <= CHOICES else []


def _find(request: HttpRequest, public_id: Any, right: Right) -> tuple[User, Household]:
    me = need(request, right)
    seen = Household.objects.visible_to(me, right)
    found = get_object_or_404(
        seen.select_related("commune__parent", "village"), public_id=public_id
    )
    return me, found


def _log(request: HttpRequest, me: User, household: Household) -> None:
    record_access(
        me,
        action="read",
        subject_type="household",
        subject_id=household.public_id,
        area_path=household.area_path,
        address=address_of(request),
    )


@require_safe
def household_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """One household: place, members, classes, events; the reading is logged."""
    me, household = _find(request, public_id, Right.HOUSEHOLD_VIEW)
    _log(request, me, household)
    recognitions = Recognition.objects.known_at().filter(household=household)
    happened = HouseholdEvent.objects.touching([household.pk])
    context = {
        "household": household,
        "members": open_members(household),
        "recognitions": recognitions.select_related("document").order_by("-valid_from"),
        "replaced": Recognition.objects.filter(
            household=household, superseded_at__isnull=False
        )
        .select_related("document")
        .order_by("-superseded_at", "-pk"),
        "reviews": household.reviews.select_related("commune_round__round").order_by("-pk"),
        "events": happened.select_related(
            "recorded_by", "undone_by", "household", "other"
        ).order_by("-pk")[:PAGE],
        "closed_area": _is_closed(household.commune),
        "escaped": newly_escaped(household.pk, on=today()),
        "acts": [(kind, kind.label) for kind in LEADS],
        "may_write": household.ended_on is None
        and me.acts_in(Right.HOUSEHOLD_EDIT, household.commune),
    }
    return render(request, "households/household_detail.html", context)


@require_safe
def household_history(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Every change of a household, its members and persons: who, when, before, after."""
    me, household = _find(request, public_id, Right.HOUSEHOLD_VIEW)
    _log(request, me, household)
    page = Paginator(history_of(household), PAGE * 2).get_page(request.GET.get("page"))
    context = {"household": household, "page": page}
    return render(request, "households/household_history.html", context)


@require_http_methods(["GET", "POST"])
def household_create(request: HttpRequest) -> HttpResponse:
    """Register a household with its head."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    places = Area.objects.visible_to(me, Right.HOUSEHOLD_EDIT).valid_on(today())
    form = HouseholdForm(
        request.POST or None, places=places.filter(level=Level.VILLAGE).order_by("path")
    )
    head = PersonForm(request.POST or None, initial={"relation": Relation.HEAD})
    if request.method == "POST" and form.is_valid() and head.is_valid():
        facts = form.cleaned_data
        try:
            home = register_household(
                facts["place"], code=facts["code"], members=[head.line()], by=me
            )
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Đã đăng ký hộ {home.head_name}.")
            _warn_of_place(request, head)
            return redirect("household-detail", home.public_id)
    context = {"form": form, "head": head}
    return render(request, "households/household_create.html", context)


@require_http_methods(["GET", "POST"])
def household_edit(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Address, dwelling and group of a household."""
    me, household = _find(request, public_id, Right.HOUSEHOLD_EDIT)
    form = DwellingForm(request.POST or None, instance=household)
    unlike: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        try:
            version = posted_version(request)
            update_dwelling(household, facts=form.cleaned_data, by=me, version=version)
        except StaleVersion as error:
            form.add_error(None, str(error))
            _, household = _find(request, public_id, Right.HOUSEHOLD_EDIT)
            unlike = differences(form, DwellingForm(instance=household))
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã lưu.")
            return redirect("household-detail", public_id)
    context = {"household": household, "form": form, "title": "Nhà ở và địa chỉ"}
    context["differences"] = unlike
    return render(request, "households/household_form.html", context)


@require_http_methods(["GET", "POST"])
def member_edit(request: HttpRequest, public_id: Any, member: Any) -> HttpResponse:
    """One member in full; a changed record is a correction with its trace."""
    me, household = _find(request, public_id, Right.REVIEW_EDIT)
    found = next((m for m in open_members(household) if m.public_id == member), None)
    if found is None:
        raise Http404
    _log(request, me, household)
    unlike: list[Difference] = []
    form = PersonForm(
        request.POST or None, instance=found.person, initial=person_initial(found)
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = posted_version(request)
            events.correct_person(
                household, member, form.line(), note="", by=me, version=version
            )
        except StaleVersion as error:
            form.add_error(None, str(error))
            _, household = _find(request, public_id, Right.REVIEW_EDIT)
            unlike = _member_conflict(household, member, form)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Đã lưu.")
            _warn_of_place(request, form)
            return redirect("household-detail", public_id)
    title = f"Thành viên {found.person.full_name}"
    context = {"household": household, "form": form, "title": title}
    context["differences"] = unlike
    return render(request, "households/household_form.html", context)


def _warn_of_place(request: HttpRequest, form: PersonForm) -> None:
    """A number whose first digits name no province is kept, and said.

    Source: law.md §6: an unknown prefix is only a warning.
    """
    text = form.cleaned_data.get("cccd", "")
    if text and not has_known_place(read_cccd(text), province_codes()):
        messages.warning(
            request,
            f"Ba số đầu của số CCCD ({text[:3]}) không phải mã tỉnh nào; hãy xem lại.",
        )


def _member_conflict(
    household: Household, member: Any, form: PersonForm
) -> list[Difference]:
    """How the household's member as stored now differs from what was typed."""
    now = next((m for m in open_members(household) if m.public_id == member), None)
    if now is None:
        return []
    kept = PersonForm(instance=now.person, initial=person_initial(now))
    return differences(form, kept, secret=("cccd",))


@require_http_methods(["GET", "POST"])
def household_event(request: HttpRequest, public_id: Any, kind: str) -> HttpResponse:
    """One guided act: who, when, what follows."""
    me, household = _find(request, public_id, Right.HOUSEHOLD_EDIT)
    if kind not in [k.value for k in LEADS]:
        raise Http404
    act = EventKind(kind)
    forms_ = _event_forms(request, household, act)
    if request.method == "POST" and all([f.is_valid() for f in forms_]):  # noqa: C419 - every form says its errors
        try:
            _record(household, act, forms_, me)
        except DomainError as error:
            forms_[0].add_error(None, str(error))
        except ValidationError as error:
            forms_[0].add_error(None, error.messages)
        else:
            messages.success(request, f"Đã ghi: {act.label}.")
            if isinstance(forms_[-1], PersonForm):
                _warn_of_place(request, forms_[-1])
            return redirect("household-detail", public_id)
    context = {
        "household": household,
        "forms": forms_,
        "title": act.label.capitalize(),
        "lead": LEADS[act],
    }
    return render(request, "households/household_form.html", context)


def _event_forms(request: HttpRequest, household: Household, act: EventKind) -> list[Any]:
    initial = {"day": today(), "version": household.version}
    initial["member"] = request.GET.get("member", "")  # whom a link is about
    kind = EVENT_FORMS.get(act, EventForm)
    form = kind(request.POST or None, household=household, initial=initial)
    if act in EVENT_FORMS:
        return [form]
    head = next(iter(open_members(household)), None)
    group = head.person.ethnic_group if head else ""
    person = {"relation": Relation.CHILD, "ethnic_group": group}
    return [form, PersonForm(request.POST or None, initial=person)]


def _record(household: Household, act: EventKind, forms_: list[Any], me: User) -> None:
    if act in EVENT_FORMS:
        forms_[0].record(me)
        return
    born = act == EventKind.BORN
    line = forms_[1].line()
    events.add_person(household, line, born=born, by=me, **forms_[0].facts())


@require_POST
def event_undo(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Take an event back, if nothing was built on it."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    homes = Household.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    event = get_object_or_404(
        HouseholdEvent.objects.filter(household__in=homes).select_related(
            "household", "other"
        ),
        public_id=public_id,
    )
    try:
        events.undo(event, by=me)
        messages.success(request, f"Đã hoàn tác: {event.get_kind_display()}.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("household-detail", event.household.public_id)
