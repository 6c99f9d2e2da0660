"""The commune's public steps since 2022: meetings, postings, objections, opinion."""

from datetime import date, timedelta

import pytest

from accounts.models import RoleGrant, User
from core.dates import playing
from core.errors import RightMissing, SamePerson
from households import rules
from households.choices import ObjectionStatus, RoundStatus
from households.models import Recognition, Review
from households.services import events, procedure
from households.services.procedure import (
    DayOutside,
    MeetingFacts,
    NotInThisState,
    OtherVillage,
)
from households.services.reviews import Answers, save_review
from households.services.rounds import Decision, decide, move_round
from office.documents import DocumentFacts
from office.models import Document, Step
from tests.factories import (
    make_area,
    make_household,
    make_review,
    make_round,
    make_user,
)

pytestmark = pytest.mark.django_db
POOR = Answers(score_b1=110, deprivations=["job", "water", "toilet"])
TODAY = date(2024, 10, 1)


@pytest.fixture(autouse=True)
def day():
    with playing(TODAY):
        yield


@pytest.fixture
def villages(commune):
    return [
        make_area(commune, level="village", code=f"T{n}", name=f"{n}", kind="Thôn")
        for n in (1, 2)
    ]


@pytest.fixture
def commune_round(district, commune, district_officer):
    return make_round(
        district,
        [commune],
        year=2024,
        by=district_officer,
        standard="2022-2026",
        procedure="2022-2025",
    )[0]


@pytest.fixture
def reviews(commune_round, villages, commune, commune_officer):
    found = []
    for number, village in enumerate(villages):
        home = make_household(commune, code=f"H{number}")
        home.village, home.area_path = village, village.path
        home.save()
        review = make_review(commune_round, home)
        save_review(review, answers=POOR, finish=True, by=commune_officer, version=1)
        found.append(review)
    return found


def facts(**fields):
    values = {"held_on": date(2024, 9, 20), "chair": "A Thôn", "present": 40}
    return MeetingFacts(**(values | {"agreeing": 30} | fields))


def move(item, to, by, **more):
    return move_round(item, to=RoundStatus(to), by=by, **more)


def meet(item, villages, by, **fields):
    move(item, "meeting", by)
    for village in villages:
        procedure.hold_meeting(item, village, facts(**fields), by=by)


def post(item, by, day=date(2024, 9, 23)):
    return procedure.post_list(item, posted_on=day, places="Nhà rông, UBND xã", by=by)


@pytest.mark.parametrize(
    ("votes", "agreed"), [((40, 20), True), ((40, 19), False), ((41, 20), False)]
)
@pytest.mark.usefixtures("reviews")
def test_half_of_those_present_must_agree(
    commune_round, villages, commune_officer, votes, agreed
):
    present, agreeing = votes
    move(commune_round, "meeting", commune_officer)
    meeting = procedure.hold_meeting(
        commune_round,
        villages[0],
        facts(present=present, agreeing=agreeing),
        by=commune_officer,
    )
    assert meeting.agreed is agreed


def test_list_hangs_only_after_every_village_agreed(
    commune_round, reviews, villages, commune_officer
):
    meet(commune_round, villages[:1], commune_officer)
    with pytest.raises(rules.MeetingsMissing, match="Thôn 2 chưa có cuộc họp"):
        post(commune_round, commune_officer)
    procedure.hold_meeting(
        commune_round, villages[1], facts(agreeing=3), by=commune_officer
    )
    with pytest.raises(rules.MeetingsMissing, match="Thôn 2"):
        post(commune_round, commune_officer)
    with pytest.raises(rules.MeetingFailed, match="Thôn 2 họp ngày 20/09/2024"):
        procedure.hold_meeting(commune_round, villages[1], facts(), by=commune_officer)
    move(commune_round, "survey", commune_officer)
    meet(commune_round, villages[1:], commune_officer)
    posting = post(commune_round, commune_officer)
    assert (posting.posted_on, posting.ends_on) == (date(2024, 9, 23), date(2024, 9, 26))
    commune_round.refresh_from_db()
    assert commune_round.status == RoundStatus.POSTED


def test_survey_after_a_failed_meeting_needs_a_new_meeting_of_the_changed_village(
    commune_round, reviews, villages, commune_officer
):
    meet(commune_round, villages, commune_officer)
    move(commune_round, "survey", commune_officer)
    save_review(reviews[0], answers=POOR, finish=True, by=commune_officer, version=None)
    move(commune_round, "meeting", commune_officer)
    with pytest.raises(rules.MeetingsMissing, match="Thôn 1 chưa"):
        post(commune_round, commune_officer)


