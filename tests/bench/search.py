"""Finding a household in the largest province against the smallest, by every way."""

from households.models import Household
from tests.bench.bars import Bar, median_seconds
from tests.bench.lists import more_queries, opener

LIMIT = 1.5
UNKNOWN_NUMBER = "999083000001"


def ways(province):
    """Addresses that find one household of the province, and one that finds nobody."""
    homes = Household.objects.within(province.path)
    home = homes.order_by("-pk")[0]
    spouse = home.members.get(relation="spouse").person
    return {
        "member": ("household-list", f"?q={spouse.name_norm}"),
        "name": ("household-list", f"?q={home.head_name_norm}"),
        "part_of_name": ("household-list", f"?q={home.head_name_norm[:6]}"),
        "code": ("household-list", f"?q={home.code}"),
        "number": ("household-list", f"?q={UNKNOWN_NUMBER}"),
        "nobody": ("household-list", "?q=khong+ai+ten+nay"),
        "everywhere": ("search", f"?q={home.head_name_norm}"),
    }


def measure(provinces, _admin):
    """Two bars a way: time of the largest over the smallest, and more queries: none."""
    small, large = provinces[min(provinces)], provinces[max(provinces)]
    bars = []
    for label, (name, _) in ways(small[0]).items():
        acts = [
            opener(officer, name, ways(place)[label][1])
            for place, officer in (small, large)
        ]
        first, last = median_seconds(*acts)
        bars.append(Bar(f"search.{label}.time", last / first, LIMIT))
        bars.append(Bar(f"search.{label}.more_queries", more_queries(*acts), 0))
    return bars
