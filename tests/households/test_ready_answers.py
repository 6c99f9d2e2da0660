"""Last year's answers stand ready on a form nobody wrote on yet."""

from datetime import date

import pytest

from core.dates import playing
from households.forms.review import ReviewForm, result_so_far
from households.selectors import last_review
from households.services.reviews import Answers, save_review
from households.standards import standards
from tests.factories import make_household, make_review, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with playing(date(2024, 10, 1)):
        yield


@pytest.fixture
def years(district, commune, district_officer):
    facts = {"by": district_officer, "standard": "2022-2026", "procedure": "2022-2025"}
    return [make_round(district, [commune], year=y, **facts)[0] for y in (2023, 2024)]


def ready(review):
    """The form as it opens, and what it says of itself."""
    initial = ReviewForm.initial_for(review, last_review(review))
    standard = standards()["2022-2026"]
    shown = ReviewForm({**initial, "version": 1}, standard=standard)
    shown.is_valid()
    return initial, result_so_far(shown, urban=False)


def test_household_known_by_its_total_only_keeps_its_class(years, commune, commune_officer):
    home = make_household(commune)
    before, now = (make_review(item, home) for item in years)
    told = Answers(score_b1=110, deprivations=[], deprived_total=4)
    save_review(before, answers=told, finish=True, by=commune_officer, version=1)
    initial, result = ready(now)
    assert (initial["score_b1"], initial["deprived_total"]) == (110, 4)
    assert result == "B1 110 ≤ 140 và thiếu hụt 4/12 chỉ số: hộ nghèo"


def test_causes_and_wishes_stand_ready_too(years, commune, commune_officer):
    home = make_household(commune)
    before, now = (make_review(item, home) for item in years)
    told = Answers(110, ["job", "water", "toilet"], ["no_capital"], "Vay vốn nuôi bò")
    save_review(before, answers=told, finish=True, by=commune_officer, version=1)
    initial, result = ready(now)
    assert (initial["causes"], initial["wishes"]) == (["no_capital"], "Vay vốn nuôi bò")
    assert "thiếu hụt 3/12" in result


def test_form_that_was_never_finished_is_no_answer_of_last_year(
    years, commune, commune_officer
):
    home = make_household(commune)
    before, now = (make_review(item, home) for item in years)
    told = Answers(score_b1=110, deprivations=["job"])
    save_review(before, answers=told, finish=False, by=commune_officer, version=1)
    assert last_review(now) is None
