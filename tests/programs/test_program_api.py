"""The API of what came last: registers, norms and drafts, stages, needs, lists."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.services import create_token
from office.jobs import run as run_job
from office.models import ImportRun
from programs.models import Inspection, Norm, Staff, Support
from programs.services.work import propose
from tests.factories import make_document as document
from tests.factories import (
    make_household,
    make_recognition,
    make_round,
)
from tests.programs.money import YEAR, make_project
from tests.programs.test_support import make_policy
from tests.programs.test_support_list import book, line
from tests.programs.test_work import plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def call():
    """What a program does: one verb of one address in somebody's name."""

    def act(user, verb, name, *args, data=None, version=None, query=None):
        _, text = create_token(user, name=f"k{uuid4()}")
        api = APIClient()
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {text}")
        headers = {"X-Request-Key": str(uuid4())}
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        if verb == "get":
            return api.get(reverse(name, args=args), query or {})
        form = "multipart" if data and "file" in data else "json"
        address = reverse(name, args=args)
        return getattr(api, verb)(address, data or {}, format=form, headers=headers)

    return act


def test_registers_say_what_they_ask_and_take_it(call, commune, commune_officer, outsider):
    told = call(commune_officer, "get", "api-register-home").json()
    staff = next(one for one in told if one["slug"] == "can-bo")
    assert [one["key"] for one in staff["row"] if one["required"]] == [
        *("area", "name", "post", "valid_from")
    ]
    values = {
        "area": str(commune.public_id),
        "name": "Y Thảo",
        "post": "Công chức",
        "valid_from": "2022-01-01",
    }
    made = call(
        commune_officer, "post", "api-register-list", "can-bo", data={"values": values}
    )
    assert made.status_code == 201, made.json()
    bad = {"values": values | {"valid_from": "x"}}
    refused = call(commune_officer, "post", "api-register-list", "can-bo", data=bad)
    assert refused.status_code == 400
    again = {"values": values}
    twice = call(commune_officer, "post", "api-register-list", "can-bo", data=again)
    assert twice.status_code == 400
    assert not Inspection.objects.exists()


def test_rows_of_registers_hold_their_version_and_their_area(
    call, commune, commune_officer, outsider
):
    values = {
        "area": str(commune.public_id),
        "name": "Y Thảo",
        "post": "Công chức",
        "valid_from": "2022-01-01",
    }
    told = {"values": values}
    call(commune_officer, "post", "api-register-list", "can-bo", data=told)
    row = Staff.objects.get()
    one = ("api-register-detail", "can-bo", row.public_id)
    changed = {"values": values | {"post": "Phó chủ tịch"}}
    assert call(commune_officer, "put", *one, data=changed).status_code == 428
    answer = call(commune_officer, "put", *one, data=changed, version=1)
    assert (answer.status_code, answer["ETag"]) == (200, '"2"')
    assert call(commune_officer, "put", *one, data=changed, version=1).status_code == 412
    line_ = {"values": {"on": "2024-05-01", "name": "Lớp nghiệp vụ"}}
    lines = ("api-register-line", "can-bo", row.public_id)
    assert call(commune_officer, "post", *lines, data=line_).status_code == 201
    seen = call(commune_officer, "get", *one).json()
    assert seen["values"]["post"] == "Phó chủ tịch"
    assert seen["lines"][0]["values"]["name"] == "Lớp nghiệp vụ"
    assert call(outsider, "get", *one).status_code == 404
    assert call(outsider, "get", "api-register-list", "can-bo").json()["results"] == []
    assert call(outsider, "get", "api-register-list", "khong-co").status_code == 404


