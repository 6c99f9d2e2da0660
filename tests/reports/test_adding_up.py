"""What a superior's report adds up: accepted parts and its own, rates from sums."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.models import Agency
from core.dates import playing
from office import jobs
from office.models import Job
from programs.models import Inspection
from reports.choices import ReportKind, Sender
from reports.choices import SubmissionStatus as S
from reports.models import Submission
from reports.rules.answers import BadAnswer, TooMuch, checked_lines
from reports.rules.figures import RATES, rate_of, total
from reports.selectors.calendar import unsent
from reports.selectors.figures import figures_of
from reports.selectors.links import Links
from reports.selectors.parts import figures_kept, parts_of
from reports.selectors.records import Asked
from reports.services.building import NotByYear, ask_report
from reports.services.calendar import RequestFacts, ask_once
from reports.services.papers import paper_of
from reports.services.submitting import (
    NothingAnswered,
    take_step,
    write_answers,
    write_sections,
)
from tests.factories import make_household
from tests.reports.conftest import OPENED, build, of, sign
from tests.reports.opened import check_cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(
    commune, other_commune, commune_officer, commune_leader, other_officer, other_leader
):
    """Who writes and who signs, by commune."""
    return {
        commune: (commune_officer, commune_leader),
        other_commune: (other_officer, other_leader),
    }


def accept(row, people, by, number):
    officer, leader = people[row.area]
    row = sign(build(row, officer), officer, leader, number=number)
    return take_step(row, S.ACCEPTED, by=by, version=None)


def sheet_of(rows, district):
    return rows.select_related("period__regime", "area", "receiver").get(
        area=district, adds_up=True
    )


def test_a_missing_report_is_named_and_not_guessed(
    counted, commune, people, district, district_officer
):
    accept(of(counted, commune), people, district_officer, "1")
    sheet = build(sheet_of(counted, district), district_officer)
    assert sheet.run.facts["missing"] == ["Phòng Nông nghiệp", "Xã Pờ Y"]
    figures = figures_kept(sheet.run.facts)
    check_cells(sheet.run, district_officer)
    assert figures["households"] == (10, 10), "only what was accepted"
    shown = {r["cells"][1]: r["cells"][3:] for r in sheet.run.tables[0]["rows"]}
    assert shown["Tổng số hộ"] == [None, 10, 20], "beside it what the data say"


def test_accepted_parts_add_up_to_what_the_data_say(
    counted, people, district, district_officer
):
    for number, area in enumerate(people, start=1):
        accept(of(counted, area), people, district_officer, str(number))
    sheet = build(sheet_of(counted, district), district_officer)
    figures = figures_kept(sheet.run.facts)
    period = sheet.period
    asked = Asked(
        district, None, 2020, period.first, period.last, sheet.run.known_at, whole=True
    )
    whole = figures_of(asked)
    own_row = {"obstacles", "inspections"}  # nothing of the kind was entered
    for code in set(whole) - own_row:
        assert figures[code] == whole[code], code
    assert rate_of(figures, RATES[0]) == Decimal("10.00")  # 2 of 20, not (20 + 0) / 2
    assert check_cells(sheet.run, district_officer) > 20
    names = [r["cells"][1] for r in sheet.run.tables[1]["rows"]]
    assert sorted(names[:3]) == ["Phòng Nông nghiệp", "Xã Pờ Y", "Xã Đăk Ang"]
    assert names[3:] == ["Phần của Huyện Ngọc Hồi", "Tổng cộng"]


def test_what_came_after_acceptance_waits_for_a_correction(
    counted, commune, people, district, district_officer
):
    accept(of(counted, commune), people, district_officer, "1")
    make_household(commune, code="sau", head="Sau", size=1)
    sheet = build(sheet_of(counted, district), district_officer)
    assert figures_kept(sheet.run.facts)["households"] == (10, 10)


def test_an_accepted_edition_counts_until_its_correction_is_accepted(
    counted, commune, people, district, district_officer
):
    row = accept(of(counted, commune), people, district_officer, "1")
    sheet = sheet_of(counted, district)
    told = {part.name: part.figures is not None for part in parts_of(sheet)}
    assert told == {"Phòng Nông nghiệp": False, "Xã Đăk Ang": True, "Xã Pờ Y": False}
    officer, _ = people[commune]
    with playing(date(2020, 12, 1)):
        row = take_step(row, S.OPEN, by=officer, version=None, note="Đính chính")
        assert (row.state, row.is_sent, row.days_late) == ("Đang đính chính", True, 0)
        assert not unsent(Submission.objects.filter(pk=row.pk)).exists()
    told = {part.name: part.figures is not None for part in parts_of(sheet)}
    assert told["Xã Đăk Ang"]


def test_rows_of_an_agency_that_does_not_report_stay_the_area_s(
    counted, agency, district, district_officer, commune_officer
):
    """The office that receives sends no report: what it looked at is the district's."""
    office = Agency.objects.create(area=district, name="Phòng LĐTBXH")
    for number, whose in enumerate((office, agency, None)):
        Inspection.objects.create(
            area=district,
            area_path=district.path,
            agency=whose,
            organ="office",
            subject=f"x{number}",
            planned_on=OPENED,
            held_on=date(2020, 9, 1),
            entered_by=district_officer,
        )
    sheet = build(sheet_of(counted, district), district_officer)
    assert figures_kept(sheet.run.facts)["inspections"] == (2, 2)


