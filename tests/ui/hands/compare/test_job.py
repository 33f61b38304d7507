"""A job tells its answer while somebody waits for it, and nothing afterwards."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from playground.engine.evaluation.evaluation import EvaluationStopped
from playground.ui.hands.compare.job import Job, Work
from playground.ui.support.background_task import BackgroundTasks


class Answers(Work):
    """Work that says 7, or fails."""

    def __init__(self, *, fails=False):
        super().__init__()
        self.done, self._fails = threading.Event(), fails

    def do(self, task):
        try:
            if self._fails:
                raise ValueError("broken")
            return 7
        finally:
            self.done.set()


class Waits(Work):
    """Work that goes on until it should stop."""

    def do(self, task):
        while not self.should_stop():
            pass
        raise EvaluationStopped


class Listener(QObject):
    def __init__(self):
        super().__init__()
        self.heard = []

    def hear(self, answer):
        self.heard.append(answer)


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
def begun(listener):
    tasks = BackgroundTasks(listener)

    def begin(work):
        job = Job(work, listener)
        job.succeeded.connect(listener.hear)
        job.failed.connect(listener.hear)
        job.start(tasks)
        return job, tasks

    return begin


def idle(qtbot, tasks):
    qtbot.waitUntil(lambda: not tasks.is_busy, timeout=20_000)


def test_the_answer_is_told(qtbot, begun, listener):
    _job, tasks = begun(Answers())
    idle(qtbot, tasks)
    assert listener.heard == [7]


@pytest.mark.parametrize("fails", [False, True])
def test_an_answer_that_is_on_its_way_when_it_is_given_up_is_not_told(qtbot, begun, listener, fails):
    work = Answers(fails=fails)
    job, tasks = begun(work)
    assert work.done.wait(20)
    job.give_up()
    idle(qtbot, tasks)
    assert listener.heard == []


def test_work_that_goes_on_ends_when_it_is_given_up(qtbot, begun, listener):
    job, tasks = begun(Waits())
    job.give_up()
    idle(qtbot, tasks)
    assert listener.heard == []
