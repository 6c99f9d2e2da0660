"""Random decisions on money, one after another and eight at a time: all adds up."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.dates import playing
from core.errors import DomainError
from povertyapp.invariants import broken
from programs.choices import ChangeKind, EntryKind
from programs.models import Allocation
from programs.services.carrying import (
    CarryOver,
    carry_over,
)
from programs.services.changing import Changing, change
from programs.services.money import (
    Receiver,
    give,
    share,
)
from tests.factories import make_area, make_nation, make_user
from tests.programs.money import (
    DAY,
    NUMBERS,
    YEAR,
    decision,
    make_project,
    pay,
    purpose,
)

WRITERS = 8


django_db = pytest.mark.django_db


OPS = st.lists(
    st.tuples(
        st.sampled_from(["share", "adjust", "transfer", "pay", "return", "carry"]),
        st.integers(0, 6),
        st.integers(0, 6),
        st.integers(1, 300),
    ),
    min_size=2,
    max_size=7,
)


ACCEPTED = Counter()


class Treasury:
    """A province, two districts, three communes each, and who acts in them."""

    def __init__(self, province, admin):
        self.province = province
        self.officers = {
            province.pk: make_user("po", "province_officer", province, by=admin)
        }
        self.project = make_project()
        self.areas = []
        for d in range(2):
            district = self._area(province, "district", f"6{d}1", f"Huyện {d}")
            self.officers[district.pk] = make_user(
                f"do{d}", "district_officer", district, by=admin
            )
            for n in range(3):
                commune = self._area(district, "commune", f"2{d}{n}", f"Xã {d}{n}")
                self.officers[commune.pk] = make_user(
                    f"co{d}{n}", "commune_officer", commune, by=admin
                )

    def _area(self, parent, level, code, name):
        area = make_area(parent, level=level, code=code, name=name)
        self.areas.append(area)
        return area

    def open(self):
        """Money at the top, for a purpose of its own each time."""
        by = self.officers[self.province.pk]
        project = make_project(f"D{next(NUMBERS)}")
        return give(purpose(project), Receiver(self.province), 1000, decision(), by=by)

    def act(self, top, op):
        name, where, other, amount = op
        tree = list(
            Allocation.objects.filter(project=top.project, year=YEAR)
            .select_related("area", "parent__area")
            .order_by("pk")
        )
        row, second = tree[where % len(tree)], tree[other % len(tree)]
        try:
            with playing(DAY), transaction.atomic():
                self._act(name, (row, second, self.areas[other % len(self.areas)]), amount)
        except (DomainError, PermissionDenied):
            return False
        ACCEPTED[name] += 1
        return True

    def _act(self, name, places, amount):
        row, second, area = places
        own = self.officers[row.area_id]
        giver = row.parent.area if row.parent else row.area
        above = self.officers[giver.pk]
        if name == "share":
            share(row, {Receiver(area): amount}, decision(), by=own, version=None)
        elif name == "adjust":
            delta = amount if amount % 2 else -amount
            told = Changing(ChangeKind.ADJUST, "x", {row.pk: delta})
            change(giver, told, decision(), by=above)
        elif name == "transfer":
            told = Changing(ChangeKind.TRANSFER, "x", {row.pk: -amount, second.pk: amount})
            change(giver, told, decision(), by=above)
        elif name == "carry":
            wanted = CarryOver(amount, date(2025, 12, 31))
            carry_over(row, wanted, decision(), by=above, version=None)
        else:
            kind = EntryKind.PAYMENT if name == "pay" else EntryKind.RETURN
            pay(row, amount, by=own, kind=kind)


def check(top):
    """Every level adds up, counted from the rows themselves."""
    for row in Allocation.objects.filter(project=top.project):
        changed = sum(c.amount for c in row.changes.all())
        below = sum(c.opening + c.changed for c in row.children.all())
        paid = sum(
            {"payment": 1, "advance": 1, "return": -1}.get(e.kind, 0) * e.amount
            for e in row.entries.all()
        )
        assert (row.changed, row.shared, row.spent) == (changed, below, paid)
        assert row.opening + changed >= below + paid
        assert paid >= 0


@django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ops=st.lists(OPS, min_size=1, max_size=3))
def test_random_decisions_add_up_after_every_act(province, administrator, ops):
    with transaction.atomic(), playing(DAY):
        treasury = Treasury(province, administrator)
        top = treasury.open()
        for op in [op for group in ops for op in group]:
            treasury.act(top, op)
            check(top)
        assert broken() == {}
        transaction.set_rollback(True)


@django_db
def test_every_kind_of_act_is_accepted_sometimes(province, administrator):
    ACCEPTED.clear()
    treasury = Treasury(province, administrator)
    top = treasury.open()
    for op in [
        ("share", 0, 0, 300),
        ("share", 1, 1, 100),
        ("share", 1, 2, 100),
        ("pay", 2, 0, 60),
        ("return", 2, 0, 10),
        ("transfer", 3, 2, 20),
        ("adjust", 2, 0, 31),
        ("carry", 3, 0, 40),
    ]:
        assert treasury.act(top, op), op
    assert len(ACCEPTED) == 6
    check(top)


@pytest.mark.django_db(transaction=True)
def test_eight_writers_at_once_lose_no_dong():
    nation = make_nation()
    province = make_area(nation, level="province", code="62", name="Kon Tum", kind="Tỉnh")
    treasury = Treasury(province, make_user("admin", "administrator", nation))

    @settings(max_examples=4, deadline=None, database=None)
    @given(schedules=st.lists(OPS, min_size=WRITERS, max_size=WRITERS))
    def play(schedules):
        top = treasury.open()
        for op in [("share", 0, 0, 300), ("share", 0, 4, 300), ("share", 1, 1, 200)]:
            treasury.act(top, op)
        over = threading.Event()
        with ThreadPoolExecutor(WRITERS + 1) as pool:
            looking = pool.submit(_look, over)
            plays = [pool.submit(_play, treasury, top, ops) for ops in schedules]
            for one in plays:
                one.result()
            over.set()
            assert looking.result() > 0
        check(top)

    play()
    assert broken() == {}


def _play(treasury, top, ops):
    try:
        for op in ops:
            treasury.act(top, op)
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
