"""Saving and restoring everything a running system owns: database, files, keys.

    python -m povertyapp.backup save FILE.tar
    python -m povertyapp.backup restore FILE.tar

The dump is taken first: a row never names a file that is not there, so files copied
later are at most more than the dump knows. Restoring writes only where nothing stands.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg2

from povertyapp.embedded import (
    CannotStart,
    default_database_url,
    postgres_programs,
    services,
)

DUMP, MANIFEST = "database.dump", "manifest.json"
FOLDERS = ("files", "keys")
COUNT_TABLES = (
    "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"  # an empty database: none
)


class CannotRestore(Exception):
    """The place is not empty, or the file is not a whole backup."""


@contextmanager
def _database(data_dir: Path) -> Iterator[str]:
    """Address of the database: the named one, the running embedded one, or started."""
    named = os.environ.get("DATABASE_URL")
    url = named or default_database_url(data_dir)
    try:
        psycopg2.connect(url, connect_timeout=5).close()
    except psycopg2.OperationalError:
        if named:
            raise CannotStart("Không kết nối được DATABASE_URL.") from None
        with services(data_dir, {**os.environ, "REDIS_URL": "không cần"}):
            yield url
    else:
        yield url


def _run(program: str, *words: str) -> None:
    command = [str(postgres_programs() / program), *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode != 0:
        raise CannotStart(f"{program}: {done.stderr.strip()[-500:]}")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def save(data_dir: Path, target: Path) -> int:
    """Write one archive, whole or not at all; returns its size in bytes."""
    fresh = target.with_name(target.name + ".part")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        dump = Path(folder) / DUMP
        with _database(data_dir) as url:
            _run("pg_dump", "--format=custom", f"--file={dump}", url)
        facts = {"saved_at": datetime.now(UTC).isoformat(), DUMP: _hash(dump)}
        manifest = Path(folder) / MANIFEST
        manifest.write_text(json.dumps(facts), encoding="utf-8")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as raw:
            with tarfile.open(fileobj=raw, mode="w") as archive:
                archive.add(manifest, MANIFEST)
                archive.add(dump, DUMP)
                for name in FOLDERS:
                    if (data_dir / name).is_dir():
                        archive.add(data_dir / name, name)
            raw.flush()
            os.fsync(raw.fileno())
    fresh.replace(target)
    return target.stat().st_size


def restore(data_dir: Path, source: Path) -> str:
    """Bring a backup back into an empty place; returns when it was saved."""
    for name in FOLDERS:
        if (data_dir / name).is_dir() and any((data_dir / name).iterdir()):
            raise CannotRestore(
                f"Thư mục {data_dir / name} đã có nội dung; chỉ khôi phục vào nơi trống."
            )
    data_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_dir) as folder:
        unpacked = Path(folder)
        facts = _unpack(source, unpacked)
        with _database(data_dir) as url:
            _check_empty(url)
            words = ("--no-owner", "--single-transaction", "--exit-on-error")
            _run("pg_restore", *words, f"--dbname={url}", str(unpacked / DUMP))
        for name in FOLDERS:
            if (unpacked / name).is_dir():
                shutil.rmtree(data_dir / name, ignore_errors=True)
                (unpacked / name).rename(data_dir / name)
    return str(facts["saved_at"])


def _unpack(source: Path, folder: Path) -> dict[str, str]:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        facts: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, tarfile.TarError, ValueError) as error:
        raise CannotRestore(f"{source} không phải tệp sao lưu nguyên vẹn.") from error
    if _hash(folder / DUMP) != facts[DUMP]:
        raise CannotRestore(f"{source} đã bị hỏng: mã băm của cơ sở dữ liệu không khớp.")
    return facts


def _check_empty(url: str) -> None:
    connection = psycopg2.connect(url)
    try:
        cursor = connection.cursor()
        cursor.execute(COUNT_TABLES)
        if cursor.fetchone() != (0,):
            raise CannotRestore(
                "Cơ sở dữ liệu đích đã có bảng; chỉ khôi phục vào nơi trống."
            )
    finally:
        connection.close()


def main() -> int:
    """One act on one file."""
    act, name = sys.argv[1], Path(sys.argv[2]).resolve()
    data_dir = Path(os.environ["DATA_DIR"])
    if act == "save":
        size = save(data_dir, name)
        sys.stdout.write(f"Đã sao lưu vào {name} ({size // 1_000_000} MB).\n")
    else:
        saved_at = restore(data_dir, name)
        sys.stdout.write(f"Đã khôi phục bản sao lưu lúc {saved_at}.\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (CannotStart, CannotRestore) as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"Không ghi được tệp: {error.strerror} ({error.filename}).")
