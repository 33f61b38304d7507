"""Copies of the run that are kept for after the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from PySide6.QtWidgets import QApplication

from playground.agents.nn.backend import prepare_thread
from playground.engine.history.archive import BRIEF, archive_of
from playground.store.autosave import autosave_path
from playground.store.recent_runs import LEAST_STEPS
from playground.store.session.file import load_session, save_session
from playground.ui.files import autosave
from tests.pairs import preset_of
from tests.store.sessions import advance, new_run
from tests.ui.files.kept_runs import (
    STEPS,
    copies,
    folders,
    press,
    train,
    wait_for_copy,
    wait_for_going_on,
)

TRAINS = """
import sys
from PySide6.QtWidgets import QApplication
from playground.ui.app import create
from playground.ui.support.interrupts import Interrupts
window = create(["playground"])
interrupts = Interrupts(window)
def on_snapshot(snapshot):
    if snapshot.state.name == "PAUSED" and not snapshot.n_steps:
        window.actions_by_name["act_run"].trigger()
    if snapshot.n_steps > 200:
        window.controller.snapshot_shown.disconnect(on_snapshot)
        print(snapshot.n_steps, flush=True)
window.controller.snapshot_shown.connect(on_snapshot)
sys.exit(QApplication.instance().exec())
"""
SLOW_DISK = """
import os, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from playground.store.autosave import autosave_path
from playground.ui.app import create
window = create(["playground"])
app = QApplication.instance()
def until(condition):
    while not condition():
        app.processEvents()
until(lambda: window.controller.latest.state.name == "PAUSED")
window.controller.toggle_run()
until(lambda: window.controller.latest.n_steps > 200 and any(autosave_path().glob("*/*.rls")))
fsync = os.fsync
os.fsync = lambda number: time.sleep(30)
began = time.monotonic()
leave = os._exit
def exit(code):
    print(time.monotonic() - began, flush=True)
    leave(code)
