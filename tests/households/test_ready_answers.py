"""Last year's answers stand ready on a form nobody wrote on yet."""

import json
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.dates import playing
from core.db import broken_constraint
from households.forms.review import ReviewForm, result_so_far
from households.models import Review
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


def test_groups_and_needs_stand_ready_and_the_suggestion_is_kept(
    years, commune, commune_officer
):
    home = make_household(commune)
    before, now = (make_review(item, home) for item in years)
    told = Answers(110, [], groups=["merit"], needs=["credit", "water"])
    save_review(before, answers=told, finish=True, by=commune_officer, version=1)
    before.refresh_from_db()
    assert before.suggestions["groups"] == []
    initial, _ = ready(now)
    assert (initial["groups"], initial["needs"]) == (["merit"], ["credit", "water"])


def test_suggested_groups_show_where_nobody_said_any(years, commune, commune_officer):
    home = make_household(commune)
    before, now = (make_review(item, home) for item in years)
    save_review(
        before, answers=Answers(110, []), finish=True, by=commune_officer, version=1
    )
    initial = ReviewForm.initial_for(now, last_review(now), ["female_head"])
    assert initial["groups"] == ["female_head"]
    before.refresh_from_db()
    only = ReviewForm.initial_for(before, None, ["female_head"])
    assert only["groups"] == [], "somebody has written this form"


def test_group_nobody_knows_is_refused_by_the_database(years, commune):
    home = make_household(commune)
    review = make_review(years[0], home)
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Review.objects.filter(pk=review.pk).update(groups=["khac"])
    assert broken_constraint(error.value) == "review_groups_are_known"


def test_members_as_typed_change_the_suggestions_told(years, commune, commune_officer):
    home = make_household(commune)
    review = make_review(years[1], home)
    client = Client()
    client.force_login(commune_officer, "django.contrib.auth.backends.ModelBackend")
    typed = {
        "score_b1": "110",
        "form-TOTAL_FORMS": "2",
        "form-INITIAL_FORMS": "0",
    }
    for n, (year, relation) in enumerate(((1980, "head"), (2020, "child"))):
        line = {"birth_year": year, "relation": relation, "sex": "female"}
        typed |= {f"form-{n}-{key}": value for key, value in line.items()}
    url = reverse("review-result", args=[review.public_id])
    told = json.loads(client.get(url, typed)["HX-Trigger"])["suggestions"]
    assert told["groups"]["text"] == "Chủ hộ là nữ, Có trẻ em"
    assert told["dependants"]["text"] == "Gợi ý: không (1/2 = 50% người phụ thuộc)"
    typed["form-1-birth_year"] = "năm nào"
    assert not client.get(url, typed).has_header("HX-Trigger"), "an unclear table"
