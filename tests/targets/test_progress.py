"""Progress: recognised and live told apart, forecast, lights; results that are reported."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Agency
from core.errors import RightMissing
from targets.choices import Light
from targets.models import Indicator, Plan, Target
from targets.rules.progress import (
    Aimed,
    Reviewed,
    done_share,
    forecast_by_time,
    forecast_count,
    light,
    live_count,
    per_year,
    points_down,
)
from targets.selectors.progress import progress_of
from targets.services.results import (
    ComparisonMissing,
    ComputedNotReported,
    PartAboveWhole,
    PlanIsDraft,
    ResultBeforePlan,
    ResultInFuture,
    ShareNeedsBoth,
    Told,
    ValueMissing,
    ValueNegative,
    report_result,
)
from targets.services.totals import recount
from tests.factories import (
    make_area,
    make_document,
    make_household,
    make_recognition,
    make_review,
    make_round,
    make_user,
)
from tests.targets.test_objectives import add_line

DAY = date(2020, 10, 1)
django_db = pytest.mark.django_db


@pytest.mark.parametrize(
    ("operator", "low", "achieved", "expected", "shown"),
    [
        ("ge", 10, 10, 10, Light.GOOD),
        ("ge", 10, 4, 10, Light.ON_WAY),
        ("ge", 10, 4, 8, Light.WATCH),
        ("ge", 10, 4, 7, Light.RISK),
        ("ge", 10, None, None, Light.UNKNOWN),
        ("ge", None, 4, 4, Light.UNKNOWN),
        ("gt", Decimal("1.2"), Decimal("1.2"), Decimal("1.2"), Light.WATCH),
        ("le", 5, 5, 5, Light.GOOD),
        ("le", 5, 9, 5, Light.ON_WAY),
        ("le", 5, 9, 6, Light.WATCH),
        ("le", 5, 9, 7, Light.RISK),
        ("between", 7, None, 7, Light.ON_WAY),
        ("ge", 10, 9, None, Light.WATCH),
    ],
)
def test_light_follows_the_printed_rule(operator, low, achieved, expected, shown):
    values = [None if v is None else Decimal(v) for v in (low, achieved, expected)]
    assert light(Aimed(operator, values[0]), *values[1:]) == shown


def test_what_is_to_fall_is_met_from_below():
    rate = Aimed("about", Decimal(5), falls=True)
    assert light(rate, Decimal(9), Decimal(9)) == Light.RISK
    assert light(rate, Decimal("4.8"), None) == Light.GOOD
    assert done_share(rate, Decimal(9)) is None, "less is better: no share of it"
    assert done_share(Aimed("le", Decimal(5)), Decimal(9)) is None


@pytest.mark.parametrize(
    ("recognised", "before", "stayed", "now", "live", "expected"),
    [
        (100, 0, 0, 0, 100, 100),  # nothing reviewed: nothing moves
        (100, 50, 40, 40, 90, 80),  # the other fifty move like the first
        (100, 100, 70, 70, 70, 70),
        (100, 3, 2, 2, 99, 67),  # 2 + 97 × 2/3 = 66,67
        (50, 10, 8, 18, 58, 50),  # ten came into the class: 18 + 40 × 8/10
        (100, 5, 5, 7, 102, 102),  # two newly poor, nobody left: 7 + 95
        (10, 12, 6, 6, 6, 6),  # more forms than recognised: nobody is left to wait
        (5, 0, 0, 2, 7, 7),  # newly poor only
    ],
)
def test_live_and_forecast_by_hand(recognised, before, stayed, now, live, expected):
    seen = Reviewed(before, stayed, now)
    assert live_count(recognised, seen) == live
    assert forecast_count(recognised, seen) == expected


@given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 500), st.integers(0, 99))
def test_forecast_lies_between_all_staying_and_all_leaving(poor, stayed, waiting, came):
    before = max(poor, stayed)
    seen = Reviewed(before, stayed, stayed + came)
    found = forecast_count(before + waiting, seen)
    assert seen.now <= found <= seen.now + waiting
    assert forecast_count(before, seen) == seen.now or before == 0


def test_rates_fall_by_points_of_their_own_years():
    assert points_down(77, 1094, 4, 1100) == Decimal("6.68")  # 7,04 − 0,36
    assert points_down(1, 0, 1, 10) is None
    assert per_year(Decimal("2.5"), 2) == Decimal("1.25")
    assert per_year(None, 2) is None
    assert done_share(Aimed("ge", Decimal(4)), Decimal(3)) == Decimal(75)
    assert done_share(Aimed("ge", Decimal(0)), Decimal(3)) is None
    assert forecast_by_time(Decimal(30), 90, 360) == Decimal(120)
    assert forecast_by_time(Decimal(30), 0, 360) is None
    assert forecast_by_time(Decimal(30), 400, 360) == Decimal(30)


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_DATE = DAY


def make_plan(district, status="issued"):
    document = make_document(district, number="1/KH") if status == "issued" else None
    return Plan.objects.create(
        title="Kế hoạch 2020",
        area=district,
        area_path=district.path,
        year=2020,
        valid_from=date(2020, 1, 1),
        valid_to=date(2021, 1, 1),
        status=status,
        document=document,
    )


def promise(plan, code, *, unit="điểm phần trăm", value="1", operator="ge", **fields):
    indicator, _ = Indicator.objects.get_or_create(
        code=code,
        defaults={"name": code, "unit": unit, "aggregation": "level", "source": "reported"}
        | fields,
    )
    return Target.objects.create(
        plan=plan,
        indicator=indicator,
        kind="objective",
        area=plan.area,
        area_path=plan.area_path,
        operator=operator,
        value=value,
        outside="" if value else "bình quân cả nước",
        sentence="câu",
        status="approved",
    )


@pytest.fixture
def world(district, commune, other_commune, district_officer, today_2020):
    """Ten poor households of twenty in each commune; one commune reviewed half."""
    before = make_round(district, [commune, other_commune], year=2019, by=district_officer)
    paper = make_document(district)
    now = timezone.now()
    for item in before:
        for n in range(20):
            klass = "poor" if n < 10 else "not_poor"
            home = make_household(item.commune, code=f"H{n}", head=f"A {n}")
            make_recognition(home, item, paper, recorded_at=now, klass=klass)
        item.status = "recognised"
        item.save()
    (round_now, _) = make_round(
        district, [commune, other_commune], year=2020, by=district_officer
    )
    homes = [r.household for r in before[0].recognitions.filter(klass="poor")]
    for n, home in enumerate(homes[:5]):
        klass = "not_poor" if n < 2 else "poor"
        make_review(round_now, home, status="done", klass=klass, score_b1=100)
    plan = make_plan(district)
    add_line(plan, commune, households=20, poor=10, reduction=4)
    add_line(plan, other_commune, households=20, poor=10, reduction=1)
    promise(plan, "poverty_rate_reduction", value="10", source="computed")
    return plan


def of(plan, user, code):
    rows = progress_of(plan, user, DAY).rows
    return next(row for row in rows if row.target.indicator.code == code)


@django_db
def test_live_is_not_recognised_and_the_rest_is_expected_alike(world, district_officer):
    rows = progress_of(world, district_officer, DAY).rows
    first, second, points = rows[0], rows[1], rows[2]
    assert (first.recognised, first.live, first.expected) == (0, 2, 4)
    assert first.light == Light.ON_WAY
    assert (second.recognised, second.live, second.expected) == (0, 0, None)
    assert (second.light, second.said) == (Light.UNKNOWN, "chưa rà soát")
    # 20 of 40 poor before, 16 expected: 50,00 − 40,00
    assert (points.recognised, points.live, points.expected) == (0, 5, 10)
    assert points.light == Light.ON_WAY
    assert "đã công nhận 0/2 xã" in points.said


@django_db
def test_progress_costs_the_same_for_many_areas(world, district, district_officer):
    def fresh():
        return type(district_officer).objects.get(pk=district_officer.pk)

    with CaptureQueriesContext(connection) as few:
        progress_of(world, fresh(), DAY)
    for n in range(12):
        area = make_area(district, level="commune", code=f"9{n}", name=f"Xã {n}")
        make_household(area, code="H")
        add_line(world, area, households=9, poor=3, reduction=1)
    with CaptureQueriesContext(connection) as many:
        found = progress_of(world, fresh(), DAY)
    assert found.whole.communes == 14
    assert len(many) == len(few)


@django_db
def test_page_shows_recognised_live_and_the_rule(world, district_officer):
    desk = Client()
    desk.force_login(district_officer)
    page = desk.get(reverse("plan-progress", args=[world.public_id])).content.decode()
    assert "Dự báo: hộ chưa rà soát được coi như" in page
    assert "chưa rà soát" in page
    assert "Địa bàn cần quan tâm" not in page
    world.targets.filter(area__code="23380").update(value=9)
    recount(world, [world.totals.get().indicator])
    page = desk.get(reverse("plan-progress", args=[world.public_id])).content.decode()
    assert "Có nguy cơ không đạt" in page
    assert "Địa bàn cần quan tâm" in page


@django_db
def test_unit_reports_a_share_by_its_two_numbers(world, district_officer, commune_officer):
    target = promise(
        world,
        "insured",
        unit="%",
        value="95",
        numerator="người có thẻ",
        denominator="dân số",
    )
    told = {"on": DAY, "source": "BHXH huyện"}
    with pytest.raises(ShareNeedsBoth):
        report_result(target, Told(**told, value=Decimal(96)), by=district_officer)
    with pytest.raises(RightMissing):
        report_result(target, Told(**told, value=Decimal(96)), by=commune_officer)
    share = Told(**told, numerator=Decimal(19), denominator=Decimal(20))
    assert report_result(target, share, by=district_officer).value == 95
    found = of(world, district_officer, "insured")
    assert (found.light, found.recognised) == (Light.GOOD, 95)
    later = Told(date(2020, 9, 1), "cũ", None, Decimal(1), Decimal(20))
    report_result(target, later, by=district_officer)
    found = of(world, district_officer, "insured")
    assert found.recognised == 95, "the newest day counts, not the last typed"


@django_db
def test_what_cannot_be_reported_is_refused(world, district, district_officer):
    computed = world.targets.get(indicator__code="poverty_rate_reduction")
    told = Told(DAY, "x", Decimal(1))
    with pytest.raises(ComputedNotReported):
        report_result(computed, told, by=district_officer)
    other = promise(world, "jobs", unit="lao động", aggregation="cumulative")
    with pytest.raises(ResultInFuture):
        report_result(other, Told(date(2020, 10, 2), "x", Decimal(1)), by=district_officer)
    with pytest.raises(ValueMissing):
        report_result(other, Told(DAY, "x"), by=district_officer)
    draft = promise(make_plan(district, "draft"), "jobs", unit="lao động")
    with pytest.raises(PlanIsDraft):
        report_result(draft, told, by=district_officer)
    report_result(other, Told(date(2020, 4, 1), "x", Decimal(1)), by=district_officer)
    found = of(world, district_officer, "jobs")
    assert found.expected == Decimal("3.98"), "1 × 366/92"


@django_db
def test_page_keeps_a_refused_result(world, district_officer):
    target = promise(world, "jobs", unit="lao động")
    desk = Client()
    desk.force_login(district_officer)
    url = reverse("target-result", args=[target.public_id])
    page = desk.post(url, {"on": "2020-10-09", "value": "12", "source": "Phòng"})
    assert page.status_code == 400
    assert "ở sau hôm nay" in page.content.decode()
    assert 'value="12"' in page.content.decode()
    done = desk.post(url, {"on": "2020-10-01", "value": "1.012,5", "source": "Phòng"})
    assert done.status_code == 302
    assert target.results.get().value == Decimal("1012.5")


@django_db
def test_viewer_reports_nothing(world, province, administrator):
    target = promise(world, "jobs", unit="lao động")
    desk = Client()
    desk.force_login(make_user("v", "viewer", province, by=administrator))
    url = reverse("target-result", args=[target.public_id])
    assert desk.post(url, {"on": "2020-10-01"}).status_code == 403


@django_db
def test_cumulative_figure_leads_to_its_own_year(world, district_officer):
    """Two of four years gone: 20 of 50, though the plan itself runs ten years."""
    world.valid_from, world.valid_to = date(2019, 1, 1), date(2029, 1, 1)
    world.save()
    target = promise(world, "jobs", unit="lao động", value="50", aggregation="cumulative")
    target.by_year = 2022
    target.save()
    told = Told(date(2020, 9, 30), "Phòng", Decimal(20))
    report_result(target, told, by=district_officer)
    found = of(world, district_officer, "jobs")
    assert found.expected == Decimal("45.73")  # 20 × 1461/639
    assert found.light == Light.WATCH


@django_db
def test_comparison_with_others_needs_their_figure(world, district_officer):
    target = promise(world, "poverty_rate", unit="%", operator="le", value=None)
    told = Told(DAY, "Cục Thống kê", Decimal("1.9"))
    with pytest.raises(ComparisonMissing):
        report_result(target, told, by=district_officer)
    report_result(target, replace(told, compared=Decimal("2.1")), by=district_officer)
    assert of(world, district_officer, "poverty_rate").light == Light.GOOD


@django_db
def test_only_the_named_unit_reports(world, district, district_officer, administrator):
    health = Agency.objects.create(area=district, name="Trung tâm Y tế")
    target = promise(world, "jobs", unit="lao động")
    target.reporter = health
    target.save()
    with pytest.raises(RightMissing):
        report_result(target, Told(DAY, "x", Decimal(1)), by=district_officer)
    nurse = make_user("nurse", "department_officer", district, by=administrator)
    nurse.grants.update(agency=health)
    report_result(target, Told(DAY, "x", Decimal(1)), by=nurse)


@django_db
@pytest.mark.parametrize("value", ["12,345", "9" * 20, "\0", "nhiều"])
def test_hostile_figure_is_refused_on_its_form(world, district_officer, value):
    target = promise(world, "jobs", unit="lao động")
    desk = Client()
    desk.force_login(district_officer)
    url = reverse("target-result", args=[target.public_id])
    data = {"on": "2020-10-01", "value": value, "source": "Phòng"}
    assert desk.post(url, data).status_code == 400
    assert not target.results.exists()


@django_db
def test_part_is_no_more_than_its_whole(world, district_officer):
    target = promise(world, "x", unit="%", numerator="a", denominator="b")
    told = Told(DAY, "x", None, Decimal(21), Decimal(20))
    with pytest.raises(PartAboveWhole):
        report_result(target, told, by=district_officer)


@django_db
@pytest.mark.parametrize(
    ("told", "refusal"),
    [
        (Told(date(2019, 12, 31), "x", Decimal(1)), ResultBeforePlan),
        (Told(DAY, "x", Decimal(-1)), ValueNegative),
    ],
)
def test_result_stands_in_the_time_and_sense_of_its_plan(
    world, district_officer, told, refusal
):
    target = promise(world, "jobs", unit="lao động")
    with pytest.raises(refusal):
        report_result(target, told, by=district_officer)
