"""100,000 rows of a household list, from the workbook to committed rows.

Beside it, on the same tables with their triggers: COPY of the same prepared rows, and
django-import-export in its documented fast settings on the same file.
"""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import partial
from pathlib import Path

import tablib
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from import_export import resources, widgets
from openpyxl import load_workbook

from accounts.choices import Role
from core.text import name_norm
from households.models import Household, HouseholdEvent, Member, Person, Residence
from households.services.listing.applying import APPLY_JOB, ask_applying
from households.services.listing.taking import upload_list
from office.jobs import run as run_job
from office.lists import ListSheet, write_lists
from office.models import ImportRun, Job
from tests import factories
from tests.bench.bars import Bar
from tests.households.listing.books import MEMBERS

SIZE = 4
ROWS = int(os.environ.get("BENCH_ROWS", "100000"))
RUNS = int(os.environ.get("BENCH_IMPORT_RUNS", "7"))
MEGABYTES = 300
TABLES = (Household, Person, Member, Residence, HouseholdEvent)
CLEAR = "TRUNCATE households_household, households_person CASCADE"


def write_book(path):
    def rows():
        for home in range(ROWS // SIZE):
            head = f"A Chủ {home}"
            for n in range(SIZE):
                leads = n == 0
                name = head if leads else f"A Con {home} {n}"
                card = f"999{0 if n % 2 == 0 else 1}80{home * SIZE + n:06d}"
                sex = "Nam" if n % 2 == 0 else "Nữ"
                yield (
                    *(str(home + 1) if leads else "", head if leads else "", name),
                    *(
                        "Chủ hộ" if leads else "Con",
                        "01/02/1980",
                        sex,
                        card,
                        "1",
                        "Xơ Đăng",
                    ),
                    *(
                        "Hộ nghèo" if leads else "",
                        118 if leads else "",
                        40 if leads else "",
                    ),
                )

    headings = [(text, 14) for text in MEMBERS]
    write_lists([ListSheet("Danh sách", ["DANH SÁCH"], headings, rows())], path)


def prepare(admin):
    nation = admin.grants.get().area
    province = factories.make_area(
        nation, level="province", code="99", name="P", kind="Tỉnh"
    )
    commune = factories.make_area(province, level="commune", code="99001", name="C")
    factories.make_area(commune, level="village", code="T1", name="1", kind="Thôn")
    officer = factories.make_user("importer", Role.COMMUNE_OFFICER, commune, by=admin)
    return commune, officer


def clear():
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)


def ours(content, commune, officer):
    """Upload, read, apply: each step as its job runs it."""
    upload = SimpleUploadedFile("x.xlsx", content)
    run = upload_list(upload, commune=commune, commune_round=None, by=officer)
    run_job(run.job.public_id)
    job = ask_applying(ImportRun.objects.get(pk=run.pk), by=officer)
    run_job(job.public_id)
    job = Job.objects.get(pk=job.pk)
    assert (job.kind, job.status) == (APPLY_JOB, "done"), job.message
    assert Person.objects.count() == ROWS


def prepared(tables=TABLES):
    """What our import wrote, as COPY takes it."""
    made = {}
    with connection.cursor() as cursor:
        for model in tables:
            buffer = io.StringIO()
            stored = [f for f in model._meta.concrete_fields if not f.generated]
            names = ", ".join(f'"{f.column}"' for f in stored)
            table = model._meta.db_table
            cursor.copy_expert(f"COPY {table} ({names}) TO STDOUT", buffer)
            made[table, names] = buffer.getvalue()
    return made


def by_copy(made):
    with connection.cursor() as cursor:
        for (table, names), text in made.items():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", io.StringIO(text))


class Fast(resources.ModelResource):
    """The settings its documentation names for speed, and its widget for large imports."""

    @classmethod
    def get_fk_widget(cls, field):
        return partial(widgets.CachedForeignKeyWidget, model=field.remote_field.model)

    class Meta:
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True
        use_transactions = True
        force_init_instance = True
        import_id_fields = ["id"]
        report_skipped = False


