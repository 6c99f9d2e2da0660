"""The demonstration equals the plan, and the reports equal a count in plain Python."""

from collections import Counter
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import timezone

from areas.choices import Level
from areas.models import Area
from areas.selectors import match_name, superior, whole_predecessors
from areas.services import remember_alias
from core.dates import playing
from households.models import CommuneRound, Household, Recognition, Residence
from households.selectors import counts_by_commune
from povertyapp.demonstration.plans import printed_table
from povertyapp.invariants import broken
from reports.kinds import form_01, plan_result
from reports.kinds.built import Year
from targets.models import Plan
from targets.selectors import verdicts

YEAR_END = date(2019, 12, 31)
TODAY = date(2020, 10, 1)
# the plan truncates twice and gives one decimal once
PRINTED_OTHERWISE = {("Xã Đăk Kan", "1,60"), ("Xã Đăk Dục", "2,75"), ("Xã Đăk Ang", "20,7")}


@pytest.fixture
def ngoc_hoi(world, db):
    return Area.objects.get(level="district", code="611")


def test_state_at_the_end_of_2019_equals_the_plan(ngoc_hoi):
    counts = counts_by_commune(ngoc_hoi, on=YEAR_END).values()
    assert sum(c.households for c in counts) == 15954
    assert sum(c.minority for c in counts) == 8818
    assert sum(c.of("poor").households for c in counts) == 791


def test_report_repeats_every_printed_cell(ngoc_hoi):
    with playing(TODAY):
        built = plan_result.build(Year(ngoc_hoi, 2020, TODAY, timezone.now()))
    rows = {built_row.row.area: built_row.row for built_row in built.rows}
    for printed in printed_table():
        if not printed["households"]:
            continue
        name = printed["name"].replace("Bờ Y", "Pờ Y")
        row = rows[name]
        got = (
            row.households_before,
            row.minority,
            row.poor_before,
            row.reduction,
            row.remaining,
        )
        wanted = [
            printed[k] for k in ("households", "minority", "poor", "reduction", "remaining")
        ]
        assert got == tuple(int(v.replace(".", "")) for v in wanted), name
        for rate, poor, printed_rate in (
            (row.rate_before, row.poor_before, printed["rate_before"]),
            (row.rate_after, row.remaining, printed["rate_after"]),
        ):
            exact = Decimal(poor) * 100 / row.households_before
            assert abs(rate - exact) <= Decimal("0.005"), name
            differs = str(rate).replace(".", ",") != printed_rate
            assert differs == ((name, printed_rate) in PRINTED_OTHERWISE), (name, rate)
    total = rows["Tổng cộng I + II"]
    assert (str(total.rate_before), str(total.rate_after)) == ("4.96", "3.71")


def test_achieved_figures_equal_a_count_in_plain_python(ngoc_hoi):
    with playing(TODAY):
        built = plan_result.build(Year(ngoc_hoi, 2020, TODAY, timezone.now()))
    rows = {built_row.row.area: built_row.row for built_row in built.rows}
    done, planned, sums = 0, 0, [0, 0, 0]
    for commune_round in CommuneRound.objects.filter(
        round__year=2020, area_path__startswith=ngoc_hoi.path
    ).select_related("commune"):
        row = rows[commune_round.commune.full_name]
        if commune_round.status != "recognised":
            assert row.poor_now is None
            continue
        done += 1
        recognised = Recognition.objects.filter(
            commune=commune_round.commune, superseded_at=None
        )
        poor = sum(r.klass == "poor" and stands(r, TODAY) for r in recognised)
        living = Residence.objects.filter(commune=commune_round.commune)
        homes = sum(stands(home, TODAY) for home in living)
        assert (row.poor_now, row.households_now) == (poor, homes)
        assert row.achieved == row.poor_before - poor
        assert row.rate_now == half_up(Fraction(poor * 100, homes))
        assert row.share == half_up(Fraction(row.achieved * 100, row.reduction))
        sums = [a + b for a, b in zip(sums, (poor, homes, row.poor_before), strict=True)]
        planned += row.reduction
    assert done == 2
    compare_total(rows["Tổng cộng I + II"], *sums, planned)


def compare_total(total, poor, homes, before, planned):
    assert (total.poor_now, total.households_now) == (poor, homes)
    assert (total.recognised, total.achieved) == ("2/8 xã", before - poor)
    assert total.rate_now == half_up(Fraction(poor * 100, homes))
    assert total.share == half_up(Fraction((before - poor) * 100, planned))


def half_up(exact):
    """Two decimals, the half away from nothing: by whole numbers only."""
    hundredths = (exact * 200 + 1) // 2
    return Decimal(int(hundredths)).scaleb(-2)


def stands(row, day):
    begun = row.valid_from is None or row.valid_from <= day
    return begun and (row.valid_to is None or row.valid_to > day)


def test_form_01_equals_a_count_in_plain_python(ngoc_hoi):
    with playing(TODAY):
        built = form_01.build(Year(ngoc_hoi, 2020, TODAY, timezone.now()))
    rows = {built_row.row.area: built_row.row for built_row in built.rows}
    whole = Counter()
    for item in CommuneRound.objects.filter(
        round__year=2020, area_path__startswith=ngoc_hoi.path
    ).select_related("commune"):
        row = rows[item.commune.full_name]
        if item.status != "recognised":
            assert (row.households, row.poor, row.near_persons) == (None, None, None)
            continue
        found = Counter()
        for home in Residence.objects.filter(commune=item.commune):
            if stands(home, TODAY):
                found["households"] += 1
                found["persons"] += home.size
        for r in Recognition.objects.filter(commune=item.commune, superseded_at=None):
            if stands(r, TODAY):
                found[r.klass] += 1
                found[f"{r.klass} persons"] += r.size
        compare(row, found)
        whole += found
    compare(rows["Tổng cộng"], whole)


