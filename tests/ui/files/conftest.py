"""Windows that keep their run, and what one that was killed leaves behind."""

from __future__ import annotations

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.archive import BRIEF, archive_of
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import DEFAULT_PRESET, PRESETS
from playground.engine.run.session import Session
from playground.store.autosave import autosave_path
from playground.store.session.file import save_session
from playground.ui import app
from playground.ui.files import autosave
from playground.ui.trainer.snapshot import TrainerState
from tests.ui.files.kept_runs import STEPS


@pytest.fixture
def opened(qtbot, monkeypatch):
    """Open windows as the program does; copies follow each other soon, and all are closed afterwards."""
    monkeypatch.setattr(autosave, "PAUSED_EVERY_S", 0.02)
    windows = []

    def open_window():
        window = app.create([])
        windows.append(window)
        qtbot.addWidget(window)
        qtbot.waitUntil(lambda: window.controller.latest.state is TrainerState.PAUSED, timeout=20_000)
        qtbot.waitUntil(lambda: window.actions_by_name["act_evaluate"].isEnabled(), timeout=5000)
        return window

    yield open_window
    for window in windows:
        window.close()


@pytest.fixture
def crashed():
    """Leave behind what a window does that is killed after a few steps; return the folder."""
    prepare_thread()
    session = Session(PRESETS.get(DEFAULT_PRESET).settings())
    timeline = Timeline(session, Evaluator(session))
    while session.n_steps < STEPS:
        timeline.step()
    folder = autosave_path() / "000001-01234567"
    folder.mkdir(parents=True)
    (folder / "lock").write_bytes(b"running")
    save_session(archive_of(timeline, bounds=BRIEF), folder / "00000007.rls")
    return folder
