"""Files that the system hands over: by a double click, by an address, to a second window; and settings of other versions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QApplication

from playground.i18n import spoken_language
from playground.store.autosave import autosave_path
from playground.ui import app
from playground.ui.view.speed_control import FIRST, SPEEDS
from tests.ui.kept_settings import kept_settings

POLICY = Path(__file__).parents[2] / "store" / "fixtures" / "policy-2.rlp"
HEAD = """
import json, sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QFileOpenEvent
from playground.ui.app import create
window = create(["playground"])
app = QCoreApplication.instance()
def until(condition):
    while not condition():
        app.processEvents()
"""
ASKED_BY_THE_SYSTEM = """
app.postEvent(app, QFileOpenEvent(sys.argv[1]))
until(lambda: window.policies.loaded is not None)
print(window.recent.names())
window.close()
"""
SECOND = """
window.files.open(sys.argv[1])
until(lambda: window.autosave._run._instance is not None and not window.autosave._is_writing)
until(lambda: window.controller.latest.state.name == "PAUSED")
print(json.dumps([str(window.autosave._run._instance._folder), window.policies.loaded is not None]), flush=True)
sys.stdin.readline()
app.processEvents()
print(window.notice.text)
window.close()
"""


def start(code, *words):
    return subprocess.Popen(
        [sys.executable, "-c", HEAD + code, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def policy(tmp_path):
    path = tmp_path / "my policy, 100 %.rlp"
    path.write_bytes(POLICY.read_bytes())
    return path


def test_a_file_that_the_system_asks_for_is_opened(policy):
    out, error = start(ASKED_BY_THE_SYSTEM, str(policy)).communicate(timeout=60)
    assert (out, error) == (f"{[str(policy)]}\n", "")


@pytest.mark.slow
def test_a_second_window_on_the_same_file_keeps_its_run_apart_and_both_end_in_order(policy):
    windows = [start(SECOND, policy.as_uri()) for _ in range(2)]
    told = [json.loads(window.stdout.readline()) for window in windows]
    assert [is_loaded for _, is_loaded in told] == [True, True]
    assert len({folder for folder, _ in told}) == 2
    for window in windows:
        out, error = window.communicate("\n", timeout=60)
        assert (window.returncode, out, error) == (0, "\n", "")
    assert list(autosave_path().iterdir()) == []


STRANGE = {
    "theme": "neon",
    "language": "tlh",
    "geometry": "0,0,1,1",
    "layout": QByteArray(b"\x00\xff not of any version"),
    "more": ["a", "b"],
    "environment": "maybe",
    "speed": "4711",
    "steps_per_s": "0.3",
    "recent": 7,
    "breakpoints": "{",
    "version": "next",
    "something_new": {"a": 1},
}


def test_settings_of_another_version_hinder_no_start(qtbot, own_folders):
    settings = kept_settings()
    for name, value in STRANGE.items():
        settings.setValue(name, value)
    settings.sync()
    window = app.create([])
    qtbot.addWidget(window)
    assert spoken_language() == "en"
    assert window.notice.isHidden()
    room = window.screen().availableGeometry()
    assert (window.width() <= room.width(), window.height() <= room.height()) == (True, True)
    assert 0 <= window.speed.index < len(SPEEDS)
    assert len(window.docks) == len([dock for dock in window.docks if not dock.isHidden()])
    window.close()
    assert QSettings().value("something_new") == {"a": 1}


@pytest.mark.parametrize("setting", ["speed", "steps_per_s"])
@pytest.mark.parametrize("speed", ["fast", "²", "-1", ""])
def test_a_speed_that_is_none_leaves_the_first_one(qtbot, setting, speed):
    kept_settings().setValue(setting, speed)
    window = app.create([])
    qtbot.addWidget(window)
    assert window.speed.index == FIRST
    window.close()


def test_the_window_and_the_desktop_know_each_other(qtbot):
    window = app.create([])
    qtbot.addWidget(window)
    assert QApplication.desktopFileName() == "rl-playground"
    picture = window.windowIcon().pixmap(48, 48).toImage()
    assert len({picture.pixel(x, 24) for x in range(48)}) > 3
    window.close()
