"""Tables of money in Excel: parts into a decision, entries written whole or not at all."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import RoleGrant
from core.errors import RightMissing
from office.choices import ImportStatus, JobStatus
from office.jobs import run as run_job
from office.models import Export, ImportRun, Job
from povertyapp.handlers import register_handlers
from povertyapp.invariants import broken
from programs.models import Allocation, Disbursement
from programs.rules.money_table import ENTRIES, SHARES
from programs.services.money_lists import (
    MoneyListNotReady,
    amounts_in,
    ask_writing,
    can_apply,
    spendable,
    upload_entries,
    upload_shares,
)
from programs.services.work import propose
from tests.hostile_files import HOSTILE
from tests.programs.money import YEAR, pay, purse
from tests.programs.test_work import plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def handlers(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    register_handlers()


def book(names, rows, title="BẢNG"):
    workbook = Workbook()
    sheet = workbook.active
    sheet.append([title])
    sheet.append(list(names.values()))
    for row in rows:
        sheet.append([row.get(key, "") for key in names])
    content = BytesIO()
    workbook.save(content)
    return SimpleUploadedFile("bang.xlsx", content.getvalue())


def read(run):
    run_job(run.job.public_id)
    return ImportRun.objects.get(pk=run.pk)


def entry(row, amount, kind="thanh toán", on="02/05/2024", **more):
    told = {"key": row.key, "kind": kind, "on": on, "amount": amount, "note": "đợt 1"}
    return told | more


@pytest.fixture
def mine(parts):
    return parts[0]


def send(rows, by):
    return read(upload_entries(book(ENTRIES, rows), YEAR, by=by))


def reasons(run):
    return [fault["reason"] for line in run.rows for fault in line["faults"]]


def test_entries_are_written_once_however_often_they_are_sent(mine, commune_officer):
    rows = [
        entry(mine, 120, voucher="PC01"),
        entry(mine, "30", kind="Tạm ứng", on=date(2024, 6, 1)),
        entry(mine, 20, kind="hoàn trả", note="thừa"),
    ]
    run = send(rows, commune_officer)
    assert reasons(run) == []
    assert purse(mine)[2] == 0  # trying writes nothing
    run_job(ask_writing(run, by=commune_officer).public_id)
    assert purse(mine) == (200, 0, 130, 70)
    again = send(rows, commune_officer)
    assert not can_apply(again)
    assert [line["known"] for line in again.rows] == [True, True, True]
    more = send([*rows, entry(mine, 5, note="đợt 2")], commune_officer)
    run_job(ask_writing(more, by=commune_officer).public_id)
    assert purse(mine)[2] == 135
    assert Disbursement.objects.count() == 4


def test_one_wrong_line_stops_the_whole_table(mine, parts, commune_officer):
    rows = [
        entry(mine, 150),
        entry(mine, 60, note="quá"),
        entry(parts[1], 5),
        entry(mine, 0, note="không"),
        entry(mine, -5, note="âm"),
        entry(mine, 5, kind="mua sắm"),
        entry(mine, 5, on="31/12/2024", note="mai"),
        entry(mine, 5, note="x", activity="Lớp không có"),
        entry(mine, 150),
        entry(mine, "năm triệu", note="chữ"),
    ]
    run = send(rows, commune_officer)
    told = reasons(run)
    assert "còn 50 đồng, không đủ 60 đồng" in told[0]
    assert "không có khoản vốn nào mang mã này" in told[1]
    assert told[2] == "số tiền phải lớn hơn 0"
    assert told[3].startswith("không được âm")
    assert told[4] == "không có nghiệp vụ nào tên như vậy"
    assert "nằm ngoài thời gian giải ngân" in told[5]
    assert "Lớp không có" in told[6]
    assert told[7] == "trùng với một dòng ở trên"
    assert len(told) == 9
    with pytest.raises(MoneyListNotReady):
        ask_writing(run, by=commune_officer)
    assert not Disbursement.objects.exists()


def test_what_changed_since_the_reading_writes_nothing(mine, commune_officer):
    run = send([entry(mine, 100), entry(mine, 60, note="hai")], commune_officer)
    pay(mine, 90, by=commune_officer)
    job = ask_writing(run, by=commune_officer)
    run_job(job.public_id)
    job = Job.objects.get(pk=job.pk)
    assert job.status == JobStatus.FAILED
    assert "Chưa có gì được ghi" in job.message
    assert purse(mine)[2] == 90


def test_a_table_is_written_by_who_sent_it_only(mine, commune_officer, district_officer):
    run = send([entry(mine, 10)], commune_officer)
    with pytest.raises(RightMissing):
        ask_writing(run, by=district_officer)


def test_an_agency_records_entries_of_its_own_money_only(health_money, top, people, client):
    nurse, clerk = people["nurse"], people["clerk"]
    assert list(spendable(nurse, YEAR)) == [health_money.key]
    assert spendable(clerk, YEAR) == {}
    run = send([entry(health_money, 5), entry(top, 5)], nurse)
    assert len(reasons(run)) == 1
    client.force_login(clerk)
    page = client.get(reverse("money-import", args=[run.public_id]))
    assert page.status_code == 404


def test_parts_go_into_the_form_of_the_decision(
    client, held, commune, other_commune, district_officer
):
    rows = [
        {"code": commune.code, "name": "x", "amount": 200},
        {"code": "", "name": other_commune.full_name, "amount": "1.000"},
        {"code": "", "name": "không ghi", "amount": ""},
    ]
    run = read(upload_shares(book(SHARES, rows), held, by=district_officer))
    assert amounts_in(run) == {
        f"a-{commune.public_id}": 200,
        f"a-{other_commune.public_id}": 1000,
    }
    client.force_login(district_officer)
    look = client.get(reverse("money-import", args=[run.public_id])).content.decode()
    assert "Đưa vào quyết định phân bổ" in look
    address = reverse("money-detail", args=[held.public_id])
    page = client.get(address, {"tep": run.public_id}).content.decode()
    assert 'value="1.000"' in page
    assert "bang.xlsx" in page
    assert not Allocation.objects.filter(parent=held).exists()


def test_receivers_nobody_knows_or_named_twice_are_said(
    held, commune, district_officer, commune_officer
):
    rows = [
        {"code": commune.code, "name": "x", "amount": 1},
        {"code": "", "name": commune.full_name, "amount": 2},
        {"code": "", "name": "Xã Không Có", "amount": 3},
        {"code": "", "name": "Xã X", "amount": "ba"},
    ]
    run = read(upload_shares(book(SHARES, rows), held, by=district_officer))
    told = reasons(run)
    assert "đã có ở một dòng trên" in told[0]
    assert "không phải một nơi nhận" in told[1]
    with pytest.raises(RightMissing):
        upload_shares(book(SHARES, rows), held, by=commune_officer)


def test_a_workbook_without_the_table_says_what_it_should_hold(mine, commune_officer):
    run = read(upload_entries(book({"a": "Cột"}, []), YEAR, by=commune_officer))
    assert run.status == ImportStatus.REFUSED
    assert "Mã khoản vốn" in run.problems[0]["message"]
    long = [entry(mine, 1, note=str(n)) for n in range(2001)]
    run = send(long, commune_officer)
    assert "hơn 2000 dòng" in run.problems[0]["message"]


def test_the_templates_are_filled_in_and_read_again(client, mine, held, district_officer):
    client.force_login(district_officer)
    answer = client.get(reverse("money-share-template", args=[held.public_id]))
    rows = list(load_workbook(BytesIO(b"".join(answer))).active.values)
    heading = next(n for n, row in enumerate(rows) if row[0] == "Mã nơi nhận")
    assert len(rows) > heading + 1
    answer = client.get(reverse("money-template"), {"nam": YEAR})
    workbook = load_workbook(BytesIO(b"".join(answer)))
    keys = [row[0] for row in workbook["Nhập"].values]
    assert held.key in keys
    assert mine.key not in keys  # the commune records its own


def test_pages_send_look_and_write(client, mine, commune_officer):
    client.force_login(commune_officer)
    assert client.get(reverse("money-upload")).status_code == 200
    sent = book(ENTRIES, [entry(mine, 10)])
    answer = client.post(reverse("money-upload"), {"nam": YEAR, "file": sent})
    run = ImportRun.objects.get()
    read(run)
    page = client.get(answer.url).content.decode()
    assert "Ghi 1 nghiệp vụ" in page
    client.post(reverse("money-write", args=[run.public_id]))
    run_job(ImportRun.objects.get().job.public_id)
    assert purse(mine)[2] == 10
    assert "đã ghi" in client.get(answer.url).content.decode()
    empty = client.post(reverse("money-upload"), {"nam": YEAR})
    assert empty.status_code == 400


def test_a_years_money_is_taken_out(client, mine, commune_officer, people):
    pay(mine, 7, by=commune_officer)
    for user, told in ((commune_officer, True), (people["clerk"], False)):
        client.force_login(user)
        client.post(reverse("money-export"), {"nam": YEAR})
        export = Export.objects.filter(created_by=user).get()
        run_job(export.job.public_id)
        export.refresh_from_db()
        workbook = load_workbook(export.file.content.open("rb"))
        cells = [c for sheet in workbook for row in sheet.values for c in row]
        assert (mine.key in cells) is told
        assert (7 in cells) is told


def test_a_code_and_a_name_that_disagree_name_nobody(
    held, commune, other_commune, district_officer
):
    rows = [
        {"code": commune.code, "name": other_commune.full_name, "amount": 1},
        {"code": commune.code, "name": "tên bất kỳ", "amount": 2},
    ]
    run = read(upload_shares(book(SHARES, rows), held, by=district_officer))
    assert reasons(run) == ["mã và tên là hai nơi khác nhau"]
    assert run.rows[1]["known"] == commune.full_name


def test_the_same_payment_for_another_activity_is_another(mine, commune, commune_officer):
    work = propose(plan(commune, mine.project, "other", planned={}), by=commune_officer)
    pay(mine, 7, by=commune_officer)
    told = {"note": "x"}
    plain = entry(mine, 7, **told)
    run = send([plain, plain | {"activity": work.name}], commune_officer)
    assert reasons(run) == []
    assert [line["known"] for line in run.rows] == [True, False]
    unknown = send([plain | {"activity": "Không có"}], commune_officer)
    assert "không chi cho hoạt động nào" in reasons(unknown)[0]
    run_job(ask_writing(run, by=commune_officer).public_id)
    assert purse(mine)[2] == 14
    assert broken() == {}


def test_trying_locks_in_the_order_all_writers_keep(parts, held, district_officer):
    """A reading that names the later allocation first waits for no circle."""
    upload = book(ENTRIES, [entry(held, 1), entry(parts[0], 1, note="b")])
    run = upload_entries(upload, YEAR, by=district_officer)
    with CaptureQueriesContext(connection) as caught:
        read(run)
    locks = [q["sql"] for q in caught if "FOR NO KEY UPDATE" in q["sql"]]
    assert "ORDER BY" in locks[0]


def test_a_table_stays_with_the_agency_it_was_sent_for(
    health_money, people, offices, client
):
    run = send([entry(health_money, 5)], people["nurse"])
    RoleGrant.objects.filter(user=people["nurse"]).update(agency=offices[1])
    client.force_login(people["nurse"])
    page = client.get(reverse("money-import", args=[run.public_id]))
    assert page.status_code == 404


@pytest.mark.parametrize(("name", "content", "says"), HOSTILE)
def test_a_hostile_file_is_refused_in_words(
    name, content, says, mine, commune_officer, client
):
    client.force_login(commune_officer)
    sent = SimpleUploadedFile(name, content)
    answer = client.post(reverse("money-upload"), {"nam": YEAR, "file": sent})
    assert answer.status_code == 400
    assert says in answer.content.decode()
