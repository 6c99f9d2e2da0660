"""The short form of the benchmarks: the counts and the queries, not the seconds."""

import pytest
from django.utils import timezone

from core.dates import playing
from tests.bench import dashboard, export, forms, lists, needs, report, sheet, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def provinces(monkeypatch):
    monkeypatch.setattr(world, "USUAL", 60)
    with playing(world.TODAY):
        nation, admin = world.prepare()
        yield {
            size: world.make_province(nation, admin, households=size, code=f"{n + 1:02d}")
            for n, size in enumerate([100, 1200])
        }


def test_report_counts_what_the_group_by_counts(provinces):
    province, _ = provinces[1200]
    assert report.by_hand(province) == report.by_selector(province)


def test_lists_ask_as_many_queries_at_any_size(provinces):
    officers = [officer for _, officer in provinces.values()]
    more = {}
    for label, (name, query) in lists.PAGES.items():
        more[label] = lists.more_queries(*[lists.opener(o, name, query) for o in officers])
    assert more == dict.fromkeys(lists.PAGES, 0)


def test_needs_ask_as_many_queries_at_any_size(provinces, monkeypatch):
    monkeypatch.setattr(needs, "median_seconds", lambda *_: (1, 1))
    admin = next(officer for _, officer in provinces.values())
    bars = {bar.name: bar.value for bar in needs.measure(provinces, admin)}
    assert {v for name, v in bars.items() if name.endswith("more_queries")} == {0}


def test_sheet_asks_as_many_queries_at_any_length(monkeypatch):
    monkeypatch.setattr(sheet, "SIZES", (30, 130))
    monkeypatch.setattr(sheet, "INDICATORS", 3)
    monkeypatch.setattr(sheet, "median_seconds", lambda *_: (1, 1))
    with playing(world.TODAY):
        _, admin = world.prepare()
        bars = {bar.name: bar.value for bar in sheet.measure({}, admin)}
    assert {v for name, v in bars.items() if name.endswith("more_queries")} == {0}


def test_dashboard_asks_as_many_queries_at_any_size(provinces):
    dashboard.count(provinces)
    officers = [officer for _, officer in provinces.values()]
    more = {}
    for label in dashboard.PAGES:
        more[label] = lists.more_queries(*dashboard.acts(label, officers))
    assert more == dict.fromkeys(dashboard.PAGES, 0)


def test_a_long_list_needs_little_memory():
    assert export.memory(5_000) < 150


def test_forms_and_their_references_speak_of_the_same_year(provinces, monkeypatch):
    monkeypatch.setattr(
        forms, "median_seconds", lambda *acts: [(act() and 1) or 1 for act in acts]
    )
    monkeypatch.setattr(forms, "_memory", lambda *_: 1)
    bars = {bar.name: bar.value for bar in forms.measure(provinces, None)}
    assert set(bars.values()) == {1}
    province, _ = provinces[1200]
    built = forms.by_forms(province, timezone.now())
    whole = {form.title[:12]: form.rows[-1].cells(form.columns) for form in built}
    assert whole["TỔNG HỢP KẾT"][2] == 1260
    assert whole["SỐ HỘ NGHÈO "][3] > 0, "the forms of the year are there"
