"""The year's result in the plan's layout: planned and achieved per commune.

Source: Kế hoạch 252/KH-UBND ngày 19/02/2020 của UBND huyện Ngọc Hồi, bảng chỉ tiêu.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from areas.models import Area
from core.numbers import share_percent
from households.choices import Klass
from households.rules import poverty_rate
from households.selectors import CommuneCounts, counts_by_commune, recognised_communes
from office.columns import column, columns_of
from reports.kinds.built import Built, BuiltRow, Year
from targets.choices import Region
from targets.plan_table import (
    HOUSEHOLDS,
    PLAN,
    POOR,
    POOR_CLASS,
    ROMAN,
    TOTAL_LABEL,
)
from targets.rules import Line, region_of, total
from targets.selectors import issued_lines

RESULT = "Kết quả đã công nhận đến {as_of}"


@dataclass(frozen=True, slots=True)
class PlanResultRow:
    """One row: what the plan set (columns 1-7) and what was recognised (8-13).

    Planned rates divide by last year's households, achieved rates by this year's.
    Source: Kế hoạch 252/KH-UBND (Ngọc Hồi); law.md §4.
    """

    order: str = column("TT", formula="A", width=6)
    area: str = column("Khu vực/ Địa bàn", formula="B", width=24)
    households_before: int | None = column(
        "Số hộ năm {before}",
        unit="hộ",
        number_format="#,##0",
        formula="1",
        group=HOUSEHOLDS,
    )
    minority: int | None = column(
        "Trong đó hộ DTTS", unit="hộ", number_format="#,##0", formula="2", group=HOUSEHOLDS
    )
    poor_before: int | None = column(
        "Số hộ", unit="hộ", number_format="#,##0", formula="3", group=POOR
    )
    rate_before: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="4=3/1", group=POOR
    )
    reduction: int | None = column(
        "Số hộ giảm tối thiểu", unit="hộ", number_format="#,##0", formula="5", group=PLAN
    )
    remaining: int | None = column(
        "Số hộ nghèo còn lại", unit="hộ", number_format="#,##0", formula="6=3-5", group=PLAN
    )
    rate_after: Decimal | None = column(
        "Tỷ lệ dự kiến (chia số hộ năm {before})",
        unit="%",
        number_format="0.00",
        formula="7=6/1",
        group=PLAN,
    )
    recognised: str = column("Xã đã công nhận", formula="8", group=RESULT, width=14)
    households_now: int | None = column(
        "Số hộ năm {year}", unit="hộ", number_format="#,##0", formula="9", group=RESULT
    )
    poor_now: int | None = column(
        "Số hộ nghèo", unit="hộ", number_format="#,##0", formula="10", group=RESULT
    )
    achieved: int | None = column(
        "Số hộ giảm", unit="hộ", number_format="#,##0", formula="11=3-10", group=RESULT
    )
    rate_now: Decimal | None = column(
        "Tỷ lệ % (chia số hộ năm {year})",
        unit="%",
        number_format="0.00",
        formula="12=10/9",
        group=RESULT,
    )
    share: Decimal | None = column(
        "Đạt % kế hoạch", unit="%", number_format="0.00", formula="13=11/5", group=RESULT
    )


# what each column opens: the plan's lines of the row's area, or its households
OPENS = {
    "households_before": "~plan_households",
    "minority": "~plan_minority",
    **dict.fromkeys(("poor_before", "rate_before"), "~plan_base"),
    "reduction": "~plan_reduction",
    **dict.fromkeys(("remaining", "rate_after"), "~plan_remaining"),
    "households_now": "households",
    **dict.fromkeys(("poor_now", "rate_now"), "poor"),
    **dict.fromkeys(("achieved", "share"), "~plan_achieved"),
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A commune's plan and what it achieved (None until recognised)."""

    area: Area
    plan: Line | None
    now: CommuneCounts | None
    poor_now: int | None


def build(asked: Year) -> Built:
    """Rows of the report for an area and year, as known at a moment."""
    year, on = asked.year, asked.on
    entries = _entries(asked)
    rows: list[BuiltRow] = []
    for region in (Region.URBAN, Region.RURAL):
        members = [e for e in entries if region_of(urban=e.area.urban) == region]
        rows.append(_heading(ROMAN[region], str(region.label)))
        rows += [
            BuiltRow(
                _row(str(n), e.area.full_name, [e], single=True),
                area=str(e.area.public_id),
            )
            for n, e in enumerate(members, start=1)
        ]
    whole = _row("III", TOTAL_LABEL, entries, single=False)
    rows.append(BuiltRow(whole, bold=True, area=str(asked.area.public_id)))
    done = sum(e.now is not None for e in entries)
    return Built(
        row_class=PlanResultRow,
        rows=rows,
        title=f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU GIẢM NGHÈO NĂM {year}",
        headings={
            "year": year,
            "before": year - 1,
            "klass": POOR_CLASS,
            "as_of": f"{on:%d/%m/%Y}",
        },
        notes=_notes(year, done, len(entries)),
        facts={
            "recognised": done,
            "communes": len(entries),
            "counted": [str(e.area.public_id) for e in entries if e.now is not None],
        },
        opens=OPENS,
    )


