"""Poverty by area: ranked, on the map, of minorities, over the years."""

from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from areas.choices import Level
from areas.models import Area
from core.dates import last_day_of, today
from core.numbers import show_int
from households.rules import poverty_rate
from households.standards import standard_on
from reports.charts import options
from reports.charts.chart import (
    Cell,
    Chart,
    Heading,
    Shown,
    cut,
    highest,
    number,
    percent,
    share_cell,
)
from reports.charts.outlines import drawn_for
from reports.rules.measures import CLASSES, Counts
from reports.selectors.measures import added

MOST_BARS = 40
TALL = 560  # pixels; the country is long
DOTS = " Chấm lớn là nhiều hộ nghèo, vị trí theo danh mục địa bàn."
OUTLINE = " Ranh giới tỉnh giản lược theo Natural Earth"
AREA = Heading("Địa bàn")
POOR, NEAR = Heading("Hộ nghèo", "hộ"), Heading("Hộ cận nghèo", "hộ")
POOR_RATE, NEAR_RATE = Heading("Tỷ lệ nghèo", "%"), Heading("Tỷ lệ cận nghèo", "%")


def rate_of(shown: Shown, part: Area, code: str = "poor") -> Decimal | None:
    """A class's share in the households of a part."""
    counts = shown.of(part).counts
    return poverty_rate(counts[code], counts["households"])


def _by_rate(shown: Shown) -> list[Area]:
    """Known parts, the poorest first; those nobody knows after them."""
    rates = {part.pk: rate_of(shown, part) for part in shown.parts}
    known = {pk: rate for pk, rate in rates.items() if rate is not None}
    return sorted(shown.parts, key=lambda part: -known.get(part.pk, Decimal(-1)))


def ranked(shown: Shown) -> Chart:
    """Poor and near-poor households by area, the poorest on top."""
    parts = _by_rate(shown)
    drawn = [part for part in parts if shown.of(part).communes][:MOST_BARS]
    series = [
        (label, [number(rate_of(shown, part, code)) for part in drawn])
        for code, label in CLASSES.items()
    ]
    names = [part.full_name for part in drawn]
    return Chart(
        key="ty-le",
        title="Tỷ lệ hộ nghèo, hộ cận nghèo theo địa bàn",
        finding=_ranked_finding(shown),
        source=shown.source,
        headings=[
            *(AREA, Heading("Xã đã công nhận"), Heading("Tổng số hộ", "hộ")),
            *(POOR, POOR_RATE, NEAR, NEAR_RATE),
        ],
        rows=[_rate_row(shown, part) for part in parts] + _total(shown),
        option=options.bars(names, series, "%", stacked=True) if drawn else None,
        height=options.height_for(len(drawn)),
        notes=cut(len(drawn), len(shown.known)),
    )


def _ranked_finding(shown: Shown) -> str:
    whole = poverty_rate(shown.counts["poor"], shown.counts["households"])
    near = poverty_rate(shown.counts["near"], shown.counts["households"])
    said = f"Tỷ lệ hộ nghèo {percent(whole)}, cận nghèo {percent(near)}{shown.so_far}"
    most = highest(shown.known, lambda part: rate_of(shown, part))
    if most is None or len(shown.known) == 1:
        return said
    place, rate = most
    return f"{said}; cao nhất là {place.full_name}: {percent(Decimal(rate))} hộ nghèo"


def _rate_row(shown: Shown, part: Area) -> list[Cell]:
    sums = shown.of(part)
    told = Cell(f"{show_int(sums.communes)}/{show_int(shown.communes.get(part.pk, 0))}")
    if not sums.communes:
        return [Cell(part.full_name), told, *[Cell(None)] * 5]
    counts = sums.counts
    return [Cell(part.full_name), told, *_class_cells(shown, part, counts)]


def _class_cells(
    shown: Shown, part: Area, counts: Counts, year: int | None = None
) -> list[Cell]:
    """All households, then each class and its rate, each opening its rows."""
    whole = counts["households"]
    cells = [Cell(whole or None, shown.opens(part, "households", year))]
    for code in CLASSES:
        url = shown.opens(part, code, year)
        cells += [Cell(counts[code], url), share_cell(counts[code], whole, url)]
    return cells


def _total(shown: Shown) -> list[list[Cell]]:
    if len(shown.parts) == 1:
        return []
    known = f"{show_int(shown.whole.communes)}/{show_int(shown.all_communes)}"
    cells = _class_cells(shown, shown.area, shown.counts)
    return [[Cell("Tổng cộng"), Cell(known), *cells]]


