"""What forms 4 to 7 share: the indicators of the year's standard as columns."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import make_dataclass
from datetime import date
from typing import Any, TypeVar

from areas.models import Area
from core.numbers import share_percent
from households.choices import Klass
from households.rules import Indicator
from households.selectors.profile import Profiles, profiles
from households.standards import standard_on
from office.columns import column
from reports.kinds.built import Built, Year
from reports.kinds.by_area import Sheet, table
from reports.rules.measures import NAME_OF

GROUP = "Trong đó: thiếu hụt các chỉ số"
NAMES = {Klass.POOR: "hộ nghèo", Klass.NEAR_POOR: "hộ cận nghèo"}
LACKS = "lacks"
Counting = TypeVar("Counting")


def build(
    asked: Year,
    *,
    klass: Klass,
    percent: bool,
) -> Built:
    """Deprivations of one class by commune: counts, or percent of its households."""
    indicators = standard_on(date(asked.year, 12, 31)).indicators
    keys = [indicator.key for indicator in indicators]
    found = profiles(asked.area, on=asked.on, indicators=keys, known_at=asked.known_at)
    row_class = _row_class(indicators, klass, percent=percent)

    def lines(order: str, label: str, of: Sequence[Counter[str]]) -> list[Any]:
        if not of:
            return [row_class(order, label, *([None] * (len(keys) + 1 + (not percent))))]
        counts: Counter[str] = sum(of, Counter())
        homes = counts["households"]
        lacking = [counts[f"lack:{key}"] for key in keys]
        if percent:
            shares = [share_percent(lack, homes) for lack in lacking]
            return [row_class(order, label, homes, *shares)]
        return [row_class(order, label, homes, counts[LACKS], *lacking)]

    what = "TỶ LỆ" if percent else "SỐ"
    title = f"{what} {NAMES[klass].upper()} THIẾU HỤT CÁC DỊCH VỤ XÃ HỘI CƠ BẢN NĂM {asked.year}"
    note = (
        "Tổng số thiếu hụt gồm cả hộ chỉ ghi tổng số chỉ số theo danh sách nhập."
        if not percent
        else "Tỷ lệ chia cho số hộ của cột 1; để trống nơi không có hộ."
    )
    name = NAME_OF[klass]
    lacking = {f"i{n}": f"{name}:lack:{key}" for n, key in _numbered(keys, percent=percent)}
    opens = {"homes": name, LACKS: f"{name}:{LACKS}"} | lacking
    sheet = Sheet(row_class, title, lines, notes=[note], opens=opens)
    return table(asked, of_class(found, asked, klass), sheet)


def of_class(found: Profiles, asked: Year, klass: Klass) -> Mapping[int, Counter[str]]:
    """One class of every commune; who has none has a count of nothing."""
    communes = Area.objects.communes_of(asked.area, asked.on).values_list("pk", flat=True)
    return {pk: found.get(pk, {}).get(klass, Counter()) for pk in communes}


def _row_class(indicators: Sequence[Indicator], klass: Klass, *, percent: bool) -> type:
    """A row class of the standard's own indicators, in the order of its text."""
    first: list[tuple[str, type, Any]] = [
        ("order", str, column("TT", formula="A", width=6)),
        ("area", str, column("Khu vực/ Địa bàn", formula="B", width=24)),
        ("homes", object, _count(f"Tổng số {NAMES[klass]}", "1")),
    ]
    if not percent:
        first.append(("lacks", object, _lack("Tổng số chỉ số thiếu hụt", "2")))
    rest = [
        (
            f"i{n}",
            object,
            column(
                indicator.name,
                unit="%" if percent else "hộ",
                number_format="0.00" if percent else "#,##0",
                width=10,
                formula=str(n),
                group=GROUP,
            ),
        )
        for n, indicator in _numbered(indicators, percent=percent)
    ]
    return make_dataclass("LacksRow", [*first, *rest], frozen=True)


def _numbered(some: Sequence[Counting], *, percent: bool) -> Iterator[tuple[int, Counting]]:
    """Indicators with the numbers of their columns: after the counts before them."""
    return enumerate(some, start=2 if percent else 3)


def _count(heading: str, formula: str) -> Any:
    return column(heading, unit="hộ", number_format="#,##0", formula=formula)


def _lack(heading: str, formula: str) -> Any:
    return column(heading, unit="chỉ số", number_format="#,##0", formula=formula)
