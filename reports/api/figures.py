"""The dashboard's figures, tables of one's choice, rows behind them, errands."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.choices import Right
from accounts.models import User
from accounts.officer import address_of, need, officer
from accounts.services import record_list
from areas.models import Area
from core.dates import last_day_of, today
from core.payload import checked
from core.preconditions import etag, wanted_version
from office.serializers import ExportOut
from reports.charts.registry import CHARTS
from reports.figures import ask_chart, ask_table
from reports.forms.figures import FIRST_YEAR, AreaOfAnotherTime, group_in, wanted
from reports.forms.table import kept, question_in
from reports.selectors.dashboard import View, shown_of
from reports.selectors.errands import errands_of
from reports.selectors.homes import Homes
from reports.selectors.opening import Opened, checked_code
from reports.selectors.table import Question, is_long, table_of
from reports.serializers.figures import (
    ErrandAnswerIn,
    ErrandIn,
    ErrandOut,
    FiguresIn,
    FigureTableIn,
    FigureTableOut,
    HomesIn,
    HomesOut,
    SavedTableIn,
    SavedTableOut,
)
from reports.services.building import YearOutside
from reports.services.errands import (
    Asked,
    NotOneOfUs,
    answer_errand,
    give_errand,
    withdraw_errand,
)
from reports.services.tables import TableTooLong, drop_table, save_table, tables_seen

PAGE = 100
NAMES = {"area": "khu-vuc", "year": "nam", "group": "nhom", "rows": "dong", "day": "ngay"}


def _query(facts: dict[str, Any]) -> QueryDict:
    """What a program sent, as a page's address says it: one reading of both."""
    told = QueryDict(mutable=True)
    for name, short in NAMES.items():
        if facts.get(name) is not None:
            told[short] = str(facts[name])
    told.setlist("cot", [c for c in facts.get("codes", "").split(",") if c])
    return told


def _view(facts: dict[str, Any], me: User) -> View:
    view = wanted(_query(facts), me)
    if view is None:
        raise Http404
    _check(facts, view.area, view.year)
    return view


def _check(facts: dict[str, Any], area: Area, year: int) -> None:
    """A program is not answered about something else than it asked."""
    if facts.get("area") not in (None, area.public_id):
        raise AreaOfAnotherTime(area=str(facts["area"]), year=year)
    if facts.get("year") not in (None, year):
        raise YearOutside(year=facts["year"], first=FIRST_YEAR, last=today().year)


def _question(facts: dict[str, Any], me: User) -> Question:
    question = question_in(_query(facts), me)
    if question is None:
        raise Http404
    _check(
        facts | {"year": facts.get("year") or question.year}, question.area, question.year
    )
    return question


@extend_schema(parameters=[FiguresIn], responses=FigureTableOut)
@api_view(["GET"])
def chart(request: Request, key: str) -> Response:
    """The table of one chart of the dashboard, with its finding."""
    me = need(request, Right.FIGURES_VIEW)
    view = _view(checked(FiguresIn, request.query_params), me)
    drawn = CHARTS[key](shown_of(me, view)) if key in CHARTS else None
    if drawn is None:
        raise Http404
    return Response(FigureTableOut(drawn).data)


@extend_schema(request=FiguresIn, responses={202: ExportOut})
@api_view(["POST"])
def chart_excel(request: Request, key: str) -> Response:
    """Ask for a chart's table as a workbook."""
    me = need(request, Right.FIGURES_VIEW)
    if key not in CHARTS:
        raise Http404
    export = ask_chart(key, _view(checked(FiguresIn, request.data), me), by=me)
    return Response(ExportOut(export).data, status=202)


@extend_schema(parameters=[FigureTableIn], responses=FigureTableOut)
@api_view(["GET"])
def figure_table(request: Request) -> Response:
    """A table of one's own choice; a day of many communes only as a workbook."""
    me = need(request, Right.FIGURES_VIEW)
    question = _question(checked(FigureTableIn, request.query_params), me)
    if is_long(question):
        raise TableTooLong
    return Response(FigureTableOut(table_of(question, me)).data)


@extend_schema(request=FigureTableIn, responses={202: ExportOut})
@api_view(["POST"])
def table_excel(request: Request) -> Response:
    """Ask for a table of one's own choice as a workbook."""
    me = need(request, Right.FIGURES_VIEW)
    export = ask_table(_question(checked(FigureTableIn, request.data), me), by=me)
    return Response(ExportOut(export).data, status=202)


