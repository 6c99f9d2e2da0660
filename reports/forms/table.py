"""The question of a table, read from an address, a kept row or a program."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from accounts.models import User
from areas.models import Area
from core.inputs import said
from reports.choices import HouseGroup, TableRows
from reports.forms.figures import day_in, group_in, wanted
from reports.selectors.dashboard import measures_of, seen_areas
from reports.selectors.table import Question

USUAL = ("households", "poor", "poor%", "near", "near%")
MOST = 60  # figures of one table


def question_in(data: QueryDict, user: User) -> Question | None:
    """The table an address asks for; None for who sees no area's figures."""
    view = wanted(data, user)
    if view is None:
        return None
    day = day_in(said(data, "ngay", most=10))
    area = view.area
    if day is not None and not seen_areas(user, day).filter(pk=area.pk).exists():
        area = seen_areas(user, day).order_by("path").first() or area
    rows = said(data, "dong", most=10)
    year = day.year if day is not None else view.year
    known = measures_of(year)
    codes = [code for code in dict.fromkeys(data.getlist("cot")) if code in known]
    return Question(
        area=area,
        rows=TableRows(rows) if rows in TableRows.values else TableRows.PARTS,
        codes=tuple(codes[:MOST]) or USUAL,
        year=year,
        day=day,
        group=group_in(said(data, "nhom", most=12)),
    )


def address_of_question(question: Question) -> str:
    """The query that asks the same again."""
    return urlencode(list(_pairs(question)))


def _pairs(question: Question) -> Sequence[tuple[str, str]]:
    day = question.day
    when = ("nam", str(question.year)) if day is None else ("ngay", day.isoformat())
    pairs = [("khu-vuc", str(question.area.public_id)), ("dong", question.rows.value), when]
    if question.group:
        pairs.append(("nhom", question.group.value))
    return [*pairs, *(("cot", code) for code in question.codes)]


def kept(question: Question) -> dict[str, Any]:
    """The question as a row keeps it, and as a job takes it."""
    return {
        "rows": question.rows.value,
        "codes": ",".join(question.codes),
        "year": str(question.year),
        "day": question.day.isoformat() if question.day else "",
        "group": question.group.value,
    }


def restored(told: Mapping[str, Any], area: Area) -> Question:
    """A kept question; a day that is ahead or gone from the books is the year's end."""
    year = int(told["year"])
    return Question(
        area=area,
        rows=TableRows(told["rows"]),
        codes=tuple(told["codes"].split(",")),
        year=year,
        day=day_in(told["day"]),
        group=HouseGroup(told["group"]),
    )
