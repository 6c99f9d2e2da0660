"""What is done on pages is done through the API, by the same services and refusals."""

import pytest

from areas.models import Area
from households.models import Household, ReviewRequest

BAD_UUID = "0195f0a0-0000-7000-8000-000000000000"


@pytest.fixture
def officer(api_as):
    return api_as("dakang.canbo")


@pytest.fixture
def home(day):
    return Household.objects.filter(commune__code="23380", size__gte=3).order_by("pk")[0]


def person(name="A Bé", relation="child"):
    return {
        "full_name": name,
        "relation": relation,
        "sex": "male",
        "birth_year": 2020,
        "ethnic_group": "Xơ Đăng",
    }


def post(client, url, data, version=None):
    headers = {"If-Match": f'"{version}"'} if version else {}
    return client.post(f"/api/v1/{url}", data, format="json", headers=headers)


def test_birth_is_recorded_listed_and_undone(officer, home):
    url = f"households/{home.public_id}/events/"
    born = {"kind": "born", "day": "2020-10-01", "person": person()}
    made = post(officer, url, born, home.version)
    assert made.status_code == 201, made.json()
    home.refresh_from_db()
    listed = officer.get(f"/api/v1/{url}").json()
    assert (listed[0]["kind"], listed[0]["undone"]) == ("born", False)
    size = home.size
    undone = post(officer, f"events/{made.json()['public_id']}/undo/", {})
    assert undone.status_code == 201
    home.refresh_from_db()
    assert home.size == size - 1


def test_event_without_its_facts_or_with_a_stale_version_is_refused(officer, home):
    url = f"households/{home.public_id}/events/"
    empty = post(officer, url, {"kind": "born", "day": "2020-10-01"}, home.version)
    assert empty.status_code == 400
    assert "person" in empty.json()["details"]
    born = {"kind": "born", "day": "2020-10-01", "person": person()}
    stale = post(officer, url, born, home.version + 7)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    missing = post(officer, url, born)
    assert missing.json()["code"] == "version_missing"


def test_member_who_died_and_household_that_split(officer, home):
    members = list(home.members.filter(valid_to=None).order_by("pk"))
    url = f"households/{home.public_id}/events/"
    going = [str(members[-1].public_id)]
    split = {"kind": "split", "day": "2020-10-01", "members": going, "member": going[0]}
    made = post(officer, url, split | {"code": "TACH-1"}, home.version)
    assert made.status_code == 201, made.json()
    assert Household.objects.get(public_id=made.json()["other"]).code == "TACH-1"
    home.refresh_from_db()
    died = {"kind": "died", "day": "2020-10-01", "member": str(members[1].public_id)}
    assert post(officer, url, died, home.version).status_code == 201


def test_move_is_proposed_and_accepted_by_the_other_commune(officer, api_as, home):
    to = Area.objects.get(code="23395", level="commune")
    proposed = post(
        officer, "moves/", {"household": str(home.public_id), "to": str(to.public_id)}
    )
    assert proposed.status_code == 201, proposed.json()
    receiver = api_as("poy.canbo")
    village = Area.objects.filter(parent=to, level="village")[0]
    act = {"act": "accept", "village": str(village.public_id)}
    move = proposed.json()
    answer = post(receiver, f"moves/{move['public_id']}/answer/", act, move["version"])
    assert answer.json()["status"] == "accepted", answer.json()
    home.refresh_from_db()
    assert home.commune == to


def test_request_is_taken_in_and_answered(officer, home):
    facts = {
        "household": str(home.public_id),
        "kind": "join",
        "applicant": "A",
        "received_on": "2020-09-30",
    }
    taken = post(officer, "requests/", facts)
    assert taken.status_code == 201, taken.json()
    row = taken.json()
    url = f"requests/{row['public_id']}/answer/"
    silent = post(officer, url, {"passed": False}, row["version"])
    assert silent.json()["code"] == "note_missing"
    answered = post(officer, url, {"passed": False, "note": "Có ô tô"}, row["version"])
    assert answered.json()["status"] == "refused"
    again = post(officer, "requests/", facts | {"received_on": "2020-10-02"})
    assert again.json()["code"] == "request_day_outside"
    assert ReviewRequest.objects.latest("pk").answer == "Có ô tô"


def test_foreign_ids_in_a_sound_body_are_not_found(officer, home):
    stranger = Household.objects.filter(commune__code="23395")[0]
    facts = {"kind": "leave", "applicant": "A", "received_on": "2020-09-30"}
    wrong = post(officer, "requests/", facts | {"household": str(stranger.public_id)})
    assert wrong.status_code == 404
    asked = {"household": str(stranger.public_id), "asked_by": "x", "purpose": "y"}
    assert post(officer, "confirmations/", asked).status_code == 404
    merged = {"kind": "merged", "day": "2020-10-01", "into": str(stranger.public_id)}
    url = f"households/{home.public_id}/events/"
    assert post(officer, url, merged, home.version).status_code == 404
    village = Area.objects.filter(parent__code="23395", level="village")[0]
    totals = {"on": "2020-10-01", "households": 1, "persons": 1, "minority": 0}
    foreign = totals | {"village": str(village.public_id), "figures_source": "x"}
    assert post(officer, "village-totals/", foreign).status_code == 404
    lists = {"commune": str(village.parent.public_id)}
    assert (
        post(officer, "off-cycle-rounds/", lists | {"year": 2024, "month": 4}).status_code
        == 404
    )


def test_totals_and_quality_and_movement_are_read(officer, api_as, day):
    village = Area.objects.filter(parent__code="23380", level="village")[0]
    totals = {
        "village": str(village.public_id),
        "on": "2020-10-01",
        "households": 300,
        "persons": 900,
        "minority": 200,
        "figures_source": "Công an xã",
    }
    made = post(officer, "village-totals/", totals)
    assert made.status_code == 201, made.json()
    wrong = post(officer, "village-totals/", totals | {"minority": 301})
    assert wrong.json()["code"] == "villagetotal_minority_within_households"
    rounds = officer.get("/api/v1/commune-rounds/").json()["results"]
    url = f"/api/v1/commune-rounds/{rounds[-1]['public_id']}/quality/"
    assert officer.get(url).status_code == 200
    province = Area.objects.get(code="62", level="province")
    days = "first=2019-12-31&last=2020-10-01"
    url = f"/api/v1/movement/?area={province.public_id}&{days}"
    poor = api_as("kontum.canbo").get(url).json()[0]
    assert (poor["klass"], poor["households"]["opening"]) == ("poor", 791)
    assert poor["households"]["gap"] == poor["persons"]["gap"] == 0
