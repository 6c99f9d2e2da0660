"""Money: current plan = opening + changes; parts and payments never exceed it; all adds up."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, InternalError, transaction
from hypothesis import given
from hypothesis import strategies as st

from areas.models import AreaDesignation
from core.dates import playing
from core.errors import RightMissing, StaleVersion
from povertyapp.invariants import broken
from programs.choices import ChangeKind, EntryKind, Fund, Nature
from programs.models import Allocation
from programs.rules import disbursed_share, spread
from programs.rules.money import (
    MoreThanGiven,
    SharesUnbalanced,
    TransferAcross,
    TransferUnbalanced,
    check_shares,
)
from programs.services.carrying import (
    CarriedUnderAnother,
    CarryOver,
    DeadlineOutside,
    carry_over,
)
from programs.services.changing import BelowWhatIsUsed, ChangedAlready, Changing, change
from programs.services.frame import NotApplied, PartElsewhere
from programs.services.money import (
    GivenAlready,
    NothingGiven,
    Receiver,
    give,
    share,
)
from programs.services.spending import EntryOutsideYear, MoreThanSpent
from tests.factories import make_area
from tests.programs.money import decision, make_project, pay, purpose, purse

django_db = pytest.mark.django_db


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
