"""The dashboard and its like in the largest province against the smallest."""

from reports.services.measures import count_figures
from tests.bench.bars import Bar, median_seconds
from tests.bench.lists import more_queries, opener

PAGES = {
    "page": ("dashboard", "?nam=2025"),
    "this_year": ("dashboard", "?nam=2026"),
    "group": ("dashboard", "?nam=2025&nhom=minority"),
    "table": ("figure-table", "?nam=2025&dong=communes&cot=poor&cot=poor%25&cot=near"),
    "brief": ("brief", "?nam=2025"),
    "rows": ("figure-rows", "?nam=2025&so=poor&khu-vuc={area}"),
    "flow": ("figure-rows", "?nam=2025&so=poor:flow:opening&khu-vuc={area}"),
    "totals": ("figure-totals", "?nam=2025&so=households&khu-vuc={area}"),
}
LIMIT = 1.5


def count(provinces):
    """What beat counts in the background, of both years."""
    for province, _ in provinces.values():
        for year in (2025, 2026):
            count_figures(province, year)


def acts(label, officers):
    """A page as each officer opens it, of the province each works in."""
    name, query = PAGES[label]
    places = [officer.current_grants()[0].area.public_id for officer in officers]
    return [
        opener(officer, name, query.format(area=place))
        for officer, place in zip(officers, places, strict=True)
    ]


def measure(provinces, _admin):
    """Two bars a page: time of the largest over the smallest, and more queries: none."""
    count(provinces)
    small, large = provinces[min(provinces)][1], provinces[max(provinces)][1]
    bars = []
    for label in PAGES:
        pages = acts(label, (small, large))
        first, last = median_seconds(*pages)
        bars.append(Bar(f"dashboard.{label}.time", last / first, LIMIT))
        bars.append(Bar(f"dashboard.{label}.more_queries", more_queries(*pages), 0))
    return bars
