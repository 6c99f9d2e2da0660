"""Money as people and programs see it: tables, pages, forms, walls."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Right
from accounts.models import User
from core.dates import playing
from core.errors import RightMissing
from office.models import Document
from povertyapp.invariants import broken
from programs.charts import draw
from programs.choices import ChangeKind, EntryKind
from programs.models import Allocation
from programs.selectors.money import curve_of, money_by_area, money_of, money_table
from programs.services.changing import Changing, change
from programs.services.money import (
    Receiver,
    ScanAlready,
    share,
)
from tests.factories import make_area
from tests.programs.money import DAY, YEAR, decision, pay, purse

django_db = pytest.mark.django_db


@django_db
def test_money_at_the_top_is_adjusted_on_its_page(top, held, province_officer):
    desk = Client()
    desk.force_login(province_officer)
    told = {
        "kind": "adjust",
        "reason": "giảm",
        "number": "9/QĐ",
        "date": "2024-06-01",
        "signer": "x",
        "title": "Điều chỉnh",
        "request_key": str(uuid4()),
        f"v-{top.public_id}": "-100",
        f"v-{held.public_id}": "-100",
    }
    address = reverse("money-change", args=[top.public_id])
    stale = desk.post(address, told | {"version": "1", "request_key": str(uuid4())})
    assert stale.status_code == 400  # the money was shared since
    assert "đã được người khác sửa" in stale.content.decode()
    top.refresh_from_db()
    answer = desk.post(address, told | {"version": str(top.version)})
    assert answer.status_code == 302, answer.content.decode()
    assert purse(top) == (900, 500, 0, 400)
    assert purse(held)[0] == 500
    assert broken() == {}


@django_db
def test_form_without_its_version_is_refused_in_words(parts, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    told = {"kind": "payment", "on": "2024-05-02", "amount": "1", "note": "x"}
    url = reverse("money-spend", args=[parts[0].public_id])
    answer = desk.post(url, {**told, "request_key": str(uuid4())})
    assert answer.status_code == 400
    assert "Thiếu phiên bản của bản ghi đang sửa" in answer.content.decode()
    for version in ("²", "9" * 12, "x"):
        headers = {"If-Match": version, "X-Request-Key": str(uuid4())}
        answer = desk.post(
            reverse("api-money-spend", args=[parts[0].public_id]),
            told,
            content_type="application/json",
            headers=headers,
        )
        assert answer.status_code == 428, answer.content.decode()


@django_db
def test_program_names_each_part_once_and_only_its_own(parts, held, district_officer):
    desk = Client()
    desk.force_login(district_officer)
    paper = {"number": "8/QĐ", "date": "2024-06-01", "signer": "x", "title": "x"}
    paper |= {"kind": "adjust", "reason": "x"}

    def send(*keys):
        told = {
            **paper,
            "parts": [{"allocation": str(key), "amount": 1} for key in keys],
        }
        return desk.post(
            reverse("api-money-change", args=[held.public_id]),
            told,
            content_type="application/json",
            headers={"X-Request-Key": str(uuid4()), "If-Match": f'"{version}"'},
        )

    version = Allocation.objects.get(pk=held.pk).version
    first = parts[0].public_id
    twice = send(first, first)
    assert (twice.status_code, twice.json()["code"]) == (409, "part_twice")
    assert send(first, uuid4()).status_code == 404
    assert send(first).status_code == 200
    assert purse(parts[0])[0] == 201


@django_db
def test_department_sees_and_pays_only_its_agencys_money(
    health_money, people, province_officer
):
    """Fail-closed wall: an officer of an agency without money sees none."""
    row = health_money
    assert list(money_of(people["nurse"], YEAR)) == [row]
    assert list(money_of(people["clerk"], YEAR)) == []
    assert list(money_of(people["nobody"], YEAR)) == []
    pay(row, 10, by=people["nurse"])
    with pytest.raises(RightMissing):
        pay(row, 10, by=people["clerk"])
    with pytest.raises(RightMissing):
        pay(row, 10, by=province_officer)


@django_db
def test_finance_looks_at_all_money_and_enters_none_of_it(
    top, health_money, offices, people, province
):
    offices[1].all_money = True
    offices[1].save()
    finance = User.objects.get(pk=people["clerk"].pk)
    assert set(money_of(finance, YEAR)) == {top, health_money}
    with pytest.raises(RightMissing):
        pay(health_money, 10, by=finance)
    with pytest.raises(RightMissing):
        pay(top, 10, by=finance)
    assert finance.open_paths(Right.SUPPORT_VIEW) == ()
    assert not finance.acts_in(Right.SUPPORT_EDIT, province)
    assert finance.acts_in(Right.PLAN_VIEW, province)


@django_db
def test_table_counts_each_dong_once_for_every_reader(
    top, held, parts, commune_officer, district_officer, province_officer
):
    pay(parts[0], 120, by=commune_officer)
    for user, plan, paid in (
        (province_officer, 1000, 120),
        (district_officer, 600, 120),
        (commune_officer, 200, 120),
    ):
        rows, total = money_table(money_of(user, YEAR))
        assert (total.purse.given, total.paid) == (plan, paid)
        assert len(rows) == 1
    curve = curve_of(province_officer, YEAR, 1000, DAY)
    assert curve.now == [0, 0, 0, 0, 120, 120, 120, 120, 120, 120, None, None]
    assert draw(curve).title == "Đã giải ngân 120 trong 1.000 đồng được giao"
    assert draw(curve_of(province_officer, 2022, 0, DAY)) is None


@django_db
def test_pages_cost_the_same_for_few_and_many(parts, held, district, district_officer):
    desk = Client()
    desk.force_login(district_officer)
    urls = [reverse("money-list"), reverse("money-detail", args=[held.public_id])]
    for url in urls:
        desk.get(url)
    few = [_queries(desk, url) for url in urls]
    for n in range(15):
        area = make_area(district, level="commune", code=f"8{n}", name=f"Xã {n}")
        share(held, {Receiver(area): 1}, decision(), by=district_officer, version=None)
    assert [_queries(desk, url) for url in urls] == few


def _queries(desk, url):
    with CaptureQueriesContext(connection) as seen:
        assert desk.get(url).status_code == 200
    return len(seen)


@django_db
def test_page_pays_and_keeps_what_was_refused(parts, commune_officer):
    desk = Client()
    desk.force_login(commune_officer)
    url = reverse("money-spend", args=[parts[0].public_id])
    told = {"kind": "payment", "on": "2024-05-02", "note": "bò", "version": "1"}
    page = desk.post(url, told | {"amount": "hai trăm"})
    assert page.status_code == 400
    assert "Hãy ghi số đồng" in page.content.decode()
    assert 'value="hai trăm"' in page.content.decode()
    page = desk.post(url, told | {"amount": "1.000"})
    assert "còn 200 đồng" in page.content.decode()
    assert desk.post(url, told | {"amount": "150"}).status_code == 302
    assert purse(parts[0])[2] == 150
    stale = desk.post(url, told | {"amount": "5"})
    assert stale.status_code == 400
    assert "người khác sửa" in stale.content.decode()


@django_db
def test_a_known_decision_takes_a_scan_once(parts, held, district_officer):
    def scan(last):
        return SimpleUploadedFile("qd.pdf", b"%PDF-1.4\n" + last, "application/pdf")

    told = Changing(ChangeKind.ADJUST, "x", {parts[0].pk: 5})
    signed = decision("21/QĐ")
    change(held.area, told, signed, by=district_officer)
    more = Changing(ChangeKind.ADJUST, "x", {parts[1].pk: 5})
    change(held.area, more, signed, by=district_officer, scan=scan(b"a"))
    paper = Document.objects.get(number="21/QĐ")
    assert paper.file is not None
    other = Changing(ChangeKind.TRANSFER, "x", {parts[0].pk: 1, parts[1].pk: -1})
    with pytest.raises(ScanAlready):
        change(held.area, other, signed, by=district_officer, scan=scan(b"b"))
    change(held.area, other, signed, by=district_officer, scan=scan(b"a"))


@django_db
def test_what_is_paid_after_the_year_stands_on_the_curve(parts, commune_officer):
    pay(parts[0], 30, by=commune_officer)
    with playing(date(2025, 3, 1)):
        pay(parts[0], 10, by=commune_officer, kind=EntryKind.RETURN, on=date(2025, 2, 1))
        curve = curve_of(commune_officer, YEAR, 200, date(2025, 3, 1))
    assert (curve.now[-1], curve.late) == (30, -10)
    assert "Đã giải ngân 20 trong 200 đồng" in draw(curve).title


@django_db
def test_the_table_unfolds_by_project_area_and_source(
    parts, held, top, commune, province_officer, commune_officer
):
    pay(parts[0], 30, by=commune_officer)
    rows = list(money_of(province_officer, YEAR))
    (source,), total = money_table(rows, "nguon")
    assert source.label == "Ngân sách trung ương, vốn sự nghiệp"
    assert (source.purse.given, total.purse.given, total.paid) == (1000, 1000, 30)
    told = {row.label: (row.purse.given, row.paid) for row in money_by_area(rows)}
    assert told[top.area.full_name] == (1000, 30)
    assert told[held.area.full_name] == (600, 30)
    assert told[commune.full_name] == (200, 30)
    desk = Client()
    desk.force_login(province_officer)
    for by in ("du-an", "dia-ban", "nguon", "khac"):
        page = desk.get(reverse("money-list"), {"nam": YEAR, "theo": by})
        assert "1.000" in page.content.decode()


@django_db
def test_an_agencys_part_is_not_counted_beside_its_areas(health_money, province_officer):
    (place,) = money_by_area(money_of(province_officer, YEAR))
    assert place.purse.given == 1000
