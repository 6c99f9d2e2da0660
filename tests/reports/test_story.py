"""A household's whole story: from every room, as far as the reader may look."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AccessLog
from core.dates import playing
from programs.models import Helper
from programs.registers import REGISTERS
from programs.services.registers import add_line, enter_row
from programs.services.supports import Given, support_households, withdraw_support
from programs.services.work import propose
from reports.story import story_of
from tests.factories import (
    make_document,
    make_household,
    make_recognition,
    make_round,
    make_user,
)
from tests.programs.money import DAY, YEAR, make_project
from tests.programs.test_support import make_policy
from tests.programs.test_work import plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings):
    settings.DEMO_DATE = DAY
    with playing(DAY):
        yield


@pytest.fixture
def home(commune, district, district_officer):
    (item,) = make_round(district, [commune], year=YEAR - 1, by=district_officer)
    found = make_household(commune, code="H1", head="A Một")
    paper = make_document(district, day=date(2023, 12, 20))
    make_recognition(found, item, paper, recorded_at=timezone.now(), klass="poor")
    return found


@pytest.fixture
def lived(home, commune, commune_officer):
    """Two supports, one withdrawn; a helper who came; money that comes back."""
    policy = make_policy("tuition", name="Học phí")
    for note in ("kỳ 1", "kỳ 2"):
        given = Given(policy, date(2024, 9, 5), note, amount=500)
        (row,) = support_households([home], given, by=commune_officer)
    withdraw_support(row, reason="ghi nhầm", by=commune_officer, version=None)
    facts = {"household": home, "name": "Y Thảo", "office": "UBND xã"}
    facts |= {"aim": "nuôi bò", "valid_from": date(2024, 1, 5)}
    helper = enter_row(REGISTERS["giup-do-ho"], facts, by=commune_officer)
    seen = {"on": date(2024, 3, 1), "text": "bò khỏe", "next_step": "tiêm phòng"}
    add_line(REGISTERS["giup-do-ho"], helper, seen, by=commune_officer)
    work = propose(plan(commune, make_project("DA4")), by=commune_officer)
    due = {"activity": work, "household": home, "payer": "", "amount": 900}
    due |= {"due_on": date(2024, 10, 20)}
    fund = enter_row(REGISTERS["thu-hoi-von"], due, by=commune_officer)
    paid = {"on": date(2024, 6, 1), "amount": 300}
    add_line(REGISTERS["thu-hoi-von"], fund, paid, by=commune_officer)
    return home


def test_the_story_tells_what_every_room_knows_the_newest_first(lived, commune_officer):
    story = story_of(lived, commune_officer, YEAR)
    told = [(moment.day, moment.kind) for moment in story.moments]
    assert told == sorted(told, key=lambda one: one[0], reverse=True)
    assert [kind for _, kind in told].count("ho-tro") == 2
    assert (date(2024, 10, 20), "thu-hoi") == told[0]
    assert (date(2024, 3, 1), "giup-do") in told
    assert any(kind == "dien" for _, kind in told)
    assert story.received == 500  # what was withdrawn does not count
    assert any("đã rút: ghi nhầm" in moment.text for moment in story.moments)


def test_an_enumerator_reads_status_and_events_only(
    lived, commune, administrator, commune_officer
):
    walker = make_user("walker", "enumerator", commune, by=administrator)
    story = story_of(lived, walker, YEAR)
    assert {moment.kind for moment in story.moments} <= {"dien", "viec"}
    assert (story.whole, story.received, story.needs) == (False, 0, [])


def test_the_page_shows_filters_logs_and_stays_in_its_area(
    lived, commune_officer, outsider
):
    desk = Client()
    desk.force_login(commune_officer)
    address = reverse("household-story", args=[lived.public_id])
    page = desk.get(address).content.decode()
    assert "Đến thăm: bò khỏe. Tiếp theo: tiêm phòng." in page
    only = desk.get(address, {"loai": "thu-hoi"}).content.decode()
    assert "Đã hoàn trả 300 đồng" in only
    assert "Đến thăm" not in only
    assert AccessLog.objects.filter(subject_id=lived.public_id).count() == 2
    desk.force_login(outsider)
    assert desk.get(address).status_code == 404


def test_a_longer_story_asks_no_more(lived, commune_officer):
    def asked():
        with CaptureQueriesContext(connection) as caught:
            story_of(lived, commune_officer, YEAR)
        return len(caught)

    asked()
    before = asked()
    helper = Helper.objects.get()
    for n in range(5):
        facts = {"on": date(2024, 4, n + 1), "text": f"lần {n}", "next_step": ""}
        add_line(REGISTERS["giup-do-ho"], helper, facts, by=commune_officer)
    assert asked() == before


def test_what_registers_ask_stands_in_my_work(lived, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    page = desk.get(reverse("home")).content.decode()
    assert "Thu hồi vốn quay vòng" in page
    assert "A Một" not in page  # who is meant is read, and logged, on its own page