def test_norms_their_figures_and_their_draft(call, top, district, province_officer):
    told = {
        "number": "05/NQ-HĐND",
        "date": "2022-07-01",
        "signer": "x",
        "title": "Định mức",
        "area": str(top.area.public_id),
        "project": str(top.project.public_id),
        "nature": "recurrent",
        "year_from": 2022,
        "year_to": 2025,
        "counterpart": "10",
    }
    made = call(province_officer, "post", "api-norm-list", data=told)
    assert made.status_code == 201, made.json()
    norm = Norm.objects.get()
    again = call(province_officer, "post", "api-norm-list", data=told)
    assert again.status_code == 409
    asked = {"name": "A", "unit": "km²", "basis": "entered", "points": "0.5"}
    address = ("api-norm-criterion", norm.public_id)
    made = call(province_officer, "post", *address, data=asked, version=1)
    assert made.status_code == 201, made.json()
    draft = ("api-money-draft", top.public_id)
    assert call(province_officer, "get", *draft).json()["missing"]
    values = {
        "source": "NGTK",
        "values": [{"area": str(district.public_id), "value": "20"}],
    }
    count = ("api-norm-count", made.json()["public_id"])
    done = call(province_officer, "post", *count, data=values, version=2)
    assert done.status_code == 200, done.json()
    found = call(province_officer, "get", *draft).json()
    assert (found["whole"], found["rows"][0]["amount"]) == (1000, 1000)
    assert found["rows"][0]["counterpart"] == 100
    seen = call(province_officer, "get", "api-norm-detail", norm.public_id).json()
    assert seen["criteria"][0]["values"][0]["value"] == "20.00"


def test_stages_of_a_work(call, commune, commune_officer):
    project = make_project("DA1")
    row = propose(plan(commune, project, "works", planned={}), by=commune_officer)
    address = ("api-work-stage", row.public_id)
    told = {"stage": "start", "done_on": "2024-05-02", "value": 5}
    done = call(commune_officer, "post", *address, data=told, version=1)
    assert (done.status_code, done.json()["value"]) == (200, 5)
    assert call(commune_officer, "post", *address, data=told, version=1).status_code == 412
    wrong = told | {"stage": "herd"}
    assert call(commune_officer, "post", *address, data=wrong, version=2).status_code == 409
    seen = call(commune_officer, "get", "api-work-detail", row.public_id).json()
    assert seen["stages"][0]["done_on"] == "2024-05-02"


@pytest.fixture
def poor(commune, district, district_officer):
    (item,) = make_round(district, [commune], year=YEAR - 1, by=district_officer)
    home = make_household(commune, code="H1", head="A Một")
    now = timezone.now()
    make_recognition(home, item, document(district), recorded_at=now, klass="poor")
    return home


def test_needs_of_a_commune(call, poor, commune, commune_officer, outsider):
    query = {"commune": str(commune.public_id), "year": YEAR}
    told = call(commune_officer, "get", "api-need-list", query=query)
    assert told.status_code == 200, told.json()
    assert set(told.json()) == {"year", "sums", "rows"}
    far = call(outsider, "get", "api-need-list", query=query)
    assert far.status_code == 404


def test_lists_of_supports(call, poor, commune_officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_policy("tuition", name="Miễn giảm học phí")
    sent = call(
        commune_officer, "post", "api-supports-list", data={"file": book([line("H1")])}
    )
    assert sent.status_code == 202, sent.json()
    run = ImportRun.objects.get()
    run_job(run.job.public_id)
    told = call(commune_officer, "get", "api-supports-detail", run.public_id).json()
    assert told["counts"] == {"new": 1}
    rows = call(commune_officer, "get", "api-supports-rows", run.public_id).json()
    assert rows["results"][0]["outcome"] == "new"
    done = call(commune_officer, "post", "api-supports-apply", run.public_id)
    assert done.status_code == 202
    run_job(ImportRun.objects.get().job.public_id)
    assert Support.objects.count() == 1
    listed = call(commune_officer, "get", "api-supports-list").json()["results"]
    assert [one["status"] for one in listed] == ["applied"]


@pytest.mark.parametrize("value", [[], {}, ["a"], 1.5])
def test_values_that_nobody_could_type_are_refused(value, call, commune, commune_officer):
    values = {"area": str(commune.public_id), "name": "Y", "post": "x"}
    values |= {"valid_from": value}
    told = {"values": values}
    answer = call(commune_officer, "post", "api-register-list", "can-bo", data=told)
    assert answer.status_code == 400
    odd = values | {"valid_from": 5, "full_time": True, "area": "không phải mã"}
    told = {"values": odd}
    answer = call(commune_officer, "post", "api-register-list", "can-bo", data=told)
    assert answer.status_code == 400
    assert "không có trong danh sách" in answer.content.decode()
    assert not Staff.objects.exists()
