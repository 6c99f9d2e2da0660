"""Damaged and hostile workbooks: refused or read, never a fault, never half written.

FUZZ_WORKBOOKS sets how many are tried: a few here, ten thousand by bin/fuzz.
"""

import io
import os
import random
import zipfile
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from households.models import Household, Member
from households.services.listing.applying import ask_applying
from households.services.listing.taking import upload_list
from office.jobs import run as run_job
from tests.households.listing.books import FAMILY, WIDOW, book, upload

pytestmark = pytest.mark.django_db
TRY = settings(
    max_examples=int(os.environ.get("FUZZ_WORKBOOKS", "60")),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
SHEET = "xl/worksheets/sheet1.xml"
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, b"&a;" * 10) for n in range(9))
    + b"]>"
)
HOSTILE = [
    None,
    "",
    "=1+1",
    "#REF!",
    -1,
    1e308,
    True,
    "9" * 40,
    "\u202e",
    "'; --",
    "０１２",
]


def flipped(content, dice):
    """Some bits of the file changed."""
    data = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    return bytes(data)


def cut(content, dice):
    """Only a part of the file arrived."""
    return content[: dice.randrange(len(content))]


def shuffled(content, dice):
    """Cells swapped, emptied, or filled with what does not belong there."""
    rows = [list(row) for row in FAMILY + WIDOW * dice.randint(0, 3)]
    for _ in range(dice.randint(1, 15)):
        row, column = dice.randrange(len(rows)), dice.randrange(12)
        other, place = dice.randrange(len(rows)), dice.randrange(12)
        rows[row][column], rows[other][place] = rows[other][place], rows[row][column]
        if dice.random() < 0.5:
            rows[row][column] = dice.choice(HOSTILE)
    dice.shuffle(rows)
    return upload(book(rows, heading_row=dice.randint(1, 30))).read()


def rewritten(content, dice):
    """The sheet's XML changed: bombs, far cells, missing ends, other types."""
    edits = [
        lambda xml: BOMB + xml.split(b"?>", 1)[-1],
        lambda xml: xml.replace(b'r="A8"', b'r="XFD1048576"'),
        lambda xml: xml.replace(b'<row r="9"', b'<row r="%d"' % dice.randrange(10**9)),
        lambda xml: xml.replace(b"</row>", b"", dice.randint(1, 3)),
        lambda xml: xml.replace(
            b't="n"', b't="%s"' % dice.choice([b"s", b"e", b"b", b"d"])
        ),
        lambda xml: xml.replace(b"<v>", b"<v>" + bytes([dice.randrange(1, 128)])),
        lambda xml: xml[: dice.randrange(len(xml))],
    ]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = dice.choice(edits)(parts[SHEET])
    if dice.random() < 0.2:
        parts.pop(dice.choice(list(parts)))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture
def sound():
    return upload(book(FAMILY + WIDOW)).read()


@TRY
@given(
    mutation=st.sampled_from([flipped, cut, shuffled, rewritten]),
    seed=st.integers(0, 10**9),
)
def test_any_workbook_is_read_or_refused_and_never_half_written(
    sound, commune, item, commune_officer, mutation, seed
):
    content = mutation(sound, random.Random(seed))
    with transaction.atomic():
        take(content, commune, item, commune_officer)
        transaction.set_rollback(True)


def take(content, commune, item, officer):
    """Send it, read it, write it: each step ends with an answer for the person."""
    file = SimpleUploadedFile("danh-sach.xlsx", content)
    run = None
    with suppress(DomainError):
        run = upload_list(file, commune=commune, commune_round=item, by=officer)
    if run is None:
        return
    run_job(run.job.public_id)
    run.refresh_from_db()
    assert run.status in {"ready", "refused"}
    if run.status == "refused":
        assert all(problem["message"] for problem in run.problems)
        return
    job = ask_applying(run, by=officer)
    run_job(job.public_id)
    job.refresh_from_db()
    assert job.status == "done", job.message
    for home in Household.objects.all():
        assert Member.objects.filter(household=home, valid_to=None).count() == home.size
        assert home.residences.get().size == home.size
