"""A household list whose worker or database is killed: all of it once, or none."""

from uuid import uuid4

import pytest

from tests.households.listing.books import book, upload
from tests.live.caller import api, signed_in

HOMES = 1500
LIVE = "SELECT count(*) FROM office_job WHERE status IN ('queued', 'running')"
WRITTEN = """
    SELECT count(*), count(DISTINCT head_name), sum(size) FROM households_household
    WHERE head_name LIKE %s
"""
OPEN_MEMBERS = """
    SELECT count(*), count(DISTINCT person_id) FROM households_member member
    JOIN households_household home ON home.id = member.household_id
    WHERE home.head_name LIKE %s AND member.valid_to IS NULL
"""
STAGE = "SELECT count(*) FROM office_job WHERE kind = %s AND status = 'running'"


def family(name, number):
    """A household of two without numbers of identity."""
    head = f"A {name} {number}"
    ethnic = ("Xơ Đăng", "", 118, None)
    return [
        *[(number, head, head, "Chủ hộ", 1970, "Nam", None, "1 (minh họa)", *ethnic)],
        *[("", "", f"Y {name} {number}", "Con", 2010, "Nữ", None, "", *ethnic[:2], "", "")],
    ]


def send(system, officer, name):
    commune = api(officer, system, "GET", "areas/?code=23380&level=commune").json()
    rows = [row for number in range(1, HOMES + 1) for row in family(name, number)]
    content = upload(book(rows)).read()
    url = f"{system.url}/api/v1/household-lists/"
    facts = {"commune": commune["results"][0]["public_id"]}
    headers = {"X-Request-Key": str(uuid4())}
    sent = officer.post(url, facts, files={"file": ("ds.xlsx", content)}, headers=headers)
    assert sent.status_code == 202, sent.text
    return sent.json()


def finish(system, officer, public_id):
    system.wait_until(lambda: system.query(LIVE) == [(0,)], 120)
    return api(officer, system, "GET", f"household-lists/{public_id}/").json()


@pytest.mark.parametrize(
    ("name", "words"), [("Thợ", ("celery", "worker")), ("Kho", ("postgres", "-D"))]
)
def test_list_killed_while_read_and_while_written_goes_in_once(system, name, words):
    officer = signed_in(system, "dakang.canbo")
    sent = send(system, officer, name)
    ours = f"A {name} %"
    system.wait_until(lambda: system.query(STAGE, "read_household_list") == [(1,)], 30)
    system.kill(*words)
    system.wait_until(lambda: system.health()[0] == 200, 60)
    read = finish(system, officer, sent["public_id"])
    assert read["status"] == "ready", read
    assert system.query(WRITTEN, ours)[0][0] == 0
    asked = api(officer, system, "POST", f"household-lists/{sent['public_id']}/apply/")
    assert asked.status_code == 202, asked.text
    system.wait_until(lambda: system.query(STAGE, "apply_household_list") == [(1,)], 30)
    system.kill(*words)
    system.wait_until(lambda: system.health()[0] == 200, 60)
    done = finish(system, officer, sent["public_id"])
    assert done["status"] == "applied", done
    assert system.query(WRITTEN, ours) == [(HOMES, HOMES, HOMES * 2)]
    assert system.query(OPEN_MEMBERS, ours) == [(HOMES * 2, HOMES * 2)]
