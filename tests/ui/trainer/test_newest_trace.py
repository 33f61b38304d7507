"""The numbers of the newest step are there wherever a run stops, and no bit of it changes for them."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.breakpoints.breakpoints import Breakpoint
from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.trainer.thread import Trainer


@pytest.fixture
def settings():
    return PRESETS.get("tutorial").settings().with_values({"run_length": 600})


@pytest.fixture
def start(qtbot):
    """Return a function that starts a trainer; it ends after the test."""
    trainers = []

    def start(settings):
        trainer = Trainer(settings)
        trainers.append(trainer)
        with qtbot.waitSignal(trainer.changed, timeout=20_000):
            trainer.start()
        return trainer

    yield start
    for trainer in trainers:
        trainer.post(messages.Close())
        assert trainer.wait(5000)


def stopped(qtbot, trainer, *requests):
    """Post requests; return what is seen once training has stopped and its newest step can be read."""
    for request in requests:
        trainer.post(request)
    take(qtbot, trainer)  # all of them are answered by now

    def is_read():
        seen = trainer.latest
        return seen.state in (TrainerState.PAUSED, TrainerState.FINISHED) and seen.fresh_trace is not None

    qtbot.waitUntil(is_read, timeout=20_000)
    return trainer.latest


def take(qtbot, trainer):
    with qtbot.waitSignal(trainer.policy_taken, timeout=10_000) as taken:
        trainer.post(messages.TakePolicy("untested", None))
    return taken.args[0]


def traced(settings, n_steps):
    """Return a session of so many steps with the trace of the last one."""
    prepare_thread()
    session, trace = Session(settings), Trace()
    while session.n_steps < n_steps - 1:
        session.step()
    session.step(trace)
    return session, trace


def assert_same(trace, expected):
    assert (trace.step, trace.episode, trace.action, trace.die) == (
        expected.step,
        expected.episode,
        expected.action,
        expected.die,
    )
    for name in ("observation", "values", "next_observation"):
        assert np.array_equal(getattr(trace, name), getattr(expected, name))
    assert trace.update.keys() == expected.update.keys()
    for name, numbers in expected.update.items():
        assert np.array_equal(trace.update[name], numbers), name


@pytest.mark.parametrize("stop", ["pause", "breakpoint", "episode", "run length"])
def test_at_every_stop_the_newest_step_can_be_read_as_if_it_had_been_watched(qtbot, start, settings, stop):
    trainer = start(settings)
    if stop == "breakpoint":
        trainer.post(messages.SetBreakpoints((Breakpoint("step == 321"),)))
    trainer.post(messages.Run(to_episode_end=stop == "episode"))
    if stop == "pause":
        qtbot.waitUntil(lambda: trainer.latest.n_steps > 100, timeout=20_000)
        trainer.post(messages.Pause())
    seen = stopped(qtbot, trainer)
    session, expected = traced(settings, seen.n_steps)
    assert seen.n_steps == {"breakpoint": 321, "run length": 600}.get(stop, seen.n_steps)
    assert_same(seen.fresh_trace, expected)
    assert seen.scene.state == session.state
    assert seen.fresh_trace.action == seen.scene.action
    assert not seen.is_stepped
    assert take(qtbot, trainer).weights_sha256 == policy_of(session).weights_sha256


def test_in_slow_motion_every_step_is_read_while_it_runs(qtbot, start, settings):
    trainer = start(settings)
    trainer.post(messages.SetSpeed(10.0))
    trainer.post(messages.Run())
    for n_steps in (2, 4):
        qtbot.waitUntil(lambda n=n_steps: trainer.latest.n_steps == n, timeout=5000)
        seen = trainer.latest
        assert seen.state is TrainerState.RUNNING
        assert seen.fresh_trace is not None
        assert seen.fresh_trace.action == seen.scene.action


def test_while_it_races_the_newest_step_that_was_read_stays_and_is_not_taken_for_a_fresh_one(qtbot, start, settings):
    trainer = start(settings.with_values({"run_length": 100_000}))
    assert stopped(qtbot, trainer, messages.StepOnce()).is_stepped
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.n_steps > 200, timeout=20_000)
    seen = trainer.latest
    assert seen.trace.step == 1
    assert seen.fresh_trace is None


def test_in_a_fork_it_is_the_newest_step_of_the_fork(qtbot, start, settings):
    trainer = start(settings)
    stopped(qtbot, trainer, messages.Run())
    stopped(qtbot, trainer, messages.Goto(300), messages.ForkHere(), messages.SetHyper("gamma", 0.5, 1))
    trainer.post(messages.SetBreakpoints((Breakpoint("step == 400"),)))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.hit is not None, timeout=20_000)
    seen = stopped(qtbot, trainer)
    prepare_thread()
    session, expected = Session(settings), Trace()
    for _ in range(300):
        session.step()
    session.submit("set_hyper", {"name": "gamma", "value": 0.5})
    for _ in range(99):
        session.step()
    session.step(expected)
    assert_same(seen.fresh_trace, expected)
    closed = stopped(qtbot, trainer, messages.CloseFork())
    assert closed.fork is None
    assert_same(closed.fresh_trace, traced(settings, 600)[1])


def test_a_run_that_ran_away_can_be_read_too(qtbot, start, settings):
    trainer = start(settings)
    trainer.post(messages.SetHyper("learning_rate", 1e6, 1))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.reason != "", timeout=20_000)
    seen = stopped(qtbot, trainer)
    assert seen.reason
    assert seen.fresh_trace.action == seen.scene.action


@pytest.mark.parametrize("ends", [False, True], ids=["pause", "to end"])
def test_where_nothing_can_be_made_again_the_step_before_a_stop_is_watched(qtbot, start, added, ends):
    card = added("Restless-v0")
    assert card.restored_by == "none"
    trainer = start(PRESETS.first(card.id, "dqn").settings().with_values({"hidden_layers": (8,)}))
    trainer.post(messages.Run(to_episode_end=ends))
    if not ends:
        qtbot.waitUntil(lambda: trainer.latest.n_steps > 50, timeout=20_000)
        trainer.post(messages.Pause())
    seen = stopped(qtbot, trainer)
    assert seen.fresh_trace.action == seen.scene.action
    assert (seen.scene.terminated or seen.scene.truncated) or not ends
