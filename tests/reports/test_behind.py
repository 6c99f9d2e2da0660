"""What stands behind the cells of a report: for whom, of when, whatever the names."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.choices import Role
from accounts.models import AccessLog, User
from core.dates import playing
from households.models import CommuneRound, Member, Person, Recognition, VillageTotal
from households.selectors import counts_by_commune, counts_by_village
from office import jobs
from programs.models import Activity, Policy, Programme, Project, Support
from programs.services.money import Receiver, give
from reports.choices import ReportKind
from reports.choices import SubmissionStatus as S
from reports.rules.codes import Figure, figure_of
from reports.selectors.everybody import Everybody, parts_behind
from reports.selectors.parts import figures_kept
from reports.services.building import ask_report
from reports.services.measures import count_figures
from reports.services.submitting import take_step
from tests import factories
from tests.programs.money import decision, make_project, purpose
from tests.reports.conftest import build, of, sign
from tests.reports.opened import BACKEND, check_cells, client_of
from tests.reports.worlds import DAY, YEAR
from tests.targets.cascade_world import make_lines, make_plan

pytestmark = pytest.mark.django_db
MARCH = date(YEAR, 3, 1)


def run_of(kind, area, officer, year=YEAR, day=DAY):
    with playing(day):
        run = ask_report(kind, area=area, year=year, by=officer)
        jobs.run(run.job.public_id)
    run.refresh_from_db()
    run.job.refresh_from_db()
    assert run.file, run.job.message
    return run


def api_of(user):
    api = APIClient()
    api.force_login(user, BACKEND)
    return api


@pytest.fixture
def sheet(counted, commune, commune_officer, commune_leader, district_officer):
    """A district's report that adds up one accepted commune's, and its own part."""
    row = build(of(counted, commune), commune_officer)
    row = sign(row, commune_officer, commune_leader)
    take_step(row, S.ACCEPTED, by=district_officer, version=None)
    own = counted.select_related("period__regime", "area", "receiver")
    return build(own.get(area=commune.parent, adds_up=True), district_officer).run


@pytest.mark.parametrize(
    ("opens", "about", "figure"),
    [
        ("poor:lack:job", "", Figure("homes", "poor:lack:job")),
        ("near", ":persons", Figure("homes", "near:persons")),
        ("poor:ethnic:!Kinh;Ba Na", "", Figure("homes", "poor:ethnic:!Kinh;Ba Na")),
        ("@paid|year", "DA2", Figure("@", "paid", "DA2", "year")),
        ("@supports", "Vay | ~ * > @", Figure("@", "supports", "Vay | ~ * > @")),
        ("~plan_base", "x", Figure("~", "plan_base", "AREA")),
        ("*|period", "poor_new", Figure("*", "poor_new", "", "period")),
        (">poor|year", "own", Figure(">", "poor", "own", "year")),
        ("report", "x", Figure("report", "", "x")),
        ("", "x", None),
    ],
)
def test_words_of_cells_are_read_as_they_were_meant(opens, about, figure):
    assert figure_of(opens, about, "AREA") == figure


def test_heads_of_no_known_group_stand_behind_the_others(
    one_world, district_officer, media
):
    for member in Member.objects.filter(relation="head")[:6]:
        Person.objects.filter(pk=member.person_id).update(ethnic_group="")
    run = run_of(ReportKind.FORM_09, one_world[0], district_officer)
    assert check_cells(run, district_officer) > 5


def test_a_frozen_form_opens_the_communes_it_counted(one_world, district_officer, media):
    district, (_, other) = one_world
    late = CommuneRound.objects.filter(commune=other, round__year=YEAR)
    late.update(status="survey")
    runs = [
        run_of(kind, district, district_officer)
        for kind in (ReportKind.FORM_01, ReportKind.FORM_02, ReportKind.PLAN_RESULT)
    ]
    late.update(status="recognised")
    for run in runs:
        assert check_cells(run, district_officer)


def test_what_changed_since_is_said(one_world, district_officer, media):
    """A review that is taken back leaves the old list's rows, but not their decision."""
    district, (commune, _) = one_world
    run = run_of(ReportKind.FORM_01, district, district_officer)
    earlier = timezone.now() - timedelta(days=900)
    rows = Recognition.objects.filter(commune=commune, klass="poor")
    rows.update(recorded_at=earlier, superseded_at=earlier)
    client = client_of(district_officer)
    url = reverse("report-figure", args=[run.public_id])
    answer = client.get(url, {"o": "0.2.poor"})
    assert answer.context["differs"]
    assert "nay cộng lại là" in answer.content.decode()
    rows = run.tables[0]["rows"]
    (kept,) = [n for n in (0, 1) if rows[n]["area"] != str(commune.public_id)]
    assert not client.get(url, {"o": f"0.{kept}.poor"}).context["differs"]


