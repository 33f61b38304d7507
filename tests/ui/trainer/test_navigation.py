"""Going back in a run and forking it, asked of the trainer: what is seen is that moment, and the present stays."""

from __future__ import annotations

import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.ui.trainer import messages
from playground.ui.trainer.snapshot import TrainerState
from playground.ui.trainer.thread import Trainer


@pytest.fixture
def settings():
    return PRESETS.get("tutorial").settings().with_values({"run_length": 600})


@pytest.fixture
def trainer(qtbot, settings):
    """A trainer whose run is finished, with a change of gamma at its beginning."""
    trainer = Trainer(settings)
    with qtbot.waitSignal(trainer.changed, timeout=20_000):
        trainer.start()
    trainer.post(messages.SetHyper("gamma", 0.9, 1))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.state is TrainerState.FINISHED, timeout=20_000)
    yield trainer
    trainer.post(messages.Close())
    assert trainer.wait(5000)


def ask_for(qtbot, trainer, *requests):
    """Post requests and wait for the last answer."""
    for request in requests:
        trainer.post(request)
    with qtbot.waitSignal(trainer.policy_taken, timeout=10_000) as taken:
        trainer.post(messages.TakePolicy("current", None))
    return trainer.latest, taken.args[0]


def at(settings, n_steps):
    prepare_thread()
    session = Session(settings)
    session.submit("set_hyper", {"name": "gamma", "value": 0.9})
    while session.n_steps < n_steps:
        session.step()
    return session


def test_any_step_can_be_gone_to_and_all_that_is_seen_is_of_that_step(qtbot, trainer, settings):
    seen, policy = ask_for(qtbot, trainer, messages.Goto(234))
    there = at(settings, 234)
    assert (seen.state, seen.n_steps, seen.present_steps, seen.is_past) == (TrainerState.PAUSED, 234, 600, True)
    assert seen.scene.state == there.state
    assert seen.trace.step == 234
    assert seen.values["gamma"] == 0.9
    assert seen.n_episodes == there.n_episodes
    assert policy.weights_sha256 == policy_of(there).weights_sha256
    assert seen.metrics.curve.n_rows == 600


def test_a_step_back_an_episode_back_and_the_present_again(qtbot, trainer, settings):
    seen, _ = ask_for(qtbot, trainer, messages.StepBack())
    assert (seen.n_steps, seen.is_past) == (599, True)
    seen, _ = ask_for(qtbot, trainer, messages.StepBack(), messages.StepBack())
    assert seen.n_steps == 597
    seen, _ = ask_for(qtbot, trainer, messages.EpisodeBack())
    ends = seen.metrics.episodes.column("step")
    assert seen.n_steps == max(end for end in ends if end < 597)
    assert seen.scene.terminated or seen.scene.truncated
    seen, policy = ask_for(qtbot, trainer, messages.Goto(600))
    assert (seen.n_steps, seen.is_past) == (600, False)
    assert policy.weights_sha256 == policy_of(at(settings, 600)).weights_sha256


def test_a_step_forward_in_the_past_shows_the_step_that_was_made(qtbot, trainer):
    before, _ = ask_for(qtbot, trainer, messages.Goto(301))
    seen, _ = ask_for(qtbot, trainer, messages.StepBack(), messages.StepOnce())
    assert (seen.n_steps, seen.is_past) == (301, True)
    assert (seen.trace.action, seen.trace.die, seen.scene.state) == (
        before.trace.action,
        before.trace.die,
        before.scene.state,
    )


def test_running_in_the_past_goes_on_to_the_present_and_adds_nothing_twice(qtbot, trainer, settings):
    ask_for(qtbot, trainer, messages.Goto(100))
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.state is TrainerState.FINISHED, timeout=20_000)
    seen, policy = ask_for(qtbot, trainer)
    assert (seen.n_steps, seen.is_past, seen.metrics.curve.n_rows) == (600, False, 600)
    assert policy.weights_sha256 == policy_of(at(settings, 600)).weights_sha256


def test_a_change_in_the_past_makes_a_fork_that_goes_on_beside_the_run(qtbot, trainer, settings):
    seen, _ = ask_for(qtbot, trainer, messages.Goto(200), messages.SetHyper("gamma", 0.5, 2))
    assert (seen.fork.from_step, seen.n_steps, seen.is_past, seen.values["gamma"]) == (200, 200, False, 0.5)
    seen, _ = ask_for(qtbot, trainer, messages.StepOnce())
    assert seen.fork.difference.first.name == "target"
    trainer.post(messages.Run())
    qtbot.waitUntil(lambda: trainer.latest.state is TrainerState.FINISHED, timeout=20_000)
    seen, _ = ask_for(qtbot, trainer)
    assert (seen.n_steps, seen.fork.a_steps, seen.fork.metrics.curve.n_rows, seen.metrics.curve.n_rows) == (600,) * 4
    assert seen.fork.other_action > 200
    seen, policy = ask_for(qtbot, trainer, messages.CloseFork())
    assert (seen.fork, seen.values["gamma"], seen.n_steps) == (None, 0.9, 600)
    assert policy.weights_sha256 == policy_of(at(settings, 600)).weights_sha256


def test_a_fork_that_is_promoted_is_the_run(qtbot, trainer):
    before, _ = ask_for(
        qtbot, trainer, messages.Goto(200), messages.ForkHere(), messages.SetHyper("gamma", 0.5, 2), messages.StepOnce()
    )
    seen, _ = ask_for(qtbot, trainer, messages.Promote())
    assert seen.run == before.run + 1
    assert (seen.fork, seen.metrics, seen.n_steps, seen.present_steps) == (None, before.fork.metrics, 201, 201)
    seen, _ = ask_for(qtbot, trainer, messages.Goto(50))
    assert (seen.n_steps, seen.is_past, seen.values["gamma"]) == (50, True, 0.9)


def test_going_elsewhere_beside_a_fork_is_refused_in_words(qtbot, trainer):
    ask_for(qtbot, trainer, messages.Goto(200), messages.ForkHere())
    with qtbot.waitSignal(trainer.refused, timeout=5000) as refused:
        trainer.post(messages.Goto(5))
    assert refused.args[0] == ""
    assert "Close the fork" in refused.args[1]
    assert trainer.latest.fork is not None


def test_running_is_paused_by_going_back(qtbot, trainer):
    trainer.post(messages.SetHyper("run_length", 100_000, 3))
    trainer.post(messages.Run())
    seen, _ = ask_for(qtbot, trainer, messages.Goto(100))
    assert (seen.state, seen.n_steps, seen.is_past) == (TrainerState.PAUSED, 100, True)


def test_the_ends_of_episodes_can_be_gone_to_one_after_the_other_both_ways(qtbot, trainer):
    ends = [int(step) for step in trainer.latest.metrics.episodes.column("step")]
    seen, _policy = ask_for(qtbot, trainer, messages.Goto(ends[1] + 1), messages.EpisodeForward())
    assert seen.n_steps == ends[2]
    seen, _policy = ask_for(qtbot, trainer, messages.EpisodeForward())
    assert seen.n_steps == ends[3]
    seen, _policy = ask_for(qtbot, trainer, messages.EpisodeBack())
    assert seen.n_steps == ends[2]
    seen, _policy = ask_for(qtbot, trainer, messages.Goto(ends[-1]), messages.EpisodeForward())
    assert (seen.n_steps, seen.is_past) == (600, False)
