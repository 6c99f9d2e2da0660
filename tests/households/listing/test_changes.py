"""After a decision: who stands on which list of increase and decrease."""

from datetime import date

import openpyxl
import pytest

from core.dates import playing
from households.models import Member, Person
from households.services.listing.changes import write_changes
from tests.factories import make_document, make_household, make_recognition, make_review

pytestmark = pytest.mark.django_db
DECIDED = date(2024, 9, 30)
# class before, class after; each household has a head of 40 and a pupil of 10
FAMILIES = {
    "Vào": ("not_poor", "poor"),
    "Ra": ("poor", "not_poor"),
    "Lên": ("poor", "near_poor"),
    "Xuống": ("near_poor", "poor"),
    "Cận vào": ("not_poor", "near_poor"),
    "Nguyên": ("poor", "poor"),
    "Ngoài": ("not_poor", "not_poor"),
}


@pytest.fixture
def sheets(item, commune, commune_officer, now, tmp_path):
    document = make_document(commune, day=DECIDED)
    for n, (name, (before, after)) in enumerate(FAMILIES.items()):
        home = make_household(commune, code=f"H{n}", head=name, size=1)
        Person.objects.filter(full_name=name).update(birth_year=1984)
        pupil = Person.objects.create(
            full_name=f"{name} con",
            name_norm="x",
            sex="male",
            ethnic_group="Kinh",
            birth_year=2014,
        )
        Member.objects.create(household=home, person=pupil, relation="child")
        done = {"status": "done", "score_b1": 1, "klass": after}
        make_review(item, home, class_before=before, **done)
        make_recognition(home, item, document, recorded_at=now, klass=after)
    path = tmp_path / "x.xlsx"
    with playing(DECIDED):
        write_changes(item, path)
    return openpyxl.load_workbook(path)


def names(sheet):
    rows = list(sheet.iter_rows(values_only=True))
    first = next(n for n, row in enumerate(rows) if row[0] == "TT")
    return {row[1] for row in rows[first + 1 :] if row[1]}


def both(*heads):
    return {name for head in heads for name in (head, f"{head} con")}


def pupils(*heads):
    return {f"{head} con" for head in heads}


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        ("BHYT tăng", both("Vào", "Cận vào")),
        ("BHYT giảm", both("Ra")),
        ("BHYT đổi diện", both("Lên", "Xuống")),
        ("Trường học tăng", pupils("Vào", "Cận vào")),
        ("Trường học giảm", pupils("Ra")),
        ("Điện tăng", {"Vào", "Xuống"}),
        ("Điện giảm", {"Ra", "Lên"}),
        ("NHCSXH", {"Vào", "Ra", "Lên", "Xuống", "Cận vào"}),
    ],
)
def test_each_receiver_gets_exactly_whom_it_concerns(sheets, sheet, expected):
    assert names(sheets[sheet]) == expected
