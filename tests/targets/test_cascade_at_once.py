"""Random acts on three levels of plans, also eight at a time: the sums hold."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import count

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dates import playing
from core.errors import DomainError
from povertyapp.invariants import broken
from targets.choices import Sharing, TargetStatus
from targets.models import Plan, PlanTotal, Target
from targets.rules import (
    is_waiting,
)
from targets.services.adjusting import Adjusting, adjust_plan
from targets.services.draft import (
    PlanFacts,
    draft_plan,
)
from targets.services.plans import answer_target, issue_plan, register_target
from targets.services.sharing import Shared, share_plan
from targets.services.sheet import save_sheet
from tests.factories import make_area, make_nation, make_user
from tests.targets.cascade_acts import edit, facts, issue_district, lines, pdf, who
from tests.targets.cascade_world import make_areas, make_people, make_world

WRITERS = 8


YEARS = count(2021)


ACTS = ("sheet", "share", "register", "approve", "return", "issue", "adjust", "draft")


OPS = st.lists(
    st.tuples(
        st.sampled_from(ACTS), st.integers(0, 2), st.integers(0, 2), st.integers(0, 50)
    ),
    min_size=3,
    max_size=8,
)


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