os._exit = exit
window.close()
"""


def test_a_pause_keeps_the_run(qtbot, opened, monkeypatch):
    monkeypatch.setattr(autosave, "EVERY_S", 60)
    window = opened()
    for _ in range(2):
        train(qtbot, window)
        folder = wait_for_copy(qtbot, window)
    assert copies(folder)


def test_quitting_keeps_the_run_to_its_last_step_and_the_next_start_offers_to_go_on(qtbot, opened, monkeypatch):
    monkeypatch.setattr(autosave, "EVERY_S", 60)
    monkeypatch.setattr(autosave, "PAUSED_EVERY_S", 60)
    window = opened()
    train(qtbot, window)
    n_steps = window.controller.latest.n_steps
    window.actions_by_name["act_quit"].trigger()
    (folder,) = folders()
    assert load_session(copies(folder)[-1]).present.n_steps == n_steps
    window = opened()
    wait_for_going_on(qtbot, window)
    assert f"DQN in CartPole, {n_steps} steps, 20" in window.notice.text
    assert "not closed properly" not in window.notice.text
    assert " by " not in window.notice.text  # nobody else is known to use this computer
    press(qtbot, window, "Go on with it")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == n_steps, timeout=5000)
    qtbot.waitUntil(lambda: not folder.exists(), timeout=10_000)
    window.close()
    assert len(folders()) == 1  # it went on from it, so it is the one to offer


def test_quitting_while_it_trains_keeps_the_run(qtbot, opened):
    window = opened()
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > STEPS, timeout=20_000)
    window.close()
    (folder,) = folders()
    assert load_session(copies(folder)[-1]).present.n_steps > STEPS


def test_whoever_never_ran_anything_is_asked_nothing(qtbot, opened):
    window = opened()
    qtbot.waitUntil(lambda: bool(folders()), timeout=5000)
    window.close()
    assert folders() == []


def test_a_run_that_was_reset_is_not_the_one_to_go_on_with(qtbot, opened):
    window = opened()
    train(qtbot, window)
    wait_for_copy(qtbot, window)
    window.actions_by_name["act_reset"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.run == 2, timeout=5000)
    window.close()
    assert folders() == []


def test_on_a_shared_computer_it_is_said_whose_run_it_was(qtbot, opened, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "anna")
    monkeypatch.setattr("platform.node", lambda: "room-12")
    window = opened()
    train(qtbot, window)
    window.close()
    monkeypatch.setattr("getpass.getuser", lambda: "ben")
    window = opened()
    wait_for_going_on(qtbot, window)
    assert "by anna on room-12" in window.notice.text


def test_whoever_trains_another_run_is_not_asked_any_more_and_finds_the_old_one_in_the_menu(qtbot, opened, crashed):
    (crashed / "lock").write_bytes(b"running\nclosed\nanna\nroom-12")
    window = opened()
    wait_for_going_on(qtbot, window)
    train(qtbot, window)
    qtbot.waitUntil(window.notice.isHidden, timeout=5000)
    window.close()
    assert len(folders()) == 2
    window = opened()
    wait_for_going_on(qtbot, window)
    assert "steps, 20" in window.notice.text
    qtbot.waitUntil(lambda: not crashed.exists(), timeout=5000)  # too short for the menu
    press(qtbot, window, "Discard")
    qtbot.waitUntil(lambda: len(folders()) == 1, timeout=5000)  # this window's own
    assert not window.notice.isVisible()


def test_what_was_closed_earlier_joins_the_recent_runs(qtbot, opened, crashed):
    prepare_thread()
    archive = archive_of(advance(new_run(preset_of("q-table")), LEAST_STEPS), bounds=BRIEF)
    save_session(archive, crashed / "00000008.rls")
    (crashed / "lock").write_bytes(b"running\nclosed\nanna\nroom-12")
    newer = crashed.with_name("000002-01234567")
    shutil.copytree(crashed, newer)
    window = opened()
    wait_for_going_on(qtbot, window)
    assert folders()[:-1] == [newer]
    qtbot.waitUntil(lambda: len(window.recent_runs.runs) == 1, timeout=5000)


@pytest.mark.slow
def test_the_end_waits_two_seconds_and_then_leaves_the_copy_that_there_is(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SLOW_DISK], capture_output=True, text=True, timeout=120, env=dict(os.environ)
    )
    assert done.returncode == 0, done.stderr
    assert 1.5 < float(done.stdout) < 4.0
    (folder,) = folders()
    assert (folder / "lock").read_bytes().startswith(b"running\nclosed")
    assert load_session(copies(folder)[-1]).present.n_steps > 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGTERM", pytest.param("SIGHUP", marks=pytest.mark.slow)])
def test_a_system_that_ends_the_program_loses_no_run(qtbot, opened, name):
    child = subprocess.Popen([sys.executable, "-c", TRAINS], stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    n_steps = int(child.stdout.readline())
    begun = time.monotonic()
    child.send_signal(getattr(signal, name))
    assert child.wait(timeout=20) == 0
    assert time.monotonic() - begun < 10.0  # some two seconds, on a machine with nothing else to do
    child.stdout.close()
    window = opened()
    wait_for_going_on(qtbot, window)
    press(qtbot, window, "Go on with it")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps >= n_steps, timeout=5000)


def test_a_session_manager_that_may_end_the_session_keeps_the_run_and_it_goes_on(qtbot, opened, monkeypatch):
    monkeypatch.setattr(autosave, "EVERY_S", 60)
    window = opened()
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > STEPS, timeout=20_000)
    QApplication.instance().commitDataRequest.emit(None)
    (folder,) = folders()
    n_steps = load_session(copies(folder)[-1]).present.n_steps
    assert n_steps > STEPS
    assert (folder / "lock").read_bytes().startswith(b"running\nclosed")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps > n_steps, timeout=20_000)  # nobody ended it after all
    window.controller.pause()
    wait_for_copy(qtbot, window)
    assert not (folder / "lock").read_bytes().startswith(b"running\nclosed")


def test_while_it_runs_copies_follow_each_other_and_three_stay(qtbot, opened, monkeypatch):
    monkeypatch.setattr(autosave, "EVERY_S", 0.05)
    window = opened()
    window.controller.toggle_run()
    qtbot.waitUntil(
        lambda: bool(folders()) and any(int(path.stem) > 5 for path in copies(folders()[0])), timeout=20_000
    )
    window.controller.pause()
    wait_for_copy(qtbot, window)
    assert len(copies(folders()[0])) == 3


def test_without_room_for_copies_it_is_said_once_and_training_goes_on(qtbot, opened, monkeypatch, own_folders):
    monkeypatch.setattr(autosave, "AGAIN_S", 0.05)
    autosave_path().parent.mkdir(parents=True)
    autosave_path().write_text("in the way")
    window = opened()
    qtbot.waitUntil(lambda: "cannot be kept for after a crash" in window.notice.text, timeout=5000)
    window.notice.withdraw()
    train(qtbot, window)
    train(qtbot, window)
    assert not window.notice.isVisible()
    autosave_path().unlink()  # it was put right
    train(qtbot, window)
    wait_for_copy(qtbot, window)


def test_that_the_run_cannot_be_kept_is_said_until_it_is_kept_again(qtbot, opened, monkeypatch, own_folders):
    monkeypatch.setattr(autosave, "AGAIN_S", 0.05)
    autosave_path().parent.mkdir(parents=True)
    autosave_path().write_text("in the way")
    window = opened()
    train(qtbot, window)
    qtbot.waitUntil(lambda: "cannot be kept for after a crash" in window.notice.text, timeout=5000)
    assert window.notice.isVisible()
    autosave_path().unlink()
    train(qtbot, window)
    wait_for_copy(qtbot, window)
    qtbot.waitUntil(lambda: not window.notice.isVisible(), timeout=5000)


def test_a_fork_has_copies_of_its_own(qtbot, opened):
    window = opened()
    train(qtbot, window)
    run = wait_for_copy(qtbot, window)
    n_steps = window.controller.latest.n_steps
    window.controller.fork_here()
    qtbot.waitUntil(lambda: window.controller.latest.fork is not None, timeout=5000)
    train(qtbot, window)
    qtbot.waitUntil(lambda: len(folders()) == 2, timeout=5000)
    fork = wait_for_copy(qtbot, window)
    assert fork != run
    assert load_session(copies(run)[-1]).present.n_steps == n_steps
    window.controller.promote_fork()
    qtbot.waitUntil(lambda: folders() == [run], timeout=5000)
    assert load_session(copies(run)[-1]).present.n_steps == window.controller.latest.n_steps
