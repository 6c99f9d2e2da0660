"""The demonstration equals the plan, and the reports equal a count in plain Python."""

from datetime import date

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

YEAR_END = date(2019, 12, 31)
TODAY = date(2020, 10, 1)


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
        built = plan_result.build(ngoc_hoi, year=2020, on=TODAY, known_at=timezone.now())
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
    total = rows["Tổng cộng I + II"]
    assert (str(total.rate_before), str(total.rate_after)) == ("4.96", "3.71")


def test_achieved_figures_equal_a_count_in_plain_python(ngoc_hoi):
    with playing(TODAY):
        built = plan_result.build(ngoc_hoi, year=2020, on=TODAY, known_at=timezone.now())
    rows = {built_row.row.area: built_row.row for built_row in built.rows}
    done = 0
    for commune_round in CommuneRound.objects.filter(
        round__year=2020, area_path__startswith=ngoc_hoi.path
    ).select_related("commune"):
        row = rows[commune_round.commune.full_name]
        if commune_round.status != "recognised":
            assert row.poor_now is None
            continue
        done += 1
        poor = 0
        for r in Recognition.objects.filter(commune=commune_round.commune):
            ended = r.valid_to is not None and r.valid_to <= TODAY
            if r.superseded_at is None and r.valid_from <= TODAY and not ended:
                poor += r.klass == "poor"
        homes = 0
        for home in Residence.objects.filter(commune=commune_round.commune):
            begun = home.valid_from is None or home.valid_from <= TODAY
            homes += begun and (home.valid_to is None or home.valid_to > TODAY)
        assert (row.poor_now, row.households_now) == (poor, homes)
    assert done == 2
    assert rows["Tổng cộng I + II"].recognised == "2/8 xã"


def test_form_01_prints_no_column_the_standard_lacks(ngoc_hoi):
    with playing(TODAY):
        built = form_01.build(ngoc_hoi, year=2020, on=TODAY, known_at=timezone.now())
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
