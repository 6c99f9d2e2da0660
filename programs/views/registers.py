"""Registers: all of them, one as a list, a row with its lines, entering and changing."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import need
from core.conflicts import Difference, differences
from core.dates import today
from core.inputs import attempt, posted_version, said
from office.exports import ask_export
from programs.doors import find_row, log_rows, open_register
from programs.exports import REGISTER
from programs.forms.registers import KeptForm, LineForm, initial_of
from programs.models.people import Staff
from programs.models.register import KeptRow
from programs.registers import Register
from programs.selectors.acting import scope_mark, widest_place
from programs.selectors.registers import (
    adds_lines,
    edits_row,
    found_in,
    registers_for,
    rows_of,
    trained_of,
)
from programs.services.registers import add_line, change_row, enter_row

PAGE = 50
SHOWN = 200


@require_safe
def register_home(request: HttpRequest) -> HttpResponse:
    """Every register one may open, and how much in it waits."""
    me = need(request, Right.PROJECT_VIEW)
    found = [(one, *_counts(me, one)) for one in registers_for(me)]
    return render(request, "programs/register_home.html", {"registers": found})


def _counts(me: User, register: Register) -> tuple[int, int | None]:
    """How many rows a register holds, and how many of them wait for something."""
    rows = rows_of(me, register)
    waiting = register.waiting
    return rows.count(), rows.filter(waiting).count() if waiting is not None else None


@require_safe
def register_list(request: HttpRequest, slug: str) -> HttpResponse:
    """One register: its rows, found by a word, or only those that wait for something."""
    me, register = open_register(request, slug)
    query, waits = said(request.GET, "q", most=80), bool(said(request.GET, "cho", most=1))
    rows = found_in(rows_of(me, register), register, query)
    if waits and register.waiting is not None:
        rows = rows.filter(register.waiting)
    page = Paginator(rows, PAGE).get_page(said(request.GET, "page", most=9))
    log_rows(request, me, register, list(page))
    context = {
        "register": register,
        "page": page,
        "shown": [(row, _cells(register, row)) for row in page],
        "query": query,
        "waits": waits,
        "base_query": urlencode({"q": query, "cho": "1" if waits else ""}) + "&",
        "may_enter": me.may(register.edit),
        "trained": trained_of(rows_of(me, register), today())
        if register.model is Staff
        else None,
    }
    return render(request, "programs/register_list.html", context)


def _cells(register: Register, row: KeptRow) -> list[tuple[Any, str]]:
    """A row's cells beside their columns."""
    return [(column, column.shown(row)) for column in register.columns]


@require_http_methods(["GET", "POST"])
def register_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Enter a row."""
    me, register = open_register(request, slug, writes=True)
    form = KeptForm(request.POST or None, user=me, register=register)
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: enter_row(register, form.facts(), by=me))
        if row is not None:
            messages.success(request, f"Đã ghi: {row}.")
            return redirect("register-detail", slug, row.public_id)
    context = {"register": register, "form": form, "title": register.act}
    status = 400 if form.is_bound else 200
    return render(request, "programs/register_form.html", context, status=status)


@require_safe
def register_detail(request: HttpRequest, slug: str, public_id: Any) -> HttpResponse:
    """One row, and what happened to it."""
    me, register, row = find_row(request, slug, public_id)
    log_rows(request, me, register, [row])
    return _page(request, me, register, row)


def _page(
    request: HttpRequest,
    me: User,
    register: Register,
    row: KeptRow,
    form: LineForm | None = None,
) -> HttpResponse:
    lines = register.lines
    adding = form
    if form is None and adds_lines(me, register, row):
        adding = LineForm(user=me, register=register, row=row)
    told: list[list[tuple[Any, str]]] = []
    if lines is not None:
        held = lines.model._default_manager.filter(**{lines.parent: row})
        held = held.select_related(*lines.joined)
        told = [[(c, c.shown(line)) for c in lines.columns] for line in held[:SHOWN]]
    context = {
        "register": register,
        "row": row,
        "cells": _cells(register, row),
        "lines": told,
        "adding": adding,
        "may_change": edits_row(me, register, row),
    }
    status = 400 if form is not None else 200
    return render(request, "programs/register_detail.html", context, status=status)


@require_http_methods(["GET", "POST"])
def register_edit(request: HttpRequest, slug: str, public_id: Any) -> HttpResponse:
    """Change a row; a version somebody else has changed shows both."""
    me, register, row = find_row(request, slug, public_id, writes=True)
    log_rows(request, me, register, [row])
    form = KeptForm(
        request.POST or None,
        user=me,
        register=register,
        row=row,
        initial=initial_of(register, row),
    )
    unlike: list[Difference] = []
    if request.method == "POST" and form.is_valid():
        version, facts = posted_version(request), form.facts()
        done = attempt(
            form, lambda: change_row(register, row, facts, by=me, version=version)
        )
        if done is not None:
            messages.success(request, "Đã lưu.")
            return redirect("register-detail", slug, public_id)
        if row.version != version:
            initial = initial_of(register, row)
            kept = KeptForm(user=me, register=register, row=row, initial=initial)
            unlike = differences(form, kept)
    context = {
        "register": register,
        "row": row,
        "form": form,
        "differences": unlike,
        "title": f"Sửa: {row}",
    }
    status = 400 if form.is_bound else 200
    return render(request, "programs/register_form.html", context, status=status)


@require_POST
def register_line(request: HttpRequest, slug: str, public_id: Any) -> HttpResponse:
    """Say what happened to a row."""
    me, register, row = find_row(request, slug, public_id, writes=True)
    log_rows(request, me, register, [row])
    if register.lines is None:
        raise Http404
    form = LineForm(request.POST, user=me, register=register, row=row)
    if form.is_valid():
        done = attempt(form, lambda: add_line(register, row, form.facts(), by=me))
        if done is not None:
            messages.success(request, "Đã ghi.")
            return redirect("register-detail", slug, public_id)
    return _page(request, me, register, row, form)


@require_POST
def register_export(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for one's rows of a register as a workbook."""
    me, register = open_register(request, slug)
    held = scope_mark(me, register.view)
    params = {"register": register.slug, "held": held}
    export = ask_export(REGISTER, params, area=widest_place(me, register.view), by=me)
    return redirect("export-detail", export.public_id)
