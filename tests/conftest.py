"""The fixed cast and the small country the tests live in."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.choices import Role
from areas.models import Area
from core.dates import playing
from tests import factories


@pytest.fixture
def today_2020():
    with playing(date(2020, 10, 1)):
        yield date(2020, 10, 1)


@pytest.fixture
def nation(db):
    return factories.make_nation()


@pytest.fixture
def province(nation):
    return factories.make_area(
        nation, level="province", code="62", name="Kon Tum", kind="Tỉnh"
    )


@pytest.fixture
def district(province):
    return factories.make_area(
        province, level="district", code="611", name="Ngọc Hồi", kind="Huyện"
    )


@pytest.fixture
def commune(district):
    return factories.make_area(district, level="commune", code="23380", name="Đăk Ang")


@pytest.fixture
def other_commune(district):
    return factories.make_area(district, level="commune", code="23395", name="Pờ Y")


@pytest.fixture
def administrator(nation):
    return factories.make_user("administrator", Role.ADMINISTRATOR, nation)


@pytest.fixture
def commune_officer(commune, administrator):
    return factories.make_user(
        "commune_officer", Role.COMMUNE_OFFICER, commune, by=administrator
    )


@pytest.fixture
def commune_leader(commune, administrator):
    return factories.make_user("commune_leader", Role.LEADER, commune, by=administrator)


@pytest.fixture
def district_officer(district, administrator):
    return factories.make_user(
        "district_officer", Role.DISTRICT_OFFICER, district, by=administrator
    )


@pytest.fixture
def district_leader(district, administrator):
    return factories.make_user("district_leader", Role.LEADER, district, by=administrator)


@pytest.fixture
def province_officer(province, administrator):
    return factories.make_user(
        "province_officer", Role.PROVINCE_OFFICER, province, by=administrator
    )


@pytest.fixture
def national_viewer(nation, administrator):
    return factories.make_user("national_viewer", Role.VIEWER, nation, by=administrator)


@pytest.fixture
def outsider(nation, administrator):
    elsewhere = factories.make_area(
        nation, level="province", code="58", name="Ninh Thuận", kind="Tỉnh"
    )
    return factories.make_user(
        "outsider", Role.PROVINCE_OFFICER, elsewhere, by=administrator
    )


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def areas(db):
    return Area.objects
