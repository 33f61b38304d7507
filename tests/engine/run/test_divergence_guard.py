"""The divergence guard: what trips it, what does not, and how the learner is put back."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.agents.nn.divergence import diverged
from playground.engine.evaluation.policy import policy_of
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.envs.base import ENVIRONMENTS
from playground.envs.gym_adapter.probe import probe
from playground.envs.gym_adapter.user_environments import enter
from playground.errors import DivergedError, HyperError


@pytest.fixture(autouse=True)
def prepared():
    prepare_thread()


RUNAWAY = {"gamma": 0.99, "learning_rate": 1.0, "target_network": "off", "reward_on_termination": None}


def session_of(preset, **values):
    return Session(PRESETS.get(preset).settings().with_values(values))


def run(session, n_steps):
    """Step until `n_steps` are done or the guard trips; return what it said."""
    while session.n_steps < n_steps:
        try:
            session.step()
        except DivergedError as error:
            return error
    return None


@pytest.fixture
def goal():
    """An environment of a person's own that pays nothing before the goal."""
    card = enter(probe("tests.envs.user_environments:Goal-v0"))
    yield card.id
    ENVIRONMENTS.remove(card.id)


@pytest.mark.parametrize("seed", [2, 4])
def test_nothing_is_judged_before_a_reward_was_seen(goal, seed):
    session = Session(PRESETS.first(goal, "dqn").settings().with_values({"seed": seed}))
    assert run(session, 800) is None
    assert session.agent.n_updates > 600


def test_what_a_new_network_begins_with_is_possible_though_rewards_are_tiny(goal):
    session = Session(PRESETS.first(goal, "dqn").settings().with_values({"gamma": 0.0}))
    session.guard.see_reward(1e-9)
    assert run(session, 800) is None
    assert session.guard.possible > 0.01


@pytest.mark.parametrize("preset", PRESETS.names())
def test_ten_sweeps_of_gamma_do_not_trip_it(preset):
    session = session_of(preset, learning_starts=100, train_every=1, updates_per_training=1, hidden_layers=(32, 32))
    for half in range(20):
        session.submit("set_hyper", {"name": "gamma", "value": 0.99 if half % 2 else 0.5})
        assert run(session, 250 * (half + 1)) is None
    assert session.agent.n_updates > 4000


def test_what_is_possible_is_judged_by_the_largest_gamma_of_the_run():
    session = session_of("tutorial", reward_on_termination=None, gamma=0.99)
    run(session, 200)
    assert session.guard.possible == pytest.approx(100)
    session.submit("set_hyper", {"name": "gamma", "value": 0.5})
    run(session, 400)
    assert session.guard.possible == pytest.approx(100)


def test_a_gamma_that_was_used_for_a_moment_counts_for_the_rest_of_the_run():
    session = session_of("tutorial", reward_on_termination=None, gamma=0.5)
    run(session, 200)
    assert session.guard.possible == pytest.approx(2)
    for gamma in (0.99, 0.5):
        session.submit("set_hyper", {"name": "gamma", "value": gamma})
        run(session, session.n_steps + 10)
    assert session.guard.possible == pytest.approx(100)


def test_the_reward_on_termination_counts_as_a_reward():
    session = session_of("tutorial", gamma=0.5)
    session.submit("set_hyper", {"name": "reward_on_termination", "value": -200.0})
    assert session.guard.possible == pytest.approx(400)


@pytest.mark.parametrize("on_termination", [None, -10.0])
def test_a_network_that_begins_with_high_values_may_come_down_from_them(on_termination):
    session = session_of("tutorial", initial_value=1000.0, reward_on_termination=on_termination)
    assert run(session, 4000) is None


def test_values_far_too_large_do_not_trip_it_while_they_fall():
    session = session_of("tutorial", gamma=0.5, target_network="off")
    run(session, 100)
    weights = policy_of(session).weights
    last = sorted(weights)[-2]  # the last bias
    session.submit("load_weights", {"weights": {**weights, last: np.full_like(weights[last], 1000.0)}})
    assert run(session, 1500) is None
    assert session.agent.stats.largest_value > 10 * session.guard.possible


@pytest.mark.parametrize("updates", [1, pytest.param(128, marks=pytest.mark.slow)])
def test_it_judges_after_every_50_updates_however_many_a_step_makes(updates):
    session = session_of("tutorial", gamma=1.0, steps_per_episode=8, learning_rate=0.01, updates_per_training=updates)
    assert run(session, 10_000) is not None
    assert session.agent.n_updates % 50 == 0  # noticed within the round, at the very update


def updates_until_it_trips(session):
    """Tell the guard of values that soon are far too large and only ever grow, until it says so."""
    agent, n_before = session.agent, session.agent.n_updates
    for value in range(10_000):
        agent.n_updates, agent.stats.largest_value = agent.n_updates + 1, max(0.0, 1000.0 * (value - 60))
        try:
            session.guard.check()
        except DivergedError:
            return agent.n_updates - n_before
    return None


def test_it_judges_by_what_has_grown_over_500_updates():
    assert updates_until_it_trips(session_of("tutorial")) == 50 + 500


