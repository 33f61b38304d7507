"""While a run races, the trainer shows its inside to those who look, and to nobody else."""

from __future__ import annotations

import pytest

from playground.engine.presets.catalogue import PRESETS
from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.trainer.thread import Trainer


@pytest.fixture
def trainer(qtbot):
    """A trainer that got ready; it ends after the test."""
    trainer = Trainer(PRESETS.get("tutorial").settings().with_values({"run_length": 1_000_000}))
    with qtbot.waitSignal(trainer.changed, timeout=20_000):
        trainer.start()
    yield trainer
    trainer.post(messages.Close())
    assert trainer.wait(5000)


def paused(qtbot, trainer):
    trainer.post(messages.Pause())
    qtbot.waitUntil(lambda: trainer.latest.state is TrainerState.PAUSED, timeout=20_000)
    return trainer.latest


def test_who_looks_sees_the_buffer_grow_while_it_races(qtbot, trainer):
    trainer.post(messages.Look(True))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.inside is not None and bool(trainer.latest.inside.rates), timeout=20_000)
    first = trainer.latest.inside
    qtbot.waitUntil(lambda: trainer.latest.inside is not first, timeout=20_000)
    second = trainer.latest.inside
    assert second.step > first.step
    assert second.buffer.size == second.insight["n_stored"] == min(second.step, second.buffer.capacity)
    assert set(second.rates) == {"steps", "updates", "episodes"}
    assert second.rates["steps"] > 0


def test_while_nobody_looks_there_is_nothing_to_see(qtbot, trainer):
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.n_steps > 100, timeout=20_000)
    assert trainer.latest.inside is None
    trainer.post(messages.Look(True))
    qtbot.waitUntil(lambda: trainer.latest.inside is not None, timeout=20_000)
    trainer.post(messages.Look(False))
    qtbot.waitUntil(lambda: trainer.latest.inside is None, timeout=20_000)
    assert trainer.latest.state is TrainerState.RUNNING


def test_at_rest_the_trace_of_the_step_tells_it_all(qtbot, trainer):
    trainer.post(messages.Look(True))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.inside is not None, timeout=20_000)
    seen = paused(qtbot, trainer)
    assert seen.inside is None
    qtbot.waitUntil(lambda: trainer.latest.fresh_trace is not None, timeout=20_000)
    trace = trainer.latest.fresh_trace
    assert trace.buffer.size == trace.insight["n_stored"]
    assert trace.minibatch is not None


def test_in_slow_motion_each_step_is_traced_and_no_view_is_needed(qtbot, trainer):
    trainer.post(messages.Look(True))
    trainer.post(messages.SetSpeed(10.0))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.n_steps >= 2, timeout=20_000)
    assert trainer.latest.inside is None
    assert trainer.latest.trace.buffer.size == trainer.latest.trace.step
