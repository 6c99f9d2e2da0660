"""The sheet of a draft: a total shared out, then cells edited like a spreadsheet's."""

import json
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.errors import DomainError
from core.inputs import attempt, id_or_none, posted_version, whole
from targets import rules
from targets.choices import PlanStatus
from targets.forms import ShareForm
from targets.models import Plan, Target
from targets.selectors import Sheet, sheet_of, total_line
from targets.services.sharing import OPEN, share_plan
from targets.services.sheet import CellsRefused, Edit, save_sheet

TYPED_LIMIT = 40  # letters of a cell that are shown again


def _find(request: HttpRequest, public_id: Any) -> tuple[User, Plan]:
    me = need(request, Right.PLAN_EDIT)
    plans = Plan.objects.visible_to(me, Right.PLAN_EDIT).select_related("area", "document")
    return me, get_object_or_404(plans, public_id=public_id)


@require_http_methods(["GET", "POST"])
def plan_sheet(request: HttpRequest, public_id: Any) -> HttpResponse:
    """All lines as a sheet; what was changed is saved as one act."""
    me, plan = _find(request, public_id)
    if request.method != "POST":
        return _page(request, plan, me)
    typed = _posted(request.POST.get("cells", ""))
    edits, refused = _edits(typed)
    if not refused:
        try:
            count = save_sheet(plan, edits, by=me)
        except CellsRefused as error:
            refused = error.cells
        except DomainError as error:
            messages.error(request, str(error))
            return _page(request, plan, me, typed=typed, status=409)
        else:
            messages.success(request, f"Đã lưu {count} ô.")
            return redirect(request.get_full_path())
    first = next(iter(refused.values()))
    messages.error(request, f"Chưa lưu ô nào: {len(refused)} ô cần sửa. {first}")
    return _page(request, plan, me, typed=typed, refused=refused, status=409)


@require_POST
def plan_share(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Share a total of one indicator among the lines that wait."""
    me, plan = _find(request, public_id)
    form = ShareForm(request.POST, plan=plan)
    if form.is_valid():
        version = posted_version(request)
        if attempt(form, lambda: share_plan(plan, form.shared(), by=me, version=version)):
            messages.success(request, "Đã ghi tổng chỉ tiêu.")
            return redirect("plan-sheet", public_id)
    return _page(request, plan, me, form=form, status=400)


def _posted(text: str) -> list[dict[str, str]]:
    """The changed cells as the page sent them; what is no cell is left out."""
    try:
        told = json.loads(text or "[]")
    except ValueError:
        return []
    if not isinstance(told, list):
        return []
    cells = [cell for cell in told if isinstance(cell, dict)]
    return [{str(k): str(v) for k, v in cell.items()} for cell in cells]


def _edits(typed: list[dict[str, str]]) -> tuple[list[Edit], dict[UUID, str]]:
    """What is to be written, and what is no figure."""
    edits, refused = [], {}
    for cell in typed:
        line, version = id_or_none(cell.get("line", "")), whole(cell.get("version", ""))
        if line is None or version is None:
            continue
        text = cell.get("text", "")
        try:
            low, high = rules.read_range(text)
        except ValueError:
            refused[line] = (
                f"{cell.get('area', '')[:TYPED_LIMIT]}: “{text[:TYPED_LIMIT]}” không phải "
                "số; ghi một số, hoặc mức thấp-mức cao như 7-8."
            )
        else:
            edits.append(Edit(line, low, high, version))
    return edits, refused


def _page(  # noqa: PLR0913 - a page that comes back keeps all that was typed
    request: HttpRequest,
    plan: Plan,
    me: User,
    *,
    form: ShareForm | None = None,
    typed: list[dict[str, str]] | None = None,
    refused: dict[UUID, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The sheet, with what was typed and refused still in its cells."""
    named = request.GET.get("q", "")
    sheet = sheet_of(plan, me, page=request.GET.get("page", "1"), named=named)
    draft = plan.status == PlanStatus.DRAFT
    kept = {cell.get("line", ""): cell.get("text", "") for cell in typed or []}
    marks = {str(line): why for line, why in (refused or {}).items()}
    rows = [
        (row.area, [_cell(cell, kept, marks, draft=draft) for cell in row.cells])
        for row in sheet.rows
    ]
    context = {
        "plan": plan,
        "form": form or ShareForm(plan=plan, initial=_start(sheet)),
        "sheet": sheet,
        "rows": rows,
        "feet": [_foot(sheet, index) for index in range(len(sheet.totals))],
        "draft": draft,
        "named": named,
        "before": plan.year - 1,
    }
    return render(request, "targets/plan_sheet.html", context, status=status)


def _start(sheet: Sheet) -> dict[str, Any]:
    """The share form begins with the first indicator's total."""
    if not sheet.totals:
        return {}
    first = sheet.totals[0]
    return {"indicator": first.indicator.code, "whole": first.total}


def _cell(
    line: Target | None, kept: dict[str, str], marks: dict[str, str], *, draft: bool
) -> dict[str, Any] | None:
    """One cell: what it holds, what was typed over it, why it was refused."""
    if line is None:
        return None
    key = str(line.public_id)
    text = rules.range_text(line.value, line.value_to)
    return {
        "line": line,
        "text": kept.get(key, text),
        "was": text,
        "mark": marks.get(key, ""),
        "open": draft and line.status in OPEN,
        "left": None if line.base is None else line.base - int(line.value or 0),
    }


def _foot(sheet: Sheet, index: int) -> dict[str, Any]:
    """The fixed last row of one indicator: sums, total, what is left of it."""
    row, line = sheet.totals[index], total_line(sheet, index)
    held = Decimal(line.reduction) if not sheet.whole else row.held
    return {
        "row": row,
        "held": held,
        "base": line.base if row.base else None,
        "left": line.remaining if row.base else None,
        "gap": None if row.total is None else abs(row.total - held),
        "over": row.total is not None and held > row.total,
    }
