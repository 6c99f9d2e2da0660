"""Money, outputs, supports and the off-cycle review against slow counts of their rows."""

import io
import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.utils import timezone

from accounts.choices import Role
from core.dates import playing
from households.models import CommuneRound, Review, Round
from office import jobs
from programs.choices import EntryKind, Nature
from programs.models import Activity, Allocation, Disbursement, Policy, Support
from programs.services.money import Receiver, give, share
from reports.choices import ReportKind
from reports.kinds.built import Year
from reports.kinds.registry import BUILDERS
from reports.services.building import ask_report
from tests import factories
from tests.programs.money import DAY, YEAR, decision, make_project, pay, purpose
from tests.reports.opened import check_cells
from tests.reports.test_golden import GOLDEN, kept, picture

pytestmark = pytest.mark.django_db
SEEDS = (1, 2, 3)
FEWEST = 5  # cells of the smallest of these reports
SIGN = {EntryKind.RETURN: -1, EntryKind.COMMITMENT: 0}


def built(kind, area, on=DAY, year=YEAR):
    asked = Year(area, year, on, timezone.now() + timedelta(seconds=1))
    return BUILDERS[kind](asked)


def lines(form):
    """Rows by the words of their second cell."""
    return {row.cells(form.columns)[1]: row.cells(form.columns) for row in form.rows}


