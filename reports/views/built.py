"""First page, reports, movement, search."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need, officer
from accounts.services import record_access, record_list
from areas.choices import Level
from areas.models import Area
from areas.selectors import describe_place
from areas.selectors import search as search_areas
from core.dates import today
from core.errors import DomainError
from core.inputs import id_or_none, said
from core.text import sort_key
from households.models import CommuneRound, Household, Recognition
from households.selectors import with_progress
from households.selectors.movement import movements
from households.selectors.status import communes_on
from office import jobs
from reports.choices import YEARLY_CHOICES, ReportKind
from reports.forms.period import PeriodForm
from reports.models import ReportRun
from reports.nominal import ask_nominal
from reports.selectors.submission import changed_since, shown_tables
from reports.selectors.work import my_list, work_of
from reports.services.building import ask_report
from reports.story import KINDS, story_of

PAGE = 50
SIBLINGS = 70
FOUND = 30
AREAS_SHOWN = 400


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, then the round's progress."""
    me = officer(request)
    rounds = CommuneRound.objects.visible_to(me, Right.ROUND_VIEW)
    progress = with_progress(rounds.filter(round__year=today().year))
    context = {
        "work": work_of(me),
        "my_list": my_list(me),
        "progress": progress.select_related("commune", "round").order_by("commune__code")[
            :PAGE
        ],
    }
    return render(request, "reports/home.html", context)


@require_safe
def movement(request: HttpRequest) -> HttpResponse:
    """Both lists between two days: where households came from and where they went."""
    me = need(request, Right.FIGURES_VIEW)
    form = PeriodForm(request.GET if "last" in request.GET else None)
    first, last = form.days()
    # by the map of the last day: older figures stand under the areas of their time
    mine = Area.objects.visible_to(me, Right.FIGURES_VIEW)
    upper = mine.valid_on(last).exclude(level__in=[Level.NATION, Level.VILLAGE])
    upper = upper.order_by("path")
    wanted = id_or_none(request.GET.get("area", ""))
    if wanted:
        get_object_or_404(mine, public_id=wanted)
    area = upper.filter(public_id=wanted).first() or upper.first()
    context = {
        "form": form,
        "area": area,
        "parts": list(upper.filter(parent=area)) if area else [],
        "others": list(upper.filter(level=area.level, parent=area.parent)[:SIBLINGS])
        if area
        else [],
        "first": first,
        "last": last,
        "communes": communes_on(area, on=last) if area else [],
        "found": movements(area, first=first, last=last) if area else {},
    }
    return render(request, "reports/movement.html", context)


def _areas_of(me: User) -> list[tuple[str, list[Area]]]:
    """Areas one can ask a report for, those of today and those that closed before."""
    mine = Area.objects.visible_to(me, Right.REPORT_BUILD)
    closed = mine.filter(valid_to__lte=today())
    found = [("Địa bàn hiện nay", _offered(mine.valid_on(today())))]
    return [*found, ("Địa bàn trước khi sắp xếp", _offered(closed))]


def _offered(areas: QuerySet[Area]) -> list[Area]:
    """One's own areas, and the districts and communes below."""
    upper = areas.filter(level__in=[Level.PROVINCE, Level.DISTRICT])
    communes = areas.filter(level=Level.COMMUNE).order_by("path")[: AREAS_SHOWN + 1]
    if len(communes) > AREAS_SHOWN:  # a whole country: its communes ask for themselves
        return sorted(upper, key=lambda a: sort_key(a.name))
    return [*upper.order_by("path"), *communes]


@require_safe
def report_list(request: HttpRequest) -> HttpResponse:
    """Reports that were built, and a form to ask for one."""
    me = need(request, Right.REPORT_VIEW)
    runs = ReportRun.objects.visible_to(me, Right.REPORT_VIEW).filter(period=None)
    page = Paginator(
        runs.select_related("area", "job", "created_by", "file").defer("tables", "facts"),
        PAGE,
    ).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "areas": _areas_of(me),
        "kinds": YEARLY_CHOICES,
        "year": today().year,
        "may_build": me.may(Right.REPORT_BUILD),
        "may_name": me.may(Right.HOUSEHOLD_VIEW),
    }
    return render(request, "reports/report_list.html", context)


@require_POST
def report_ask(request: HttpRequest) -> HttpResponse:
    """Ask for a report; it is built in the background."""
    me = need(request, Right.REPORT_BUILD)
    areas = Area.objects.visible_to(me, Right.REPORT_BUILD)
    wanted = id_or_none(request.POST.get("area", ""))
    area = get_object_or_404(areas, public_id=wanted)
    try:
        kind = ReportKind(request.POST.get("kind", ""))
        run = ask_report(kind, area=area, year=int(request.POST["year"]), by=me)
    except (ValueError, KeyError):
        messages.error(request, "Hãy chọn loại báo cáo và năm.")
        return redirect("report-list")
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("report-list")
    return redirect("report-detail", run.public_id)


