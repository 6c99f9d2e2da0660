"""Uploaded tables of plans."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.choices import Right
from areas.models import Area
from households.services.listing.taking import upload_list
from office.files import XLSX
from office.jobs import run as run_job
from povertyapp.plan_template import ngoc_hoi_workbook
from programs.services.listing.taking import upload_supports
from programs.services.money_lists import upload_entries
from targets.selectors import own_area
from targets.services.checks import Sent, ask_check
from targets.services.imports import upload_table
from tests.households.listing.books import book, upload


def table_file(content=None, name="bảng.xlsx"):
    return SimpleUploadedFile(name, content or ngoc_hoi_workbook(), content_type=XLSX)


def import_run_of(area, officer):
    return upload_table(
        table_file(), area=area, year=2022, on=date(2020, 2, 19), by=officer
    )


def list_of(officer, commune_round):
    """A household list of the commune, read: its one household lacks a name."""
    rows = [(1, "", "", "Chủ hộ", 1980, "Nam", None, "", "Xơ Đăng", "", 118, 40)]
    run = upload_list(
        upload(book(rows)),
        commune=commune_round.commune,
        commune_round=commune_round,
        by=officer,
    )
    run_job(run.job.public_id)
    return run


def support_list_of(officer):
    """A list of supports that the officer sent; it holds none."""
    run = upload_supports(upload(book([])), by=officer)
    run_job(run.job.public_id)
    return run


def money_list_of(officer):
    """A table of entries that the officer sent; it holds none."""
    run = upload_entries(upload(book([])), 2024, by=officer)
    run_job(run.job.public_id)
    return {"money-import": run.public_id, "money-write": run.public_id}


def small_pdf():
    """A signed scan, as far as the check of uploads can tell."""
    return SimpleUploadedFile("da-ky.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")


def area_id(code, level="district"):
    """Public id of the area that bore a code in 2020."""
    return str(
        Area.objects.valid_on(date(2020, 10, 1)).get(code=code, level=level).public_id
    )


def check_of(person):
    """A table this person had checked."""
    text = "Địa bàn\tTổng số hộ\tHộ nghèo\nXã A\t100\t10\nXã B\t50\t5"
    run = ask_check(Sent(text=text), area=own_area(person, Right.PLAN_VIEW), by=person)
    run_job(run.job.public_id)
    return run
