"""A server that is killed while it starts is started once more."""

import os
import signal

from povertyapp.embedded import Valkey


def test_a_broker_killed_while_it_starts_comes_up(tmp_path, monkeypatch):
    valkey = Valkey(tmp_path)
    launched = []
    launch = Valkey._launch

    def killed_first(self):
        launch(self)
        launched.append(self.process.pid)
        if len(launched) == 1:
            os.kill(self.process.pid, signal.SIGKILL)
            self.process.wait()

    monkeypatch.setattr(Valkey, "_launch", killed_first)
    try:
        valkey.start()
        assert valkey._answers()
        assert len(launched) == 2
    finally:
        valkey.stop()
