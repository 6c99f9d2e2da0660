"""Support given to households and others in a year, by policy.

Source: Thông tư 10/2022/TT-BLĐTBXH; the columns of its own forms are not known here, so
the layout is ours (ADR 0029).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from core.numbers import share_percent
from households.choices import Klass
from office.columns import column
from reports.kinds.built import Built, BuiltRow, Year
from reports.selectors.records import supports

INT, RATE = "#,##0", "0.00"
HOMES = "Hộ được hỗ trợ"
# the supports behind each column, of the policy of the row
OPENS = {
    "times": "@supports",
    "homes": "@support_homes",
    "poor": "@support_homes_poor",
    "near": "@support_homes_near",
    "amount": "@support_amount",
    "share": "@support_amount",
}


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One policy. A household that was supported twice is one household; 6 = 5/total.

    Unit: lượt, hộ, đồng, %.
    Source: law.md §1, Thông tư 10/2022/TT-BLĐTBXH [S]; layout ours.
    """

    order: str = column("TT", formula="A", width=6)
    policy: str = column("Chính sách", formula="B", width=60)
    times: int | None = column(
        "Lượt hỗ trợ (lượt)", unit="lượt", number_format=INT, formula="1"
    )
    homes: int | None = column(
        "Tổng số (hộ)", unit="hộ", number_format=INT, formula="2", group=HOMES
    )
    poor: int | None = column(
        "Hộ nghèo (hộ)", unit="hộ", number_format=INT, formula="3", group=HOMES
    )
    near: int | None = column(
        "Hộ cận nghèo (hộ)", unit="hộ", number_format=INT, formula="4", group=HOMES
    )
    amount: int | None = column(
        "Số tiền (đồng)", unit="đồng", number_format=INT, formula="5", width=18
    )
    share: Decimal | None = column(
        "Trong tổng số tiền (%)", unit="%", number_format=RATE, formula="6"
    )


def build(asked: Year) -> Built:
    """Policies that supported anybody in the year until the day, and all together."""
    everything = asked.everything
    given = supports(everything, everything.year_first)
    whole = given.aggregate(**_sums())
    by_policy = given.values("policy__name").annotate(**_sums())
    area = str(asked.area.public_id)
    rows = [
        BuiltRow(
            _row(str(n), one["policy__name"], one, whole["amount"]),
            area=area,
            opens=one["policy__name"],
        )
        for n, one in enumerate(by_policy.order_by("policy__name"), start=1)
    ]
    total = _row("", "Tổng cộng", whole, whole["amount"])
    rows.append(BuiltRow(total, bold=True, area=area))
    notes = [
        f"Hỗ trợ từ 01/01/{asked.year} đến ngày {asked.on:%d/%m/%Y}, không tính phần đã "
        "rút. Một hộ được nhiều chính sách hỗ trợ là một hộ ở dòng tổng cộng; diện là diện "
        "của hộ vào ngày xét.",
    ]
    title = f"HỖ TRỢ THEO CHÍNH SÁCH NĂM {asked.year}"
    return Built(SupportRow, rows, title, {}, notes, opens=OPENS)


def _sums() -> dict[str, Count | Sum]:
    return {
        "times": Count("pk"),
        "homes": Count("household", distinct=True),
        "poor": Count("household", distinct=True, filter=Q(klass=Klass.POOR)),
        "near": Count("household", distinct=True, filter=Q(klass=Klass.NEAR_POOR)),
        "amount": Sum("amount", default=0),
    }


def _row(order: str, name: str, sums: Mapping[str, Any], whole: int) -> SupportRow:
    cells: list[Any] = [sums[key] for key in ("times", "homes", "poor", "near", "amount")]
    cells.append(share_percent(sums["amount"], whole))
    return SupportRow(order, name, *cells)
