"""The progress report of a unit and a period: figures by line, by unit, by project.

A superior's report adds up what was accepted below and its own part; it never averages.
Source: Thông tư 10/2022/TT-BLĐTBXH; Kế hoạch 252/KH-UBND, mục IV (law.md §5). The layout
of the lines is ours until the columns of the circular's own forms are known (ADR 0027).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any

from core.numbers import share_percent
from office.columns import column, columns_of
from programs.kinds import kinds
from programs.models import Project
from reports.kinds.built import Built, BuiltRow
from reports.rules.codes import DATA, OWN, PERIOD, YEAR
from reports.rules.figures import (
    BY_CODE,
    FIGURES,
    RATES,
    UNKNOWN,
    Amount,
    Figures,
    Pair,
    Problem,
    check,
    rate_of,
    total,
)
from reports.selectors.figures import figures_of
from reports.selectors.records import Asked

INT, RATE = "#,##0", "0.00"


@dataclass(frozen=True, slots=True)
class LineRow:
    """One figure: in the period, and since the year began.

    Unit: each line names its own.
    """

    order: str = column("TT", formula="A", width=6)
    label: str = column("Chỉ tiêu", formula="B", width=46)
    unit: str = column("Đơn vị tính", formula="C", width=12)
    period: Amount | None = column("Trong kỳ", number_format=INT, formula="1", width=18)
    year: Amount | None = column(
        "Lũy kế từ đầu năm / cuối kỳ", number_format=INT, formula="2", width=18
    )


@dataclass(frozen=True, slots=True)
class ComparedRow(LineRow):
    """The same of a superior, beside what the data of the whole area say now."""

    data: Amount | None = column(
        "Theo dữ liệu của cả địa bàn", number_format=INT, formula="3", width=18
    )


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit below, as it reported. Rates come from the sums."""

    order: str = column("TT", formula="A", width=6)
    unit: str = column("Đơn vị báo cáo", formula="B", width=28)
    state: str = column("Báo cáo", formula="C", width=16)
    households: int | None = column("Tổng số hộ", unit="hộ", number_format=INT, formula="1")
    poor: int | None = column("Hộ nghèo", unit="hộ", number_format=INT, formula="2")
    poor_rate: Decimal | None = column(
        "Tỷ lệ hộ nghèo", unit="%", number_format=RATE, formula="3=2/1"
    )
    near: int | None = column("Hộ cận nghèo", unit="hộ", number_format=INT, formula="4")
    near_rate: Decimal | None = column(
        "Tỷ lệ hộ cận nghèo", unit="%", number_format=RATE, formula="5=4/1"
    )
    given: int | None = column(
        "Vốn của năm", unit="đồng", number_format=INT, formula="6", width=18
    )
    paid: int | None = column(
        "Đã giải ngân", unit="đồng", number_format=INT, formula="7", width=18
    )
    paid_rate: Decimal | None = column(
        "Tỷ lệ giải ngân", unit="%", number_format=RATE, formula="8=7/6"
    )
    supports: int | None = column(
        "Lượt hỗ trợ", unit="lượt", number_format=INT, formula="9"
    )


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """Money of the year by project."""

    order: str = column("TT", formula="A", width=6)
    project: str = column("Dự án", formula="B", width=60)
    given: int | None = column(
        "Vốn của năm", unit="đồng", number_format=INT, formula="1", width=18
    )
    period: int | None = column(
        "Giải ngân trong kỳ", unit="đồng", number_format=INT, formula="2", width=18
    )
    paid: int | None = column(
        "Giải ngân lũy kế", unit="đồng", number_format=INT, formula="3", width=18
    )
    rate: Decimal | None = column(
        "Tỷ lệ", unit="%", number_format=RATE, formula="4=3/1", width=10
    )


@dataclass(frozen=True, slots=True)
class ProductRow:
    """What the year's work brought, against what it planned."""

    order: str = column("TT", formula="A", width=6)
    product: str = column("Kết quả, sản phẩm", formula="B", width=52)
    unit: str = column("Đơn vị tính", formula="C", width=14)
    planned: Decimal | None = column("Kế hoạch", number_format="#,##0.##", formula="1")
    done: Decimal | None = column("Thực hiện", number_format="#,##0.##", formula="2")