@extend_schema(parameters=[HomesIn], responses=HomesOut)
@api_view(["GET"])
def figure_rows(request: Request) -> Response:
    """The households behind a figure; the reading is logged."""
    me = need(request, Right.HOUSEHOLD_VIEW)
    facts = checked(HomesIn, request.query_params)
    seen = Area.objects.visible_to(me, Right.HOUSEHOLD_VIEW)
    year = facts.get("year", today().year)
    asked = Opened(
        area=get_object_or_404(seen, public_id=facts["area"]),
        code=checked_code(facts["code"]),
        on=min(last_day_of(year), today()),
        first=min(last_day_of(year - 1), today()),
        group=group_in(facts.get("group", "")),
        recognised_in=year,
    )
    homes = Homes(me, asked)
    page = Paginator(homes, PAGE).get_page(facts.get("page", 1))
    record_list(
        me,
        right=Right.HOUSEHOLD_VIEW,
        subject_type="household",
        paths=[row.commune.path for row in page.object_list],
        address=address_of(request),
    )
    told = {
        "figure": asked.label,
        "unit": asked.unit,
        "sum": homes.total,
        "count": page.paginator.count,
        "results": list(page.object_list),
    }
    return Response(HomesOut(told).data)


@extend_schema(methods=["GET"], responses=SavedTableOut(many=True))
@extend_schema(methods=["POST"], request=SavedTableIn, responses={201: SavedTableOut})
@api_view(["GET", "POST"])
def saved_tables(request: Request) -> Response:
    """Tables one kept or shares; POST keeps one."""
    me = need(request, Right.FIGURES_VIEW)
    if request.method == "GET":
        return Response(SavedTableOut(tables_seen(me), many=True).data)
    facts = checked(SavedTableIn, request.data)
    question = _question(facts, me)
    table = save_table(
        facts["name"], question.area, kept(question), shared=facts["shared"], by=me
    )
    return Response(SavedTableOut(table).data, status=201)


@extend_schema(responses={204: None})
@api_view(["DELETE"])
def saved_table_drop(request: Request, public_id: UUID) -> Response:
    """Drop a table one keeps."""
    me = need(request, Right.FIGURES_VIEW)
    drop_table(get_object_or_404(tables_seen(me), public_id=public_id), by=me)
    return Response(status=204)


@extend_schema(methods=["GET"], responses=ErrandOut(many=True))
@extend_schema(methods=["POST"], request=ErrandIn, responses={201: ErrandOut})
@api_view(["GET", "POST"])
def errands(request: Request) -> Response:
    """What one gave and was given; POST gives somebody work about a figure."""
    me = officer(request)
    if request.method == "GET":
        return Response(ErrandOut(errands_of(me), many=True).data)
    need(request, Right.FIGURES_VIEW)
    facts = checked(ErrandIn, request.data)
    seen = Area.objects.visible_to(me, Right.FIGURES_VIEW)
    area = get_object_or_404(seen, public_id=facts.pop("area"))
    person = User.objects.filter(public_id=facts.pop("to")).first()
    if person is None:
        raise NotOneOfUs(area=area.full_name)
    errand = give_errand(area, Asked(**facts, to=person), by=me)
    return Response(ErrandOut(errand).data, status=201, headers={"ETag": etag(1)})


@extend_schema(request=None, responses=ErrandOut)
@api_view(["POST"])
def errand_withdraw(request: Request, public_id: UUID) -> Response:
    """Take back what one gave, while nobody has answered it."""
    me = officer(request)
    errand = get_object_or_404(errands_of(me), public_id=public_id)
    done = withdraw_errand(errand, by=me, version=wanted_version(request.headers))
    return Response(ErrandOut(done).data, headers={"ETag": etag(done.version)})


@extend_schema(request=ErrandAnswerIn, responses=ErrandOut)
@api_view(["POST"])
def errand_answer(request: Request, public_id: UUID) -> Response:
    """Answer what one was given, once."""
    me = officer(request)
    errand = get_object_or_404(errands_of(me), public_id=public_id)
    text = checked(ErrandAnswerIn, request.data)["answer"]
    version = wanted_version(request.headers)
    done = answer_errand(errand, text, by=me, version=version)
    return Response(ErrandOut(done).data, headers={"ETag": etag(done.version)})
