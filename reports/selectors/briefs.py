"""One page for a leader: of an area this week, or of a commune before a visit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse

from accounts.choices import Right
from accounts.models import RoleGrant, User
from accounts.rules import roles_with
from areas.choices import Level
from areas.models import Area, on_day
from core.dates import last_day_of, today
from core.db import among
from core.numbers import share_percent, show_decimal, show_int
from households.choices import Klass, RoundKind, RoundStatus
from households.models import CommuneRound, Recognition
from programs.choices import ActivityStatus
from programs.models import Activity, Allocation, Disbursement, Obstacle
from programs.selectors.work import signed
from reports.charts.chart import Chart, Shown
from reports.charts.registry import CHARTS
from reports.selectors.calendar import submissions_for, unsent
from reports.selectors.dashboard import View, shown_of
from reports.selectors.errands import errands_of, waiting
from reports.selectors.records import STAYS

WEEK = timedelta(days=7)
BEHIND = 25  # percent of the plan that money may lag behind the calendar
SHOWN = 8
# what a commune's brief says in words, of the charts it has
SAID = ("ty-le", "bien-dong", "thieu-hut", "nguyen-nhan", "nhom", "chi-tieu", "giai-ngan")


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a brief, and where more of it is."""

    label: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Brief:
    """A page of lines under headings."""

    area: Area
    title: str
    sections: list[tuple[str, list[Line]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class SlowMoney:
    """Money that lies still: whose, how much of it was paid, who answers for it.

    Unit: đồng; `share` in percent.
    """

    row: Allocation
    stays: int
    people: list[str]

    @property
    def share(self) -> str:
        """How much was paid, of what stays with the unit."""
        return f"{show_decimal(share_percent(self.row.spent, self.stays))}%"

    @property
    def whose(self) -> str:
        """The unit, and the persons who record its payments."""
        unit = str(self.row.agency or self.row.area.full_name)
        return f"{unit} ({', '.join(self.people)})" if self.people else unit


def brief_of(user: User, view: View) -> Brief:
    """The page of an area; each part only for who has the right to what it says."""
    shown = shown_of(user, view)
    if view.area.level == Level.COMMUNE:
        title = f"Tóm tắt trước chuyến thăm: {view.area.full_name}"
        sections = [("Hộ nghèo, hộ cận nghèo", list(_said(shown)))]
    else:
        title = f"Tóm tắt trong tuần: {view.area.full_name}"
        sections = [
            ("Bảy ngày qua", list(_week(user, view.area))),
            ("Tình hình", list(_said(shown))),
        ]
    sections += [
        ("Cần chú ý", list(_attention(user, view.area))),
        ("Vốn chậm giải ngân", [_slow(one) for one in slow_money(user, view.area)]),
    ]
    return Brief(view.area, title, [(name, lines) for name, lines in sections if lines])


def _said(shown: Shown) -> Iterator[Line]:
    """What the charts say, in the charts' own words."""
    base = reverse("dashboard")
    query = f"?khu-vuc={shown.area.public_id}&nam={shown.year}"
    for key in SAID:
        chart: Chart | None = CHARTS[key](shown)
        if chart is not None:
            yield Line(chart.title, chart.finding, f"{base}{query}#bieu-do-{key}")


def _week(user: User, area: Area) -> Iterator[Line]:
    since = today() - WEEK
    if user.may(Right.ROUND_VIEW):
        seen_homes = Recognition.objects.visible_to(user, Right.ROUND_VIEW)
        decided = seen_homes.known_at().within(area.path)
        week = decided.filter(valid_from__gt=since, valid_from__lte=today())
        asked = {"khu-vuc": str(area.public_id), "nam": str(today().year)}
        url = f"{reverse('round-list')}?{urlencode(asked)}"
        yield Line("Quyết định công nhận", _decided(week), url)
    if user.may(Right.PROJECT_VIEW):
        seen = Allocation.objects.visible_to(user, Right.PROJECT_VIEW).within(area.path)
        paid = Disbursement.objects.filter(
            allocation__in=seen, on__gt=since, on__lte=today()
        )
        whole: int = paid.order_by().aggregate(all=Sum(signed(), default=0))["all"]
        yield Line("Giải ngân", f"{show_int(whole)} đồng", reverse("money-list"))


def _decided(rows: QuerySet[Recognition]) -> str:
    """How many households were classed, and as what."""
    counted = rows.aggregate(
        all=Count("pk"),
        poor=Count("pk", filter=Q(klass=Klass.POOR)),
        near=Count("pk", filter=Q(klass=Klass.NEAR_POOR)),
    )
    all_, poor, near = (show_int(counted[key]) for key in ("all", "poor", "near"))
    return f"{all_} hộ được xếp diện, trong đó {poor} hộ nghèo, {near} hộ cận nghèo"


def _attention(user: User, area: Area) -> Iterator[Line]:
    """Who is late, what waits for an answer."""
    day = today()
    if user.may(Right.ROUND_VIEW):
        late = CommuneRound.objects.visible_to(user, Right.ROUND_VIEW).within(area.path)
        late = late.filter(due_on__lt=day, round__kind=RoundKind.PERIODIC)
        late = late.exclude(status=RoundStatus.RECOGNISED).select_related("commune")
        yield from _named(
            "Xã rà soát quá hạn",
            [r.commune.full_name for r in late],
            reverse("round-list"),
        )
    owed = unsent(submissions_for(user)).filter(
        due_on__lt=day, area__path__startswith=area.path
    )
    units = owed.select_related("area", "agency").order_by("due_on")
    names = list(dict.fromkeys(row.unit_name for row in units))
    yield from _named("Đơn vị chậm báo cáo", names, reverse("calendar-list"))
    if user.may(Right.PROJECT_VIEW):
        open_ones = Obstacle.objects.visible_to(user, Right.PROJECT_VIEW).told()
        waits = open_ones.filter(
            area_path__startswith=area.path, solved_on__isnull=True, raised_on__lte=day
        )
        page = reverse("register-list", args=["kho-khan"])
        yield from _named("Khó khăn chưa giải quyết", [str(row) for row in waits], page)
        works = Activity.objects.visible_to(user, Right.PROJECT_VIEW).within(area.path)
        counted = works.filter(year=day.year).aggregate(
            late=Count("pk", filter=Q(ends_on__lt=day) & ~Q(status=ActivityStatus.DONE))
        )
        if counted["late"]:
            text = f"{show_int(counted['late'])} hoạt động quá ngày kết thúc mà chưa xong"
            yield Line("Hoạt động chậm", text, reverse("work-list"))
    given = waiting(errands_of(user)).filter(given_by=user, area=area)
    yield from _named(
        "Việc đã giao, chưa trả lời",
        [str(row) for row in given],
        reverse("errand-list"),
    )


def _named(label: str, names: list[str], url: str) -> Iterator[Line]:
    """How many, and the first of them by name; nothing where there are none."""
    if names:
        more = "…" if len(names) > SHOWN else ""
        text = f"{show_int(len(names))}: {', '.join(names[:SHOWN])}{more}"
        yield Line(label, text, url)


def _slow(one: SlowMoney) -> Line:
    project = one.row.project.code
    text = f"{project}: đã giải ngân {one.share} của {show_int(one.stays)} đồng"
    return Line(one.whose, text, reverse("money-detail", args=[one.row.public_id]))


def slow_money(user: User, area: Area) -> list[SlowMoney]:
    """Money of this year that lags far behind the calendar, the largest rest first."""
    if not user.may(Right.PROJECT_VIEW):
        return []
    day = today()
    gone = day.timetuple().tm_yday * 100 // last_day_of(day.year).timetuple().tm_yday
    seen = Allocation.objects.visible_to(user, Right.PROJECT_VIEW).within(area.path)
    rows = (
        seen.filter(year=day.year)
        .annotate(stays=STAYS, rest=STAYS - F("spent"))
        .filter(stays__gt=0, spent__lt=F("stays") * max(0, gone - BEHIND) / 100)
        .select_related("area", "agency", "project")
        .order_by("-rest", "pk")[:SHOWN]
    )
    found = list(rows)
    people = _people({row.area_id for row in found})
    return [
        SlowMoney(row, row.stays, people.get((row.area_id, row.agency_id), []))  # type: ignore[attr-defined]
        for row in found
    ]


def _people(areas: set[int]) -> dict[tuple[int, int | None], list[str]]:
    """Who records payments in each area, or in an agency of it; one query."""
    grants = RoleGrant.objects.filter(
        on_day(today()), among("area", areas), role__in=roles_with(Right.MONEY_SPEND)
    ).select_related("user")
    found: dict[tuple[int, int | None], list[str]] = {}
    for grant in grants.order_by("user__username"):
        found.setdefault((grant.area_id, grant.agency_id), []).append(str(grant.user))
    return found