@dataclass(frozen=True, slots=True)
class Part:
    """A unit below: what it is called, where its report stands, its accepted figures.

    `run` is the public id of the report they stand in.
    """

    name: str
    state: str
    figures: Figures | None
    run: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """A progress report, before it is written."""

    tables: list[Built]
    figures: dict[str, Pair]
    own: dict[str, Pair]
    problems: list[Problem]
    missing: list[str]


def build(asked: Asked, parts: Sequence[Part], *, title: str) -> Progress:
    """The tables of a unit's report, and what does not agree in them."""
    told = [part.figures for part in parts if part.figures is not None]
    own = figures_of(asked)
    figures = total([own, *told])
    data = figures_of(replace(asked, whole=True)) if parts else None
    name = str(asked.agency or asked.area.full_name)
    tables = [_lines(asked, figures, data, title, notes=_notes(asked, parts))]
    if parts:
        tables.append(_units(figures, own, parts, name))
    tables += _projects(figures, asked) + _product_table(figures)
    missing = [part.name for part in parts if part.figures is None]
    return Progress(tables, figures, own, check(figures, name), missing)


def _notes(asked: Asked, parts: Sequence[Part]) -> list[str]:
    window = f"{asked.first:%d/%m/%Y}–{asked.last:%d/%m/%Y}"
    notes = [
        f"Kỳ số liệu {window}; lũy kế từ {asked.year_first:%d/%m/%Y}, riêng biến động của "
        f"hộ từ danh sách ngày {asked.eve:%d/%m/%Y}. Hộ nghèo, hộ cận nghèo theo kết quả đã "
        "công nhận; vốn, hoạt động, kết quả theo sổ lúc tổng hợp. Dấu – là chưa có số liệu."
    ]
    if parts:
        told = sum(part.figures is not None for part in parts)
        notes.append(
            f"Cộng từ {told}/{len(parts)} báo cáo đã tiếp nhận và phần của chính cơ quan "
            "lập; tỷ lệ tính lại từ tổng. Hộ chuyển giữa các xã tính ở cả “ra” và “vào”."
        )
        missing = [part.name for part in parts if part.figures is None]
        if missing:
            notes.append(f"Chưa có báo cáo được tiếp nhận của: {', '.join(missing)}.")
    return notes


# a line's own figure, in the window of each column
LINE = {window: f"*|{window}" for window in (PERIOD, YEAR, DATA)}


def _lines(
    asked: Asked, figures: Figures, data: Figures | None, title: str, *, notes: list[str]
) -> Built:
    row_class = LineRow if data is None else ComparedRow
    area = str(asked.area.public_id)
    rows: list[BuiltRow] = []
    group = ""
    for number, figure in enumerate(FIGURES, start=1):
        if figure.group != group:
            group = figure.group
            rows.append(_heading(row_class, group))
        pair = figures.get(figure.code, UNKNOWN)
        cells: list[Any] = [str(number), figure.label, figure.unit]
        cells += [pair[0] if figure.flow else None, pair[1]]
        if data is not None:
            cells.append(data.get(figure.code, UNKNOWN)[1])
        rows.append(BuiltRow(row_class(*cells), area=area, opens=figure.code))
        rows += _rates(row_class, figures, data, figure.code, area=area)
    return Built(row_class, rows, title, {}, notes, opens=LINE)


def _rates(
    row_class: type[LineRow],
    figures: Figures,
    data: Figures | None,
    after: str,
    *,
    area: str,
) -> Iterator[BuiltRow]:
    for rate in RATES:
        if rate.after == after:
            cells: list[Any] = ["", rate.label, "%", None, rate_of(figures, rate)]
            if data is not None:
                cells.append(rate_of(data, rate))
            yield BuiltRow(row_class(*cells), area=area, opens=rate.part)


def _heading(row_class: type[LineRow], label: str) -> BuiltRow:
    empty: dict[str, Any] = {f.name: None for f in fields(row_class)}
    row = row_class(**(empty | {"order": "", "label": label, "unit": ""}))
    return BuiltRow(row, bold=True, is_heading=True)


