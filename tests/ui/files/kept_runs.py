"""What the tests of kept runs do: train, wait for a copy, answer an offer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from playground.store.autosave import autosave_path
from playground.store.session.file import load_session
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.trainer.snapshot import TrainerState

STEPS = 40


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
