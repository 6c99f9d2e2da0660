"""Results of the off-cycle review, month by month.

Source: Quyết định 24/2021/QĐ-TTg, rà soát thường xuyên hằng năm (law.md §3, §5) [S]; the
layout is ours (ADR 0029).
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Sum

from households.choices import Klass
from office.columns import column
from reports.kinds.built import Built, BuiltRow, Year
from reports.selectors.records import off_cycle_reviews, off_cycle_rounds

INT, HO = "#,##0", "hộ"
CAME, LEFT = "Được công nhận", "Ra khỏi danh sách"
LISTED = (Klass.POOR, Klass.NEAR_POOR)
MONTHS = 12


@dataclass(frozen=True, slots=True)
class OffCycleRow:
    """One month's recognised off-cycle review.

    Unit: xã, hộ, người.
    Source: Quyết định 24/2021/QĐ-TTg (law.md §5) [S]; layout ours.
    """

    order: str = column("TT", formula="A", width=6)
    month: str = column("Tháng", formula="B", width=16)
    communes: int | None = column(
        "Số xã có kết quả", unit="xã", number_format=INT, formula="1"
    )
    reviewed: int | None = column(
        "Số hộ được rà soát", unit=HO, number_format=INT, formula="2"
    )
    poor: int | None = column(
        "Hộ nghèo mới", unit=HO, number_format=INT, formula="3", group=CAME
    )
    poor_persons: int | None = column(
        "Khẩu hộ nghèo mới", unit="người", number_format=INT, formula="4", group=CAME
    )
    near: int | None = column(
        "Hộ cận nghèo mới", unit=HO, number_format=INT, formula="5", group=CAME
    )
    near_persons: int | None = column(
        "Khẩu hộ cận nghèo mới", unit="người", number_format=INT, formula="6", group=CAME
    )
    left_poor: int | None = column(
        "Thoát nghèo", unit=HO, number_format=INT, formula="7", group=LEFT
    )
    left_near: int | None = column(
        "Thoát cận nghèo", unit=HO, number_format=INT, formula="8", group=LEFT
    )


COUNTS = (
    *("reviewed", "poor", "poor_persons", "near", "near_persons"),
    *("left_poor", "left_near"),
)


# what each column opens: whole months of forms, or the communes that have any
OPENS = {name: f"@reviews_{name}" for name in ("communes", *COUNTS)}


def build(asked: Year) -> Built:
    """The months of the year until the day, and the year so far."""
    last = asked.on.month if asked.on.year == asked.year else MONTHS
    communes, counted = _communes(asked, last), _counted(asked, last)
    area = str(asked.area.public_id)
    rows = [
        BuiltRow(
            _row(str(m), f"Tháng {m}", communes[m], counted.get(m, Counter())),
            area=area,
            opens=str(m),
        )
        for m in range(1, last + 1)
    ]
    whole: Counter[str] = sum(counted.values(), Counter())
    total = _row("", "Từ đầu năm", sum(communes.values()), whole)
    rows.append(BuiltRow(total, bold=True, area=area))
    notes = [
        "Chỉ tính các đợt rà soát thường xuyên đã công nhận; tháng không có đợt nào ghi 0. "
        "Dòng “từ đầu năm” cộng số xã của từng tháng. Hộ nghèo thành hộ cận nghèo tính ở "
        "cả “thoát nghèo” và “hộ cận nghèo mới”.",
    ]
    title = f"KẾT QUẢ RÀ SOÁT THƯỜNG XUYÊN NĂM {asked.year}"
    return Built(OffCycleRow, rows, title, {}, notes, opens=OPENS)


def _communes(asked: Year, last: int) -> Counter[int]:
    """How many communes were recognised by month."""
    rounds = off_cycle_rounds(asked.area, asked.year, last)
    counted = rounds.values_list("round__month").annotate(n=Count("commune_id"))
    return Counter(dict(counted))


def _counted(asked: Year, last: int) -> dict[int, Counter[str]]:
    """What the forms of recognised months decided; one query."""
    keys = ("commune_round__round__month", "class_before", "klass")
    forms = off_cycle_reviews(asked.area, asked.year, last).values_list(*keys)
    found: dict[int, Counter[str]] = {}
    for month, before, after, homes, persons in forms.annotate(
        homes=Count("pk"), persons=Sum("size")
    ):
        counts = found.setdefault(month, Counter())
        counts["reviewed"] += homes
        for klass, name in zip(LISTED, ("poor", "near"), strict=True):
            if after == klass != before:
                counts.update({name: homes, f"{name}_persons": persons})
            elif before == klass != after and after:
                counts[f"left_{name}"] += homes
    return found


def _row(order: str, label: str, communes: int, counts: Counter[str]) -> OffCycleRow:
    return OffCycleRow(order, label, communes, *(counts[name] for name in COUNTS))
