"""Who the poor are and what they lack: deprivations, depth, causes, groups."""

from decimal import Decimal
from fractions import Fraction

from core.dates import last_day_of
from core.numbers import share_percent, show_int
from households.choices import Cause, Group
from households.rules import Indicator, poverty_rate
from households.standards import standard_on
from reports.charts import options
from reports.charts.chart import (
    Cell,
    Chart,
    Heading,
    Shown,
    cut,
    number,
    percent,
    share_cell,
)
from reports.rules.intensity import Intensity, equal_weights, intensity
from reports.rules.measures import CLASSES

AREA = Heading("Địa bàn")
MOST_ROWS = 40


def _indicators(shown: Shown) -> tuple[Indicator, ...]:
    return standard_on(last_day_of(shown.year)).indicators


def lacks(shown: Shown) -> Chart:
    """What share of the poor households of each area lacks what."""
    indicators = _indicators(shown)
    codes = [f"poor:lack:{indicator.key}" for indicator in indicators]
    names = [indicator.name for indicator in indicators]
    parts = [part for part in shown.known if shown.of(part).counts["poor"]]
    rows, cells = [], []
    for part in parts:
        counts = shown.of(part).counts
        shares = [share_percent(counts[code], counts["poor"]) for code in codes]
        cells.append([number(share) for share in shares])
        told = zip(codes, shares, strict=True)
        rows.append(
            [
                Cell(part.full_name),
                Cell(counts["poor"], shown.opens(part, "poor")),
                *(Cell(share, shown.opens(part, code)) for code, share in told),
            ]
        )
    places = [part.full_name for part in parts[:MOST_ROWS]]
    drawn = cells[:MOST_ROWS]
    return Chart(
        key="thieu-hut",
        title="Thiếu hụt dịch vụ xã hội cơ bản của hộ nghèo",
        finding=_most_lacking(shown, indicators),
        source=shown.source,
        headings=[
            AREA,
            Heading("Hộ nghèo", "hộ"),
            *(Heading(name, "%") for name in names),
        ],
        rows=rows,
        option=options.heat(places, names, drawn, "%") if drawn else None,
        height=options.height_for(len(drawn), 28) + 110,
        wide=True,
        notes=cut(len(drawn), len(rows)),
    )


def _most_lacking(shown: Shown, indicators: tuple[Indicator, ...]) -> str:
    poor = shown.counts.get("poor", 0)
    if not poor:
        return "Chưa có hộ nghèo nào được công nhận"
    counted = [(shown.counts.get(f"poor:lack:{i.key}", 0), i.name) for i in indicators]
    count, name = max(counted)
    return (
        f"Thiếu hụt nhiều nhất của hộ nghèo: {name.lower()}, {show_int(count)} hộ "
        f"({percent(share_percent(count, poor))}){shown.so_far}"
    )


def depth(shown: Shown) -> Chart:
    """H, A and M0 of Alkire and Foster, and what each indicator adds."""
    indicators = _indicators(shown)
    poor = shown.counts.get("poor", 0)
    told = {i.key: shown.counts.get(f"poor:lack:{i.key}", 0) for i in indicators}
    weights = equal_weights({i.key: i.dimension for i in indicators})
    found = intensity(shown.counts.get("households", 0), poor, told, weights)
    adds = found.contributions if found else {}
    shares = {i.key: _percent_of(adds.get(i.key, Fraction(0))) for i in indicators}
    names = [indicator.name for indicator in indicators]
    data = [number(shares[indicator.key]) for indicator in indicators]
    drawn = found is not None and found.adjusted
    return Chart(
        key="do-sau",
        title="Độ sâu của nghèo đa chiều (Alkire – Foster)",
        finding=_depth_finding(found),
        source=f"{shown.source} Các chiều có trọng số bằng nhau (không văn bản nào quy định "
        "trọng số).",
        headings=[
            *(Heading("Chỉ số"), Heading("Chiều"), Heading("Hộ nghèo thiếu hụt", "hộ")),
            *(Heading("Trong hộ nghèo", "%"), Heading("Đóng góp vào M0", "%")),
        ],
        rows=[
            [
                Cell(i.name),
                Cell(i.dimension),
                Cell(told[i.key], _lacking(shown, i)),
                share_cell(told[i.key], poor, _lacking(shown, i)),
                Cell(shares[i.key], _lacking(shown, i)),
            ]
            for i in indicators
        ],
        option=options.bars(names, [("Đóng góp vào M0", data)], "%") if drawn else None,
        height=options.height_for(len(names)),
    )