@pytest.mark.parametrize("name", ["Vay | hộ ~ nghèo", "Hỗ trợ * @nhà #1 > 0", "x" * 200])
def test_policies_open_whatever_they_are_called(
    name, district, commune, district_officer, media
):
    policy = make_policy(name)
    home = factories.make_household(commune, code="1", head="A", size=2)
    give_support(policy, home, commune, district_officer)
    run = run_of(ReportKind.SUPPORTS, district, district_officer)
    assert check_cells(run, district_officer) > 5


def make_policy(name):
    facts = {"code": "p", "counts_on": "support", "source": "x", "mark": "S"}
    return Policy.objects.create(name=name, classes=[], valid_from=MARCH, **facts)


def give_support(policy, home, commune, officer):
    row = Support.objects.create(
        policy=policy,
        beneficiary="household",
        household=home,
        commune=commune,
        area_path=commune.path,
        on=MARCH,
        counted_on=MARCH,
        klass="poor",
        why="x",
        amount=5,
        note="n",
        recorded_by=officer,
    )
    Support.objects.filter(pk=row.pk).update(recorded_at=timezone.now() - timedelta(days=1))


def test_who_moved_away_is_known_by_the_code(
    district, commune, other_commune, commune_officer, district_officer, media
):
    policy = make_policy("P")
    home = factories.make_household(commune, code="MA-1", head="Tên cũ", size=2)
    give_support(policy, home, commune, district_officer)
    run = run_of(ReportKind.SUPPORTS, commune, commune_officer)
    type(home).objects.filter(pk=home.pk).update(
        commune=other_commune, area_path=other_commune.path, head_name="Tên mới"
    )
    before = AccessLog.objects.count()
    url = reverse("report-figure", args=[run.public_id])
    text = client_of(commune_officer).get(url, {"o": "0.0.times"}).content.decode()
    assert "MA-1 (đã chuyển đi nơi khác)" in text
    assert "Tên mới" not in text
    assert AccessLog.objects.count() == before + 1, "the reading is written down"


def test_two_projects_of_one_code_open_their_own(district, district_officer, media):
    one = make_project("DA2")
    other = Programme.objects.create(
        code="Q",
        name="y",
        valid_from=date(2021, 1, 1),
        valid_to=date(2026, 1, 1),
        source="x",
    )
    two = Project.objects.create(programme=other, code="DA2", name="khác", source="x")
    day = date(2024, 10, 1)
    with playing(day):
        for project, amount in ((one, 1000), (two, 50)):
            paper = decision()
            give(purpose(project), Receiver(district), amount, paper, by=district_officer)
    run = run_of(ReportKind.MONEY, district, district_officer, year=2024, day=day)
    assert check_cells(run, district_officer) >= 3


def test_a_plan_line_of_a_closed_commune_counts_nowhere(
    one_world, district, district_officer, media
):
    _, communes = one_world
    gone = factories.make_area(
        district, level="commune", code="99999", name="Cũ", valid_to=date(YEAR, 7, 1)
    )
    plan = make_plan(district, YEAR)
    make_lines(plan, [*communes, gone], "line", 7)
    paper = factories.make_document(district, number="5", day=date(YEAR, 2, 1))
    type(plan).objects.filter(pk=plan.pk).update(status="issued", document=paper)
    run = run_of(ReportKind.PLAN_RESULT, district, district_officer)
    assert check_cells(run, district_officer) > 3


def test_the_api_answers_about_the_cell_that_is_asked(one_world, district_officer, media):
    district, communes = one_world
    run = run_of(ReportKind.FORM_01, district, district_officer)
    url = reverse("api-report-figure", args=[run.public_id])
    rows, api = run.tables[0]["rows"], api_of(district_officer)
    places = {str(a.public_id) for a in (district, *communes)}
    for number, row in enumerate(rows):
        asked = {"table": 0, "row": number, "column": "poor"}
        told = api.get(url, asked).json()
        assert (told["told"], told["area"]) == (str(row["cells"][4]), row["area"])
        assert told["code"] == "poor"
        places.discard(told["area"])
    assert not places
    for odd in ({"row": 99}, {"table": 9}, {"column": "x"}, {"column": "area"}):
        asked = {"table": 0, "row": 0, "column": "poor"} | odd
        assert api.get(url, asked).status_code == 404, odd


def test_the_api_opens_the_table_of_units(sheet, district_officer):
    url = reverse("api-report-figure", args=[sheet.public_id])
    told = {
        row["cells"][1]: api_of(district_officer)
        .get(url, {"table": 1, "row": number, "column": "poor"})
        .json()
        for number, row in enumerate(sheet.tables[1]["rows"])
        if row["cells"][4]
    }
    assert {name: one["told"] for name, one in told.items()} == {
        "Xã Đăk Ang": "2",
        "Tổng cộng": "2",
    }
    assert told["Xã Đăk Ang"]["code"] == "poor"
    assert told["Tổng cộng"]["sum"] == "2"


