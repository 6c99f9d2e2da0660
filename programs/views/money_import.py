"""Tables of money in Excel: templates, sending, looking, writing; taking the year out."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.dates import today
from core.errors import DomainError
from core.inputs import attempt, said
from core.numbers import show_int
from office.choices import ImportStatus
from office.exports import ask_export
from office.lists import ListSheet, write_lists
from office.models import ImportRun
from programs.choices import SHARE_LIST, EntryKind
from programs.exports import MONEY
from programs.forms.fields import WorkbookForm
from programs.models import Allocation
from programs.rules.money_table import ENTRIES, SHARES
from programs.selectors.acting import scope_mark, widest_place
from programs.selectors.lists import money_runs
from programs.selectors.money import receivers_of
from programs.services.money_lists import (
    ask_writing,
    can_apply,
    new_lines,
    spendable,
    upload_entries,
    upload_shares,
)
from programs.views.frame import year_of

SHOWN = 20  # tables sent before
WIDTHS = {"label": 44, "name": 36, "note": 34, "activity": 30}


@require_http_methods(["GET", "POST"])
def money_upload(request: HttpRequest) -> HttpResponse:
    """Send entries of a year in; what was sent before stands below."""
    me = need(request, Right.MONEY_SPEND)
    told = request.POST if request.method == "POST" else request.GET
    year = year_of(said(told, "nam"))
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        run = attempt(form, lambda: upload_entries(sent, year, by=me))
        if run is not None:
            return redirect("money-import", run.public_id)
    context = {
        "form": form,
        "year": year,
        "years": range(today().year - 2, today().year + 1),
        "runs": money_runs(me).order_by("-pk")[:SHOWN],
    }
    status = 400 if form.is_bound else 200
    return render(request, "programs/money_upload.html", context, status=status)


@require_safe
def money_template(request: HttpRequest) -> FileResponse:
    """The template of entries: every allocation one spends stands in it."""
    me = need(request, Right.MONEY_SPEND)
    year = year_of(said(request.GET, "nam"))
    held = spendable(me, year)
    rows = ([key, str(row), row.purse.left] for key, row in held.items())
    kinds = ListSheet(
        "Nghiệp vụ",
        ["CÁC NGHIỆP VỤ GHI ĐƯỢC"],
        [("Nghiệp vụ", 60)],
        ([kind.label] for kind in EntryKind),
    )
    sheet = _sheet(f"GIẢI NGÂN NĂM {year}", ENTRIES, rows)
    return _file([sheet, kinds], f"mau-giai-ngan-{year}.xlsx")


def _sheet(title: str, names: dict[str, str], rows: Iterator[list[Any]]) -> ListSheet:
    headings = [(text, WIDTHS.get(key, 20)) for key, text in names.items()]
    full = ([*row, *[""] * (len(names) - len(row))] for row in rows)
    return ListSheet("Nhập", [title], headings, full)


def _file(sheets: list[ListSheet], name: str) -> FileResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mau.xlsx"
        write_lists(sheets, path)
        content = path.open("rb")
    return FileResponse(content, as_attachment=True, filename=name)


def _find_given(request: HttpRequest, public_id: Any) -> tuple[User, Allocation]:
    me = need(request, Right.MONEY_GIVE)
    seen = Allocation.objects.visible_to(me, Right.MONEY_GIVE)
    return me, get_object_or_404(seen.select_related("area"), public_id=public_id)


@require_safe
def money_share_template(request: HttpRequest, public_id: Any) -> FileResponse:
    """The template of one allocation's parts: every receiver stands in it."""
    _, row = _find_given(request, public_id)
    areas, agencies = receivers_of(row)
    rows = [[area.code, area.full_name] for area in areas]
    rows += [["", agency.name] for agency in agencies]
    title = f"PHÂN BỔ: {row}, còn {show_int(row.purse.left)} đồng"
    return _file([_sheet(title, SHARES, iter(rows))], "mau-phan-bo.xlsx")


@require_POST
def money_share_upload(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Send a table of an allocation's parts in."""
    me, row = _find_given(request, public_id)
    form = WorkbookForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["file"]
        run = attempt(form, lambda: upload_shares(sent, row, by=me))
        if run is not None:
            return redirect("money-import", run.public_id)
    for words in form.errors.values():
        messages.error(request, " ".join(map(str, words)))
    return redirect("money-detail", public_id)


def _find(request: HttpRequest, public_id: Any) -> tuple[User, ImportRun]:
    me = need(request, Right.PROJECT_VIEW)
    return me, get_object_or_404(money_runs(me), public_id=public_id)


@require_safe
def money_import(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Progress of the reading, then what the table says and what becomes of it."""
    _, run = _find(request, public_id)
    shares = run.kind == SHARE_LIST
    wrong = [line for line in run.rows if line["faults"]]
    context = {
        "run": run,
        "shares": shares,
        "wrong": wrong,
        "new": new_lines(run) if run.status == ImportStatus.READY and not shares else [],
        "may_write": can_apply(run),
        "total": sum(line["amount"] for line in run.rows),
        "allocation": run.params.get("allocation"),
        "labels": dict(EntryKind.choices),
    }
    name = "_money_import" if request.headers.get("HX-Request") else "money_import"
    return render(request, f"programs/{name}.html", context)


@require_POST
def money_write(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Write the entries, in the background."""
    me, run = _find(request, public_id)
    try:
        ask_writing(run, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("money-import", public_id)


@require_POST
def money_export(request: HttpRequest) -> HttpResponse:
    """Ask for a year's allocations and entries as a workbook."""
    me = need(request, Right.PROJECT_VIEW)
    year, held = year_of(said(request.POST, "nam")), scope_mark(me, Right.PROJECT_VIEW)
    params = {"year": str(year), "held": held}
    export = ask_export(MONEY, params, area=widest_place(me), by=me)
    return redirect("export-detail", export.public_id)