class Households(Fast):
    class Meta(Fast.Meta):
        model = Household
        fields = (
            "id code head_name head_name_norm size ethnic_minority area_path".split()
            + [
                "province",
                "commune",
            ]
        )


class Persons(Fast):
    class Meta(Fast.Meta):
        model = Person
        fields = "id full_name name_norm birth_date birth_year sex ethnic_group".split()


class Members(Fast):
    class Meta(Fast.Meta):
        model = Member
        fields = "id household person relation valid_from".split()


class Residences(Fast):
    class Meta(Fast.Meta):
        model = Residence
        fields = "id household commune area_path size ethnic_minority valid_from".split()


class Events(Fast):
    class Meta(Fast.Meta):
        model = HouseholdEvent
        fields = "id household kind day recorded_by".split()


def by_import_export(path, commune, officer):
    """The same file into the same tables: one resource each, read once with openpyxl."""
    sheet = load_workbook(path, read_only=True, data_only=True).active
    people, homes = [], []
    for row in sheet.iter_rows(min_row=7, values_only=True):
        if row[0]:
            homes.append(row)
        people.append((len(homes), row))
    day = date(2024, 1, 1)
    sets = {
        Households: (
            (n, row[0], row[1], name_norm(row[1]), SIZE, True, commune.path)
            + (commune.parent_id, commune.pk)
            for n, row in enumerate(homes, start=1)
        ),
        Persons: (
            (
                n,
                r[2],
                name_norm(r[2]),
                "1980-02-01",
                1980,
                "male" if r[5] == "Nam" else "female",
            )
            + (r[8],)
            for n, (_, r) in enumerate(people, start=1)
        ),
        Members: (
            (n, home, n, "head" if row[0] else "child", day.isoformat())
            for n, (home, row) in enumerate(people, start=1)
        ),
        Residences: (
            (n, n, commune.pk, commune.path, SIZE, True, day.isoformat())
            for n in range(1, len(homes) + 1)
        ),
        Events: (
            (n, n, "registered", day.isoformat(), officer.pk)
            for n in range(1, len(homes) + 1)
        ),
    }
    for kind, rows in sets.items():
        dataset = tablib.Dataset(*rows, headers=list(kind._meta.fields))
        kind().import_data(dataset, raise_errors=True)
    assert Person.objects.count() == ROWS


def timed(act, *args):
    start = time.perf_counter()
    act(*args)
    return time.perf_counter() - start


def peak_megabytes(path, kind="households"):
    """The most memory one process of its own needs for our import of a list."""
    name = connection.settings_dict["NAME"]
    url = os.environ["DATABASE_URL"]
    env = dict(os.environ, DATABASE_URL=url.replace("/povertyapp?", f"/{name}?"))
    command = [sys.executable, "-m", "tests.bench.import_once", kind, str(path)]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    return float(done.stdout.split()[-1])


def measure(_provinces, admin):
    """Time against COPY, time against django-import-export, memory."""
    commune, officer = prepare(admin)
    settings.MEDIA_ROOT = tempfile.mkdtemp()
    path = Path(settings.MEDIA_ROOT) / "x.xlsx"
    write_book(path)
    content = path.read_bytes()
    taken = {"ours": [], "copy": [], "theirs": []}
    for _ in range(RUNS):
        clear()
        taken["ours"].append(timed(ours, content, commune, officer))
        made = prepared()
        clear()
        taken["copy"].append(timed(by_copy, made))
    clear()
    # once: it is slower by far more than the bar asks
    taken["theirs"].append(timed(by_import_export, path, commune, officer))
    clear()
    memory = peak_megabytes(path)
    mine, copy, theirs = (statistics.median(times) for times in taken.values())
    return [
        Bar("import.time_over_copy", mine / copy, 8.0),
        Bar("import.time_over_import_export", mine / theirs, 1 / 3),
        Bar("import.megabytes", memory, MEGABYTES),
    ]
