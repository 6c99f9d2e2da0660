"""Fifty officers saving forms against one database, at the pace of quick typists.

On a real server as bin/run starts it. Each officer saves a form every PACE seconds,
faster than a form can be read; one officer alone does the same in the same run. Then
all fifty save at one moment: nothing may be lost, doubled or refused.
"""

import os
import re
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import requests

from tests.bench.bars import Bar
from tests.live.desk import PASSWORD
from tests.live.system import System

OFFICERS = int(os.environ.get("BENCH_OFFICERS", "50"))
SAVES = 8
ALONE = 40  # of one officer, at a pace of his own
PACE = 10.0
LIMIT = 3.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
COMMUNE = "dakang.canbo"
OPEN_FORMS = """
    SELECT review.public_id FROM households_review review
    JOIN households_communeround item ON item.id = review.commune_round_id
    JOIN areas_area area ON area.id = item.commune_id
    WHERE item.status = 'survey' AND area.code = '23380' ORDER BY review.id
"""


class Officer:
    """A browser session that saves forms and remembers how long each saving took."""

    def __init__(self, system):
        self.system = system
        self.session = requests.Session()
        url = f"{system.url}/dang-nhap/"
        page = self.session.get(url, timeout=60).text
        told = {"username": COMMUNE, "password": PASSWORD}
        told["csrfmiddlewaretoken"] = TOKEN.search(page).group(1)
        answer = self.session.post(url, told, headers={"Referer": url}, timeout=60)
        assert "Việc của tôi" in answer.text

    def save(self, public_id, score):
        """One form opened and its score saved; seconds the saving took."""
        url = f"{self.system.url}/api/v1/reviews/{public_id}/"
        held = self.session.get(url, timeout=60)
        sent = {"score_b1": score, "deprivations": held.json()["deprivations"]}
        headers = {
            "X-CSRFToken": self.session.cookies["csrftoken"],
            "If-Match": held.headers["ETag"],
            "X-Request-Key": str(uuid4()),
            "Referer": url,
        }
        start = time.perf_counter()
        answer = self.session.put(url, json=sent, headers=headers, timeout=120)
        taken = time.perf_counter() - start
        assert answer.status_code == 200, answer.text
        return taken

    def work(self, public_id, offset, count=SAVES, pace=PACE):
        """The same form again and again, its score one higher each time."""
        begin = time.monotonic() + offset
        taken = []
        for number in range(count):
            time.sleep(max(0.0, begin + number * pace - time.monotonic()))
            taken.append(self.save(public_id, 100 + number))
        return taken


def p95(times):
    return statistics.quantiles(times, n=20)[-1]


def measure(_provinces, _admin):
    """Saves lost or doubled: none; p95 of fifty officers over p95 of one."""
    folder = Path(tempfile.mkdtemp()) / "save"
    folder.mkdir()
    system = System(folder).start()
    try:
        return _measure(system)
    finally:
        system.stop()


def _measure(system):
    forms = [str(row[0]) for row in system.query(OPEN_FORMS)][: OFFICERS + 1]
    assert len(forms) == OFFICERS + 1, "the demonstration has too few open forms"
    alone, *many = [Officer(system) for _ in forms]
    alone.save(forms[0], 99)
    one = alone.work(forms[0], 0.0, count=ALONE, pace=1.0)
    with ThreadPoolExecutor(OFFICERS) as pool:
        shifts = [PACE * n / OFFICERS for n in range(OFFICERS)]
        everybody = list(pool.map(Officer.work, many, forms[1:], shifts))
        # and once more, all at one moment
        last = [100 + SAVES] * OFFICERS
        list(pool.map(Officer.save, many, forms[1:], last))
    lost = sum(_saves(system, form) != SAVES + 1 for form in forms[1:])
    all_times = [seconds for times in everybody for seconds in times]
    return [
        Bar("save.forms_with_a_lost_or_doubled_save", lost, 0),
        Bar(f"save.p95_of_{OFFICERS}_over_one", p95(all_times) / p95(one), LIMIT),
    ]


def _saves(system, public_id):
    """How many scores the history of a form holds, each once."""
    sql = "SELECT DISTINCT score_b1 FROM households_reviewhistory WHERE public_id = %s "
    sql += "AND score_b1 BETWEEN 100 AND %s"
    kept = system.query(sql, public_id, 100 + SAVES)
    last = "SELECT score_b1, version FROM households_review WHERE public_id = %s"
    score, version = system.query(last, public_id)[0]
    whole = score == 100 + SAVES and version == 2 + SAVES
    return len(kept) if whole else -1
