"""Lists of supports in Excel: read, judged, applied whole, sent again without effect."""

import io
from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from accounts.models import AccessLog, RoleGrant, User
from core.errors import RightMissing
from office.choices import ImportStatus
from office.jobs import run as run_job
from office.models import ImportRun
from povertyapp.invariants import broken
from programs.choices import Fund
from programs.models import Support
from programs.rules.reading import heading_of
from programs.rules.support_table import ASKED, NAMES, line_of
from programs.services.listing.applying import ask_applying_supports
from programs.services.listing.columns import ColumnsUnclear
from programs.services.listing.taking import (
    SupportListNotReady,
    counts_of,
    lock_supports,
    remap_supports,
    upload_supports,
)
from programs.services.supports import Given, support_households, withdraw_support
from tests.factories import make_document, make_household, make_recognition, make_round
from tests.hostile_files import HOSTILE
from tests.programs.test_support import make_policy

django_db = pytest.mark.django_db
ORDER = list(NAMES)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def homes(commune, district, district_officer):
    """Nine poor households, the tenth is not."""
    (item,) = make_round(district, [commune], year=2023, by=district_officer)
    paper, now = make_document(district, day=date(2023, 12, 20)), timezone.now()
    found = []
    for n in range(10):
        home = make_household(commune, code=f"H{n}", head=f"A {n}")
        klass = "poor" if n < 9 else "not_poor"
        make_recognition(home, item, paper, recorded_at=now, klass=klass)
        found.append(home)
    return found


@pytest.fixture
def policy(db):
    return make_policy("tuition", name="Miễn giảm học phí")


def line(code, **fields):
    told = {"code": code, "policy": "tuition", "on": "05/09/2024", "note": "học kỳ 1"}
    told |= {f"fund-{Fund.CENTRAL}": "1.200.000"} | fields
    return [told.get(key, "") for key in ORDER]


def book(rows, headings=None):
    workbook = Workbook()
    workbook.active.append(["DANH SÁCH HỖ TRỢ"])
    workbook.active.append(headings or list(NAMES.values()))
    for row in rows:
        workbook.active.append(row)
    content = io.BytesIO()
    workbook.save(content)
    return SimpleUploadedFile("ho-tro.xlsx", content.getvalue())


def send(rows, by, **told):
    run = upload_supports(book(rows, **told), by=by)
    run_job(run.job.public_id)
    return ImportRun.objects.get(pk=run.pk)


def apply(run, by):
    run_job(ask_applying_supports(run, by=by).public_id)
    return ImportRun.objects.get(pk=run.pk)


@django_db
def test_good_lines_are_written_and_a_second_time_changes_nothing(
    homes, policy, commune_officer
):
    rows = [line(home.code, policy="Miễn giảm học phí") for home in homes[:9]]
    run = send(rows, commune_officer)
    assert counts_of(run) == {"new": 9}
    assert not Support.objects.exists(), "nothing is written before the yes"
    assert apply(run, commune_officer).status == ImportStatus.APPLIED
    assert Support.objects.count() == 9
    row = Support.objects.first()
    assert (row.amount, row.why[:9]) == (1_200_000, "hộ nghèo ")
    assert row.shares.get().fund == Fund.CENTRAL
    with pytest.raises(SupportListNotReady):
        lock_supports(run, commune_officer)
    again = send(rows, commune_officer)
    assert counts_of(again) == {"unchanged": 9}
    apply(again, commune_officer)
    assert Support.objects.count() == 9
    assert broken() == {}


@django_db
def test_wrong_lines_come_back_with_cell_and_reason(homes, policy, commune_officer):
    wrong = [
        (line("H0"), ""),
        (line("H0"), "trùng với một dòng ở trên"),
        (line("H9"), "không đủ điều kiện: không thuộc hộ nghèo"),
        (line("X1"), "không có hộ mang mã này"),
        (line("H1", head="Ai Khác"), "mã hộ và chủ hộ không khớp"),
        (line("H1", policy="x"), "không có chính sách nào"),
        (line("H1", on="31/02/2024"), "không có ngày này trong lịch"),
        (line("H1", on=""), "thiếu ngày hỗ trợ"),
        (line("H1", on="05/09/2030"), "ở sau hôm nay"),
        (line("H1", note=""), "thiếu nội dung"),
        (line("H1", note="x" * 301), "dài quá 300 chữ"),
        (line("H1", quantity="nhiều"), "phải là một số"),
        (line("H1", **{f"fund-{Fund.PROVINCE}": "-5"}), "phải là số nguyên"),
        (line("H9", exception="QĐ 5/QĐ-UBND"), ""),
    ]
    run = send([row for row, _ in wrong], commune_officer)
    read = list(run.supports.all())
    assert len(read) == len(wrong)
    for kept, (_, why) in zip(read, wrong, strict=True):
        told = "; ".join(fault["reason"] for fault in kept.faults)
        assert (why in told) if why else not told, (kept.row, told)
    assert counts_of(run) == {"new": 2, "refused": 12}
    run = apply(run, commune_officer)
    assert Support.objects.count() == 2
    sheet = load_workbook(run.answer.content.path).active
    rows = list(sheet.iter_rows(min_row=7, values_only=True))
    assert len(rows) == 12
    assert "không thuộc hộ nghèo" in rows[1][-1]


