"""What somebody does in the window, and waits for."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from playground.ui.trainer.snapshot import TrainerState


def trigger(window, name):
    window.actions_by_name[name].trigger()


def child(window, name):
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def reach(qtbot, window, state):
    qtbot.waitUntil(lambda: window.controller.latest.state is state, timeout=20_000)


def train(qtbot, window, steps):
    trigger(window, "act_run")
    qtbot.waitUntil(lambda: window.controller.latest.n_steps >= steps, timeout=30_000)
    trigger(window, "act_run")
    reach(qtbot, window, TrainerState.PAUSED)


def saved_policy(qtbot, window, path, which="current"):
    window.controller.take_policy(which, path)
    qtbot.waitUntil(lambda: str(path) in window.notice.text, timeout=10_000)
    return path