def half_up(part, whole):
    if not whole:
        return None
    return Decimal(int((part * 20000 / whole + 1) // 2)).scaleb(-2)


@pytest.fixture(params=SEEDS)
def money(request, district, commune, other_commune, district_officer, administrator):
    """Money of three projects of both natures, shared, paid and given back."""
    dice = random.Random(request.param)
    officers = {
        place.pk: factories.make_user(
            f"officer{place.pk}", Role.COMMUNE_OFFICER, place, by=administrator
        )
        for place in (commune, other_commune)
    }
    with playing(DAY):
        for code in ("DA1", "DA2", "DA3"):
            project = make_project(code)
            for nature in Nature:
                amount = dice.randrange(2, 9) * 1000
                row = give(
                    purpose(project, nature),
                    Receiver(district),
                    amount,
                    decision(),
                    by=district_officer,
                )
                wanted = {Receiver(commune): amount // 3, Receiver(other_commune): 400}
                for held in share(
                    row, wanted, decision(), by=district_officer, version=None
                ):
                    officer = officers[held.area_id]
                    pay(held, dice.randrange(1, 300), by=officer)
                    later = date(2024, 8, dice.randrange(1, 29))
                    pay(held, dice.randrange(1, 90), by=officer, on=later)
    return district, commune


def money_of(area, on, code="", nature=None):
    """Given and paid, one allocation after the other."""
    given = paid = 0
    for row in Allocation.objects.all():
        inside = row.area_path.startswith(area.path) and row.year == YEAR
        of_it = row.project.code.startswith(code) and nature in (None, row.nature)
        if inside and of_it:
            given += row.opening + row.changed - row.shared
            for entry in Disbursement.objects.filter(allocation=row):
                paid += SIGN.get(entry.kind, 1) * entry.amount * (entry.on <= on)
    return given, paid


@pytest.mark.parametrize("on", [DAY, date(2024, 7, 1)])
def test_money_equals_a_slow_count(money, on):
    for area in money:
        found = lines(built(ReportKind.MONEY, area, on))
        for code, name in (("DA1", "DA1: DA1"), ("DA3", "DA3: DA3"), ("", "Tổng cộng")):
            all_, invest, rest = (
                money_of(area, on, code, nature)
                for nature in (None, Nature.INVESTMENT, Nature.RECURRENT)
            )
            assert found[name][2:8] == [
                *(all_[0], invest[0], rest[0]),
                *(all_[1], invest[1], rest[1]),
            ]
            assert found[name][8] == half_up(all_[1], all_[0])


@pytest.fixture(params=SEEDS)
def works(request, district, commune, other_commune, district_officer):
    dice = random.Random(request.param)
    projects = [make_project(code) for code in ("DA2", "DA4")]
    kinds = (("vocational_class", "people"), ("vocational_class", "graduates"))
    for n in range(12):
        place = dice.choice([commune, other_commune])
        row = Activity.objects.create(
            kind="vocational_class",
            name=f"Lớp {n}",
            project=dice.choice(projects),
            area=place,
            area_path=place.path,
            year=dice.choice([YEAR, YEAR, YEAR - 1]),
            starts_on=date(YEAR, 1, 1),
            ends_on=date(YEAR, 12, 1),
            status=dice.choice(["proposed", "running", "stopped"]),
            proposed_by=district_officer,
        )
        for _, product in kinds:
            row.outputs.create(
                product=product,
                planned=dice.choice([None, dice.randrange(1, 50)]),
                done=dice.randrange(0, 40),
            )
    return district, commune


def test_outputs_equal_a_slow_count(works):
    for area in works:
        form = built(ReportKind.OUTPUTS, area)
        expected = []
        for code in ("DA2", "DA4"):
            sums = {}
            for row in Activity.objects.filter(year=YEAR, project__code=code):
                if row.status == "stopped" or not row.area_path.startswith(area.path):
                    continue
                for output in row.outputs.all():
                    before = sums.get(output.product, (0, 0))
                    sums[output.product] = (
                        before[0] + (output.planned or 0),
                        before[1] + output.done,
                    )
            expected += [sums[p] for p in ("people", "graduates") if p in sums]
        told = [r.cells(form.columns) for r in form.rows if not r.is_heading]
        assert [(cells[3], cells[4]) for cells in told] == expected
        assert [cells[5] for cells in told] == [half_up(d, p) for p, d in expected]


@pytest.fixture(params=SEEDS)
def supports(request, district, commune, other_commune, district_officer):
    dice = random.Random(request.param)
    policies = [
        Policy.objects.create(
            code=f"p{n}",
            name=f"Chính sách {n}",
            classes=[],
            counts_on="support",
            source="x",
            valid_from=date(2020, 1, 1),
        )
        for n in range(3)
    ]
    for place in (commune, other_commune):
        homes = [
            factories.make_household(place, code=f"{place.code}-{n}", head=f"A {n}", size=2)
            for n in range(5)
        ]
        for n in range(15):
            withdrawn = dice.random() < 0.2
            Support.objects.create(
                policy=dice.choice(policies),
                beneficiary="household",
                household=dice.choice(homes),
                commune=place,
                area_path=place.path,
                on=date(dice.choice([YEAR, YEAR - 1]), dice.randrange(1, 13), 5),
                counted_on=date(YEAR, 1, 1),
                klass=dice.choice(["poor", "near_poor", ""]),
                why="x",
                amount=dice.randrange(0, 9) * 1000,
                note=f"x{n}",
                recorded_by=district_officer,
                withdrawn_on=DAY if withdrawn else None,
                reason="x" if withdrawn else "",
            )
    return district, commune


def test_supports_equal_a_slow_count(supports):
    for area in supports:
        found = lines(built(ReportKind.SUPPORTS, area))
        rows = [
            row
            for row in Support.objects.select_related("policy")
            if row.area_path.startswith(area.path)
            and row.on.year == YEAR
            and row.on <= DAY
            and row.withdrawn_on is None
        ]
        whole = sum(row.amount for row in rows)
        names = {row.policy.name for row in rows}
        assert set(found) == {*names, "Tổng cộng"}
        for name in [*names, "Tổng cộng"]:
            own = [row for row in rows if name in (row.policy.name, "Tổng cộng")]
            homes = [
                {row.household_id for row in own if klass in ("", row.klass)}
                for klass in ("", "poor", "near_poor")
            ]
            amount = sum(row.amount for row in own)
            assert found[name][2:] == [
                len(own),
                *map(len, homes),
                amount,
                half_up(amount, whole),
            ]


@pytest.fixture(params=SEEDS)
def monthly(request, district, commune, other_commune, district_officer):
    dice = random.Random(request.param)
    classes = ("poor", "near_poor", "not_poor")
    for place in (commune, other_commune):
        homes = [
            factories.make_household(place, code=f"{place.code}-{n}", head=f"A {n}", size=3)
            for n in range(8)
        ]
        for month in (2, 3, 5):
            opened = Round.objects.create(
                year=YEAR,
                kind="off_cycle",
                month=month,
                area=place,
                area_path=place.path,
                standard="2022-2026",
                procedure="2022-2025",
                opened_by=district_officer,
                opens_on=date(YEAR, month, 1),
                closes_on=date(YEAR, month, 20),
            )
            row = CommuneRound.objects.create(
                round=opened,
                commune=place,
                area_path=place.path,
                status=dice.choice(["recognised", "recognised", "survey"]),
            )
            for home in homes:
                factories.make_review(
                    row,
                    home,
                    status="done",
                    score_b1=100,
                    class_before=dice.choice(classes),
                    klass=dice.choice(classes),
                    size=dice.randrange(1, 6),
                )
    return district, commune


def test_the_off_cycle_review_equals_a_slow_count(monthly):
    for area in monthly:
        found = lines(built(ReportKind.OFF_CYCLE, area))
        assert set(found) == {*(f"Tháng {m}" for m in range(1, 11)), "Từ đầu năm"}
        whole = Counter()
        for month in range(1, 11):
            counts = month_of(area, month)
            whole.update(dict(enumerate(counts)))
            assert found[f"Tháng {month}"][2:] == counts
        assert found["Từ đầu năm"][2:] == [whole[n] for n in range(8)]


def month_of(area, month):
    rounds = [
        row
        for row in CommuneRound.objects.filter(round__kind="off_cycle", round__month=month)
        if row.area_path.startswith(area.path) and row.status == "recognised"
    ]
    forms = [form for row in rounds for form in Review.objects.filter(commune_round=row)]

    def came(klass):
        return [f for f in forms if f.klass == klass and f.class_before != klass]

    left = [
        sum(f.class_before == klass and f.klass != klass for f in forms)
        for klass in ("poor", "near_poor")
    ]
    told = [came("poor"), came("near_poor")]
    persons = [[len(some), sum(f.size for f in some)] for some in told]
    return [len(rounds), len(forms), *persons[0], *persons[1], *left]


def run_of(kind, area, officer):
    """The report as the worker builds it."""
    with playing(DAY):
        run = ask_report(kind, area=area, year=YEAR, by=officer)
        jobs.run(run.job.public_id)
    run.refresh_from_db()
    return run


def opens(kind, area, officer):
    """Each cell opens the records that make it, for who may see them."""
    assert check_cells(run_of(kind, area, officer), officer) > FEWEST


def test_numbers_of_money_open(money, district_officer, media):
    opens(ReportKind.MONEY, money[0], district_officer)


def test_numbers_of_outputs_open(works, district_officer, media):
    opens(ReportKind.OUTPUTS, works[0], district_officer)


def test_numbers_of_supports_open(supports, district_officer, media):
    opens(ReportKind.SUPPORTS, supports[0], district_officer)


def test_numbers_of_the_off_cycle_review_open(monthly, district_officer, media):
    opens(ReportKind.OFF_CYCLE, monthly[0], district_officer)


def same_cells(kind, area, officer):
    """The workbook of the first world, cell by cell, as it was looked at."""
    run = run_of(kind, area, officer)
    found = picture(openpyxl.load_workbook(io.BytesIO(run.file.content.read())))
    assert found == kept(GOLDEN.with_name(f"{kind}.json"), found)
    assert {tuple(sheet["font"]) for sheet in found.values()} == {("Times New Roman",)}


@pytest.mark.parametrize("money", [1], indirect=True)
def test_cells_of_money_are_where_they_were(money, district_officer, media):
    same_cells(ReportKind.MONEY, money[0], district_officer)


@pytest.mark.parametrize("works", [1], indirect=True)
def test_cells_of_outputs_are_where_they_were(works, district_officer, media):
    same_cells(ReportKind.OUTPUTS, works[0], district_officer)


@pytest.mark.parametrize("supports", [1], indirect=True)
def test_cells_of_supports_are_where_they_were(supports, district_officer, media):
    same_cells(ReportKind.SUPPORTS, supports[0], district_officer)


@pytest.mark.parametrize("monthly", [1], indirect=True)
def test_cells_of_the_off_cycle_review_are_where_they_were(
    monthly, district_officer, media
):
    same_cells(ReportKind.OFF_CYCLE, monthly[0], district_officer)
