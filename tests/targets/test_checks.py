"""The checker as a person and a program use it."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.services import create_token
from office.files import XLSX
from office.jobs import run as run_job
from office.models import ImportRun
from povertyapp.plan_template import ngoc_hoi_workbook
from targets.services.checks import (
    NothingToCheck,
    Sent,
    StillChecking,
    ask_check,
    name_columns,
)

pytestmark = pytest.mark.django_db
PASTED = (
    "TT\tĐịa bàn\tTổng số hộ\tHộ nghèo\n1\tXã A\t100\t10\n2\tXã B\t50\t5\n\tTổng\t150\t16"
)
PROMISES = "Riêng xã Đăk Ang giảm 7-8%/năm"


@pytest.fixture
def desk(district_officer):
    client = Client()
    client.force_login(district_officer)
    return client


def workbook(content=None):
    return SimpleUploadedFile("bảng.xlsx", content or ngoc_hoi_workbook(), XLSX)


def checked(desk, **data):
    """Send a table by the page, and the run once it was checked."""
    answer = desk.post(reverse("check-list"), data)
    assert answer.status_code == 302, answer.content.decode()
    run = ImportRun.objects.latest("pk")
    run_job(run.job.public_id)
    run.refresh_from_db()
    return run, desk.get(reverse("check-detail", args=[run.public_id])).content.decode()


def test_ngoc_hois_file_is_right_but_for_one_promise(desk):
    run, page = checked(desk, file=workbook(), promises=PROMISES)
    assert [p["kind"] for p in run.problems].count("label") == 3
    assert [p["kind"] for p in run.problems if p["blocking"]] == ["promise"]
    assert "còn thiếu 4 hộ" in page
    assert "Ghi chú về cách in: 3" in page


def test_pasted_table_with_a_wrong_total_names_its_cells(desk):
    run, page = checked(desk, text=PASTED)
    (found,) = run.problems
    assert found["kind"] == "unclear"
    assert {one["cell"] for one in found["proposed"]} == {"D2", "D3", "D4"}
    assert "nếu ô D4 sai: phải là 15" in page


def test_columns_are_named_and_the_table_is_checked_again(desk):
    run, page = checked(desk, text=PASTED.replace("Hộ nghèo", "Cột lạ"))
    assert "Bảng khớp" in page
    url = reverse("check-columns", args=[run.public_id])
    desk.post(url, {"c0": "order", "c1": "label", "c2": "households", "c3": "poor"})
    run.refresh_from_db()
    with pytest.raises(StillChecking):
        name_columns(run, {3: "poor"}, by=run.created_by)
    run_job(run.job.public_id)
    run.refresh_from_db()
    assert [p["kind"] for p in run.problems] == ["unclear"]
    assert run.params["meanings"]["3"] == "poor"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "một trong hai"),
        ({"text": PASTED, "file": "yes"}, "một trong hai"),
        ({"file": "broken"}, "không phải là bảng tính"),
    ],
)
def test_what_cannot_be_checked_is_refused_with_what_was_typed(desk, data, sentence):
    files = {"yes": None, "broken": b"PK no"}
    if "file" in data:
        data = data | {"file": workbook(files[data["file"]])}
    answer = desk.post(reverse("check-list"), data | {"promises": PROMISES})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert PROMISES in answer.content.decode()


@pytest.mark.parametrize("text", ["không có gì", "a\tb\n1\t2", "Xã A\t1\t2\n" * 1200])
def test_text_without_a_table_is_answered_in_words(desk, text):
    run, page = checked(desk, text=text)
    assert run.status == "refused"
    assert "Chưa kiểm tra được" in page or "mỗi lần kiểm tra đến 1000 dòng" in page


def test_others_do_not_see_ones_checks(desk, province_officer):
    run, _ = checked(desk, text=PASTED)
    other = Client()
    other.force_login(province_officer)
    assert other.get(reverse("check-detail", args=[run.public_id])).status_code == 404


def test_program_has_a_table_checked(district_officer):
    _, token = create_token(district_officer, name="máy")
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    keys = {"X-Request-Key": str(uuid4())}
    sent = client.post(reverse("api-check-list"), {"text": PASTED}, headers=keys)
    assert sent.status_code == 202, sent.json()
    run = ImportRun.objects.latest("pk")
    run_job(run.job.public_id)
    told = client.get(reverse("api-check-detail", args=[run.public_id])).json()
    last = told["problems"][0]["proposed"][-1]
    assert (last["cell"], last["values"]) == ("D4", ["15"])
    url = reverse("api-check-columns", args=[run.public_id])
    keys = {"X-Request-Key": str(uuid4())}
    again = client.post(url, {"meanings": {"x": "poor"}}, format="json", headers=keys)
    assert again.status_code == 400
    keys = {"X-Request-Key": str(uuid4())}
    told = {"meanings": {"1": "label", "2": "households"}}
    assert client.post(url, told, format="json", headers=keys).status_code == 202


def test_nothing_or_both_is_refused(district, district_officer):
    for sent in (Sent(), Sent(text="  "), Sent(file=workbook(), text=PASTED)):
        with pytest.raises(NothingToCheck):
            ask_check(sent, area=district, by=district_officer)
