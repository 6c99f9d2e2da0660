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


def place_of(officer):
    """The province an officer works in."""
    return officer.current_grants()[0].area.public_id


def measure(provinces, _admin):
    """Two bars a page: time of the largest over the smallest, and more queries: none."""
    count(provinces)
    small, large = provinces[min(provinces)][1], provinces[max(provinces)][1]
    bars = []
    for label, (name, query) in PAGES.items():
        acts = [opener(o, name, query.format(area=place_of(o))) for o in (small, large)]
        first, last = median_seconds(*acts)
        bars.append(Bar(f"dashboard.{label}.time", last / first, LIMIT))
        bars.append(Bar(f"dashboard.{label}.more_queries", more_queries(*acts), 0))
    return bars
