"""Copies of the run that are kept for after the end, and the window that offers them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.archive import BRIEF, archive_of
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import DEFAULT_PRESET, PRESETS
from playground.engine.run.session import Session
from playground.store.autosave import autosave_path
from playground.store.recent_runs import LEAST_STEPS
from playground.store.session.file import load_session, save_session
from playground.ui import app
from playground.ui.files import autosave as autosave
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.support.crash_report import faults_path
from playground.ui.support.log_file import log_path
from playground.ui.trainer.messages import TrainerState
from tests.pairs import preset_of
from tests.store.sessions import advance, new_run

STEPS = 40
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


@pytest.fixture(autouse=True)
def impatient(monkeypatch):
    monkeypatch.setattr(autosave, "PAUSED_EVERY_S", 0.02)


@pytest.fixture
def opened(qtbot):
    """Open windows as the program does; all are closed afterwards."""
    windows = []

    def open_window():
        window = app.create([])
        windows.append(window)
        qtbot.addWidget(window)
        qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=20_000)
        qtbot.waitUntil(lambda: window.actions_by_name["act_evaluate"].isEnabled(), timeout=5000)
        return window

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture
def crashed():
    """Leave behind what a window does that is killed after a few steps; return the folder."""
    prepare_thread()
    session = Session(PRESETS.get(DEFAULT_PRESET).settings())
    timeline = Timeline(session, Evaluator(session))
    while session.n_steps < STEPS:
        timeline.step()
    folder = autosave_path() / "000001-01234567"
    folder.mkdir(parents=True)
    (folder / "lock").write_bytes(b"running")
    save_session(archive_of(timeline, bounds=BRIEF), folder / "00000007.rls")
    return folder


def train(qtbot, window, n=STEPS):
    """Make a few steps and pause."""
    goal = window.controller.latest.n_steps + n
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps >= goal, timeout=20_000)
    window.controller.pause()
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=5000)


def folders():
    return sorted(autosave_path().iterdir()) if autosave_path().exists() else []


def copies(folder):
    return sorted(folder.glob("*.rls"))


def wait_for_copy(qtbot, window):
    """Return the folder of the window when there is a copy of where it is."""

    def is_kept():
        found = [path for folder in folders() for path in copies(folder)[-1:]]
        return any(load_session(path).present.n_steps == window.controller.latest.n_steps for path in found)

    qtbot.waitUntil(is_kept, timeout=10_000)
    qtbot.waitUntil(
        lambda: not any(tasks.is_busy for tasks in window.autosave.findChildren(BackgroundTasks)), timeout=5000
    )
    return folders()[-1]


def press(qtbot, window, label):
    (button,) = [b for b in window.notice.findChildren(QPushButton) if b.text() == label and b.isVisible()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def wait_for_offer(qtbot, window):
    qtbot.waitUntil(lambda: "was not closed properly" in window.notice.text, timeout=10_000)


def wait_for_going_on(qtbot, window):
    qtbot.waitUntil(lambda: "go on where you left off" in window.notice.text, timeout=10_000)


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


def test_what_a_crash_left_is_offered_and_restored(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    assert f"DQN in CartPole, {STEPS} steps" in window.notice.text
    assert "playground.log" in window.notice.text
    press(qtbot, window, "Restore")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == STEPS, timeout=5000)
    qtbot.waitUntil(lambda: not crashed.exists(), timeout=10_000)  # there is a copy in the new window's folder
    assert load_session(copies(folders()[0])[-1]).present.n_steps == STEPS


def test_a_damaged_copy_gives_way_to_the_one_before(qtbot, crashed, opened):
    (crashed / "00000008.rls").write_bytes((crashed / "00000007.rls").read_bytes()[:-1])
    window = opened()
    wait_for_offer(qtbot, window)
    press(qtbot, window, "Restore")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == STEPS, timeout=5000)


def test_what_is_discarded_is_gone(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    press(qtbot, window, "Discard")
    assert not crashed.exists()
    assert not window.notice.isVisible()
    assert window.controller.latest.n_steps == 0


def test_after_discarding_what_lay_below_is_offered(qtbot, crashed, opened):
    shutil.copytree(crashed, crashed.with_name("000000-00000000"))
    window = opened()
    wait_for_offer(qtbot, window)
    assert "What an earlier one left" in window.notice.text
    press(qtbot, window, "Discard")
    qtbot.waitUntil(lambda: window.notice.isVisible(), timeout=5000)
    assert "What an earlier one left" not in window.notice.text
    press(qtbot, window, "Discard")
    window.close()
    assert folders() == []


def test_later_leaves_it_for_the_next_start(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    press(qtbot, window, "Later")
    window.close()
    assert copies(crashed)
    window = opened()
    wait_for_offer(qtbot, window)


def test_whoever_trains_and_closes_without_an_answer_is_asked_again(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    train(qtbot, window)
    wait_for_copy(qtbot, window)
    window.close()
    assert crashed in folders()


def test_restoring_asks_before_it_takes_the_place_of_steps(qtbot, crashed, opened):
    window = opened()
    wait_for_offer(qtbot, window)
    train(qtbot, window, 3 * STEPS)
    press(qtbot, window, "Restore")
    assert "takes the place of this one" in window.notice.text
    assert window.controller.latest.n_steps >= 3 * STEPS
    press(qtbot, window, "Restore it now")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == STEPS, timeout=5000)


def test_another_run_that_comes_between_does_not_keep_what_is_restored(qtbot, crashed, opened, monkeypatch):
    window = opened()
    wait_for_offer(qtbot, window)
    first, given_up, take_place_of = window.controller.latest, [], window.autosave.take_place_of
    monkeypatch.setattr(window.autosave, "take_place_of", lambda one: (given_up.append(one), take_place_of(one)))
    press(qtbot, window, "Restore")
    window.controller.run_replaced.emit(first)  # the first run, where somebody was faster than it
    assert given_up == []
    qtbot.waitUntil(lambda: window.controller.latest.n_steps == STEPS, timeout=5000)
    qtbot.waitUntil(lambda: not crashed.exists(), timeout=10_000)


def test_two_windows_do_not_offer_each_other_their_runs(qtbot, opened):
    first = opened()
    train(qtbot, first)
    wait_for_copy(qtbot, first)
    second = opened()
    qtbot.waitUntil(lambda: len(folders()) == 2, timeout=5000)
    assert not second.notice.isVisible()
    train(qtbot, second)
    wait_for_copy(qtbot, second)


def test_a_crash_before_the_first_step_is_said_once(qtbot, crashed, opened):
    for path in copies(crashed):
        path.unlink()
    window = opened()
    wait_for_offer(qtbot, window)
    assert "no run yet" in window.notice.text
    assert not crashed.exists()


def test_copies_that_nobody_can_read_are_said_to_be_there(qtbot, crashed, opened):
    for path in copies(crashed):
        path.write_bytes(path.read_bytes()[:-1])
    window = opened()
    wait_for_offer(qtbot, window)
    assert "no copy of it can be read" in window.notice.text
    press(qtbot, window, "Later")
    assert copies(crashed)


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


def test_what_a_dying_program_said_is_in_the_log_when_its_crash_is_told(qtbot, crashed, opened):
    faults_path().parent.mkdir(parents=True, exist_ok=True)
    faults_path().write_text("Fatal Python error: Aborted")
    window = opened()
    wait_for_offer(qtbot, window)
    assert "Fatal Python error: Aborted" in log_path().read_text()
