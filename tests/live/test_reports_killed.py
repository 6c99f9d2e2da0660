"""Reports built while worker, broker, database and web are killed at random moments.

FAULT_BUILDS says how many (bin/fuzz asks for a hundred); every one ends, none twice, every
finished file is whole.
"""

import hashlib
import itertools
import os
import random
import time
from uuid import uuid4

import requests

from reports.choices import YEARLY
from tests.live.caller import api, signed_in

BUILDS = int(os.environ.get("FAULT_BUILDS", "3"))
SEED = int(os.environ.get("FAULT_SEED", "1"))
WATCHDOG = 150  # seconds: lost after 20, four attempts, and what they wait for
PARTS = (
    ("celery", "worker"),
    ("valkey-server",),
    ("postgres", "-D"),
    ("granian",),
)
LIVE = "SELECT count(*) FROM office_job WHERE status IN ('queued', 'running')"
ENDED = """
    SELECT run.public_id::text, job.status, job.message, file.sha256
    FROM reports_reportrun run JOIN office_job job ON job.id = run.job_id
    LEFT JOIN office_storedfile file ON file.id = run.file_id
    WHERE run.public_id = ANY(%s::uuid[])
"""
COPIES = "SELECT count(*) FROM reports_reportrun WHERE period_id IS NULL AND year = %s"


def patiently(act, seconds=90):
    """What a client does whose server is away: the same request again, the same key."""
    end = time.monotonic() + seconds
    while True:
        try:
            answer = act()
        except requests.RequestException:
            answer = None
        if answer is not None and answer.status_code < 500:
            return answer
        assert time.monotonic() < end, answer and answer.text
        time.sleep(0.5)


def places(system, officer):
    """The district and its communes."""
    found = api(officer, system, "GET", "areas/?code=611&level=district").json()["results"]
    communes = [
        api(officer, system, "GET", f"areas/?code={code}&level=commune").json()["results"]
        for code in ("23377", "23380", "23383", "23389", "23395")
    ]
    return found + [area for areas in communes for area in areas]


def test_every_report_ends_once_and_whole(system):
    dice = random.Random(SEED)
    officer = signed_in(system, "ngochoi.canbo")
    kinds = [kind.value for kind in YEARLY]
    areas = [area["public_id"] for area in places(system, officer)]
    todo = list(itertools.product(kinds, areas))
    dice.shuffle(todo)
    year = 2018  # nobody else asks for it
    asked = []
    for kind, area in todo[:BUILDS]:
        key, data = str(uuid4()), {"kind": kind, "area": area, "year": year}
        told = {"X-Request-Key": key}
        answer = patiently(
            lambda d=data, h=told: api(officer, system, "POST", "reports/", d, **h)
        )
        assert answer.status_code == 202, answer.text
        asked.append(answer.json()["public_id"])
        time.sleep(dice.random() * 0.8)
        system.kill(*dice.choice(PARTS))
        if dice.random() < 0.5:
            system.wait_until(lambda: system.health()[0] == 200, 60)
    system.wait_until(lambda: system.health()[0] == 200, 60)
    system.wait_until(lambda: system.query(LIVE) == [(0,)], WATCHDOG)
    assert len(set(asked)) == BUILDS
    assert system.query(COPIES, year) == [(BUILDS,)], "no request made two reports"
    rows = system.query(ENDED, asked)
    assert len(rows) == BUILDS
    for public_id, status, message, digest in rows:
        assert status == "done" or (status == "failed" and message), (status, message)
        if status == "done":
            path = f"reports/{public_id}/file/"
            file = patiently(lambda p=path: api(officer, system, "GET", p))
            assert hashlib.sha256(file.content).hexdigest() == digest
    assert sum(status == "done" for _, status, _, _ in rows) >= BUILDS * 0.9
