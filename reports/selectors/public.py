"""What a province shows to everybody: sums without a person behind them."""

from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.shortcuts import get_object_or_404

from areas.models import Area
from core.dates import last_day_of
from core.numbers import show_int
from households.rules import poverty_rate
from households.standards import standard_on
from programs.models.honours import WorthyModel
from reports.charts import options
from reports.charts.chart import Cell, Chart, Heading, Value, number, percent
from reports.models import PublicPage
from reports.rules.measures import CLASSES
from reports.rules.publishing import RULE, withheld
from reports.selectors.dashboard import communes_by_part, communes_in
from reports.selectors.measures import (
    NOTHING,
    Sums,
    parts_below,
    sums_by_part,
    sums_by_year,
    years_known,
)

HIDDEN = "*"
SHOWN_MODELS = 30


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """A province's last whole year for everybody, how it came there, models to copy."""

    area: Area
    year: int | None
    charts: list[Chart]
    models: list[WorthyModel]
    rule: str = RULE


def open_pages() -> list[PublicPage]:
    """The provinces that show a page."""
    return list(PublicPage.objects.filter(is_open=True).select_related("area"))


def public_page(public_id: UUID) -> PublicPage:
    """An open page by its area; what is closed is not there."""
    pages = PublicPage.objects.filter(is_open=True).select_related("area")
    found: PublicPage = get_object_or_404(pages, area__public_id=public_id)
    return found


def public_figures(page: PublicPage) -> PublicFigures:
    """Sums of years all of whose communes were recognised; small counts are withheld."""
    area = page.area
    years = whole_years(area)
    charts = []
    if years:
        charts = [_by_part(area, max(years)), _by_year(area, years)]
    return PublicFigures(
        area=area,
        year=max(years, default=None),
        charts=charts,
        models=_models(area) if page.models_shown else [],
    )


def whole_years(area: Area) -> dict[int, Sums]:
    """The years in which every commune of an area was recognised, with their sums."""
    sums = sums_by_year(area, list(years_known(area)))
    return {
        year: found
        for year, found in sorted(sums.items())
        if found.communes == communes_in(area, year)
    }


def _by_part(area: Area, year: int) -> Chart:
    parts = parts_below(area, year)
    communes = communes_by_part(area, year)
    sums = sums_by_part(area, year)
    told = [part for part in parts if communes.get(part.pk)]
    counts = [sums.get(part.pk, NOTHING).counts for part in told]
    columns = {code: _shown([c[code] for c in counts]) for code in CLASSES}
    homes = [c["households"] for c in counts]
    rows = []
    for n, part in enumerate(told):
        cells: list[Value] = [part.full_name, homes[n] or None]
        for code in CLASSES:
            cells += _with_rate(columns[code][0][n], homes[n])
        rows.append([Cell(value) for value in cells])
    total: list[Value] = ["Tổng cộng", sum(homes)]
    for code in CLASSES:
        total += _with_rate(columns[code][1], sum(homes))
    rows.append([Cell(value) for value in total])
    series = [
        (label, [number(_rate(columns[code][0][n], homes[n])) for n in range(len(told))])
        for code, label in CLASSES.items()
    ]
    rate = percent(_rate(columns["poor"][1], sum(homes)))
    return Chart(
        key="dia-ban",
        title=f"Hộ nghèo, hộ cận nghèo theo địa bàn, cuối năm {year}",
        finding=f"Cuối năm {year}, tỷ lệ hộ nghèo của {area.full_name} là {rate}",
        source=f"Nguồn: kết quả rà soát năm {year} đã được công nhận ở mọi xã.",
        headings=[
            *(Heading("Địa bàn"), Heading("Tổng số hộ", "hộ")),
            *(Heading("Hộ nghèo", "hộ"), Heading("Tỷ lệ hộ nghèo", "%")),
            *(Heading("Hộ cận nghèo", "hộ"), Heading("Tỷ lệ hộ cận nghèo", "%")),
        ],
        rows=rows,
        option=options.bars([p.full_name for p in told], series, "%", stacked=True),
        height=options.height_for(len(told)),
    )


def _shown(counts: list[int]) -> tuple[list[int | str], int | str]:
    """Each count, or the sign of a withheld one; and their sum."""
    hidden, without_sum = withheld(counts)
    told: list[int | str] = [
        HIDDEN if n in hidden else count for n, count in enumerate(counts)
    ]
    return told, HIDDEN if without_sum else sum(counts)


def _rate(count: int | str, whole: int) -> Decimal | None:
    return poverty_rate(count, whole) if isinstance(count, int) else None


def _with_rate(count: int | str, whole: int) -> list[Value]:
    return [count, HIDDEN if count == HIDDEN else _rate(count, whole)]


def _by_year(area: Area, years: dict[int, Sums]) -> Chart:
    """The whole province over the years; a year whose sum is withheld says nothing."""
    last = max(years)
    told = {
        y: {c: _total_of(area, y, sums, c) for c in CLASSES} for y, sums in years.items()
    }
    rows = [
        [
            Cell(str(year)),
            Cell(standard_on(last_day_of(year)).name),
            *(
                Cell(value)
                for code in CLASSES
                for value in _with_rate(told[year][code], years[year].counts["households"])
            ),
        ]
        for year in years
    ]
    series = [
        (
            label,
            [number(_rate(told[y][code], years[y].counts["households"])) for y in years],
            code,
        )
        for code, label in CLASSES.items()
    ]
    changes = [
        (str(year), standard_on(last_day_of(year)).name)
        for year in years
        if year - 1 in years
        and standard_on(last_day_of(year - 1)) != standard_on(last_day_of(year))
    ]
    return Chart(
        key="cac-nam",
        title="Tỷ lệ hộ nghèo, hộ cận nghèo qua các năm",
        finding=f"Các năm đã công nhận đủ: {', '.join(map(str, years))}",
        source="Nguồn: kết quả rà soát đã công nhận. Hai chuẩn nghèo khác nhau không so "
        f"được với nhau. Số hộ cuối năm {last}: "
        f"{show_int(years[last].counts['households'])} hộ.",
        headings=[
            *(Heading("Năm"), Heading("Chuẩn nghèo")),
            *(Heading("Hộ nghèo", "hộ"), Heading("Tỷ lệ hộ nghèo", "%")),
            *(Heading("Hộ cận nghèo", "hộ"), Heading("Tỷ lệ hộ cận nghèo", "%")),
        ],
        rows=rows,
        option=options.lines(list(map(str, years)), series, "%", changes),
    )


def _total_of(area: Area, year: int, sums: Sums, code: str) -> int | str:
    """A year's sum, withheld where the table by area of that year would withhold it."""
    parts = sums_by_part(area, year)
    counts = [part.counts[code] for part in parts.values()]
    _, total = _shown(counts or [sums.counts[code]])
    return total if total == HIDDEN else sums.counts[code]


def _models(area: Area) -> list[WorthyModel]:
    """Models marked for everybody: what they did, never who took part."""
    rows = WorthyModel.objects.filter(public=True, area__path__startswith=area.path)
    return list(rows.select_related("area")[:SHOWN_MODELS])
