"""Money: current plan = opening + changes; parts and payments never exceed it; all adds up."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import count
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.choices import Right
from accounts.models import Agency, User
from areas.models import AreaDesignation
from core.dates import playing
from core.errors import DomainError, RightMissing, StaleVersion
from povertyapp.invariants import broken
from programs.charts import draw
from programs.choices import ChangeKind, EntryKind, Fund, Nature
from programs.models import Allocation, Programme, Project
from programs.rules import disbursed_share, spread
from programs.rules.money import (
    MoreThanGiven,
    SharesUnbalanced,
    TransferAcross,
    TransferUnbalanced,
    check_shares,
)
from programs.selectors.money import curve_of, money_of, money_table
from programs.services.carrying import (
    CarriedUnderAnother,
    CarryOver,
    DeadlineOutside,
    carry_over,
)
from programs.services.changing import BelowWhatIsUsed, ChangedAlready, Changing, change
from programs.services.frame import NotApplied, PartElsewhere
from programs.services.money import (
    Decision,
    GivenAlready,
    NothingGiven,
    Purpose,
    Receiver,
    give,
    share,
)
from programs.services.spending import Entry, EntryOutsideYear, MoreThanSpent, spend
from tests.factories import make_area, make_nation, make_user

DAY, YEAR = date(2024, 10, 1), 2024
NUMBERS = count(1)
WRITERS = 8
django_db = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_DATE = DAY
    with playing(DAY):
        yield


def make_project(code="DA2", **fields):
    programme, _ = Programme.objects.get_or_create(
        code="P",
        defaults={
            "name": "x",
            "valid_from": date(2021, 1, 1),
            "valid_to": date(2026, 1, 1),
            "source": "x",
        },
    )
    return Project.objects.create(
        programme=programme, code=code, name=code, source="x", **fields
    )


def decision(number=None, day=date(2024, 1, 15)):
    return Decision(number or f"{next(NUMBERS)}/QĐ", day, "x", "Giao vốn")


def purpose(project, nature=Nature.RECURRENT, fund=Fund.CENTRAL):
    return Purpose(project, None, YEAR, nature, fund)


@pytest.fixture
def top(province, district, commune, other_commune, province_officer):
    return give(
        purpose(make_project()), Receiver(province), 1000, decision(), by=province_officer
    )


@pytest.fixture
def held(top, district, province_officer):
    parts = {Receiver(district): 600}
    (row,) = share(top, parts, decision(), by=province_officer, version=1)
    return row


@pytest.fixture
def parts(held, commune, other_commune, district_officer):
    wanted = {Receiver(commune): 200, Receiver(other_commune): 100}
    return share(held, wanted, decision(), by=district_officer, version=None)


def purse(row):
    row.refresh_from_db()
    found = row.purse
    return found.given, found.shared, found.spent, found.left


def pay(row, amount, *, by, kind=EntryKind.PAYMENT, on=date(2024, 5, 2)):
    return spend(row, Entry(kind, on, amount, "x"), by=by, version=None)


@django_db
def test_money_goes_down_and_is_paid(top, held, parts, commune_officer, district):
    assert purse(top) == (1000, 600, 0, 400)
    assert purse(held) == (600, 300, 0, 300)
    pay(parts[0], 120, by=commune_officer)
    pay(parts[0], 20, by=commune_officer, kind=EntryKind.RETURN)
    pay(parts[0], 50, by=commune_officer, kind=EntryKind.COMMITMENT)
    assert purse(parts[0]) == (200, 0, 100, 100)
    assert broken() == {}


@django_db
def test_nobody_shares_or_spends_more_than_there_is(
    held, parts, commune, commune_officer, district_officer
):
    with pytest.raises(MoreThanGiven) as refused:
        pay(parts[0], 201, by=commune_officer)
    assert "còn 200 đồng, không đủ 201 đồng" in str(refused.value)
    third = make_area(commune.parent, level="commune", code="9", name="Ba")
    with pytest.raises(MoreThanGiven):
        share(held, {Receiver(third): 301}, decision(), by=district_officer, version=None)
    with pytest.raises(MoreThanSpent):
        pay(parts[0], 1, by=commune_officer, kind=EntryKind.RETURN)
    over = Allocation.objects.filter(pk=parts[0].pk)
    name = "allocation_holds_its_parts"
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        over.update(spent=201)


@django_db
def test_opening_is_for_ever(top):
    with pytest.raises(InternalError, match="opening_is_for_ever"), transaction.atomic():
        Allocation.objects.filter(pk=top.pk).update(opening=5)


@django_db
def test_decision_adjusts_and_transfers(held, parts, district, district_officer):
    first, second = parts
    move = Changing(ChangeKind.TRANSFER, "tiến độ", {first.pk: -150, second.pk: 150})
    change(district, move, decision("7/QĐ"), by=district_officer)
    assert (purse(first)[0], purse(second)[0]) == (50, 250)
    assert purse(held)[1] == 300, "a transfer between brothers changes nothing above"
    with pytest.raises(ChangedAlready):
        change(district, move, decision("7/QĐ"), by=district_officer)
    more = Changing(ChangeKind.ADJUST, "bổ sung", {first.pk: 300})
    change(district, more, decision(), by=district_officer)
    assert purse(held) == (600, 600, 0, 0)
    with pytest.raises(MoreThanGiven):
        change(district, more, decision(), by=district_officer)
    less = Changing(ChangeKind.ADJUST, "x", {second.pk: -251})
    with pytest.raises(BelowWhatIsUsed):
        change(district, less, decision(), by=district_officer)
    assert broken() == {}


@django_db
@pytest.mark.parametrize(
    ("deltas", "refusal"), [((-10, 9), TransferUnbalanced), ((0, 0), NothingGiven)]
)
def test_transfer_makes_no_money(parts, district, district_officer, deltas, refusal):
    told = dict(zip([row.pk for row in parts], deltas, strict=True))
    wanted = Changing(ChangeKind.TRANSFER, "x", told)
    with pytest.raises(refusal):
        change(district, wanted, decision(), by=district_officer)


@django_db
def test_transfer_keeps_nature_and_source(province, province_officer):
    project = make_project()
    rows = [
        give(
            purpose(project, nature),
            Receiver(province),
            100,
            decision(),
            by=province_officer,
        )
        for nature in Nature
    ]
    wanted = Changing(ChangeKind.TRANSFER, "x", {rows[0].pk: -5, rows[1].pk: 5})
    with pytest.raises(TransferAcross, match="loại vốn"):
        change(province, wanted, decision(), by=province_officer)


@django_db
def test_only_the_giver_changes_and_only_the_holder_pays(
    parts, district, province_officer, district_officer, commune_officer
):
    province = district.parent
    wanted = Changing(ChangeKind.ADJUST, "x", {parts[0].pk: 1})
    with pytest.raises(PartElsewhere):
        change(province, wanted, decision(), by=province_officer)
    with pytest.raises(RightMissing):
        change(district, wanted, decision(), by=commune_officer)
    with pytest.raises(RightMissing):
        pay(parts[1], 1, by=commune_officer)
    with pytest.raises(RightMissing):
        pay(parts[0], 1, by=district_officer)


@django_db
def test_money_is_given_once_and_only_below(held, parts, commune, district_officer):
    again = {Receiver(commune): 5}
    with pytest.raises(GivenAlready):
        share(held, again, decision(), by=district_officer, version=None)
    with pytest.raises(StaleVersion):
        share(held, again, decision(), by=district_officer, version=1)
    outside = {Receiver(commune.parent.parent): 5}
    with pytest.raises(PartElsewhere):
        share(held, outside, decision(), by=district_officer, version=None)


@django_db
@pytest.mark.parametrize("day", [date(2023, 12, 31), date(2024, 10, 2)])
def test_entries_stand_in_their_year(parts, commune_officer, day):
    with pytest.raises(EntryOutsideYear):
        pay(parts[0], 1, by=commune_officer, on=day)


@django_db
def test_what_was_not_spent_is_carried_over_under_its_deadline(
    top, held, parts, commune_officer, district_officer
):
    pay(parts[0], 150, by=commune_officer)
    wanted = CarryOver(50, date(2025, 12, 31))
    told = {"by": district_officer, "version": None}
    with pytest.raises(BelowWhatIsUsed):
        carry_over(parts[0], CarryOver(51, date(2025, 12, 31)), decision(), **told)
    new = carry_over(parts[0], wanted, decision(), **told)
    assert (new.year, new.from_year, new.opening) == (2025, 2024, 50)
    assert purse(parts[0]) == (150, 0, 150, 0)
    assert purse(held) == (550, 250, 0, 300), "what went on is not given again"
    assert purse(top) == (950, 550, 0, 400)
    assert broken() == {}


@django_db
def test_carrying_over_twice_adds_to_what_was_carried(top, parts, district_officer):
    told = {"by": district_officer, "version": None}
    day, paper = date(2025, 12, 31), decision()
    first = carry_over(parts[0], CarryOver(50, day), paper, **told)
    carry_over(parts[1], CarryOver(30, day), paper, **told)
    again = carry_over(parts[0], CarryOver(20, day), decision(), **told)
    assert again == first
    assert purse(again)[0] == 70
    assert purse(top) == (900, 500, 0, 400)
    with pytest.raises(CarriedUnderAnother, match="hạn 31/12/2025"):
        carry_over(parts[0], CarryOver(1, date(2026, 1, 31)), decision(), **told)
    with pytest.raises(DeadlineOutside):
        carry_over(parts[0], CarryOver(1, date(2024, 12, 31)), decision(), **told)
    with pytest.raises(NothingGiven):
        carry_over(parts[0], CarryOver(0, day), decision(), **told)
    assert broken() == {}


@django_db
def test_money_at_the_top_is_adjusted_on_its_page(top, held, province_officer):
    desk = Client()
    desk.force_login(province_officer)
    told = {
        "kind": "adjust",
        "reason": "giảm",
        "number": "9/QĐ",
        "date": "2024-06-01",
        "signer": "x",
        "title": "Điều chỉnh",
        "request_key": str(uuid4()),
        f"v-{top.public_id}": "-100",
        f"v-{held.public_id}": "-100",
    }
    answer = desk.post(reverse("money-change", args=[top.public_id]), told)
    assert answer.status_code == 302, answer.content.decode()
    assert purse(top) == (900, 500, 0, 400)
    assert purse(held)[0] == 500
    assert broken() == {}


@django_db
def test_form_without_its_version_is_refused_in_words(parts, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    told = {"kind": "payment", "on": "2024-05-02", "amount": "1", "note": "x"}
    url = reverse("money-spend", args=[parts[0].public_id])
    answer = desk.post(url, {**told, "request_key": str(uuid4())})
    assert answer.status_code == 400
    assert "Thiếu phiên bản của bản ghi đang sửa" in answer.content.decode()
    for version in ("²", "9" * 12, "x"):
        headers = {"If-Match": version, "X-Request-Key": str(uuid4())}
        answer = desk.post(
            reverse("api-money-spend", args=[parts[0].public_id]),
            told,
            content_type="application/json",
            headers=headers,
        )
        assert answer.status_code == 428, answer.content.decode()


@django_db
def test_program_names_each_part_once_and_only_its_own(parts, held, district_officer):
    desk = Client()
    desk.force_login(district_officer)
    paper = {"number": "8/QĐ", "date": "2024-06-01", "signer": "x", "title": "x"}
    paper |= {"kind": "adjust", "reason": "x"}

    def send(*keys):
        told = {
            **paper,
            "parts": [{"allocation": str(key), "amount": 1} for key in keys],
        }
        return desk.post(
            reverse("api-money-change", args=[held.public_id]),
            told,
            content_type="application/json",
            headers={"X-Request-Key": str(uuid4())},
        )

    first = parts[0].public_id
    twice = send(first, first)
    assert (twice.status_code, twice.json()["code"]) == (409, "part_twice")
    assert send(first, uuid4()).status_code == 404
    assert send(first).status_code == 200
    assert purse(parts[0])[0] == 201


@django_db
def test_settlement_and_what_comes_back_may_come_after_the_year(parts, commune_officer):
    pay(parts[0], 50, by=commune_officer)
    with playing(date(2025, 3, 1)):
        late = {"by": commune_officer, "on": date(2025, 2, 1)}
        with pytest.raises(EntryOutsideYear):
            pay(parts[0], 1, **late)
        pay(parts[0], 50, kind=EntryKind.SETTLEMENT, **late)
        pay(parts[0], 20, kind=EntryKind.RETURN, **late)
    assert purse(parts[0])[2] == 30


@django_db
@pytest.mark.parametrize("year", [2020, 2026])
def test_money_stands_in_the_years_of_its_programme(province, province_officer, year):
    wanted = replace(purpose(make_project()), year=year)
    with pytest.raises(NotApplied, match="không có năm này"):
        give(wanted, Receiver(province), 1, decision(), by=province_officer)


@django_db
def test_components_of_another_area_take_no_money(province, district, province_officer):
    wanted = purpose(make_project("TP1", area=district))
    with pytest.raises(NotApplied, match="dự án của"):
        give(wanted, Receiver(province), 1, decision(), by=province_officer)


@django_db
def test_project_that_does_not_apply_gets_no_money(district, province, province_officer):
    project = make_project("DA5", designations=["poor_district"])
    told = {"by": province_officer}
    row = give(purpose(project), Receiver(province), 100, decision(), **told)
    with pytest.raises(NotApplied, match="chỉ áp dụng cho địa bàn thuộc diện"):
        share(row, {Receiver(district): 5}, decision(), version=None, **told)
    AreaDesignation.objects.create(
        area=district, kind="poor_district", valid_from=date(2021, 1, 1), source="x"
    )
    assert share(row, {Receiver(district): 5}, decision(), version=None, **told)


@pytest.fixture
def offices(province):
    return [Agency.objects.create(area=province, name=name) for name in ("Y tế", "X")]


@pytest.fixture
def people(offices, province, administrator):
    """Department officers: of the first agency, of the second, of none."""
    health, other = offices
    people = {}
    for name, agency in (("nurse", health), ("clerk", other), ("nobody", None)):
        user = make_user(name, "department_officer", province, by=administrator)
        user.grants.update(agency=agency)
        people[name] = User.objects.get(pk=user.pk)
    return people


@pytest.fixture
def health_money(top, offices, province, province_officer):
    receiver = {Receiver(province, offices[0]): 300}
    (row,) = share(top, receiver, decision(), by=province_officer, version=None)
    return row


@django_db
def test_department_sees_and_pays_only_its_agencys_money(
    health_money, people, province_officer
):
    """Fail-closed wall: an officer of an agency without money sees none."""
    row = health_money
    assert list(money_of(people["nurse"], YEAR)) == [row]
    assert list(money_of(people["clerk"], YEAR)) == []
    assert list(money_of(people["nobody"], YEAR)) == []
    pay(row, 10, by=people["nurse"])
    with pytest.raises(RightMissing):
        pay(row, 10, by=people["clerk"])
    with pytest.raises(RightMissing):
        pay(row, 10, by=province_officer)


@django_db
def test_finance_looks_at_all_money_and_enters_none_of_it(
    top, health_money, offices, people, province
):
    offices[1].all_money = True
    offices[1].save()
    finance = User.objects.get(pk=people["clerk"].pk)
    assert set(money_of(finance, YEAR)) == {top, health_money}
    with pytest.raises(RightMissing):
        pay(health_money, 10, by=finance)
    with pytest.raises(RightMissing):
        pay(top, 10, by=finance)
    assert finance.open_paths(Right.SUPPORT_VIEW) == ()
    assert not finance.acts_in(Right.SUPPORT_EDIT, province)
    assert finance.acts_in(Right.PLAN_VIEW, province)


@django_db
def test_table_counts_each_dong_once_for_every_reader(
    top, held, parts, commune_officer, district_officer, province_officer
):
    pay(parts[0], 120, by=commune_officer)
    for user, plan, paid in (
        (province_officer, 1000, 120),
        (district_officer, 600, 120),
        (commune_officer, 200, 120),
    ):
        rows, total = money_table(money_of(user, YEAR))
        assert (total.purse.given, total.paid) == (plan, paid)
        assert len(rows) == 1
    curve = curve_of(province_officer, YEAR, 1000, DAY)
    assert curve.now == [0, 0, 0, 0, 120, 120, 120, 120, 120, 120, None, None]
    assert draw(curve).title == "Đã giải ngân 120 trong 1.000 đồng được giao"
    assert draw(curve_of(province_officer, 2022, 0, DAY)) is None


@django_db
def test_pages_cost_the_same_for_few_and_many(parts, held, district, district_officer):
    desk = Client()
    desk.force_login(district_officer)
    urls = [reverse("money-list"), reverse("money-detail", args=[held.public_id])]
    for url in urls:
        desk.get(url)
    few = [_queries(desk, url) for url in urls]
    for n in range(15):
        area = make_area(district, level="commune", code=f"8{n}", name=f"Xã {n}")
        share(held, {Receiver(area): 1}, decision(), by=district_officer, version=None)
    assert [_queries(desk, url) for url in urls] == few


def _queries(desk, url):
    with CaptureQueriesContext(connection) as seen:
        assert desk.get(url).status_code == 200
    return len(seen)


@django_db
def test_page_pays_and_keeps_what_was_refused(parts, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    url = reverse("money-spend", args=[parts[0].public_id])
    told = {"kind": "payment", "on": "2024-05-02", "note": "bò", "version": "1"}
    page = desk.post(url, told | {"amount": "hai trăm"})
    assert page.status_code == 400
    assert "Hãy ghi số đồng" in page.content.decode()
    assert 'value="hai trăm"' in page.content.decode()
    page = desk.post(url, told | {"amount": "1.000"})
    assert "còn 200 đồng" in page.content.decode()
    assert desk.post(url, told | {"amount": "150"}).status_code == 302
    assert purse(parts[0])[2] == 150
    stale = desk.post(url, told | {"amount": "5"})
    assert stale.status_code == 400
    assert "người khác sửa" in stale.content.decode()


@pytest.mark.parametrize(
    ("spent", "given", "share_of"), [(0, 0, None), (0, 5, 0), (1, 3, "33.33")]
)
def test_no_plan_is_a_dash_not_nothing(spent, given, share_of):
    found = disbursed_share(spent, given)
    assert found is None if share_of is None else str(found) == f"{float(share_of):.2f}"


@given(
    whole=st.integers(0, 10**13),
    weights=st.dictionaries(st.integers(1, 30), st.integers(0, 10**6), max_size=9),
)
def test_spread_money_is_the_whole(whole, weights):
    parts = spread(whole, weights)
    assert sum(parts.values()) == (whole if sum(weights.values()) else 0)
    assert all(part >= 0 for part in parts.values())


def test_sources_of_an_amount_are_the_amount():
    check_shares({Fund.CENTRAL: 70, Fund.PROVINCE: 30}, 100)
    with pytest.raises(SharesUnbalanced, match="lệch 1 đồng"):
        check_shares({Fund.CENTRAL: 70, Fund.PROVINCE: 29}, 100)


# --- random decisions, also at once -----------------------------------------------------

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
