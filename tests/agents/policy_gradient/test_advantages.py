"""Returns and advantages over several environments whose episodes end in the middle of a rollout, computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.agents.base import Space
from playground.agents.nn.inputs import NetworkInputs
from playground.agents.policy_gradient.advantages import (
    discounted_returns,
    explained_variance,
    generalized_advantages,
    normalized,
)
from playground.agents.policy_gradient.rollout import Rollout
from playground.agents.replay.transition_log import BLOCK, TransitionLog

GAMMA = 0.5
RUNS, FAILS, CUT, BOTH = (0, 0), (1, 0), (0, 1), (1, 1)  # terminated, truncated

# Three environments over four steps: one fails at its second step, one is cut off there, one runs on.
REWARDS = np.array([[1.0, 1, 1], [2, 2, 2], [4, 4, 4], [8, 8, 8]], np.float32)
ENDS = [[RUNS, RUNS, RUNS], [FAILS, CUT, RUNS], [RUNS, RUNS, RUNS], [RUNS, FAILS, BOTH]]
VALUES = np.array([[10.0, 20, 30], [11, 21, 31], [12, 22, 32], [13, 23, 33]], np.float32)
NEXT_VALUES = np.array([[11.0, 21, 31], [100, 200, 32], [13, 23, 33], [300, 400, 500]], np.float32)


def rollout(ends=ENDS, rewards=REWARDS, before=0, scale=(1.0, 1.0)):
    log = TransitionLog(2, BLOCK)
    for number in range(before):
        log.append(np.full(2, number, np.float32), 1, -1.0, True, False, np.zeros(2, np.float32))
    for t, row in enumerate(ends):
        for sub_env, (terminated, truncated) in enumerate(row):
            here, there = np.array([t, sub_env], np.float32), np.array([t + 1, sub_env], np.float32)
            log.append(here, t % 2, float(rewards[t, sub_env]), bool(terminated), bool(truncated), there)
    return Rollout(log, before, len(ends[0]), NetworkInputs(Space(scale, 2), scaled=True))


def test_a_rollout_is_read_step_by_step_and_environment_by_environment():
    read = rollout(before=5)
    assert read.rewards.tolist() == REWARDS.tolist()
    assert read.observations.T.tolist() == [[t, sub_env] for t in range(4) for sub_env in range(3)]
    assert read.next_observations.T.tolist() == [[t + 1, sub_env] for t in range(4) for sub_env in range(3)]
    assert read.actions.ravel().tolist() == [0] * 3 + [1] * 3 + [0] * 3 + [1] * 3
    assert read.ended.tolist() == [[False] * 3, [True, True, False], [False] * 3, [False, True, True]]
    assert read.not_terminated.tolist() == [[1, 1, 1], [0, 1, 1], [1, 1, 1], [1, 0, 0]]


def test_observations_are_divided_by_their_usual_size_and_the_ones_between_them_are_not():
    read = rollout(scale=(2.0, 4.0))
    assert read.observations[:, -1].tolist() == [1.5, 0.5]
    assert read.next_observations[:, -1].tolist() == [2.0, 0.5]


def test_a_rollout_may_be_older_than_what_memory_holds():
    log = TransitionLog(1, 1)
    for number in range(2 * BLOCK + 10):
        log.append(np.array([number], np.float32), 0, float(number), False, False, np.array([number + 1], np.float32))
    assert Rollout(log, 5, 1, NetworkInputs(Space((1.0,), 2), scaled=False)).rewards[:, 0].tolist() == list(
        range(5, 2 * BLOCK + 10)
    )


def test_returns_computed_by_hand():
    # From the end: a rollout that breaks off, or an episode that is cut, is worth V(s'); a failure is worth nothing.
    by_hand = [
        [1 + 0.5 * 2, 1 + 0.5 * (2 + 0.5 * 200), 1 + 0.5 * (2 + 0.5 * (4 + 0.5 * 8))],
        [2, 2 + 0.5 * 200, 2 + 0.5 * (4 + 0.5 * 8)],
        [4 + 0.5 * (8 + 0.5 * 300), 4 + 0.5 * 8, 4 + 0.5 * 8],
        [8 + 0.5 * 300, 8, 8],
    ]
    assert discounted_returns(rollout(), NEXT_VALUES, GAMMA).tolist() == by_hand


def test_with_lambda_1_advantage_and_value_are_the_n_step_return():
    read = rollout()
    advantages = generalized_advantages(read, VALUES, NEXT_VALUES, GAMMA, 1.0)
    # inside an episode V(s') must be V of the next step, which it is in VALUES and NEXT_VALUES
    np.testing.assert_allclose(advantages + VALUES, discounted_returns(read, NEXT_VALUES, GAMMA), rtol=1e-6)


def test_with_lambda_0_the_advantage_is_that_of_one_step():
    by_hand = [
        [1 + 5.5 - 10, 1 + 10.5 - 20, 1 + 15.5 - 30],
        [2 - 11, 2 + 100 - 21, 2 + 16 - 31],
        [4 + 6.5 - 12, 4 + 11.5 - 22, 4 + 16.5 - 32],
        [8 + 150 - 13, 8 - 23, 8 - 33],
    ]
    assert generalized_advantages(rollout(), VALUES, NEXT_VALUES, GAMMA, 0.0).tolist() == by_hand


def test_in_between_advantages_fade_and_never_reach_back_over_the_end_of_an_episode():
    delta = generalized_advantages(rollout(), VALUES, NEXT_VALUES, GAMMA, 0.0)
    found = generalized_advantages(rollout(), VALUES, NEXT_VALUES, GAMMA, 0.8)
    fade = GAMMA * 0.8
    for sub_env in range(2):  # they end at the second step
        assert found[0, sub_env] == pytest.approx(delta[0, sub_env] + fade * delta[1, sub_env])
        assert found[1, sub_env] == delta[1, sub_env]
        assert found[2, sub_env] == pytest.approx(delta[2, sub_env] + fade * delta[3, sub_env])
    assert found[0, 2] == pytest.approx(delta[0, 2] + fade * (delta[1, 2] + fade * (delta[2, 2] + fade * delta[3, 2])))


def test_normalized_advantages_have_mean_0_and_the_sample_standard_deviation_1():
    found = normalized(np.array([1.0, 2.0, 6.0], np.float32))
    assert found.tolist() == pytest.approx([-2 / math.sqrt(7), -1 / math.sqrt(7), 3 / math.sqrt(7)], rel=1e-6)
    assert normalized(np.array([5.0], np.float32)).tolist() == [5.0]


def test_explained_variance_is_1_for_a_critic_that_foresees_all_and_0_for_a_constant():
    returns = np.array([1.0, 2.0, 6.0], np.float32)
    assert explained_variance(returns, returns) == 1.0
    assert explained_variance(np.full(3, 9.0, np.float32), returns) == 0.0
    assert explained_variance(returns[::-1].copy(), returns) < 0
    assert math.isnan(explained_variance(returns, np.ones(3, np.float32)))
