"""Background tasks: work that must not hold up the window, such as saving a file."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal
from shiboken6 import isValid

from playground.errors import CancelledError, PlaygroundError, raised_words
from playground.i18n import _
from playground.ui.support.log_file import log_path

LONGEST = 200  # characters of what an error says of itself

log = logging.getLogger(__name__)


# Qt gives the interpreter away in every call. To come back it waits for so long where a task computes in Python: at the
# usual 5 ms, painting beside a file that is read took half a second. Beside training alone it would cost and not help.
SWITCH_S, USUAL_SWITCH_S = 0.0005, sys.getswitchinterval()

# Those that ended, until Qt has deleted them: beside another task it would now and then find their Python side half gone.
_ended: list[BackgroundTask] = []
_alive: set[BackgroundTask] = set()  # a thread must outlive its window where that waits no longer: Qt ends the program


class BackgroundTask(QThread):
    """Thread of its own for `work(task)`.

    The work may call progressed.emit() and ask isInterruptionRequested().
    """

    progressed = Signal(int, int)  # done, of all
    succeeded = Signal(object)
    failed = Signal(str)

    def __init__(self, work: Callable[[BackgroundTask], Any]) -> None:
        super().__init__()
        self._work = work
        _alive.add(self)
        sys.setswitchinterval(SWITCH_S)
        self.finished.connect(self._release)

    def run(self) -> None:
        try:
            result = self._work(self)
        except CancelledError:
            pass  # whoever asked for an end waits for no answer
        except PlaygroundError as error:
            log.warning("%s", error.english())
            self.failed.emit(str(error))
        except BaseException as error:  # also what somebody's environment raises beside Exception
            log.exception("a task failed")
            self.failed.emit(
                _("That failed ({error}). Nothing else was changed. The log file has the details: {path}").format(
                    error=raised_words(error)[:LONGEST], path=log_path()
                )
            )
        else:
            self.succeeded.emit(result)

    def _release(self) -> None:
        _alive.discard(self)
        if not _alive:
            sys.setswitchinterval(USUAL_SWITCH_S)
        _ended[:] = [*filter(isValid, _ended), self]
        self.deleteLater()


class BackgroundTasks(QObject):
    """Tasks under way: kept alive to their end, which the closing window waits for."""

    all_ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: list[BackgroundTask] = []

    def start(
        self,
        work: Callable[[BackgroundTask], Any],
        succeeded: Callable[[Any], None],
        failed: Callable[[str], None],
        progressed: Callable[[int, int], None] | None = None,
    ) -> BackgroundTask:
        """Do `work` and call `succeeded` or `failed` in this thread afterwards.

        Both, and `progressed`, are bound methods. Neither is called where the work raises CancelledError.
        """
        task = BackgroundTask(work)
        task.succeeded.connect(succeeded)
        task.failed.connect(failed)
        if progressed is not None:
            task.progressed.connect(progressed)
        task.finished.connect(self._on_finished)
        self._tasks.append(task)
        task.start()
        return task

    @property
    def is_busy(self) -> bool:
        """Whether any task is under way."""
        return bool(self._tasks)

    def close(self) -> None:
        """Ask every task to stop and wait: a file being saved is saved to the end."""
        for task in filter(isValid, list(self._tasks)):
            task.requestInterruption()
            task.wait()

    def wait_until(self, at: float) -> bool:
        """Wait for every task, until that moment of time.monotonic() at most.

        Returns whether they all have ended.
        """
        return all(
            task.wait(max(0, round(1000 * (at - time.monotonic())))) for task in filter(isValid, list(self._tasks))
        )

    def _on_finished(self) -> None:
        self._tasks = [task for task in self._tasks if isValid(task) and not task.isFinished()]
        if not self._tasks:
            self.all_ended.emit()
