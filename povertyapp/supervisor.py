"""Runs everything for trial and small use: services, web, worker, beat, one parent."""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from povertyapp.embedded import CannotStart, Services, die_with_parent, services

PATIENCE = 10.0  # seconds a killed run may need to let go of its port
GRACE_SECONDS = 15
START_SECONDS = 60
LAST_PORT = 65_535


class Stop(Exception):
    """Somebody asked to stop."""


def _stop(number: int, frame: object) -> None:
    raise Stop


def _wanted_port(text: str) -> int:
    """The port to serve on, or a sentence."""
    if text.isascii() and text.isdigit() and 0 < int(text) <= LAST_PORT:
        return int(text)
    raise CannotStart(f"PORT phải là một số từ 1 đến {LAST_PORT}; đang đặt “{text}”.")


def _check_port(port: int, patience: float) -> None:
    """Refuse a busy port; what a killed run left behind ends within a few seconds."""
    deadline = time.monotonic() + patience
    while not _is_free(port):
        if time.monotonic() >= deadline:
            raise CannotStart(
                f"Cổng {port} đang được chương trình khác dùng; hãy đặt PORT khác."
            )
        time.sleep(0.2)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _single(data_dir: Path) -> bool:
    """Refuse a second supervisor on the same data; whether a dead one left its mark."""
    mark = data_dir / "supervisor.pid"
    left = mark.exists()
    with suppress(OSError, ValueError):
        other = int(mark.read_text())
        command = Path(f"/proc/{other}/cmdline").read_bytes()
        if b"povertyapp.supervisor" in command and other != os.getpid():
            raise CannotStart(f"bin/run đang chạy trên {data_dir} (tiến trình {other}).")
    mark.write_text(str(os.getpid()))
    return left


def _manage(env: dict[str, str], *words: str) -> None:
    command = [sys.executable, "manage.py", *words]
    if subprocess.call(command, env=env) != 0:  # noqa: S603 - our own command line
        raise CannotStart(f"Không chạy được bước “{' '.join(words)}”.")


def _collect(env: dict[str, str]) -> None:
    """Collect the static files, if anything about them changed since the last time."""
    source = [Path("requirements.txt"), Path("povertyapp/settings.py")]
    source += [p for p in Path("static").rglob("*") if p.is_file()]
    seen = sorted(f"{p} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in source)
    digest = hashlib.sha256("\n".join(seen).encode()).hexdigest()
    stamp = Path(env["STATIC_ROOT"]) / ".collected"
    if stamp.exists() and stamp.read_text() == digest:
        return
    _manage(env, "collectstatic", "--noinput", "--clear", "-v0")
    stamp.write_text(digest)


def _children(port: int) -> dict[str, list[str]]:
    python = [sys.executable, "-m"]
    web = "granian --interface wsgi --workers 2 --blocking-threads 4 --host 127.0.0.1"
    celery = "celery -A povertyapp.celery"
    return {
        "web": [*python, *web.split(), "--port", str(port), "povertyapp.wsgi:application"],
        "worker": [*python, *celery.split(), "worker", "-c", "2", "-l", "WARNING"],
        "beat": [*python, *celery.split(), "beat", "-l", "WARNING"],
    }


def _spawn(name: str, command: list[str], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    folder = Path(env["DATA_DIR"]) / "logs"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.log").open("ab") as log:
        return _start(command, env, log)


def _start(
    command: list[str], env: dict[str, str], log: IO[bytes]
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own commands
        command,
        env=env,
        stdout=log,
        stderr=log,
        start_new_session=True,
        preexec_fn=die_with_parent,  # noqa: PLW1509 - one thread at this time
    )


def _watch(port: int, servers: Services, welcome: Path) -> None:
    """Keep every child alive until somebody asks to stop."""
    env = servers.env
    commands = _children(port)
    running = {name: _spawn(name, command, env) for name, command in commands.items()}
    try:
        _wait_for_answer(port)
        sys.stdout.write(welcome.read_text(encoding="utf-8"))
        sys.stdout.flush()
        while True:
            time.sleep(0.5)
            servers.revive()
            for name, process in running.items():
                if process.poll() is not None:
                    running[name] = _spawn(name, commands[name], env)
                    time.sleep(1)
    finally:
        _end(list(running.values()))


def _wait_for_answer(port: int) -> None:
    """Until the web server accepts a connection."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.2)
    raise CannotStart("Máy chủ web không khởi động được; xem thư mục logs trong DATA_DIR.")


def _end(processes: "list[subprocess.Popen[bytes]]") -> None:
    for process in processes:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
    deadline = time.monotonic() + GRACE_SECONDS
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def main() -> int:
    """Start all, print the address, wait."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    data_dir = Path(os.environ["DATA_DIR"])
    port = _wanted_port(os.environ.get("PORT") or "8000")
    _check_port(port, PATIENCE if _single(data_dir) else 0)
    with services(data_dir, os.environ) as servers:
        env = servers.env
        env["STATIC_ROOT"] = str(data_dir / "static")
        _collect(env)
        welcome = data_dir / "welcome.txt"
        _manage(env, "prepare_demonstration", f"--port={port}", f"--welcome={welcome}")
        _watch(port, servers, welcome)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotStart as error:
        sys.exit(str(error))
    except Stop:
        sys.exit(0)
