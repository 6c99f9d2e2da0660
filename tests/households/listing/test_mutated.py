"""Damaged and hostile workbooks: refused or read, never a fault, never half written.

Each goes in by the page, as a person sends it; none may take longer than PATIENCE.
FUZZ_WORKBOOKS sets how many are tried: a few here, ten thousand by bin/fuzz.
"""

import io
import os
import random
import signal
import zipfile
from contextlib import contextmanager
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from households.models import Household, Member
from households.services.listing.applying import ask_applying
from office.jobs import run as run_job
from office.models import ImportRun
from tests.households.listing.books import FAMILY, HOUSEHOLDS, WIDOW, book, upload

pytestmark = pytest.mark.django_db
TRY = settings(
    max_examples=int(os.environ.get("FUZZ_WORKBOOKS", "60")),
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)
SHEET = "xl/worksheets/sheet1.xml"
PATIENCE = 30  # seconds for all steps of one workbook
# each entity is ten of the one before: the last would be a billion laughs
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY b0 "ha">'
    + b"".join(b'<!ENTITY b%d "%s">' % (n, (b"&b%d;" % (n - 1)) * 10) for n in range(1, 10))
    + b"]>"
)
LAUGHS = b'<c r="A1" t="inlineStr"><is><t>&b9;</t></is></c>'
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


def bombed(xml):
    """A sheet whose first cell is an entity that grows a billionfold."""
    head, _, body = xml.partition(b"<sheetData>")
    row = b'<row r="1">' + LAUGHS + b"</row>"
    return BOMB + head.split(b"?>", 1)[-1] + b"<sheetData>" + row + body


def rewritten(content, dice):
    """The sheet's XML changed: bombs, far cells, missing ends, other types."""
    edits = [
        bombed,
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
    return packed(parts)


def packed(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def sound():
    """A sound workbook of each layout."""
    one = ("5/9/2024", "Y Dép", "H1", "", "Nữ", 1, "", 131, 2, "Hộ cận nghèo", "A Rà")
    return [
        upload(book(FAMILY + WIDOW)).read(),
        upload(book([one] * 3, headings=HOUSEHOLDS)).read(),
    ]


@pytest.fixture
def officer(commune_officer, settings):
    settings.DEMO_DATE = date(2024, 9, 20)
    client = Client()
    client.force_login(commune_officer, "django.contrib.auth.backends.ModelBackend")
    return client


@contextmanager
def patience(seconds):
    """What takes longer hangs."""

    def ring(*_args):
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@TRY
@given(
    trial=st.tuples(
        st.sampled_from([flipped, cut, shuffled, rewritten]),
        st.integers(0, 1),
        st.integers(0, 10**9),
    )
)
def test_any_workbook_is_read_or_refused_and_never_half_written(
    sound, item, commune_officer, officer, trial
):
    mutation, layout, seed = trial
    content = mutation(sound[layout], random.Random(seed))
    with transaction.atomic(), patience(PATIENCE):
        take(content, item, officer, commune_officer)
        transaction.set_rollback(True)


@pytest.mark.parametrize("layout", [0, 1])
def test_workbook_that_would_grow_a_billionfold_does_not(
    sound, item, commune_officer, officer, layout
):
    with zipfile.ZipFile(io.BytesIO(sound[layout])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[SHEET] = bombed(parts[SHEET])
    with patience(PATIENCE):
        take(packed(parts), item, officer, commune_officer)


def take(content, item, client, by):
    """Send it, read it, write it: each step ends with an answer for the person."""
    facts = {"commune": item.commune.public_id, "commune_round": item.public_id}
    file = SimpleUploadedFile("danh-sach.xlsx", content)
    answer = client.post(reverse("list-upload"), facts | {"file": file})
    if answer.status_code == 200:
        assert answer.context["form"].errors["file"]
        assert not ImportRun.objects.exists()
        return
    assert answer.status_code == 302, answer.status_code
    run = ImportRun.objects.latest("pk")
    run_job(run.job.public_id)
    run.refresh_from_db()
    assert client.get(answer.url).status_code == 200
    assert run.status in {"ready", "refused"}
    if run.status == "refused":
        assert all(problem["message"] for problem in run.problems)
        return
    job = ask_applying(run, by=by)
    run_job(job.public_id)
    job.refresh_from_db()
    assert job.status == "done", job.message
    for home in Household.objects.all():
        assert Member.objects.filter(household=home, valid_to=None).count() == home.size
        assert home.residences.get().size == home.size
