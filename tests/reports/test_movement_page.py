"""The movement page: both lists, both formulas, the difference said in words."""

from datetime import date

import pytest
from django.test import Client

from tests.factories import make_document, make_household, make_recognition, make_round

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
