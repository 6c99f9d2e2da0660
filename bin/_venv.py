"""Finds or makes the virtual environment; plain enough for old Pythons to read."""

import hashlib
import os
import subprocess
import sys
from typing import NoReturn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
RUNTIME = "requirements.txt"


def fail(sentence: str) -> NoReturn:
    """Stop with one sentence."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def data_dir(name: str) -> str:
    """The folder for data, writable or a sentence."""
    folder = os.environ.get("DATA_DIR") or os.path.join(ROOT, "var", name)
    try:
        os.makedirs(folder, exist_ok=True)
        probe = os.path.join(folder, ".probe")
        with open(probe, "w"):
            pass
        os.remove(probe)
    except OSError:
        fail("Không ghi được vào thư mục %s; hãy đặt DATA_DIR khác." % folder)
    return folder


def need_python() -> None:
    """Stop on a Python that is too old."""
    if sys.version_info < OLDEST:
        fail("Cần Python 3.11 trở lên; máy này đang dùng %d.%d." % sys.version_info[:2])


def ensure(requirements: str) -> str:
    """Make .venv hold at least `requirements`; returns its Python."""
    need_python()
    venv = os.environ.get("VENV_DIR") or os.path.join(ROOT, ".venv")
    python = os.path.join(venv, "bin", "python")
    if _read(_stamp(venv, requirements)) == _digest(requirements):
        return python
    try:
        os.makedirs(venv, exist_ok=True)
    except OSError:
        fail("Không ghi được vào thư mục %s; hãy đặt VENV_DIR khác." % venv)
    sys.stderr.write("Đang cài các gói cần thiết (lần đầu mất khoảng một phút)…\n")
    make = [sys.executable, "-m", "venv", "--clear", venv]
    # none yet, or one whose making was interrupted
    if not _works(python) and subprocess.call(make) != 0:
        fail(
            "Không tạo được môi trường ảo ở %s; trên Debian hãy cài gói python3-venv."
            % venv
        )
    path = os.path.join(ROOT, requirements)
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call(command + ["-r", path]) != 0:
        fail("Không cài được các gói; hãy kiểm tra đường tới kho gói Python.")
    for name in {RUNTIME, requirements}:
        with open(_stamp(venv, name), "w") as file:
            file.write(_digest(name))
    return python


def _works(python: str) -> bool:
    """Whether there is an environment that can install packages."""
    if not os.path.exists(python):
        return False
    told = subprocess.run(
        [python, "-m", "pip", "--version"], check=False, capture_output=True
    )
    return told.returncode == 0


def _stamp(venv: str, requirements: str) -> str:
    """The file that says which packages the environment holds."""
    return os.path.join(venv, "installed-" + requirements)


def _digest(requirements: str) -> str:
    """Every other list of requirements includes the runtime's."""
    digest = hashlib.sha256()
    for name in sorted({RUNTIME, requirements}):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def _read(path: str) -> str:
    """A file's text, empty when there is no such file."""
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""
