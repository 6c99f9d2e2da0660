"""A whole running system, started the way bin/run starts it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from povertyapp.embedded import NOBODY, default_database_url, default_redis_url

ROOT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 150


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(data_dir, port, **more):
    not_ours = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    env = {k: v for k, v in os.environ.items() if k not in not_ours}
    env |= {"DATA_DIR": str(data_dir), "PORT": str(port), "JOB_LOST_SECONDS": "4"}
    return env | {"POVERTYAPP_MODE": "demonstration"} | more


@dataclass(frozen=True)
class Person:
    """Who runs a system, with which Python and packages, from which copy of the code."""

    uid: int = os.geteuid()
    python: Path = Path(sys.executable)
    packages: Path = Path(sysconfig.get_path("purelib"))
    root: Path = ROOT

    @property
    def how(self):
        """What subprocess takes to be this person."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.uid, "extra_groups": []}


def ordinary_person(place):
    """Whom a root's tests play beside root; of what lies closed a copy is made in `place`."""
    me = Person()
    if os.geteuid() != 0:
        return me
    home = Path(sys.base_prefix)
    python = opened(home, place / "python") / "bin" / Path(sys.executable).resolve().name
    packages, root = opened(me.packages, place / "gói"), opened(ROOT, place / "mã nguồn")
    return Person(NOBODY, python, packages, root)


def opened(folder, copy):
    """The folder, or a copy of it where not every user may enter."""
    above = (folder, *folder.parents)
    if all(one.stat().st_mode & 0o001 for one in above):
        return folder
    if not copy.exists():
        aside = {".git", ".venv", "var"}

        def ignored(where, names):
            return aside & set(names) if Path(where) == folder else set()

        shutil.copytree(folder, copy, symlinks=True, ignore=ignored, copy_function=_same)
    return copy


def _same(source, target):
    """The same file under another name where the disk allows it, else its copy."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


class System:
    """Database, broker, web, worker and beat below one data folder, of one user."""

    def __init__(self, data_dir, person=None):
        self.data_dir = data_dir
        self.log = data_dir.with_name(data_dir.name + ".log")
        self.person = person or Person()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [self.person.python, "-m", "povertyapp.supervisor"],
                cwd=self.person.root,
                env=environment(
                    *(self.data_dir, self.port),
                    HOME=str(self.data_dir),
                    PYTHONPATH=str(self.person.packages),
                    LD_LIBRARY_PATH=str(self.person.python.parent.parent / "lib"),
                ),
                stdout=out,
                stderr=out,
                **self.person.how,
            )
        self.wait_until(lambda: "quangngai.lanhdao" in self.log.read_text(), START_SECONDS)
        return self

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        self.process.wait(timeout=60)

    def wait_until(self, holds, seconds):
        deadline = time.monotonic() + seconds
        while not holds():
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            assert time.monotonic() < deadline, "chờ quá lâu"
            time.sleep(0.1)

    def health(self):
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refused:
            return refused.code, json.load(refused)
        except OSError:
            return 0, {}

    def query(self, sql, *values):
        connection = psycopg2.connect(default_database_url(self.data_dir))
        try:
            cursor = connection.cursor()
            cursor.execute(sql, values)
            return cursor.fetchall()
        finally:
            connection.close()

    def count_to_the_end(self, env):
        """What others changed is counted now: afterwards beat finds nothing to count anew."""
        code = (
            "import django; django.setup(); from reports.services import measures;"
            "print(measures.count_all(), measures.count_changed())"
        )
        urls = {
            "DATABASE_URL": default_database_url(self.data_dir),
            "REDIS_URL": default_redis_url(self.data_dir),
            "DJANGO_SETTINGS_MODULE": "povertyapp.settings",
        }
        words, whole = [sys.executable, "-c", code], env | urls
        subprocess.run(words, cwd=ROOT, env=whole, check=True, timeout=120)

    def processes(self, *words):
        """Process ids of this system whose command line holds all `words`."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                env = (folder / "environ").read_bytes()
                cwd = (folder / "cwd").readlink()
            except OSError:
                continue
            # the broker writes its title over its environment, but works in our folder
            ours = (
                f"DATA_DIR={self.data_dir}".encode() in env or self.data_dir in cwd.parents
            )
            if ours and all(word in command for word in words):
                found.append(int(folder.name))
        return found

    def kill(self, *words):
        # one that was killed a moment ago may not be back yet
        self.wait_until(lambda: self.processes(*words), 30)
        found = self.processes(*words)
        for pid in found:
            with suppress(ProcessLookupError):  # it ended with its parent
                os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while set(found) & set(self.processes(*words)):
            assert time.monotonic() < deadline, f"{words} do not end"
            time.sleep(0.05)
