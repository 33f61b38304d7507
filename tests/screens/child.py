"""Process that has one look: opens a fresh window for each state and takes its picture."""

from __future__ import annotations

import json
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication, QSettings, Qt
from PySide6.QtWidgets import QApplication

from playground.ui.support.application import Application
from playground.ui.trainer.clocks.step_clock import StepClock
from tests.screens.catalogue import every_state
from tests.screens.driver import Driver
from tests.screens.looks import LOOKS, Look
from tests.screens.picture import picture_of
from tests.screens.table import State
from tests.ui.driven_window import Watch

PER_SECOND = 12_000  # steps, on the computer that all pictures tell of


class SteadyClock(StepClock):
    """Clock that tells of the steps made, not of this computer, so that pictures are the same every time."""

    def __init__(self, now: Callable[[], float]) -> None:
        super().__init__(now)
        self._made, self._runs = 0, False

    def start(self) -> None:
        super().start()
        self._runs = True

    def stop(self) -> None:
        super().stop()
        self._runs = False

    def reset(self) -> None:
        super().reset()
        self._made = 0

    def count(self, n_environments: int) -> None:
        super().count(n_environments)
        self._made += n_environments

    def steps_per_s(self, now: float) -> float:
        return PER_SECOND if self._runs else 0.0

    def elapsed_s(self, now: float) -> float:
        return self._made / PER_SECOND


class SteadyDate(datetime):
    """Date on which everything in the pictures is made."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:
        return datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@contextmanager
def steady() -> Iterator[None]:
    """Let nothing in a picture depend on when and where it is taken."""
    dates = ("engine.evaluation.policy", "engine.history.recipe", "engine.history.archive")
    with ExitStack() as stack:
        stack.enter_context(patch("playground.ui.trainer.training.StepClock", SteadyClock))
        stack.enter_context(patch("playground.ui.timeline.what_if_presenter.wants_motion", return_value=False))
        for module in dates:
            stack.enter_context(patch(f"playground.{module}.datetime", SteadyDate))
        yield


def take(state: State, look: Look, path: Path) -> str:
    """Take the picture of one state; return what was wrong, or nothing."""
    with Watch() as watch:
        driver = Driver(look)
        try:
            picture = state.reach(driver)
            if picture is None:
                settle_for_picture(driver)
                picture = picture_of(driver.window)
            path.parent.mkdir(parents=True, exist_ok=True)
            assert picture.save(str(path)), f"{path} cannot be written"
        finally:
            driver.close()
    return "\n".join(wrong for wrong in watch.wrong if not wrong.startswith("log:"))  # some states go wrong, and log it


def clear(home: Path) -> None:
    """Let a state find nothing of what the state before left."""
    for path in home.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.suffix != ".json":
            path.unlink(missing_ok=True)


def settle_for_picture(driver: Driver) -> None:
    """Draw what would be drawn a moment later."""
    driver.until(lambda: not driver.window.references.is_busy, "the lines of reference")
    if driver.window.plots is not None:
        driver.window.plots.flush()
    for _ in range(3):
        QCoreApplication.processEvents()


def main(words: list[str]) -> int:
    """Take pictures of the states that `words` name: of the folder, the look, and the states."""
    folder, look, names = Path(words[0]), LOOKS[words[1]], words[2:]
    home = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "rl-playground", "playground").fileName()
    assert str(folder) in home, f"{home} are a person's settings"
    assert folder in Path.home().parents, f"{Path.home()} is a person's home"
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    app = Application(["screens"])
    app.setOrganizationName("rl-playground")
    app.setApplicationName("playground")
    app.setCursorFlashTime(0)
    for effect in Qt.UIEffect:
        QApplication.setEffectEnabled(effect, False)
    states = every_state()
    with steady():
        for name in names:
            clear(Path.home())
            try:
                problem = take(states[name], look, folder / look.name / f"{name}.png")
            except Exception:  # noqa: BLE001  the other states go on
                problem = traceback.format_exc()
            sys.stdout.write(json.dumps({"state": name, "problem": problem}) + "\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
