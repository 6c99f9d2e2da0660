"""Sharing a figure out: the parts are the whole; adjusting: by decision only."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RightMissing, StaleVersion
from office.documents import NumberTaken
from povertyapp.invariants import broken
from targets.choices import Sharing, TargetStatus
from targets.models import Indicator, Plan, TargetChange
from targets.rules import (
    MoreThanTotal,
    PlanClosed,
    ReasonForAnother,
    ReductionTooLarge,
    WrongTargetStep,
    share_out,
)
from targets.services.adjusting import (
    Adjusting,
    LineElsewhere,
    NothingAdjusted,
    NotIssuedYet,
    adjust_plan,
)
from targets.services.plans import Issuing, answer_target, issue_plan, register_target
from targets.services.sharing import (
    CapacityOfThePoor,
    MoreThanTheBase,
    NothingToShare,
    Shared,
    propose_value,
    share_plan,
)
from targets.services.totals import recount
from tests.factories import (
    make_document,
    make_household,
    make_recognition,
    make_review,
    make_round,
    make_user,
)
from tests.targets.test_objectives import add_line

django_db = pytest.mark.django_db
SIZES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 80)), min_size=1, max_size=9)


@given(rows=SIZES, whole=st.integers(0, 700))
def test_parts_are_the_whole_and_stay_under_their_limits(rows, whole):
    weights, most = [w for w, _ in rows], [m for _, m in rows]
    parts = share_out(whole, weights, most)
    assert sum(parts) == min(whole, sum(most))
    assert all(0 <= part <= limit for part, limit in zip(parts, most, strict=True))


@given(
    weights=st.lists(st.integers(1, 50), min_size=2, max_size=8), whole=st.integers(0, 400)
)
def test_without_limits_nobody_is_a_household_off_the_exact_share(weights, whole):
    parts = share_out(whole, weights, [whole] * len(weights))
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part * sum(weights) - whole * weight) < sum(weights)


@pytest.mark.parametrize(
    ("whole", "weights", "most", "parts"),
    [
        (10, [1, 1, 1], [9, 9, 9], [4, 3, 3]),
        (10, [300, 54, 46], [300, 54, 46], [8, 1, 1]),
        (10, [0, 0], [9, 9], [5, 5]),
        (10, [5, 5, 5], [1, 9, 9], [1, 5, 4]),
        (99, [1, 1], [3, 4], [3, 4]),
    ],
)
def test_shares_worked_out_by_hand(whole, weights, most, parts):
    assert share_out(whole, weights, most) == parts


@pytest.fixture
def plan(district, today_2020):
    return Plan.objects.create(
        title="x",
        area=district,
        area_path=district.path,
        year=2020,
        valid_from="2020-01-01",
        valid_to="2021-01-01",
    )


@pytest.fixture
def lines(plan, commune, other_commune):
    return [
        add_line(plan, commune, households=1094, poor=30, reduction=0),
        add_line(plan, other_commune, households=900, poor=10, reduction=0),
    ]


def values(plan):
    return [int(t.value) for t in plan.targets.order_by("pk")]


def share(plan, whole, way=Sharing.BY_POOR, *, by, version=None):
    shared = Shared(Indicator.objects.get(code="poor_reduction"), whole, way)
    return share_plan(plan, shared, by=by, version=version)


def last_row(plan):
    row = plan.totals.get()
    return row.total, row.reserve


@django_db
@pytest.mark.parametrize(
    ("way", "expected"), [(Sharing.BY_POOR, [6, 2]), (Sharing.EQUAL, [4, 4])]
)
def test_total_is_shared_and_closes(plan, lines, district_officer, way, expected):
    share(plan, 8, way, by=district_officer)
    assert values(plan) == expected
    assert last_row(plan) == (8, 0)
    assert broken() == {}


@django_db
def test_capacity_counts_out_households_that_cannot_work(
    plan, lines, district, commune, district_officer
):
    """Whoever is recognised poor and cannot work counts; drafts and others do not."""
    (item,) = make_round(district, [commune], year=2019, by=district_officer)
    paper, now = make_document(district), timezone.now()
    for n in range(30):
        home = make_household(commune, code=f"K{n}")
        groups = ["no_capacity"] if n < 28 else []
        make_review(item, home, klass="poor", status="done", score_b1=110, groups=groups)
        if n < 25:
            make_recognition(home, item, paper, recorded_at=now, klass="poor")
    share(plan, 6, Sharing.BY_CAPACITY, by=district_officer)
    assert values(plan) == [2, 4], "5 against 10 that can work"
    near = Indicator.objects.create(
        code="near_poor_reduction",
        name="x",
        unit="hộ",
        aggregation="reduction",
        source="computed",
        base="near_poor",
    )
    plan.targets.update(indicator=near)
    recount(plan, [near])
    shared = Shared(near, 6, Sharing.BY_CAPACITY)
    with pytest.raises(CapacityOfThePoor):
        share_plan(plan, shared, by=district_officer, version=None)


@django_db
def test_reserve_follows_every_line_and_an_overdrawn_plan_is_not_issued(
    plan, lines, district, district_officer, administrator
):
    share(plan, 8, by=district_officer)
    propose_value(lines[1], value=1, by=district_officer, version=None)
    assert last_row(plan) == (8, 1)
    for line in lines:
        officer = make_user(f"o{line.pk}", "commune_officer", line.area, by=administrator)
        with pytest.raises(ReasonForAnother):
            register_target(line, value=9, note=" ", by=officer, version=None)
        done = register_target(line, value=9, note="đủ vốn", by=officer, version=None)
        answer_target(
            done, to=TargetStatus.APPROVED, note="", by=district_officer, version=None
        )
    assert last_row(plan) == (8, -10)
    assert broken() == {}
    leader = make_user("ld", "leader", district, by=administrator)
    facts = {"facts": Issuing("1/KH", date(2020, 2, 1), "x"), "scan": None, "by": leader}
    with pytest.raises(MoreThanTotal) as refused:
        issue_plan(plan, version=None, **facts)
    assert refused.value.details["total"] == "8 hộ"
    assert refused.value.details["lines"] == "18 hộ"
    with pytest.raises(NothingToShare):
        share(plan, 18, by=district_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        plan.totals.update(closed=True)


@django_db
def test_registered_lines_keep_their_figure_when_the_rest_is_shared(
    plan, lines, commune_officer, district_officer
):
    register_target(lines[0], value=5, note="", by=commune_officer, version=None)
    share(plan, 8, by=district_officer)
    assert values(plan) == [5, 3]
    with pytest.raises(MoreThanTheBase) as refused:
        share(plan, 16, by=district_officer)
    assert refused.value.details == {"whole": "16", "room": "10", "held": "5"}
    with pytest.raises(MoreThanTheBase):
        share(plan, 4, by=district_officer)
    with pytest.raises(WrongTargetStep):
        propose_value(lines[0], value=1, by=district_officer, version=None)


@django_db
def test_only_who_drafts_shares_and_not_on_an_old_state(
    plan, lines, district_officer, commune_officer
):
    with pytest.raises(RightMissing):
        share(plan, 8, by=commune_officer)
    with pytest.raises(StaleVersion):
        share(plan, 8, by=district_officer, version=7)
    with pytest.raises(ReductionTooLarge):
        propose_value(lines[1], value=11, by=district_officer, version=None)


@pytest.fixture
def issued(plan, lines, district, administrator, district_officer):
    share(plan, 8, by=district_officer)
    for line in lines:
        officer = make_user(f"o{line.pk}", "commune_officer", line.area, by=administrator)
        line.refresh_from_db()
        value = int(line.value)
        done = register_target(line, value=value, note="", by=officer, version=None)
        answer_target(
            done, to=TargetStatus.APPROVED, note="", by=district_officer, version=None
        )
    leader = make_user("ld", "leader", district, by=administrator)
    facts = Issuing("1/KH-UBND", date(2020, 2, 1), "x")
    issue_plan(plan, facts=facts, scan=None, by=leader, version=None)
    plan.refresh_from_db()
    return leader


def pdf():
    return SimpleUploadedFile("q.pdf", b"%PDF-1.4 x", "application/pdf")


def adjusting(values, *, number="9/QĐ-UBND", total=None):
    facts = Issuing(number, date(2020, 6, 1), "x")
    return Adjusting(facts, "lũ quét", values, total)


@django_db
def test_decision_changes_lines_and_keeps_before_and_after(plan, lines, issued):
    wanted = adjusting({lines[0].public_id: 4, lines[1].public_id: 2})
    adjust_plan(plan, wanted, scan=pdf(), by=issued, version=plan.version)
    assert values(plan) == [4, 2]
    assert last_row(plan) == (8, 2)
    plan.refresh_from_db()
    (change,) = TargetChange.objects.all()
    assert (change.before, change.after, change.reason) == (6, 4, "lũ quét")
    assert change.document.amends == plan.document
    assert broken() == {}
    again = adjusting({lines[0].public_id: 4}, number="10/QĐ-UBND")
    with pytest.raises(NothingAdjusted):
        adjust_plan(plan, again, scan=pdf(), by=issued, version=None)
    more = adjusting({lines[0].public_id: 7}, number="10/QĐ-UBND")
    with pytest.raises(MoreThanTotal):
        adjust_plan(plan, more, scan=pdf(), by=issued, version=None)
    same = adjusting({lines[0].public_id: 5})
    with pytest.raises(NumberTaken):
        adjust_plan(plan, same, scan=pdf(), by=issued, version=None)
    larger = adjusting({lines[0].public_id: 9}, number="11/QĐ-UBND", total=12)
    adjust_plan(plan, larger, scan=pdf(), by=issued, version=None)
    assert last_row(plan) == (12, 1)


@django_db
def test_what_cannot_be_adjusted_is_refused(plan, lines, issued, district_officer):
    facts = {"scan": pdf(), "version": None}
    with pytest.raises(RightMissing):
        adjust_plan(plan, adjusting({}), by=district_officer, **facts)
    with pytest.raises(LineElsewhere):
        adjust_plan(plan, adjusting({uuid4(): 3}), by=issued, **facts)
    with pytest.raises(ReductionTooLarge):
        adjust_plan(plan, adjusting({lines[1].public_id: 11}), by=issued, **facts)
    with pytest.raises(PlanClosed):
        share(plan, 8, by=district_officer)
    Plan.objects.filter(pk=plan.pk).update(status="draft")
    with pytest.raises(NotIssuedYet):
        adjust_plan(plan, adjusting({}), by=issued, **facts)


@django_db
def test_page_of_the_leader_adjusts_and_keeps_what_was_typed(plan, lines, issued):
    desk = Client()
    desk.force_login(issued)
    url = reverse("plan-adjust", args=[plan.public_id])
    facts = {"number": "9/QĐ", "date": "2020-06-01", "signer": "x", "reason": "lũ"}
    facts |= {"version": str(plan.version), f"v-{lines[0].public_id}": "tám"}
    wrong = desk.post(url, facts | {"scan": pdf()}).content.decode()
    assert "“tám” không phải số nguyên" in wrong
    assert 'value="tám"' in wrong
    facts |= {f"v-{lines[0].public_id}": "5"}
    assert desk.post(url, facts | {"scan": pdf()}).status_code == 302
    page = desk.get(url).content.decode()
    assert "Đã điều chỉnh" in page
    assert "lũ" in page


@django_db
def test_page_of_the_superior_shares_a_total(plan, lines, district_officer):
    desk = Client()
    desk.force_login(district_officer)
    url = reverse("plan-share", args=[plan.public_id])
    data = {"indicator": "poor_reduction", "way": "equal", "version": "1"}
    told = desk.post(url, data | {"whole": "41"})
    assert "Không phân bổ hết 41 hộ" in told.content.decode()
    assert desk.post(url, data | {"whole": "7"}).status_code == 302
    assert values(plan) == [4, 3]
    propose_value(lines[0], value=6, by=district_officer, version=2)
    page = desk.get(reverse("plan-sheet", args=[plan.public_id])).content.decode()
    assert "vượt 2 hộ so với tổng 7" in page
    kept = data | {"whole": "9", "way": "keep", "version": "3"}
    assert desk.post(url, kept).status_code == 302
    assert values(plan) == [6, 3]
    assert last_row(plan) == (9, 0)