def test_a_remembered_learner_is_the_one_there_was_after_that_step():
    session = session_of("fast", learning_starts=64)
    kept = {}
    while session.n_steps < 1500:
        session.step()
        kept[session.n_steps] = session.agent.state()
    memories = [memory for memory in session.guard.memories if memory.step]
    assert len(memories) == 2
    for memory in memories:
        for name in ("online", "target", "average"):
            np.testing.assert_array_equal(memory.state[name], kept[memory.step][name])


def test_a_huge_learning_rate_trips_it_before_values_are_huge():
    session = session_of("tutorial")
    assert run(session, 500) is None
    session.submit("set_hyper", {"name": "learning_rate", "value": 1e6})
    error = run(session, 600)
    assert error is not None
    assert abs(policy_of(session).actor().act(session.shown.observation)[1]).max() < 1e5


@pytest.mark.parametrize("size", [1e10, 1e12])
def test_numbers_that_overflow_trip_it_and_no_warning_is_printed(size):
    session = session_of("tutorial")
    run(session, 100)
    weights = {name: np.full_like(array, size) for name, array in policy_of(session).weights.items()}
    session.submit("load_weights", {"weights": weights})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert run(session, 200) is not None
    assert caught == []


def test_values_that_grow_beyond_all_rewards_trip_it_though_they_stay_finite():
    session = session_of("tutorial", **RUNAWAY)
    error = run(session, 1000)
    assert error is not None
    assert "far more than rewards allow" in str(error)
    assert error.values["fix"] == ("learning_rate", 0.001)
    assert 10 * session.guard.possible < session.agent.stats.largest_value < np.inf


def test_without_discounting_values_may_grow_for_ever_as_fast_as_rewards_come():
    """Cut off before the pole can fall, every step promises one more reward."""
    session = session_of("fast", gamma=1.0, steps_per_episode=10, reward_on_termination=None)
    assert run(session, 3500) is None
    assert session.guard.possible == np.inf
    assert session.agent.stats.largest_value > 10 * 10


def test_without_discounting_values_that_multiply_trip_it():
    session = session_of("tutorial", gamma=1.0, steps_per_episode=8, learning_rate=0.01)
    error = run(session, 10_000)
    assert error is not None
    assert error.values["fix"] == ("gamma", 0.99)


@pytest.mark.parametrize(("a_reward", "trips"), [(10.0, True), (1000.0, False)])
def test_without_discounting_values_that_grow_faster_than_rewards_come_trip_it(a_reward, trips):
    session = session_of("tutorial", gamma=1.0, reward_on_termination=-a_reward)
    assert (updates_until_it_trips(session) is not None) == trips


def test_a_lower_learning_rate_that_is_offered_is_a_round_number():
    session = session_of("tutorial", learning_rate=0.0025)
    assert diverged(session.params).values["fix"] == ("learning_rate", 0.0003)


def test_what_did_not_help_the_last_time_is_not_offered_again():
    session = session_of("tutorial", target_network="off")
    run(session, 100)
    offers = []
    for _ in range(3):
        weights = {name: np.full_like(array, 1e12) for name, array in policy_of(session).weights.items()}
        session.submit("load_weights", {"weights": weights})
        error = run(session, session.n_steps + 100)
        offers.append(error.values["fix"])
        session.roll_back()
        if offers[-1]:
            name, value = offers[-1]
            session.submit("set_hyper", {"name": name, "value": value})
    assert offers == [("target_network", "on"), ("learning_rate", 0.0001), None]
    assert "did not help (learning_rate, target_network)" in str(error)


def test_roll_back_puts_networks_and_moments_back_and_learning_goes_on():
    session = session_of("tutorial")
    assert run(session, 2000) is None
    session.submit("set_hyper", {"name": "learning_rate", "value": 1e6})
    assert run(session, 2100) is not None
    memory = session.guard.memories[0]
    step = session.roll_back()
    assert step == memory.step < session.n_steps
    state = session.agent.state()
    np.testing.assert_array_equal(state["online"], memory.state["online"])
    np.testing.assert_array_equal(state["target"], memory.state["target"])
    np.testing.assert_array_equal(state["optimizer"]["mean"], memory.state["optimizer"]["mean"])
    session.submit("set_hyper", {"name": "learning_rate", "value": 1e-3})
    assert run(session, 3000) is None


def test_a_run_that_was_rolled_back_repeats_bit_for_bit():
    first = session_of("tutorial")
    run(first, 1000)
    first.submit("set_hyper", {"name": "learning_rate", "value": 1e6})
    run(first, 1100)
    first.roll_back()
    first.submit("set_hyper", {"name": "learning_rate", "value": 1e-3})
    run(first, 1300)
    again = Session(first.settings, inputs=first.inputs)
    while again.n_steps < 1300:
        run(again, 1300)  # it diverges again, and is put back by its inputs
    assert policy_of(again).weights_sha256 == policy_of(first).weights_sha256


def test_after_a_roll_back_it_watches_for_500_updates_before_it_judges_again():
    session = session_of("tutorial")
    run(session, 2000)
    session.submit("set_hyper", {"name": "learning_rate", "value": 1e6})
    run(session, 2100)
    session.roll_back()
    assert updates_until_it_trips(session) == 50 + 500


def test_only_a_remembered_state_can_be_gone_back_to():
    session = session_of("tutorial")
    with pytest.raises(HyperError, match="not remembered"):
        session.submit("restore", {"step": 77})
