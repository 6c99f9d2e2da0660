"""B1 by the items of a sheet: summed whole, refused in part, never decided on unverified."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dates import playing
from households.rules import scoring
from households.rules.scoring import SheetIncomplete, SheetUnknown, SheetUnverified
from households.services.reviews import Answers, save_review
from households.services.rounds import Decision, decide
from households.standards import scoring_sheets, sheet_for
from tests.factories import make_household, make_review, make_round

SHEET = scoring_sheets()["minh-hoa-2022"]
ALL = {"wage": "one", "land": "small", "goods": "both", "power": "low"}


def test_points_follow_the_region():
    assert scoring.total_points(SHEET, ALL, urban=False) == 35 + 20 + 35 + 15
    assert scoring.total_points(SHEET, ALL, urban=True) == 40 + 15 + 40 + 10


@given(
    chosen=st.tuples(*(st.sampled_from(item.options) for item in SHEET.items)),
    urban=st.booleans(),
)
def test_total_is_the_sum_of_the_chosen_options(chosen, urban):
    answers = {i.key: o.key for i, o in zip(SHEET.items, chosen, strict=True)}
    slow = 0
    for option in chosen:
        slow = slow + (option.urban if urban else option.rural)
    assert scoring.total_points(SHEET, answers, urban=urban) == slow


def test_half_an_answer_and_an_unknown_one_are_refused():
    with pytest.raises(SheetIncomplete, match="Điện dùng mỗi tháng"):
        scoring.total_points(SHEET, {**ALL, "power": ""}, urban=False)
    with pytest.raises(SheetUnknown):
        scoring.total_points(SHEET, {**ALL, "car": "one"}, urban=False)
    with pytest.raises(SheetUnknown):
        scoring.total_points(SHEET, {**ALL, "power": "huge"}, urban=False)


def test_shipped_sheet_says_that_nobody_compared_it():
    assert not SHEET.verified
    assert sheet_for("2022-2026") is SHEET
    assert sheet_for("2016-2020") is None


@pytest.fixture
def review(district, commune, district_officer):
    with playing(date(2024, 10, 1)):
        item = make_round(
            district,
            [commune],
            year=2024,
            by=district_officer,
            standard="2022-2026",
            procedure="2025-hai-cap",
        )[0]
        yield make_review(item, make_household(commune))


@pytest.mark.django_db
def test_scored_form_keeps_its_answers_and_a_typed_total_replaces_them(
    review, commune_officer
):
    scored = Answers(score_b1=None, deprivations=[], sheet_answers=ALL)
    saved = save_review(review, answers=scored, finish=True, by=commune_officer, version=1)
    assert (saved.score_b1, saved.sheet, saved.sheet_answers) == (105, SHEET.code, ALL)
    typed = Answers(score_b1=112, deprivations=[])
    saved = save_review(review, answers=typed, finish=True, by=commune_officer, version=2)
    assert (saved.score_b1, saved.sheet, saved.sheet_answers) == (112, "", {})


@pytest.mark.django_db
def test_round_scored_on_an_unverified_sheet_is_not_recognised(
    review, commune_officer, commune_leader, monkeypatch
):
    scored = Answers(score_b1=None, deprivations=[], sheet_answers=ALL)
    save_review(review, answers=scored, finish=True, by=commune_officer, version=1)
    item = review.commune_round
    item.status = "submitted"
    item.save()
    decision = Decision("1/QĐ-UBND", date(2024, 10, 1), "Chủ tịch")
    with pytest.raises(SheetUnverified, match="1 phiếu chấm theo"):
        decide(item, decision=decision, scan=None, by=commune_leader)
    verified = {SHEET.code: replace(SHEET, verified=True)}
    monkeypatch.setattr("households.services.readiness.scoring_sheets", lambda: verified)
    assert (
        decide(item, decision=decision, scan=None, by=commune_leader).status == "recognised"
    )
