"""What of the figures one wants to see, read from an address without trusting it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime

from accounts.choices import Right
from accounts.models import User
from areas.models import Area
from core.dates import last_day_of, today
from core.errors import DomainError
from core.inputs import id_or_none, said
from core.numbers import whole
from reports.choices import HouseGroup
from reports.selectors.dashboard import View, own_area, seen_areas, usual_year

FIRST_YEAR = 2016  # of the first standard the product knows


class AreaOfAnotherTime(DomainError):
    """An area speaks of the years in which it existed."""

    code = "area_of_another_time"
    message = "Địa bàn {area} không có trong bản đồ hành chính của năm {year}."


def year_in(text: str) -> int | None:
    """A year that has begun and has a standard; None for anything else."""
    year = whole(text)
    return year if year is not None and FIRST_YEAR <= year <= today().year else None


def day_in(text: str) -> date | None:
    """A day until today that has a standard; None for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(FIRST_YEAR, 1, 1) <= day <= today() else None


def group_in(text: str) -> HouseGroup:
    """A group of households, or all."""
    return HouseGroup(text) if text in HouseGroup.values else HouseGroup.ALL


def moment_in(text: str) -> datetime | None:
    """When a frozen report was counted; None is now."""
    try:
        found = parse_datetime(text.replace(" ", "+"))
    except ValueError:
        return None
    if found is None or found.tzinfo is None:
        return None
    return found if FIRST_YEAR <= found.year <= today().year + 1 else None


@dataclass(frozen=True, slots=True)
class WhenAsked:
    """Of which day a figure is asked, since when it counts, as known when.

    With a year (`nam`) only communes recognised in it count, until its end or `ngay`.
    """

    year: int | None
    on: date
    first: date
    known_at: datetime | None

    @classmethod
    def read(cls, data: QueryDict) -> Self:
        """What an address asks for; without any, this year until today."""
        year = year_in(said(data, "nam", most=4))
        day = day_in(said(data, "ngay", most=10))
        if year is None and day is None:
            year = today().year
        on = day or min(last_day_of(year or today().year), today())
        first = day_in(said(data, "tu", most=10)) or last_day_of(on.year - 1)
        known_at = moment_in(said(data, "luc", most=40))
        return cls(year, on, min(first, on), known_at)


def wanted(data: QueryDict, user: User) -> View | None:
    """The area, year and group an address asks for; None for who sees no area.

    An area one may not see is not found. An area of another time's map gives way to the
    widest one sees in the map of that year's end.
    """
    asked = _asked_area(data, user)
    year = year_in(said(data, "nam", most=4))
    year = year or usual_year(asked or own_area(user, today()))
    day = min(last_day_of(year), today())
    seen = seen_areas(user, day)
    area = seen.filter(pk=asked.pk).first() if asked is not None else None
    area = area or own_area(user, day)
    if area is None:
        return None
    return View(area, year, group_in(said(data, "nhom", most=12)))


def _asked_area(data: QueryDict, user: User) -> Area | None:
    wanted_id = id_or_none(said(data, "khu-vuc", most=40))
    if wanted_id is None:
        return None
    seen = Area.objects.visible_to(user, Right.FIGURES_VIEW)
    found: Area = get_object_or_404(seen, public_id=wanted_id)
    return found


def address_of_view(view: View, **also: str) -> str:
    """The query that shows the same again."""
    told = {"khu-vuc": str(view.area.public_id), "nam": str(view.year)} | also
    if view.group:
        told["nhom"] = view.group
    return urlencode(told)
