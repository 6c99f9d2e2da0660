"""Tables of one's own choice: chosen, shown, kept, shared, dropped, taken as Excel."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.errors import DomainError
from core.inputs import said
from reports.choices import HouseGroup, TableRows
from reports.figures import ask_table
from reports.forms.table import address_of_question, kept, question_in, restored
from reports.rules.measures import Measure
from reports.selectors.dashboard import measures_of, offered_areas
from reports.selectors.measures import years_known
from reports.selectors.table import Question, is_long, table_of
from reports.services.errands import may_give
from reports.services.tables import drop_table, save_table, tables_seen

SHOWN = 200  # tables of a page
MOST_ROWS = 500  # of a table on a page; its Excel file has all


@require_safe
def figure_table(request: HttpRequest) -> HttpResponse:
    """The table an address asks for, and what else one may choose."""
    me = need(request, Right.FIGURES_VIEW)
    question = question_in(request.GET, me)
    if question is None:
        return redirect("dashboard")
    slow = is_long(question)
    here = f"{request.path}?{address_of_question(question)}"
    tables = [_row(table, me) for table in tables_seen(me)[:SHOWN]]
    table = None if slow else table_of(question, me)
    years = {*years_known(question.area), question.year}
    context = {
        "question": question,
        "table": table,
        "chart": table and replace(table, rows=table.rows[:MOST_ROWS]),
        "cut": table is not None and len(table.rows) > MOST_ROWS,
        "named": next((row["table"].name for row in tables if row["url"] == here), ""),
        "areas": offered_areas(me, question.area, question.on),
        "years": sorted(years, reverse=True),
        "groups": HouseGroup.choices,
        "sides": TableRows.choices,
        "topics": _topics(question),
        "may_give": may_give(me, question.area),
        "here_address": here,
        "wrong_day": bool(said(request.GET, "ngay", most=10)) and question.day is None,
        "tables": tables,
    }
    return render(request, "reports/figure_table.html", context)


def _topics(question: Question) -> list[dict[str, Any]]:
    """Every figure one may choose, topic by topic; a topic with a chosen one is open."""
    found: dict[str, list[Measure]] = {}
    for measure in measures_of(question.year).values():
        found.setdefault(measure.topic, []).append(measure)
    return [
        {
            "name": name,
            "measures": [(m, m.code in question.codes) for m in measures],
            "chosen": sum(m.code in question.codes for m in measures),
        }
        for name, measures in found.items()
    ]


def _row(table: Any, me: User) -> dict[str, Any]:
    question = restored(table.question, table.area)
    address = f"{reverse('figure-table')}?{address_of_question(question)}"
    return {"table": table, "url": address, "mine": table.owner_id == me.pk}


def _asked(request: HttpRequest) -> tuple[User, Question]:
    me = need(request, Right.FIGURES_VIEW)
    question = question_in(request.POST, me)
    if question is None:
        raise Http404
    return me, question


@require_POST
def table_save(request: HttpRequest) -> HttpResponse:
    """Keep the table under a name."""
    me, question = _asked(request)
    name = said(request.POST, "ten", most=120)
    shared = said(request.POST, "dung-chung", most=2) == "1"
    try:
        save_table(name, question.area, kept(question), shared=shared, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Đã lưu bảng “{name}”.")
    return redirect(f"{reverse('figure-table')}?{address_of_question(question)}")


@require_POST
def table_excel(request: HttpRequest) -> HttpResponse:
    """Ask for the table as a workbook."""
    me, question = _asked(request)
    return redirect("export-detail", ask_table(question, by=me).public_id)


@require_POST
def saved_table_drop(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Drop a table one keeps."""
    me = need(request, Right.FIGURES_VIEW)
    table = get_object_or_404(tables_seen(me), public_id=public_id)
    try:
        drop_table(table, by=me)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Đã bỏ bảng “{table.name}”.")
    return redirect("figure-table")
