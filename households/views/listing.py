"""Household lists in Excel: upload, look, choose, apply."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_access
from core.dates import today
from core.errors import DomainError
from core.inputs import id_or_none
from core.numbers import whole
from households.choices import LIST_IMPORT, RowOutcome
from households.forms.listing import ListForm, field_choices
from households.models import Household
from households.rules.tables import indicator_field
from households.services.listing import applying, taking
from households.services.listing.writing import TEMPLATE_NAME, blank_template
from households.standards import standard_on, standards
from office.models import ImportRun

PAGE = 50


@require_http_methods(["GET", "POST"])
def list_upload(request: HttpRequest) -> HttpResponse:
    """Send a list in; what was sent before stands below."""
    me = need(request, Right.HOUSEHOLD_EDIT)
    form = ListForm(request.POST or None, request.FILES or None, user=me)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            run = taking.upload_list(
                facts["file"],
                commune=facts["commune"],
                commune_round=facts["commune_round"],
                by=me,
            )
        except DomainError as error:
            form.add_error("file", str(error))
        else:
            return redirect("list-import", run.public_id)
    runs = _runs(me).select_related("file", "created_by", "area").order_by("-pk")
    context = {"form": form, "runs": runs[:PAGE]}
    return render(request, "households/list_upload.html", context)


@require_safe
def list_template(request: HttpRequest) -> FileResponse:
    """The empty template of the standard in force."""
    need(request, Right.HOUSEHOLD_EDIT)
    content = blank_template(standard_on(today()))
    return FileResponse(content, as_attachment=True, filename=TEMPLATE_NAME)


def _runs(me: User) -> Any:
    seen = ImportRun.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
    return seen.filter(kind=LIST_IMPORT)


def _find(request: HttpRequest, public_id: Any) -> tuple[User, ImportRun]:
    me = need(request, Right.HOUSEHOLD_EDIT)
    runs = _runs(me).select_related("area", "file", "job", "answer")
    return me, get_object_or_404(runs, public_id=public_id)


@require_safe
def list_import(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Progress of the reading, then what applying the list would do."""
    me, run = _find(request, public_id)
    wanted = request.GET.get("outcome", "")
    rows = run.households.all()
    if wanted in RowOutcome.values:
        rows = rows.filter(outcome=wanted)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    live = run.job is not None and run.job.is_live
    if not live and page.object_list:
        record_access(
            me,
            action="list",
            subject_type="household_list",
            subject_id=run.public_id,
            area_path=run.area_path,
            address=address_of(request),
            count=len(page.object_list),
        )
    counted = taking.outcome_counts(run)
    new, changed = (counted.get(o, 0) for o in (RowOutcome.NEW, RowOutcome.CHANGED))
    context = {
        "run": run,
        "page": page,
        "outcome": wanted,
        "writes": new + changed,
        "leaving": taking.leaving_count(run) if changed else 0,
        "doubts": counted.get(RowOutcome.DOUBT, 0),
        "counts": _counts(counted),
        "round": taking.round_of(run),
        "mapping": _mapping(run),
    }
    piece = request.headers.get("HX-Request")
    name = "_list_import" if piece else "list_import"
    return render(request, f"households/{name}.html", context)


def _counts(counted: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"value": outcome.value, "label": outcome.label, "count": counted.get(outcome, 0)}
        for outcome in RowOutcome
    ]


def _mapping(run: ImportRun) -> list[dict[str, Any]]:
    """Each sheet's columns and what they were taken to mean."""
    item = taking.round_of(run)
    standard = standards()[item.round.standard] if item else standard_on(today())
    named = [(indicator_field(i.key), f"Thiếu hụt {i.name}") for i in standard.indicators]
    choices = field_choices(named)
    sheets = {sheet["signature"]: sheet for sheet in run.params.get("sheets", [])}
    return [
        {
            "sheet": sheet,
            "columns": [
                {"index": n, "label": label, "meaning": sheet["columns"].get(str(n), "")}
                for n, label in enumerate(sheet["labels"])
                if label
            ],
            "choices": choices,
        }
        for sheet in sheets.values()
    ]


def _done(request: HttpRequest, public_id: Any, text: str) -> HttpResponse:
    if text:
        messages.success(request, text)
    return redirect("list-import", public_id)


@require_POST
def list_remap(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Say what the columns mean; the file is read again."""
    me, run = _find(request, public_id)
    mark = request.POST.get("signature", "")
    columns = {}
    for part in _mapping(run):
        if part["sheet"]["signature"] == mark:
            known = {name for name, _ in part["choices"]} - {""}
            told = {
                c["index"]: request.POST.get(f"c{c['index']}", "") for c in part["columns"]
            }
            columns[mark] = {i: n for i, n in told.items() if n in known}
    try:
        taking.remap(run, columns, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    return _done(request, public_id, "")


@require_POST
def list_choose(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Which household a doubtful row is, or a new one."""
    me, run = _find(request, public_id)
    position = whole(request.POST.get("position", "")) or 0
    chosen = request.POST.get("household", "")
    household = None
    if chosen != "new":
        homes = Household.objects.visible_to(me, Right.HOUSEHOLD_EDIT)
        household = get_object_or_404(homes, public_id=id_or_none(chosen))
    try:
        applying.choose(run, position, household, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    return _done(request, public_id, "")


@require_POST
def list_apply(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Write all good rows, in the background."""
    me, run = _find(request, public_id)
    try:
        applying.ask_applying(run, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    return _done(request, public_id, "")


@require_safe
def list_refused(request: HttpRequest, public_id: Any) -> FileResponse:
    """The rows that were not taken, with the reason beside each."""
    me, run = _find(request, public_id)
    if run.answer is None:
        raise Http404
    if not me.acts_in(Right.HOUSEHOLD_EDIT, run.area):
        raise PermissionDenied
    record_access(
        me,
        action="export",
        subject_type="household_list",
        subject_id=run.public_id,
        area_path=run.area_path,
        address=address_of(request),
    )
    content = run.answer.content.open("rb")
    return FileResponse(content, as_attachment=True, filename=run.answer.name)
