"""Charts of signed papers, drawn from their own tables; ways out of a failed report."""

import io
from datetime import date

import docx
import pytest
from django.urls import reverse

from office import jobs
from office.choices import JobStatus
from office.documents import DocumentFacts, NumberTaken, record_document
from office.models import Document, Job
from office.word import Paper, write_docx
from reports.charts.paper import MOST_BARS, charts_of
from reports.choices import ReportKind
from reports.models import ReportRun
from reports.services.building import ask_report
from tests.reports.conftest import build, of, sign

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def table(names, rows):
    columns = [{"name": name} for name in names]
    return {
        "columns": columns,
        "rows": [{"cells": cells, "bold": bold} for cells, bold in rows],
    }


def test_units_are_drawn_the_highest_first_without_their_sum():
    rows = [
        (["1", "Xã A", "5.00"], False),
        (["2", "Xã B", "20.50"], False),
        (["3", "Xã C", None], False),
        (["", "Tổng cộng", "9.00"], True),
    ]
    (chart,) = charts_of([table(["order", "unit", "poor_rate"], rows)])
    assert [bar[0] for bar in chart.bars] == ["Xã B", "Xã A"]
    assert chart.bars[0][1:] == (20.5, "20,50%")
    assert chart.title == "Tỷ lệ hộ nghèo (%)"


def test_projects_are_drawn_and_their_parts_are_not():
    rows = [
        (["1", "DA1: x", "50.00"], True),
        (["", "TDA1", "10.00"], False),
        (["2", "DA2: y", "0.00"], True),
        (["", "Tổng cộng", "40.00"], True),
    ]
    (chart,) = charts_of([table(["order", "project", "rate"], rows)])
    assert [bar[0] for bar in chart.bars] == ["DA1: x", "DA2: y"]


def test_one_bar_is_no_chart_and_many_are_cut_and_said():
    one = [(["1", "Xã A", "5.00"], False)]
    assert charts_of([table(["order", "unit", "poor_rate"], one)]) == []
    many = [([str(n), f"Xã {n}", f"{n}.00"], False) for n in range(1, MOST_BARS + 10)]
    (chart,) = charts_of([table(["order", "unit", "poor_rate"], many)])
    assert len(chart.bars) == MOST_BARS
    assert "30 dòng cao nhất" in chart.source


def test_movement_of_a_commune_is_drawn():
    names = ["order", "label", "unit", "period", "year"]
    told = table(names, [(["7", "Đầu kỳ", "hộ", 3, 3], False)])
    told["rows"][0]["opens"] = "poor_opening"
    for flow, count in (("to_above", 2), ("new", 5)):
        cells = ["8", "x", "hộ", 0, count]
        told["rows"].append({"cells": cells, "bold": False, "opens": f"poor_{flow}"})
    (chart,) = charts_of([told])
    assert chart.title == "Biến động hộ nghèo từ đầu năm (hộ)"
    assert [bar[2] for bar in chart.bars] == ["2 hộ", "5 hộ"]


def test_word_and_pdf_are_written_with_the_charts(
    counted, commune, commune_officer, commune_leader
):
    sign(build(of(counted, commune), commune_officer), commune_officer, commune_leader)
    jobs.run(Job.objects.get(kind="write_edition").public_id)
    edition = of(counted, commune).editions.get()
    papers = {p.kind: p.file for p in edition.papers.all()}
    word = docx.Document(io.BytesIO(papers["docx"].content.read()))
    assert len(word.inline_shapes) == len(charts_of(edition.run.tables))
    assert papers["pdf"].content.read().startswith(b"%PDF")


def test_a_picture_in_word_says_what_it_shows():
    rows = [(["1", "Xã A", "5.00"], False), (["2", "Xã B", "7.00"], False)]
    charts = charts_of([table(["order", "unit", "poor_rate"], rows)])
    paper = Paper("", "UBND", "1", "x", "Báo cáo", "x", [], [], [], ["CT"], "A", charts)
    word = docx.Document(io.BytesIO(write_docx(paper)))
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "Tỷ lệ hộ nghèo (%)"
    assert shape.width > shape.height > 0


def test_a_failed_report_is_asked_for_again_by_a_click(
    client, media, district, district_officer
):
    run = ask_report(ReportKind.FORM_01, area=district, year=2020, by=district_officer)
    Job.objects.filter(pk=run.job_id).update(status=JobStatus.FAILED, message="Hết chỗ")
    client.force_login(district_officer, BACKEND)
    text = client.get(reverse("report-detail", args=[run.public_id])).content.decode()
    assert "Hết chỗ" in text
    assert "Lập lại báo cáo này" in text
    told = {"area": district.public_id, "kind": run.kind, "year": run.year}
    answer = client.post(reverse("report-ask"), told)
    again = ReportRun.objects.latest("pk")
    assert again.pk != run.pk
    assert answer.url == reverse("report-detail", args=[again.public_id])


def facts(number="5/BC"):
    return DocumentFacts("report", number, date(2020, 9, 1), "x", "y")


def test_two_offices_of_one_area_may_use_one_number_on_one_day(district):
    for issuer in ("Phòng Nông nghiệp", "Phòng Dân tộc"):
        record_document(facts(), area=district, issuer=issuer)
    assert Document.objects.count() == 2
    with pytest.raises(NumberTaken):
        record_document(facts(), area=district, issuer="Phòng Dân tộc")


def test_figures_of_an_agency_lead_to_its_lists(client, counted, agency):
    officer = agency.rolegrant_set.get().user
    row = build(of(counted, agency.area, agency), officer)
    client.force_login(officer, BACKEND)
    text = client.get(reverse("submission-detail", args=[row.public_id])).content.decode()
    assert "/so-lieu/ho/" not in text
