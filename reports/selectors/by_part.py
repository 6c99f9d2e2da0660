"""A figure of households of a wide area: how much of it stands in each area right below.

Nobody reads a hundred thousand names; and a page must open as fast in a large province
as in a small one. What is kept by commune (`CommuneFigures`) is read from there.
"""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Sum

from accounts.models import User
from areas.choices import Level
from households.selectors.movement import movements_by_commune
from households.selectors.profile import child_profiles
from reports.selectors.homes import communes_of, listed
from reports.selectors.measures import counted_ahead
from reports.selectors.opening import KLASSES, Opened, parts
from reports.selectors.parts_below import Part, added_below

WIDE = frozenset({Level.NATION, Level.PROVINCE})


def parts_of(user: User, asked: Opened) -> list[Part]:
    """Each area right below with its part of the figure, as far as one may see it."""
    ahead = counted_ahead(asked, asked.group)
    counted = ahead if ahead is not None else _by_commune(user, asked)
    seen = communes_of(user, asked).filter(level=Level.COMMUNE)
    counts = {pk: counted.get(pk, 0) for pk in seen.values_list("pk", flat=True)}
    return added_below(asked.area, asked.on, counts)


def _by_commune(user: User, asked: Opened) -> Mapping[int, int]:
    """Counted now, one query; by the selectors of the forms."""
    klass, (what, value) = KLASSES[asked.klass], parts(asked.of_homes)
    area, known_at = asked.area, asked.known_at
    if what == "child":
        found = child_profiles(area, on=asked.on, known_at=known_at)
        return {pk: told.get(klass, Counter())[value] for pk, told in found.items()}
    if what == "flow":
        moved = movements_by_commune(
            area, first=asked.first, last=asked.on, known_at=known_at
        )
        whose = "persons" if asked.is_persons else "households"
        return {
            pk: getattr(getattr(told[klass], whose), value) for pk, told in moved.items()
        }
    rows = listed(user, asked).order_by().values_list("commune")
    return dict(rows.annotate(all=Sum("counted")))
