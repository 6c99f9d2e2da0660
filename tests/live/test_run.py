"""bin/run and what happens when parts of it are killed."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import psycopg2
import pytest

from povertyapp import beat
from povertyapp.embedded import default_database_url, default_redis_url
from tests.live.caller import api, signed_in
from tests.live.system import ROOT, environment, free_port

OUTPUT = {"capture_output": True, "text": True}
# root's own system is the one of the year's tests beside these
BY_ORDINARY_PERSON = True
LIVE_JOBS = "SELECT count(*) FROM office_job WHERE status IN ('queued', 'running')"


def supervisor(data_dir, port, **more):
    return subprocess.run(
        [sys.executable, "-m", "povertyapp.supervisor"],
        cwd=ROOT,
        env=environment(data_dir, port, **more),
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


def ask_report(session, system, kind="plan_result"):
    areas = api(session, system, "GET", "areas/?code=611&level=district").json()
    assert "results" in areas, areas
    data = {"kind": kind, "area": areas["results"][0]["public_id"], "year": 2020}
    asked = api(session, system, "POST", "reports/", data)
    assert asked.status_code == 202, asked.text
    return asked.json()


def job_status(system, report):
    public_id = report["job"]["public_id"]
    return system.query("SELECT status FROM office_job WHERE public_id = %s", public_id)[0][
        0
    ]


def test_everything_answers_and_health_says_so(system):
    system.wait_until(lambda: system.health()[0] == 200, 30)
    assert set(system.health()[1].values()) == {"up"}


def test_everything_is_run_by_an_ordinary_user(system):
    owners = set()
    for pid in system.processes():
        with suppress(FileNotFoundError):  # it ended meanwhile
            owners.add(Path(f"/proc/{pid}").stat().st_uid)
    assert owners == {system.person.uid}
    assert system.person.uid != 0


def test_second_start_on_the_same_folder_is_refused_in_a_sentence(system):
    done = supervisor(system.data_dir, free_port())
    assert done.returncode == 1
    assert done.stderr.startswith("bin/run đang chạy trên ")


def test_busy_port_is_refused_in_a_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = supervisor(tmp_path, port)
    assert done.returncode == 1
    assert done.stderr == (
        f"Cổng {port} đang được chương trình khác dùng; hãy đặt PORT khác.\n"
    )


@pytest.mark.parametrize("port", ["abc", "0", "70000", "8000.5"])
def test_port_that_is_none_is_refused_in_a_sentence(tmp_path, port):
    done = supervisor(tmp_path, port)
    assert done.returncode == 1
    assert done.stderr == f"PORT phải là một số từ 1 đến 65535; đang đặt “{port}”.\n"


def test_half_made_environment_is_made_again(tmp_path):
    root, half = tmp_path / "mã nguồn", tmp_path / "môi trường"
    (half / "bin").mkdir(parents=True)
    python = half / "bin" / "python"
    python.write_text("#!/bin/sh\nexit 1\n")  # as one without pip answers
    python.chmod(0o755)
    root.mkdir()
    (root / "requirements.txt").write_text("")
    code = (
        "import sys; sys.path.insert(0, 'bin'); import _venv;"
        f"_venv.ROOT = {str(root)!r}; print(_venv.ensure('requirements.txt'))"
    )
    env = dict(os.environ, VENV_DIR=str(half))
    command = [sys.executable, "-B", "-c", code]
    run = {"cwd": ROOT, "env": env, "check": False, **OUTPUT}
    first = subprocess.run(command, **run)  # noqa: PLW1510 - it is among them
    assert first.stdout.strip() == str(python), first.stderr
    told = subprocess.run([python, "-m", "pip", "--version"], check=True, **OUTPUT)
    assert told.stdout.startswith("pip ")
    again = subprocess.run(command, **run)  # noqa: PLW1510
    assert (again.stdout.strip(), again.stderr) == (str(python), ""), "made once"


def test_folder_that_cannot_be_written_is_refused_in_a_sentence(tmp_path):
    wall = tmp_path / "tệp"
    wall.write_text("")
    env = dict(os.environ, DATA_DIR=str(wall / "data"))
    command = [sys.executable, str(ROOT / "bin" / "run")]
    done = subprocess.run(command, env=env, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.startswith("Không ghi được vào thư mục ")


def test_too_old_python_is_refused_in_a_sentence():
    code = (
        "import sys; sys.path.insert(0, 'bin'); sys.version_info = (3, 9, 2)\n"
        "import _venv; _venv.ensure('requirements.txt')"
    )
    command = [sys.executable, "-B", "-c", code]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr == "Cần Python 3.11 trở lên; máy này đang dùng 3.9.\n"


@pytest.mark.parametrize("killed", ["worker", "broker", "both"])
def test_report_is_finished_after_worker_or_broker_was_killed(system, killed):
    officer = signed_in(system, "ngochoi.canbo")
    kind = {"worker": "plan_result", "broker": "form_01", "both": "plan_result"}[killed]
    if killed != "worker":
        system.kill("valkey-server")
    report = ask_report(officer, system, kind)
    if killed != "broker":
        system.kill("celery", "worker")
    system.wait_until(lambda: job_status(system, report) == "done", 60)
    read = api(officer, system, "GET", f"reports/{report['public_id']}/").json()
    assert len(read["sha256"]) == 64
    files = system.query(
        "SELECT count(*) FROM office_storedfile WHERE sha256 = %s", read["sha256"]
    )
    assert files == [(1,)]


def test_worker_killed_in_the_middle_leaves_one_result(system):
    officer = signed_in(system, "ngochoi.canbo")
    report = ask_report(officer, system, "form_01")
    system.wait_until(lambda: job_status(system, report) != "queued", 30)
    system.kill("celery", "worker")
    system.wait_until(lambda: job_status(system, report) == "done", 60)
    steps = system.query(
        "SELECT count(*) FROM office_notice WHERE text LIKE %s AND url LIKE %s",
        "%: đã xong",
        f"%{report['public_id']}%",
    )
    assert steps == [(1,)]


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("database", ("postgres", "-D")),
        ("broker", ("valkey-server",)),
        ("worker", ("celery", "worker")),
        ("beat", ("celery", "beat")),
    ],
)
def test_health_says_503_while_a_part_is_gone(system, part, words):
    person = signed_in(system, "ngochoi.canbo")  # a visitor's session asks nothing more
    health = f"{system.url}/healthz"
    os.kill(system.process.pid, signal.SIGSTOP)  # nobody starts it again meanwhile
    try:
        system.kill(*words)
        if part == "beat":  # what it said last counts for a minute
            forget_beat(system)
        # a killed server's own children may answer for a moment more
        system.wait_until(lambda: person.get(health).status_code == 503, 20)
        answer = person.get(health)
        assert (answer.status_code, answer.json()[part]) == (503, "down")
        others = {"database", "broker"} - {part}
        assert {answer.json()[name] for name in others} == {"up"}
    finally:
        os.kill(system.process.pid, signal.SIGCONT)
        system.wait_until(lambda: system.health()[0] == 200, 60)


def forget_beat(system):
    beat.server(default_redis_url(system.data_dir)).delete(beat.KEY)


def test_two_windows_on_one_form_lose_nothing(system):
    officer = signed_in(system, "dakang.canbo")
    found = api(officer, system, "GET", "reviews/?status=todo&page_size=1").json()
    review = found["results"][0]

    def save(score):
        data = {"score_b1": score, "deprivations": [], "causes": [], "finish": True}
        tag = {"If-Match": f'"{review["version"]}"'}
        return api(officer, system, "PUT", f"reviews/{review['public_id']}/", data, **tag)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(save, range(100, 108)))
    statuses = sorted(a.status_code for a in answers)
    assert statuses == [200] + [412] * 7
    kept = next(a.json()["score_b1"] for a in answers if a.status_code == 200)
    now = api(officer, system, "GET", f"reviews/{review['public_id']}/").json()
    assert (now["score_b1"], now["version"]) == (kept, review["version"] + 1)


def test_eight_communes_register_while_the_district_shares_and_sums_always_close(system):
    district = signed_in(system, "ngochoi.canbo")
    plans = api(district, system, "GET", "plans/?year=2021&status=draft").json()
    plan = plans["results"][0]
    url = f"targets/?plan={plan['public_id']}&kind=line&page_size=50"
    lines = api(district, system, "GET", url).json()["results"]
    names = "dakang dakduc daknong dakxu dakkan poy saloong pleikan".split()
    communes = [signed_in(system, f"{name}.canbo") for name in names]

    def register(officer, value):
        mine = api(officer, system, "GET", url).json()["results"][0]
        tag, path = {"If-Match": f'"{mine["version"]}"'}, f"targets/{mine['public_id']}/"
        data = {"value": value, "note": "số của xã"}
        return api(officer, system, "POST", f"{path}register/", data, **tag)

    def share(whole):
        now = api(district, system, "GET", f"plans/{plan['public_id']}/").json()
        tag = {"If-Match": f'"{now["version"]}"'}
        data = {"indicator": "poor_reduction", "whole": whole, "way": "by_poor"}
        path = f"plans/{plan['public_id']}/share/"
        return api(district, system, "POST", path, data, **tag)

    assert share(60).status_code == 200
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(register, o, n) for n in (1, 2, 3) for o in communes]
        asked += [pool.submit(share, whole) for whole in (55, 65, 70)]
        codes = {one.result().status_code for one in asked}
    assert 200 in codes
    assert codes <= {200, 409, 412}
    open_sums = """
        SELECT s.held, sum(t.value) FROM targets_plan p
        JOIN targets_plantotal s ON s.plan_id = p.id
        JOIN targets_target t ON t.plan_id = p.id AND t.kind = 'line'
        WHERE p.public_id = %s GROUP BY s.held"""
    ((held, summed),) = system.query(open_sums, plan["public_id"])
    assert held == summed
    assert len(lines) == 8


def test_one_request_sent_eight_times_happens_once(system):
    officer = signed_in(system, "saloong.canbo")
    areas = api(officer, system, "GET", "areas/?level=commune").json()
    data = {"kind": "form_01", "area": areas["results"][0]["public_id"], "year": 2020}
    key = {"X-Request-Key": str(uuid4())}

    def ask(_):
        return api(officer, system, "POST", "reports/", data, **key)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, range(8)))
    assert {a.status_code for a in answers} == {202}
    assert len({a.text for a in answers}) == 1
    made = "SELECT count(*) FROM reports_reportrun WHERE area_id = %s AND period_id IS NULL"
    own = "SELECT id FROM areas_area WHERE public_id = %s"
    area_id = system.query(own, data["area"])[0][0]
    assert system.query(made, area_id) == [(1,)]


def digest_of_tables(url):
    connection = psycopg2.connect(url)
    cursor = connection.cursor()
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    digests = {}
    for (table,) in cursor.fetchall():
        cursor.execute(
            f"SELECT count(*), md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM {table} t"
        )
        digests[table] = cursor.fetchone()
    connection.close()
    return digests


def tree(folder):
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_backup_is_restored_into_an_empty_folder_table_by_table(system, tmp_path):
    archive, place = tmp_path / "bản sao.tar", tmp_path / "nơi mới"
    # what other tests began must not end between the backup and the count beside it
    system.wait_until(lambda: system.query(LIVE_JOBS) == [(0,)], 120)
    env = environment(system.data_dir, 0)
    system.count_to_the_end(env)
    saved = subprocess.run(
        [ROOT / "bin" / "backup", archive],
        env=env,
        check=False,
        capture_output=True,
        text=True,
    )
    assert saved.returncode == 0, saved.stderr
    assert archive.stat().st_mode & 0o077 == 0
    restored = subprocess.run(
        [ROOT / "bin" / "restore", archive],
        env=environment(place, 0),
        check=False,
        capture_output=True,
        text=True,
    )
    assert restored.returncode == 0, restored.stderr
    before = digest_of_tables(default_database_url(system.data_dir))
    code = (
        "import json, sys; from tests.live.test_run import digest_of_tables;"
        "import os; print(json.dumps(digest_of_tables(os.environ['DATABASE_URL'])))"
    )
    command = [sys.executable, "-m", "povertyapp.embedded", str(place), "--"]
    done = subprocess.run(
        [*command, sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(place, 0),
        check=True,
        capture_output=True,
        text=True,
    )
    after = {k: tuple(v) for k, v in json.loads(done.stdout).items()}
    moving = {"django_session", "axes_accesslog"}
    assert {k: v for k, v in after.items() if k not in moving} == {
        k: v for k, v in before.items() if k not in moving
    }
    assert len(after) > 40
    for name in ("files", "keys"):
        assert tree(place / name) == tree(system.data_dir / name)
    again = subprocess.run(
        [ROOT / "bin" / "restore", archive],
        env=environment(place, 0),
        check=False,
        capture_output=True,
        text=True,
    )
    assert again.returncode == 1
    assert "chỉ khôi phục vào nơi trống" in again.stderr


def test_damaged_backup_is_refused(tmp_path):
    archive = tmp_path / "hỏng.tar"
    archive.write_bytes(b"not a tar")
    done = subprocess.run(
        [ROOT / "bin" / "restore", archive],
        env=environment(tmp_path / "mới", 0),
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "không phải tệp sao lưu nguyên vẹn" in done.stderr


def test_after_everything_was_killed_it_starts_again_and_nothing_is_lost(system):
    officer = signed_in(system, "dakang.canbo")
    made = api(officer, system, "POST", "tokens/", {"name": "trước khi tắt"})
    assert made.status_code == 201
    os.kill(system.process.pid, signal.SIGKILL)
    system.kill()
    system.process.wait(timeout=10)
    system.start()
    names = system.query("SELECT name FROM accounts_apitoken WHERE name LIKE 'trước%%'")
    assert names == [("trước khi tắt",)]
    system.wait_until(lambda: system.health()[0] == 200, 60)


def test_stopping_leaves_no_process_behind(system):
    assert system.processes("celery")
    system.stop()
    system_left = [pid for pid in system.processes() if pid != os.getpid()]
    assert system_left == []
    shutil.rmtree(system.data_dir, ignore_errors=True)
