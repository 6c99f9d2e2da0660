"""A unit's report from its figures to its acceptance, and everything that may go wrong."""

import hashlib
import io
from datetime import date

import docx
import openpyxl
import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from core.dates import playing
from core.errors import RightMissing, SamePerson, StaleVersion
from office import jobs
from office.choices import JobStatus
from office.models import Job, Notice
from povertyapp.invariants import broken
from reports.choices import SubmissionStatus as S
from reports.models import Edition, Submission
from reports.rules.submission import MOVES, WrongStep, moves_from
from reports.selectors.parts import figures_kept
from reports.selectors.submission import (
    changed_since,
    changes_between,
    previous_words,
    verified,
)
from reports.services.building import NotEditable, ask_submission
from reports.services.papers import PapersThere, write_again
from reports.services.submitting import (
    NothingBuilt,
    ReasonMissing,
    ReportClosed,
    Signed,
    Unexplained,
    take_step,
    write_sections,
)
from tests.factories import make_document, make_household, make_recognition, make_round
from tests.reports.conftest import OPENED, build, of, sign

pytestmark = pytest.mark.django_db


def test_figures_and_first_words_come_from_the_data(counted, commune, commune_officer):
    row = build(of(counted, commune), commune_officer)
    figures = figures_kept(row.run.facts)
    assert figures["households"] == (10, 10)
    assert figures["poor"] == (2, 2)
    assert figures["poor_opening"] == (2, 2)
    assert row.run.facts["problems"] == []
    assert row.sections["results"].startswith(
        "Đến ngày 14/09/2020, Xã Đăk Ang có 10 hộ; hộ nghèo 2 hộ (tỷ lệ 20,00%)"
    )


def test_the_workbook_says_what_the_page_says(counted, commune, commune_officer):
    row = build(of(counted, commune), commune_officer)
    book = openpyxl.load_workbook(row.run.file.content.open("rb"))
    sheet = book["Biểu"]
    lines = {sheet.cell(r, 2).value: sheet.cell(r, 5).value for r in range(1, 60)}
    assert (lines["Tổng số hộ"], lines["Hộ nghèo"], lines["Tỷ lệ hộ nghèo"]) == (10, 2, 20)
    shown = {r["cells"][1]: r["cells"][4] for r in row.run.tables[0]["rows"]}
    assert shown["Tổng số hộ"] == 10


def test_words_of_an_officer_are_not_overwritten_by_new_figures(
    counted, commune, commune_officer
):
    row = build(of(counted, commune), commune_officer)
    write_sections(row, {"results": "Lời của xã"}, by=commune_officer, version=row.version)
    row = build(row, commune_officer)
    assert row.sections["results"] == "Lời của xã"
    assert row.run.facts["words"]["results"].startswith("Đến ngày")


def test_a_report_goes_up_and_is_accepted(
    counted, commune, commune_officer, commune_leader, district_officer
):
    row = build(of(counted, commune), commune_officer)
    row = sign(row, commune_officer, commune_leader)
    assert (row.status, row.submitted_on) == (S.SUBMITTED, OPENED)
    assert Notice.objects.filter(user=district_officer).exists()
    row = take_step(row, S.ACCEPTED, by=district_officer, version=row.version)
    edition = row.editions.get()
    assert (edition.number, edition.document.number) == (1, "1/BC-UBND")
    assert Notice.objects.filter(user=commune_officer, text__contains="tiếp nhận").exists()
    with pytest.raises(InternalError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(number=5)


def test_the_papers_are_written_as_signed_and_kept_with_their_hash(
    counted, commune, commune_officer, commune_leader, district_officer
):
    row = sign(
        build(of(counted, commune), commune_officer), commune_officer, commune_leader
    )
    jobs.run(Job.objects.get(kind="write_edition").public_id)
    papers = {p.kind: p.file for p in row.editions.get().papers.all()}
    word, pdf = (papers[kind].content.read() for kind in ("docx", "pdf"))
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(word)).paragraphs)
    assert "BÁO CÁO" in text
    assert "I. Kết quả thực hiện" in text
    assert pdf.startswith(b"%PDF")
    book = openpyxl.load_workbook(io.BytesIO(papers["xlsx"].content.read()))
    cells = [c for r in book["Biểu"].iter_rows() for c in r if c.value is not None]
    words = {c.value for c in cells}
    assert {"Số: 01/BC-UBND", "Nguyễn Văn Mẫu", 20} <= words, "as it was signed"
    assert "Đăk Ang, ngày 20 tháng 09 năm 2020" in words
    seen = Submission.objects.values_list("pk", flat=True)
    digest = hashlib.sha256(word).hexdigest()
    (found,) = verified(digest, district_officer, seen)
    assert found.edition == row.editions.get()
    changed = hashlib.sha256(word + b" ").hexdigest()
    assert verified(changed, district_officer, seen) == []
    assert verified(digest, district_officer, []) == []


