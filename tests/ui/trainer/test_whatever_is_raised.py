"""The thread that trains outlives whatever is raised in it, says so, and begins anew on Reset."""

from __future__ import annotations

import importlib
import sys

import pytest

from playground.engine.presets.preset import PRESETS
from playground.envs.base import ENVIRONMENTS
from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.trainer.thread import Trainer
from tests.envs.user_environments import PanicException, Unspeakable


@pytest.fixture
def stair():
    """An environment with no adapter around it, whose class a test may spoil."""
    yield importlib.import_module("tests.engine.toy_environment").Stair
    ENVIRONMENTS.remove("toy-stair")
    del sys.modules["tests.engine.toy_environment"]


@pytest.fixture
def trainer(qtbot, stair):
    settings = PRESETS.first("toy-stair", "q-table").settings().with_values({"run_length": 10_000_000})
    trainer = Trainer(settings)
    trainer.start()
    qtbot.waitUntil(lambda: trainer.latest.state is TrainerState.PAUSED, timeout=20_000)
    yield trainer
    trainer.post(messages.Close())
    assert trainer.wait(5000)


@pytest.mark.parametrize("where", ["step", "snapshot"])  # the latter breaks what is shown of the failure too
@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, SystemExit, PanicException, Unspeakable])
def test_the_thread_says_what_was_raised_and_begins_anew_on_reset(qtbot, trainer, stair, kind, where):
    def raises(*more):
        raise kind("index out of bounds")

    sound = getattr(stair, where)
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.n_steps > 50, timeout=10_000)
    setattr(stair, where, raises)
    qtbot.waitUntil(lambda: trainer.latest.state is TrainerState.FAILED, timeout=10_000)
    assert f"Training stopped: {kind.__name__}" in trainer.latest.reason
    setattr(stair, where, sound)
    trainer.post(messages.Reset(trainer.latest.settings))
    qtbot.waitUntil(lambda: trainer.latest.state is TrainerState.PAUSED, timeout=10_000)
    assert trainer.latest.reason == ""
