"""The dashboard's page, its charts, their files, the rows behind."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.choices import Right
from accounts.models import AccessLog
from core.dates import playing
from households.models import CommuneRound
from office import jobs
from office.models import Export
from programs.models import Allocation
from reports.charts.registry import CHARTS
from reports.choices import HouseGroup
from reports.figures import ask_chart
from reports.selectors.dashboard import View, shown_of
from reports.selectors.measures import sums_by_commune, sums_by_part
from reports.services.measures import count_figures
from tests import factories
from tests.reports.worlds import DAY, YEAR

pytestmark = pytest.mark.django_db
MODES = "django.contrib.auth.backends.ModelBackend"
ODD = ["0", "2015", "2999", "x", "-1", "2023\0", "9" * 400]


@pytest.fixture
def counted(one_world):
    with playing(DAY):
        for year in (YEAR - 1, YEAR):
            count_figures(one_world[0], year)
    return one_world


def page(client, user, name="dashboard", **query):
    client.force_login(user, MODES)
    return client.get(reverse(name), query)


def pictures(answer):
    text = answer.content.decode()
    found = re.search(r'<script id="pictures" type="application/json">(.*?)</script>', text)
    return json.loads(found.group(1))


def test_every_chart_has_a_table_a_finding_a_source(counted, district_officer):
    shown = shown_of(district_officer, View(counted[0], YEAR))
    for key, draw in CHARTS.items():
        chart = draw(shown)
        assert chart.key == key
        assert chart.finding
        assert chart.source.startswith("Nguồn")
        assert chart.rows, key
        assert all(len(row) == len(chart.headings) for row in chart.rows)
        assert not chart.finding.endswith(".")


def test_the_page_draws_what_the_tables_say(client, counted, district_officer):
    district, communes = counted
    answer = page(client, district_officer, nam=YEAR)
    assert answer.status_code == 200
    drawn = pictures(answer)
    assert {"ty-le", "bien-dong", "thieu-hut", "do-sau", "nguyen-nhan", "nhom"} <= set(
        drawn
    )
    sums = sums_by_commune(district, YEAR)
    by_name = {c.full_name: sums[c.pk].counts for c in communes}
    rates = dict(
        zip(drawn["ty-le"]["names"], drawn["ty-le"]["series"][0]["data"], strict=True)
    )
    for name, counts in by_name.items():
        assert rates[name] == pytest.approx(
            counts["poor"] * 100 / counts["households"], abs=0.005
        )
        assert f">{counts['poor']}</a>" in answer.content.decode()
    moved = drawn["bien-dong"]["links"]
    closing = sum(
        link["value"] for link in moved if link["target"] == f"Hộ nghèo năm {YEAR}"
    )
    assert closing == sum(counts["poor"] for counts in by_name.values())


def test_a_group_is_counted_alone_and_what_is_unknown_is_a_dash(counted, district_officer):
    for group in HouseGroup.values[1:]:
        check_group(counted, district_officer, group)


def check_group(counted, district_officer, group):
    district, communes = counted
    shown = shown_of(district_officer, View(district, YEAR, HouseGroup(group)))
    alone = sums_by_part(district, YEAR, group)
    rows = CHARTS["ty-le"](shown).values
    for part in communes:
        row = next(r for r in rows if r[0] == part.full_name)
        assert row[3] == alone[part.pk].counts["poor"]
        if group != "minority":
            assert row[2] is None
            assert row[4] is None
    whole = shown_of(district_officer, View(district, YEAR))
    for key in ("bien-dong", "chi-tieu", "giai-ngan", "tien-do"):
        assert CHARTS[key](shown).values == CHARTS[key](whole).values, key


def test_links_lead_to_as_many_rows_as_the_figure_says(client, counted, district_officer):
    text = page(client, district_officer, nam=YEAR).content.decode()
    links = re.findall(r'<a href="(/so-lieu/ho/\?[^"]+)">([\d.]+)</a>', text)
    assert len(links) > 40
    for url, figure in links[:: len(links) // 12]:
        answer = client.get(url.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert answer.context["page"].paginator.count == int(figure.replace(".", "")), url


def test_reading_the_rows_is_written_down(client, counted, district_officer):
    before = AccessLog.objects.count()
    district, _ = counted
    asked = {"khu-vuc": district.public_id, "so": "poor", "nam": YEAR}
    answer = page(client, district_officer, "figure-rows", **asked)
    assert answer.status_code == 200
    line = AccessLog.objects.latest("pk")
    assert AccessLog.objects.count() == before + 1
    assert (line.subject_type, line.action) == ("household", "list")
    assert line.count == len(answer.context["page"].object_list)


def test_names_of_who_moved_away_stay_where_they_went(
    client, counted, commune_officer, outsider
):
    _, (commune, other) = counted
    asked = {"khu-vuc": commune.public_id, "so": "poor", "nam": YEAR}
    row = page(client, commune_officer, "figure-rows", **asked).context["page"][0]
    home = row.household
    type(home).objects.filter(pk=home.pk).update(
        commune=other, area_path=other.path, head_name="Tên mới"
    )
    answer = page(client, commune_officer, "figure-rows", **asked)
    assert home.code in answer.content.decode()
    assert "Tên mới" not in answer.content.decode()
    assert "Đã chuyển đi nơi khác" in answer.content.decode()


# what counts no row that was recorded
UNOPENED = {("tien-do", "Chưa mở")}


def test_every_number_of_every_chart_opens(client, counted, district_officer):
    """And what it opens adds up to it; a share, an index and a forecast open their parts."""
    shown = shown_of(district_officer, View(counted[0], YEAR))
    client.force_login(district_officer, MODES)
    summed = 0
    for key, draw in CHARTS.items():
        chart = draw(shown)
        for row in chart.rows:
            for cell, heading in zip(row, chart.headings, strict=True):
                if not heading.is_number or not cell.value:
                    continue
                if (key, heading.name) in UNOPENED:
                    continue
                assert cell.url, (key, heading.name)
                answer = client.get(cell.url)
                assert answer.status_code == 200, cell.url
                told = answer.context.get("sum")
                if heading.unit in ("hộ", "người") and told is not None:
                    assert told == cell.value, (key, heading.name)
                    summed += 1
    assert summed > 30


ASKED = ("khu-vuc", "nam", "nhom", "so", "ngay", "tu", "luc", "page")


@pytest.mark.parametrize(
    "view", [*("dashboard", "figure-rows", "figure-totals"), *("figure-table", "brief")]
)
def test_odd_addresses_are_answered(client, counted, district_officer, view):
    district, _ = counted
    base = {"khu-vuc": district.public_id, "so": "poor", "nam": YEAR, "ngay": DAY}
    for name in ASKED:
        for odd in (*ODD, "9999-12-31T23:59:59+00:00", "0001-01-01"):
            answer = page(client, district_officer, view, **(base | {name: odd}))
            assert answer.status_code in (200, 302, 404), (view, name, odd)


def test_another_area_is_not_there(client, counted, commune_officer, outsider):
    district, (_, other) = counted
    for user, area in ((commune_officer, other), (outsider, district)):
        for view in ("dashboard", "figure-table", "brief", "brief-pdf"):
            answer = page(client, user, view, **{"khu-vuc": area.public_id})
            assert answer.status_code == 404, view
    asked = {"khu-vuc": other.public_id, "so": "poor", "nam": YEAR}
    assert page(client, commune_officer, "figure-rows", **asked).status_code == 404
    asked["so"] = "households"
    assert page(client, commune_officer, "figure-totals", **asked).status_code == 404


def test_a_year_of_which_part_is_decided_gives_way(client, counted, district_officer):
    _, (commune, _) = counted
    CommuneRound.objects.filter(commune=commune, round__year=YEAR).update(status="opined")
    answer = page(client, district_officer)
    assert answer.context["view"].year == YEAR - 1
    trend = CHARTS["qua-cac-nam"](shown_of(district_officer, View(counted[0], YEAR)))
    assert trend.option["series"][0]["data"][-1] is None
    assert "mới có 1/2 xã" in trend.finding


def test_pages_cost_the_same_for_few_and_many(counted, district_officer, client):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            page(client, district_officer, nam=YEAR)
        return len(seen)

    asked()
    before = asked()
    district, _ = counted
    for n in range(12):
        factories.make_area(district, level="commune", code=f"9{n}", name=f"Xã {n}")
    assert asked() == before


def test_the_table_of_a_chart_is_taken_as_excel(
    counted, district_officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    view = View(counted[0], YEAR)
    for key, draw in CHARTS.items():
        export = ask_chart(key, view, by=district_officer)
        jobs.run(export.job.public_id)
        export.refresh_from_db()
        assert export.job.status == "done", export.job.message
        sheet = load_workbook(export.file.content.path).active
        chart = draw(shown_of(district_officer, view))
        told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7)]
        said = [[None if v == "" else v for v in row] for row in chart.values]
        assert [
            [float(v) if hasattr(v, "quantize") else v for v in row] for row in said
        ] == [[float(v) if isinstance(v, float) else v for v in row] for row in told], key


def test_a_chart_is_not_written_for_who_lost_the_right(counted, district_officer):
    export = ask_chart("ty-le", View(counted[0], YEAR), by=district_officer)
    district_officer.grants.update(valid_to=date(2000, 1, 1), valid_from=date(1999, 1, 1))
    jobs.run(export.job.public_id)
    assert Export.objects.get(pk=export.pk).job.status == "failed"


def test_money_of_the_area_only(counted, district_officer):
    assert not Allocation.objects.exists()
    chart = CHARTS["giai-ngan"](shown_of(district_officer, View(counted[0], YEAR)))
    assert chart.finding.startswith("Chưa có vốn")
    assert chart.option is None
    assert district_officer.may(Right.PROJECT_VIEW)
