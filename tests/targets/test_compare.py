"""Years and areas side by side: what each year's review decided, never counted again."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from households.models import Tally
from targets.selectors.compare import compare
from tests.factories import make_area, make_round

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_DATE = date(2021, 3, 1)


def decide(commune_round, *, households, poor):
    """What a decision leaves behind: sums of the whole commune, and its status."""
    shared = {
        "commune_round": commune_round,
        "commune": commune_round.commune,
        "area_path": commune_round.area_path,
    }
    for group, part in (("all", 1), ("minority", 2)):
        for klass, n in (("all", households), ("poor", poor), ("near_poor", 1)):
            Tally.objects.create(
                **shared, group=group, klass=klass, households=n // part, persons=n * 4
            )
    commune_round.status = "recognised"
    commune_round.save()


@pytest.fixture
def years(district, commune, other_commune, district_officer):
    """2019 and 2020 decided by the first commune, 2019 only by the second."""
    communes = [commune, other_commune]
    then = make_round(district, communes, year=2019, by=district_officer)
    now = make_round(district, communes, year=2020, by=district_officer)
    decide(then[0], households=100, poor=20)
    decide(then[1], households=50, poor=10)
    decide(now[0], households=110, poor=11)
    return now


def row_of(found, area):
    return {c.year: c for row in found.rows if row.area == area for c in row.cells}


def test_a_year_is_what_its_review_decided(
    years, district, commune, other_commune, district_officer
):
    found = compare(district, last=2020, years=2, user=district_officer)
    first, second = row_of(found, commune), row_of(found, other_commune)
    assert found.years == [2019, 2020]
    assert (first[2019].rate, first[2019].achieved) == (Decimal("20.00"), None)
    assert (first[2020].rate, first[2020].achieved) == (Decimal("10.00"), 9)
    assert (second[2019].rate, second[2020].rate) == (Decimal("20.00"), None)


def test_an_area_is_known_when_its_last_commune_has_decided(
    years, district, district_officer
):
    before = row_of(compare(district, last=2020, years=2, user=district_officer), district)
    assert before[2019].rate == Decimal("20.00")  # 30 of 150
    assert (before[2020].rate, before[2020].achieved) == (None, None)
    decide(years[1], households=50, poor=13)
    after = row_of(compare(district, last=2020, years=2, user=district_officer), district)
    assert after[2020].rate == Decimal("15.00")  # 24 of 160
    assert after[2020].achieved == 6


def test_a_commune_that_never_reviewed_leaves_the_area_unknown(
    years, district, district_officer
):
    make_area(district, level="commune", code="99991", name="Xã chưa rà soát")
    found = compare(district, last=2020, years=2, user=district_officer)
    assert row_of(found, district)[2019].rate is None


def test_what_is_reopened_is_not_known(years, district, district_officer):
    years[0].status = "survey"
    years[0].save()
    found = compare(district, last=2020, years=2, user=district_officer)
    assert found.years == [2019], "a year of which nothing is known has no column"


def test_more_communes_cost_no_more_queries(years, district, district_officer):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            compare(district, last=2020, years=5, user=district_officer)
        return len(seen)

    asked()  # grants and standards are read once
    few = asked()
    for n in range(5):
        make_area(district, level="commune", code=f"9998{n}", name=f"Xã {n}")
    assert asked() == few
