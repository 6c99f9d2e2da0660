"""Both maps of the country as they are shipped."""

from datetime import date

import pytest

from accounts.models import User
from areas.models import Area, AreaSuccession
from areas.selectors import describe_place, match_name
from areas.selectors import search as search_areas
from core.text import name_norm
from reports.charts.outlines import outlines_on

# without it these would be sorted behind all others, and the year loaded once more
pytestmark = pytest.mark.django_db
OLD, NEW = date(2020, 2, 19), date(2026, 1, 1)
NGOC_HOI = {
    "dak ang": "23380",
    "DAK DUC": "23383",
    "đắk nông": "23386",
    "Xã Đăk Xú": "23389",
    "dak kan": "23392",
    "po y": "23395",
    "sa loong": "23398",
    "TT. Plei Kan": "23377",
    "thị trấn plei kan": "23377",
}


@pytest.mark.parametrize(("text", "code"), NGOC_HOI.items())
def test_communes_of_ngoc_hoi_are_found_whatever_the_accents(world, text, code):
    district = Area.objects.valid_on(OLD).get(level="district", code="611")
    found = match_name(text, below=district, level="commune", on=OLD).found
    assert [a.code for a in found] == [code]


def test_ngoc_hoi_has_the_eight_communes_of_the_plan(world):
    district = Area.objects.valid_on(OLD).get(level="district", code="611")
    assert describe_place(district) == "Huyện Ngọc Hồi, Tỉnh Kon Tum"
    codes = {a.code for a in Area.objects.communes_of(district, OLD)}
    assert codes == set(NGOC_HOI.values())


def test_commune_and_province_of_one_name_are_told_apart(day):
    national = User.objects.get(username="trunguong.xem")
    found = search_areas("dak nong", on=OLD, user=national, right="area.view")
    places = {(a.level, describe_place(a)) for a in found}
    assert ("province", "Tỉnh Đắk Nông") in places
    assert ("commune", "Xã Đăk Nông, Huyện Ngọc Hồi, Tỉnh Kon Tum") in places
    district = Area.objects.valid_on(OLD).get(level="district", code="611")
    meant = match_name("Đăk Nông", below=district, level="commune", on=OLD).found
    assert [a.level for a in meant] == ["commune"]


def test_both_maps_are_whole_and_hang_together(world):
    def count(level, on):
        return Area.objects.valid_on(on).filter(level=level, is_demo=False).count()

    assert (count("province", OLD), count("commune", OLD)) == (63, 10_035)
    assert (count("province", NEW), count("district", NEW)) == (34, 0)
    assert count("commune", NEW) == 3_321
    for area in Area.objects.exclude(level="nation").select_related("parent").iterator():
        assert area.path == f"{area.parent.path}{area.pk}/"
        assert area.name_norm == name_norm(area.name)
    communes = Area.objects.filter(level="commune", valid_to__isnull=False, is_demo=False)
    lost = communes.exclude(pk__in=AreaSuccession.objects.values("old"))
    assert not lost.exists(), "every commune of the old map became something"


def test_every_province_of_both_maps_has_its_outline(world):
    for then in (OLD, NEW):
        listed = Area.objects.filter(level="province").valid_on(then)
        assert {p.code for p in listed} == set(outlines_on(then).shapes)
