"""A screen of 1366x768 at 200 percent: what opens on it is no larger."""

from __future__ import annotations

import json
import os
import subprocess
import sys

from PySide6.QtCore import QRect

from tests.screens.looks import Look
from tests.ui.window.every_dialog import OPEN

TITLE_BAR = 20  # px, at least


def test_the_window_and_every_dialog_fit_on_a_small_screen(tmp_path):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tests.ui.window.every_dialog"],
        env=os.environ | Look("light", "en", 1366, 768, scale=2).variables(tmp_path),
        stdout=subprocess.PIPE,
        check=True,
        timeout=100,
        text=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    room = QRect(*told["room"])
    assert room.width() == 683
    assert len(told["places"]) == 1 + len(OPEN)
    for name, place in told["places"].items():
        assert room.contains(QRect(*place).adjusted(0, -TITLE_BAR, 0, 0)), (name, place)
