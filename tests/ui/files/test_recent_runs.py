"""Runs that another takes the place of stay in a menu: one click brings one back, another forgets it."""

from __future__ import annotations

import errno
import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from playground.agents.nn.backend import prepare_thread
from playground.engine.history.archive import archive_of
from playground.engine.presets.catalogue import PRESETS
from playground.store.recent_runs import LEAST_STEPS, RecentRuns, recent_runs_path
from playground.store.session.file import save_session
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.trainer.snapshot import TrainerState
from tests.pairs import preset_of
from tests.store.sessions import advance, new_run

STEPS = LEAST_STEPS + 200


@pytest.fixture
def made(tmp_path):
    """Make a session file of a run that is long enough to be kept."""

    def make(name, n_steps=STEPS):
        prepare_thread()
        path = tmp_path / f"{name}.rls"
        save_session(archive_of(advance(new_run(preset_of("q-table")), n_steps)), path)
        return path

    return make


def latest(window):
    return window.controller.latest


def until(qtbot, condition):
    qtbot.waitUntil(condition, timeout=20_000)


def open_run(qtbot, window, path, n_steps=STEPS):
    window.files.open(str(path))
    until(qtbot, lambda: latest(window).n_steps == n_steps)


def reset(qtbot, window):
    run = latest(window).run
    window.actions_by_name["act_reset"].trigger()
    until(qtbot, lambda: latest(window).run == run + 1)


def train(qtbot, window, n):
    goal = latest(window).n_steps + n
    window.controller.toggle_run()
    until(qtbot, lambda: latest(window).n_steps >= goal)
    window.controller.pause()
    until(qtbot, lambda: latest(window).state is TrainerState.PAUSED)
    return latest(window).n_steps


def entries(window, kind="act_recent_run"):
    menu = window.findChild(QMenu, "menu_recent_runs")
    found = {action.objectName(): action for action in menu.findChildren(QAction)}
    return [action for name, action in found.items() if name.startswith(kind)]


def choose(window, name):
    window.findChild(QMenu, "menu_recent_runs").findChild(QAction, name).trigger()


def press(qtbot, window, label):
    (button,) = [b for b in window.notice.findChildren(QPushButton) if b.text() == label and b.isVisible()]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_before_any_run_was_left_the_menu_says_so_by_being_grey(window):
    assert not window.findChild(QMenu, "menu_recent_runs").isEnabled()


def test_a_reset_keeps_the_run_and_one_click_brings_it_back_with_its_past(qtbot, window, made):
    open_run(qtbot, window, made("a"))
    n_steps = train(qtbot, window, 50)
    window.notice.withdraw()
    reset(qtbot, window)
    assert latest(window).n_steps == 0
    until(qtbot, lambda: len(entries(window)) == 1)
    assert "under Run > Recent runs" in window.notice.text
    text = entries(window)[0].text()
    assert text.startswith(f"Q-table in CartPole, {n_steps:,} steps, best ")
    choose(window, "act_recent_run_1")
    until(qtbot, lambda: latest(window).n_steps == n_steps)
    until(qtbot, lambda: f"goes on from step {n_steps:,}, bit for bit" in window.notice.text)
    window.controller.goto(300)
    until(qtbot, lambda: latest(window).n_steps == 300)


def test_a_run_that_was_brought_back_and_is_left_again_stands_there_once(qtbot, window, made):
    open_run(qtbot, window, made("a"))
    reset(qtbot, window)
    until(qtbot, lambda: len(entries(window)) == 1)
    choose(window, "act_recent_run_1")
    until(qtbot, lambda: latest(window).n_steps == STEPS)
    n_steps = train(qtbot, window, 20)
    reset(qtbot, window)
    until(qtbot, lambda: [run.n_steps for run in window.recent_runs.runs] == [n_steps])


def test_whatever_begins_another_run_keeps_the_one_before(qtbot, window, made):
    a, b = made("a"), made("b", STEPS + 100)
    open_run(qtbot, window, a)
    window.files.open(str(b))
    until(qtbot, lambda: "stays under Run > Recent runs" in window.notice.text)
    press(qtbot, window, "Open it now")
    until(qtbot, lambda: len(window.recent_runs.runs) == 1)
    window.recipes.copy()
    until(qtbot, lambda: "on the clipboard" in window.notice.text)
    window.recipes.paste()
    until(qtbot, lambda: "stays under Run > Recent runs" in window.notice.text)
    press(qtbot, window, "Begin it now")
    until(qtbot, lambda: [run.n_steps for run in window.recent_runs.runs] == [STEPS + 100, STEPS])


