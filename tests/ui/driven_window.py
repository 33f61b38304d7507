"""A whole window with its trainer, driven from outside: act, wait for the answer, look at both sides."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QPushButton

from playground.engine.history.time_travel import TimeTravel
from playground.ui import app
from playground.ui.support.background_task import BackgroundTasks
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.window.language_switch import LanguageSwitch
from playground.ui.window.main_window import MainWindow

PATIENCE_S = 30.0
CLOSES_IN_S = 3.0  # two of them for the last copy of the run
QT_SAYS = ("This plugin does not support",)  # the offscreen platform


class Watch:
    """What went wrong unseen: warnings of Qt, errors in slots and in the log."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self._handler = _Errors(self.wrong)

    def __enter__(self) -> Watch:
        self._before = qInstallMessageHandler(self._on_message)
        self._hook, sys.excepthook = sys.excepthook, self._on_error
        self._exit = patch("os._exit", self._on_exit)
        self._exit.start()
        self._handlers = list(logging.getLogger().handlers)
        logging.getLogger().addHandler(self._handler)
        return self

    def __exit__(self, *about: object) -> None:
        root = logging.getLogger()
        for handler in set(root.handlers) - set(self._handlers):  # the log files of its windows too
            root.removeHandler(handler)
            handler.close()
        self._exit.stop()
        sys.excepthook = self._hook
        qInstallMessageHandler(self._before)

    def _on_exit(self, code: int) -> None:
        """The window gives up on a trainer that does not end: say what that does."""
        stacks = ("".join(traceback.format_stack(frame)[-6:]) for frame in sys._current_frames().values())
        self.wrong.append("the trainer did not end in time:\n" + "\n".join(stacks))

    def _on_message(self, kind: QtMsgType, context: Any, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not text.startswith(QT_SAYS):
            self.wrong.append(f"Qt: {text}")

    def _on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        where = "" if trace is None else f" ({trace.tb_frame.f_code.co_filename}, line {trace.tb_lineno})"
        self.wrong.append(f"{kind.__name__}: {error}{where}")


class _Errors(logging.Handler):
    def __init__(self, wrong: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._wrong = wrong

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        self._wrong.append(f"log: {record.getMessage()}{f' {error!r}' if error else ''}")


class DrivenWindow:
    """The program's own window. Everything waits until it is answered, and no longer."""

    def __init__(self) -> None:
        self.fences = 0
        self._follow(app.create([]))
        self.window.findChild(LanguageSwitch).window_replaced.connect(self._follow)
        self.until(lambda: self.window.plots is not None, "the plots")
        self.until(lambda: self.latest.state is TrainerState.PAUSED, "the trainer")
        self.until(lambda: self.window.actions_by_name["act_evaluate"].isEnabled(), "the run bar")

    @property
    def latest(self) -> Snapshot:
        return self.window.controller.latest

    @property
    def travel(self) -> TimeTravel:
        """What the trainer has; to look at while nothing runs, for then its thread waits."""
        return self.window.controller._trainer.training._travel

    def until(self, condition: Callable[[], bool], what: str, patience_s: float = PATIENCE_S) -> None:
        """Let the window live until something is so."""
        deadline = time.monotonic() + patience_s
        while not condition():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            assert time.monotonic() < deadline, f"{what}: no answer"

    def settle(self) -> None:
        """Wait until all that was asked for is answered, by the trainer and by the tasks of the presenters."""
        for _ in range(3):  # an answer may ask for something again
            self.fences += 1
            fence = f"fence {self.fences}"
            self.passed = ""
            self.window.controller.take_policy("untested", fence)
            self.until(lambda fence=fence: self.passed == fence, "the trainer")
            self.until(self._is_idle, "the presenters")
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # as in the event loop of the program

    def _follow(self, window: MainWindow) -> None:
        """Drive this window from now on: another language has another one."""
        self.window = window
        window.controller.policy_taken.connect(self._on_policy_taken)

    def _is_idle(self) -> bool:
        window = self.window
        return not window.references.is_busy and not any(
            tasks.is_busy for tasks in window.findChildren(BackgroundTasks)
        )

    def _on_policy_taken(self, policy: object, purpose: object) -> None:
        self.passed = purpose

    def trigger(self, name: str) -> bool:
        """Do what a menu, a button or a key does; return whether it can be done now."""
        action = self.window.actions_by_name[name]
        possible = action.isEnabled()
        action.trigger()
        return possible

    def answer(self) -> bool:
        """Choose what the notice offers, if it does."""
        button = self.window.notice.findChild(QPushButton, "notice_action")
        if self.window.notice.isHidden() or button is None or button.isHidden():
            return False
        button.click()
        return True

    def close(self) -> None:
        """Close the window as a person does; it ends in time and leaves nothing running."""
        begun = time.monotonic()
        self.window.close()
        taken_s = time.monotonic() - begun
        assert self.window.controller.close(), "the trainer goes on"
        assert taken_s < CLOSES_IN_S, f"closing took {taken_s:.1f} s"
        self.until(self._is_idle, "the presenters")  # which are told in this thread that their tasks have ended
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
