"""The child that is the real window: trains or idles, and counts what is drawn."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Qt, QTimer
from PySide6.QtWidgets import QApplication

from playground.engine.presets.catalogue import DEFAULT_PRESET, PRESETS
from playground.ui.app import create
from playground.ui.trainer.snapshot import Snapshot, TrainerState
from playground.ui.view.speed_control import FASTEST
from playground.ui.window.main_window import MainWindow
from tests.bench.child import tell
from tests.bench.status import resident_mb
from tests.bench.window import TIMER_MS

SETTLE_MS = 1000  # after Run and after Pause, before anything counts
ENDLESS = 100_000_000


@dataclass
class Phase:
    """What the counters said when it began."""

    seconds: float
    trains: bool
    with_timer: bool
    workspace: str = "watch"
    begun: float = 0.0
    gui_seconds: float = 0.0
    frames: int = 0
    redraws: int = 0
    snapshot: Snapshot | None = None


class Watch(QObject):
    """Answers requests, one after the other, from inside the window's own thread."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.speed.set_index(FASTEST)
        self._phase = Phase(0.0, False, False)
        self._lateness: list[float] = []
        self._ticked = 0.0
        self._answer: dict[str, Any] = {}
        self._then: Callable[[], None] | None = self._make_endless  # as soon as the trainer pauses
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TIMER_MS)
        self._timer.timeout.connect(self._on_timer)
        self._requests = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._requests.activated.connect(self._on_request)
        self._requests.setEnabled(False)
        window.controller.snapshot_shown.connect(self._on_snapshot)

    def _make_endless(self) -> None:
        settings = PRESETS.get(DEFAULT_PRESET).settings().with_values({"run_length": ENDLESS})
        self._then = self._get_ready
        self._window.controller.reset(settings)

    def _get_ready(self) -> None:
        self._requests.setEnabled(True)
        tell({"size": [self._window.width(), self._window.height()]})

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.state is TrainerState.PAUSED and self._then is not None:
            then, self._then = self._then, None
            QTimer.singleShot(0, then)

    def _on_request(self) -> None:
        line = sys.stdin.readline()
        if not line:
            self._window.close()
            return
        self._phase = _parse(line)
        self._window.workspaces.show(self._phase.workspace)
        if self._phase.trains:
            self._window.controller.toggle_run()
        QTimer.singleShot(SETTLE_MS, self._begin)

    def _begin(self) -> None:
        phase, window = self._phase, self._window
        phase.snapshot = window.controller.latest
        phase.frames, phase.redraws = window.view.frames_drawn, window.plots.redraws
        phase.gui_seconds, phase.begun = time.thread_time(), time.perf_counter()
        if phase.with_timer:
            self._lateness.clear()
            self._ticked = time.perf_counter()
            self._timer.start()
        QTimer.singleShot(round(1000 * phase.seconds), self._end)

    def _on_timer(self) -> None:
        now = time.perf_counter()
        self._lateness.append(now - self._ticked - TIMER_MS / 1000)
        self._ticked = now

    def _end(self) -> None:
        self._timer.stop()
        phase, window = self._phase, self._window
        latest = window.controller.latest
        seconds = time.perf_counter() - phase.begun
        plots = sum(not plot.isHidden() for plot in window.plots.plots)
        n_steps, train_seconds = latest.n_steps - phase.snapshot.n_steps, latest.elapsed_s - phase.snapshot.elapsed_s
        self._answer = {
            "from_step": phase.snapshot.n_steps,
            "to_step": latest.n_steps,
            "steps_per_s": n_steps / train_seconds if train_seconds else 0.0,
            "frames_per_s": (window.view.frames_drawn - phase.frames) / seconds,
            "redraws_per_s": (window.plots.redraws - phase.redraws) / plots / seconds,
            "plots": plots,
            "gui_share": (time.thread_time() - phase.gui_seconds) / seconds,
            "lateness_s": self._lateness if phase.with_timer else [],
            "resident_mb": resident_mb(),
        }
        if phase.trains:
            self._then = self._reply
            window.controller.pause()
        else:
            self._reply()

    def _reply(self) -> None:
        tell(self._answer)


def _parse(line: str) -> Phase:
    request: dict[str, Any] = json.loads(line)
    trains = request["do"] == "train"
    return Phase(request["seconds"], trains, request.get("with_timer", not trains), request["workspace"])


def main() -> None:
    window = create(sys.argv[:1])
    _watch = Watch(window)
    sys.exit(QApplication.instance().exec())


if __name__ == "__main__":
    main()