def compare(row, found):
    homes, persons = found["households"], found["persons"]
    assert (row.households, row.persons) == (homes, persons)
    assert (row.poor, row.near) == (found["poor"], found["near_poor"])
    assert row.poor_persons == found["poor persons"]
    assert row.near_persons == found["near_poor persons"]
    assert row.poor_rate == half_up(Fraction(found["poor"] * 100, homes))
    assert row.near_rate == half_up(Fraction(found["near_poor"] * 100, homes))
    assert row.poor_persons_rate == half_up(Fraction(found["poor persons"] * 100, persons))
    near = Fraction(found["near_poor persons"] * 100, persons)
    assert row.near_persons_rate == half_up(near)


def test_form_01_of_a_province_has_its_districts_as_subtotals(ngoc_hoi):
    province = superior(ngoc_hoi, TODAY)
    with playing(TODAY):
        below = form_01.build(Year(ngoc_hoi, 2020, TODAY, timezone.now()))
        whole = form_01.build(Year(province, 2020, TODAY, timezone.now()))
    subtotals = {row.row.area: row.row for row in whole.rows if row.bold}
    total = below.rows[-1].row
    found = subtotals["Huyện Ngọc Hồi"]
    assert (found.households, found.poor) == (total.households, total.poor)
    order = [row.row.area for row in whole.rows]
    assert order.index("Huyện Ngọc Hồi") < order.index("Xã Đăk Ang")


def test_form_01_prints_no_column_the_standard_lacks(ngoc_hoi):
    with playing(TODAY):
        built = form_01.build(Year(ngoc_hoi, 2020, TODAY, timezone.now()))
    row = built.rows[-1].row
    assert row.households > 0
    assert row.average is None
    assert row.poor_rate is not None


def test_names_resolve_only_among_areas_of_the_documents_date(ngoc_hoi):
    found = match_name("Xã Bờ Y", below=ngoc_hoi, level=Level.COMMUNE, on=date(2020, 2, 19))
    assert found.found == []
    assert [a.name for a in found.near] == ["Pờ Y"]
    remember_alias(found.near[0], name="Bờ Y", confirmed_by="x")
    again = match_name("Xã Bờ Y", below=ngoc_hoi, level=Level.COMMUNE, on=date(2020, 2, 19))
    assert [a.code for a in again.found] == ["23395"]
    ang = match_name(
        "xã dak ang", below=ngoc_hoi, level=Level.COMMUNE, on=date(2020, 2, 19)
    )
    assert [a.code for a in ang.found] == ["23380"]


def test_code_23377_is_plei_kan_then_bo_y(ngoc_hoi):
    old = Area.objects.valid_on(date(2020, 1, 1)).get(level="commune", code="23377")
    new = Area.objects.valid_on(date(2026, 1, 1)).get(level="commune", code="23377")
    assert (old.full_name, new.full_name) == ("Thị trấn Plei Kần", "Xã Bờ Y")
    assert {a.name for a in whole_predecessors(new)} == {"Plei Kần", "Đăk Xú", "Pờ Y"}
    assert superior(new, date(2026, 1, 1)).name == "Quảng Ngãi"
    assert superior(old, date(2020, 1, 1)) == ngoc_hoi
    assert superior(old, date(2026, 1, 1)).name == "Quảng Ngãi"


def test_all_invariants_hold_and_every_person_is_marked(ngoc_hoi):
    assert not broken()
    assert not Household.objects.filter(is_demo=False).exists()


def test_ngoc_hois_table_answers_for_what_its_text_promises(ngoc_hoi):
    plan = Plan.objects.get(document__number="252/KH-UBND")
    promised = list(plan.targets.filter(kind="objective").select_related("indicator"))
    said = {t.area_id: verdicts(plan, promised).get(t.pk) for t in promised}
    ang = Area.objects.valid_on(TODAY).get(level="commune", code="23380")
    assert said[ang.pk] == (
        "Chưa đạt: bảng cho 6,67 điểm phần trăm, thấp hơn 7; "
        "mới có 73 trong 77 hộ cần giảm."
    )
    assert any(
        (verdicts(plan, promised).get(t.pk) or "").startswith("Đạt: bảng cho 1,25 điểm")
        for t in promised
        if t.area == ngoc_hoi
    )


def test_five_plans_stand_with_every_objective_of_their_files(ngoc_hoi):
    numbers = ["122/KH-UBND", "252/KH-UBND", "18/KH-UBND", "1335/KH-UBND", "1485/KH-UBND"]
    plans = Plan.objects.filter(document__number__in=numbers)
    held = {p.document.number: p.targets.filter(kind="objective").count() for p in plans}
    assert held == dict(zip(numbers, (2, 3, 8, 14, 2), strict=True))


def test_every_state_of_a_round_has_something_to_show(ngoc_hoi):
    rounds = CommuneRound.objects.filter(
        round__year=2020, area_path__startswith=ngoc_hoi.path
    )
    assert Counter(rounds.values_list("status", flat=True)) == {
        "recognised": 2,
        "submitted": 1,
        "returned": 1,
        "survey": 1,
        "waiting": 3,
    }
