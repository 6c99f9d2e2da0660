"""Kept figures against a slow count, the forms and the rows behind them."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.choices import Role
from areas.models import Area, AreaSuccession
from core.dates import playing
from households.models import CommuneRound, HouseholdEvent, Recognition, VillageTotal
from households.standards import standard_on
from reports.choices import HouseGroup, ReportKind
from reports.kinds.built import Year
from reports.kinds.registry import FORMS
from reports.models import CommuneFigures
from reports.rules.measures import FLOWS, measures_for, value_of
from reports.selectors.by_part import parts_of
from reports.selectors.counting import Day, count_communes
from reports.selectors.dashboard import View, measures_of, shown_of
from reports.selectors.everybody import Everybody, parts_behind
from reports.selectors.homes import Homes
from reports.selectors.measures import (
    added,
    sums_by_commune,
    sums_by_part,
    sums_by_year,
)
from reports.selectors.opening import EVERYBODY, NoSuchFigure, Opened, checked_code
from reports.services.measures import count_all, count_changed, count_figures
from tests import factories
from tests.reports import slow
from tests.reports.worlds import DAY, EVE, INDICATORS, YEAR

pytestmark = pytest.mark.django_db
CLASSES = {"poor": "poor", "near": "near_poor"}


@pytest.fixture
def every(world):
    """Each random country, counted at the end of its last year."""
    with playing(DAY):
        count_figures(world[0], YEAR)
        yield world


@pytest.fixture
def counted(one_world):
    """The first of them alone."""
    with playing(DAY):
        count_figures(one_world[0], YEAR)
        yield one_world


def belongs(group, row, form, home):
    if group in ("", "minority"):
        return group == "" or row.ethnic_minority
    if group == "native":
        return home.native_minority
    return group in (form.groups if form else [])


def slowly(commune, group=""):
    """Every count of a commune by the codes of the measures, from its rows."""
    found = Counter()
    whole, _ = slow.summary(commune, DAY, "poor")
    if group == "":
        found.update(households=whole[0], minority=whole[2], persons=whole[4])
    elif group == "minority":
        found.update(households=whole[2], minority=whole[2])
    for name, klass in CLASSES.items():
        for home, row, form, _ in slow.listed(commune, DAY, klass):
            if belongs(group, row, form, home):
                found.update(of_home(name, home, row, form))
        if group == "":
            homes, _ = slow.flows(commune, EVE, DAY, klass)
            found.update({f"{name}:flow:{flow}": homes[flow] for flow in FLOWS})
    return +found


def of_home(name, home, row, form):
    """What one listed household adds, of what a chart or a table shows."""
    yield name
    yield from [f"{name}:persons"] * row.size
    if row.ethnic_minority:
        yield f"{name}:minority"
    if home.native_minority:
        yield f"{name}:native"
    for key in form.deprivations if form else []:
        yield f"{name}:lack:{key}"
    for key in form.groups if form else []:
        yield f"{name}:group:{key}"
    for key in form.causes if form else []:
        yield f"{name}:cause:{key}"


def shown_codes():
    return {m.part for m in measures_of(YEAR).values()}


def test_every_figure_equals_a_slow_count(every):
    for group in HouseGroup.values:
        check_figures(every, group)


def check_figures(counted, group):
    district, communes = counted
    found = sums_by_commune(district, YEAR, group)
    codes = shown_codes()
    for commune in communes:
        told = {c: n for c, n in found[commune.pk].counts.items() if c in codes}
        expected = {c: n for c, n in slowly(commune, group).items() if c in codes}
        assert told == expected
    whole = added(found)
    assert whole == sums_by_year(district, [YEAR], group)[YEAR]
    assert whole.communes == 2


def test_figures_of_parts_and_forms_are_the_same(counted, province):
    district, _ = counted
    by_part = sums_by_part(province, YEAR)
    assert list(by_part) == [district.pk]
    counts = by_part[district.pk].counts
    now = Year(district, YEAR, DAY, timezone.now())
    one = FORMS[ReportKind.FORM_01](now).rows[-1].row
    assert (one.households, one.persons) == (counts["households"], counts["persons"])
    assert (one.poor, one.near) == (counts["poor"], counts["near"])
    known = measures_of(YEAR)
    assert value_of(known["poor%"], counts) == one.poor_rate
    form_2 = FORMS[ReportKind.FORM_02](now)
    moved = form_2.rows[-2].row
    assert [getattr(moved, flow) for flow in FLOWS] == [
        counts[f"poor:flow:{flow}"] for flow in FLOWS
    ]
    lacks = FORMS[ReportKind.FORM_05](now)
    assert lacks.rows[-1].cells(lacks.columns)[3:] == [
        value_of(known[f"poor:lack:{key}%"], counts) for key in INDICATORS
    ]


def test_a_commune_that_is_not_recognised_counts_nowhere(counted):
    district, (commune, other) = counted
    rounds = CommuneRound.objects.filter(commune=commune, round__year=YEAR)
    rounds.update(status="opined")
    assert list(sums_by_commune(district, YEAR)) == [other.pk]
    assert set(sums_by_commune(district, YEAR, recognised=False)) == {commune.pk, other.pk}


def test_rows_behind_a_figure_are_as_many_as_it_says(every, district_officer):
    district, _ = every
    for group in HouseGroup.values:
        counts = sums_by_year(district, [YEAR], group)[YEAR].counts
        for code in sorted(shown_codes() - {"households", "persons", "minority"}):
            if group and ":flow:" in code:
                continue
            asked = Opened(district, code, DAY, EVE, group=group, recognised_in=YEAR)
            homes = Homes(district_officer, asked)
            told = counts[code.removesuffix(":persons")]
            assert len(homes) == told, (code, group)
            rows = homes[0:1000]
            assert len({row.household.pk for row in rows}) == told
            if code.endswith(":persons") and not group:
                assert sum(row.size for row in rows) == counts[code]


PERCENT = (ReportKind.FORM_05, ReportKind.FORM_07)


def test_rows_of_every_form_are_as_many_as_its_figures(every, district_officer):
    """Every column that opens, of every line for households: also of a share, its part."""
    for kind in FORMS:
        check_rows(every[0], district_officer, kind)


def check_rows(district, district_officer, kind):
    form = FORMS[kind](Year(district, YEAR, DAY, timezone.now()))
    names = {i.key: i.name for i in standard_on(DAY).indicators}
    for row in form.rows:
        area = Area.objects.get(public_id=row.area)
        for column, value in zip(form.columns, row.cells(form.columns), strict=True):
            if column.number_format == "General":
                continue
            code = form.opens[column.name] + row.opens
            if ":lack:" in code:
                assert names[code.rsplit(":", 1)[1]] == column.heading
            told = told_by(area, code, district_officer)
            if column.unit != "%" and kind not in PERCENT and value is not None:
                assert told == value, (kind, code)


def told_by(area, code, user):
    """What the rows behind a figure add up to."""
    if code in EVERYBODY:
        asked = Everybody(area, code, DAY, recognised_in=YEAR)
        return sum(part.counted for part in parts_behind(asked))
    homes = Homes(user, Opened(area, checked_code(code), DAY, EVE, recognised_in=YEAR))
    assert sum(row.counted for row in homes[0:1000]) == homes.total
    return homes.total


WIDELY = (
    *("poor", "near:persons", "poor:minority", "poor:lack:job", "near:group:female_head"),
    *("poor:flow:opening", "near:flow:in_other", "poor:flow:out_other:persons"),
    *("poor:child:children", "poor:lacks", "near:kinh", "poor:ethnic:minority"),
)


@pytest.mark.parametrize("known_at", [None, "now"])
def test_a_wide_area_opens_by_its_parts(every, district_officer, administrator, known_at):
    """A province tells its districts, each of which opens to the same rows."""
    district, _ = every
    province = district.parent
    officer = factories.make_user("so", Role.PROVINCE_OFFICER, province, by=administrator)
    moment = timezone.now() if known_at else None
    for code in WIDELY:
        asked = Opened(province, code, DAY, EVE, known_at=moment, recognised_in=YEAR)
        parts = parts_of(officer, asked)
        (part,) = [part for part in parts if part.name == district.full_name]
        own = Homes(officer, replace(asked, area=district)).total
        assert (part.counted, sum(p.counted for p in parts)) == (own, own), code
        none = parts_of(district_officer, replace(asked, area=province))
        assert sum(p.counted for p in none) == own, "as far as one sees"


def test_only_rows_one_may_see_are_behind_a_figure(counted, commune_officer, outsider):
    district, (commune, _) = counted
    asked = Opened(district, "poor", DAY, EVE, recognised_in=YEAR)
    own = sums_by_commune(district, YEAR)[commune.pk].counts["poor"]
    assert len(Homes(commune_officer, asked)) == own
    flow = Opened(district, "poor:flow:opening", DAY, EVE, recognised_in=YEAR)
    opening = sums_by_commune(district, YEAR)[commune.pk].counts["poor:flow:opening"]
    assert len(Homes(commune_officer, flow)) == opening
    assert len(Homes(outsider, asked)) == len(Homes(outsider, flow)) == 0


@pytest.mark.parametrize(
    "code",
    ["", "x", "poor:", "poor:lack:", "poor:lack:nothing", "households", "poor:group:x"]
    + ["average:flow:new", "poor:child:nutrition:persons", "poor:lacks:persons"]
    + ["poor:flow:closing", "poor:minority:x", "poor:ethnic:"],
)
def test_what_no_household_stands_behind_does_not_open(code):
    with pytest.raises(NoSuchFigure):
        checked_code(code)


def test_a_share_opens_what_it_is_a_share_of():
    assert checked_code("poor:lack:job%") == "poor:lack:job"
    assert {m.code for m in measures_for([]).values() if m.klass} >= {"poor", "near%"}


def test_what_changed_is_counted_again_and_only_that(one_world, district_officer):
    district, (_, other) = one_world
    with playing(DAY):
        count_all([YEAR])
        CommuneFigures.objects.update(known_at=timezone.now() - timedelta(hours=1))
        Recognition.objects.update(recorded_at=timezone.now() - timedelta(hours=2))
        assert count_changed() == 8, "every year with a round that nobody counted yet"
        CommuneFigures.objects.update(known_at=timezone.now() - timedelta(hours=1))
        assert count_changed() == 0
        row = Recognition.objects.filter(commune=other, klass="poor", valid_to=None)[0]
        Recognition.objects.filter(pk=row.pk).update(
            klass="near_poor", recorded_at=timezone.now()
        )
        then = dict(CommuneFigures.objects.values_list("pk", "known_at"))
        assert count_changed() == DAY.year - row.valid_from.year + 1
        again = CommuneFigures.objects.exclude(commune=other)
        assert all(then[f.pk] == f.known_at for f in again)
        assert sums_by_commune(district, YEAR)[other.pk].counts["near"] == len(
            list(slow.listed(other, DAY, "near_poor"))
        )


@pytest.mark.parametrize("what", ["event", "total"])
def test_events_and_entered_totals_are_noticed(one_world, district_officer, what):
    _, (commune, _) = one_world
    hour = timedelta(hours=1)
    with playing(DAY):
        count_all([YEAR])
        count_changed()
        CommuneFigures.objects.update(known_at=timezone.now() - hour)
        Recognition.objects.update(recorded_at=timezone.now() - 2 * hour)
        assert count_changed() == 0
        if what == "event":
            home = Recognition.objects.filter(commune=commune)[0].household
            HouseholdEvent.objects.create(
                household=home, kind="corrected", day=DAY, recorded_by=district_officer
            )
        else:
            village = factories.make_area(commune, level="village", code="1", name="Thôn 1")
            VillageTotal.objects.create(
                village=village,
                commune=commune,
                area_path=village.path,
                on=DAY,
                households=40,
                persons=100,
                minority=1,
                source="x",
                recorded_by=district_officer,
            )
        # what is corrected was so in every year; a total stands from its day on
        assert count_changed() == (5 if what == "event" else 1)


def test_an_older_count_never_replaces_a_newer(counted):
    district, _ = counted
    later = timezone.now() + timedelta(hours=1)
    CommuneFigures.objects.update(known_at=later, counts={"poor": 7})
    count_figures(district, YEAR)
    assert {f.counts["poor"] for f in CommuneFigures.objects.all()} == {7}


def test_a_commune_that_keeps_no_household_is_unknown(counted, district):
    empty = factories.make_area(district, level="commune", code="99", name="Trống")
    count_figures(district, YEAR)
    assert not CommuneFigures.objects.filter(commune=empty).exists()


def test_a_review_without_households_is_looked_at_once(
    one_world, district, district_officer
):
    empty = factories.make_area(district, level="commune", code="99", name="Trống")
    rounds = CommuneRound.objects.filter(round__year=YEAR)[:1].get().round
    CommuneRound.objects.create(
        round=rounds, commune=empty, area_path=empty.path, status="recognised"
    )
    with playing(DAY):
        count_all([YEAR])
        count_changed()
        CommuneFigures.objects.update(known_at=timezone.now() - timedelta(hours=1))
        Recognition.objects.update(recorded_at=timezone.now() - timedelta(hours=2))
        assert count_changed() == 0
    assert empty.pk not in sums_by_commune(district, YEAR)
    assert sums_by_year(district, [YEAR])[YEAR].communes == 2


def test_progress_of_a_review_follows_its_forms(one_world, district_officer):
    district, (commune, _) = one_world
    with playing(DAY):
        count_figures(district, YEAR)
        rows = sums_by_commune(district, YEAR)[commune.pk].counts
        forms = commune_forms(commune)
        assert rows["review:listed"] == len(forms)
        assert rows["review:done"] == sum(f.status == "done" for f in forms)
        CommuneRound.objects.filter(commune=commune, round__year=YEAR).update(
            status="survey"
        )
        form = forms[0]
        form.status, form.score_b1, form.klass = "done", 100, "poor"
        form.save()
        count_changed()
        rows = sums_by_commune(district, YEAR, recognised=False)[commune.pk].counts
        again = commune_forms(commune)
        assert rows["review:done"] == sum(f.status == "done" for f in again)


def commune_forms(commune):
    rounds = CommuneRound.objects.get(commune=commune, round__year=YEAR)
    return list(rounds.reviews.all())


def test_a_district_that_went_into_another_stays_in_its_years(counted, nation):
    """Figures of an area of today hold those of what went wholly into it."""
    district, _ = counted
    heir = factories.make_area(
        nation, level="province", code="51", name="Mới", valid_from=date(2025, 7, 1)
    )
    AreaSuccession.objects.create(
        old=district, new=heir, share="whole", day=date(2025, 7, 1), decision="x"
    )
    assert sums_by_year(heir, [YEAR]) == sums_by_year(district, [YEAR])


def test_years_know_what_day_counts(counted, district_officer):
    """A day's count by the selectors is the year's when the day is its last."""
    district, communes = counted
    day = count_communes(district, Day(DAY, YEAR, timezone.now()))
    for commune in communes:
        assert day[commune.pk] == sums_by_commune(district, YEAR)[commune.pk].counts
    shown = shown_of(district_officer, View(district, YEAR))
    assert shown.all_communes == shown.whole.communes == 2
    assert [part.pk for part in shown.parts] == [c.pk for c in communes]


def test_a_viewer_gets_no_way_to_the_rows(counted, district, administrator):
    viewer = factories.make_user("viewer", Role.VIEWER, district, by=administrator)
    shown = shown_of(viewer, View(district, YEAR))
    assert shown.opens(district, "poor") == ""
