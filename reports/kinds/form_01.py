"""Report form 1: official results of the review.

Source: Thông tư 07/2021/TT-BLĐTBXH, biểu tổng hợp kết quả rà soát; columns law.md §4 [S2].
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from areas.choices import Level
from areas.models import Area
from areas.selectors import superior
from households.choices import Klass
from households.rules import poverty_rate
from households.selectors import CommuneCounts, counts_by_commune, recognised_communes
from households.standards import standard_on
from office.columns import column
from reports.kinds.built import Built, BuiltRow

TOTALS = "Tổng số"
HOMES = "Hộ"
PERSONS = "Nhân khẩu"
INT = "#,##0"


@dataclass(frozen=True, slots=True)
class Form01Row:
    """One area: households and persons by class, with their shares.

    Unit: hộ, người, %.
    Source: law.md §4, form 1 [S2].
    """

    order: str = column("TT", formula="A", width=6)
    area: str = column("Khu vực/ Địa bàn", formula="B", width=24)
    households: int | None = column(
        "Số hộ", unit="hộ", number_format=INT, formula="1", group=TOTALS
    )
    persons: int | None = column(
        "Số khẩu", unit="người", number_format=INT, formula="2", group=TOTALS
    )
    poor: int | None = column(
        "Hộ nghèo", unit="hộ", number_format=INT, formula="3", group=HOMES
    )
    poor_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="4=3/1", group=HOMES
    )
    near: int | None = column(
        "Hộ cận nghèo", unit="hộ", number_format=INT, formula="5", group=HOMES
    )
    near_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="6=5/1", group=HOMES
    )
    average: int | None = column(
        "Hộ nông nghiệp có mức sống trung bình",
        unit="hộ",
        number_format=INT,
        formula="7",
        group=HOMES,
    )
    average_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="8=7/1", group=HOMES
    )
    poor_persons: int | None = column(
        "Khẩu hộ nghèo", unit="người", number_format=INT, formula="9", group=PERSONS
    )
    poor_persons_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="10=9/2", group=PERSONS
    )
    near_persons: int | None = column(
        "Khẩu hộ cận nghèo", unit="người", number_format=INT, formula="11", group=PERSONS
    )
    near_persons_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="12=11/2", group=PERSONS
    )
    average_persons: int | None = column(
        "Khẩu hộ nông nghiệp có mức sống trung bình",
        unit="người",
        number_format=INT,
        formula="13",
        group=PERSONS,
    )
    average_persons_rate: Decimal | None = column(
        "Tỷ lệ %", unit="%", number_format="0.00", formula="14=13/2", group=PERSONS
    )


def build(area: Area, *, year: int, on: date, known_at: datetime) -> Built:
    """Rows of form 1 for an area: recognised communes, and their total."""
    standard = standard_on(date(year, 12, 31))
    has_average = Klass.AVERAGE in standard.classes
    counts = counts_by_commune(area, on=on, known_at=known_at)
    done = recognised_communes(area, year)
    communes = list(Area.objects.communes_of(area, on).select_related("parent"))
    recognised = {c.pk: counts[c.pk] for c in communes if c.pk in done & counts.keys()}
    rows: list[BuiltRow] = []
    for district, members in _by_district(area, communes, on):
        if district is not None:
            whole = [recognised[c.pk] for c in members if c.pk in recognised]
            subtotal = _row("", district.full_name, whole, has_average=has_average)
            rows.append(BuiltRow(subtotal, bold=True))
        rows += [
            BuiltRow(
                _row(
                    str(n),
                    commune.full_name,
                    [recognised[commune.pk]] if commune.pk in recognised else [],
                    has_average=has_average,
                )
            )
            for n, commune in enumerate(members, start=1)
        ]
    total = _row("", "Tổng cộng", [*recognised.values()], has_average=has_average)
    rows.append(BuiltRow(total, bold=True))
    return Built(
        row_class=Form01Row,
        rows=rows,
        title=f"TỔNG HỢP KẾT QUẢ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO NĂM {year}",
        headings={"year": year},
        notes=[
            f"Chỉ tính các xã đã công nhận: {len(recognised)}/{len(communes)} xã. "
            f"Số liệu đến ngày {on:%d/%m/%Y}, theo {standard.name}. "
            "Dấu – là cột chuẩn này không quy định hoặc xã chưa công nhận.",
        ],
        facts={"recognised": len(recognised), "communes": len(communes)},
    )


def _by_district(
    area: Area, communes: list[Area], on: date
) -> list[tuple[Area | None, list[Area]]]:
    """Communes below their districts, while districts stand between them and the area.

    Source: law.md §4: districts as subtotals while they exist.
    """
    found: dict[Area | None, list[Area]] = {}
    for commune in communes:
        above = superior(commune, on)
        between = above.level == Level.DISTRICT and above != area
        found.setdefault(above if between else None, []).append(commune)
    return list(found.items())


def _row(
    order: str, label: str, counts: list[CommuneCounts], *, has_average: bool
) -> Form01Row:
    if not counts:
        return Form01Row(order, label, *([None] * 14))
    homes = sum(c.households for c in counts)
    persons = sum(c.persons for c in counts)
    cells: list[int | Decimal | None] = []
    for attribute, whole in (("households", homes), ("persons", persons)):
        for klass in (Klass.POOR, Klass.NEAR_POOR, Klass.AVERAGE):
            if klass == Klass.AVERAGE and not has_average:
                cells += [None, None]
                continue
            part = sum(getattr(c.of(klass), attribute) for c in counts)
            cells += [part, poverty_rate(part, whole)]
    return Form01Row(order, label, homes, persons, *cells)  # type: ignore[arg-type]