@django_db
def test_refused_workbook_is_mended_and_sent_again(homes, policy, commune_officer):
    run = send([line("H0", unit="suất"), line("H1x")], commune_officer)
    workbook = load_workbook(run.answer.content.path)
    sheet = workbook.active
    sheet["A7"] = "H1"
    content = io.BytesIO()
    workbook.save(content)
    again = SimpleUploadedFile("sua.xlsx", content.getvalue())
    sent = upload_supports(again, by=commune_officer)
    run_job(sent.job.public_id)
    assert counts_of(ImportRun.objects.get(pk=sent.pk)) == {"new": 1}


@django_db
def test_what_changed_since_the_reading_is_refused_or_stands(
    homes, policy, commune_officer
):
    run = send([line(home.code) for home in homes[:3]], commune_officer)
    homes[0].recognitions.update(klass="not_poor")
    told = Given(policy, date(2024, 9, 5), "học kỳ 1")
    support_households(homes[1:2], told, by=commune_officer)
    run = apply(run, commune_officer)
    assert counts_of(run) == {"new": 1, "refused": 1, "unchanged": 1}
    assert Support.objects.count() == 2


@django_db
def test_withdrawn_support_is_written_again(homes, policy, commune_officer):
    told = Given(policy, date(2024, 9, 5), "học kỳ 1")
    (row,) = support_households(homes[:1], told, by=commune_officer)
    withdraw_support(row, reason="nhầm", by=commune_officer, version=None)
    run = send([line("H0")], commune_officer)
    assert counts_of(run) == {"new": 1}


@django_db
def test_only_who_sent_a_list_applies_it(homes, policy, commune_officer, outsider):
    run = send([line("H0")], commune_officer)
    with pytest.raises(RightMissing):
        lock_supports(run, outsider)
    desk = Client()
    desk.force_login(outsider)
    assert desk.get(reverse("support-import", args=[run.public_id])).status_code in {
        403,
        404,
    }


@django_db
def test_department_sends_in_its_own_name(homes, policy, people, offices):
    rows = [
        line("H0", head="A 0"),
        line("H1", head="A 1"),
        line("H2"),
        line("H3", head="B"),
    ]
    run = send(rows, people["nurse"])
    assert counts_of(run) == {"new": 2, "refused": 2}, "it knows the head beside the code"
    page = desk_page(people["nurse"], run)
    assert "A 2" not in page
    assert "A 3" not in page
    apply(run, people["nurse"])
    assert {row.agency for row in Support.objects.all()} == {offices[0]}
    people["nurse"].grants.update(agency=offices[1])
    assert desk_page(people["nurse"], run) is None, "who changed office reads it no more"
    assert broken() == {}


def desk_page(user, run):
    desk = Client()
    desk.force_login(User.objects.get(pk=user.pk))
    answer = desk.get(reverse("support-import", args=[run.public_id]))
    return answer.content.decode() if answer.status_code == 200 else None


@django_db
def test_version_in_force_on_the_day_is_the_one_that_counts(homes, commune_officer):
    make_policy("tuition", name="Cũ", valid_to=date(2024, 9, 10))
    make_policy("tuition", name="Mới", valid_from=date(2024, 9, 10), classes=["near_poor"])
    rows = [line("H0"), line("H0", on="10/09/2024"), line("H0", policy="Cũ", note="x")]
    run = send(rows, commune_officer)
    assert [row.outcome for row in run.supports.all()] == ["new", "refused", "new"]


