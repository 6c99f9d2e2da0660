"""The sheet of a draft: a total shared out, then cells edited like a spreadsheet's."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
from core.inputs import attempt, id_or_none, posted_version, said
from core.numbers import whole
from targets import rules
from targets.choices import PlanStatus
from targets.forms import ShareForm
from targets.models import Indicator, Plan, PlanTotal, Target
from targets.rules import Line
from targets.selectors import Sheet, sheet_of, total_line
from targets.services.draft import add_indicators, drop_draft
from targets.services.plans import assigned_to
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
    edits, refused = _edits(typed or [])
    if typed is None:
        messages.error(request, "Không đọc được các ô đã gửi; hãy mở lại trang rồi lưu.")
        return _page(request, plan, me, status=400)
    try:
        if refused:
            raise CellsRefused(refused)
        count = save_sheet(plan, edits, by=me)
    except DomainError as error:
        messages.error(request, str(error))
        cells = error.cells if isinstance(error, CellsRefused) else {}
        return _page(request, plan, me, typed=Typed(typed, cells), status=409)
    messages.success(request, f"Đã lưu {count} ô.")
    return redirect(request.get_full_path())


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
    plan.refresh_from_db()
    return _page(request, plan, me, form=form, status=400)


@require_POST
def plan_table(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Add lines of more indicators to a draft's table."""
    me, plan = _find(request, public_id)
    wanted = Indicator.objects.exclude(base="").filter(
        code__in=request.POST.getlist("indicator")
    )
    version = posted_version(request)
    try:
        add_indicators(plan, list(wanted.order_by("pk")), by=me, version=version)
        messages.success(request, "Đã thêm vào bảng.")
    except DomainError as error:
        messages.error(request, str(error))
    return redirect("plan-sheet", public_id)


@require_POST
def plan_drop(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Throw away a draft that nobody answered."""
    me, plan = _find(request, public_id)
    try:
        drop_draft(plan, by=me, version=posted_version(request))
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("plan-detail", public_id)
    messages.success(request, f"Đã bỏ dự thảo “{plan.title}”.")
    return redirect("plan-list")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into cells, and why some were refused."""

    cells: Sequence[dict[str, str]] = ()
    refused: Mapping[UUID, str] = field(default_factory=dict)


def _posted(text: str) -> list[dict[str, str]] | None:
    """The changed cells as the page sent them; None where they are no cells."""
    try:
        told = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, list) or not all(isinstance(cell, dict) for cell in told):
        return None
    cells = [{str(k): str(v) for k, v in cell.items()} for cell in told]
    known = all(
        id_or_none(cell.get("line", "")) and whole(cell.get("version", "")) is not None
        for cell in cells
    )
    return cells if known else None


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


def _page(
    request: HttpRequest,
    plan: Plan,
    me: User,
    *,
    form: ShareForm | None = None,
    typed: Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    """The sheet, with what was typed and refused still in its cells."""
    named = said(request.GET, "q", most=80)
    sheet = sheet_of(plan, me, page=said(request.GET, "page", most=9), named=named)
    draft = plan.status == PlanStatus.DRAFT
    typed = typed or Typed()
    kept = {cell["line"]: cell.get("text", "") for cell in typed.cells}
    marks = {str(line): why for line, why in typed.refused.items()}
    rows = [
        (row.area, [_cell(cell, kept, marks, draft=draft) for cell in row.cells])
        for row in sheet.rows
    ]
    least = assigned_to(plan)
    context = {
        "plan": plan,
        "form": form or ShareForm(plan=plan, initial=_start(sheet)),
        "sheet": sheet,
        "rows": rows,
        "feet": [
            _foot(sheet, row, total_line(sheet, n, plan, me), least.get(row.indicator))
            for n, row in enumerate(sheet.totals)
        ],
        "assigned": bool(least),
        "addable": _addable(sheet) if draft else [],
        "draft": draft,
        "named": named,
        "before": plan.year - 1,
        "early": plan.starts_early,
    }
    return render(request, "targets/plan_sheet.html", context, status=status)


def _addable(sheet: Sheet) -> list[Indicator]:
    """Indicators that start from recognised households and have no lines yet."""
    held = [row.indicator_id for row in sheet.totals]
    return list(Indicator.objects.exclude(base="").exclude(pk__in=held).order_by("pk"))


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


def _foot(
    sheet: Sheet, row: PlanTotal, line: Line, least: Decimal | None
) -> dict[str, Any]:
    """The fixed last rows of one indicator: sums, total, what is left, what was assigned."""
    held = row.held if sheet.whole else Decimal(line.reduction)
    return {
        "row": row,
        "held": held,
        "base": line.base if row.indicator.base else None,
        "left": line.remaining if row.indicator.base else None,
        "gap": None if row.total is None else abs(row.total - held),
        "over": row.total is not None and held > row.total,
        "least": least,
        "short": max(Decimal(0), (least or Decimal(0)) - held),
    }
