"""Finds or makes the virtual environment; plain enough for old Pythons to read."""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)


def fail(sentence):
    """Stop with one sentence."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def data_dir(name):
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


def ensure(requirements):
    """Make .venv hold exactly `requirements`; returns its Python."""
    if sys.version_info < OLDEST:
        fail(
            "Cần Python 3.11 trở lên; máy này đang dùng %d.%d." % sys.version_info[:2]
        )
    venv = os.environ.get("VENV_DIR") or os.path.join(ROOT, ".venv")
    python = os.path.join(venv, "bin", "python")
    digest = hashlib.sha256()
    for name in sorted({"requirements.txt", requirements}):
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    stamp = os.path.join(venv, "installed-" + requirements)
    wanted = digest.hexdigest()
    if os.path.exists(stamp):
        with open(stamp) as file:
            if file.read() == wanted:
                return python
    try:
        os.makedirs(venv, exist_ok=True)
    except OSError:
        fail("Không ghi được vào thư mục %s; hãy đặt VENV_DIR khác." % venv)
    sys.stderr.write("Đang cài các gói cần thiết (lần đầu mất khoảng một phút)…\n")
    if not os.path.exists(python):
        subprocess.check_call([sys.executable, "-m", "venv", venv])
    path = os.path.join(ROOT, requirements)
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call(command + ["-r", path]) != 0:
        fail("Không cài được các gói; hãy kiểm tra đường tới kho gói Python.")
    with open(stamp, "w") as file:
        file.write(wanted)
    return python
