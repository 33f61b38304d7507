"""Jobs: work in another thread whose answer goes nowhere once nobody waits for it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import EvaluationStopped
from playground.errors import CancelledError
from playground.ui.support.background_task import BackgroundTask, BackgroundTasks


class Work:
    """Something to do in another thread, until nobody waits for it any more."""

    def __init__(self) -> None:
        self.is_given_up = False

    def __call__(self, task: BackgroundTask) -> object:
        self._task = task
        prepare_thread()
        try:
            return self.do(task)
        except EvaluationStopped as stopped:
            raise CancelledError from stopped
        finally:
            del self._task  # which holds this work: a thread must not wait for the garbage collector of another one

    def do(self, task: BackgroundTask) -> object:
        """Return the answer; EvaluationStopped and CancelledError end it without one."""
        raise NotImplementedError

    def should_stop(self) -> bool:
        return self.is_given_up or self._task.isInterruptionRequested()


class Job(QObject):
    """One work under way."""

    succeeded = Signal(object)
    failed = Signal(str)
    progressed = Signal(int, int)  # done, of all

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self.work = work

    def start(self, tasks: BackgroundTasks) -> None:
        """Begin, after the signals are connected."""
        tasks.start(self.work, self._on_succeeded, self._on_failed, self._on_progressed)

    def give_up(self) -> None:
        """Wait for it no longer: it says nothing from now on, and ends soon."""
        self.work.is_given_up = True

    def _on_succeeded(self, answer: object) -> None:
        if not self.work.is_given_up:
            self.succeeded.emit(answer)

    def _on_failed(self, message: str) -> None:
        if not self.work.is_given_up:
            self.failed.emit(message)

    def _on_progressed(self, done: int, total: int) -> None:
        if not self.work.is_given_up:
            self.progressed.emit(done, total)
