"""What a plan's text promises, and what its own table says of it."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import RightMissing, StaleVersion
from office.models import Step
from targets.models import Indicator, Plan, Target
from targets.rules import PlanClosed
from targets.selectors import verdicts
from targets.services.objectives import (
    OutsideThePlan,
    Promise,
    RangeMissing,
    add_objective,
    drop_objective,
)
from targets.services.totals import recount
from tests.factories import make_document, make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_2020")]


@pytest.fixture
def rate():
    return Indicator.objects.create(
        source="computed",
        code="poverty_rate_reduction",
        name="x",
        unit="điểm phần trăm",
        aggregation="level",
    )


@pytest.fixture
def plan(district):
    return Plan.objects.create(
        title="x",
        area=district,
        area_path=district.path,
        year=2020,
        valid_from="2020-01-01",
        valid_to="2021-01-01",
    )


def add_line(plan, area, *, households, poor, reduction, kind="line"):
    known = Indicator.objects.filter(code="poor_reduction").first()
    line = Target.objects.create(
        plan=plan,
        indicator=known or make_indicator(),
        kind=kind,
        area=area,
        area_path=area.path,
        operator="ge",
        value=reduction,
        households=households,
        minority=0,
        base=poor,
    )
    recount(plan, [line.indicator])
    return line


def promise(rate, area, value="7", **fields):
    facts = {"operator": "ge", "value": Decimal(value)} | fields
    return Promise(sentence="giảm", indicator=rate, area=area, **facts)


def test_table_answers_for_the_whole_and_for_each_line(
    plan, rate, district, commune, other_commune, district_officer
):
    add_line(plan, commune, households=1094, poor=300, reduction=73)
    facts = {"by": district_officer, "version": None}
    own = add_objective(plan, promise(rate, commune), **facts)
    whole = add_objective(plan, promise(rate, district, "6.67"), **facts)
    none = add_objective(plan, promise(rate, other_commune), **facts)
    said = verdicts(plan, [own, whole, none])
    assert said[own.pk].startswith("Chưa đạt: bảng cho 6,67 điểm phần trăm")
    assert "73 trong 77 hộ" in said[own.pk]
    assert said[whole.pk] == (
        "Đạt: bảng cho 6,67 điểm phần trăm, mục tiêu từ 6,67 trở lên."
    )
    assert none.pk not in said, "no line of its own"
    add_line(plan, other_commune, households=1000, poor=300, reduction=0)
    said = verdicts(plan, [own, whole])
    assert said[whole.pk].startswith("Chưa đạt: bảng cho 3,49")


def test_table_says_nothing_of_what_it_cannot_answer(plan, rate, commune, district_officer):
    add_line(plan, commune, households=1094, poor=300, reduction=73)
    facts = {"by": district_officer, "version": None}
    for operator in ("le", "eq", "about"):
        other = add_objective(plan, promise(rate, commune, operator=operator), **facts)
        assert verdicts(plan, [other]) == {}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"value": "1.25"}, "từ 1,25 trở lên"),
        ({"value": "7", "operator": "between", "value_to": Decimal(8)}, "từ 7 đến 8"),
        ({"value": "100", "operator": "gt"}, "trên 100"),
        ({"value": "2.5", "operator": "le"}, "không quá 2,5"),
    ],
)
def test_value_reads_as_a_sentence_says_it(
    plan, rate, commune, district_officer, fields, words
):
    made = add_objective(
        plan, promise(rate, commune, **fields), by=district_officer, version=None
    )
    made.refresh_from_db()
    assert made.in_words == words


def test_mistyped_objective_is_taken_out_of_a_draft(
    plan, rate, commune, district_officer, commune_officer
):
    made = add_objective(plan, promise(rate, commune), by=district_officer, version=None)
    with pytest.raises(RightMissing):
        drop_objective(made, by=commune_officer, version=None)
    drop_objective(made, by=district_officer, version=None)
    assert not plan.targets.exists()
    told = list(Step.objects.filter(subject=plan.public_id).values_list("note", flat=True))
    assert told == ["ghi mục tiêu: giảm", "bỏ mục tiêu: giảm"]
    plan.refresh_from_db()
    plan.document, plan.status = make_document(plan.area), "issued"
    again = Target.objects.create(
        plan=plan, indicator=rate, kind="objective", area=commune, operator="ge", value=1
    )
    plan.save()
    with pytest.raises(PlanClosed):
        drop_objective(again, by=district_officer, version=None)


def test_range_the_wrong_way_round_is_said_on_the_form(plan, rate, district_officer):
    client = Client()
    client.force_login(district_officer, "django.contrib.auth.backends.ModelBackend")
    data = {
        "sentence": "giảm",
        "indicator": rate.code,
        "area": str(plan.area.public_id),
        "operator": "between",
        "value": "3",
        "value_to": "2",
        "version": str(plan.version),
    }
    page = client.post(reverse("plan-objective", args=[plan.public_id]), data)
    assert page.status_code == 400
    assert "Giá trị sau phải lớn hơn giá trị trước." in page.content.decode()
    assert not plan.targets.exists()


def test_objective_that_cannot_be_is_refused(
    plan, rate, commune, district_officer, commune_officer
):
    province = plan.area.parent
    facts = {"by": district_officer, "version": None}
    with pytest.raises(OutsideThePlan, match="Kon Tum không thuộc Huyện Ngọc Hồi"):
        add_objective(plan, promise(rate, province), **facts)
    for wrong in ({"operator": "between"}, {"value_to": Decimal(8)}):
        with pytest.raises(RangeMissing):
            add_objective(plan, promise(rate, commune, **wrong), **facts)
    with pytest.raises(RightMissing):
        add_objective(plan, promise(rate, commune), by=commune_officer, version=None)
    add_objective(plan, promise(rate, commune), by=district_officer, version=plan.version)
    with pytest.raises(StaleVersion):
        add_objective(
            plan, promise(rate, commune), by=district_officer, version=plan.version
        )
    assert plan.targets.count() == 1


def test_issued_plan_takes_no_objective(plan, rate, commune, district_officer):
    plan.document = make_document(plan.area)
    plan.status = "issued"
    plan.save()
    with pytest.raises(PlanClosed):
        add_objective(plan, promise(rate, commune), by=district_officer, version=None)
