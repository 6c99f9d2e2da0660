"""Eligibility: status × day × place × group × policy, each case with the text it rests on."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from areas.models import AreaDesignation
from households.models import Residence, Review
from povertyapp.reference import load_reference
from programs.choices import CountsOn
from programs.models import Policy
from programs.rules.eligibility import Standing, Terms, judge
from programs.selectors.standing import facts_of
from programs.selectors.support import answers_for
from tests.factories import make_document, make_household, make_recognition, make_round
from tests.programs.money import DAY

EXPIRES = date(2024, 12, 20)  # 36 months after 20/12/2021
django_db = pytest.mark.django_db


# each case: its legal source as data/policies.json and law.md §3 name it
POOR, NEAR = ["poor"], ["poor", "near_poor"]
UNTIL = EXPIRES
CASES = [
    # status, newly escaped until, day, policy's classes, its period, yes
    ("poor", None, DAY, POOR, "", True, "QĐ 90/QĐ-TTg"),
    ("near_poor", None, DAY, POOR, "", False, "KH 1335/KH-UBND (nhà ở: hộ nghèo)"),
    ("near_poor", None, DAY, NEAR, "", True, "KH 1335/KH-UBND (BHYT)"),
    ("not_poor", None, DAY, NEAR, "", False, "KH 1335/KH-UBND (BHYT)"),
    (None, None, DAY, NEAR, "chung", False, "QĐ 90/QĐ-TTg"),
    ("not_poor", UNTIL, UNTIL - timedelta(1), NEAR, "chung", True, "KH 122/2024: 36 tháng"),
    ("not_poor", UNTIL, UNTIL, NEAR, "chung", False, "KH 122/2024: 36 tháng"),
    ("not_poor", UNTIL, UNTIL + timedelta(1), NEAR, "chung", False, "KH 122/2024"),
    ("not_poor", UNTIL, DAY, NEAR, "", False, "chính sách không tính hộ mới thoát nghèo"),
    ("near_poor", UNTIL, UNTIL, NEAR, "tín dụng", True, "QĐ 28/2015/QĐ-TTg"),
    ("poor", None, date(2021, 12, 31), POOR, "", False, "trước ngày có hiệu lực"),
    ("poor", None, date(2026, 1, 1), POOR, "", False, "hết hiệu lực"),
]


@pytest.mark.parametrize(
    ("klass", "until", "on", "classes", "newly", "yes", "source"), CASES
)
def test_eligibility_by_status_day_and_policy(  # noqa: PLR0917 - the columns of the table
    klass, until, on, classes, newly, yes, source
):
    terms = Terms("x", classes, newly, date(2022, 1, 1), date(2026, 1, 1))
    verdict = judge(terms, Standing(klass, until), on=on)
    assert verdict.yes is yes, (source, verdict.why)
    assert verdict.why


POOR_DISTRICT = {"poor_district": "huyện nghèo"}
HARD = {"hard_commune": "xã đặc biệt khó khăn", "coastal_commune": "xã bãi ngang"}
SOCIAL = {"social": "hưởng trợ cấp bảo trợ xã hội"}
MINORITY = {"minority": "Hộ dân tộc thiểu số"}
PLACES = [
    # class, where it lives, its groups, policy's classes, places, groups, yes, source
    ("poor", ["poor_district"], [], NEAR, POOR_DISTRICT, {}, True, "QĐ 90: DA5"),
    ("near_poor", ["poor_district"], [], NEAR, POOR_DISTRICT, {}, True, "QĐ 90: DA5"),
    ("poor", [], [], NEAR, POOR_DISTRICT, {}, False, "QĐ 90: DA5, ngoài huyện nghèo"),
    ("not_poor", ["poor_district"], [], NEAR, POOR_DISTRICT, {}, False, "QĐ 90: DA5"),
    (None, ["hard_commune"], [], [], HARD, {}, True, "KH 1335: BHYT xã ĐBKK, mọi hộ"),
    ("not_poor", ["coastal_commune"], [], [], HARD, {}, True, "KH 1335: BHYT bãi ngang"),
    ("poor", [], [], [], HARD, {}, False, "KH 1335: BHYT theo địa bàn"),
    ("not_poor", [], ["social"], [], {}, SOCIAL, True, "NĐ 20/2021, dẫn trong KH 1335"),
    ("poor", [], ["merit"], [], {}, SOCIAL, False, "NĐ 20/2021: không thuộc nhóm"),
    ("poor", [], ["minority"], POOR, {}, MINORITY, True, "tỉnh khai: hộ nghèo DTTS"),
    ("poor", [], [], POOR, {}, MINORITY, False, "tỉnh khai: hộ nghèo DTTS"),
    ("poor", ["hard_commune"], [], POOR, HARD, MINORITY, False, "đủ nơi ở, thiếu nhóm"),
    (None, [], [], [], {}, {}, True, "KH 1335: cứu đói, mọi hộ thiếu đói"),
]


@pytest.mark.parametrize(
    ("klass", "places", "groups", "classes", "wanted", "asked", "yes", "source"), PLACES
)
def test_eligibility_by_place_and_group(  # noqa: PLR0917 - the columns of the table
    klass, places, groups, classes, wanted, asked, yes, source
):
    terms = Terms("x", classes, "", date(2022, 1, 1), None, wanted, asked)
    standing = Standing(klass, None, frozenset(places), frozenset(groups))
    verdict = judge(terms, standing, on=DAY)
    assert verdict.yes is yes, (source, verdict.why)
    assert verdict.why


@pytest.fixture
def home(commune, district, district_officer):
    """A poor household whose recognised form marked a group."""
    (item,) = make_round(district, [commune], year=2021, by=district_officer)
    found = make_household(commune, code="H1", head="A Tem", group="Kinh")
    paper = make_document(district, day=date(2021, 12, 20))
    make_recognition(found, item, paper, recorded_at=timezone.now())
    Review.objects.create(
        commune_round=item,
        household=found,
        commune=commune,
        area_path=commune.path,
        class_before="poor",
        size=1,
        status="done",
        score_b1=100,
        klass="poor",
        groups=["social"],
    )
    item.status = "recognised"
    item.save()
    return found


def designate(area, kind, first, last=None):
    AreaDesignation.objects.create(
        area=area, kind=kind, valid_from=first, valid_to=last, source="x"
    )


@django_db
def test_place_and_group_are_those_of_the_day(home, district, commune, other_commune):
    designate(district, "poor_district", date(2022, 1, 1), date(2023, 1, 1))
    designate(other_commune, "hard_commune", date(2022, 1, 1))
    inside, after = date(2022, 12, 31), date(2023, 1, 1)
    facts = {day: facts_of([home], on=day)[home.pk] for day in (inside, after)}
    assert facts[inside].designations == {"poor_district"}
    assert facts[after].designations == frozenset()
    assert facts[inside].groups == {"social"}
    before = facts_of([home], on=date(2021, 12, 19))[home.pk]
    assert before.groups == frozenset(), "the form was not recognised yet"
    Residence.objects.filter(household=home).update(valid_to=date(2023, 6, 1))
    Residence.objects.create(
        household=home,
        commune=other_commune,
        area_path=other_commune.path,
        size=1,
        ethnic_minority=False,
        valid_from=date(2023, 6, 1),
    )
    moved = facts_of([home], on=date(2023, 6, 1))[home.pk]
    assert moved.designations == {"hard_commune"}


@django_db
def test_every_shipped_policy_answers_with_its_reason(home, settings):
    load_reference()
    found = {a.policy.code: a.verdict for a in answers_for(home, on=DAY)}
    assert len(found) == Policy.objects.in_force(DAY).count() >= 15
    assert found["tuition"].yes
    assert found["social_protection"].why == "Có thành viên hưởng trợ cấp bảo trợ xã hội"
    assert not found["housing_da5"].yes
    assert "huyện nghèo" in found["housing_da5"].why
    assert not found["insurance_area"].yes
    assert set(Policy.objects.values_list("counts_on", flat=True)) == set(CountsOn)


@django_db
def test_a_longer_list_costs_no_more_queries(home, commune):
    def asked(homes):
        with CaptureQueriesContext(connection) as seen:
            facts_of(homes, on=DAY)
        return len(seen)

    more = [make_household(commune, code=f"B{n}", head=f"B {n}") for n in range(20)]
    assert asked([home]) == asked([home, *more]) <= 5
