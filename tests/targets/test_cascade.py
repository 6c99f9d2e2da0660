"""Three levels of plans: what is given, asked for, held and left always adds up."""

import json
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import RoleGrant, User
from core.dates import playing
from core.errors import DomainError, RightMissing, SamePerson, StaleVersion
from office import jobs
from office.documents import DateTooOld
from office.models import Notice
from povertyapp.invariants import broken
from targets.choices import Sharing, TargetStatus
from targets.exports import ask_plan_table
from targets.models import Indicator, Plan, PlanTotal, Target
from targets.rules import (
    BelowAssigned,
    LinesWaiting,
    ReasonForAnother,
    is_waiting,
    read_range,
)
from targets.selectors import totals_of
from targets.selectors.cascade import tree_of
from targets.services.adjusting import Adjusting, BeforeThePlan, adjust_plan
from targets.services.draft import (
    DraftInUse,
    NothingToAdd,
    PlanFacts,
    add_indicators,
    draft_plan,
    drop_draft,
)
from targets.services.plans import Issuing, answer_target, issue_plan, register_target
from targets.services.sharing import Shared, share_plan
from targets.services.sheet import CellsRefused, Edit, save_sheet
from targets.services.totals import recount
from tests.factories import make_area, make_household, make_nation, make_user
from tests.targets.cascade_world import make_areas, make_people, make_world

WRITERS = 8
YEARS = count(2021)
NUMBERS = count(1)
ACTS = ("sheet", "share", "register", "approve", "return", "issue", "adjust", "draft")
OPS = st.lists(
    st.tuples(
        st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 2), st.integers(0, 50)
    ),
    min_size=3,
    max_size=8,
)


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def world(province, administrator, today_2020):
    districts, communes = make_areas(province)
    people = make_people(province, districts, communes, administrator)
    return make_world(province, districts, communes, people, 2020)


def lines(plan):
    return list(plan.targets.select_related("area", "indicator").order_by("position"))


def edit(line, low, high=None):
    line.refresh_from_db()
    return Edit(line.public_id, Decimal(low), high and Decimal(high), line.version)


def who(world, area, what="officer"):
    return world.people[area.pk, what]


def facts(day=date(2020, 9, 1)):
    return Issuing(f"{next(NUMBERS)}/QĐ-UBND", day, "x")


def pdf():
    return SimpleUploadedFile("q.pdf", b"%PDF-1.4 x", "application/pdf")


def give(world, *values):
    """The province writes what each district is given."""
    edits = [edit(t, v) for t, v in zip(lines(world.plan), values, strict=True)]
    save_sheet(world.plan, edits, by=who(world, world.province))


@pytest.mark.django_db
def test_district_asks_for_another_figure_with_a_reason(world):
    give(world, 30, 20)
    first = lines(world.plan)[0]
    officer, province = who(world, first.area), who(world, world.province)
    with pytest.raises(ReasonForAnother):
        register_target(first, value=25, note="", by=officer, version=None)
    asked = register_target(first, value=25, note="bão", by=officer, version=None)
    assert totals_of(world.plan)[0].held == 45
    leader = who(world, world.province, "leader")
    with pytest.raises(LinesWaiting):
        issue_plan(world.plan, facts=facts(), scan=None, by=leader, version=None)
    back = {"note": "giữ nguyên", "by": province, "version": None}
    done = answer_target(asked, to=TargetStatus.RETURNED, **back)
    assert done.value == 30, "what was to be given stands again"
    assert totals_of(world.plan)[0].held == 50
    assert broken() == {}


@pytest.mark.django_db
def test_district_does_not_speak_for_its_commune(world):
    commune_line = lines(world.plans[0])[0]
    district = who(world, world.plans[0].area)
    with pytest.raises(RightMissing):
        register_target(commune_line, value=0, note="", by=district, version=None)


@pytest.mark.django_db
def test_who_drafted_the_given_figures_does_not_sign_them(world, administrator):
    give(world, 3, 2)
    both = who(world, world.province)
    RoleGrant.objects.create(
        user=both,
        role="leader",
        area=world.province,
        valid_from=date(2019, 1, 1),
        granted_by=administrator,
    )
    signer = User.objects.get(pk=both.pk)
    with pytest.raises(SamePerson):
        issue_plan(world.plan, facts=facts(), scan=None, by=signer, version=None)