def on_the_map(shown: Shown) -> Chart | None:
    """Where the poor live: a province in its outline, any other part as a dot."""
    if len(shown.parts) == 1:
        return None
    picture, missing = _picture(shown)
    basis = _basis(picture)
    return Chart(
        key="ban-do",
        title="Bản đồ hộ nghèo",
        finding=_most_poor(shown),
        source=f"{shown.source} Màu đậm là tỷ lệ cao, để trắng là chưa công nhận.{basis}",
        headings=[AREA, POOR, POOR_RATE],
        rows=[
            [
                Cell(part.full_name),
                Cell(shown.of(part).counts["poor"], shown.opens(part, "poor")),
                Cell(rate_of(shown, part), shown.opens(part, "poor")),
            ]
            for part in shown.known
        ],
        option=picture if shown.known else None,
        height=TALL if shown.area.level == Level.NATION else 420,
        notes=[f"{missing} địa bàn chưa có vị trí trong danh mục."] if missing else [],
    )


def _basis(picture: dict[str, Any] | None) -> str:
    """What one must know to read the map that is drawn."""
    if picture is None:
        return ""
    dots = DOTS if picture["points"] else ""
    if picture["kind"] != "outlined":
        return dots
    islands = [island["name"].lower() for island in picture["outlines"]["islands"]]
    drawn = f"; {', '.join(islands)} vẽ bằng điểm" if islands else ""
    return f"{dots}{OUTLINE}{drawn}."


def _picture(shown: Shown) -> tuple[dict[str, Any] | None, int]:
    """The map, and how many parts have no place on it."""
    day = min(last_day_of(shown.year), today())
    outlines = drawn_for(shown.area, shown.parts, day)
    named = {f["properties"]["name"] for f in outlines["features"]} if outlines else set()
    shaped = [part for part in shown.parts if part.full_name in named]
    dotted = [
        part
        for part in shown.parts
        if part.full_name not in named and part.longitude is not None
    ]
    missing = len(shown.parts) - len(shaped) - len(dotted)
    dots = [_dot(shown, part) for part in dotted]
    if outlines is None:
        return (options.dots(dots, "%") if dots else None), missing
    told = [(p.full_name, number(_known_rate(shown, p)), _poor(shown, p)) for p in shaped]
    return options.outlined(outlines, dots, told, "%"), missing


def _known_rate(shown: Shown, part: Area) -> Decimal | None:
    """A part's rate; None before any of its communes is recognised."""
    return rate_of(shown, part) if shown.of(part).communes else None


def _poor(shown: Shown, part: Area) -> int:
    return shown.of(part).counts["poor"]


def _dot(shown: Shown, part: Area) -> tuple[str, float, float, float | int | None, int]:
    place = float(part.longitude or 0), float(part.latitude or 0)
    rate = number(_known_rate(shown, part))
    return part.full_name, *place, rate, _poor(shown, part)


def _most_poor(shown: Shown) -> str:
    most = highest(shown.known, lambda part: shown.of(part).counts["poor"])
    if most is None:
        return "Chưa có địa bàn nào có số liệu"
    place, count = most
    if not count:
        return f"Không có hộ nghèo nào{shown.so_far}"
    share = percent(poverty_rate(int(count), shown.counts.get("poor", 0)))
    return (
        f"{place.full_name} có nhiều hộ nghèo nhất: {show_int(int(count))} hộ, "
        f"{share} số hộ nghèo đã công nhận{shown.so_far}"
    )


def of_minorities(shown: Shown) -> Chart:
    """The poverty of ethnic minority households beside that of all, whatever the group."""
    told = {pk: sums.counts for pk, sums in shown.everybody.items()}
    parts = [part for part in _by_rate(shown) if told.get(part.pk, Counter())["minority"]]
    drawn = parts[:MOST_BARS]
    whole = added(shown.everybody).counts
    own, all_ = _rate_pair(whole)
    own_code = "poor:minority"
    series = [
        ("Hộ DTTS", [number(_rate_pair(told[part.pk])[0]) for part in drawn]),
        ("Tất cả hộ", [number(_rate_pair(told[part.pk])[1]) for part in drawn]),
    ]
    return Chart(
        key="dan-toc",
        title="Tỷ lệ nghèo của hộ dân tộc thiểu số",
        finding=f"Hộ dân tộc thiểu số nghèo {percent(own)}, mọi hộ {percent(all_)}"
        f"{shown.so_far}",
        source=f"Nguồn: kết quả rà soát đã công nhận năm {shown.year}, mọi hộ.",
        headings=[
            *(AREA, Heading("Hộ DTTS", "hộ"), Heading("Hộ nghèo DTTS", "hộ")),
            *(Heading("Tỷ lệ nghèo của hộ DTTS", "%"), POOR_RATE),
        ],
        rows=[
            [
                Cell(part.full_name),
                Cell(told[part.pk]["minority"], _rows_of_all(shown, part, "minority")),
                Cell(told[part.pk]["poor:minority"], _rows_of_all(shown, part, own_code)),
                *(
                    Cell(rate, _rows_of_all(shown, part, code))
                    for rate, code in zip(
                        _rate_pair(told[part.pk]), (own_code, "poor"), strict=True
                    )
                ),
            ]
            for part in parts
        ],
        option=options.bars([p.full_name for p in drawn], series, "%") if drawn else None,
        height=options.height_for(len(drawn), 34),
        notes=cut(len(drawn), len(parts)),
    )


