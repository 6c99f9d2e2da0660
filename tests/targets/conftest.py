"""Files of tests go to a folder of their own; three levels of plans."""

import pytest

from tests.targets.cascade_world import make_areas, make_people, make_world


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world(province, administrator, today_2020):
    districts, communes = make_areas(province)
    people = make_people(province, districts, communes, administrator)
    return make_world(province, districts, communes, people, 2020)
