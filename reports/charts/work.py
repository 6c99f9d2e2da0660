"""What was planned and what came of it: targets, money, the round under way."""

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet, Sum
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
from reports.charts.chart import Cell, Chart, Heading, Shown, number, percent, share_cell
from reports.selectors.measures import NOTHING, Sums, sums_by_part
from targets.rules.progress import Reviewed, forecast_count
from targets.selectors.cascade import issued_values

AREA = Heading("Địa bàn")
CODE = "poor_reduction"
MOST = 40
MILLION = 1_000_000
MONTHS = range(1, 13)


def targets(shown: Shown) -> Chart | None:
    """Planned reduction of poor households by area, what was achieved, what is expected."""
    if not shown.user.may(Right.PLAN_VIEW):
        return None
    planned = issued_values([p.pk for p in [*shown.parts, shown.area]], [shown.year], CODE)
    before = _before(shown)
    found = [(part, planned.get((part.pk, shown.year))) for part in shown.parts]
    rows, drawn = [], []
    for part, aim in found:
        done, expected = _reduced(shown, part, before.get(part.pk, NOTHING))
        rows.append(
            [
                *(Cell(part.full_name), Cell(aim), Cell(done)),
                *(
                    Cell(
                        share_percent(done or 0, aim) if aim and done is not None else None
                    ),
                ),
                Cell(expected),
            ]
        )
        if aim is not None:
            drawn.append((part.full_name, aim, done, expected))
    drawn = drawn[:MOST]
    series: list[tuple[str, list[Any]]] = [
        ("Chỉ tiêu", [one[1] for one in drawn]),
        ("Đã công nhận", [one[2] for one in drawn]),
        ("Dự báo cuối năm", [one[3] for one in drawn]),
    ]
    return Chart(
        key="chi-tieu",
        title=f"Giảm hộ nghèo năm {shown.year}: chỉ tiêu và kết quả",
        finding=_aims_finding(shown, planned.get((shown.area.pk, shown.year)), rows),
        source=f"Nguồn: kế hoạch đã ban hành; {shown.source[7:]} Dự báo: hộ chưa rà soát "
        "được coi như hộ đã rà soát.",
        headings=[
            *(AREA, Heading("Chỉ tiêu giảm", "hộ"), Heading("Đã giảm", "hộ")),
            *(Heading("So với chỉ tiêu", "%"), Heading("Dự báo giảm", "hộ")),
        ],
        rows=rows,
        option=options.bars([one[0] for one in drawn], series, "hộ") if drawn else None,
        height=options.height_for(len(drawn), 46),
        notes=[]
        if before
        else ["Chưa so được với năm trước (chưa công nhận, hoặc đổi chuẩn)."],
    )


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
    was, now = before.counts["poor"], shown.of(part)
    if now.communes == communes:
        return was - now.counts["poor"], was - now.counts["poor"]
    seen = shown.reviewed.get(part.pk, NOTHING).counts
    if not seen["review:done"]:
        return None, None
    reviewed = Reviewed(seen["review:before"], seen["review:stayed"], seen["review:now"])
    return None, was - forecast_count(was, reviewed)


def _aims_finding(shown: Shown, aim: int | None, rows: list[list[Cell]]) -> str:
    done = [row[2].value for row in rows if isinstance(row[2].value, int)]
    if aim is None:
        return f"{shown.area.full_name} chưa có chỉ tiêu giảm hộ nghèo năm {shown.year}"
    if not done:
        return f"Chỉ tiêu giảm {show_int(aim)} hộ nghèo; chưa có kết quả để so"
    return (
        f"Chỉ tiêu giảm {show_int(aim)} hộ nghèo; {len(done)}/{len(rows)} địa bàn đã có kết "
        f"quả, giảm {show_int(sum(done))} hộ"
    )


def disbursed(shown: Shown) -> Chart | None:
    """What was paid of the year's money by the end of each month."""
    if not shown.user.may(Right.PROJECT_VIEW):
        return None
    seen = Allocation.objects.visible_to(shown.user, Right.PROJECT_VIEW)
    held = seen.within(shown.area.path)
    now, before = (_by_month(held, year) for year in (shown.year, shown.year - 1))
    given = _given(held, shown.year)
    url = f"{reverse('money-list')}?nam={shown.year}"
    ahead = _months_gone(shown.year)
    paid = [now[m] if m <= ahead else None for m in MONTHS]
    last = paid[ahead - 1] or 0 if ahead else 0
    rows = [
        [
            *(Cell(f"Tháng {m}"), Cell(paid[m - 1], url)),
            *(share_cell(paid[m - 1] or 0, given) if m <= ahead else Cell(None),),
            Cell(before[m]),
        ]
        for m in MONTHS
    ]
    series: list[Any] = [
        (f"Năm {shown.year}", [_millions(n) for n in paid], "poor"),
        (f"Năm {shown.year - 1}", [_millions(before[m]) for m in MONTHS], "before"),
        ("Vốn được sử dụng", [_millions(given)] * 12, "plan"),
    ]
    share = percent(share_percent(last, given))
    return Chart(
        key="giai-ngan",
        title=f"Giải ngân vốn năm {shown.year}, lũy kế theo tháng",
        finding=f"Đã giải ngân {show_int(last)} đồng, {share} của {show_int(given)} đồng"
        if given
        else f"Chưa có vốn năm {shown.year} ở {shown.area.full_name}",
        source=f"Nguồn: vốn giao và chứng từ giải ngân đến {today():%d/%m/%Y}; vốn của năm, "
        "không kể chi sau 31/12.",
        headings=[
            *(Heading("Tháng"), Heading(f"Lũy kế {shown.year}", "đồng")),
            *(Heading("Tỷ lệ", "%"), Heading(f"Lũy kế {shown.year - 1}", "đồng")),
        ],
        rows=rows,
        option=options.lines([f"T{m}" for m in MONTHS], series, "triệu đồng")
        if given
        else None,
    )


def _given(held: QuerySet[Allocation], year: int) -> int:
    """The year's money that stays with somebody inside: nothing is counted twice."""
    stays = F("opening") + F("changed") - F("shared")
    found: int = held.filter(year=year).aggregate(all=Sum(stays, default=0))["all"]
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


def _rounds_chart(shown: Shown, states: dict[int, Counter[str]], late: list[str]) -> Chart:
    rows, data = [], []
    for part in shown.parts:
        counted = states[part.pk]
        communes = shown.communes.get(part.pk, 0)
        counted["none"] += max(0, communes - sum(counted.values()))
        seen = shown.reviewed.get(part.pk, NOTHING).counts
        forms = f"{show_int(seen['review:done'])}/{show_int(seen['review:listed'])}"
        rows.append(
            [Cell(part.full_name), *(Cell(counted[s]) for s in STAGES), Cell(forms)]
        )
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
        finding=f"{done}/{all_} xã đã công nhận kết quả; {len(late)} xã quá hạn",
        source="Nguồn: đợt rà soát định kỳ, tình trạng hiện nay.",
        headings=[
            AREA,
            *(Heading(name, "xã") for name in STAGES.values()),
            Heading("Phiếu đã xong", "phiếu"),
        ],
        rows=rows,
        option=options.bars(names, series, "xã", stacked=True)
        if done or any(line[1] or line[2] for line in data)
        else None,
        height=options.height_for(len(names)),
        notes=[f"Quá hạn: {told}."] if late else [],
    )