def _rate_pair(counts: Counts) -> tuple[Decimal | None, Decimal | None]:
    """How many of the minority households are poor, and of all."""
    own = poverty_rate(counts.get("poor:minority", 0), counts.get("minority", 0))
    return own, poverty_rate(counts.get("poor", 0), counts.get("households", 0))


def _rows_of_all(shown: Shown, part: Area, code: str) -> str:
    """The rows of all households: on a group's page they are not its own."""
    return "" if shown.group else shown.opens(part, code)


def over_years(shown: Shown) -> Chart:
    """Rates over the years; a new standard breaks the line: the two are not compared."""
    years = sorted(shown.by_year)
    standards = {year: standard_on(last_day_of(year)) for year in years}
    changes = [
        later
        for earlier, later in pairwise(years)
        if standards[earlier] != standards[later]
    ]
    series = [
        (label, [_whole_rate(shown, year, code) for year in years], code)
        for code, label in CLASSES.items()
    ]
    marks = [(str(year), f"Chuẩn {standards[year].code}") for year in changes]
    whose = f" · {shown.group.label}" if shown.group else ""
    return Chart(
        key="qua-cac-nam",
        title="Tỷ lệ hộ nghèo, hộ cận nghèo qua các năm",
        finding=_years_finding(shown, years, changes),
        source=f"Nguồn: kết quả rà soát đã công nhận của từng năm{whose}. Hai chuẩn nghèo "
        "khác nhau không so được với nhau.",
        headings=[
            *(Heading("Năm"), Heading("Chuẩn nghèo"), Heading("Xã đã công nhận")),
            *(Heading("Tổng số hộ", "hộ"), POOR, POOR_RATE, NEAR, NEAR_RATE),
        ],
        rows=[_year_row(shown, year, standards[year].name) for year in years],
        option=options.lines(list(map(str, years)), series, "%", marks) if years else None,
    )


def _year_row(shown: Shown, year: int, standard: str) -> list[Cell]:
    """A year; before the area's own time its parts are others: their page tells them."""
    counts = shown.by_year[year].counts
    first = [Cell(str(year)), Cell(standard), Cell(_known(shown, year))]
    begun = shown.area.valid_from
    if begun is not None and begun > last_day_of(year):
        asked = urlencode({"khu-vuc": str(shown.area.public_id), "nam": str(year)})
        first[0] = Cell(str(year), f"{reverse('dashboard')}?{asked}")
        told = _class_cells(shown, shown.area, counts, year)
        return [*first, *(Cell(cell.value) for cell in told)]
    return [*first, *_class_cells(shown, shown.area, counts, year)]


def _known(shown: Shown, year: int) -> str:
    known, all_ = shown.by_year[year].communes, shown.communes_then[year]
    return f"{show_int(known)}/{show_int(all_)}"


def _whole_rate(shown: Shown, year: int, code: str) -> float | int | None:
    """A rate of a year all of whose communes are known; part of an area is no point."""
    sums = shown.by_year[year]
    if sums.communes < shown.communes_then[year]:
        return None
    return number(poverty_rate(sums.counts[code], sums.counts["households"]))


def _years_finding(shown: Shown, years: list[int], changes: list[int]) -> str:
    """Where the rate went under the standard of the year shown, whole years only."""
    if shown.whole.communes < shown.all_communes:
        return (
            f"Năm {shown.year} mới có {show_int(shown.whole.communes)}/"
            f"{show_int(shown.all_communes)} xã công nhận: chưa so được với các năm khác"
        )
    same = [
        year
        for year in years
        if max(changes, default=0) <= year <= shown.year
        and shown.by_year[year].communes == shown.communes_then[year]
    ]
    if len(same) <= 1:
        return f"Năm {shown.year}: chưa có năm trước theo cùng chuẩn để so"
    first, last = (
        poverty_rate(shown.by_year[y].counts["poor"], shown.by_year[y].counts["households"])
        for y in (same[0], same[-1])
    )
    if first is None or last is None:
        return "Chưa biết tổng số hộ để tính tỷ lệ"
    way = "giảm" if last < first else "tăng" if last > first else "giữ nguyên"
    return f"Từ {same[0]} đến {same[-1]} tỷ lệ hộ nghèo {way}: {percent(first)} → {percent(last)}"