def issue_district(world, plan, values):
    """Communes register, the officer approves, the leader issues."""
    for line, value in zip(lines(plan), values, strict=True):
        officer = who(world, line.area)
        done = register_target(line, value=value, note="x", by=officer, version=None)
        answer_target(
            done, to=TargetStatus.APPROVED, note="", by=who(world, plan.area), version=None
        )
    leader = who(world, plan.area, "leader")
    issue_plan(plan, facts=facts(), scan=None, by=leader, version=None)


@pytest.mark.django_db
def test_issued_figure_of_the_province_binds_the_district(world):
    give(world, 30, 20)
    leader = who(world, world.province, "leader")
    issue_plan(world.plan, facts=facts(), scan=None, by=leader, version=None)
    with pytest.raises(BelowAssigned) as refused:
        issue_district(world, world.plans[0], [9, 9, 9])
    assert "còn thiếu 3 hộ" in str(refused.value)
    tree = tree_of(world.plan, totals_of(world.plan)[0], who(world, world.province))
    said = [(node.given, node.faults) for node in tree.nodes]
    assert said == [
        ("30", ["các dòng thấp hơn chỉ tiêu được giao 3 hộ"]),
        ("20", ["các dòng thấp hơn chỉ tiêu được giao 20 hộ"]),
    ]
    assert [child.given for child in tree.nodes[0].children] == ["9", "9", "9"]
    assert tree.faults == 2


@pytest.mark.django_db
def test_tree_shows_a_district_without_a_plan_and_nobody_sees_beside(world):
    give(world, 30, 20)
    world.plans[1].targets.all().delete()
    PlanTotal.objects.filter(plan=world.plans[1]).delete()
    total = totals_of(world.plan)[0]
    tree = tree_of(world.plan, total, who(world, world.province))
    assert "chưa lập kế hoạch của mình" in tree.nodes[1].faults
    mine = tree_of(world.plan, total, who(world, world.plans[0].area))
    assert [node.line.area for node in mine.nodes] == [world.plans[0].area]


@pytest.mark.django_db
def test_sheet_is_saved_whole_or_not_at_all(world):
    plan = world.plans[0]
    first, second, third = lines(plan)
    officer = who(world, plan.area)
    edits = [edit(first, 7, 8), edit(second, 41), edit(third, 5)]
    with pytest.raises(CellsRefused) as refused:
        save_sheet(plan, edits, by=officer)
    assert list(refused.value.cells) == [second.public_id]
    assert totals_of(plan)[0].held == 0
    assert save_sheet(plan, [edits[0], edits[2]], by=officer) == 2
    row = totals_of(plan)[0]
    assert (row.held, row.most) == (12, 13)
    with pytest.raises(CellsRefused, match="người khác vừa sửa thành 7-8"):
        save_sheet(plan, [edits[0]], by=officer)
    with pytest.raises(CellsRefused, match="mức cao 3 nhỏ hơn mức thấp 5"):
        save_sheet(plan, [edit(first, 5, 3)], by=officer)
    assert broken() == {}


@pytest.mark.django_db
def test_page_of_the_sheet_keeps_what_was_typed_and_names_the_cell(world):
    plan = world.plans[0]
    first = lines(plan)[0]
    desk = Client()
    desk.force_login(who(world, plan.area))
    url = reverse("plan-sheet", args=[plan.public_id])
    cell = {"line": str(first.public_id), "version": "1", "text": "bảy", "area": "Xã 00"}
    page = desk.post(url, {"cells": f"[{json.dumps(cell)}]"})
    assert page.status_code == 409
    text = page.content.decode()
    assert "Xã 00: “bảy” không phải số" in text
    assert 'value="bảy"' in text
    assert (
        desk.post(url, {"cells": f"[{json.dumps(cell | {'text': '7-8'})}]"}).status_code
        == 302
    )
    text = desk.get(url).content.decode()
    assert 'value="7-8"' in text
    for hostile in ("{", "[1]", '[{"line": "x"}]', '{"a": 1}', "[null]", "[" * 99_999):
        refused = desk.post(url, {"cells": hostile})
        assert refused.status_code == 400
        assert "Không đọc được các ô đã gửi" in refused.content.decode()
    assert desk.get(url, {"q": "\0", "page": "-7"}).status_code == 200


