"""Work of projects: proposed, approved by another, done, delivered with its evidence."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import RightMissing, StaleVersion
from office.documents import steps_of
from povertyapp.invariants import broken
from programs.choices import ActivityStatus, EntryKind
from programs.kinds import kinds
from programs.models import Activity, Output, OutputEntry, SubProject
from programs.rules.work import (
    NEXT,
    ChecksMissing,
    StepNotAllowed,
    check_done,
    check_step,
)
from programs.selectors.money import paid_for
from programs.selectors.work import next_steps, products_of, work_of
from programs.services.frame import (
    NotApplied,
    PartElsewhere,
    Statement,
    state_applicability,
)
from programs.services.spending import (
    ActivityElsewhere,
    Entry,
    MoreThanAdvanced,
    spend,
)
from programs.services.work import (
    ActivityDays,
    ApprovalWithoutDecision,
    Delivery,
    KindElsewhere,
    Move,
    NamedAlready,
    NotRunning,
    Proposal,
    QuantityOutside,
    SelfApproval,
    StepOutsideDays,
    TakenBackTooMuch,
    confirm_checks,
    deliver,
    move_on,
    propose,
)
from tests.programs.money import DAY, YEAR, decision, make_project, pay, purse

django_db = pytest.mark.django_db
START, END = date(2024, 3, 1), date(2024, 11, 30)
RUNNING, DONE = ActivityStatus.RUNNING, ActivityStatus.DONE


def plan(area, project, kind="vocational_class", **fields):
    values = {
        "name": "Lớp may",
        "sub_project": None,
        "agency": None,
        "year": YEAR,
        "starts_on": START,
        "ends_on": END,
        "planned": {"classes": Decimal(1), "people": Decimal(30)},
    } | fields
    return Proposal(kind=kind, project=project, area=area, **values)


def go(row, to, *, by, **fields):
    return move_on(row, Move(to, **fields), by=by, version=None)


@pytest.fixture
def da4(db):
    return make_project("DA4")


@pytest.fixture
def work(da4, commune, commune_officer):
    return propose(plan(commune, da4), by=commune_officer)


@pytest.fixture
def running(work, commune_officer):
    return go(work, RUNNING, by=commune_officer)


@django_db
def test_kind_gives_its_products_and_first_step(work):
    assert work.status == ActivityStatus.PLANNED
    told = {row.product: row.planned for row in work.outputs.all()}
    assert told == {"classes": 1, "people": 30, "graduates": None, "employed": None}
    assert work.outputs.get(product="people").what.unit == "người"
    assert [step.status for step in steps_of(work.public_id)] == ["planned"]


@django_db
def test_what_cannot_be_entered_is_refused(
    da4, work, commune, other_commune, commune_officer, district_officer
):
    house = make_project("DA5")
    part = SubProject.objects.create(project=house, code="T", name="x", mark="S")
    refused = [
        (plan(other_commune, da4), RightMissing),
        (plan(commune, house), KindElsewhere),
        (plan(commune, da4, sub_project=part), PartElsewhere),
        (plan(commune, da4), NamedAlready),
        (plan(commune, da4, name="B", starts_on=END, ends_on=START), ActivityDays),
        (plan(commune, da4, name="B", ends_on=date(2023, 1, 1)), ActivityDays),
        (plan(commune, da4, name="B", starts_on=date(2025, 1, 1)), ActivityDays),
    ]
    for proposal, error in refused:
        with pytest.raises(error):
            propose(proposal, by=commune_officer)
    told = Statement(da4, commune, YEAR, applies=False, source="KH")
    state_applicability(told, by=district_officer)
    with pytest.raises(NotApplied):
        propose(plan(commune, da4, name="B"), by=commune_officer)


@django_db
def test_production_is_proposed_appraised_and_approved_by_another(
    commune, commune_officer, commune_leader
):
    project = make_project("DA2")
    row = propose(plan(commune, project, "livelihood", planned={}), by=commune_officer)
    assert row.status == ActivityStatus.PROPOSED
    with pytest.raises(StepNotAllowed):
        go(row, RUNNING, by=commune_officer)
    go(row, ActivityStatus.APPRAISED, by=commune_officer, note="hội đồng họp")
    with pytest.raises(RightMissing):
        go(row, ActivityStatus.APPROVED, by=commune_officer, decision=decision())
    with pytest.raises(ApprovalWithoutDecision):
        go(row, ActivityStatus.APPROVED, by=commune_leader)
    with pytest.raises(StaleVersion):
        move_on(row, Move(ActivityStatus.STOPPED), by=commune_officer, version=9)
    signed = decision(day=date(2024, 4, 2))
    row = go(row, ActivityStatus.APPROVED, by=commune_leader, decision=signed)
    assert (row.approved_on, row.document.number) == (signed.date, signed.number)
    assert next_steps(commune_leader, row) == []
    assert next_steps(commune_officer, row) == [RUNNING, ActivityStatus.STOPPED]
    told = [(s.status, bool(s.document)) for s in steps_of(row.public_id)]
    assert told == [("proposed", False), ("appraised", False), ("approved", True)]


@django_db
def test_who_proposed_does_not_approve(commune, commune_officer, commune_leader):
    project = make_project("DA2")
    row = propose(plan(commune, project, "livelihood", planned={}), by=commune_officer)
    go(row, ActivityStatus.APPRAISED, by=commune_officer)
    Activity.objects.update(proposed_by=commune_leader)
    with pytest.raises(SelfApproval):
        go(row, ActivityStatus.APPROVED, by=commune_leader, decision=decision())


def test_steps_follow_the_table_and_end():
    for now, following in NEXT.items():
        for wanted in ActivityStatus:
            if wanted in following:
                check_step(now, wanted)
            else:
                with pytest.raises(StepNotAllowed):
                    check_step(now, wanted)


def test_house_is_done_with_three_hard_parts_and_twenty_years():
    house = kinds()["house_new"]
    assert [check.name for check in house.checks] == [
        "Nền cứng",
        "Khung, tường cứng",
        "Mái cứng",
        "Tuổi thọ từ 20 năm trở lên",
    ]
    with pytest.raises(ChecksMissing, match=r"Mái cứng\."):
        check_done(house, ["floor", "frame", "life"])
    check_done(house, ["floor", "frame", "life", "roof"])


@django_db
def test_checks_are_confirmed_before_the_end(commune, commune_officer, commune_leader):
    row = propose(
        plan(commune, make_project("DA5"), "house_new", planned={}), by=commune_officer
    )
    go(row, ActivityStatus.APPRAISED, by=commune_officer)
    with pytest.raises(NotRunning):
        confirm_checks(row, ["floor"], by=commune_officer, version=None)
    go(row, ActivityStatus.APPROVED, by=commune_leader, decision=decision())
    row = go(row, RUNNING, by=commune_officer)
    with pytest.raises(ChecksMissing):
        go(row, DONE, by=commune_officer)
    told = ["roof", "floor", "frame", "life", "made-up"]
    row = confirm_checks(row, told, by=commune_officer, version=row.version)
    assert row.checks == ["floor", "frame", "roof", "life"]
    with pytest.raises(StaleVersion):
        confirm_checks(row, [], by=commune_officer, version=row.version - 1)
    with pytest.raises(RightMissing):
        confirm_checks(row, [], by=commune_leader, version=None)
    assert go(row, DONE, by=commune_officer).status == DONE


@django_db
def test_results_add_up_and_are_taken_back(running, commune_officer, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    people = running.outputs.get(product="people")
    photo = SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n" + b"0" * 60, "image/png")
    told = Delivery(date(2024, 5, 2), Decimal(32), "điểm danh")
    entry = deliver(people, told, by=commune_officer, evidence=photo)
    assert entry.evidence.name == "anh.png"
    deliver(people, Delivery(DAY, Decimal(-2)), by=commune_officer)
    with pytest.raises(TakenBackTooMuch, match=r"đã ghi 30 người"):
        deliver(people, Delivery(DAY, Decimal(-31)), by=commune_officer)
    for wrong in (Decimal(0), Decimal(10**10)):
        with pytest.raises(QuantityOutside):
            deliver(people, Delivery(DAY, wrong), by=commune_officer)
    for day in (date(2024, 2, 1), date(2024, 10, 2)):
        with pytest.raises(StepOutsideDays):
            deliver(people, Delivery(day, Decimal(1)), by=commune_officer)
    people.refresh_from_db()
    assert people.done == 30
    (found,) = [p for p in products_of(work_of(commune_officer, YEAR)) if p.done]
    assert (found.name, found.planned, found.done) == ("Học viên", 30, 30)
    assert broken() == {}
    Output.objects.filter(pk=people.pk).update(done=31)
    assert broken() == {"output_equals_its_entries": 1}


@django_db
def test_nobody_delivers_before_the_start_or_for_others(
    work, commune_officer, commune_leader
):
    people = work.outputs.get(product="people")
    with pytest.raises(NotRunning):
        deliver(people, Delivery(DAY, Decimal(1)), by=commune_officer)
    with pytest.raises(RightMissing):
        deliver(people, Delivery(DAY, Decimal(1)), by=commune_leader)


@django_db
def test_database_holds_what_services_promise(running):
    row = running.outputs.first()
    broken_by = [
        ("activity_ends_not_before_start", Activity, {"ends_on": date(2024, 1, 1)}),
        ("activity_cost_not_negative", Activity, {"cost": -1}),
        ("activity_status_is_known", Activity, {"status": "x"}),
        ("activity_approved_has_day", Activity, {"status": "approved"}),
        ("output_not_negative", Output, {"done": -1}),
    ]
    for name, model, values in broken_by:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            model.objects.update(**values)
    entry = OutputEntry(output=row, on=DAY, quantity=0, recorded_by=running.proposed_by)
    with (
        pytest.raises(IntegrityError, match="outputentry_is_something"),
        transaction.atomic(),
    ):
        entry.save()


@django_db
def test_money_is_paid_for_work_of_its_project_and_place(
    parts, commune, commune_officer, da4
):
    money = parts[0]
    mine = propose(
        plan(commune, money.project, "farm_class", planned={}), by=commune_officer
    )
    other = propose(plan(commune, da4), by=commune_officer)
    told = Entry(EntryKind.PAYMENT, DAY, 50, "x", activity=mine)
    spend(money, told, by=commune_officer, version=None)
    wrong = Entry(EntryKind.PAYMENT, DAY, 50, "x", activity=other)
    with pytest.raises(ActivityElsewhere):
        spend(money, wrong, by=commune_officer, version=None)
    paid = {row.pk: row.paid for row in work_of(commune_officer, YEAR)}
    assert paid == {mine.pk: 50, other.pk: 0}
    assert list(paid_for(money)) == [mine]


@django_db
def test_agency_pays_for_its_own_work_only(health_money, people, offices, province):
    nurse, clerk = people["nurse"], people["clerk"]
    project, told = health_money.project, {"planned": {}}
    mine = propose(
        plan(province, project, "farm_class", agency=offices[0], **told), by=nurse
    )
    other = propose(
        plan(province, project, "farm_class", agency=offices[1], **told), by=clerk
    )
    assert list(paid_for(health_money)) == [mine]
    wrong = Entry(EntryKind.PAYMENT, DAY, 5, "x", activity=other)
    with pytest.raises(ActivityElsewhere):
        spend(health_money, wrong, by=nurse, version=None)


@django_db
def test_an_advance_and_its_payment_are_one_disbursement(parts, commune_officer):
    money = parts[0]
    pay(money, 80, by=commune_officer, kind=EntryKind.ADVANCE)
    pay(money, 60, by=commune_officer, kind=EntryKind.CLEARING)
    assert purse(money)[2] == 80
    with pytest.raises(MoreThanAdvanced, match="chưa thu hồi 20 đồng"):
        pay(money, 21, by=commune_officer, kind=EntryKind.CLEARING)
    pay(money, 20, by=commune_officer, kind=EntryKind.CLEARING)
    assert purse(money)[2] == 80
    assert broken() == {}


@django_db
def test_board_costs_the_same_however_much_is_done(work, da4, commune, commune_officer):
    def asked():
        with CaptureQueriesContext(connection) as seen:
            for row in work_of(commune_officer, YEAR):
                assert [one.what.name for one in row.outputs.all()]
        return len(seen)

    asked()  # the person's grants are read once
    few = asked()
    for n in range(5):
        propose(plan(commune, da4, name=f"Lớp {n}"), by=commune_officer)
    assert asked() == few <= 3


@django_db
def test_random_results_are_always_their_sum(running, commune_officer):
    people, kept = running.outputs.get(product="people"), Decimal(0)

    @settings(max_examples=30, deadline=None)
    @given(st.decimals(-20, 40, places=2).filter(bool))
    def deliver_one(amount):
        nonlocal kept
        told = Delivery(DAY, amount)
        if kept + amount < 0:
            with pytest.raises(TakenBackTooMuch):
                deliver(people, told, by=commune_officer)
        else:
            deliver(people, told, by=commune_officer)
            kept += amount
        people.refresh_from_db()
        assert people.done == kept == sum(e.quantity for e in people.entries.all())

    deliver_one()
    assert broken() == {}


@pytest.mark.django_db(transaction=True)
def test_eight_hands_deliver_and_nothing_is_lost(running, commune_officer, settings):
    people, start = running.outputs.get(product="people"), Barrier(8)

    def hand():
        start.wait()
        deliver(people, Delivery(DAY, Decimal(1)), by=commune_officer)
        connection.close()

    hands = [Thread(target=hand) for _ in range(8)]
    for one in hands:
        one.start()
    for one in hands:
        one.join()
    people.refresh_from_db()
    assert people.done == 8 == people.entries.count()