def test_list_is_submitted_when_it_hung_its_working_days(
    commune_round, reviews, villages, commune_officer
):
    meet(commune_round, villages, commune_officer)
    post(commune_round, commune_officer, date(2024, 9, 27))
    with pytest.raises(rules.PostingNotOver, match="02/10/2024"):
        move(commune_round, "submitted", commune_officer)
    with playing(date(2024, 10, 2)), pytest.raises(rules.PostingNotOver):
        move(commune_round, "submitted", commune_officer)
    with playing(date(2024, 10, 3)):
        moved = move(commune_round, "submitted", commune_officer)
    assert moved.step_due_on == date(2024, 10, 10), "five working days for the opinion"


def test_objection_is_answered_and_a_changed_result_hangs_again(
    commune_round, reviews, villages, commune_officer
):
    meet(commune_round, villages, commune_officer)
    post(commune_round, commune_officer)
    with pytest.raises(rules.NotEnterable):
        save_review(reviews[0], answers=POOR, finish=True, by=commune_officer, version=None)
    objection = procedure.receive_objection(
        reviews[0],
        by_name="Y Người Dân",
        content="Hộ có xe ô tô",
        received_on=date(2024, 9, 25),
        by=commune_officer,
    )
    assert objection.due_on == date(2024, 9, 30)
    with pytest.raises(rules.ObjectionsOpen, match="còn 1 ý kiến"):
        move(commune_round, "submitted", commune_officer)
    richer = Answers(score_b1=200, deprivations=[])
    save_review(reviews[0], answers=richer, finish=True, by=commune_officer, version=None)
    with pytest.raises(rules.NotEnterable):
        save_review(reviews[1], answers=POOR, finish=True, by=commune_officer, version=None)
    answered = procedure.answer_objection(
        objection, answer="Đã sửa điểm tài sản", by=commune_officer
    )
    assert answered.status == ObjectionStatus.CHANGED
    with pytest.raises(rules.PostingMissing):
        move(commune_round, "submitted", commune_officer)
    again = post(commune_round, commune_officer, TODAY)
    with playing(again.ends_on + timedelta(days=1)):
        assert move(commune_round, "submitted", commune_officer).status == "submitted"


def test_answer_given_once_is_not_silently_replaced(
    commune_round, reviews, villages, commune_officer
):
    meet(commune_round, villages, commune_officer)
    post(commune_round, commune_officer)
    facts_ = {"by_name": "x", "content": "y", "received_on": date(2024, 9, 24)}
    objection = procedure.receive_objection(reviews[1], **facts_, by=commune_officer)
    procedure.answer_objection(objection, answer="Đúng", by=commune_officer)
    with pytest.raises(procedure.ObjectionClosed):
        procedure.answer_objection(objection, answer="Khác", by=commune_officer)


def test_unchanged_result_is_upheld_and_the_list_hangs_again(
    commune_round, reviews, villages, commune_officer
):
    meet(commune_round, villages, commune_officer)
    post(commune_round, commune_officer)
    objection = procedure.receive_objection(
        reviews[1],
        by_name="x",
        content="y",
        received_on=date(2024, 9, 24),
        by=commune_officer,
    )
    answered = procedure.answer_objection(objection, answer="Đúng", by=commune_officer)
    assert answered.status == ObjectionStatus.UPHELD
    with pytest.raises(rules.PostingMissing):
        move(commune_round, "submitted", commune_officer)
    again = post(commune_round, commune_officer, TODAY)
    with playing(again.ends_on + timedelta(days=1)):
        assert move(commune_round, "submitted", commune_officer).status == "submitted"


def test_returned_list_that_was_changed_meets_and_hangs_again(
    commune_round, reviews, villages, commune_officer, district_officer
):
    meet(commune_round, villages, commune_officer)
    post(commune_round, commune_officer)
    move(commune_round, "submitted", commune_officer)
    move(commune_round, "returned", district_officer, note="Xem lại hộ H0")
    richer = Answers(score_b1=200, deprivations=[])
    save_review(reviews[0], answers=richer, finish=True, by=commune_officer, version=None)
    with pytest.raises(rules.PostingMissing):
        move(commune_round, "submitted", commune_officer)
    move(commune_round, "meeting", commune_officer)
    with pytest.raises(rules.MeetingsMissing, match="Thôn 1 chưa"):
        post(commune_round, commune_officer)
    procedure.hold_meeting(commune_round, villages[0], facts(), by=commune_officer)
    again = post(commune_round, commune_officer, TODAY)
    with playing(again.ends_on + timedelta(days=1)):
        assert move(commune_round, "submitted", commune_officer).status == "submitted"


@pytest.mark.usefixtures("reviews")
def test_returned_list_that_was_not_changed_is_submitted_again(
    commune_round, villages, commune_officer, district_officer
):
    meet(commune_round, villages, commune_officer)
    post(commune_round, commune_officer)
    move(commune_round, "submitted", commune_officer)
    move(commune_round, "returned", district_officer, note="Giải thích hộ H0")
    assert move(commune_round, "submitted", commune_officer).status == "submitted"


