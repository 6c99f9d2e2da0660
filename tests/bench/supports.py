"""100,000 supports of an agency, from the workbook to committed rows; sent twice.

Beside it, on the same tables with their triggers: COPY of the same prepared rows, and
django-import-export in its documented fast settings on the same file.
"""

import statistics
import tempfile
from pathlib import Path

import tablib
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from openpyxl import load_workbook

from accounts.choices import Role
from accounts.models import Agency, User
from households.models import Household
from office.jobs import run as run_job
from office.lists import write_lists
from office.models import ImportRun
from programs.choices import Fund
from programs.models import Policy, Support, SupportShare
from programs.rules.support_table import FUND, NAMES
from programs.services.listing.applying import ask_applying_supports
from programs.services.listing.refused import sheet_of
from programs.services.listing.taking import counts_of, upload_supports
from tests import factories
from tests.bench import world
from tests.bench.bars import Bar
from tests.bench.imports import (
    MEGABYTES,
    ROWS,
    RUNS,
    Fast,
    by_copy,
    peak_megabytes,
    prepared,
    timed,
)
from tests.programs.test_support import make_policy

TABLES = (Support, SupportShare)
CLEAR = "TRUNCATE programs_support, programs_supporttally CASCADE"
DAYS = 12
AMOUNT = 1_200_000


def prepare(admin):
    """A province, an agency that gives in all of it, and a policy for everybody."""
    nation = admin.grants.get().area
    province, _ = world.make_province(nation, admin, households=ROWS, code="98")
    agency = Agency.objects.create(area=province, name="NHCSXH (đo)")
    giver = factories.make_user("giver", Role.DEPARTMENT_OFFICER, province, by=admin)
    giver.grants.update(agency=agency, valid_from=world.FIRST_DAY)
    make_policy("everybody", classes=[])
    return province


def write_book(path, province):
    """One line a household, a day of each month."""

    def rows():
        homes = Household.objects.within(province.path).order_by("pk")
        for n, (code, head) in enumerate(homes.values_list("code", "head_name")[:ROWS]):
            month = n % DAYS % world.TODAY.month + 1
            told = {
                "code": code,
                "head": head,
                "policy": "everybody",
                "on": f"01/{month:02d}/{world.TODAY.year}",
                "note": "Vay vốn",
                f"{FUND}{Fund.CREDIT}": AMOUNT,
            }
            yield [told.get(key, "") for key in NAMES]

    write_lists([sheet_of("Hỗ trợ", rows())], path)


def clear():
    with connection.cursor() as cursor:
        cursor.execute(CLEAR)


def ours(content, giver, new=ROWS):
    """Upload, read, apply: each step as its job runs it."""
    run = upload_supports(SimpleUploadedFile("x.xlsx", content), by=giver)
    run_job(run.job.public_id)
    run = ImportRun.objects.get(pk=run.pk)
    assert counts_of(run) == ({"new": ROWS} if new else {"unchanged": ROWS}), counts_of(run)
    run_job(ask_applying_supports(run, by=giver).public_id)
    assert Support.objects.count() == ROWS


class Supports(Fast):
    class Meta(Fast.Meta):
        model = Support
        fields = (
            "id policy beneficiary household commune area_path agency on counted_on klass "
            "why amount note recorded_by"
        ).split()


class Shares(Fast):
    class Meta(Fast.Meta):
        model = SupportShare
        fields = "id support fund amount".split()


def by_import_export(path, giver):
    """The same file into the same tables: one resource each, nothing judged."""
    sheet = load_workbook(path, read_only=True, data_only=True).active
    homes = dict(Household.objects.values_list("code", "pk"))
    places = dict(Household.objects.values_list("pk", "commune_id"))
    paths = dict(Household.objects.values_list("pk", "area_path"))
    policy, agency = Policy.objects.get(code="everybody"), giver.grants.get().agency_id
    rows, shares = [], []
    for n, row in enumerate(sheet.iter_rows(min_row=7, values_only=True), start=1):
        home = homes[row[0]]
        day = "-".join(reversed(row[3].split("/")))
        given = (n, policy.pk, "household", home, places[home], paths[home], agency)
        rows.append((*given, day, day, "", "x", AMOUNT, row[5], giver.pk))
        shares.append((n, n, str(Fund.CREDIT), AMOUNT))
    for kind, made in ((Supports, rows), (Shares, shares)):
        dataset = tablib.Dataset(*made, headers=list(kind._meta.fields))
        kind().import_data(dataset, raise_errors=True)
    assert Support.objects.count() == ROWS


def measure(_provinces, admin):
    """Time against COPY, time against django-import-export, memory; twice changes nothing."""
    province = prepare(admin)
    giver = User.objects.get(username="giver")
    settings.MEDIA_ROOT = tempfile.mkdtemp()
    path = Path(settings.MEDIA_ROOT) / "x.xlsx"
    write_book(path, province)
    content = path.read_bytes()
    taken = {"ours": [], "copy": [], "theirs": []}
    changed = 0
    for number in range(RUNS):
        clear()
        taken["ours"].append(timed(ours, content, giver))
        if number == 0:
            before = Support.objects.order_by("-pk").first().pk
            ours(content, giver, new=0)
            changed = Support.objects.filter(pk__gt=before).count()
        made = prepared(TABLES)
        clear()
        taken["copy"].append(timed(by_copy, made))
    clear()
    # once: it is slower by far more than the bar asks
    taken["theirs"].append(timed(by_import_export, path, giver))
    clear()
    memory = peak_megabytes(path, "supports")
    mine, copy, theirs = (statistics.median(times) for times in taken.values())
    return [
        Bar("supports.time_over_copy", mine / copy, 8.0),
        Bar("supports.time_over_import_export", mine / theirs, 1 / 3),
        Bar("supports.megabytes", memory, MEGABYTES),
        Bar("supports.changed_by_a_second_time", changed, 0),
    ]
