"""What was planned and what came of it: targets, money, the round under way."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet, Sum
from django.db.models.functions import ExtractMonth, ExtractYear
from django.urls import reverse

from accounts.choices import Right
from areas.models import Area
from core.dates import last_day_of, today
from core.numbers import share_percent, show_int
from households.choices import RoundKind, RoundStatus
from households.models import CommuneRound
from households.standards import standard_on
from programs.models import Allocation, Disbursement
from programs.selectors.work import signed
from reports.charts import options
from reports.charts.chart import (
    Cell,
    Chart,
    Heading,
    Shown,
    cut,
    number,
    percent,
    share_cell,
)
from reports.selectors.measures import NOTHING, Sums, sums_by_part
from reports.selectors.records import STAYS
from targets.rules.progress import Reviewed, forecast_count
from targets.selectors.cascade import issued_plans, issued_values

AREA = Heading("Địa bàn")
CODE = "poor_reduction"
MOST = 40
MILLION = 1_000_000
UNCOMPARED = "Chưa so được với năm trước (chưa công nhận, hoặc đổi chuẩn)."
# an area, its target, by how many households poverty fell, and is expected to fall
Aim = tuple[str, int | None, int | None, int | None]
MONTHS = range(1, 13)


def targets(shown: Shown) -> Chart | None:
    """Planned reduction of poor households by area, what was achieved, what is expected."""
    if not shown.user.may(Right.PLAN_VIEW):
        return None
    areas = [part.pk for part in [*shown.parts, shown.area]]
    planned = issued_values(areas, [shown.year], CODE)
    plans = issued_plans(shown.user, areas, shown.year, CODE)
    before = _before(shown)
    lines = []
    for part in shown.parts:
        done, expected = _reduced(shown, part, before.get(part.pk, NOTHING))
        lines.append((part.full_name, planned.get((part.pk, shown.year)), done, expected))
    drawn = [line for line in lines if line[1] is not None][:MOST]
    names = ("Chỉ tiêu", "Đã công nhận", "Dự báo cuối năm")
    series: list[tuple[str, list[Any]]] = [
        (name, [line[n] for line in drawn]) for n, name in enumerate(names, start=1)
    ]
    return Chart(
        key="chi-tieu",
        title=f"Giảm hộ nghèo năm {shown.year}: chỉ tiêu và kết quả",
        finding=_aims_finding(shown, planned.get((shown.area.pk, shown.year)), lines),
        source=f"Nguồn: kế hoạch đã ban hành; kết quả rà soát đã công nhận của các năm "
        f"{shown.year - 1}, {shown.year}, mọi hộ. Dự báo: hộ chưa rà soát được coi như hộ "
        "đã rà soát.",
        headings=[
            *(AREA, Heading("Chỉ tiêu giảm", "hộ"), Heading("Đã giảm", "hộ")),
            *(Heading("So với chỉ tiêu", "%"), Heading("Dự báo giảm", "hộ")),
        ],
        rows=[
            _aim_row(shown, part, line, plans.get(part.pk))
            for part, line in zip(shown.parts, lines, strict=True)
        ],
        option=options.bars([line[0] for line in drawn], series, "hộ") if drawn else None,
        height=options.height_for(len(drawn), 46),
        notes=[] if before else [UNCOMPARED],
    )


def _aim_row(shown: Shown, part: Area, line: Aim, plan: UUID | None) -> list[Cell]:
    """What was aimed at opens its plan; what fell, the movement; the rest, the review."""
    name, aim, done, expected = line
    share = share_percent(done, aim) if aim and done is not None else None
    first, last = last_day_of(shown.year - 1), min(last_day_of(shown.year), today())
    days = {"first": first.isoformat(), "last": last.isoformat()}
    moved = f"{reverse('movement')}?{urlencode({'area': str(part.public_id)} | days)}"
    aimed = reverse("plan-detail", args=[plan]) if plan is not None else ""
    return [
        *(Cell(name), Cell(aim, aimed), Cell(done, moved), Cell(share, moved)),
        Cell(expected, _rounds_of(shown, part)),
    ]


def _rounds_of(shown: Shown, part: Area) -> str:
    """Where the reviews of a part's communes stand, for who may see them."""
    if not part.path.startswith(shown.user.scope_paths(Right.ROUND_VIEW)):
        return ""
    asked = {"nam": str(shown.year), "khu-vuc": str(part.public_id)}
    return f"{reverse('round-list')}?{urlencode(asked)}"