def test_one_letter_answers_several_communes(
    district, commune, other_commune, district_officer, administrator
):
    rounds = make_round(
        district,
        [commune, other_commune],
        year=2024,
        by=district_officer,
        standard="2022-2026",
        procedure="2022-2025",
    )
    for item in rounds:
        item.status = RoundStatus.SUBMITTED
        item.save()
    letter = DocumentFacts("letter", "88/UBND", date(2024, 9, 30), "Ý kiến", "x")
    document = procedure.opine(
        rounds, letter=letter, scan=None, area=district, by=district_officer
    )
    steps = Step.objects.filter(document=document, status=RoundStatus.OPINED)
    assert steps.count() == 2
    assert Document.objects.count() == 1


def test_one_commune_that_may_not_be_answered_stops_the_whole_letter(
    district, commune, other_commune, district_officer
):
    rounds = make_round(
        district,
        [commune, other_commune],
        year=2024,
        by=district_officer,
        standard="2022-2026",
        procedure="2022-2025",
    )
    rounds[0].status = RoundStatus.SUBMITTED
    rounds[0].save()
    letter = DocumentFacts("letter", "88/UBND", date(2024, 9, 30), "Ý kiến", "x")
    with pytest.raises(rules.WrongStep):
        procedure.opine(
            rounds, letter=letter, scan=None, area=district, by=district_officer
        )
    assert not Document.objects.exists()
    rounds[0].refresh_from_db()
    assert rounds[0].status == RoundStatus.SUBMITTED


def test_superior_records_what_a_recheck_found(
    commune_round, reviews, district_officer, commune_officer
):
    commune_round.status = RoundStatus.SUBMITTED
    commune_round.save()
    review = Review.objects.get(pk=reviews[0].pk)
    found = procedure.recheck(
        review, agrees=False, finding="Thiếu 2 nhân khẩu", by=district_officer
    )
    assert found.day == TODAY
    with pytest.raises(RightMissing):
        procedure.recheck(review, agrees=True, finding="", by=commune_officer)


def test_acts_outside_their_state_day_or_place_are_refused(
    commune_round, reviews, villages, commune, commune_officer, administrator
):
    with pytest.raises(NotInThisState, match="“Họp thôn”; hiện là “Đang rà soát”"):
        procedure.hold_meeting(commune_round, villages[0], facts(), by=commune_officer)
    move(commune_round, "meeting", commune_officer)
    for held_on in (date(2024, 8, 31), date(2024, 10, 2)):
        with pytest.raises(DayOutside):
            procedure.hold_meeting(
                commune_round, villages[0], facts(held_on=held_on), by=commune_officer
            )
    empty = make_area(commune, level="village", code="T3", name="3", kind="Thôn")
    with pytest.raises(OtherVillage):
        procedure.hold_meeting(commune_round, empty, facts(), by=commune_officer)
    enumerator = make_user("rasoat", "enumerator", commune, by=administrator)
    with pytest.raises(RightMissing):
        procedure.hold_meeting(commune_round, villages[0], facts(), by=enumerator)


@pytest.mark.usefixtures("reviews")
def test_who_submitted_gives_no_opinion(
    commune_round, villages, commune_officer, district, administrator
):
    RoleGrant.objects.create(
        user=commune_officer,
        role="district_officer",
        area=district,
        valid_from=date(2019, 1, 1),
        granted_by=administrator,
    )
    both = User.objects.get(pk=commune_officer.pk)
    meet(commune_round, villages, both)
    post(commune_round, both)
    move(commune_round, "submitted", both)
    letter = DocumentFacts("letter", "88/UBND", date(2024, 9, 30), "Ý kiến", "x")
    with pytest.raises(SamePerson):
        procedure.opine([commune_round], letter=letter, scan=None, area=district, by=both)


@pytest.mark.usefixtures("reviews")
def test_household_that_ends_or_moves_away_neither_blocks_nor_is_recognised(
    commune_round, villages, commune_officer, commune_leader, district, district_officer
):
    gone = commune_round.reviews.first().household
    Review.objects.filter(household=gone).update(status="todo")
    events.dissolve(gone, day=TODAY, note="đi nước ngoài", by=commune_officer)
    meet(commune_round, villages[1:], commune_officer)
    post(commune_round, commune_officer)
    move(commune_round, "submitted", commune_officer)
    letter = DocumentFacts("letter", "88/UBND", date(2024, 9, 30), "Ý kiến", "x")
    procedure.opine(
        [commune_round], letter=letter, scan=None, area=district, by=district_officer
    )
    decision = Decision(number="9/QĐ-UBND", date=TODAY, signer="x")
    decide(commune_round, decision=decision, scan=None, by=commune_leader)
    assert Recognition.objects.exclude(household=gone).count() == 1
    assert not Recognition.objects.filter(household=gone).exists()
