"""A plan's table on its way in: names that mean nothing, two things, or nearly something."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from areas.models import AreaAlias
from office.files import XLSX
from office.jobs import run as run_job
from office.models import ImportRun, StoredFile
from office.uploads import BadWorkbook
from targets.models import Plan
from targets.plan_table import plan_row, write_plan_table
from targets.rules import Line, total
from targets.services.imports import (
    PlanTableExists,
    TableBlocked,
    apply_import,
    confirm_name,
    upload_table,
)
from tests.factories import make_area, make_indicator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today_2020")]
LINE = Line(households=100, minority=40, base=10, reduction=3)


@pytest.fixture(autouse=True)
def indicator(db):
    make_indicator()


def workbook(tmp_path, *names, line=LINE):
    rows = [(plan_row(str(n), name, line), False) for n, name in enumerate(names, 1)]
    rows.append((plan_row("III", "Tổng cộng", total([line] * len(names))), True))
    path = tmp_path / "bảng.xlsx"
    write_plan_table(path, rows=rows, year=2021, subtitle="")
    return path.read_bytes()


def read(content, district, officer):
    upload = SimpleUploadedFile("bảng.xlsx", content, content_type=XLSX)
    run = upload_table(upload, area=district, year=2021, on=date(2020, 10, 1), by=officer)
    run_job(run.job.public_id)
    return ImportRun.objects.select_related("area", "file").get(pk=run.pk)


def sentence(run):
    return " ".join(p["message"] for p in run.problems if p["blocking"])


def test_unknown_commune_is_named_and_nothing_is_made(
    tmp_path, district, commune, district_officer
):
    run = read(workbook(tmp_path, "Xã Trường Sa"), district, district_officer)
    assert "Không có xã, thị trấn nào tên “Xã Trường Sa” thuộc Huyện Ngọc Hồi" in sentence(
        run
    )
    with pytest.raises(TableBlocked):
        apply_import(run, title="KH", by=district_officer)
    assert not Plan.objects.exists()


def test_ambiguous_commune_is_shown_with_its_codes(tmp_path, district, district_officer):
    make_area(district, level="commune", code="00001", name="Tân Lập")
    make_area(district, level="commune", code="00002", name="Tân Lập", kind="Thị trấn")
    run = read(workbook(tmp_path, "Tân Lập"), district, district_officer)
    assert "có thể là nhiều địa bàn" in sentence(run)
    assert "(mã 00001)" in sentence(run)
    assert "(mã 00002)" in sentence(run)


def test_near_name_is_confirmed_once_and_remembered(
    tmp_path, district, other_commune, district_officer
):
    run = read(workbook(tmp_path, "Xã Bờ Y"), district, district_officer)
    assert "gần giống: Xã Pờ Y" in sentence(run)
    run = confirm_name(run, name="Xã Bờ Y", area=other_commune, by=district_officer)
    assert not sentence(run)
    assert AreaAlias.objects.get().name == "Bờ Y"
    again = read(workbook(tmp_path, "Xã Bờ Y"), district, district_officer)
    assert not sentence(again)


def test_same_file_twice_changes_nothing_and_another_is_refused(
    tmp_path, district, commune, district_officer
):
    content = workbook(tmp_path, "Xã Đăk Ang")
    first, second = (
        apply_import(read(content, district, district_officer), title="KH", by=by)
        for by in (district_officer, district_officer)
    )
    assert first == second
    other = workbook(tmp_path, "Xã Đăk Ang", line=Line(100, 40, 10, 4))
    with pytest.raises(PlanTableExists):
        apply_import(
            read(other, district, district_officer), title="KH", by=district_officer
        )
    assert Plan.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [(b"", "tệp rỗng"), (b"x" * 50_000_000, "50 MB"), (b"khong phai", "không phải")],
)
def test_refused_file_leaves_a_sentence_on_the_page_and_no_file(
    client, district, district_officer, content, why
):
    client.force_login(User.objects.get(pk=district_officer.pk))
    file = io.BytesIO(content)
    file.name = "bảng.xlsx"
    data = {"area": district.public_id, "year": "2021", "on": "2020-10-01", "file": file}
    page = client.post(reverse("plan-upload"), data)
    assert why in page.content.decode()
    assert 'value="2021"' in page.content.decode()
    assert not StoredFile.objects.exists()


def test_table_of_another_area_is_refused(tmp_path, district, province, outsider):
    with pytest.raises(Exception, match="không có quyền"):
        read(workbook(tmp_path, "Xã Đăk Ang"), district, outsider)


def test_damaged_file_is_refused_before_it_is_kept(district, district_officer):
    upload = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 hong", content_type=XLSX)
    with pytest.raises(BadWorkbook):
        upload_table(
            upload, area=district, year=2021, on=date(2020, 1, 1), by=district_officer
        )
    assert not StoredFile.objects.exists()