def _units(figures: Figures, own: Figures, parts: Sequence[Part], name: str) -> Built:
    rows = [
        BuiltRow(_unit(str(n), part.name, part.state, part.figures or {}), opens=part.run)
        for n, part in enumerate(parts, start=1)
    ]
    rows.append(BuiltRow(_unit("", f"Phần của {name}", "", own), opens=OWN))
    rows.append(BuiltRow(_unit("", "Tổng cộng", "", figures), bold=True))
    opens = {c.name: f">{c.name}|year" for c in columns_of(UnitRow) if c.name in BY_CODE}
    opens |= {rate.code: f">{rate.part}|year" for rate in RATES}
    return Built(UnitRow, rows, "THEO ĐƠN VỊ BÁO CÁO", {}, [], opens=opens)


def _unit(order: str, name: str, state: str, figures: Figures) -> UnitRow:
    cells: dict[str, Any] = {
        c.name: figures.get(c.name, UNKNOWN)[1]
        for c in columns_of(UnitRow)
        if c.name in BY_CODE
    }
    cells |= {rate.code: rate_of(figures, rate) for rate in RATES}
    return UnitRow(order=order, unit=name, state=state, **cells)


def _at(figures: Figures, code: str) -> Mapping[str, Pair]:
    """Figures of one kind, by what stands after the sign: `given@DA2` as `DA2`."""
    return {
        key.removeprefix(f"{code}@"): pair
        for key, pair in figures.items()
        if key.startswith(f"{code}@")
    }


def _projects(figures: Figures, asked: Asked) -> list[Built]:
    given, paid = _at(figures, "given"), _at(figures, "paid")
    codes = sorted({*given, *paid})
    if not codes:
        return []
    known = Project.objects.filter(
        code__in=codes, programme__valid_from__lte=asked.last
    ).order_by("programme__valid_from")
    names = {project.code: project.name for project in known}
    rows = [
        BuiltRow(
            _project(
                str(n), f"{code}: {names.get(code, '')}", [(given, code), (paid, code)]
            ),
            opens=code,
        )
        for n, code in enumerate(codes, start=1)
    ]
    whole = [(figures, "given"), (figures, "paid")]
    rows.append(BuiltRow(_project("", "Tổng cộng", whole), bold=True))
    opens = {"given": "@given|year", "period": "@paid|period"}
    opens |= dict.fromkeys(("paid", "rate"), "@paid|year")
    return [Built(ProjectRow, rows, "VỐN VÀ GIẢI NGÂN THEO DỰ ÁN", {}, [], opens=opens)]


def _project(order: str, name: str, of: list[tuple[Mapping[str, Pair], str]]) -> ProjectRow:
    (given, a), (paid, b) = of
    plan, spent = given.get(a, (0, 0))[1], paid.get(b, (0, 0))
    rate = share_percent(int(spent[1] or 0), int(plan or 0))
    return ProjectRow(order, name, *(plan, *spent, rate))  # type: ignore[arg-type]


def _product_table(figures: Figures) -> list[Built]:
    planned, done = _at(figures, "planned"), _at(figures, "done")
    rows = [
        BuiltRow(
            ProductRow(
                str(n),
                f"{kind.name}: {product.name}",
                product.unit,
                *(_decimal(sums.get(key, UNKNOWN)[1]) for sums in (planned, done)),
            ),
            opens=key,
        )
        for n, (kind, product, key) in enumerate(_products({*planned, *done}), start=1)
    ]
    if not rows:
        return []
    title = "KẾT QUẢ HOẠT ĐỘNG CỦA CÁC DỰ ÁN"
    opens = {"planned": "@planned|year", "done": "@done|year"}
    return [Built(ProductRow, rows, title, {}, [], opens=opens)]


def _products(keys: set[str]) -> Iterator[tuple[Any, Any, str]]:
    for kind in kinds().values():
        for product in kind.products:
            key = f"{kind.key}.{product.key}"
            if key in keys:
                yield kind, product, key


def _decimal(value: Amount | None) -> Decimal | None:
    return None if value is None else Decimal(value)
