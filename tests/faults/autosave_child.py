"""The window that is killed: restores what it is offered, trains, says its step."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from playground.engine.presets.catalogue import PRESETS
from playground.ui.app import create
from playground.ui.support.crash_report import CrashReport
from playground.ui.support.interrupts import Interrupts
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.speed_control import FASTEST
from playground.ui.window.main_window import MainWindow
from tests.bench.child import tell

SAY_MS = 20
PATIENCE_S = 2.0  # for an offer, when all else is ready
ENDLESS = 100_000_000


class Person(QObject):
    """Does what a person would: looks, restores, runs. It says so line by line, with the time of a clock all share."""

    def __init__(self, window: MainWindow, expects: bool, environment: str, algorithm: str, preset: str) -> None:
        super().__init__(window)
        self._window, self._expects = window, expects
        self._settings = PRESETS.get(preset, environment, algorithm).settings().with_values({"run_length": ENDLESS})
        self._ready_at = 0.0
        self._begun = self._was_offered = False
        window.speed.set_index(FASTEST)
        window.controller.run_replaced.connect(self._on_run_replaced)
        self._timer = QTimer(self)
        self._timer.setInterval(SAY_MS)
        self._timer.timeout.connect(self._on_timer)
        self._timer.start()

    def _on_timer(self) -> None:
        snapshot = self._window.controller.latest
        if self._begun:
            self._say(steps=snapshot.present_steps)
            if snapshot.state is TrainerState.PAUSED:
                self._window.controller.toggle_run()
        elif snapshot.state is TrainerState.PAUSED:
            self._ready_at = self._ready_at or time.monotonic()
            button = self._window.notice.findChild(QPushButton, "notice_action")
            if button is not None and button.isVisible():
                self._say(offered=self._window.notice.text)
                self._begun = self._was_offered = True
                button.click()
            elif not self._expects or time.monotonic() > self._ready_at + PATIENCE_S:
                self._say(told=self._window.notice.text)
                self._begun = True
                self._window.controller.reset(self._settings)

    def _on_run_replaced(self, snapshot: Snapshot) -> None:
        if self._begun and (snapshot.present_steps > 0 or not self._was_offered):  # the first run may come as late
            self._say(began=snapshot.present_steps)

    def _say(self, **what: object) -> None:
        tell({"at": time.monotonic(), **what})


def main() -> int:
    _crash_report = CrashReport()
    window = create([])
    _interrupts = Interrupts(window)
    _person = Person(window, sys.argv[1] == "expects", *sys.argv[2:])
    app = QApplication.instance()
    assert app is not None
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
