"""The movement page: both lists, both formulas, the difference said in words."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import (
    make_area,
    make_document,
    make_household,
    make_recognition,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def page(commune, district_officer, now):
    """Three poor at first: one stays, one becomes near-poor, one leaves; one is new."""
    before = make_round(commune.parent, [commune], year=2023, by=district_officer)[0]
    after = make_round(commune.parent, [commune], year=2024, by=district_officer)[0]
    first = make_document(commune, number="1", day=date(2023, 12, 1))
    second = make_document(commune, number="2", day=date(2024, 12, 1))
    for n, (was, becomes) in enumerate(
        [("poor", "poor"), ("poor", "near_poor"), ("poor", "not_poor"), (None, "poor")]
    ):
        home = make_household(commune, code=f"H{n}", head=f"A {n}", size=n + 1)
        if was:
            ends = {"valid_to": second.date}
            make_recognition(home, before, first, recorded_at=now, klass=was, **ends)
        make_recognition(home, after, second, recorded_at=now, klass=becomes)
    client = Client()
    client.force_login(district_officer, BACKEND)
    return client


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_movement_closes_and_both_formulas_are_explained(page):
    answer = page.get("/so-lieu/bien-dong/?first=2023-12-31&last=2024-12-31")
    found = answer.context["found"]["poor"]
    homes, persons = found.households, found.persons
    assert (homes.opening, homes.to_listed, homes.to_above, homes.new) == (3, 1, 1, 1)
    assert (homes.closing, homes.gap, persons.closing) == (2, 0, 1 + 4)
    text = text_of(answer)
    assert text.count("✓ khớp") == 4
    assert "<b>1 hộ</b>. Giảm theo hai thời điểm: <b>1 hộ</b>" in text


def test_days_the_wrong_way_round_are_said_and_the_year_shown_instead(page):
    answer = page.get("/so-lieu/bien-dong/?first=2024-12-31&last=2023-12-31")
    assert answer.status_code == 200
    assert "Ngày cuối không được trước ngày đầu." in text_of(answer)


def test_area_of_somebody_else_is_not_found(page, outsider, commune):
    client = Client()
    client.force_login(outsider, BACKEND)
    assert client.get(f"/so-lieu/bien-dong/?area={commune.public_id}").status_code == 404


def test_older_figures_stand_under_the_areas_of_their_time(
    page, commune, district, province, nation, administrator
):
    end = date(2025, 7, 1)
    for area in (commune, district):
        area.valid_to = end
        area.save()
    new = make_area(province, level="commune", code="90001", name="Mới", valid_from=end)
    officer = make_user("tinh", "province_officer", province, by=administrator)
    client = Client()
    client.force_login(officer, BACKEND)
    asked = "/so-lieu/bien-dong/?first=2023-12-31&last=2024-12-31"
    then = client.get(f"{asked}&area={district.public_id}")
    assert (then.context["area"], then.context["parts"]) == (district, [commune])
    assert then.context["found"]["poor"].households.closing == 2
    later = client.get("/so-lieu/bien-dong/?first=2025-07-31&last=2025-12-31")
    assert later.context["parts"] == [new]


def test_poor_households_by_commune_on_any_day_under_the_map_of_that_day(page, commune):
    commune.valid_to = date(2025, 7, 1)
    commune.save()
    make_area(
        commune.parent, level="commune", code="9", name="Mới", valid_from=date(2025, 7, 1)
    )
    answer = page.get("/so-lieu/bien-dong/?first=2022-12-31&last=2023-12-31")
    (row,) = answer.context["communes"]
    assert (row.commune, row.households, row.persons) == (commune, 4, 10)
    assert (row.poor, row.poor_persons, row.near_poor) == (3, 6, 0)
    assert (str(row.poor_rate), str(row.near_rate)) == ("75.00", "0.00")
    assert "Theo xã, hết ngày 31/12/2023" in text_of(answer)
    area = str(commune.parent.public_id)
    asked = {"area": area, "on": "2024-12-31"}
    (told,) = page.get("/api/v1/figures-on/", asked).json()
    assert (told["poor"], told["near_poor"], told["poor_rate"]) == (2, 1, "50.00")
    assert told["commune"]["full_name"] == commune.full_name