def _lacking(shown: Shown, indicator: Indicator) -> str:
    """Where the poor households are that lack something."""
    return shown.opens(shown.area, f"poor:lack:{indicator.key}")


def _depth_finding(found: Intensity | None) -> str:
    if found is None:
        return "Chưa biết tổng số hộ để tính độ sâu"
    shares = (found.headcount, found.depth, found.adjusted)
    head, mean, adjusted = (percent(_percent_of(share)) for share in shares)
    return (
        f"Hộ nghèo chiếm H = {head} và thiếu hụt bình quân A = {mean}; chỉ số M0 = H × A = "
        f"{adjusted}"
    )


def _percent_of(share: Fraction) -> Decimal:
    found = share_percent(share.numerator, share.denominator)
    return found if found is not None else Decimal(0)


def causes(shown: Shown) -> Chart:
    """Why households are poor, as their forms say; a household may have several causes."""
    codes = {f"cause:{cause}": str(cause.label) for cause in Cause}
    finding = "Nguyên nhân nghèo nhiều nhất"
    return _by_code(shown, "nguyen-nhan", "Nguyên nhân nghèo", finding, codes)


def groups(shown: Shown) -> Chart:
    """Which groups the poor belong to; they overlap."""
    codes = {"minority": "Hộ dân tộc thiểu số", "native": "Hộ DTTS tại chỗ"}
    codes |= {f"group:{group}": str(group.label) for group in Group}
    finding = "Nhóm đông nhất trong hộ nghèo"
    return _by_code(shown, "nhom", "Hộ nghèo, cận nghèo theo nhóm", finding, codes)


def _by_code(
    shown: Shown, key: str, title: str, finding: str, codes: dict[str, str]
) -> Chart:
    """Counts of both classes by something that overlaps, the most frequent on top."""
    counts = shown.counts
    order = sorted(codes, key=lambda code: -counts.get(f"poor:{code}", 0))
    most = counts.get(f"poor:{order[0]}", 0)
    rows = []
    for code in order:
        cells = [Cell(codes[code])]
        for klass in CLASSES:
            count = counts.get(f"{klass}:{code}", 0)
            url = shown.opens(shown.area, f"{klass}:{code}")
            cells += [Cell(count, url), share_cell(count, counts.get(klass, 0), url)]
        rows.append(cells)
    series = [
        (label, [counts.get(f"{klass}:{code}", 0) for code in order])
        for klass, label in CLASSES.items()
    ]
    said = f"{finding}: {codes[order[0]].lower()}, {show_int(most)} hộ nghèo"
    share = poverty_rate(most, counts.get("poor", 0))
    return Chart(
        key=key,
        title=title,
        finding=f"{said} ({percent(share)}){shown.so_far}"
        if most
        else "Chưa ghi nhận hộ nghèo nào",
        source=f"{shown.source} Một hộ có thể thuộc nhiều dòng.",
        headings=[
            *(Heading(title), Heading("Hộ nghèo", "hộ"), Heading("Trong hộ nghèo", "%")),
            *(Heading("Hộ cận nghèo", "hộ"), Heading("Trong hộ cận nghèo", "%")),
        ],
        rows=rows,
        option=options.bars([codes[c] for c in order], series, "hộ") if most else None,
        height=options.height_for(len(order), 32),
    )
