"""Forms 1-13 against a slow count of the same rows, on random years; and by hand."""

import io
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from django.utils import timezone

from core.dates import playing
from households.choices import Cause
from households.models import CommuneRound
from office import jobs
from reports.choices import ReportKind
from reports.kinds.built import Year
from reports.kinds.registry import FORMS
from reports.services.building import ask_report
from tests.factories import (
    make_area,
)
from tests.reports import slow
from tests.reports.worlds import CLASSES, DAY, EVE, INDICATORS, YEAR

pytestmark = pytest.mark.django_db


def built(kind, area):
    return FORMS[kind](Year(area, YEAR, DAY, timezone.now()))


def cells(form, name):
    """The cells after the name and unit of every line that bears it, in order."""

    rows = [r.cells(form.columns) for r in form.rows]
    at = next(n for n, row in enumerate(rows) if row[1] == name)
    return rows[at], rows[at + 1 : at + 2]


def check(kind, world, expected, *, skip=2):
    """Every commune's line as expected, and the total as their sum."""
    district, communes = world
    form = built(kind, district)
    whole = Counter()
    for commune in communes:
        line, _ = cells(form, commune.full_name)
        wanted = expected(commune)
        assert line[skip : skip + len(wanted)] == wanted, (kind, commune)
        whole.update({n: v for n, v in enumerate(wanted) if v is not None})
    total, _ = cells(form, "Tổng cộng")
    width = len(expected(communes[0]))
    assert total[skip : skip + width] == [whole[n] for n in range(width)]
    return form