# --- everything at once -----------------------------------------------------------------


ACCEPTED = Counter()


def act(world, op):
    """One random act of somebody; what a rule or a right refuses is no fault."""
    name, where, index, value = op
    plan = Plan.objects.select_related("area").get(pk=world.all_plans[where].pk)
    found = lines(plan)
    line = found[index % len(found)]
    officer, leader = who(world, plan.area), who(world, plan.area, "leader")
    try:
        with playing(date(2020, 10, 1)), transaction.atomic():
            _act(world, (name, plan, line, value), officer, leader)
    except (DomainError, PermissionDenied):
        return False
    ACCEPTED[name] += 1
    return True


def _act(world, wanted, officer, leader):
    name, plan, line, value = wanted
    if name == "sheet":
        high = value + 3 if value % 3 == 0 else None
        save_sheet(plan, [edit(line, value, high)], by=officer)
    elif name == "share":
        shared = Shared(line.indicator, value, Sharing.BY_POOR)
        share_plan(plan, shared, by=officer, version=None)
    elif name == "register":
        by = who(world, line.area)
        register_target(line, value=value, note="khác", by=by, version=None)
    elif name in {"approve", "return"}:
        to = TargetStatus.APPROVED if name == "approve" else TargetStatus.RETURNED
        answer_target(line, to=to, note="x", by=officer, version=None)
    elif name == "draft":
        new = PlanFacts("Kế hoạch con", date(2099, 1, 1), date(2100, 1, 1), parent=plan)
        draft_plan(plan.area, new, [], by=officer)
    elif name == "issue":
        issue_plan(plan, facts=facts(), scan=None, by=leader, version=None)
    else:
        change = Adjusting(facts(), "lũ", {line.public_id: value}, None)
        adjust_plan(plan, change, scan=pdf(), by=leader, version=None)


def check(world):
    """Parent = Σ children + reserve, for each plan, from the rows themselves."""
    for row in PlanTotal.objects.filter(plan__in=world.all_plans):
        held = sum(t.value for t in Target.objects.filter(plan=row.plan_id))
        assert row.held == held
        assert row.waiting == sum(
            is_waiting(t.kind, t.status) for t in Target.objects.filter(plan=row.plan_id)
        )
        if row.closed and row.total is not None:
            assert row.total >= held


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ops=st.lists(OPS, min_size=1, max_size=3))
def test_random_cascades_add_up_after_every_act(province, administrator, ops):
    with transaction.atomic():
        districts, communes = make_areas(province)
        people = make_people(province, districts, communes, administrator)
        world = make_world(province, districts, communes, people, next(YEARS))
        issue_district(world, world.plans[0], [9, 8, 7])
        for op in [op for group in ops for op in group]:
            act(world, op)
            check(world)
        assert broken() == {}
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_every_kind_of_act_is_accepted_sometimes(world):
    """The random tests above would prove nothing of an act that is always refused."""
    ACCEPTED.clear()
    issue_district(world, world.plans[0], [9, 8, 7])
    for op in [("sheet", 0, 0, 9), ("share", 2, 0, 9), ("register", 2, 0, 3)]:
        assert act(world, op), op
    for op in [("return", 2, 0, 0), ("register", 2, 0, 4), ("approve", 2, 0, 0)]:
        assert act(world, op), op
    for op in [("adjust", 1, 1, 5), ("issue", 0, 0, 0), ("draft", 1, 0, 0)]:
        assert act(world, op), op
    assert set(ACCEPTED) == set(ACTS)
    check(world)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_never_break_the_sums_nor_each_other():
    """Committed states are read all the while by somebody who looks at one moment."""
    nation = make_nation()
    province = make_area(nation, level="province", code="62", name="Kon Tum", kind="Tỉnh")
    admin = make_user("admin", "administrator", nation)
    districts, communes = make_areas(province)
    people = make_people(province, districts, communes, admin)
    make_world(province, districts, communes, people, next(YEARS))

    @settings(max_examples=4, deadline=None, database=None)
    @given(schedules=st.lists(OPS, min_size=WRITERS, max_size=WRITERS))
    def play(schedules):
        world = make_world(province, districts, communes, people, next(YEARS))
        over = threading.Event()
        issue_district(world, world.plans[0], [9, 8, 7])
        with ThreadPoolExecutor(WRITERS + 1) as pool:
            looking = pool.submit(_look, over)
            playing_now = [pool.submit(_play, world, ops) for ops in schedules]
            done = sum(p.result() for p in playing_now)
            over.set()
            assert looking.result() > 0
        assert done > 0
        check(world)

    play()
    assert broken() == {}


