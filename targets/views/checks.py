"""The arithmetic checker as a page: send a table, see what does not close."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.errors import DomainError
from core.inputs import attempt
from office.models import ImportRun
from targets.checker.headings import MEANINGS
from targets.forms import CheckForm
from targets.selectors import checks_of, own_area
from targets.services.checks import Sent, ask_check, name_columns

SHOWN = 20


@require_http_methods(["GET", "POST"])
def check_list(request: HttpRequest) -> HttpResponse:
    """Send a table in, as a file or pasted; one's earlier checks stand below."""
    me = need(request, Right.PLAN_VIEW)
    form = CheckForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent, area = Sent(**form.cleaned_data), own_area(me, Right.PLAN_VIEW)
        run = attempt(form, lambda: ask_check(sent, area=area, by=me))
        if run is not None:
            return redirect("check-detail", run.public_id)
    runs = checks_of(me).select_related("file").order_by("-pk")[:SHOWN]
    return render(request, "targets/check_list.html", {"form": form, "runs": runs})


def _find(request: HttpRequest, public_id: Any) -> tuple[User, ImportRun]:
    me = need(request, Right.PLAN_VIEW)
    runs = checks_of(me).select_related("file", "job")
    return me, get_object_or_404(runs, public_id=public_id)


@require_safe
def check_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """The table as printed, with what was found in its cells."""
    _, run = _find(request, public_id)
    marks: dict[str, str] = {}
    for problem in reversed(run.problems):
        marks |= dict.fromkeys(problem["cells"], problem["kind"])
    for row in run.rows:
        for cell in row["cells"]:
            cell["mark"] = marks.get(cell["name"], "")
    context = {
        "run": run,
        "errors": [p for p in run.problems if p["blocking"]],
        "labels": [p for p in run.problems if not p["blocking"]],
        "columns": _columns(run),
        "meanings": MEANINGS,
    }
    piece = request.headers.get("HX-Request")
    name = "targets/_check.html" if piece else "targets/check_detail.html"
    return render(request, name, context)


def _columns(run: ImportRun) -> list[dict[str, Any]]:
    """Each column with what it was taken for."""
    told = run.params.get("meanings", {})
    width = max((len(row["cells"]) for row in run.rows), default=0)
    return [{"index": n, "meaning": told.get(str(n), "")} for n in range(width)]


@require_POST
def check_columns(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Say what the columns hold; the table is checked again."""
    me, run = _find(request, public_id)
    known = {name for name, _ in MEANINGS} - {""}
    told = {
        column["index"]: request.POST.get(f"c{column['index']}", "")
        for column in _columns(run)
    }
    try:
        name_columns(run, {c: n for c, n in told.items() if n in known}, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("check-detail", public_id)
