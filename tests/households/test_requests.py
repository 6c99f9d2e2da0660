"""Requests at the counter: receipt, appointment, Phiếu A, the monthly review, the answer."""

import subprocess
from datetime import date

import pytest

from core.dates import playing
from core.errors import RightMissing, StaleVersion
from households.choices import (
    Klass,
    ListOrigin,
    RequestKind,
    RequestStatus,
    RoundKind,
    RoundStatus,
)
from households.models import Recognition, ReviewRequest
from households.rules import RequestNeeded
from households.rules.requests import decision_due, off_cycle_start
from households.services import requests
from households.services.printing import NotYetAnswered, ask_answer
from households.services.procedure import MeetingFacts, hold_meeting, post_list
from households.services.requests import RequestFacts
from households.services.reviews import Answers, save_review
from households.services.rounds import Decision, add_to_list, decide, move_round
from households.standards import procedure_on
from office.jobs import run as run_job
from office.models import Notice
from tests.factories import make_document, make_household, make_recognition, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with playing(date(2024, 4, 16)):
        yield


@pytest.fixture
def home(commune):
    return make_household(commune, code="H1")


@pytest.fixture
def receive(home, commune_officer):
    def act(
        kind=RequestKind.JOIN, household=home, on=date(2024, 4, 10), by=commune_officer
    ):
        facts = RequestFacts(kind=kind, applicant="A Blong", received_on=on)
        return requests.receive_request(household, facts, by=by)

    return act


@pytest.mark.parametrize(
    ("received", "start"),
    [
        (date(2024, 4, 1), date(2024, 4, 15)),
        (date(2024, 4, 15), date(2024, 4, 15)),
        (date(2024, 4, 16), date(2024, 5, 15)),
        (date(2024, 12, 31), date(2025, 1, 15)),
        (date(2024, 1, 31), date(2024, 2, 15)),
    ],
)
def test_request_is_reviewed_from_the_next_fifteenth(received, start):
    procedure = procedure_on(received, RoundKind.OFF_CYCLE)
    assert off_cycle_start(procedure, received) == start
    assert (decision_due(procedure, start) - start).days == 15


def test_request_gets_a_number_and_an_appointment(receive, home, commune):
    first = receive()
    assert (first.receipt, first.appointment_on) == ("001/2024", date(2024, 4, 30))
    second = receive(household=make_household(commune, code="H2"))
    assert second.receipt == "002/2024"


def test_same_request_twice_a_future_day_and_a_stranger_are_refused(receive, outsider):
    receive()
    with pytest.raises(requests.RequestOpen):
        receive()
    with pytest.raises(requests.RequestDayOutside):
        receive(kind=RequestKind.LEAVE, on=date(2024, 4, 17))
    with pytest.raises(RightMissing):
        receive(kind=RequestKind.LEAVE, by=outsider)
    assert ReviewRequest.objects.count() == 1


def test_applicant_who_fails_phieu_a_is_answered_with_the_reason(receive, commune_officer):
    request = receive()
    with pytest.raises(requests.AnswerMissing):
        requests.quick_check(request, passed=False, note=" ", by=commune_officer, version=1)
    with pytest.raises(StaleVersion):
        requests.quick_check(request, passed=True, note="", by=commune_officer, version=9)
    closed = requests.quick_check(
        request, passed=False, note="Có ô tô", by=commune_officer, version=1
    )
    assert (closed.status, closed.answer) == (RequestStatus.REFUSED, "Có ô tô")
    assert closed.closed_on == date(2024, 4, 16)
    with pytest.raises(requests.RequestClosed):
        requests.quick_check(request, passed=True, note="", by=commune_officer, version=2)


