import fcntl
import os
import shutil
from pathlib import Path

import pytest

from tests.live.system import System


@pytest.fixture(scope="session")
def loaded(tmp_path_factory):
    """A data folder with the demonstration in it, stopped: the mould of the others.

    Runs side by side share one (TEST_MOULD): the first makes it, the others wait.
    """
    shared = os.environ.get("TEST_MOULD")
    place = Path(shared) if shared else tmp_path_factory.mktemp("hệ thống")
    folder = place / "Dữ liệu gốc"
    folder.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "ready").exists():
            System(folder).start().stop()
            (place / "ready").touch()
    return folder


@pytest.fixture(scope="module")
def system(loaded, tmp_path_factory):
    """A running system of the module's own, in a path with spaces and accents."""
    started = System(copy_of(loaded, tmp_path_factory)).start()
    yield started
    if started.process.poll() is None:
        started.stop()


def copy_of(loaded, tmp_path_factory):
    """A copy of the mould for one system."""
    folder = tmp_path_factory.mktemp("hệ thống") / "Dự án nghèo"
    shutil.copytree(loaded, folder, copy_function=shutil.copy2)
    _own_as(loaded, folder)
    return folder


def _own_as(model, copy):
    """copytree keeps no owners; the database belongs to the user it runs as."""
    for path in [model, *model.rglob("*")]:
        found = path.lstat()
        target = copy / path.relative_to(model)
        if target.exists() and (found.st_uid, found.st_gid) != (0, 0):
            shutil.chown(target, found.st_uid, found.st_gid)
