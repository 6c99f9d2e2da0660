from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import RoleGrant, User
from core.dates import playing
from core.errors import RightMissing, SamePerson, StaleVersion
from households import rules
from households.choices import Klass, RoundStatus
from households.models import CommuneRound, Recognition, Tally
from households.services.procedure import (
    MeetingFacts,
    hold_meeting,
    opine,
    post_list,
)
from households.services.reviews import Answers, save_review
from households.services.rounds import (
    Decision,
    DecisionTooEarly,
    decide,
    move_round,
)
from office.documents import DocumentFacts
from office.models import Step
from povertyapp.invariants import broken
from tests.factories import (
    make_document,
    make_household,
    make_recognition,
    make_review,
    make_round,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_2020")]
POOR = Answers(score_b1=110, deprivations=["water", "toilet"])


@pytest.fixture
def commune_round(district, commune, district_officer):
    return make_round(district, [commune], by=district_officer)[0]


@pytest.fixture
def review(commune_round, commune):
    return make_review(commune_round, make_household(commune))


def submitted(review, officer):
    save_review(review, answers=POOR, finish=True, by=officer, version=1)
    return move_round(review.commune_round, to=RoundStatus.SUBMITTED, by=officer)


def test_finished_form_is_classed_with_its_reason(review, commune_officer):
    saved = save_review(review, answers=POOR, finish=True, by=commune_officer, version=1)
    assert (saved.klass, saved.explanation) == (Klass.POOR, "B1 110 ≤ 120: hộ nghèo")


def test_second_writer_of_one_form_is_told_and_overwrites_nothing(review, commune_officer):
    save_review(review, answers=POOR, finish=False, by=commune_officer, version=1)
    other = Answers(score_b1=140, deprivations=[])
    with pytest.raises(StaleVersion):
        save_review(review, answers=other, finish=True, by=commune_officer, version=1)
    review.refresh_from_db()
    assert review.score_b1 == 110


def test_commune_submits_only_a_finished_list(review, commune_officer):
    with pytest.raises(rules.ReviewsMissing) as refused:
        move_round(review.commune_round, to=RoundStatus.SUBMITTED, by=commune_officer)
    assert str(refused.value) == (
        "Chưa trình được: còn 1 hộ chưa hoàn thành rà soát; công chức xã, rà soát viên "
        "hoàn thành các phiếu này."
    )


def test_submitted_form_cannot_be_changed(review, commune_officer):
    submitted(review, commune_officer)
    with pytest.raises(rules.NotEnterable):
        save_review(review, answers=POOR, finish=True, by=commune_officer, version=2)


def test_superior_returns_only_with_a_reason(review, commune_officer, district_officer):
    moved = submitted(review, commune_officer)
    with pytest.raises(rules.NoteMissing):
        move_round(moved, to=RoundStatus.RETURNED, by=district_officer)
    back = move_round(
        moved, to=RoundStatus.RETURNED, by=district_officer, note="Xem lại B1"
    )
    assert Step.objects.filter(subject=back.public_id).last().note == "Xem lại B1"


def test_district_decision_writes_status_and_sums(
    review, commune_officer, district_leader, commune
):
    moved = submitted(review, commune_officer)
    decision = Decision(number="5/QĐ-UBND", date=date(2020, 9, 28), signer="x")
    done = decide(moved, decision=decision, scan=None, by=district_leader)
    assert done.status == RoundStatus.RECOGNISED
    rows = Recognition.objects.status_on(date(2020, 12, 31))
    assert [(r.klass, r.valid_from) for r in rows] == [("poor", date(2020, 9, 28))]
    tally = Tally.objects.get(commune=commune, klass="poor", group="all")
    assert tally.households == 1
    assert not broken()


def test_what_was_known_before_a_decision_stays_readable(
    review, commune_officer, district_leader, district, now
):
    old = make_round(district, [review.commune], year=2019, by=district_leader)[0]
    make_recognition(review.household, old, make_document(district), recorded_at=now)
    moved = submitted(review, commune_officer)
    decision = Decision(number="5/QĐ-UBND", date=date(2020, 9, 28), signer="x")
    decide(moved, decision=decision, scan=None, by=district_leader)
    day = date(2020, 12, 31)
    before = Recognition.objects.status_on(day, known_at=now).get()
    after = Recognition.objects.status_on(day).get()
    assert (before.commune_round, after.commune_round) == (old, moved)
    last_year = Recognition.objects.status_on(date(2020, 1, 1)).get()
    assert last_year.valid_to == date(2020, 9, 28)


def test_commune_leader_cannot_decide_what_the_district_decides(
    review, commune_officer, commune_leader
):
    moved = submitted(review, commune_officer)
    decision = Decision(number="5/QĐ-UBND", date=date(2020, 9, 28), signer="x")
    with pytest.raises(RightMissing):
        decide(moved, decision=decision, scan=None, by=commune_leader)


def test_in_2024_the_commune_decides_after_the_opinion(
    district, commune, commune_officer, district_officer, commune_leader, district_leader
):
    with playing(date(2024, 10, 1)):
        commune_round = make_round(
            district,
            [commune],
            year=2024,
            by=district_officer,
            standard="2022-2026",
            procedure="2022-2025",
        )[0]
        review = make_review(commune_round, make_household(commune))
        answers = Answers(score_b1=118, deprivations=["job", "water", "toilet", "telecom"])
        saved = save_review(
            review, answers=answers, finish=True, by=commune_officer, version=None
        )
        assert saved.explanation == "B1 118 ≤ 140 và thiếu hụt 4/12 chỉ số: hộ nghèo"
        move_round(commune_round, to=RoundStatus.MEETING, by=commune_officer)
        held = MeetingFacts(date(2024, 9, 20), "Trưởng thôn", present=40, agreeing=20)
        hold_meeting(commune_round, None, held, by=commune_officer)
        hang = {"posted_on": date(2024, 9, 23), "places": "Nhà rông"}
        post_list(commune_round, **hang, by=commune_officer)
        moved = move_round(commune_round, to=RoundStatus.SUBMITTED, by=commune_officer)
        decision = Decision(number="7/QĐ-UBND", date=date(2024, 9, 30), signer="x")
        with pytest.raises(rules.WrongStep):
            decide(moved, decision=decision, scan=None, by=commune_leader)
        with pytest.raises(rules.WrongStep):
            move_round(moved, to=RoundStatus.OPINED, by=district_officer)
        letter = DocumentFacts("letter", "8/UBND", date(2024, 9, 30), "Ý kiến", "x")
        opine([moved], letter=letter, scan=None, area=district, by=district_officer)
        opined = CommuneRound.objects.get(pk=moved.pk)
        with pytest.raises(RightMissing):
            decide(opined, decision=decision, scan=None, by=district_leader)
        done = decide(opined, decision=decision, scan=None, by=commune_leader)
        assert done.status == RoundStatus.RECOGNISED


def test_who_submitted_does_not_decide(review, commune_officer, district, administrator):
    RoleGrant.objects.create(
        user=commune_officer,
        role="leader",
        area=district,
        valid_from=date(2019, 1, 1),
        granted_by=administrator,
    )
    both = User.objects.get(pk=commune_officer.pk)
    moved = submitted(review, both)
    decision = Decision(number="5/QĐ-UBND", date=date(2020, 9, 28), signer="x")
    with pytest.raises(SamePerson):
        decide(moved, decision=decision, scan=None, by=both)


@pytest.mark.parametrize("day", [date(2020, 8, 31), date(2019, 1, 1)])
def test_decision_older_than_its_round_is_refused(
    review, commune_officer, district_leader, day
):
    moved = submitted(review, commune_officer)
    decision = Decision(number="5/QĐ-UBND", date=day, signer="x")
    with pytest.raises(DecisionTooEarly, match=f"{day:%d/%m/%Y}"):
        decide(moved, decision=decision, scan=None, by=district_leader)
    assert not Recognition.objects.exists()


def test_reopened_commune_is_recognised_anew_and_the_old_decision_stays_readable(
    review, commune_officer, district_officer, district_leader
):
    moved = submitted(review, commune_officer)
    first = Decision(number="5/QĐ-UBND", date=date(2020, 9, 10), signer="x")
    decide(moved, decision=first, scan=None, by=district_leader)
    with pytest.raises(rules.NoteMissing):
        move_round(moved, to=RoundStatus.RETURNED, by=district_officer)
    move_round(moved, to=RoundStatus.RETURNED, by=district_officer, note="Sót hộ")
    richer = Answers(score_b1=160, deprivations=[])
    review.refresh_from_db()
    save_review(
        review, answers=richer, finish=True, by=commune_officer, version=review.version
    )
    move_round(moved, to=RoundStatus.SUBMITTED, by=commune_officer)
    early = Decision(number="6/QĐ-UBND", date=date(2020, 9, 9), signer="x")
    with pytest.raises(DecisionTooEarly):
        decide(moved, decision=early, scan=None, by=district_leader)
    second = Decision(number="6/QĐ-UBND", date=date(2020, 9, 25), signer="x")
    decide(moved, decision=second, scan=None, by=district_leader)
    days = (date(2020, 9, 11), date(2020, 9, 25))
    classes = [Recognition.objects.status_on(day).get().klass for day in days]
    assert classes == ["poor", "not_poor"]
    assert Tally.objects.get(klass="poor", group="all").households == 0
    assert not broken()


def test_late_commune_is_seen_by_its_superior(
    district, commune, district_officer, settings
):
    with playing(date(2020, 9, 1)):
        item = make_round(district, [commune], year=2020, by=district_officer)[0]
    CommuneRound.objects.filter(pk=item.pk).update(
        status=RoundStatus.SURVEY, due_on=date(2020, 10, 5), step_due_on=None
    )
    client = Client()
    client.force_login(district_officer, "django.contrib.auth.backends.ModelBackend")
    for today, words in ((date(2020, 10, 5), None), (date(2020, 10, 7), "Quá hạn 2 ngày")):
        settings.DEMO_DATE = today
        with playing(today):
            for page in ("home", "round-list"):
                text = client.get(reverse(page)).content.decode()
                assert (words in text) if words else ("Quá hạn" not in text)
