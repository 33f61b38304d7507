"""Tests that are run in a copy of the project after a walk: what was added, seen and used in the real window."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QWidget

from playground.engine.history.archive import BRIEF
from playground.store.session.file import load_session, save_session
from playground.ui.trainer.snapshot import TrainerState


def choose(window, qtbot, chooser, name):
    """Choose in a box above the form; before the first step another run begins at once."""
    combo = window.findChild(QComboBox, f"choose_{chooser}")
    combo.setCurrentIndex(combo.findData(name))
    qtbot.waitUntil(lambda: name in (settings(window).environment, settings(window).algorithm), timeout=10_000)
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=10_000)


def settings(window):
    return window.controller.latest.settings


def make_steps(window, qtbot, n):
    window.controller.set_speed(None)
    window.actions_by_name["act_run"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.n_steps >= n, timeout=20_000)
    window.controller.pause()
    qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=10_000)


def sessions_come_back(window, qtbot, path):
    with qtbot.waitSignal(window.controller.session_taken, timeout=10_000) as taken:
        window.controller.take_session(None, BRIEF)
    archive = taken.args[0]
    save_session(archive, path)
    assert load_session(path).settings == archive.settings


def test_an_algorithm_is_chosen_has_its_rows_and_learns(window, qtbot, tmp_path):
    choose(window, qtbot, "environment", "GridWorld-v1")
    choose(window, qtbot, "algorithm", "sarsa")
    qtbot.waitUntil(lambda: window.findChild(QWidget, "hyper_bins") is not None, timeout=5000)
    assert window.findChild(QWidget, "hyper_bins").isVisibleTo(window)
    make_steps(window, qtbot, 300)
    window.actions_by_name["act_step"].trigger()
    qtbot.waitUntil(lambda: window.controller.latest.trace is not None, timeout=5000)
    sessions_come_back(window, qtbot, tmp_path / "x.rls")


def test_an_environment_is_chosen_painted_and_learned_in(window, qtbot, tmp_path):
    choose(window, qtbot, "environment", "Corridor-v1")
    before = window.view.grab().toImage()
    make_steps(window, qtbot, 300)
    qtbot.waitUntil(lambda: window.view.grab().toImage() != before, timeout=5000)
    sessions_come_back(window, qtbot, tmp_path / "x.rls")


def test_a_plot_is_offered_and_drawn(window, qtbot):
    make_steps(window, qtbot, 500)
    offered = window.findChild(QAction, "act_plot_episode_length")
    if not offered.isChecked():
        offered.trigger()
    plot = window.findChild(QWidget, "plot_episode_length")
    assert plot.accessibleName() == "Episode length"
    qtbot.waitUntil(lambda: plot.heading.value != "", timeout=5000)
    assert plot.isVisibleTo(window)


def test_a_hyperparameter_has_its_row_and_is_changed_while_it_learns(window, qtbot, tmp_path):
    assert window.findChild(QWidget, "hyper_target_limit") is not None
    make_steps(window, qtbot, 200)
    window.controller.set_hyper("target_limit", 5.0, 1)
    qtbot.waitUntil(lambda: window.controller.latest.values["target_limit"] == 5.0, timeout=5000)
    make_steps(window, qtbot, 400)
    sessions_come_back(window, qtbot, tmp_path / "x.rls")