def _before(shown: Shown) -> dict[int, Sums]:
    """The parts' sums of the year before; none across two standards."""
    year = shown.year - 1
    if standard_on(last_day_of(year)) != standard_on(last_day_of(shown.year)):
        return {}
    return sums_by_part(shown.area, year)


def _reduced(shown: Shown, part: Area, before: Sums) -> tuple[int | None, int | None]:
    """By how many households poverty fell as decided, and is expected to fall.

    Only a part all of whose communes were decided both times has an answer.
    """
    communes = shown.communes.get(part.pk, 0)
    if not before.communes or before.communes < communes:
        return None, None
    was, now = before.counts["poor"], shown.everybody.get(part.pk, NOTHING)
    if now.communes == communes:
        return was - now.counts["poor"], was - now.counts["poor"]
    seen = shown.reviewed.get(part.pk, NOTHING).counts
    if not seen["review:done"]:
        return None, None
    reviewed = Reviewed(seen["review:before"], seen["review:stayed"], seen["review:now"])
    return None, was - forecast_count(was, reviewed)


def _aims_finding(shown: Shown, aim: int | None, lines: list[Aim]) -> str:
    done = [line[2] for line in lines if line[2] is not None]
    if aim is None:
        return f"{shown.area.full_name} chưa có chỉ tiêu giảm hộ nghèo năm {shown.year}"
    if not done:
        return f"Chỉ tiêu giảm {show_int(aim)} hộ nghèo; chưa có kết quả để so"
    return (
        f"Chỉ tiêu giảm {show_int(aim)} hộ nghèo; {len(done)}/{len(lines)} địa bàn đã có kết "
        f"quả, giảm {show_int(sum(done))} hộ"
    )


def disbursed(shown: Shown) -> Chart | None:
    """What was paid of the year's money by the end of each month."""
    if not shown.user.may(Right.PROJECT_VIEW):
        return None
    seen = Allocation.objects.visible_to(shown.user, Right.PROJECT_VIEW)
    held, year = seen.within(shown.area.path), shown.year
    before, given, gone = _by_month(held, year - 1), _given(held, year), _months_gone(year)
    now = {m: paid if m <= gone else None for m, paid in _by_month(held, year).items()}
    series: list[Any] = [
        (f"Năm {year}", [_millions(now[m]) for m in MONTHS], "poor"),
        (f"Năm {year - 1}", [_millions(before[m]) for m in MONTHS], "before"),
        ("Vốn được sử dụng", [_millions(given)] * 12, "plan"),
    ]
    names = [f"T{month}" for month in MONTHS]
    now_url, before_url = (f"{reverse('money-list')}?nam={y}" for y in (year, year - 1))
    return Chart(
        key="giai-ngan",
        title=f"Giải ngân vốn năm {year}, lũy kế theo tháng",
        finding=_paid_finding(shown, now[gone] or 0 if gone else 0, given),
        source=f"Nguồn: vốn giao và chứng từ giải ngân đến {today():%d/%m/%Y}; vốn của năm, "
        "không kể chi sau 31/12.",
        headings=[
            *(Heading("Tháng"), Heading(f"Lũy kế {year}", "đồng")),
            *(Heading("Tỷ lệ", "%"), Heading(f"Lũy kế {year - 1}", "đồng")),
        ],
        rows=[
            [
                *(Cell(f"Tháng {m}"), Cell(paid, now_url)),
                Cell(None) if paid is None else share_cell(paid, given, now_url),
                Cell(before[m], before_url),
            ]
            for m, paid in now.items()
        ],
        option=options.lines(names, series, "triệu đồng") if given else None,
    )


def _paid_finding(shown: Shown, paid: int, given: int) -> str:
    if not given:
        return f"Chưa có vốn năm {shown.year} ở {shown.area.full_name}"
    share = percent(share_percent(paid, given))
    return f"Đã giải ngân {show_int(paid)} đồng, {share} của {show_int(given)} đồng"


def _given(held: QuerySet[Allocation], year: int) -> int:
    """The year's money that stays with somebody inside: nothing is counted twice."""
    found: int = held.filter(year=year).aggregate(all=Sum(STAYS, default=0))["all"]
    return found


