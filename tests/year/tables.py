"""Uploaded tables of plans."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from office.files import XLSX
from povertyapp.plan_template import ngoc_hoi_workbook
from targets.services.imports import upload_table


def table_file(content=None, name="bảng.xlsx"):
    return SimpleUploadedFile(name, content or ngoc_hoi_workbook(), content_type=XLSX)


def import_run_of(area, officer):
    return upload_table(
        table_file(), area=area, year=2022, on=date(2020, 2, 19), by=officer
    )
