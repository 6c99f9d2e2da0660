"""What tests of money share: a project, its decisions, entries, and what is left."""

from datetime import date
from itertools import count

from programs.choices import EntryKind, Fund, Nature
from programs.models import Programme, Project
from programs.services.money import (
    Decision,
    Purpose,
)
from programs.services.spending import Entry, spend

DAY, YEAR = date(2024, 10, 1), 2024


NUMBERS = count(1)


def make_project(code="DA2", **fields):
    programme, _ = Programme.objects.get_or_create(
        code="P",
        defaults={
            "name": "x",
            "valid_from": date(2021, 1, 1),
            "valid_to": date(2026, 1, 1),
            "source": "x",
        },
    )
    return Project.objects.create(
        programme=programme, code=code, name=code, source="x", **fields
    )


def decision(number=None, day=date(2024, 1, 15)):
    return Decision(number or f"{next(NUMBERS)}/QĐ", day, "x", "Giao vốn")


def purpose(project, nature=Nature.RECURRENT, fund=Fund.CENTRAL):
    return Purpose(project, None, YEAR, nature, fund)


def purse(row):
    row.refresh_from_db()
    found = row.purse
    return found.given, found.shared, found.spent, found.left


def pay(row, amount, *, by, kind=EntryKind.PAYMENT, on=date(2024, 5, 2)):
    return spend(row, Entry(kind, on, amount, "x"), by=by, version=None)