def test_papers_whose_job_ended_are_asked_for_again_and_written_once(
    counted, commune, commune_officer, commune_leader, other_officer
):
    row = sign(
        build(of(counted, commune), commune_officer), commune_officer, commune_leader
    )
    edition = row.editions.get()
    first = Job.objects.get(kind="write_edition")
    with pytest.raises(jobs.AlreadyRunning):
        write_again(edition, by=commune_officer)
    jobs.cancel(first)
    with pytest.raises(RightMissing):
        write_again(edition, by=other_officer)
    jobs.run(write_again(edition, by=commune_officer).public_id)
    assert edition.papers.count() == 3
    with pytest.raises(PapersThere):
        write_again(edition, by=commune_leader)


def test_returned_with_its_reason_and_sent_again_as_the_next_edition(
    counted, commune, commune_officer, commune_leader, district_officer
):
    row = sign(
        build(of(counted, commune), commune_officer), commune_officer, commune_leader
    )
    with pytest.raises(ReasonMissing):
        take_step(row, S.RETURNED, by=district_officer, version=None)
    take_step(row, S.RETURNED, by=district_officer, version=None, note="Thiếu khó khăn")
    assert "Lý do: Thiếu khó khăn" in Notice.objects.filter(user=commune_officer)[0].text
    row = sign(row, commune_officer, commune_leader, number="2/BC-UBND")
    assert [e.number for e in row.editions.all()] == [1, 2]


def test_a_correction_is_a_new_number_with_a_visible_difference(
    counted, commune, commune_officer, commune_leader, district_officer
):
    row = sign(
        build(of(counted, commune), commune_officer), commune_officer, commune_leader
    )
    row = take_step(row, S.ACCEPTED, by=district_officer, version=None)
    make_household(commune, code="muon", head="Mới", size=3)
    row = take_step(row, S.OPEN, by=commune_officer, version=None, note="Sót một hộ")
    row = sign(build(row, commune_officer), commune_officer, commune_leader, "3/BC-UBND")
    first, second = row.editions.all()
    changes = {c.label: (c.before, c.after) for c in changes_between(first, second)}
    assert changes == {
        "Hộ nghèo, hộ cận nghèo: Tổng số hộ": (10, 11),
        "Hộ nghèo, hộ cận nghèo: Tổng số nhân khẩu": (40, 43),
    }
    assert second.reason == "Sót một hộ"
    assert figures_kept(first.run.facts)["households"] == (10, 10), "frozen"


def test_data_that_changed_since_is_said(counted, commune, commune_officer, now):
    row = build(of(counted, commune), commune_officer)
    assert changed_since(row.run) is None
    home_round = make_round(commune.parent, [commune], year=2018, by=commune_officer)[0]
    paper = make_document(commune, number="10", day=date(2020, 9, 1))
    home = make_household(commune, code="x", head="Y", size=2)
    at = timezone.now()
    make_recognition(home, home_round, paper, recorded_at=at, klass="poor")
    assert changed_since(row.run) == at


