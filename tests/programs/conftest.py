"""Money of a province given down to two communes, and the people of its agencies."""

import pytest

from accounts.models import Agency, User
from core.dates import playing
from programs.services.money import (
    Receiver,
    give,
    share,
)
from tests.factories import make_user
from tests.programs.money import DAY, decision, make_project, purpose


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_DATE = DAY
    with playing(DAY):
        yield


@pytest.fixture
def top(province, district, commune, other_commune, province_officer):
    return give(
        purpose(make_project()), Receiver(province), 1000, decision(), by=province_officer
    )


@pytest.fixture
def held(top, district, province_officer):
    parts = {Receiver(district): 600}
    (row,) = share(top, parts, decision(), by=province_officer, version=1)
    return row


@pytest.fixture
def parts(held, commune, other_commune, district_officer):
    wanted = {Receiver(commune): 200, Receiver(other_commune): 100}
    return share(held, wanted, decision(), by=district_officer, version=None)


@pytest.fixture
def offices(province):
    return [Agency.objects.create(area=province, name=name) for name in ("Y tế", "X")]


@pytest.fixture
def people(offices, province, administrator):
    """Department officers: of the first agency, of the second, of none."""
    health, other = offices
    people = {}
    for name, agency in (("nurse", health), ("clerk", other), ("nobody", None)):
        user = make_user(name, "department_officer", province, by=administrator)
        user.grants.update(agency=agency)
        people[name] = User.objects.get(pk=user.pk)
    return people


@pytest.fixture
def health_money(top, offices, province, province_officer):
    receiver = {Receiver(province, offices[0]): 300}
    (row,) = share(top, receiver, decision(), by=province_officer, version=None)
    return row
