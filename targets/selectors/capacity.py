"""Households on the official lists in which nobody can work."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef

from households.choices import Group, Klass
from households.models import Recognition, Review
from targets.selectors.standing import ancestors


def nobody_can_work() -> Exists:
    """Of a recognition: whether the review that led to it says that nobody can work."""
    return Exists(
        Review.objects.filter(
            household=OuterRef("household"),
            commune_round=OuterRef("commune_round"),
            groups__contains=[Group.NO_CAPACITY],
        )
    )


def unable_by_path(path: str, day: date) -> Mapping[str, int]:
    """Poor households without working capacity on a day, by the path of every area.

    Unit: households recognised poor on `day`.
    """
    rows = (
        Recognition.objects.status_on(day)
        .within(path)
        .filter(nobody_can_work(), klass=Klass.POOR)
        .order_by()
        .values_list("commune__path")
        .annotate(n=Count("pk"))
    )
    found: dict[str, int] = {}
    for commune, count in rows:
        for above in ancestors(commune):
            found[above] = found.get(above, 0) + count
    return found