def _by_month(held: QuerySet[Allocation], year: int) -> dict[int, int]:
    """Paid by the end of each month of the year itself."""
    rows = (
        Disbursement.objects.filter(allocation__in=held.filter(year=year))
        .order_by()
        .values_list(ExtractYear("on"), ExtractMonth("on"))
        .annotate(paid=Sum(signed()))
    )
    paid = Counter({month: n for then, month, n in rows if then == year})
    return {month: sum(paid[m] for m in range(1, month + 1)) for month in MONTHS}


def _months_gone(year: int) -> int:
    day = today()
    return 12 if year < day.year else day.month if year == day.year else 0


def _millions(amount: int | None) -> float | None:
    return None if amount is None else number(Decimal(amount) / MILLION)


STYLES = ("good", "new", "near", "other")  # as done as a stage is
WAITING = (RoundStatus.SUBMITTED, RoundStatus.OPINED)
STAGES = {
    "done": "Đã công nhận",
    "waiting": "Đã trình, chờ ý kiến, quyết định",
    "running": "Đang rà soát",
    "none": "Chưa mở",
}


def rounds(shown: Shown) -> Chart | None:
    """How far the yearly review is by area; who is late."""
    if not shown.user.may(Right.ROUND_VIEW):
        return None
    kept = CommuneRound.objects.visible_to(shown.user, Right.ROUND_VIEW)
    kept = kept.within(shown.area.path).filter(round__year=shown.year)
    found = kept.filter(round__kind=RoundKind.PERIODIC).select_related("commune")
    step = shown.area.path.count("/")
    states: dict[int, Counter[str]] = {part.pk: Counter() for part in shown.parts}
    late: list[str] = []
    for row in found.order_by("area_path"):
        places = [int(pk) for pk in row.area_path.split("/") if pk]
        state = states.get(places[min(step - 1, len(places) - 1)])
        if state is not None:
            state[_stage(row)] += 1
        if _is_late(row, today()):
            late.append(row.commune.full_name)
    return _rounds_chart(shown, states, late)


def _stage(row: CommuneRound) -> str:
    if row.status == RoundStatus.RECOGNISED:
        return "done"
    if row.status in WAITING:
        return "waiting"
    return "none" if row.status == RoundStatus.WAITING else "running"


def _is_late(row: CommuneRound, day: date) -> bool:
    return (
        row.status != RoundStatus.RECOGNISED and row.due_on is not None and row.due_on < day
    )


def _rounds_row(shown: Shown, part: Area, counted: Counter[str]) -> list[Cell]:
    """How many communes are at each stage; what was not opened has no page."""
    url = _rounds_of(shown, part)
    seen = shown.reviewed.get(part.pk, NOTHING).counts
    forms = f"{show_int(seen['review:done'])}/{show_int(seen['review:listed'])}"
    stages = [Cell(counted[s], url if s != "none" else "") for s in STAGES]
    return [Cell(part.full_name), *stages, Cell(forms, url)]


def _rounds_chart(shown: Shown, states: dict[int, Counter[str]], late: list[str]) -> Chart:
    rows, data = [], []
    for part in shown.parts:
        counted = states[part.pk]
        communes = shown.communes.get(part.pk, 0)
        counted["none"] += max(0, communes - sum(counted.values()))
        rows.append(_rounds_row(shown, part, counted))
        data.append([counted[stage] for stage in STAGES])
    done, all_ = sum(line[0] for line in data), sum(map(sum, data))
    series = [
        (name, [line[n] for line in data][:MOST]) for n, name in enumerate(STAGES.values())
    ]
    names = [part.full_name for part in shown.parts][:MOST]
    told = ", ".join(late[:12]) + ("…" if len(late) > 12 else "")  # noqa: PLR2004
    return Chart(
        key="tien-do",
        title=f"Tiến độ rà soát năm {shown.year}",
        finding=f"{show_int(done)}/{show_int(all_)} xã đã công nhận kết quả; "
        f"{show_int(len(late))} xã quá hạn",
        source="Nguồn: đợt rà soát định kỳ, tình trạng hiện nay.",
        headings=[
            AREA,
            *(Heading(name, "xã") for name in STAGES.values()),
            Heading("Phiếu đã xong", "phiếu"),
        ],
        rows=rows,
        option=options.bars(names, series, "xã", stacked=True, styles=STYLES)
        if done or any(line[1] or line[2] for line in data)
        else None,
        height=options.height_for(len(names)),
        notes=[*([f"Quá hạn: {told}."] if late else []), *cut(len(names), len(rows))],
    )
