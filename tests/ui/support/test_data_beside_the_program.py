"""A frozen program with a folder playground-data beside it, in processes of their own: all that is kept is there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
HEAD = """
import json, os, sys
from pathlib import Path
sys.frozen, sys._MEIPASS, sys.executable = True, sys.argv[1], sys.argv[2]  # as PyInstaller has it
"""
WINDOW = """
from PySide6.QtCore import QSettings, QTimer
from playground.ui.app import create
window = create([])
"""


class Program:
    """A program in a folder of its own, as it would be on a stick."""

    def __init__(self, stick: Path) -> None:
        self.folder = stick / "playground"
        self.folder.mkdir(parents=True)
        self.data = self.folder / "playground-data"

    def run(self, code, *words):
        words = [str(ROOT), str(self.folder / "playground"), *words]
        command = [sys.executable, "-c", HEAD + textwrap.dedent(code), *words]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return done


@pytest.fixture
def program(tmp_path):
    return Program(tmp_path / "stick")


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


WORK = (
    WINDOW
    + """
import logging
logging.getLogger("test").warning("something happened")
saved = Path(sys.argv[3])
def on_snapshot(snapshot):
    if snapshot.state.name == "PAUSED" and not snapshot.n_steps:
        window.actions_by_name["act_step"].trigger()
    elif snapshot.n_steps and not window.sent:
        window.sent = True
        window.controller.take_policy("current", saved)
def look():
    if window.notice.text.startswith("Saved"):
        timer.stop()
        window.policies.open(str(saved))
        window.files.ask()  # Qt keeps where its own dialogs were
        window.findChild(QFileDialog, "load_dialog").accept()
        window.close()
from PySide6.QtWidgets import QFileDialog
window.sent = False
window.controller.snapshot_shown.connect(on_snapshot)
timer = QTimer()
timer.timeout.connect(look)
timer.start(20)
from PySide6.QtWidgets import QApplication
QApplication.instance().exec()
from playground.store.user_environments import added_path
from playground.store.autosave import autosave_path
from playground.ui.support.crash_report import faults_path
print(json.dumps([str(added_path()), str(autosave_path()), str(faults_path()), window.recent.names()]))
"""
)


@pytest.mark.slow
def test_all_that_is_kept_is_in_the_folder_beside_the_program_and_nothing_in_the_home(program, own_folders):
    program.data.mkdir()
    saved = program.folder.parent / "policies" / "a.rlp"
    saved.parent.mkdir()
    *places, recent = json.loads(program.run(WORK, str(saved)).stdout)
    assert files(own_folders) == []
    assert {"playground.log", "rl-playground/playground.ini"} <= set(files(program.data))
    assert all(place.startswith(f"{program.data}{os.sep}") for place in places)
    assert recent == [str(saved)]


LOG = (
    WINDOW
    + """
import logging
logging.getLogger("test").warning("something happened")
window.close()
"""
)


def test_without_that_folder_nothing_is_put_beside_the_program(program, own_folders):
    program.run(LOG)
    assert files(program.folder) == []
    assert any("playground.log" in name for name in files(own_folders))


REMEMBER = (
    WINDOW
    + """
for name in sys.argv[3:]:
    window.recent.remember(Path(name))
window.close()
print(json.dumps([window.recent.names(), str(window.recent.folder())]))
"""
)


def test_the_next_computer_finds_the_files_on_the_stick_wherever_it_puts_the_stick(program, tmp_path):
    program.data.mkdir()
    saved, gone = program.folder.parent / "policies" / "a.rlp", tmp_path / "gone.rlp"
    saved.parent.mkdir()
    saved.touch()
    program.run(REMEMBER, str(gone), str(saved))
    moved = tmp_path / "elsewhere"
    (tmp_path / "stick").rename(moved)
    program.folder = moved / "playground"
    names, folder = json.loads(program.run(REMEMBER).stdout)
    assert names == [str(moved / "policies" / "a.rlp"), str(gone)]
    assert folder == str(moved / "policies")


AS_ON_WINDOWS = """
def relpath(name, start):  # the same disk by the letter of a drive and by the name of its server
    raise ValueError("path is on mount 'S:', start on mount 'U:'")
os.path.relpath, os.path.normcase = relpath, str.lower
"""


def test_on_a_network_drive_files_are_remembered_by_their_whole_names_each_once_whatever_its_case(program, tmp_path):
    program.data.mkdir()
    saved = tmp_path / "Run.rls"
    saved.touch()
    other = str(saved).replace("Run.rls", "run.RLS")
    names, folder = json.loads(program.run(AS_ON_WINDOWS + REMEMBER, other, str(saved)).stdout)
    assert (names, folder) == ([str(saved)], str(tmp_path))


@pytest.fixture
def unwritable(program):
    """The folder beside the program, where nobody can write, not even root."""
    if os.geteuid() == 0:
        program.data.symlink_to("/proc/self/task")
        yield program.data
    else:
        program.data.mkdir(mode=0o500)
        yield program.data
        program.data.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no folder that its owner cannot write to")
def test_a_folder_that_cannot_be_written_is_told_once_and_the_home_serves(program, unwritable, own_folders):
    done = program.run(WINDOW + "print(json.dumps([window.notice.text, QSettings().fileName()]))")
    text, settings = json.loads(done.stdout)
    assert text.startswith(f"The folder “{unwritable}” beside the program cannot be written")
    assert text.count("cannot be written") == 1
    assert settings.startswith(str(own_folders))


def test_the_data_of_a_macos_bundle_lie_beside_it_not_inside(program):
    code = """
    from playground.folders import program_folder
    print(program_folder())
    """
    bundle = program.folder / "RL Playground.app" / "Contents" / "MacOS"
    bundle.mkdir(parents=True)
    inner = Program(program.folder / "x")
    inner.folder = bundle
    assert inner.run(code).stdout.strip() == str(program.folder)
