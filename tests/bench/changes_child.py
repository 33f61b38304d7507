"""The child that opens and follows a run with very many changes, in a real window."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.archive import archive_of
from playground.engine.history.recipe import Recipe
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.inputs import Input
from playground.engine.run.session import Session
from playground.engine.run.settings import Settings
from playground.store.recipe.file import save_recipe
from playground.store.session.file import save_session
from playground.ui.app import create
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.view.speed_control import FASTEST
from tests.bench.child import tell
from tests.bench.window import TIMER_MS

NEVER = 1 << 40  # env steps between evaluations
WITHIN_S = 60.0


def settings(n: int) -> Settings:
    return PRESETS.get("tutorial").settings().with_values({"run_length": 10 * n})


def changes(n: int) -> tuple[Input, ...]:
    return tuple(Input(call, "set_hyper", {"name": "gamma", "value": 0.9 + call % 90 / 1000}) for call in range(n))


def recipe_file(folder: Path, n: int) -> Path:
    path = folder / "many.rlr"
    save_recipe(Recipe(settings(n), changes(n), 2 * n), path)
    return path


def session_file(folder: Path, n: int) -> Path:
    session = Session(settings(n), changes(n))
    timeline = Timeline(session, Evaluator(session, NEVER))
    while session.n_calls < n:
        session.step()
    path = folder / "many.rls"
    save_session(archive_of(timeline), path)
    return path


class Ticks:
    """A timer in the window's thread, and what came between two of its ticks."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TIMER_MS)
        self._timer.timeout.connect(self._on_tick)

    def begin(self) -> None:
        self._held_s = self._late_s = 0.0
        self._begun = self._ticked = time.perf_counter()
        self._used = time.thread_time()
        self._timer.start()

    def end(self, n_steps: int) -> None:
        """Tell the parent how it was."""
        self._timer.stop()
        seconds = time.perf_counter() - self._begun
        tell(
            {"held_ms": 1000 * self._held_s, "late_ms": 1000 * self._late_s, "seconds": seconds, "steps": int(n_steps)}
        )

    def _on_tick(self) -> None:
        now, used = time.perf_counter(), time.thread_time()
        self._late_s = max(self._late_s, now - self._ticked - TIMER_MS / 1000)
        self._held_s = max(self._held_s, used - self._used)
        self._ticked, self._used = now, used


class Bench:
    """A person at the window."""

    def __init__(self, folder: Path, recipe: int, session: int, seconds: float) -> None:
        prepare_thread()
        self._files = recipe_file(folder, recipe), session_file(folder, session)
        self._seconds, self._ticks = seconds, Ticks()
        self.window = create(sys.argv[:1])
        self.window.speed.set_index(FASTEST)
        self._until(lambda: self.window.plots is not None and self._state is TrainerState.PAUSED)

    def run(self) -> None:
        for path in self._files:
            self._open(path)
            if path.suffix == ".rls":
                self._look_around()
            self._train()

    @property
    def _state(self) -> TrainerState:
        return self.window.controller.latest.state

    def _open(self, path: Path) -> None:
        latest = self.window.controller.latest
        self._ticks.begin()
        self.window.files.open(str(path))
        if latest.newest_steps:
            self._until(lambda: "The session takes the place" in self.window.notice.text)
            self.window.findChild(QPushButton, "notice_action").click()
        self._until(lambda: self.window.controller.latest.run > latest.run and self._state is TrainerState.PAUSED)
        self._wait(1.0)
        self._ticks.end(self.window.controller.latest.n_steps)

    def _look_around(self) -> None:
        window = self.window
        self._ticks.begin()
        for share in range(1, 10):
            for plot in window.plots.shown:
                plot.tip(share / 10 * plot.width())
            strip = window.timeline_bar.strip
            strip.tip(QPoint(round(share / 10 * strip.width()), 25))
            QApplication.processEvents()
        for size in ((1000, 720), (1280, 800)):
            window.resize(*size)
            self._wait(0.5)
        window.plots.fit()
        self._wait(0.5)
        self._ticks.end(window.controller.latest.n_steps)

    def _train(self) -> None:
        controller = self.window.controller
        before = controller.latest.n_steps
        self._ticks.begin()
        controller.toggle_run()
        self._wait(self._seconds)
        controller.pause()
        self._until(lambda: self._state in (TrainerState.PAUSED, TrainerState.FINISHED))
        self._ticks.end(controller.latest.n_steps - before)

    def _wait(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            QApplication.processEvents()
            time.sleep(0.001)

    def _until(self, is_so) -> None:
        ends = time.monotonic() + WITHIN_S
        while not is_so():
            if time.monotonic() > ends:
                raise TimeoutError(self.window.notice.text)
            QApplication.processEvents()
            time.sleep(0.001)


def main() -> None:
    about = json.loads(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder), **about)
        bench.run()
        bench.window.close()


if __name__ == "__main__":
    main()
