from decimal import Decimal

import pytest

from households.rules.suggestions import MemberSituation as Who
from households.rules.suggestions import groups_of, suggest
from households.standards import standards

RULES = {i.key: i.suggest for i in standards()["2022-2026"].indicators}


@pytest.mark.parametrize(
    ("key", "members", "lacking", "reason"),
    [
        ("dependants", [Who("A", 40), Who("B", 15)], False, "1/2 = 50%"),
        ("dependants", [Who("A", 40), Who("B", 15), Who("C", 3)], True, "2/3 = 66%"),
        ("dependants", [Who("A", 70, monthly_allowance=True)], True, "1/1 = 100%"),
        ("dependants", [Who("A", 70), Who("B", None)], None, ""),
        ("health_insurance", [Who("A", 6, insured=False)], True, "A chưa có bảo hiểm"),
        ("health_insurance", [Who("A", 5, insured=False)], False, "đều có"),
        ("health_insurance", [Who("A", 40)], None, ""),
        ("nutrition", [Who("A", 15, malnourished=True)], True, "A suy dinh dưỡng"),
        ("nutrition", [Who("A", 16, malnourished=True)], False, "không có trẻ"),
        ("child_schooling", [Who("A", 3, studying=False)], True, "A không đi học"),
        ("child_schooling", [Who("A", 2, studying=False)], False, "đều đi học"),
        ("child_schooling", [Who("A", 16, studying=False)], False, "đều đi học"),
        (
            "adult_education",
            [Who("A", 17, studying=False, education="primary")],
            True,
            "A không đi học",
        ),
        (
            "adult_education",
            [Who("A", 17, studying=False, education="lower_secondary")],
            False,
            "đạt trình độ",
        ),
        (
            "adult_education",
            [Who("A", 18, studying=False, education="lower_secondary")],
            True,
            "A",
        ),
        (
            "adult_education",
            [Who("A", 31, studying=False, education="none")],
            False,
            "đạt",
        ),
        ("adult_education", [Who("A", 20, studying=True)], False, "đạt"),
        ("adult_education", [Who("A", 20)], None, ""),
        ("job", [Who("A", 30, work="wants_work")], True, "A chưa có việc"),
        ("job", [Who("A", 30, work="own"), Who("B", 10)], False, "đều có việc"),
        ("job", [Who("A", 30)], None, ""),
    ],
)
def test_members_suggest_an_answer_only_where_their_data_say_it(
    key, members, lacking, reason
):
    found = suggest(RULES[key], members)
    if lacking is None:
        assert found is None
    else:
        assert found.lacking is lacking
        assert reason in found.reason


@pytest.mark.parametrize(("area", "lacking"), [("15.9", True), ("16", False), (None, None)])
def test_dwelling_below_eight_square_metres_each_suggests_a_lack(area, lacking):
    members = [Who("A", 40), Who("B", 30)]
    found = suggest(RULES["housing_area"], members, area_m2=Decimal(area) if area else None)
    assert (found.lacking if found else None) is lacking


def test_indicator_without_a_rule_suggests_nothing():
    assert suggest(RULES["water"], [Who("A", 40)]) is None


@pytest.mark.parametrize(
    ("members", "groups"),
    [
        ([], []),
        ([Who("A", 40, sex="male", leads=True)], []),
        ([Who("A", 40, sex="female", leads=True)], ["female_head"]),
        ([Who("A", 40, sex="female")], []),
        ([Who("A", 40), Who("B", 15)], ["children"]),
        ([Who("A", 40), Who("B", 16)], []),
        ([Who("A", 70, work="unable"), Who("B", 3)], ["no_capacity", "children"]),
        ([Who("A", 70, work="unable"), Who("B", 40)], []),
        ([Who("B", 3)], ["children"]),
        ([Who("A", 70, merit=True, monthly_allowance=True)], ["merit", "social"]),
        ([Who("A", 70, disabled=True)], ["disabled"]),
    ],
)
def test_members_put_a_household_into_groups(members, groups):
    assert groups_of(members) == groups