def test_refusal_is_written_with_its_reason(receive, commune_officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    request = receive()
    with pytest.raises(NotYetAnswered, match="001/2024"):
        ask_answer(request, by=commune_officer)
    why = {"passed": False, "note": "Hộ có lương hưu", "version": None}
    closed = requests.quick_check(request, **why, by=commune_officer)
    paper = ask_answer(closed, by=commune_officer)
    run_job(paper.job.public_id)
    paper.refresh_from_db()
    path = tmp_path / "tra-loi.pdf"
    path.write_bytes(paper.file.content.read())
    command = ["pdftotext", "-layout", path, "-"]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "VĂN BẢN TRẢ LỜI" in text
    assert "Hộ có lương hưu" in text
    assert "001/2024" in text


def test_monthly_review_begins_on_the_fifteenth_with_who_waits(
    receive, commune, commune_officer
):
    request = receive()
    opened = {"year": 2024, "month": 4, "by": commune_officer}
    with pytest.raises(requests.NoRequestWaits):
        requests.open_off_cycle(commune, **opened)  # Phiếu A is not filled in yet
    requests.quick_check(request, passed=True, note="", by=commune_officer, version=1)
    with playing(date(2024, 4, 14)), pytest.raises(requests.TooEarlyToOpen):
        requests.open_off_cycle(commune, **opened)
    item = requests.open_off_cycle(commune, **opened)
    assert (item.status, item.due_on) == ("survey", date(2024, 4, 30))
    assert requests.list_requests(item, by=commune_officer) == 1
    review = item.reviews.get()
    assert (review.origin, review.class_before) == (ListOrigin.REQUEST, Klass.NOT_POOR)
    request.refresh_from_db()
    assert (request.status, request.review) == (RequestStatus.LISTED, review)
    assert requests.list_requests(item, by=commune_officer) == 0
    with pytest.raises(requests.RequestListed):
        requests.quick_check(request, passed=False, note="x", by=commune_officer, version=3)


def test_decision_of_the_month_answers_the_request_and_writes_the_class(
    receive, commune, home, commune_officer, commune_leader
):
    request = receive()
    requests.quick_check(request, passed=True, note="", by=commune_officer, version=1)
    item = requests.open_off_cycle(commune, year=2024, month=4, by=commune_officer)
    requests.list_requests(item, by=commune_officer)
    review = item.reviews.get()
    poor = Answers(score_b1=110, deprivations=["job", "water", "toilet"])
    save_review(review, answers=poor, finish=True, by=commune_officer, version=1)
    walk_to_decision(item, commune_officer, commune_leader)
    request.refresh_from_db()
    assert request.status == RequestStatus.ANSWERED
    assert request.answer.startswith("Kết quả rà soát: hộ nghèo. B1 ")
    held = Recognition.objects.status_on(date(2024, 4, 26)).get(household=home)
    assert held.klass == Klass.POOR
    text = Notice.objects.filter(user=commune_officer).latest("pk").text
    assert "Đã công nhận" in text


def walk_to_decision(item, officer, leader):
    """Meeting, posting, submission, decision: a month has no district."""
    move_round(item, to=RoundStatus.MEETING, by=officer)
    facts = MeetingFacts(date(2024, 4, 16), "Trưởng thôn", present=20, agreeing=20)
    hold_meeting(item, None, facts, by=officer)
    with playing(date(2024, 4, 17)):
        post_list(item, posted_on=date(2024, 4, 17), places="Nhà văn hóa", by=officer)
    with playing(date(2024, 4, 26)):
        item.refresh_from_db()
        move_round(item, to=RoundStatus.SUBMITTED, by=officer)
        decision = Decision("05/QĐ-UBND", date(2024, 4, 26), "Chủ tịch")
        item.refresh_from_db()
        decide(item, decision=decision, scan=None, by=leader)


def test_average_standard_is_confirmed_only_above_the_lists(
    receive, commune, district, home, district_officer, commune_officer
):
    receive(kind=RequestKind.AVERAGE)
    item = make_round(
        district, [commune], year=2024, by=district_officer, standard="2022-2026"
    )[0]
    requests.list_requests(item, by=commune_officer)
    review = item.reviews.get()
    above = Answers(score_b1=150, deprivations=[], average_confirmed=True)
    saved = save_review(review, answers=above, finish=True, by=commune_officer, version=1)
    assert saved.klass == Klass.AVERAGE
    assert "B1 150 > 140; đã xác nhận" in saved.explanation
    below = Answers(score_b1=120, deprivations=[], average_confirmed=True)
    saved = save_review(review, answers=below, finish=True, by=commune_officer, version=2)
    assert saved.klass == Klass.NEAR_POOR


def test_coming_standard_classes_without_effect(
    commune, district, home, district_officer, commune_officer, now
):
    with playing(date(2021, 10, 1)):
        item = make_round(district, [commune], year=2021, by=district_officer)[0]
        item.round.coming_standard = "2022-2026"
        item.round.save()
        review = add_to_list(item, home, by=commune_officer)
        answers = Answers(score_b1=130, deprivations=["toilet", "water"])
        saved = save_review(
            review, answers=answers, finish=True, by=commune_officer, version=1
        )
    assert saved.klass == Klass.NEAR_POOR, saved.explanation
    assert saved.coming_klass == Klass.NEAR_POOR
    assert not Recognition.objects.exists()


def test_leave_request_needs_no_phieu_a(receive, commune, home, commune_officer, now):
    document = make_document(commune)
    round_ = make_round(commune.parent, [commune], year=2023, by=commune_officer)[0]
    make_recognition(home, round_, document, recorded_at=now)
    receive(kind=RequestKind.LEAVE)
    opened = requests.open_off_cycle(commune, year=2024, month=4, by=commune_officer)
    requests.list_requests(opened, by=commune_officer)
    assert opened.reviews.get().class_before == Klass.POOR


def test_household_put_on_the_list_by_hand_is_answered_by_the_decision(
    receive, commune, home, commune_officer, district, district_officer
):
    facts = {"by": district_officer, "standard": "2022-2026", "procedure": "2022-2025"}
    item = make_round(district, [commune], year=2023, **facts)[0]
    with pytest.raises(RequestNeeded, match="chưa có giấy đề nghị"):
        add_to_list(item, home, by=commune_officer)
    request = receive()
    with pytest.raises(RequestNeeded):
        add_to_list(item, home, by=commune_officer)
    passed = {"passed": True, "note": "", "version": None}
    requests.quick_check(request, **passed, by=commune_officer)
    review = add_to_list(item, home, by=commune_officer)
    request.refresh_from_db()
    assert (request.status, request.review) == (RequestStatus.LISTED, review)
