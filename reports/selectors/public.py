"""What a province shows to everybody: sums without a person behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from django.shortcuts import get_object_or_404

from areas.models import Area
from core.dates import last_day_of, today
from households.rules import poverty_rate
from households.standards import standard_on
from programs.models.honours import WorthyModel
from reports.charts import options
from reports.charts.chart import Cell, Chart, Heading, Value, number, percent
from reports.models import PublicPage
from reports.rules.measures import CLASSES
from reports.rules.publishing import RULE, is_small, withheld
from reports.selectors.dashboard import communes_in
from reports.selectors.measures import (
    NOTHING,
    Sums,
    added,
    parts_below,
    sums_by_year_and_part,
    years_known,
)

HIDDEN = "*"
SHOWN_MODELS = 30
CODES = ("households", *CLASSES)
COLUMNS = (
    *(Heading("Tổng số hộ", "hộ"), Heading("Hộ nghèo", "hộ")),
    *(Heading("Tỷ lệ hộ nghèo", "%"), Heading("Hộ cận nghèo", "hộ")),
    Heading("Tỷ lệ hộ cận nghèo", "%"),
)
Told = int | str  # a count, or the sign of a withheld one


@dataclass(frozen=True, slots=True)
class PublicModel:
    """A model to copy: what was done, never who took part."""

    model: WorthyModel
    homes: Told


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """A province's last whole year for everybody, how it came there, models to copy."""

    area: Area
    year: int | None
    charts: list[Chart]
    models: list[PublicModel]
    rule: str = RULE


@dataclass(frozen=True, slots=True)
class Published:
    """One year: each part's counts by code and their sums, what is small withheld."""

    parts: Mapping[str, Sequence[Told]]
    whole: Mapping[str, Told]

    def rate(self, code: str, place: int | None = None) -> Decimal | None:
        """A class's share of all households of a part, or of the whole."""
        homes, count = (
            self.whole[name] if place is None else self.parts[name][place]
            for name in ("households", code)
        )
        known = isinstance(homes, int) and isinstance(count, int)
        return poverty_rate(int(count), int(homes)) if known else None

    def cells(self, place: int | None = None) -> list[Value]:
        """A line of the table; a share of what is withheld is withheld."""
        homes = (
            self.whole["households"] if place is None else self.parts["households"][place]
        )
        found: list[Value] = [homes]
        for code in CLASSES:
            count = self.whole[code] if place is None else self.parts[code][place]
            known = HIDDEN not in (count, homes)
            found += [count, self.rate(code, place) if known else HIDDEN]
        return found


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
    known = sums_by_year_and_part(area, list(years_known(area)), CODES)
    whole = {
        year: parts
        for year, parts in sorted(known.items())
        if added(parts).communes == communes_in(area, year)
    }
    charts = []
    if whole:
        last = max(whole)
        years = {year: _published(list(parts.values())) for year, parts in whole.items()}
        charts = [_by_part(area, last, whole[last]), _by_year(years)]
    return PublicFigures(
        area=area,
        year=max(whole, default=None),
        charts=charts,
        models=_models(area) if page.models_shown else [],
    )


def _published(parts: Sequence[Sums]) -> Published:
    columns: dict[str, list[Told]] = {}
    sums: dict[str, Told] = {}
    for code in CODES:
        counts = [part.counts[code] for part in parts]
        hidden, without_sum = withheld(counts)
        columns[code] = [HIDDEN if n in hidden else c for n, c in enumerate(counts)]
        sums[code] = HIDDEN if without_sum else sum(counts)
    return Published(columns, sums)


def _by_part(area: Area, year: int, sums: Mapping[int, Sums]) -> Chart:
    parts = [part for part in parts_below(area, year) if part.pk in sums]
    told = _published([sums.get(part.pk, NOTHING) for part in parts])
    names = [part.full_name for part in parts]
    rows = [[name, *told.cells(n)] for n, name in enumerate(names)]
    rows.append(["Tổng cộng", *told.cells()])
    series = [
        (label, [number(told.rate(code, n)) for n in range(len(parts))])
        for code, label in CLASSES.items()
    ]
    rate = percent(told.rate("poor"))
    return Chart(
        key="dia-ban",
        title=f"Hộ nghèo, hộ cận nghèo theo địa bàn, cuối năm {year}",
        finding=f"Cuối năm {year}, tỷ lệ hộ nghèo của {area.full_name} là {rate}",
        source=f"Nguồn: kết quả rà soát năm {year} đã được công nhận ở mọi xã.",
        headings=[Heading("Địa bàn"), *COLUMNS],
        rows=[[Cell(value) for value in row] for row in rows],
        option=options.bars(names, series, "%", stacked=True),
        height=options.height_for(len(parts)),
    )


def _by_year(years: Mapping[int, Published]) -> Chart:
    """The whole province over the years; a year whose sum is withheld says nothing."""
    standards = {year: standard_on(last_day_of(year)) for year in years}
    series = [
        (label, [number(told.rate(code)) for told in years.values()], code)
        for code, label in CLASSES.items()
    ]
    changes = [
        (str(later), f"Chuẩn {standards[later].code}")
        for earlier, later in pairwise(years)
        if standards[earlier] != standards[later]
    ]
    rows = [
        [str(year), standards[year].name, *told.cells()] for year, told in years.items()
    ]
    return Chart(
        key="cac-nam",
        title="Tỷ lệ hộ nghèo, hộ cận nghèo qua các năm",
        finding=f"Các năm đã công nhận đủ: {', '.join(map(str, years))}",
        source="Nguồn: kết quả rà soát đã công nhận. Hai chuẩn nghèo khác nhau không so "
        "được với nhau.",
        headings=[Heading("Năm"), Heading("Chuẩn nghèo"), *COLUMNS],
        rows=[[Cell(value) for value in row] for row in rows],
        option=options.lines(list(map(str, years)), series, "%", changes),
    )


def _models(area: Area) -> list[PublicModel]:
    rows = WorthyModel.objects.filter(
        public=True, area__path__startswith=area.path, since__lte=today()
    )
    return [
        PublicModel(row, HIDDEN if is_small(row.households) else row.households)
        for row in rows.select_related("area")[:SHOWN_MODELS]
    ]
