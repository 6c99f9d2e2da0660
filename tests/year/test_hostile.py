"""Anything may be sent; nothing may break. FUZZ_EXAMPLES sets how long it tries."""

import io
import json
import os
import zipfile
from contextlib import suppress
from urllib.parse import urlencode

import pytest
import schemathesis
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.core import NotSet

from areas.models import Area
from office.models import StoredFile
from office.uploads import BadWorkbook, check_upload, read_table
from povertyapp.plan_template import ngoc_hoi_workbook
from targets.imports import read_rows
from tests.hostile_files import HOSTILE

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "1"))
TRY = settings(
    max_examples=EXAMPLES * 10,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@TRY
@given(place=st.integers(0, 10**6), junk=st.binary(min_size=1, max_size=40))
def test_damaged_workbook_is_refused_or_read_never_a_fault(tmp_path_factory, place, junk):
    content = bytearray(ngoc_hoi_workbook())
    start = place % len(content)
    content[start : start + len(junk)] = junk
    path = tmp_path_factory.mktemp("tệp") / "x.xlsx"
    path.write_bytes(content)
    with suppress(BadWorkbook):
        check_upload("x.xlsx", len(content), io.BytesIO(content), limit_megabytes=20)
        read_rows(read_table(path, "x.xlsx"))


@TRY
@given(
    cells=st.lists(
        st.tuples(
            st.integers(0, 25),
            st.integers(0, 8),
            st.one_of(st.text(max_size=20), st.floats().map(str), st.integers().map(str)),
        ),
        max_size=30,
    )
)
def test_table_with_any_cells_is_read_or_explained(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("tệp") / "x.xlsx"
    path.write_bytes(ngoc_hoi_workbook())
    table = read_table(path, "x.xlsx")
    for row, column, value in cells:
        if row < len(table.rows) and column < len(table.rows[row]):
            table.rows[row][column] = value
    found = read_rows(table)
    assert all(problem.message for problem in found.problems)


def test_zip_that_is_no_workbook_is_refused(tmp_path):
    path = tmp_path / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(BadWorkbook):
        read_table(path, "x.xlsx")


BIG = ("to.xlsx", b"PK" + b"0" * 50_000_000, "50 MB")


@pytest.mark.parametrize(("name", "content", "why"), [*HOSTILE, BIG])
def test_pages_refuse_a_bad_file_in_words_and_keep_nothing(page_as, name, content, why):
    before = StoredFile.objects.count()
    district = Area.objects.get(level="district", code="611")
    commune = Area.objects.get(level="commune", code="23380", valid_to__isnull=False)
    for person, url, facts in (
        (
            "ngochoi.canbo",
            "plan-upload",
            {"area": district.public_id, "year": 2022, "on": "2020-10-01"},
        ),
        ("dakang.canbo", "list-upload", {"commune": commune.public_id}),
    ):
        upload = SimpleUploadedFile(name, content)
        answer = page_as(person).post(reverse(url), facts | {"file": upload})
        assert answer.status_code == 200, "the page again"
        text = answer.content.decode()
        assert why in text
        assert f"“{name}”" in text
    assert StoredFile.objects.count() == before


def query_of(case):
    """Only what an address can carry: text without lone surrogates or nothing."""
    return {name: str(value) for name, value in (case.query or {}).items()}


@pytest.mark.parametrize("username", ["ngochoi.canbo", "dakang.canbo"])
def test_api_answers_everything_without_a_fault(day, api_as, username):
    caller = api_as(username)
    caller.raise_request_exception = False
    schema = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(public=True))
    broken = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(TRY, max_examples=EXAMPLES)
        @given(case=operation.as_strategy())
        def send(case):
            address = f"{case.formatted_path}?{urlencode(query_of(case))}"
            body = (
                "" if isinstance(case.body, NotSet) else json.dumps(case.body, default=str)
            )
            with transaction.atomic():
                answer = caller.generic(
                    case.method, address, body, content_type="application/json"
                )
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                broken.append((case.method, address, body[:200]))

        send()
    assert not broken
