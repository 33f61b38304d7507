"""Two futures of one moment: each is what the environment does after that action, and only the action differs."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.nn.backend import prepare_thread
from playground.engine.evaluation.policy import policy_of
from playground.engine.evaluation.recording import record_episode
from playground.engine.history.counterfactual import Branching, Future, counterfactual, parted
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.errors import EnvironmentFault


def trained(environment, algorithm, n_calls=300):
    session = Session(PRESETS.first(environment, algorithm).settings())
    for _ in range(n_calls):
        session.step()
    return session


@pytest.fixture(scope="module")
def policy():
    prepare_thread()
    return policy_of(trained("CartPole-v1", "dqn"))


def future(*rewards):
    return Future(0, ((0.0,),) * (len(rewards) + 1), tuple(rewards), terminated=True, truncated=False)


def test_the_first_future_of_a_frame_of_a_replay_is_the_rest_of_that_replay(policy):
    recording = record_episode(policy, seed=3)
    at = len(recording) // 2
    moment = Branching(recording.states[at], at, 500, recording.actions[at])
    first, other = counterfactual(policy, moment).futures
    assert first.states == tuple(recording.states[at:])
    assert first.total == sum(recording.rewards[at:])
    assert (first.terminated, first.truncated) == (recording.terminated, recording.truncated)
    assert (first.action, other.action) == (recording.actions[at], 1 - recording.actions[at])


def test_the_other_future_is_the_other_action_and_then_the_policy(policy):
    moment = Branching((0.5, 0.0, 0.02, 0.0), 10, 500)
    first, other = counterfactual(policy, moment).futures
    environment, actor = policy.settings.card.make(policy.environment_params), policy.actor()
    assert first.action == actor.act(environment.restore(moment.state))[0]
    environment.restore(moment.state)
    action = other.action
    for state in other.states[1:]:
        observation = environment.step(action)[0]
        assert environment.snapshot() == state
        action = actor.act(observation)[0]


def test_the_time_limit_counts_from_the_beginning_of_the_episode(policy):
    upright = Branching((0.0, 0.0, 0.0, 0.0), 497, 500)
    for each in counterfactual(policy, upright).futures:
        assert (len(each), each.truncated, each.terminated) == (3, True, False)


def test_returns_are_given_with_and_without_discount():
    assert future(1.0, 1.0, 1.0).total == 3.0
    assert future(1.0, 1.0, 1.0).discounted(0.5) == 1.75


def test_one_future_is_ahead_from_the_step_after_which_it_stays_ahead():
    assert parted(future(1, 1, 1), future(1)) == 2
    assert parted(future(1), future(1, 1, 1)) == 2
    assert parted(future(0, 5), future(1, 1)) == 2
    assert parted(future(5, 0), future(1, 1)) == 1
    assert parted(future(1, 1), future(1, 1)) is None


def test_the_dice_of_a_slippery_maze_are_the_same_in_all_futures():
    policy = policy_of(trained("GridWorld-v1", "q-table"))
    result = counterfactual(policy, Branching((0.0, 4.0, 7.0, 3.0), 3, 100))
    assert result.same_draws
    assert len(result.futures) == 4
    for each in result.futures:
        seeds_and_throws = [state[2:] for state in each.states]
        assert seeds_and_throws == [(7.0, 3.0 + k) for k in range(len(each) + 1)]


def test_a_continuous_action_is_compared_with_its_lowest_and_its_highest():
    policy = policy_of(trained("Pendulum-v1", "ddpg", 30))
    moment = Branching((1.0, 0.5), 190, 200, np.array([0.5], np.float32))
    result = counterfactual(policy, moment)
    assert [float(each.action[0]) for each in result.futures] == [0.5, -2.0, 2.0]
    assert not result.same_draws
    at_the_end = Branching((1.0, 0.5), 190, 200, np.array([9.0], np.float32))  # clipped to the highest
    assert [float(each.action[0]) for each in counterfactual(policy, at_the_end).futures] == [9.0, -2.0]


def test_an_environment_that_is_restored_by_its_actions_has_futures_and_one_that_is_not_says_why(added):
    for name, restorable in (("Walk-v0", True), ("Restless-v0", False)):
        card = added(name)
        session = trained(card.id, "dqn", 4)
        policy, moment = policy_of(session), Branching(session.state, 4, 20)
        if restorable:
            assert len(counterfactual(policy, moment).futures) == len(card.actions)
        else:
            with pytest.raises(EnvironmentFault, match="cannot be put back"):
                counterfactual(policy, moment)
