"""The child that is the real window, and reports its first moments."""

from __future__ import annotations

import sys
import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from playground.ui.app import create
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.window.main_window import MainWindow
from tests.bench.child import about, tell
from tests.bench.status import resident_mb

SETTLE_MS = 2000


class Watch(QObject):
    """Follows the window from its first paint; times are seconds since the process was asked for."""

    def __init__(self, window: MainWindow, request: dict[str, Any]) -> None:
        super().__init__(window)
        self._window = window
        self._request = request
        self._found: dict[str, float] = {}
        self._cpu = 0.0
        window.installEventFilter(self)
        window.controller.snapshot_shown.connect(self._on_snapshot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a first paint as soon as it is over; what is posted here comes before what the paint itself posts."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            after = {self._window: self._on_painted, self._window.view: self._on_pictured}
            QTimer.singleShot(0, after.get(watched, self._on_plotted))
        return False

    def _on_painted(self) -> None:
        self._note("first_paint_s")
        self._on_pictured()
        QTimer.singleShot(0, self._watch_plots)

    def _on_pictured(self) -> None:
        if self._window.view.frames_drawn:
            self._note("picture_s")
        else:
            self._window.view.installEventFilter(self)

    def _watch_plots(self) -> None:
        if self._window.plots is None:
            QTimer.singleShot(0, self._watch_plots)
        else:
            self._window.plots.plots[-1].viewport().installEventFilter(self)

    def _on_plotted(self) -> None:
        self._note("plots_s")

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.state is TrainerState.PAUSED:
            self._window.controller.snapshot_shown.disconnect(self._on_snapshot)
            self._note("ready_s")
            self._found["ready_mb"] = resident_mb()
            QTimer.singleShot(SETTLE_MS, self._rest)

    def _rest(self) -> None:
        self._cpu = time.process_time()
        QTimer.singleShot(round(1000 * self._request["rest_s"]), self._train)

    def _train(self) -> None:
        self._found["paused_cpu"] = (time.process_time() - self._cpu) / self._request["rest_s"]
        self._window.controller.toggle_run()
        QTimer.singleShot(round(1000 * self._request["train_s"]), self._end)

    def _end(self) -> None:
        self._found["trained_mb"] = resident_mb()
        tell(self._found)
        self._window.close()

    def _note(self, name: str) -> None:
        self._found[name] = time.monotonic() - self._request["asked_at"]


def main() -> None:
    window = create(sys.argv[:1])
    _watch = Watch(window, about())
    sys.exit(QApplication.instance().exec())


if __name__ == "__main__":
    main()
