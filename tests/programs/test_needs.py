"""From need to programme: what a form shows, what answered it, what could; by priority."""

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
from openpyxl import load_workbook

from accounts.models import AccessLog, RoleGrant, User
from households.choices import Cause
from households.standards import needs as asked_needs
from households.standards import standards
from office import jobs
from office.exports import ask_export
from povertyapp.reference import load_reference
from programs.exports import NEEDS
from programs.models import Policy
from programs.needs import answerable_needs, priority_order
from programs.rules.needs import Form, needs_shown, priority
from programs.selectors.needs import needs_of, planned_reach, sums_of_needs
from programs.services.supports import Given, support_households, withdraw_support
from programs.services.work import propose
from tests.factories import (
    make_document,
    make_household,
    make_recognition,
    make_review,
    make_round,
    make_user,
)
from tests.programs.money import YEAR, make_project
from tests.programs.test_work import plan

django_db = pytest.mark.django_db


def test_every_mark_a_form_can_make_shows_a_need():
    """Nothing a household lacks, suffers from or asks for is without a place in the data."""
    wanted = answerable_needs().values()
    lacking = {i.key for standard in standards().values() for i in standard.indicators}
    assert lacking == {key for need in wanted for key in need.deprivations}
    assert set(Cause.values) == {key for need in wanted for key in need.causes}
    assert set(asked_needs()) == {key for need in wanted for key in need.asked}


@django_db
def test_policies_that_answer_are_policies_that_exist():
    load_reference()
    named = {code for need in answerable_needs().values() for code in need.policies}
    assert named <= set(Policy.objects.values_list("code", flat=True))


def test_need_says_where_it_shows():
    form = Form(deprivations=["water"], causes=["no_capital"], asked=["credit", "water"])
    told = {s.need.key: s.why for s in needs_shown(list(answerable_needs().values()), form)}
    assert told == {"credit": "nguyên nhân, nguyện vọng", "water": "thiếu hụt, nguyện vọng"}


@given(st.sets(st.sampled_from([*priority_order(), "social"])), st.booleans())
def test_priority_is_the_first_group_then_the_poor(groups, poor):
    order = priority_order()
    rank, klass = priority(groups, "poor" if poor else "near_poor", order)
    assert rank == min([order.get(g, len(order)) for g in groups], default=len(order))
    assert klass == (0 if poor else 1)


@pytest.fixture
def homes(commune, district, district_officer):
    """Three households of a recognised round: A poor, B near-poor with merit, C not poor."""
    (item,) = make_round(district, [commune], year=2023, by=district_officer)
    paper = make_document(district, day=date(2023, 12, 20))
    found = {}
    for name, klass, marks in (
        ("A", "poor", {"deprivations": ["water", "job"], "causes": ["no_capital"]}),
        ("B", "near_poor", {"needs": ["housing"], "groups": ["merit"]}),
        ("C", "not_poor", {"deprivations": ["water"]}),
    ):
        home = make_household(commune, code=f"H{name}", head=name, group="Kinh")
        make_recognition(home, item, paper, recorded_at=timezone.now(), klass=klass)
        make_review(item, home, status="done", klass=klass, score_b1=100, **marks)
        found[name] = home
    item.status = "recognised"
    item.save()
    load_reference()
    return found


def shown(rows):
    return [(r.household.head_name, r.shown.need.key, r.is_answered) for r in rows]


@django_db
def test_needs_are_those_of_the_lists_by_priority(homes, commune):
    rows = needs_of(commune, YEAR)
    assert shown(rows) == [
        ("B", "housing", False),  # merit comes first, though near-poor
        ("A", "credit", False),
        ("A", "job", False),
        ("A", "water", False),
    ]
    offers = {r.shown.need.key: r.offers for r in rows}
    assert offers["credit"] == ["Tín dụng chính sách (NHCSXH)"]
    assert offers["job"] == ["Kết nối, hỗ trợ tìm việc làm (Dự án 4)"]
    assert offers["housing"] == [], (
        "mobilised houses are for the poor, DA5 for poor districts"
    )
    assert needs_of(commune, 2022) == [], "nobody was recognised then"


