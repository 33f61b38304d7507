"""Whatever a task raises, the window is told, and goes on."""

from __future__ import annotations

import sys
import weakref

import pytest
from PySide6.QtCore import QObject

from playground.ui.support.background_task import BackgroundTasks
from tests.envs.user_environments import PanicException, Unspeakable


class Told(QObject):
    """What came of a task, in the thread of the window."""

    def __init__(self):
        super().__init__()
        self.results, self.failures = [], []

    def on_succeeded(self, result):
        self.results.append(result)

    def on_failed(self, message):
        self.failures.append(message)


@pytest.mark.parametrize(
    "kind", [ValueError, KeyboardInterrupt, GeneratorExit, SystemExit, PanicException, Unspeakable]
)
def test_whatever_a_task_raises_is_told_and_the_next_one_is_done(qtbot, kind):
    def raises(task):
        raise kind("disk on fire")

    told, tasks = Told(), BackgroundTasks()
    tasks.start(raises, told.on_succeeded, told.on_failed)
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=5000)
    (message,) = told.failures
    assert kind.__name__ in message
    assert "Nothing else was changed" in message
    tasks.start(lambda task: "done", told.on_succeeded, told.on_failed)
    qtbot.waitUntil(lambda: told.results == ["done"], timeout=5000)


def test_the_window_comes_back_sooner_to_its_turn_only_while_a_task_computes(qtbot):
    usual, told, tasks = sys.getswitchinterval(), Told(), BackgroundTasks()
    tasks.start(lambda task: sys.getswitchinterval(), told.on_succeeded, told.on_failed)
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=5000)
    qtbot.waitUntil(lambda: sys.getswitchinterval() == usual, timeout=5000)
    assert told.results[0] < usual / 2


class AtTheEnd(QObject):
    """Whether Python still knew a task when Qt deleted it."""

    def __init__(self, task):
        super().__init__()
        self._task, self.was_known = weakref.ref(task), None
        task.destroyed.connect(self.on_destroyed)

    def on_destroyed(self):
        self.was_known = self._task() is not None


def test_python_knows_a_task_until_qt_has_deleted_it(qtbot):
    told, tasks = Told(), BackgroundTasks()
    seen = [AtTheEnd(tasks.start(lambda task: 1, told.on_succeeded, told.on_failed)) for _ in range(3)]
    qtbot.waitUntil(lambda: all(each.was_known is not None for each in seen), timeout=5000)
    assert [each.was_known for each in seen] == [True] * 3