@django_db
def test_pages_lead_from_template_to_the_answer(homes, policy, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    blank = desk.get(reverse("support-template"))
    sheet = load_workbook(io.BytesIO(b"".join(blank.streaming_content))).active
    found = heading_of(list(enumerate(sheet.iter_rows(values_only=True), 1)), NAMES, ASKED)
    assert found is not None
    assert set(found[1]) == set(NAMES), "the template is a list the product reads"
    run = send([line("H0"), line("H9")], commune_officer)
    page = desk.get(reverse("support-import", args=[run.public_id]))
    assert "Ghi 1 hỗ trợ" in page.content.decode()
    assert "không thuộc hộ nghèo" in page.content.decode()
    only = desk.get(reverse("support-import", args=[run.public_id]), {"outcome": "new"})
    assert len(only.context["page"]) == 1
    file = desk.get(reverse("support-refused", args=[run.public_id]))
    assert file.status_code == 200
    assert AccessLog.objects.filter(action="export", subject_type="support_list").exists()


@django_db
@pytest.mark.parametrize(
    ("name", "content", "words"), HOSTILE, ids=[name for name, _, _ in HOSTILE]
)
def test_hostile_files_are_refused_in_words(name, content, words, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    told = {"file": SimpleUploadedFile(name, content), "request_key": str(uuid4())}
    answer = desk.post(reverse("support-upload"), told)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


@django_db
def test_longer_lists_of_the_same_days_cost_no_more_queries(homes, policy, commune_officer):
    def asked(rows):
        run = upload_supports(book(rows), by=commune_officer)
        with CaptureQueriesContext(connection) as seen:
            run_job(run.job.public_id)
        return len(seen)

    asked([line("H0")])
    assert asked([line(h.code) for h in homes[:9]]) == asked([line("H0")])
    many = send([line(h.code) for h in homes[:8]], commune_officer)
    one = send([line("H8")], commune_officer)
    assert written(many, commune_officer) == written(one, commune_officer)


def written(run, by):
    """How many queries applying a list costs."""
    job = ask_applying_supports(run, by=by)
    with CaptureQueriesContext(connection) as seen:
        run_job(job.public_id)
    return len(seen)


@given(st.lists(st.one_of(st.text(max_size=12), st.integers(), st.floats(), st.none())))
def test_any_row_is_read_or_refused_in_words(cells):
    columns = {name: n for n, name in enumerate(ORDER)}
    found = line_of(7, cells, columns, {"tuition": "tuition"})
    if found is not None and not found.faults:
        assert found.code
        assert found.facts["on"]
        assert found.facts["note"]


OWN = [("Mã" if key == "code" else f"Cột {key}") for key in NAMES]


@django_db
def test_a_list_with_its_own_headings_is_explained_once(homes, policy, commune_officer):
    rows = [line(home.code) for home in homes[:3]]
    run = send(rows, commune_officer, headings=OWN)
    assert run.status == ImportStatus.REFUSED
    (sheet,) = run.params["sheets"]
    assert (sheet["labels"][0], sheet["columns"]) == ("Mã", {})
    desk = Client()
    desk.force_login(commune_officer)
    page = desk.get(reverse("support-import", args=[run.public_id])).content.decode()
    assert "Đọc lại theo cách hiểu này" in page
    told = {f"c{n}": key for n, key in enumerate(ORDER)}
    told |= {"signature": sheet["signature"], "request_key": str(uuid4())}
    remap = reverse("support-remap", args=[run.public_id])
    few = told | {"c0": "", "request_key": str(uuid4())}
    refused = desk.post(remap, few, follow=True).content.decode()
    assert "phải có đủ" in refused
    twice = told | {"c0": "note", "request_key": str(uuid4())}
    assert "chỉ chọn cho một cột" in desk.post(remap, twice, follow=True).content.decode()
    desk.post(remap, told)
    run = ImportRun.objects.get(pk=run.pk)
    run_job(run.job.public_id)
    run.refresh_from_db()
    assert counts_of(run) == {"new": 3}
    again = send(rows, commune_officer, headings=OWN)  # remembered
    assert counts_of(again) == {"new": 3}


@django_db
def test_what_columns_mean_is_remembered_by_area(homes, policy, commune_officer, outsider):
    first = send([line("H1")], commune_officer, headings=OWN)
    (sheet,) = first.params["sheets"]
    meant = dict(enumerate(ORDER))
    with pytest.raises(ColumnsUnclear):
        remap_supports(first, "0" * 32, meant, by=commune_officer)
    with pytest.raises(RightMissing):
        remap_supports(first, sheet["signature"], meant, by=outsider)
    remap_supports(first, sheet["signature"], meant, by=commune_officer)
    RoleGrant.objects.filter(user=outsider).update(role="commune_officer")
    stranger = User.objects.get(pk=outsider.pk)
    assert send([line("H1")], stranger, headings=OWN).status == ImportStatus.REFUSED


@django_db
def test_columns_that_no_sheet_has_are_refused_and_templates_mean_themselves(
    homes, policy, commune_officer
):
    own = send([line("H1")], commune_officer, headings=OWN)
    (sheet,) = own.params["sheets"]
    far = {n + 20_000: key for n, key in enumerate(ORDER)}
    with pytest.raises(ColumnsUnclear):
        remap_supports(own, sheet["signature"], far, by=commune_officer)
    run = send([line("H1")], commune_officer)
    (sheet,) = run.params["sheets"]
    swapped = list(ORDER)
    a, b = swapped.index("on"), swapped.index("approved_on")
    swapped[a], swapped[b] = swapped[b], swapped[a]
    remap_supports(run, sheet["signature"], dict(enumerate(swapped)), by=commune_officer)
    assert counts_of(send([line("H1")], commune_officer)) == {"new": 1}
