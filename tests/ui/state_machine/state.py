"""The window under test, and what was seen of its run."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize
from PySide6.QtCore import QSettings

from playground.ui.trainer.snapshot import TrainerState
from playground.ui.view.speed_control import FASTEST, SPEEDS
from tests.engine.state_machine.seen_run import SeenRun
from tests.ui.driven_window import DrivenWindow, Watch

DONE: Counter[str] = Counter()  # how often each thing was done, over all sequences of this process
MOST_STEPS = 1500  # of a run that is left to run on
SLOW, QUICK = SPEEDS.index(50), FASTEST
FOLDERS = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")

percents = st.integers(0, 100)
numbers = st.integers(0, 999)

OF_MACHINES = "window-machine-"  # begins the name of the home of each machine


class WindowState(RuleBasedStateMachine):
    """The window in folders of its own, and a watch over what goes wrong unseen."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix=OF_MACHINES))
        variables = {name: str(self.folder / name.lower()) for name in FOLDERS}
        self._variables = patch.dict(os.environ, variables)
        self._variables.start()
        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, variables["XDG_CONFIG_HOME"])
        self.watch = Watch()
        self.watch.__enter__()
        self.driven: DrivenWindow | None = None
        self.files: dict[str, Path] = {}

    @initialize()
    def open(self) -> None:
        DONE["sequences"] += 1
        self.driven = DrivenWindow()
        self.driven.window.speed.set_index(QUICK)
        self.know_another_run()

    @property
    def window(self) -> Any:
        return self.driven.window

    @property
    def latest(self) -> Any:
        return self.driven.latest

    @property
    def is_running(self) -> bool:
        return self.latest.state is TrainerState.RUNNING

    @property
    def is_long(self) -> bool:
        """Whether the run has so many steps that it should not go on by itself."""
        return bool(self.latest.n_steps >= MOST_STEPS)

    @property
    def hyper_fields(self) -> dict[str, Any]:
        """The rows of the hyperparameters, by name."""
        return self.window.hyper_panel._form._fields

    @property
    def environment_fields(self) -> dict[str, Any]:
        """The rows of what can be set of the environment, by name."""
        return self.window.hyper_panel._environment._fields

    def know_another_run(self) -> None:
        """Know nothing of the run that is shown now."""
        self.run, self.seen, self.seen_b = self.latest.run, SeenRun(), None

    def did(self, what: str) -> None:
        DONE[what] += 1
        self.driven.settle()

    def pause(self) -> None:
        self.driven.settle()
        if self.is_running:
            self.driven.trigger("act_run")
            self.driven.settle()
        self.window.speed.set_index(QUICK)
