"""A class with households from a list: on the page, by program, behind the second wall."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from accounts.services import create_token
from programs.choices import ActivityStatus
from programs.models import Activity, Support
from programs.selectors.work import candidates, with_sums
from programs.services.supports import (
    ActivityClosed,
    ElsewhereThanWork,
    Given,
    NotEligible,
    OutsideActivity,
    SupportedAlready,
    support_households,
)
from programs.services.work import Move, move_on, propose
from tests.factories import make_document, make_household, make_recognition, make_round
from tests.programs.money import DAY, YEAR, decision, make_project
from tests.programs.test_support import make_policy
from tests.programs.test_work import plan

pytestmark = pytest.mark.django_db
MANY = 30


@pytest.fixture
def policy(db):
    return make_policy("vocational", name="Đào tạo nghề")


@pytest.fixture
def homes(commune, district, district_officer):
    """Thirty poor households and one that is not."""
    (item,) = make_round(district, [commune], year=2023, by=district_officer)
    paper, now = make_document(district, day=date(2023, 12, 20)), timezone.now()
    found = []
    for n in range(MANY + 1):
        home = make_household(commune, code=f"H{n:02}", head=f"A {n:02}")
        klass = "poor" if n < MANY else "not_poor"
        make_recognition(home, item, paper, recorded_at=now, klass=klass)
        found.append(home)
    return found


@pytest.fixture
def work(commune, commune_officer, policy):
    row = propose(plan(commune, make_project("DA4")), by=commune_officer)
    return move_on(row, Move(ActivityStatus.RUNNING), by=commune_officer, version=None)


def desk_of(user):
    desk = Client()
    desk.force_login(user)
    return desk


def send(user, work, policy, **fields):
    told = {
        "policy": str(policy.public_id),
        "on": "2024-09-20",
        "note": "Lớp may",
        "f-central": "1.000.000",
        "request_key": str(uuid4()),
    } | fields
    return desk_of(user).post(reverse("work-take-part", args=[work.public_id]), told)


def test_thirty_households_are_ticked_from_the_list(work, homes, policy, commune_officer):
    page = desk_of(commune_officer).get(reverse("work-take-part", args=[work.public_id]))
    offered = [one.household for one in page.context["offered"]]
    assert offered == homes[:MANY], "who is not eligible is not offered"
    assert page.content.decode().count('name="homes"') == MANY
    keys = [str(home.public_id) for home in offered]
    answer = send(commune_officer, work, policy, homes=keys)
    assert answer.status_code == 302, answer.content.decode()
    rows = Support.objects.filter(activity=work)
    assert rows.count() == MANY
    assert {row.amount for row in rows} == {1_000_000}
    assert with_sums(Activity.objects.all()).get().homes == MANY
    assert candidates(commune_officer, work, policy) == []
    assert AccessLog.objects.filter(subject_type="support_list").exists()


def test_one_ineligible_household_refuses_the_whole_list(
    work, homes, policy, commune_officer
):
    keys = [str(home.public_id) for home in homes[:3]]
    answer = send(commune_officer, work, policy, homes=keys, codes="H30")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "1 hộ không đủ điều kiện – A 30 (H30): không thuộc hộ nghèo" in page
    assert page.count(" checked") == 3, "what was ticked is still ticked"
    assert not Support.objects.exists()
    answer = send(
        commune_officer, work, policy, homes=keys, codes="H30", exception="QĐ 5/QĐ-UBND"
    )
    assert answer.status_code == 302
    assert Support.objects.filter(exception="QĐ 5/QĐ-UBND").count() == 4


def test_unknown_codes_are_named(work, homes, policy, commune_officer):
    answer = send(commune_officer, work, policy, codes="H01\nX9 H01")
    assert "Không có hộ nào trong địa bàn mang mã: X9." in answer.content.decode()
    assert "Hãy chọn hộ" in send(commune_officer, work, policy).content.decode()


def test_days_and_steps_of_the_activity_bind(work, homes, policy, commune_officer):
    told = {"activity": work, "note": "x"}
    for day in (date(2024, 2, 29), date(2024, 9, 1)):
        given = Given(policy, day, **told)
        if day.month == 2:
            with pytest.raises(OutsideActivity, match=r"01/03/2024 đến 30/11/2024"):
                support_households(homes[:1], given, by=commune_officer)
        else:
            support_households(homes[:1], given, by=commune_officer)
            with pytest.raises(SupportedAlready):
                support_households(homes[:1], given, by=commune_officer)
    twice, given = [homes[1], homes[1]], Given(policy, DAY, **told)
    with pytest.raises(SupportedAlready):
        support_households(twice, given, by=commune_officer)
    stopped = move_on(work, Move(ActivityStatus.STOPPED), by=commune_officer, version=None)
    given = Given(policy, DAY, "x", activity=stopped)
    with pytest.raises(ActivityClosed):
        support_households(homes[1:2], given, by=commune_officer)


def test_support_stays_in_the_area_and_agency_of_its_work(
    homes, policy, people, offices, commune, other_commune
):
    nurse, clerk = people["nurse"], people["clerk"]
    told = plan(commune, make_project("DA4"), agency=offices[0])
    mine = propose(told, by=nurse)
    far = make_household(other_commune, code="X1", head="Y Lan")
    given = Given(policy, DAY, "x", agency=offices[0], activity=mine, exception="QĐ")
    with pytest.raises(ElsewhereThanWork):
        support_households([far], given, by=nurse)
    other = Given(policy, DAY, "x", agency=offices[1], activity=mine)
    with pytest.raises(ElsewhereThanWork):
        support_households(homes[:1], other, by=clerk)


def test_approval_of_the_activity_is_the_day_that_counts(
    homes, commune, commune_officer, commune_leader
):
    """Poor when the list was approved, not poor when the cattle came: supported."""
    policy = make_policy("livelihood", counts_on="approval")
    told = plan(commune, make_project("DA2"), "livelihood", planned={})
    row = propose(told, by=commune_officer)
    move_on(row, Move(ActivityStatus.APPRAISED), by=commune_officer, version=None)
    signed = Move(ActivityStatus.APPROVED, decision=decision(day=date(2024, 4, 2)))
    row = move_on(row, signed, by=commune_leader, version=None)
    home, later = homes[0], date(2024, 6, 1)
    old = home.recognitions.get()
    home.recognitions.update(valid_to=later)
    make_recognition(
        home,
        old.commune_round,
        old.document,
        recorded_at=timezone.now(),
        klass="not_poor",
        valid_from=later,
    )
    given = Given(policy, date(2024, 8, 1), "bò", activity=row)
    (made,) = support_households([home], given, by=commune_officer)
    assert (made.counted_on, made.klass) == (date(2024, 4, 2), "poor")
    plain = Given(make_policy("other"), date(2024, 8, 1), "bò", activity=row)
    with pytest.raises(NotEligible):
        support_households([home], plain, by=commune_officer)


def test_department_sees_and_enters_its_own_work_only(
    work, homes, policy, people, offices, commune
):
    nurse, clerk = people["nurse"], people["clerk"]
    mine = propose(
        plan(commune, work.project, name="Lớp của sở", agency=offices[0]), by=nurse
    )
    board = {"nam": YEAR}
    seen = desk_of(nurse).get(reverse("work-list"), board).context["page"]
    assert [row.name for row in seen] == ["Lớp của sở"]
    assert list(desk_of(clerk).get(reverse("work-list"), board).context["page"]) == []
    assert (
        desk_of(clerk).get(reverse("work-detail", args=[mine.public_id])).status_code == 404
    )
    assert (
        desk_of(nurse).get(reverse("work-detail", args=[work.public_id])).status_code == 404
    )
    page = desk_of(nurse).get(reverse("work-take-part", args=[mine.public_id]))
    assert page.context["offered"] == [], "a department keeps no household records"
    answer = send(nurse, mine, policy, codes="H00\nH01")
    assert answer.status_code == 302, answer.content.decode()
    assert mine.supports.count() == 2
    assert {row.agency for row in mine.supports.all()} == {offices[0]}


@pytest.fixture
def call(commune_officer):
    """Requests of a program that acts for the commune's officer."""
    _, token = create_token(commune_officer, name="x")
    desk = Client(headers={"Authorization": f"Bearer {token}"})

    def send_it(name, /, *args, version=None, **body):
        headers = {"X-Request-Key": str(uuid4())}
        if version:
            headers["If-Match"] = f'"{version}"'
        url = reverse(name, args=args)
        if not body:
            return desk.get(url).json()
        return desk.post(url, body, content_type="application/json", headers=headers)

    return send_it


