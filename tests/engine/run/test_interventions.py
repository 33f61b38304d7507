"""A push and a forced action act on the environment that is shown, once, and on no die."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.evaluation.evaluation import Evaluator
from playground.engine.history.fork import Fork
from playground.engine.history.timeline import Timeline
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.engine.run.trace import Trace
from playground.envs.base import ENVIRONMENTS
from playground.errors import HyperError
from playground.hyper import hypers

ALGORITHMS = {preset.algorithm: preset for preset in reversed(list(PRESETS))}
PUSHED = [card for card in (ENVIRONMENTS.get(name) for name in ENVIRONMENTS.names()) if card.push is not None]


def small(preset, **values):
    given = {"hidden_layers": (8, 8), "rollout_steps": 16, "n_environments": 2, "steps_per_episode": 30, **values}
    settings = preset.settings()
    known = hypers(settings.params).names()
    return settings.with_values({name: value for name, value in given.items() if name in known})


def action_of(card, share):
    """Return a share of the way from the first action to the last, as an input has it."""
    numbers = [low + share * (high - low) for low, high in card.action_bounds]
    return numbers or round(share * (len(card.actions) - 1))


def test_a_push_changes_the_velocity_of_the_cart_and_nothing_else(settings, run_to):
    session, twin = (run_to(Session(settings), 40) for _ in range(2))
    x, velocity, angle, angular = session.state
    session.submit("push", {"change": 2})
    assert session.state == (x, velocity + 2.0, angle, angular)
    assert session.rng.state() == twin.rng.state()
    trace = Trace()
    session.step(trace)
    np.testing.assert_array_equal(trace.observation, np.array([x, velocity + 2.0, angle, angular], np.float32))
    [mark] = session.metrics.marks
    assert (mark.step, mark.name, mark.after) == (40, "push_right", 2.0)


def test_a_push_at_the_very_end_of_an_episode_meets_the_start_of_the_next(settings, run_to):
    session, twin = Session(settings), Session(settings)
    for one in (session, twin):
        one.step()
        while not one.shown.over:
            one.step()
    trace = Trace()
    twin.step(trace)
    session.submit("push", {"change": -1.0})
    assert (session.shown.over, session.shown.episode_step, session.shown.terminated) == (False, 0, False)
    start = np.array(session.state, np.float32)
    np.testing.assert_allclose(start, trace.observation + np.array([0, -1, 0, 0], np.float32), atol=1e-6)
    session.step()
    assert (session.n_episodes, session.shown.episode_step) == (1, 1)


def test_four_pushes_at_one_moment_are_four(settings, run_to):
    session = run_to(Session(settings), 20)
    before = session.state[1]
    for _ in range(4):
        session.submit("push", {"change": 0.25})
    assert session.state[1] == pytest.approx(before + 1.0)
    assert len(session.metrics.marks) == 4


@pytest.mark.parametrize("card", PUSHED, ids=lambda card: card.id)
def test_no_push_makes_anything_faster_than_its_environment_lets_it_be(card):
    push = card.push
    assert len(card.idle) > push.number
    for change in (push.most, -push.most):
        state = push.moved(push.moved(card.idle, change), change)
        fastest = 2 * push.most if push.limit is None else push.limit
        assert state[push.number] == pytest.approx(np.sign(change) * fastest)
        assert card.is_state(state)


def test_an_environment_without_a_velocity_says_why_it_cannot_be_pushed():
    session = Session(small(PRESETS.first("GridWorld-v1", "q-table")))
    with pytest.raises(HyperError, match=r"Nothing in .* can be pushed"):
        session.submit("push", {"change": 1.0})
    assert session.inputs == []


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_forced_action_is_the_next_one_of_the_first_environment_and_draws_no_die(algorithm, share):
    settings = small(ALGORITHMS[algorithm])
    session, twin = Session(settings), Session(settings)
    for _ in range(5):
        session.step()
        twin.step()
    action = action_of(session.card, share)
    session.submit("force_action", {"action": action})
    trace = Trace()
    session.step(trace)
    twin.step()
    n = len(session.sub_envs)
    ours, theirs = (one.log.read(5 * n, 6 * n, slice(2 * one.log.observation_size, -3)) for one in (session, twin))
    np.testing.assert_array_equal(ours[0], np.float32(action))
    np.testing.assert_array_equal(ours[1:], theirs[1:])
    np.testing.assert_array_equal(trace.action, np.float32(action) if session.card.action_bounds else action)
    assert trace.forced
    assert repr(session.rng.state()) == repr(twin.rng.state())
    session.step(trace := Trace())  # and only that one
    assert not trace.forced
    assert [entry.step for entry in session.inputs] == [5]


@pytest.mark.parametrize("environment", ["CartPole-v1", "Pendulum-v1"])
def test_ppo_learns_from_the_probability_of_the_action_that_was_forced(environment):
    """Before the first update the policy is the one that acted, so every ratio is 1, the forced one's too."""
    settings = small(PRESETS.first(environment, "ppo"), batch_size=32, n_epochs=1)
    session = Session(settings)
    for step in range(16):
        if step % 3 == 1:
            session.submit("force_action", {"action": action_of(session.card, step % 2)})
        trace = Trace()
        session.step(trace)
    np.testing.assert_allclose(trace.update["ratio"], 1.0, rtol=1e-4)


@pytest.mark.parametrize("action", [3.0, float("nan"), "1", True])
def test_a_continuous_action_outside_its_bounds_is_refused(action):
    session = Session(small(PRESETS.first("Pendulum-v1", "ppo")))
    for payload in ({"action": [action]}, {"action": action}, {"action": [0.0, 0.0]}, {}):
        with pytest.raises(HyperError, match=r"a list of numbers within −?-?2\.\.2"):
            session.submit("force_action", payload)
    assert session.inputs == []


def test_a_fork_at_a_step_takes_the_other_action_there(settings):
    session = Session(settings)
    timeline = Timeline(session, Evaluator(session, every=250))
    for _ in range(60):
        timeline.step()
    at = timeline.goto(30)
    fork = Fork(timeline, at)
    taken = int(timeline.session.log.read(30, 31)[0, -4])
    fork.submit("force_action", {"action": 1 - taken})
    fork.step()
    assert fork.b.shown.action == 1 - taken
    assert fork.a.shown.action == taken
    assert fork.other_action == 31
    assert [(mark.step, mark.name) for mark in fork.b.metrics.marks] == [(30, "force_action")]
    assert timeline.session.metrics.marks == []
