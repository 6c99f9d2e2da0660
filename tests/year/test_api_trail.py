"""The trail through the API: scans, history, likenesses, refused rows, columns."""

import pytest

from accounts.models import User
from areas.models import Area
from core.dates import playing
from households.models import CommuneRound, Household, Likeness, ReviewRequest
from households.services.listing.taking import upload_list
from households.services.requests import RequestFacts, receive_request
from office.jobs import run as run_job
from office.models import ImportRun
from tests.households.listing.books import FAMILY, book
from tests.households.listing.books import upload as sent_as


@pytest.fixture
def officer(api_as):
    return api_as("dakang.canbo")


def test_history_of_a_household_is_read(officer, day):
    home = Household.objects.filter(commune__code="23380").order_by("pk")[0]
    rows = officer.get(f"/api/v1/households/{home.public_id}/history/").json()
    assert {"at", "by", "what", "name", "before", "after"} == set(rows[0])
    assert any(row["name"] == "ghi lần đầu" for row in rows)


def test_likenesses_are_listed_by_pages_and_judged(officer, day):
    commune = Area.objects.get(code="23380", level="commune", valid_to__isnull=False)
    asked = {"commune": str(commune.public_id)}
    first = officer.get("/api/v1/likenesses/", asked).json()
    second = officer.get("/api/v1/likenesses/", asked | {"page": 2}).json()
    assert first["count"] > len(first["results"]) > 0
    assert first["results"] != second["results"]
    pair = first["results"][0]
    said = {name: pair[name]["public_id"] for name in ("first", "second")}
    done = officer.post(
        "/api/v1/likenesses/", said | {"verdict": "different"}, format="json"
    )
    assert done.status_code == 204
    assert Likeness.objects.get().verdict == "different"
    assert officer.get("/api/v1/likenesses/", asked).json()["count"] == first["count"] - 1


def test_refused_rows_are_taken_and_columns_told_again(officer, day):
    person = User.objects.get(username="dakang.canbo")
    item = CommuneRound.objects.get(commune__code="23380", round__year=2020)
    bad = [list(FAMILY[0])]
    bad[0][4] = "31/02/1980"
    run = upload_list(
        sent_as(book(bad)), commune=item.commune, commune_round=item, by=person
    )
    run_job(run.job.public_id)
    file = officer.get(f"/api/v1/household-lists/{run.public_id}/refused/")
    assert (file.status_code, b"".join(file.streaming_content)[:2]) == (200, b"PK")
    run = ImportRun.objects.get(pk=run.pk)
    (sheet,) = run.params["sheets"]
    told = {"signature": sheet["signature"], "columns": sheet["columns"] | {"4": "ignored"}}
    url = f"/api/v1/household-lists/{run.public_id}/columns/"
    assert officer.post(url, told, format="json").status_code == 202
    wrong = told | {"columns": {"4": "khong-co"}}
    assert officer.post(url, wrong, format="json").status_code == 400


def test_waiting_requests_are_put_on_the_list(officer, day):
    person = User.objects.get(username="dakang.canbo")
    item = CommuneRound.objects.get(commune__code="23380", round__year=2020)
    home = Household.objects.filter(commune__code="23380", reviews=None)[0]
    facts = RequestFacts(kind="join", applicant="x", received_on=day)
    with playing(day):
        receive_request(home, facts, by=person)
    url = f"/api/v1/commune-rounds/{item.public_id}/requests/"
    told = officer.post(url, {}, format="json")
    assert told.status_code == 200
    waiting = ReviewRequest.objects.filter(household=home, status="received").count()
    assert told.json()["listed"] + waiting >= 1


def test_accounts_are_filtered(api_as):
    admin = api_as("quantri")
    found = admin.get("/api/v1/users/", {"q": "dakang", "is_active": "true"}).json()
    assert {row["username"] for row in found["results"]} == {
        "dakang.canbo",
        "dakang.lanhdao",
        "dakang.rasoat",
    }
