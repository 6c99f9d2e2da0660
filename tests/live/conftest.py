import shutil

import pytest

from tests.live.system import System


@pytest.fixture(scope="package")
def loaded(tmp_path_factory):
    """A data folder with the demonstration in it, stopped: the mould of the others."""
    folder = tmp_path_factory.mktemp("hệ thống") / "Dữ liệu gốc"
    folder.mkdir()
    System(folder).start().stop()
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
