"""What stands behind figures: households, everybody's numbers, records, other reports."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, TypeVar

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need
from accounts.services import record_list
from areas.choices import Level
from areas.models import Area
from core.errors import DomainError
from core.inputs import id_or_none, said
from core.numbers import show_int, show_plain
from reports.doors import reader
from reports.forms.figures import WhenAsked, group_in
from reports.models import ReportRun
from reports.rules.codes import OWN
from reports.rules.figures import Amount
from reports.selectors.behind import Cell, behind, cell_at, cell_of, run_for, told_by
from reports.selectors.by_part import WIDE, parts_of
from reports.selectors.everybody import Everybody, parts_behind
from reports.selectors.homes import Homes
from reports.selectors.opening import EVERYBODY, NoSuchFigure, Opened, checked_code
from reports.selectors.parts_below import Part
from reports.services.errands import may_give
from reports.services.readings import log_reading

ROWS = 50
Asked = TypeVar("Asked", Opened, Everybody)


@require_safe
def figure_rows(request: HttpRequest) -> HttpResponse:
    """The households behind a figure; the reading is logged."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    data = request.GET
    seen = Area.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    area = get_object_or_404(seen, public_id=id_or_none(said(data, "khu-vuc", most=40)))
    try:
        code, when = checked_code(said(data, "so", most=300)), WhenAsked.read(data)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("dashboard")
    asked = Opened(
        area=area,
        code=code,
        on=when.on,
        first=when.first,
        group=group_in(said(data, "nhom", most=12)),
        known_at=when.known_at,
        recognised_in=when.year,
    )
    return _homes_page(request, me, asked, {})


@require_safe
def figure_totals(request: HttpRequest) -> HttpResponse:
    """The areas, or the villages, that a number of everybody adds up."""
    me = need(request, Right.FIGURES_VIEW)
    seen = Area.objects.visible_to(me, Right.FIGURES_VIEW).exclude(level=Level.VILLAGE)
    wanted = id_or_none(said(request.GET, "khu-vuc", most=40))
    area = get_object_or_404(seen, public_id=wanted)
    code = said(request.GET, "so", most=20)
    if code not in EVERYBODY:
        raise Http404
    when = WhenAsked.read(request.GET)
    listed = said(request.GET, "co-ds", most=1) == "1"
    asked = Everybody(
        area, code, when.on, when.known_at, recognised_in=when.year, listed=listed
    )
    return _parts_page(request, me, asked, parts_behind(asked), {})


@require_safe
def report_figure(request: HttpRequest, public_id: Any) -> HttpResponse:
    """What stands behind a cell of a report, as far as one may see it."""
    me = reader(request)
    run = run_for(me, public_id)
    try:
        cell = cell_in(run, request.GET)
        found = behind(run, cell, me)
    except NoSuchFigure as error:
        raise Http404 from error
    context = {"run": run, "cell": cell, "told": told_by(run, cell), "back": _back(run)}
    if isinstance(found, Opened):
        asked = _narrowed(request, found, Area.objects.visible_to(me, Right.HOUSEHOLD_VIEW))
        return _homes_page(request, me, asked, context)
    if isinstance(found, Everybody):
        seen = Area.objects.visible_to(me, Right.FIGURES_VIEW)
        whole = _narrowed(request, found, seen.exclude(level=Level.VILLAGE))
        return _parts_page(request, me, whole, parts_behind(whole), context)
    page = _page(request, found.rows)
    log_reading(found, page.object_list, me, address_of(request))
    context |= {"found": found, "page": page, "sum": found.sum}
    return _shown(request, me, "report_figure", run.area, context)


def _back(run: ReportRun) -> str:
    """The page a report is read on: a unit's of a period where it is written and signed."""
    submission = run.job.params.get("submission")
    if submission is not None:
        return reverse("submission-detail", args=[submission])
    return reverse("report-detail", args=[run.public_id])