def _notes(year: int, done: int, all_: int) -> list[str]:
    return [
        f"Kết quả chỉ tính các xã đã công nhận: {done}/{all_} xã. "
        f"Tỷ lệ kế hoạch chia cho số hộ cuối năm {year - 1}; tỷ lệ thực hiện chia cho "
        f"số hộ năm {year}. Số hộ giảm = hộ nghèo cuối năm {year - 1} − hộ nghèo đã "
        f"công nhận năm {year}.",
        "Dòng tổng cộng: cột 1-7 của mọi xã; cột 9-13 chỉ của các xã đã công nhận (số "
        "hộ giảm và tỷ lệ đạt so với kế hoạch của chính các xã ấy).",
    ]


def _entries(asked: Year) -> list[_Entry]:
    """Every commune of the area with its plan line and, if recognised, its result."""
    area, known_at = asked.area, asked.known_at
    before = date(asked.year - 1, 12, 31)
    lines = {t.area_id: t.line for t in issued_lines(area, asked.year)}
    then = {} if lines else counts_by_commune(area, on=before, known_at=known_at)
    now = counts_by_commune(area, on=asked.on, known_at=known_at)
    done = recognised_communes(area, asked.year)
    return [
        _entry(commune, lines.get(commune.pk) or _baseline(then, commune), now, done)
        for commune in Area.objects.communes_of(area, asked.on)
    ]


def _baseline(then: dict[int, CommuneCounts], commune: Area) -> Line | None:
    """Without a plan: last year's recognised figures, nothing planned."""
    counts = then.get(commune.pk)
    if counts is None:
        return None
    return Line(
        households=counts.households,
        minority=counts.minority,
        base=counts.of(Klass.POOR).households,
        reduction=0,
    )


def _entry(
    commune: Area, plan: Line | None, now: dict[int, CommuneCounts], done: set[int]
) -> _Entry:
    counts = now.get(commune.pk) if commune.pk in done else None
    poor = counts.of(Klass.POOR).households if counts else None
    return _Entry(area=commune, plan=plan, now=counts, poor_now=poor)


def _row(order: str, label: str, entries: list[_Entry], *, single: bool) -> PlanResultRow:
    """A commune's row, or the total over communes; results over recognised ones."""
    plans = [e.plan for e in entries if e.plan is not None]
    plan = total(plans) if plans else None
    done = [e for e in entries if e.now is not None]
    poor = sum(e.poor_now or 0 for e in done) if done else None
    homes = sum(e.now.households for e in done if e.now) if done else None
    before = [e.plan for e in done if e.plan is not None]
    achieved = None
    if poor is not None and before:
        achieved = sum(p.base for p in before) - poor
    planned = plan.reduction if plan else 0
    planned_done = sum(p.reduction for p in before)
    mark = (
        ("đã công nhận" if done else "chưa") if single else f"{len(done)}/{len(entries)} xã"
    )
    return PlanResultRow(
        order=order,
        area=label,
        households_before=plan.households if plan else None,
        minority=plan.minority if plan else None,
        poor_before=plan.base if plan else None,
        rate_before=plan.rate_before if plan else None,
        reduction=plan.reduction if plan and planned else None,
        remaining=plan.remaining if plan and planned else None,
        rate_after=plan.rate_after if plan and planned else None,
        recognised=mark,
        households_now=homes,
        poor_now=poor,
        achieved=achieved,
        rate_now=None if poor is None else poverty_rate(poor, homes or 0),
        share=None if achieved is None else share_percent(achieved, planned_done),
    )


def _heading(order: str, label: str) -> BuiltRow:
    """A row that only names a region."""
    names = [c.name for c in columns_of(PlanResultRow)]
    empty: dict[str, Any] = dict.fromkeys(names) | {"recognised": ""}
    row = PlanResultRow(**(empty | {"order": order, "area": label}))
    return BuiltRow(row, bold=True, is_heading=True)
