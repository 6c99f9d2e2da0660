"""Which kind a passage is, when a household counts as newly escaped, what was known then."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from households.choices import Klass
from households.models import (
    CommuneRound,
    Review,
    Round,
)
from households.rules.movement import Passage, entry_kind, exit_kind, months_after
from households.selectors.movement import movements, newly_escaped
from households.services.recognition import recognise
from households.standards import movement_rules
from tests.factories import make_document, make_household, make_user

pytestmark = pytest.mark.django_db


def passage(before, after, **fields):
    values = {"was_here": True, "is_here": True, "escaped": False}
    return Passage(
        before, after, **(values | fields), households=1, persons_before=3, persons_after=3
    )


@pytest.mark.parametrize(
    ("before", "after", "fields", "kind"),
    [
        (Klass.NEAR_POOR, Klass.POOR, {"escaped": True}, "from_listed"),
        (None, Klass.POOR, {"was_here": False, "escaped": True}, "in_other"),
        (None, Klass.POOR, {"escaped": True}, "relapsed"),
        (None, Klass.POOR, {}, "new"),
    ],
)
def test_overlapping_entries_are_decided_by_one_order(before, after, fields, kind):
    assert entry_kind(passage(before, after, **fields), movement_rules()) == kind


@pytest.mark.parametrize(
    ("after", "is_here", "kind"),
    [
        (Klass.NEAR_POOR, True, "to_listed"),
        (None, True, "to_above"),
        (None, False, "out_other"),
    ],
)
def test_exits_are_decided_by_one_order(after, is_here, kind):
    assert exit_kind(passage(Klass.POOR, after, is_here=is_here), movement_rules()) == kind


def test_escaped_poverty_then_poor_again_is_a_relapse_and_the_formulas_differ_by_it(
    commune, district, administrator
):
    officer = make_user("cb", "commune_officer", commune, by=administrator)
    home = make_household(commune, size=2)
    years = {2021: "poor", 2022: "not_poor", 2023: "poor"}
    for year, klass in years.items():
        decide_one(home, klass, date(year, 12, 10), officer)
    before, after = date(2022, 12, 31), date(2023, 12, 31)
    poor = movements(commune, first=before, last=after)[Klass.POOR]
    assert (poor.households.relapsed, poor.households.new) == (1, 0)
    assert poor.plan_reduction == -1
    assert poor.difference == 0
    out = movements(commune, first=date(2021, 12, 31), last=before)[Klass.POOR]
    assert (out.households.to_above, out.persons.to_above) == (1, 2)


def decide_one(home, klass, day, officer):
    commune = home.commune
    opened = Round.objects.create(
        year=day.year,
        kind="periodic",
        area=commune,
        area_path=commune.path,
        standard="2022-2026",
        procedure="2022-2025",
        opens_on=day - timedelta(days=9),
        closes_on=day + timedelta(days=1),
        opened_by=officer,
    )
    item = CommuneRound.objects.create(
        round=opened, commune=commune, area_path=commune.path, status="submitted"
    )
    Review.objects.create(
        commune_round=item,
        household=home,
        commune=commune,
        area_path=home.area_path,
        class_before="poor",
        size=home.size,
        score_b1=1,
        klass=klass,
        status="done",
    )
    recognise(item, make_document(commune, number=str(day.year), day=day))


def test_newly_escaped_household_counts_for_thirty_six_months(
    commune, district, administrator
):
    officer = make_user("cb", "commune_officer", commune, by=administrator)
    home = make_household(commune)
    decide_one(home, "poor", date(2022, 12, 10), officer)
    decide_one(home, "not_poor", date(2023, 12, 10), officer)
    found = newly_escaped(home.pk, on=date(2026, 12, 9))
    assert {(f.policy, f.until) for f in found} == {
        ("chung", date(2026, 12, 10)),
        ("tín dụng", date(2026, 12, 10)),
    }
    assert not newly_escaped(home.pk, on=date(2026, 12, 10))
    assert not newly_escaped(home.pk, on=date(2023, 12, 9))


def test_household_that_is_poor_again_is_not_newly_escaped(
    commune, district, administrator
):
    officer = make_user("cb", "commune_officer", commune, by=administrator)
    home = make_household(commune)
    decide_one(home, "poor", date(2022, 12, 10), officer)
    decide_one(home, "near_poor", date(2023, 12, 10), officer)
    assert newly_escaped(home.pk, on=date(2024, 12, 9))
    decide_one(home, "poor", date(2024, 12, 10), officer)
    assert newly_escaped(home.pk, on=date(2024, 12, 9))
    assert not newly_escaped(home.pk, on=date(2024, 12, 10))


def test_fall_from_near_poor_to_poor_is_no_escape_one_can_relapse_from(
    commune, district, administrator
):
    officer = make_user("cb", "commune_officer", commune, by=administrator)
    home = make_household(commune)
    for klass, year in (("near_poor", 2021), ("poor", 2022), ("not_poor", 2023)):
        decide_one(home, klass, date(year, 12, 10), officer)
    decide_one(home, "near_poor", date(2024, 12, 10), officer)
    found = movements(commune, first=date(2023, 12, 31), last=date(2024, 12, 31))
    flows = found[Klass.NEAR_POOR].households
    assert (flows.relapsed, flows.new) == (0, 1)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 12, 15), 36, date(2027, 12, 15)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 15), -13, date(2022, 12, 15)),
        (date(2024, 10, 31), 1, date(2024, 11, 30)),
        (date(2024, 11, 30), 1, date(2024, 12, 30)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, later):
    assert months_after(day, months) == later


def test_what_was_known_then_moves_as_it_was_known(commune, administrator):
    officer = make_user("cb", "commune_officer", commune, by=administrator)
    home = make_household(commune)
    decide_one(home, "poor", date(2022, 12, 10), officer)
    known = timezone.now()
    decide_one(home, "not_poor", date(2023, 12, 10), officer)
    facts = {"first": date(2022, 12, 31), "last": date(2023, 12, 31)}
    now = movements(commune, **facts)[Klass.POOR].households
    then = movements(commune, **facts, known_at=known)[Klass.POOR].households
    assert (now.closing, then.closing) == (0, 1)