def cell_in(run: ReportRun, data: QueryDict) -> Cell:
    """The cell an address names: where it stands, or the figure of a progress report."""
    place = said(data, "o", most=90).split(".", 2)
    if len(place) == 3 and place[0].isdecimal() and place[1].isdecimal():  # noqa: PLR2004
        return cell_at(run, int(place[0][:4]), int(place[1][:6]), place[2])
    key, window = said(data, "so", most=120), said(data, "ky", most=10)
    return cell_of(run, key, window, own=said(data, "phan", most=5) == OWN)


def _narrowed(request: HttpRequest, asked: Asked, seen: Any) -> Asked:
    """The same figure of an area inside, where one is asked for."""
    wanted = id_or_none(said(request.GET, "khu-vuc", most=40))
    if wanted is None:
        return asked
    inside = seen.within(asked.area.path)
    return replace(asked, area=get_object_or_404(inside, public_id=wanted))


def _homes_page(
    request: HttpRequest, me: User, asked: Opened, context: dict[str, Any]
) -> HttpResponse:
    """Households one by one; of a wide area what each area below has of them."""
    context = context | {"group": group_in(asked.group)}
    if asked.area.level in WIDE:
        return _parts_page(request, me, asked, parts_of(me, asked), context)
    homes = Homes(me, asked)
    page = _page(request, homes)
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="household",
        paths=[row.commune.path for row in page.object_list],
        address=address_of(request),
    )
    context |= {
        "asked": asked,
        "page": page,
        "sum": homes.total,
        # how much each household counts, where its number of persons does not say it
        "counts": asked.is_lacks or (asked.is_persons and asked.is_flow),
    }
    return _shown(request, me, "figure_rows", asked.area, context)


def _parts_page(
    request: HttpRequest,
    me: User,
    asked: Opened | Everybody,
    parts: Sequence[Part],
    context: dict[str, Any],
) -> HttpResponse:
    """The parts of a figure; each that is an area opens the same of itself."""
    page = _page(request, parts)
    query = request.GET.copy()
    query.pop("page", None)
    rows = []
    for part in page.object_list:
        if part.area is not None:
            query["khu-vuc"] = str(part.area.public_id)
        opens = part.area is not None and part.counted
        rows.append((part, f"?{query.urlencode()}" if opens else ""))
    total = sum(part.counted for part in parts)
    context = context | {"asked": asked, "page": page, "rows": rows, "sum": total}
    return _shown(request, me, "figure_totals", asked.area, context)


def _page(request: HttpRequest, rows: Sequence[Any]) -> Page[Any]:
    return Paginator(rows, ROWS).get_page(said(request.GET, "page", most=9))


def _shown(
    request: HttpRequest, me: User, name: str, area: Area, context: dict[str, Any]
) -> HttpResponse:
    """A page of rows with its heading, and what its report says where that is another sum."""
    query = request.GET.copy()
    query.pop("page", None)
    cell: Any = context.get("cell")  # one of the two is there: a page shows rows of one
    asked: Any = context.get("asked")
    label, unit = (asked.label, asked.unit) if asked else (cell.label, cell.counts)
    whole = asked is None or cell is None or str(asked.area.public_id) == cell.area
    context |= {
        "title": f"{label} – {area}: {show_amount(context['sum'])} {unit}",
        "label": label,
        "unit": unit,
        "differs": cell is not None and whole and _differs(cell, context),
        "area": area,
        "may_give": may_give(me, area),
        "address": query.urlencode(),
        "here_address": request.get_full_path(),
    }
    return render(request, f"reports/{name}.html", context)


def _differs(cell: Cell, context: dict[str, Any]) -> bool:
    """Whether the rows one sees add up to another number than the report says."""
    told: Amount | None = context["told"]
    return not cell.is_share and told is not None and told != (context["sum"] or 0)


def show_amount(value: Amount | None) -> str:
    """A number as pages print it."""
    return show_plain(value) if isinstance(value, Decimal) else show_int(value)