def test_a_commune_adds_up_nobody(counted, commune):
    assert parts_of(of(counted, commune)) == []


COLUMNS = (
    {"name": "Số hộ", "unit": "hộ", "number": True, "adds": True},
    {"name": "Tỷ lệ", "unit": "%", "number": True, "adds": False},
    {"name": "Ghi chú", "unit": "", "number": False, "adds": False},
)


def test_a_one_off_table_consolidates(
    media, commune, other_commune, people, district, district_officer
):
    with playing(OPENED):
        facts = RequestFacts(
            name="Thiệt hại",
            senders=(Sender.COMMUNE,),
            first=date(2020, 9, 1),
            last=OPENED,
            due_on=date(2020, 9, 30),
            basis="Công điện",
            columns=COLUMNS,
        )
        period = ask_once(facts, area=district, by=district_officer)
        rows = Submission.objects.filter(period=period)
        for number, (area, (officer, leader)) in enumerate(people.items(), start=1):
            row = of(rows, area)
            lines = [{"0": "1.200", "1": "12,5", "2": "=1+1"}, {"0": "", "1": "", "2": ""}]
            write_answers(row, lines, by=officer, version=1)
            row = sign(Submission.objects.get(pk=row.pk), officer, leader, str(number))
            assert "1.200" in str(table_of(row)), "the signed paper has the rows"
            take_step(row, S.ACCEPTED, by=district_officer, version=None)
        sheet = build(sheet_of(rows, district), district_officer)
    table = sheet.run.tables[0]["rows"]
    assert table[0]["cells"] == ["1", "Xã Đăk Ang", "Đã tiếp nhận", 1200, "12.5", "=1+1"]
    assert table[-1]["cells"] == ["", "Tổng cộng", "", 2400, None, None]
    column = sheet.run.tables[0]["columns"][3]
    told = reverse("submission-detail", args=[of(rows, next(iter(people))).public_id])
    assert Links(sheet.run, district_officer).of((0, 0), table[0], column) == told
    assert Links(sheet.run, officer).of((0, 0), table[0], column) == "", "another's report"


def table_of(row):
    (table,) = paper_of(row.editions.get()).tables
    return table.rows


def test_a_table_is_signed_with_the_rows_it_has(
    media, commune, district, district_officer, people
):
    officer, _ = people[commune]
    with playing(OPENED):
        facts = RequestFacts(
            *("Thiệt {hại}", (Sender.COMMUNE,), date(2020, 9, 1), OPENED),
            *(date(2020, 9, 30), "Công điện"),
            columns=({**COLUMNS[0], "name": "Số { hộ"},),
        )
        period = ask_once(facts, area=district, by=district_officer)
        row = of(Submission.objects.filter(period=period), commune)
        with pytest.raises(NothingAnswered):
            take_step(row, S.SIGNING, by=officer, version=None)
        write_answers(row, [{"0": "5"}], by=officer, version=1)
        row = build(row, officer)
        row = write_answers(row, [{"0": "700"}], by=officer, version=row.version)
        assert row.run is None, "what was compiled of other rows is not signed"


def test_letters_that_no_document_holds_stop_nothing(counted, commune, people):
    officer, leader = people[commune]
    row = build(of(counted, commune), officer)
    words = {"causes": "một\x0bhai\x01\ufffe"}
    row = write_sections(row, words, by=officer, version=row.version)
    assert row.sections["causes"] == "một\nhai"
    Submission.objects.filter(pk=row.pk).update(sections={"causes": "ba\x02"})
    sign(Submission.objects.get(pk=row.pk), officer, leader)
    jobs.run(Job.objects.get(kind="write_edition").public_id)
    assert row.editions.get().papers.count() == 3
    assert checked_lines(COLUMNS, [{"2": "a\x0cb"}])[0]["2"] == "ab"


def test_a_cell_that_is_no_number_is_named():
    with pytest.raises(BadAnswer, match="Dòng 1, cột “Số hộ”: “nhiều” không phải là số"):
        checked_lines(COLUMNS, [{"0": "nhiều"}])
    with pytest.raises(TooMuch):
        checked_lines(COLUMNS, [{"2": "x" * 501}])
    assert checked_lines(COLUMNS, [{"0": " ", "9": "x"}]) == []


def test_end_of_period_report_covers_its_years(
    counted, commune, district, district_officer, people
):
    with playing(OPENED):
        facts = RequestFacts(
            name="Báo cáo giữa kỳ",
            senders=(Sender.COMMUNE,),
            first=date(2016, 1, 1),
            last=date(2020, 9, 19),
            due_on=date(2020, 9, 30),
            basis="CV",
        )
        period = ask_once(facts, area=district, by=district_officer)
        row = build(
            of(Submission.objects.filter(period=period), commune), people[commune][0]
        )
    asked = Asked(commune, None, 2020, period.first, period.last, row.run.known_at)
    assert (asked.years, asked.year_first) == ([2016, 2017, 2018, 2019, 2020], period.first)
    figures = figures_kept(row.run.facts)
    assert figures["poor_opening"] == (0, 0)
    assert figures["poor_new"] == (2, 2), "since 2016 both were new"


def test_reports_of_periods_are_not_asked_by_year(commune, commune_officer):
    with pytest.raises(NotByYear):
        ask_report(ReportKind.PROGRESS, area=commune, year=2020, by=commune_officer)


def test_totals_of_nothing_are_nothing():
    assert total([]) == {}
