"""Communes name households that are to escape; who cannot work is supported apart."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from core.errors import RightMissing, StaleVersion
from targets.choices import Aim
from targets.models import HouseholdAim, Plan
from targets.rules.aims import NotOnTheLists, SupportMissing
from targets.selectors.aims import aim_counts, candidates, on_the_lists
from targets.services.aims import (
    AlreadyWithdrawn,
    NobodyChosen,
    WithdrawalReasonMissing,
    register_aims,
    withdraw_aim,
)
from tests.factories import (
    make_document,
    make_household,
    make_recognition,
    make_review,
    make_round,
)
from tests.targets.test_objectives import add_line

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_DATE = date(2020, 10, 1)


@pytest.fixture
def homes(district, commune, district_officer, today_2020):
    """A poor household, one that cannot work, a near-poor one, one on no list."""
    (item,) = make_round(district, [commune], year=2019, by=district_officer)
    paper, found = make_document(district), {}
    for code, klass, groups in (
        ("poor", "poor", []),
        ("unable", "poor", ["no_capacity"]),
        ("near", "near_poor", []),
        ("none", "not_poor", []),
    ):
        home = make_household(commune, code=code, head=f"A {code}")
        make_review(item, home, status="done", klass=klass, score_b1=100, groups=groups)
        make_recognition(home, item, paper, recorded_at=timezone.now(), klass=klass)
        found[code] = home
    item.status = "recognised"
    item.save()
    return found


def test_aim_follows_from_the_class_and_the_capacity(homes, commune, commune_officer):
    listed = candidates(on_the_lists(commune_officer, commune, 2020), 2020)
    assert {c.household.code: c.aim for c in listed} == {
        "poor": Aim.ESCAPE,
        "unable": Aim.SUPPORT,
        "near": Aim.ESCAPE_NEAR,
    }


def test_all_are_registered_or_none(homes, commune, commune_officer):
    wanted = {homes["poor"].public_id: "vay vốn", homes["unable"].public_id: " "}
    with pytest.raises(SupportMissing, match="A unable"):
        register_aims(commune, 2020, wanted, by=commune_officer)
    assert not HouseholdAim.objects.exists()
    wanted[homes["unable"].public_id] = "trợ cấp hằng tháng"
    assert len(register_aims(commune, 2020, wanted, by=commune_officer)) == 2
    assert register_aims(commune, 2020, wanted, by=commune_officer) == [], "twice is once"
    with pytest.raises(NobodyChosen):
        register_aims(commune, 2020, {}, by=commune_officer)
    with pytest.raises(NotOnTheLists):
        register_aims(commune, 2020, {homes["none"].public_id: ""}, by=commune_officer)


def test_only_the_commune_itself_names(homes, commune, district_officer):
    with pytest.raises(RightMissing):
        register_aims(commune, 2020, {homes["poor"].public_id: ""}, by=district_officer)


def test_withdrawing_says_why_and_leaves_the_row(homes, commune, commune_officer):
    (aim,) = register_aims(commune, 2020, {homes["poor"].public_id: ""}, by=commune_officer)
    with pytest.raises(WithdrawalReasonMissing):
        withdraw_aim(aim, reason=" ", by=commune_officer, version=1)
    with pytest.raises(StaleVersion):
        withdraw_aim(aim, reason="ốm", by=commune_officer, version=4)
    withdraw_aim(aim, reason="ốm nặng", by=commune_officer, version=1)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_aim(aim, reason="ốm", by=commune_officer, version=None)
    again = {homes["poor"].public_id: "khỏi bệnh"}
    register_aims(commune, 2020, again, by=commune_officer)
    assert HouseholdAim.objects.count() == 2


def test_registered_stands_against_the_target(
    homes, commune, commune_officer, district, district_officer
):
    plan = Plan.objects.create(
        title="x",
        area=district,
        area_path=district.path,
        year=2020,
        valid_from="2020-01-01",
        valid_to="2021-01-01",
    )
    add_line(plan, commune, households=4, poor=2, reduction=2)
    register_aims(commune, 2020, {homes["poor"].public_id: ""}, by=commune_officer)
    (counted,) = aim_counts(district_officer, district, 2020)
    assert (counted.aim, counted.registered, counted.target) == (Aim.ESCAPE, 1, 2)
    assert counted.short == 1


def test_outcome_is_known_after_the_years_decision(
    homes, commune, commune_officer, district, district_officer
):
    register_aims(commune, 2020, {homes["poor"].public_id: ""}, by=commune_officer)

    def outcome():
        rows = candidates(on_the_lists(commune_officer, commune, 2020), 2020)
        return next(c.escaped for c in rows if c.household.code == "poor")

    assert outcome() is None
    (item,) = make_round(district, [commune], year=2020, by=district_officer)
    paper = make_document(district, number="2/QĐ", day=date(2020, 9, 20))
    homes["poor"].recognitions.update(valid_to=paper.date)
    make_recognition(
        homes["poor"], item, paper, recorded_at=timezone.now(), klass="near_poor"
    )
    assert outcome() is True


def test_page_registers_and_withdraws(homes, commune, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    url = reverse("aim-list")
    page = desk.get(url).content.decode()
    assert "A poor" in page
    assert "A none" not in page
    data = {"nam": "2020", "xa": str(commune.public_id), "ho": [homes["poor"].public_id]}
    said = desk.post(reverse("aim-register"), data, follow=True).content.decode()
    assert "Đã đăng ký 1 hộ cho năm 2020." in said
    key = homes["near"].public_id
    alone = {"nam": "2020", "xa": str(commune.public_id), f"ho-tro-{key}": "vay vốn"}
    refused = desk.post(reverse("aim-register"), alone)
    assert refused.status_code == 409
    assert "chưa đánh dấu" in refused.content.decode()
    assert 'value="vay vốn"' in refused.content.decode()
    aim = HouseholdAim.objects.get()
    url = reverse("aim-withdraw", args=[aim.public_id])
    said = desk.post(url, {"version": "1"}, follow=True).content.decode()
    assert "phải ghi lý do" in said
    said = desk.post(url, {"version": "1", "reason": "ốm"}, follow=True).content.decode()
    assert "Đã rút đăng ký" in said
    assert AccessLog.objects.filter(subject_type="household_aims").exists()


def test_list_costs_the_same_for_few_and_many(homes, commune, commune_officer, district):
    desk = Client()
    desk.force_login(commune_officer)
    desk.get(reverse("aim-list"))
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("aim-list"))
    item = homes["poor"].recognitions.get().commune_round
    paper = homes["poor"].recognitions.get().document
    for n in range(20):
        home = make_household(commune, code=f"N{n}", head=f"Y {n}")
        make_recognition(home, item, paper, recorded_at=timezone.now(), klass="poor")
    with CaptureQueriesContext(connection) as many:
        page = desk.get(reverse("aim-list")).content.decode()
    assert "Y 19" in page
    assert len(many) == len(few)
