import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.live.system import Person, System, ordinary_person


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """Where systems live: other users may enter it, so the database stays inside.

    Below a closed folder the database of a root's system lies elsewhere, and a copied
    folder would be copied without it.
    """
    shared = os.environ.get("TEST_MOULD")
    return Path(shared) if shared else tmp_path_factory.mktemp("hệ thống")


@pytest.fixture(scope="session")
def loaded(place):
    """A data folder with the demonstration in it, stopped: the mould of the others.

    Runs side by side share one: the first makes it, the others wait.
    """
    folder = place / "Dữ liệu gốc"
    folder.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "ready").exists():
            System(folder).start().stop()
            (place / "ready").touch()
    return folder


@pytest.fixture(scope="module")
def system(loaded, place, request):
    """A running system of the module's own, in a path with spaces and accents.

    A module that says so has it run by an ordinary user, though root runs the tests.
    """
    folder, person = copy_of(loaded), Person()
    if getattr(request.module, "BY_ORDINARY_PERSON", False):
        person = ordinary_person(place)
    if person.how:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, person.uid, person.uid, follow_symlinks=False)
    started = System(folder, person).start()
    yield started
    if started.process.poll() is None:
        started.stop()


def copy_of(loaded):
    """A copy of the mould for one system."""
    above = Path(tempfile.mkdtemp(prefix="hệ thống ", dir=loaded.parent))
    above.chmod(0o755)
    folder = above / "Dự án nghèo"
    shutil.copytree(loaded, folder, copy_function=shutil.copy2)
    _own_as(loaded, folder)
    assert (folder / "postgres" / "PG_VERSION").exists(), "the copy holds the database"
    return folder


def _own_as(model, copy):
    """copytree keeps no owners; the database belongs to the user it runs as."""
    for path in [model, *model.rglob("*")]:
        found = path.lstat()
        target = copy / path.relative_to(model)
        if target.exists() and (found.st_uid, found.st_gid) != (0, 0):
            shutil.chown(target, found.st_uid, found.st_gid)
