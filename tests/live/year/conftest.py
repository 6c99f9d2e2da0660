"""One system and one desk for the whole year, at each width."""

import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.live.conftest import copy_of
from tests.live.desk import ARGS, CHROMIUM, Desk
from tests.live.system import System

expect.set_options(timeout=20_000)  # other tests run beside this one


@pytest.fixture(scope="package", params=[1280, 360])
def desk(request, loaded, tmp_path_factory):
    system = System(copy_of(loaded)).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        made = Desk(browser, system.url, request.param)
        made.system = system
        made.folder = tmp_path_factory.mktemp("bàn")
        yield made
        browser.close()
    system.stop()
    shutil.rmtree(system.data_dir, ignore_errors=True)
