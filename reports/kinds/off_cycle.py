"""Results of the off-cycle review, month by month.

Source: Quyết định 24/2021/QĐ-TTg, rà soát thường xuyên hằng năm (law.md §3, §5) [S]; the
layout is ours (ADR 0029).
"""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Sum

from households.choices import Klass, RoundKind, RoundStatus
from households.models import CommuneRound, Review
from office.columns import column
from reports.kinds.built import Built, BuiltRow, Year

INT, HO = "#,##0", "hộ"
CAME, LEFT = "Được công nhận", "Ra khỏi danh sách"
LISTED = (Klass.POOR, Klass.NEAR_POOR)


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


def build(asked: Year) -> Built:
    """The months of the year until the day, and the year so far."""
    communes, counted = _communes(asked), _counted(asked)
    months = range(1, asked.on.month + 1 if asked.on.year == asked.year else 13)
    rows = [
        BuiltRow(_row(str(m), f"Tháng {m}", communes[m], counted.get(m, Counter())))
        for m in months
    ]
    whole: Counter[str] = sum((counted.get(m, Counter()) for m in months), Counter())
    rounds = sum(communes[m] for m in months)
    rows.append(BuiltRow(_row("", "Từ đầu năm", rounds, whole), bold=True))
    notes = [
        "Chỉ tính các đợt rà soát thường xuyên đã công nhận; tháng không có đợt nào ghi 0. "
        "Dòng “từ đầu năm” cộng số xã của từng tháng. Hộ nghèo thành hộ cận nghèo tính ở "
        "cả “thoát nghèo” và “hộ cận nghèo mới”.",
    ]
    title = f"KẾT QUẢ RÀ SOÁT THƯỜNG XUYÊN NĂM {asked.year}"
    return Built(OffCycleRow, rows, title, {}, notes)


def _communes(asked: Year) -> Counter[int]:
    """How many communes were recognised by month."""
    rounds = CommuneRound.objects.within(asked.area.path).filter(
        round__kind=RoundKind.OFF_CYCLE,
        round__year=asked.year,
        status=RoundStatus.RECOGNISED,
    )
    counted = rounds.order_by().values_list("round__month").annotate(n=Count("commune_id"))
    return Counter(dict(counted))


def _counted(asked: Year) -> dict[int, Counter[str]]:
    """What the forms of recognised months decided; one query."""
    rows = (
        Review.objects.within(asked.area.path)
        .filter(
            commune_round__round__kind=RoundKind.OFF_CYCLE,
            commune_round__round__year=asked.year,
            commune_round__status=RoundStatus.RECOGNISED,
        )
        .order_by()
        .values_list("commune_round__round__month", "class_before", "klass")
        .annotate(homes=Count("pk"), persons=Sum("size"))
    )
    found: dict[int, Counter[str]] = {}
    for month, before, after, homes, persons in rows:
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