def test_a_viewer_is_led_to_no_closed_page(sheet, district, administrator):
    viewer = factories.make_user("v", Role.VIEWER, district, by=administrator)
    assert check_cells(sheet, viewer, blind=True) > 10
    client, url = client_of(viewer), reverse("report-figure", args=[sheet.public_id])
    page = client.get(url, {"so": "poor", "ky": "year"}).context["page"]
    assert [row.url for row in page] == ["", "", "", ""], "no household may be seen"
    page = client.get(url, {"so": "households", "ky": "year"}).context["page"]
    (part,) = [row.url for row in page if row.url]
    assert client.get(part).context["sum"] == 10


def test_an_agency_s_officer_opens_its_own_figures(
    counted, agency, district, district_officer
):
    me = User.objects.get(username="agency_officer")
    Activity.objects.create(
        kind="vocational_class",
        name="x",
        project=make_project("DA2"),
        area=district,
        area_path=district.path,
        agency=agency,
        year=2020,
        starts_on=date(2020, 8, 1),
        ends_on=date(2020, 9, 1),
        status="running",
        proposed_by=district_officer,
    )
    row = build(of(counted, district, agency), me)
    assert figures_kept(row.run.facts)["activities"] == (1, 1)
    assert check_cells(row.run, me) == 1


def test_reports_of_others_are_not_there(sheet, commune_officer, other_officer):
    url = reverse("report-figure", args=[sheet.public_id])
    for user in (commune_officer, other_officer):
        answer = client_of(user).get(url, {"so": "poor", "ky": "year"})
        assert answer.status_code == 404
        api = reverse("api-report-figure", args=[sheet.public_id])
        asked = {"table": 0, "row": 1, "column": "year"}
        assert api_of(user).get(api, asked).status_code == 404


def test_an_area_outside_is_not_opened_through_a_report(
    one_world, district, district_officer, media, nation
):
    run = run_of(ReportKind.FORM_01, district, district_officer)
    elsewhere = factories.make_area(district.parent, level="district", code="9", name="K")
    url, client = (
        reverse("report-figure", args=[run.public_id]),
        client_of(district_officer),
    )
    for area, code in ((elsewhere, 404), (one_world[1][0], 200)):
        for column in ("poor", "households"):
            asked = {"o": f"0.2.{column}", "khu-vuc": area.public_id}
            assert client.get(url, asked).status_code == code


ODD = ["", "0", "0.0", "0.0.x", "9.9.poor", "-1.0.poor", "0.0.\0", "0.0.area", "a.b.c"]


def test_odd_cells_are_not_there(one_world, district_officer, media):
    run = run_of(ReportKind.FORM_01, one_world[0], district_officer)
    url, client = (
        reverse("report-figure", args=[run.public_id]),
        client_of(district_officer),
    )
    for odd in ODD:
        assert client.get(url, {"o": odd}).status_code == 404, odd
        assert client.get(url, {"so": odd, "ky": "year"}).status_code == 404, odd
    answer = client.get(url, {"o": "0.0.poor", "page": "x", "khu-vuc": "x", "nhom": "x"})
    assert answer.status_code == 200


def test_a_commune_that_does_not_count_has_no_numbers(one_world, district_officer):
    district, (commune, other) = one_world
    CommuneRound.objects.filter(commune=other, round__year=YEAR).update(status="survey")
    told = {}
    with playing(DAY):
        count_figures(district, YEAR)
        for area in (district, commune, other):
            asked = Everybody(area, "households", DAY, recognised_in=YEAR)
            told[area.pk] = sum(part.counted for part in parts_behind(asked))
    assert told[other.pk] == 0
    assert told[district.pk] == told[commune.pk] > 0


def test_villages_add_up_to_their_commune(one_world, district_officer):
    """Also where totals were entered that say more, or less, than the rows that are kept."""
    _, (commune, _) = one_world
    for number, homes in enumerate((40, 0)):
        village = factories.make_area(
            commune, level="village", code=str(number), name=f"Thôn {number}"
        )
        VillageTotal.objects.create(
            village=village,
            commune=commune,
            area_path=village.path,
            on=DAY,
            households=homes,
            persons=homes * 3,
            minority=homes // 2,
            source="Sổ thôn",
            recorded_by=district_officer,
        )
    whole = counts_by_commune(commune, on=DAY, native=True)[commune.pk]
    lines = counts_by_village(commune, on=DAY)
    for name in ("households", "persons", "minority", "native"):
        assert sum(getattr(line.counts, name) for line in lines) == getattr(whole, name)
    assert any("Sổ thôn" in line.source for line in lines)


def test_as_many_queries_for_many_rows(district, commune, district_officer, media):
    policy = make_policy("P")
    counts = []
    for number in range(20):
        home = factories.make_household(commune, code=str(number), head="A", size=2)
        give_support(policy, home, commune, district_officer)
        if number in (0, 19):
            run = run_of(ReportKind.SUPPORTS, district, district_officer)
            url = reverse("report-figure", args=[run.public_id])
            client = client_of(district_officer)
            for column in ("times", "homes"):
                with CaptureQueriesContext(connection) as seen:
                    assert client.get(url, {"o": f"0.0.{column}"}).status_code == 200
                counts.append(len(seen))
    assert counts[:2] == counts[2:]