def _play(world, ops):
    """One writer's acts, each committed; how many were accepted."""
    try:
        return sum(act(world, op) for op in ops)
    except IntegrityError as error:  # pragma: no cover - would be a fault of ours
        raise AssertionError(str(error)) from error
    finally:
        connection.close()


def _look(over):
    """Whoever looks sees sums that hold, at any committed moment."""
    looks = 0
    try:
        while not over.is_set():
            assert broken() == {}
            looks += 1
    finally:
        connection.close()
    return looks


@pytest.mark.django_db
def test_missing_indicator_of_an_assigned_minimum_is_not_issued(world):
    """What the province gives binds even where the district's table leaves it out."""
    near = Indicator.objects.create(
        code="near_poor_reduction",
        name="Số hộ cận nghèo giảm",
        unit="hộ",
        aggregation="reduction",
        source="computed",
        base="near_poor",
    )
    world.plan.targets.update(indicator=near, value=5)
    world.plan.totals.all().delete()
    recount(world.plan, [near])
    leader = who(world, world.province, "leader")
    issue_plan(world.plan, facts=facts(), scan=None, by=leader, version=None)
    with pytest.raises(BelowAssigned, match="số hộ cận nghèo giảm 0 hộ thấp hơn"):
        issue_district(world, world.plans[0], [9, 9, 9])


@pytest.mark.django_db
def test_who_signs_has_seen_the_latest_figures(world):
    give(world, 30, 20)
    seen = Plan.objects.get(pk=world.plan.pk).version
    save_sheet(world.plan, [edit(lines(world.plan)[0], 1)], by=who(world, world.province))
    leader = who(world, world.province, "leader")
    with pytest.raises(StaleVersion):
        issue_plan(world.plan, facts=facts(), scan=None, by=leader, version=seen)


@pytest.mark.django_db
def test_range_is_met_inside_and_comes_back_whole(world):
    first = lines(world.plan)[0]
    save_sheet(world.plan, [edit(first, 12, 14)], by=who(world, world.province))
    officer, province = who(world, first.area), who(world, world.province)
    done = register_target(first, value=13, note="", by=officer, version=None)
    assert (done.value, done.value_to) == (13, None)
    back = {"note": "giữ", "by": province, "version": None}
    done = answer_target(done, to=TargetStatus.RETURNED, **back)
    assert (done.value, done.value_to) == (12, 14)
    assert broken() == {}


@pytest.mark.django_db
def test_households_are_counted_whole(world):
    plan = world.plans[0]
    half = Edit(lines(plan)[0].public_id, Decimal("7.5"), None, 1)
    with pytest.raises(CellsRefused, match="chỉ ghi số nguyên"):
        save_sheet(plan, [half], by=who(world, plan.area))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("7", (7, None)),
        ("7-8", (7, 8)),
        ("7 – 8", (7, 8)),
        ("1.491", (1491, None)),
        ("1.234,5", (Decimal("1234.5"), None)),
        ("2,08", (Decimal("2.08"), None)),
        ("2.08", (Decimal("2.08"), None)),
    ],
)
def test_cell_is_read_as_people_write_numbers(text, found):
    assert read_range(text) == found


@pytest.mark.parametrize("text", ["", "bảy", "-1", "1,234", "7-", "1e5", "٣", "9" * 14])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(ValueError, match=r".*"):
        read_range(text)