def half_up(part, whole):
    if not whole:
        return None
    exact = Fraction(part * 100, whole)
    return Decimal(int((exact * 200 + 1) // 2)).scaleb(-2)


ORDERS = {
    "poor": ("opening", "to_listed", "to_above", "out_other"),
    "near_poor": ("opening", "to_above", "to_listed", "out_other"),
}
INS = ("from_listed", "relapsed", "new", "in_other")


@pytest.mark.parametrize(
    ("kind", "klass"), [(ReportKind.FORM_02, "poor"), (ReportKind.FORM_03, "near_poor")]
)
def test_movement_equals_a_slow_count(world, kind, klass):
    def homes(commune):
        found, _ = slow.flows(commune, EVE, DAY, klass)
        assert sum(found[n] for n in INS) - found["to_listed"] - found["to_above"] == (
            found["closing"] - found["opening"]
        )
        return [found[n] for n in (*ORDERS[klass], *INS, "closing")]

    form = check(kind, world, homes, skip=3)
    for commune in world[1]:
        _, below = cells(form, commune.full_name)
        _, persons = slow.flows(commune, EVE, DAY, klass)
        line = below[0]
        assert line[3] == persons["opening"]
        assert line[-1] == persons["closing"]


@pytest.mark.parametrize(
    ("counts", "rates", "klass"),
    [
        (ReportKind.FORM_04, ReportKind.FORM_05, "poor"),
        (ReportKind.FORM_06, ReportKind.FORM_07, "near_poor"),
    ],
)
def test_deprivations_equal_a_slow_count(world, counts, rates, klass):
    def expected(commune):
        return slow.deprivations(commune, DAY, klass, INDICATORS)

    check(counts, world, expected)
    form = built(rates, world[0])
    for commune in world[1]:
        homes, _, *lacks = expected(commune)
        line, _ = cells(form, commune.full_name)
        assert line[2:] == [homes, *(half_up(n, homes) for n in lacks)]


def test_groups_equal_a_slow_count(world):
    def expected(commune):
        return [n for k in CLASSES[:2] for n in slow.groups(commune, DAY, k)[0]]

    form = check(ReportKind.FORM_08, world, expected, skip=3)
    for commune in world[1]:
        _, below = cells(form, commune.full_name)
        persons = [n for k in CLASSES[:2] for n in slow.groups(commune, DAY, k)[1]]
        assert below[0][3:] == persons


def test_ethnic_groups_equal_a_slow_count(world):
    form = built(ReportKind.FORM_09, world[0])
    headings = [c.heading for c in form.columns][2:]
    half = len(headings) // 2
    for commune in world[1]:
        line, _ = cells(form, commune.full_name)
        for n, klass in enumerate(CLASSES[:2]):
            found = slow.ethnic(commune, DAY, klass)
            told = dict(zip(headings[:half], line[2 + n * half :][:half], strict=True))
            minority = sum(v for k, v in found.items() if k != "Kinh")
            assert told["Tổng số"] == sum(found.values())
            assert (told["Kinh"], told["Hộ DTTS"]) == (found["Kinh"], minority)
            assert all(told[name] == found[name] for name in headings[3 : half - 1])
            assert told["Khác"] == 0


def test_causes_equal_a_slow_count(world):
    check(
        ReportKind.FORM_10,
        world,
        lambda c: [n for k in CLASSES[:2] for n in slow.causes(c, DAY, k, Cause.values)],
    )


def test_children_equal_a_slow_count(world):
    check(
        ReportKind.FORM_11,
        world,
        lambda c: [n for k in CLASSES[:2] for n in slow.children(c, DAY, k)],
    )


@pytest.mark.parametrize(
    ("kind", "klass"), [(ReportKind.FORM_12, "poor"), (ReportKind.FORM_13, "near_poor")]
)
def test_summary_equals_a_slow_count(world, kind, klass):
    form = check(
        kind, world, lambda c: [n for part in slow.summary(c, DAY, klass) for n in part]
    )
    for commune in world[1]:
        whole, own = slow.summary(commune, DAY, klass)
        line, _ = cells(form, commune.full_name)
        pairs = [
            (own[0], whole[0]),
            (own[2], whole[2]),
            (own[3], whole[3]),
            (own[-1], whole[-1]),
        ]
        assert line[-4:] == [half_up(a, b) for a, b in pairs]


def test_tables_agree_with_one_another(world):
    """Poor → near-poor in form 2 is “from poor” in form 3, and the other way."""
    two, three = (built(k, world[0]) for k in (ReportKind.FORM_02, ReportKind.FORM_03))
    one, other = cells(two, "Tổng cộng")[0], cells(three, "Tổng cộng")[0]
    assert one[4] == other[7]
    assert other[5] == one[7]


def test_a_commune_that_did_not_finish_is_dashed_everywhere(world):
    district, communes = world
    CommuneRound.objects.filter(commune=communes[0], round__year=YEAR).update(
        status="survey"
    )
    for kind in FORMS:
        line, _ = cells(built(kind, district), communes[0].full_name)
        assert set(line[3:]) == {None}, kind


def test_what_was_known_then_is_counted(world):
    district, _ = world
    before = datetime(2020, 1, 1, tzinfo=UTC)
    for kind in FORMS:
        form = FORMS[kind](Year(district, YEAR, DAY, before))
        line, _ = cells(form, "Tổng cộng")
        if kind not in (ReportKind.FORM_01, ReportKind.FORM_12, ReportKind.FORM_13):
            assert {v for v in line[3:] if v is not None} <= {0}, kind


def test_queries_do_not_grow_with_communes(
    commune, district, district_officer, django_assert_max_num_queries
):
    for n in range(12):
        make_area(district, level="commune", code=f"77{n:03}", name=f"X{n}")
    for kind in FORMS:
        with django_assert_max_num_queries(9):
            built(kind, district)


def test_the_whole_set_is_one_workbook(world, district_officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with playing(DAY):
        run = ask_report(
            ReportKind.ALL_FORMS, area=world[0], year=YEAR, by=district_officer
        )
        jobs.run(run.job.public_id)
        run.refresh_from_db()
    book = openpyxl.load_workbook(io.BytesIO(run.file.content.read()))
    assert len(book.sheetnames) == len(FORMS) == len(run.tables)
    second = book[book.sheetnames[1]]
    words = [c.value for row in second.iter_rows() for c in row if c.value]
    assert "BIẾN ĐỘNG HỘ NGHÈO NĂM 2023" in words
