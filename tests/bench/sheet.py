"""A sheet of the whole country beside one of a hundred communes: open a page, save a cell.

Twenty indicators in both. Totals are stored sums, so neither act may know how long the
sheet is: 1.5 times at most, and not one query more.
"""

import json
from datetime import date
from itertools import count
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Role
from areas.models import Area
from areas.services import _insert
from core.ids import new_id
from targets.models import Indicator, Plan, Target
from targets.services.totals import recount
from tests import factories
from tests.bench.bars import Bar, median_seconds
from tests.bench.world import copy

SIZES = (100, 10_035)
INDICATORS = 20
LIMIT = 1.5
BACKEND = "django.contrib.auth.backends.ModelBackend"
COLUMNS = (
    "public_id plan_id indicator_id kind area_id area_path position region operator value"
    " outside sentence note households minority base status version"
)


def communes(nation, size, prefix):
    """Communes right below the nation."""
    rows = [
        Area(
            parent=nation,
            level="commune",
            code=f"{prefix}{n:05d}",
            name=f"Xã {prefix}{n}",
            name_norm=f"xa {prefix.lower()}{n}",
            kind="Xã",
            source="đo",
        )
        for n in range(size)
    ]
    _insert(rows)
    return list(
        Area.objects.filter(code__startswith=prefix, level="commune").order_by("code")
    )


def make_sheet(nation, indicators, size, year):
    """A draft of the nation with a line of every indicator for each commune."""
    plan = Plan.objects.create(
        title=f"Bảng {size}",
        area=nation,
        area_path=nation.path,
        year=year,
        valid_from=date(year, 1, 1),
        valid_to=date(year + 1, 1, 1),
    )
    areas = communes(nation, size, f"S{size}-")
    rows = (
        [new_id(), plan.pk, i.pk, "line", a.pk, a.path, n, "rural", "ge", 5, "", "", ""]
        + [900, 300, 90, "draft", 1]
        for i in indicators
        for n, a in enumerate(areas, start=1)
    )
    copy(Target, COLUMNS, rows)
    recount(plan, indicators)
    return plan


def make_indicators():
    return [
        Indicator.objects.create(
            code=f"bench_{n}",
            name=f"Chỉ tiêu {n}",
            unit="hộ",
            aggregation="reduction",
            source="computed",
            base="poor",
        )
        for n in range(INDICATORS)
    ]


def acts(plan, client):
    """Opening a page of a hundred rows; saving one cell, each time another value."""
    url = reverse("plan-sheet", args=[plan.public_id])
    line = plan.targets.order_by("pk").first()
    values = count(1)

    def open_page():
        assert client.get(url).status_code == 200

    def save_cell():
        line.refresh_from_db(fields=["version"])
        cell = {
            "line": str(line.public_id),
            "version": str(line.version),
            "text": str(next(values) % 80),
        }
        told = {"cells": json.dumps([cell]), "request_key": str(uuid4())}
        assert client.post(url, told).status_code == 302

    return open_page, save_cell


def queries(act):
    act()  # what the first of its kind keeps for the others is not counted
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def measure(_provinces, admin):
    """Four bars: time and queries of opening and of saving."""
    nation = Area.objects.get(level="nation")
    # whoever may write the nation's plan; a national officer writes nothing (design §1)
    officer = factories.make_user("bang", Role.PROVINCE_OFFICER, nation, by=admin)
    reader = factories.make_user("bang.xem", Role.NATIONAL_OFFICER, nation, by=admin)
    indicators = make_indicators()
    small, large = (
        make_sheet(nation, indicators, size, 2030 + n) for n, size in enumerate(SIZES)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client, other = Client(), Client()
    client.force_login(officer, BACKEND)
    other.force_login(reader, BACKEND)
    for name, few, many in zip(
        ("open", "save"), acts(small, client), acts(large, client), strict=True
    ):
        quick, slow = median_seconds(few, many)
        yield Bar(f"sheet.{name}.time", slow / quick, LIMIT)
        yield Bar(f"sheet.{name}.more_queries", queries(many) - queries(few), 0)
    pages = [reading(plan, other) for plan in (small, large)]
    quick, slow = median_seconds(*pages)
    yield Bar("sheet.read_as_national_officer.time", slow / quick, LIMIT)
    yield Bar(
        "sheet.read_as_national_officer.more_queries",
        queries(pages[1]) - queries(pages[0]),
        0,
    )


def reading(plan, client):
    """The plan's page with its first hundred lines, as who may only read it."""
    url = reverse("plan-detail", args=[plan.public_id])

    def act():
        assert client.get(url).status_code == 200

    return act