@pytest.mark.django_db
def test_asker_takes_the_table_of_a_plan_from_above(world, settings):
    """A commune reads its district's plan, and so may have its table."""
    plan = world.plans[0]
    commune = who(world, lines(plan)[0].area)
    export = ask_plan_table(plan, "", by=commune)
    jobs.run(export.job.public_id)
    desk = Client()
    desk.force_login(commune)
    page = desk.get(reverse("export-detail", args=[export.public_id]))
    assert "Tệp đã sẵn sàng" in page.content.decode()
    file = desk.get(reverse("export-file", args=[export.public_id]))
    assert file.status_code == 200
    other = Client()
    other.force_login(who(world, plan.area))
    url = reverse("export-file", args=[export.public_id])
    assert other.get(url).status_code == 404, "only who asked"
    commune.grants.update(valid_to=date(2020, 9, 1))
    again = Client()
    again.force_login(User.objects.get(pk=commune.pk))
    assert again.get(url).status_code == 404, "rights end"


@pytest.mark.django_db
def test_reason_of_a_return_reaches_the_other_side(world):
    line = lines(world.plans[0])[0]
    commune, district = who(world, line.area), who(world, world.plans[0].area)
    done = register_target(line, value=5, note="", by=commune, version=None)
    assert "đăng ký 5 hộ" in Notice.objects.get(user=district).text
    why = {"note": "ít nhất 7 hộ", "by": district, "version": None}
    answer_target(done, to=TargetStatus.RETURNED, **why)
    assert "ít nhất 7 hộ" in Notice.objects.get(user=commune).text
    desk = Client()
    desk.force_login(commune)
    page = desk.get(reverse("plan-detail", args=[world.plans[0].public_id]))
    assert "Cấp trên trả lời: ít nhất 7 hộ" in page.content.decode()


@pytest.mark.django_db
def test_draft_takes_more_indicators_and_goes_while_nobody_answered(world):
    plan, officer = world.plans[0], who(world, world.plans[0].area)
    known = list(Indicator.objects.filter(code="poor_reduction"))
    with pytest.raises(NothingToAdd):
        add_indicators(plan, known, by=officer, version=None)
    line = lines(plan)[0]
    register_target(line, value=5, note="", by=who(world, line.area), version=None)
    with pytest.raises(DraftInUse):
        drop_draft(plan, by=officer, version=None)
    new = PlanFacts("Kế hoạch trống", date(2031, 1, 1), date(2032, 1, 1))
    empty = draft_plan(plan.area, new, [], by=officer)
    home = make_household(line.area, code="H9")
    add_indicators(empty, known, by=officer, version=1)
    (row,) = totals_of(empty)
    assert (row.lines, row.households) == (1, 1)
    assert empty.targets.get().area == home.commune
    with pytest.raises(StaleVersion):
        drop_draft(empty, by=officer, version=1)
    drop_draft(empty, by=officer, version=None)
    assert not Plan.objects.filter(pk=empty.pk).exists()
    assert broken() == {}


@pytest.mark.django_db
def test_decision_is_not_older_than_its_plan_nor_than_the_programmes(world):
    plan = world.plans[0]
    leader = who(world, plan.area, "leader")
    old = {"scan": None, "by": leader, "version": None}
    give(world, 1, 1)
    with pytest.raises(DateTooOld):
        issue_plan(
            world.plan,
            facts=facts(date(1900, 10, 1)),
            scan=None,
            by=who(world, world.province, "leader"),
            version=None,
        )
    issue_district(world, plan, [9, 8, 7])
    line = lines(plan)[0]
    early = Adjusting(facts(date(2020, 8, 31)), "lũ", {line.public_id: 5})
    with pytest.raises(BeforeThePlan):
        adjust_plan(plan, early, **(old | {"scan": pdf()}))


@pytest.mark.django_db
def test_address_of_a_form_opened_by_hand_leads_on(world):
    desk = Client()
    desk.force_login(who(world, world.plans[0].area))
    page = desk.get(reverse("plan-share", args=[world.plans[0].public_id]))
    assert page.status_code == 405
    assert "Trang này chỉ nhận biểu mẫu" in page.content.decode()