def test_nobody_signs_alone(counted, commune, commune_officer, administrator):
    row = build(of(counted, commune), commune_officer)
    both = commune_officer
    both.grants.create(
        role="leader", area=commune, valid_from=date(2020, 1, 1), granted_by=administrator
    )
    del both._grants
    take_step(row, S.SIGNING, by=both, version=None)
    signed = Signed("1", OPENED, "x")
    with pytest.raises(SamePerson):
        take_step(row, S.SUBMITTED, by=both, version=None, signed=signed)


def test_nothing_is_signed_without_figures(counted, commune, commune_officer):
    with pytest.raises(NothingBuilt):
        take_step(of(counted, commune), S.SIGNING, by=commune_officer, version=None)


def test_figures_that_do_not_agree_need_an_explanation(counted, commune, commune_officer):
    row = build(of(counted, commune), commune_officer)
    broken = row.run.__class__.objects.create(
        kind="progress",
        area=commune,
        area_path=commune.path,
        year=2020,
        job=Job.objects.create(
            kind="x", key="y", area_path="/", day=OPENED, created_by=commune_officer
        ),
        facts={"problems": [["Xã Đăk Ang", "Hộ nghèo", "lệch 1 hộ"]]},
        created_by=commune_officer,
    )
    Submission.objects.filter(pk=row.pk).update(run=broken)
    with pytest.raises(Unexplained, match="“Hộ nghèo”: lệch 1 hộ"):
        take_step(row, S.SIGNING, by=commune_officer, version=None)
    take_step(row, S.SIGNING, by=commune_officer, version=None, note="Hộ chuyển đến muộn")


def test_a_report_that_nobody_receives_leaves_when_it_is_signed(
    counted, commune, commune_officer, commune_leader, district_officer
):
    row = build(of(counted, commune), commune_officer)
    district_officer.grants.update(valid_to=OPENED)
    row = sign(row, commune_officer, commune_leader)
    assert (row.status, row.accepted_number) == (S.ACCEPTED, 1)


def test_a_build_is_an_edit_of_its_own(counted, commune, commune_officer):
    row = of(counted, commune)
    assert build(row, commune_officer).version == row.version + 1


def test_what_waits_for_signing_is_closed(counted, commune, commune_officer):
    row = build(of(counted, commune), commune_officer)
    row = take_step(row, S.SIGNING, by=commune_officer, version=None)
    with pytest.raises(ReportClosed):
        write_sections(row, {"results": "x"}, by=commune_officer, version=row.version)
    with pytest.raises(NotEditable):
        ask_submission(row, by=commune_officer)


def test_an_edit_on_an_older_state_overwrites_nothing(counted, commune, commune_officer):
    row = of(counted, commune)
    write_sections(row, {"causes": "một"}, by=commune_officer, version=1)
    with pytest.raises(StaleVersion):
        write_sections(row, {"causes": "hai"}, by=commune_officer, version=1)
    assert Submission.objects.get(pk=row.pk).sections["causes"] == "một"


def test_strangers_take_no_step(
    counted, commune, other_officer, district_officer, commune_officer
):
    row = build(of(counted, commune), commune_officer)
    for stranger in (other_officer, district_officer):
        with pytest.raises(RightMissing):
            take_step(row, S.SIGNING, by=stranger, version=None)
        with pytest.raises(RightMissing):
            ask_submission(row, by=stranger)


def test_every_step_that_is_no_step_is_refused(counted, commune, commune_officer):
    row = of(counted, commune)
    for status in S:
        allowed = {move.to for move in moves_from(status, agency=False)}
        assert allowed == {move.to for move in MOVES[status]}
        for to in set(S) - allowed:
            Submission.objects.filter(pk=row.pk).update(status=status, submitted_on=OPENED)
            with pytest.raises(WrongStep):
                take_step(row, to, by=commune_officer, version=None)


