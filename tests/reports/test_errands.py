"""Work given because of a figure: to whom, answered once, taken back, seen by two."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.dates import playing, today
from core.errors import RightMissing, StaleVersion
from office.models import Notice
from reports.models import Errand
from reports.selectors.errands import errands_of
from reports.selectors.work import work_of
from reports.services.errands import (
    Answered,
    Asked,
    DayGone,
    NotOneOfUs,
    NotYours,
    Withdrawn,
    answer_errand,
    give_errand,
    people_of,
    withdraw_errand,
)

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
TEN_DAYS = timedelta(days=10)


def asked(to, **other):
    told = {
        "figure": "Tỷ lệ hộ nghèo 27%",
        "address": "/so-lieu/?nam=2019",
        "text": "Kiểm tra lại danh sách",
        "due_on": today() + TEN_DAYS,
        "to": to,
    }
    return Asked(**(told | other))


@pytest.fixture
def given(district, district_leader, commune_officer):
    return give_errand(district, asked(commune_officer), by=district_leader)


def test_it_stands_in_the_list_of_whom_it_was_given_to(given, commune_officer, client):
    assert "Kiểm tra lại danh sách" in [work.what for work in work_of(commune_officer)]
    assert Notice.objects.filter(user=commune_officer, text__contains="Kiểm tra").exists()
    client.force_login(commune_officer, BACKEND)
    url = reverse("errand-detail", args=[given.public_id])
    answer = client.get(url)
    assert answer.context["address"] == reverse("dashboard"), "his own figures"
    told = {"answer": "Đã kiểm tra: đúng", "version": "1"}
    assert client.post(url, told).status_code == 302
    given.refresh_from_db()
    assert given.answer == "Đã kiểm tra: đúng"
    assert "Kiểm tra lại danh sách" not in [w.what for w in work_of(commune_officer)]
    assert Notice.objects.filter(user=given.given_by, text__contains="Đã trả lời").exists()
    again = client.post(url, told | {"answer": "Khác"})
    assert again.status_code == 400
    assert "phiên bản" in again.content.decode() or "đã" in again.content.decode()
    given.refresh_from_db()
    assert given.answer == "Đã kiểm tra: đúng"


def test_answered_once_on_what_was_seen(given, commune_officer, district_leader):
    with pytest.raises(NotYours):
        answer_errand(given, "x", by=district_leader, version=1)
    with pytest.raises(StaleVersion):
        answer_errand(given, "x", by=commune_officer, version=7)
    answer_errand(given, "x", by=commune_officer, version=1)
    with pytest.raises(Answered):
        answer_errand(given, "y", by=commune_officer, version=2)
    with pytest.raises(Answered):
        withdraw_errand(given, by=district_leader, version=2)


def test_taken_back_while_nobody_answered(given, commune_officer, district_leader, client):
    with pytest.raises(NotYours):
        withdraw_errand(given, by=commune_officer, version=1)
    client.force_login(district_leader, BACKEND)
    url = reverse("errand-detail", args=[given.public_id])
    assert "Rút lại việc này" in client.get(url).content.decode()
    assert client.post(url, {"rut": "1", "version": "1"}).status_code == 302
    assert "Kiểm tra lại danh sách" not in [w.what for w in work_of(commune_officer)]
    with pytest.raises(Withdrawn):
        answer_errand(given, "x", by=commune_officer, version=2)


def test_only_those_two_read_it_while_they_work_there(
    given, commune_officer, district_leader, district_officer, outsider
):
    assert list(errands_of(commune_officer)) == list(errands_of(district_leader)) == [given]
    assert not errands_of(district_officer).exists()
    assert not errands_of(outsider).exists()
    for person in (commune_officer, district_leader):
        person.grants.update(valid_from=date(1999, 1, 1), valid_to=date(2000, 1, 1))
        fresh = type(person).objects.get(pk=person.pk)
        assert not errands_of(fresh).exists()
    fresh = type(commune_officer).objects.get(pk=commune_officer.pk)
    with pytest.raises(NotYours):
        answer_errand(given, "x", by=fresh, version=1)


def test_who_may_give_what_to_whom(
    district, commune, district_leader, commune_officer, outsider, national_viewer
):
    with pytest.raises(RightMissing):
        give_errand(district, asked(commune_officer), by=commune_officer)
    with pytest.raises(RightMissing):
        give_errand(district, asked(commune_officer), by=national_viewer)
    with pytest.raises(NotOneOfUs):
        give_errand(district, asked(outsider), by=district_leader)
    with pytest.raises(DayGone):
        give_errand(
            district,
            asked(commune_officer, due_on=today() - timedelta(days=1)),
            by=district_leader,
        )
    assert outsider not in people_of(district, district_leader)
    assert not Errand.objects.exists()


def test_an_officer_gives_its_own_leader_no_work(
    district, commune_leader, district_leader, district_officer
):
    assert district_officer in people_of(district, district_leader)
    below = people_of(district, district_officer)
    assert commune_leader in below
    assert district_leader not in below
    with pytest.raises(NotOneOfUs):
        give_errand(district, asked(district_leader), by=district_officer)


@pytest.mark.parametrize(
    "address", ["//evil.example/x", "https://evil.example/", "/\\evil", "/\t/evil", "", "x"]
)
def test_the_figure_is_one_of_the_product(
    district, district_leader, commune_officer, address
):
    with pytest.raises(ValidationError):
        give_errand(district, asked(commune_officer, address=address), by=district_leader)


def test_given_from_a_chart_on_its_page(district, district_leader, commune_officer, client):
    client.force_login(district_leader, BACKEND)
    url = reverse("errand-create")
    about = {"khu-vuc": district.public_id, "so-lieu": "27%", "tu": "/so-lieu/"}
    page = client.get(url, about)
    assert page.status_code == 200
    people = [key for key, _ in page.context["form"].fields["to"].choices]
    assert str(commune_officer.public_id) in people
    assert str(district_leader.public_id) not in people
    told = {
        "khu-vuc": district.public_id,
        "to": commune_officer.public_id,
        "text": "Xem lại",
        "figure": "27%",
        "address": "/so-lieu/",
    }
    wrong = client.post(url, told | {"due_on": "2000-01-01"})
    assert wrong.status_code == 400
    assert "Hạn phải từ hôm nay" in wrong.content.decode()
    with playing(today()):
        done = client.post(url, told | {"due_on": today() + TEN_DAYS}, follow=True)
    assert "Đã giao việc" in done.content.decode()
    assert Errand.objects.get().given_to == commune_officer
