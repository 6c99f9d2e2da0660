"""The set of forms, cell by cell, as it was looked at and found right.

A change of layout is meant: delete the file, run this test once with
POVERTYAPP_GOLDEN=write, look at the workbook as a picture, and keep the new file.
"""

import io
import json
import os
import random
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from core.dates import playing
from office import jobs
from reports.choices import ReportKind
from reports.services.building import ask_report
from tests.reports.worlds import DAY, YEAR, random_years

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden" / "forms.json"


def picture(book):
    """Every sheet's cells, merged ranges, widths, page and repeated rows."""
    return {
        sheet.title: {
            "cells": {
                cell.coordinate: [str(cell.value), cell.number_format, cell.font.b]
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None and "Lập lúc" not in str(cell.value)
            },
            "merged": sorted(str(one) for one in sheet.merged_cells.ranges),
            "widths": {k: v.width for k, v in sheet.column_dimensions.items()},
            "page": [sheet.page_setup.orientation, str(sheet.page_setup.paperSize)],
            "repeated": sheet.print_title_rows,
            "font": sorted(
                {c.font.name for row in sheet.iter_rows() for c in row if c.value}
            ),
        }
        for sheet in book
    }


def kept(path, found):
    """What was looked at and kept; what is found now, when it is asked to be kept."""
    if os.environ.get("POVERTYAPP_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, ensure_ascii=False, indent=0, sort_keys=True))
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_cell_of_the_forms_is_where_it_was(
    commune, other_commune, district, district_officer, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    dice = random.Random(7)
    random_years(dice, district, [commune, other_commune], district_officer)
    with playing(date(YEAR, 12, 31)):
        run = ask_report(
            ReportKind.ALL_FORMS, area=district, year=YEAR, by=district_officer
        )
        jobs.run(run.job.public_id)
    run.refresh_from_db()
    found = picture(openpyxl.load_workbook(io.BytesIO(run.file.content.read())))
    wanted = kept(GOLDEN, found)
    assert set(found) == set(wanted)
    for title, sheet in wanted.items():
        assert found[title] == sheet, title
    assert all(sheet["font"] == ["Times New Roman"] for sheet in found.values())
    assert run.as_of == DAY