@pytest.fixture
def entered(call, commune, policy):
    """An activity a program entered."""
    made = call(
        "api-work-list",
        kind="vocational_class",
        name="Lớp hàn",
        project=str(make_project("DA4").public_id),
        area=str(commune.public_id),
        year=YEAR,
        starts_on="2024-03-01",
        ends_on="2024-11-30",
        planned={"people": "20"},
    )
    assert made.status_code == 201, made.content.decode()
    return made.json()


def test_program_takes_work_on(call, entered, policy, homes):
    key, version = entered["public_id"], entered["version"]
    assert call("api-work-step", key, to="done", version=version).status_code == 409
    moved = call("api-work-step", key, to="running", version=version)
    assert moved.json()["status"] == "running"
    told = {"product": "people", "on": "2024-05-02", "quantity": "18.5"}
    assert call("api-work-deliver", key, **told).status_code == 201
    checked = call("api-work-check", key, seen=["roof"], version=moved.json()["version"])
    assert checked.json()["checks"] == []
    support = {
        "policy": str(policy.public_id),
        "on": "2024-05-02",
        "note": "x",
        "activity": key,
        "households": [str(homes[0].public_id)],
    }
    assert call("api-support-list", **support).status_code == 201
    row = call("api-work-detail", key)
    done = {o["product"]: o["done"] for o in row["outputs"]}
    assert (done["people"], row["households"]) == ("18.50", 1)


def test_program_asks_for_known_kinds_and_products(call, entered):
    named = {kind["key"]: kind for kind in call("api-kind-list")}
    product = {"key": "people", "name": "Học viên", "unit": "người"}
    assert product in named["vocational_class"]["products"]
    wanted = {**entered, "area": entered["public_id"]}
    for wrong in ({"kind": "x"}, {"planned": {"x": "1"}}):
        assert call("api-work-list", **{**wanted, **wrong}).status_code == 400