def test_a_correction_that_was_opened_by_mistake_is_given_up(
    counted, commune, commune_officer, commune_leader, district_officer
):
    row = build(of(counted, commune), commune_officer)
    write_sections(row, {"results": "Đã tiếp nhận"}, by=commune_officer, version=None)
    row = sign(row, commune_officer, commune_leader)
    row = take_step(row, S.ACCEPTED, by=district_officer, version=None)
    accepted = row.run
    with playing(date(2020, 12, 1)):
        row = take_step(row, S.OPEN, by=commune_officer, version=None, note="Nhầm")
        make_household(commune, code="sau", head="Sau", size=1)
        row = build(row, commune_officer)
        write_sections(row, {"results": "Đang sửa"}, by=commune_officer, version=None)
        with pytest.raises(ReasonMissing):
            take_step(row, S.ACCEPTED, by=commune_officer, version=None)
        with pytest.raises(RightMissing):
            take_step(row, S.ACCEPTED, by=district_officer, version=None, note="x")
        row = take_step(row, S.ACCEPTED, by=commune_officer, version=None, note="Thôi")
    assert (row.run, row.state, row.number) == (accepted, "Đã tiếp nhận", 1)
    assert row.sections["results"] == "Đã tiếp nhận"
    assert row.editions.count() == 1
    assert broken() == {}


def test_what_was_never_accepted_cannot_be_given_up(counted, commune, commune_officer):
    row = build(of(counted, commune), commune_officer)
    with pytest.raises(WrongStep):
        take_step(row, S.ACCEPTED, by=commune_officer, version=None, note="x")


def test_an_agency_s_officer_sends_what_its_head_signed(counted, agency):
    officer = agency.rolegrant_set.get().user
    row = build(of(counted, agency.area, agency), officer)
    assert "households" not in figures_kept(row.run.facts), "agencies count no households"
    signed = Signed("5/BC-PNN", OPENED, "Trưởng phòng")
    row = take_step(row, S.SUBMITTED, by=officer, version=None, signed=signed)
    assert row.editions.get().document.issuer == "Phòng Nông nghiệp"


def test_last_period_s_words_stand_beside(
    counted, commune, commune_officer, commune_leader
):
    before = Submission.objects.get(period__number=2, area=commune)
    before = build(before, commune_officer)
    write_sections(before, {"causes": "Đất dốc"}, by=commune_officer, version=None)
    sign(before, commune_officer, commune_leader)
    assert previous_words(of(counted, commune))["causes"] == "Đất dốc"


def test_one_job_for_each_unit_and_period(counted, commune, commune_officer):
    row = of(counted, commune)
    run = ask_submission(row, by=commune_officer)
    with pytest.raises(jobs.AlreadyRunning):
        ask_submission(row, by=commune_officer)
    jobs.cancel(run.job)
    again = ask_submission(row, by=commune_officer)
    jobs.run(again.job.public_id)
    again.job.refresh_from_db()
    assert again.job.status == JobStatus.DONE


def test_rights_that_end_while_a_job_waits_end_it(counted, commune, commune_officer):
    run = ask_submission(of(counted, commune), by=commune_officer)
    commune_officer.grants.update(valid_to=OPENED)
    with playing(OPENED):
        jobs.run(run.job.public_id)
    run.job.refresh_from_db()
    assert run.job.status == JobStatus.FAILED
    assert "không còn quyền" in run.job.message
    assert Submission.objects.get(pk=of(counted, commune).pk).run is None


def test_every_night_finds_a_report_without_its_edition(
    counted, commune, commune_officer, commune_leader
):
    row = sign(
        build(of(counted, commune), commune_officer), commune_officer, commune_leader
    )
    assert broken() == {}
    Submission.objects.filter(pk=row.pk).update(number=7)
    assert broken() == {"sent_report_has_its_edition": 1}
