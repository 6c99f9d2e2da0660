"""Money in a report: by its day in the period, by its year's plan in the year."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Agency
from core.dates import playing
from programs.choices import EntryKind
from programs.models import Allocation
from programs.services.money import Receiver, give
from reports.selectors.figures import figures_of
from reports.selectors.records import Asked
from reports.selectors.source import Records, Wanted
from reports.selectors.sources import SOURCES
from tests import factories
from tests.programs.money import DAY, YEAR, decision, make_project, pay, purpose

pytestmark = pytest.mark.django_db


@pytest.fixture
def spent(district, district_officer):
    """2024's money of two projects: paid in time, given back in part, and paid late."""
    for code, amounts in (("DA2", (300, 100, 50)), ("DA3", (70, 0, 30))):
        project = make_project(code)
        with playing(DAY):
            row = give(
                purpose(project), Receiver(district), 1000, decision(), by=district_officer
            )
            pay(row, amounts[0], by=district_officer)
            if amounts[1]:
                back = {"kind": EntryKind.RETURN, "on": date(2024, 6, 3)}
                pay(row, amounts[1], by=district_officer, **back)
        with playing(date(2024, 12, 31)):
            pay(row, amounts[2], by=district_officer, on=date(2024, 12, 20))


def figures(district, first, last):
    asked = Asked(district, None, last.year, first, last, timezone.now(), whole=True)
    return figures_of(asked)


def by_project(found, column):
    codes = [code for code in found if code.startswith("paid@")]
    return sum(found[code][column] for code in codes)


@pytest.mark.parametrize(
    ("days", "paid", "earlier"),
    [
        # to 14/9/2024: 300 − 100 + 70, and all of it of the year's plan
        ((date(2024, 3, 15), date(2024, 9, 14)), (270, 270), (0, 0)),
        # the first quarter of 2025 paid 50 + 30 of the plan of 2024, nothing of its own
        ((date(2024, 12, 15), date(2025, 3, 14)), (80, 0), (80, 80)),
        # a window over both years counts all as its own years' money
        ((date(2024, 1, 1), date(2025, 3, 14)), (350, 350), (0, 0)),
    ],
)
def test_every_payment_is_in_the_period_of_its_day(
    spent, district, district_officer, days, paid, earlier
):
    first, last = days
    found = figures(district, first, last)
    assert (found["paid"], found["paid_earlier"]) == (paid, earlier)
    asked = Asked(district, None, last.year, first, last, timezone.now(), whole=True)
    for code in ("given", "paid", "paid_earlier", "given@DA2", "paid@DA2", "paid@DA3"):
        name, _, about = code.partition("@")
        for column, window in enumerate(("period", "year")):
            rows = Records(SOURCES[name], Wanted(asked, window, about), district_officer)
            told = found.get(code, (0, 0))[column]
            assert sum(row.counted for row in rows[0:99]) == rows.total == told, code
    assert (by_project(found, 0), by_project(found, 1)) == paid, "the rows are their total"
    assert YEAR == 2024


def test_records_of_others_stay_theirs(spent, district, administrator):
    """Who sees another place sees none of them; an agency only what is its own."""
    asked = Asked(
        *(district, None, 2024, date(2024, 1, 1), date(2024, 12, 31), timezone.now()),
        whole=True,
    )
    elsewhere = factories.make_area(
        district.parent, level="district", code="999", name="Khác"
    )
    office = Agency.objects.create(area=district, name="Phòng Nông nghiệp")
    walled = factories.make_user(
        "walled", Role.DEPARTMENT_OFFICER, district, by=administrator
    )
    walled.grants.update(agency=office)
    outside = factories.make_user(
        "outside", Role.DISTRICT_OFFICER, elsewhere, by=administrator
    )
    for user in (walled, outside):
        for name in ("given", "paid"):
            rows = Records(SOURCES[name], Wanted(asked, "year", ""), user)
            assert (len(rows), rows.total) == (0, 0)
    held = Allocation.objects.filter(project__code="DA3")
    held.update(agency=office)
    rows = Records(SOURCES["paid"], Wanted(asked, "year", ""), walled)
    assert rows.total == 100