@django_db
def test_a_support_of_the_year_answers_until_it_is_withdrawn(
    homes, commune, commune_officer
):
    credit = Policy.objects.get(code="credit")
    told = Given(credit, date(2024, 5, 2), "vay vốn")
    (row,) = support_households([homes["A"]], told, by=commune_officer)
    assert ("A", "credit", True) in shown(needs_of(commune, YEAR))
    sums = {s.need.key: s for s in sums_of_needs(needs_of(commune, YEAR), {"credit": 5})}
    assert (sums["credit"].answered, sums["credit"].left, sums["credit"].planned) == (
        1,
        0,
        5,
    )
    assert (sums["job"].answered, sums["job"].offered, sums["job"].left) == (0, 1, 1)
    withdraw_support(row, reason="nhầm", by=commune_officer, version=None)
    assert ("A", "credit", False) in shown(needs_of(commune, YEAR))


@django_db
def test_plan_reaches_whom_its_activities_reach(commune, commune_officer):
    project = make_project("DA4")
    propose(plan(commune, project), by=commune_officer)
    told = plan(commune, project, name="B", planned={"people": Decimal(12)})
    propose(told, by=commune_officer)
    assert planned_reach(commune, YEAR) == {"vocational": 42}


@django_db
def test_more_households_cost_no_more_queries(homes, commune, district, district_officer):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            needs_of(commune, YEAR)
        return len(seen)

    few = asked()
    item = homes["A"].reviews.get().commune_round
    paper = homes["A"].recognitions.get().document
    for n in range(15):
        home = make_household(commune, code=f"M{n}", head=f"M{n}")
        make_recognition(home, item, paper, recorded_at=timezone.now())
        make_review(item, home, status="done", klass="poor", score_b1=1, causes=["other"])
    assert len(needs_of(commune, YEAR)) == 4 + 15
    assert asked() == few <= 9


@django_db
def test_page_filters_and_writes_down_who_read(homes, commune, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    page = desk.get(reverse("need-list"), {"nam": YEAR}).content.decode()
    assert page.count("chưa có chính sách phù hợp") == 1
    answer = desk.get(reverse("need-list"), {"nam": YEAR, "nhu-cau": "water"})
    assert [r.household.head_name for r in answer.context["page"]] == ["A"]
    answer = desk.get(reverse("need-list"), {"nam": YEAR, "loc": "da"})
    assert list(answer.context["page"]) == []
    assert AccessLog.objects.filter(subject_type="household_needs").count() == 3


@django_db
def test_who_looks_after_several_chooses_a_commune(homes, commune, district_officer):
    desk = Client()
    desk.force_login(district_officer)
    answer = desk.get(reverse("need-list"), {"nam": YEAR})
    assert "Chọn xã" in answer.content.decode()
    wanted = {"nam": YEAR, "xa": str(commune.public_id)}
    assert len(desk.get(reverse("need-list"), wanted).context["page"]) == 4


@django_db
def test_two_grants_never_add_up_to_a_right(
    homes, commune, other_commune, commune_officer, administrator
):
    """A viewer here and an officer there reads the needs of there only."""
    clerk = make_user("clerk", "viewer", commune, by=administrator)
    desk = Client()
    desk.force_login(clerk)
    assert desk.get(reverse("need-list")).status_code == 403
    RoleGrant.objects.create(
        user=clerk,
        role="commune_officer",
        area=other_commune,
        valid_from=date(2019, 1, 1),
        granted_by=administrator,
    )
    desk.force_login(User.objects.get(pk=clerk.pk))
    mine = desk.get(reverse("need-list"), {"nam": YEAR})
    assert mine.context["commune"] == other_commune
    wanted = {"nam": YEAR, "xa": str(commune.public_id)}
    assert desk.get(reverse("need-list"), wanted).status_code == 404


@django_db
def test_workbook_holds_every_need_of_the_area(
    homes, district, district_officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    params = {"year": str(YEAR), "need": ""}
    export = ask_export(NEEDS, params, area=district, by=district_officer)
    jobs.run(export.job.public_id)
    export.refresh_from_db()
    sheet = load_workbook(export.file.content.path).active
    rows = [[c.value for c in row] for row in sheet.iter_rows(min_row=7)]
    assert [(row[2], row[6]) for row in rows] == [
        ("B", "Nhà ở"),
        ("A", "Vốn sản xuất, kinh doanh"),
        ("A", "Việc làm"),
        ("A", "Nước sinh hoạt"),
    ]
