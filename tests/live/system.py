"""A whole running system, started the way bin/run starts it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psycopg2

from povertyapp.embedded import default_database_url

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


class System:
    """Database, broker, web, worker and beat below one data folder."""

    def __init__(self, data_dir):
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        log = self.data_dir.with_name(self.data_dir.name + ".log")
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "povertyapp.supervisor"],
                cwd=ROOT,
                env=environment(self.data_dir, self.port),
                stdout=out,
                stderr=out,
            )
        self.wait_until(lambda: "quangngai.lanhdao" in log.read_text(), START_SECONDS)
        return self

    def stop(self, how=signal.SIGINT):
        self.process.send_signal(how)
        self.process.wait(timeout=60)

    def wait_until(self, holds, seconds):
        deadline = time.monotonic() + seconds
        while not holds():
            assert self.process.poll() is None, "hệ thống đã dừng"
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
        found = self.processes(*words)
        assert found, f"nothing of ours runs {words}"
        for pid in found:
            with suppress(ProcessLookupError):  # it ended with its parent
                os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + 10
        while set(found) & set(self.processes(*words)):
            assert time.monotonic() < deadline, f"{words} do not end"
            time.sleep(0.05)