def test_a_short_run_is_not_kept_and_nothing_is_said(qtbot, window):
    train(qtbot, window, 30)
    reset(qtbot, window)
    train(qtbot, window, 5)
    assert window.recent_runs.runs == ()
    assert not recent_runs_path().exists()
    assert window.notice.isHidden()


def test_one_is_forgotten_or_all_of_them(qtbot, window, made):
    for n_kept, n_steps in enumerate((STEPS, STEPS + 1, STEPS + 2), 1):
        open_run(qtbot, window, made(str(n_steps), n_steps), n_steps)
        reset(qtbot, window)
        until(qtbot, lambda n_kept=n_kept: len(entries(window)) == n_kept)
    choose(window, "act_forget_run_2")
    until(qtbot, lambda: [run.n_steps for run in window.recent_runs.runs] == [STEPS + 2, STEPS])
    choose(window, "act_forget_all_runs")
    until(qtbot, lambda: window.recent_runs.runs == ())
    assert not window.findChild(QMenu, "menu_recent_runs").isEnabled()
    assert not list(recent_runs_path().glob("*.rls"))


def test_what_another_window_kept_is_there_when_the_menu_is_opened(qtbot, window):
    prepare_thread()
    RecentRuns(recent_runs_path()).add(archive_of(advance(new_run(preset_of("q-table")), STEPS)))
    window.findChild(QMenu, "menu_run").aboutToShow.emit()
    until(qtbot, lambda: len(entries(window)) == 1)


def test_one_that_is_gone_or_damaged_is_said_in_words_and_the_run_stays(qtbot, window, made):
    open_run(qtbot, window, made("a"))
    reset(qtbot, window)
    until(qtbot, lambda: len(entries(window)) == 1)
    (file,) = recent_runs_path().glob("*.rls")
    file.write_bytes(file.read_bytes()[:-1])
    run = latest(window).run
    choose(window, "act_recent_run_1")
    until(qtbot, lambda: "its end is missing" in window.notice.text)
    assert latest(window).run == run


def test_a_full_disk_is_said_once(qtbot, window, made, monkeypatch):
    said, show = [], window.notice.show_message
    monkeypatch.setattr(window.notice, "show_message", lambda text, **how: (said.append(text), show(text, **how)))
    first, second = made("a"), made("b")

    def full(*about):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    for path in (first, second):
        open_run(qtbot, window, path)
        reset(qtbot, window)
        until(qtbot, lambda: any("Recent runs: the disk is full" in text for text in said))
        until(qtbot, lambda: not any(tasks.is_busy for tasks in window.recent_runs.findChildren(BackgroundTasks)))
    assert len([text for text in said if "Recent runs: the disk is full" in text]) == 1
    assert window.recent_runs.runs == ()


def test_a_run_that_cannot_be_kept_is_said_once_to_be_lost_when_it_is_left(qtbot, window, added):
    settings = PRESETS.first(added("Restless-v0").id, "dqn").settings()
    said = "This run is not kept when you leave it or quit"
    for times in range(2):
        run = latest(window).run
        window.controller.reset(settings)
        until(qtbot, lambda run=run: latest(window).run == run + 1)
        train(qtbot, window, LEAST_STEPS)
        assert (said in window.notice.text and window.notice.isVisible()) == (times == 0)
        window.notice.withdraw()
    reset(qtbot, window)
    assert window.recent_runs.runs == ()
    assert not recent_runs_path().exists()


def test_a_promoted_fork_leaves_the_run_and_a_closed_one_leaves_the_fork(qtbot, window, made):
    open_run(qtbot, window, made("a"))
    window.controller.goto(100)
    until(qtbot, lambda: latest(window).n_steps == 100)
    window.controller.fork_here()
    until(qtbot, lambda: latest(window).fork is not None)
    train(qtbot, window, 10)
    window.findChild(QPushButton, "fork_promote").click()
    assert "What A did after step 100 goes" in window.notice.text
    press(qtbot, window, "Promote B")
    until(qtbot, lambda: [run.n_steps for run in window.recent_runs.runs] == [STEPS])
    window.controller.fork_here()
    until(qtbot, lambda: latest(window).fork is not None)
    n_steps = train(qtbot, window, LEAST_STEPS)
    window.findChild(QPushButton, "fork_close").click()
    press(qtbot, window, "Close the fork")
    until(qtbot, lambda: [run.n_steps for run in window.recent_runs.runs] == [n_steps, STEPS])
