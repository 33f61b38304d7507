"""What a policy makes of a state is what its run would make of it there."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.evaluation.opinion import Adviser
from playground.engine.evaluation.policy import policy_of
from playground.engine.history.counterfactual import Branching, future_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.errors import CancelledError
from playground.hyper import hypers

ALGORITHMS = {preset.algorithm: preset for preset in reversed(list(PRESETS))}


def run_of(preset, n_steps=60):
    settings = preset.settings()
    small = {"hidden_layers": (8, 8), "rollout_steps": 16, "n_environments": 2, "baseline": "on"}
    known = hypers(settings.params).names()
    session = Session(settings.with_values({name: value for name, value in small.items() if name in known}))
    for _ in range(n_steps):
        session.step()
    return session


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_an_opinion_is_what_the_run_would_show_there(algorithm):
    session = run_of(ALGORITHMS[algorithm])
    opinion = Adviser(policy_of(session), session.environment_params).opinion(session.state)
    np.testing.assert_allclose(opinion.shown, session.agent.look(session.shown.observation), rtol=1e-5, atol=1e-6)
    state_values = getattr(session.agent, "state_values", None)
    if state_values is not None:
        [value] = state_values(session.shown.observation[None])
        assert opinion.value == pytest.approx(float(value), rel=1e-4, abs=1e-6)
    elif session.settings.learner.shown_in(session.settings.space) == "q":
        assert opinion.value == max(opinion.shown)
        assert opinion.action == np.argmax(opinion.shown)
    else:
        assert opinion.value is None


def test_asking_changes_nothing():
    session = run_of(PRESETS.get("tutorial"))
    before = session.state, repr(session.rng.state())
    Adviser(policy_of(session), session.environment_params).opinion((1.0, 0.0, 0.1, 0.0))
    assert (session.state, repr(session.rng.state())) == before


def test_weights_that_are_no_numbers_make_an_opinion_of_no_numbers():
    session = run_of(PRESETS.get("tutorial"))
    policy = policy_of(session)
    for array in policy.weights.values():
        array[:] = math.nan
    opinion = Adviser(policy, session.environment_params).opinion(session.state)
    assert all(math.isnan(number) for number in opinion.shown)


def test_a_future_of_the_policys_own_is_the_greedy_episode_from_there():
    session = run_of(PRESETS.get("tutorial"))
    policy = policy_of(session)
    own = future_of(policy, Branching((0.0, 0.0, 0.05, 0.0), 0, 500))
    assert own.states[0] == (0.0, 0.0, 0.05, 0.0)
    assert own.total == len(own)
    assert own == future_of(policy, Branching((0.0, 0.0, 0.05, 0.0), 0, 500), own.action)


def test_a_future_that_nobody_waits_for_any_more_ends():
    session = run_of(PRESETS.get("tutorial"))
    with pytest.raises(CancelledError):
        future_of(policy_of(session), Branching((0.0, 0.0, 0.05, 0.0), 0, 500), should_stop=lambda: True)
