"""A year in which the map changes: households that stayed moved nowhere."""

from datetime import UTC, date, datetime

import pytest

from areas.models import Area, AreaSuccession
from households.choices import Klass
from households.models import Residence
from households.selectors.movement import movements, movements_by_commune
from tests.factories import (
    make_area,
    make_document,
    make_household,
    make_recognition,
    make_round,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)


def test_the_heir_opens_with_the_lists_of_what_went_into_it(
    nation, commune, commune_officer
):
    province = make_area(nation, level="province", code="51", name="Quảng Ngãi")
    heir = make_area(province, level="commune", code="23377", name="Bờ Y", valid_from=DAY)
    Area.objects.filter(pk=commune.pk).update(valid_to=DAY)
    AreaSuccession.objects.create(old=commune, new=heir, share="whole", day=DAY)
    known = datetime(2025, 8, 1, tzinfo=UTC)
    old = make_round(commune.parent, [commune], year=2024, by=commune_officer)[0]
    new = make_round(province, [heir], year=2025, by=commune_officer)[0]
    paper = make_document(commune, number="1", day=date(2024, 12, 1))
    later = make_document(heir, number="2", day=DAY)
    for n in range(3):
        home = make_household(commune, code=f"H{n}", head=f"A {n}", size=2)
        told = {"recorded_at": known, "klass": "poor"}
        make_recognition(home, old, paper, **told, valid_to=DAY)
        Residence.objects.filter(household=home).update(valid_to=DAY)
        home.commune, home.area_path = heir, heir.path
        home.save()
        Residence.objects.create(
            household=home,
            commune=heir,
            area_path=heir.path,
            size=2,
            ethnic_minority=True,
            valid_from=DAY,
        )
        make_recognition(home, new, later, **told)
    moved = movements_by_commune(
        province, first=date(2024, 12, 31), last=date(2025, 12, 31), known_at=known
    )
    flows = moved[heir.pk][Klass.POOR].households
    assert (flows.opening, flows.in_other, flows.out_other, flows.closing) == (3, 0, 0, 3)


def test_a_list_nobody_carried_over_ends_with_its_commune(nation, commune, commune_officer):
    """The heir closes with what it recognised itself: what its forms count."""
    province = make_area(nation, level="province", code="51", name="Quảng Ngãi")
    heir = make_area(province, level="commune", code="23377", name="Bờ Y", valid_from=DAY)
    Area.objects.filter(pk=commune.pk).update(valid_to=DAY)
    AreaSuccession.objects.create(old=commune, new=heir, share="whole", day=DAY)
    known = datetime(2025, 8, 1, tzinfo=UTC)
    old = make_round(commune.parent, [commune], year=2024, by=commune_officer)[0]
    paper = make_document(commune, number="1", day=date(2024, 12, 1))
    for n in range(3):
        home = make_household(commune, code=f"H{n}", head=f"A {n}", size=2)
        make_recognition(home, old, paper, recorded_at=known, klass="poor")
    for area in (province, heir):
        days = {"first": date(2024, 12, 31), "last": date(2025, 12, 31)}
        by_commune = movements_by_commune(area, **days, known_at=known)[heir.pk]
        as_one = movements(area, **days, known_at=known)
        for found in (by_commune, as_one):
            flows = found[Klass.POOR].households
            assert (flows.opening, flows.to_above, flows.out_other) == (3, 0, 3)
            assert flows.closing == 0
