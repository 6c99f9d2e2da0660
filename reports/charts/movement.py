"""How households moved between the lists since the year's end before."""

from core.numbers import show_int
from reports.charts import options
from reports.charts.chart import Cell, Chart, Heading, Shown
from reports.rules.measures import CLASSES, FLOWS, IN, OUT, Counts, flow_label
from reports.selectors.measures import added

ABOVE, AWAY = "Ra khỏi danh sách", "Ra vì lý do khác"
NEW, AGAIN, CAME = "Phát sinh mới", "Tái nghèo, tái cận nghèo", "Vào vì lý do khác"


def streams(shown: Shown) -> Chart:
    """Between last year's lists and this year's, each stream as thick as it is many."""
    counts = added(shown.everybody).counts  # movement is known of all households only
    before = {c: f"{name} cuối năm {shown.year - 1}" for c, name in CLASSES.items()}
    after = {c: f"{name} năm {shown.year}" for c, name in CLASSES.items()}
    links: list[tuple[str, str, int]] = []
    for klass, other in (("poor", "near"), ("near", "poor")):
        flow = {name: counts.get(f"{klass}:flow:{name}", 0) for name in FLOWS}
        stayed = flow["opening"] - sum(flow[name] for name in OUT)
        links += [
            (before[klass], after[klass], stayed),
            (before[klass], after[other], flow["to_listed"]),
            (before[klass], ABOVE, flow["to_above"]),
            (before[klass], AWAY, flow["out_other"]),
            (NEW, after[klass], flow["new"]),
            (AGAIN, after[klass], flow["relapsed"]),
            (CAME, after[klass], flow["in_other"]),
        ]
    styles = dict(
        zip([*before.values(), *after.values()], ["poor", "near"] * 2, strict=True)
    )
    styles |= {NEW: "new", AGAIN: "again", CAME: "other", ABOVE: "good", AWAY: "other"}
    drawn = any(n for _, _, n in links) and _has_before(counts, shown)
    return Chart(
        key="bien-dong",
        title=f"Biến động hộ nghèo, hộ cận nghèo năm {shown.year}",
        finding=_finding(counts, shown) if drawn else _nothing(counts, shown),
        source=f"{shown.source_of_all} Hộ chuyển giữa hai xã tính ra ở xã cũ, vào ở xã mới."
        + (" Biến động tính cho mọi hộ, không theo nhóm." if shown.group else ""),
        headings=[
            *(Heading("Dòng"), Heading("Hộ nghèo", "hộ"), Heading("Hộ cận nghèo", "hộ")),
        ],
        rows=_rows(shown, counts),
        option=options.sankey(styles, links, "hộ") if drawn else None,
        height=420,
        wide=True,
    )


def _rows(shown: Shown, counts: Counts) -> list[list[Cell]]:
    rows = []
    for name in FLOWS:
        codes = [f"{klass}:flow:{name}" for klass in CLASSES]
        label = flow_label("poor", name)
        if name in ("to_listed", "from_listed"):
            label = f"{label} / {flow_label('near', name).split(': ', 1)[1]}"
        rows.append(
            [
                Cell(label),
                *(Cell(counts.get(c, 0), shown.opens(shown.area, c)) for c in codes),
            ]
        )
    closing = [
        counts.get(f"{klass}:flow:opening", 0)
        - sum(counts.get(f"{klass}:flow:{name}", 0) for name in OUT)
        + sum(counts.get(f"{klass}:flow:{name}", 0) for name in IN)
        for klass in CLASSES
    ]
    told = zip(closing, CLASSES, strict=True)
    of_all = not shown.group  # the rows of a group are fewer
    last = [Cell(n, shown.opens(shown.area, k) if of_all else "") for n, k in told]
    return [*rows, [Cell("Cuối kỳ"), *last]]


def _has_before(counts: Counts, shown: Shown) -> bool:
    """Whether there was a list to begin with: else everybody would be new."""
    opening = sum(counts.get(f"{klass}:flow:opening", 0) for klass in CLASSES)
    return bool(opening) or shown.year - 1 in shown.by_year


def _nothing(counts: Counts, shown: Shown) -> str:
    if not _has_before(counts, shown):
        return f"Năm {shown.year} là năm đầu có số liệu: chưa có danh sách đầu kỳ để so"
    return "Chưa có biến động nào được công nhận"


def _finding(counts: Counts, shown: Shown) -> str:
    left = sum(counts.get(f"poor:flow:{name}", 0) for name in OUT)
    came = sum(counts.get(f"poor:flow:{name}", 0) for name in IN)
    above = counts.get("poor:flow:to_above", 0)
    return (
        f"{show_int(left)} hộ ra khỏi danh sách hộ nghèo ({show_int(above)} hộ vượt chuẩn "
        f"cận nghèo), {show_int(came)} hộ vào{shown.so_far}"
    )