@require_POST
def report_nominal(request: HttpRequest) -> HttpResponse:
    """Ask for a list of names (forms 14, 15); who sees households has it."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    areas = Area.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    wanted = id_or_none(request.POST.get("area", ""))
    area = get_object_or_404(areas, public_id=wanted)
    form, year = said(request.POST, "form", most=2), said(request.POST, "year", most=4)
    try:
        export = ask_nominal(form, year, area=area, by=me)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("report-list")
    return redirect("export-detail", export.public_id)


def _find(request: HttpRequest, public_id: Any) -> ReportRun:
    me = need(request, Right.REPORT_VIEW)
    found: ReportRun = get_object_or_404(
        ReportRun.objects.visible_to(me, Right.REPORT_VIEW).select_related(
            "area", "job", "file", "created_by"
        ),
        public_id=public_id,
    )
    return found


@require_safe
def report_detail(request: HttpRequest, public_id: Any) -> HttpResponse:
    """A report as it was frozen, or the progress of its job."""
    run = _find(request, public_id)
    me = officer(request)
    builds = Area.objects.visible_to(me, Right.REPORT_BUILD).filter(pk=run.area_id)
    context = {
        "run": run,
        "tables": shown_tables(run, me),
        "changed": changed_since(run),
        # a unit's report of a period is compiled again on its own page
        "may_retry": run.period_id is None and builds.exists(),
    }
    piece = request.headers.get("HX-Request")
    name = "reports/_report.html" if piece else "reports/report_detail.html"
    return render(request, name, context)


@require_POST
def report_cancel(request: HttpRequest, public_id: Any) -> HttpResponse:
    """Stop a report that is being built; only who asked for it may."""
    run = _find(request, public_id)
    if run.created_by == officer(request):
        jobs.cancel(run.job)
    else:
        messages.error(request, "Chỉ người lập báo cáo được hủy.")
    return redirect("report-detail", public_id)


@require_safe
def report_download(request: HttpRequest, public_id: Any) -> HttpResponse | FileResponse:
    """The frozen file; checked again on every use."""
    run = _find(request, public_id)
    if run.file is None:
        messages.error(request, "Báo cáo chưa lập xong.")
        return redirect("report-detail", public_id)
    record_access(
        officer(request),
        action="export",
        subject_type="reportrun",
        subject_id=run.public_id,
        area_path=run.area_path,
        address=address_of(request),
    )
    return FileResponse(
        run.file.content.open("rb"), as_attachment=True, filename=run.file.name
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Areas and households whose name holds the words, accents ignored."""
    me = officer(request)
    query = request.GET.get("q", "").replace("\0", "").strip()[:80]
    areas, homes = [], []
    if query:
        found = search_areas(query, on=today(), user=me, right=Right.AREA_VIEW)
        areas = [{"area": a, "place": describe_place(a)} for a in found[:FOUND]]
        visible = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
        homes = list(visible.named(query).select_related("commune", "village")[:FOUND])
        record_list(
            me,
            right=Right.HOUSEHOLD_VIEW,
            subject_type="household",
            paths=[home.area_path for home in homes],
            address=address_of(request),
        )
    context = {"query": query, "areas": areas, "homes": homes}
    return render(request, "reports/search.html", context)


@require_safe
def household_story(request: HttpRequest, public_id: Any) -> HttpResponse:
    """A household's whole story on one page; the reading is logged."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    seen = Household.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    related = ("commune__parent", "village")
    home = get_object_or_404(seen.select_related(*related), public_id=public_id)
    record_access(
        me,
        action="read",
        subject_type="household",
        subject_id=home.public_id,
        area_path=home.area_path,
        address=address_of(request),
    )
    story = story_of(home, me, today().year)
    kind = said(request.GET, "loai", most=20)
    now = Recognition.objects.status_on(today()).filter(household=home).first()
    context = {
        "home": home,
        "story": story,
        "year": today().year,
        "klass": now.get_klass_display() if now else "Không thuộc danh sách",
        "kinds": KINDS,
        "kind": kind,
        "moments": [m for m in story.moments if kind in ("", m.kind)],
        "may_support": me.acts_in(Right.SUPPORT_EDIT, home.commune),
    }
    return render(request, "reports/story.html", context)
