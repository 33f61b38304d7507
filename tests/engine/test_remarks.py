"""What is worth saying of a run beside its returns."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.presets.catalogue import PRESETS
from playground.engine.remarks import greedy_and_drawn, no_goal_yet
from playground.engine.run.metrics import Metrics


def metrics_of(returns, length):
    metrics = Metrics()
    for number, value in enumerate(returns, 1):
        metrics.episodes.append(length * number, value, length)
    return metrics


def test_where_no_episode_reached_the_goal_it_says_who_reaches_it():
    settings = PRESETS.first("MountainCar-v0", "ppo").settings()
    said = str(no_goal_yet(settings, metrics_of([-200.0] * 30, 200)))
    assert said == ("No episode has reached the goal yet: rewards are rare here. DQN with its preset “rl-zoo” does.")
    assert no_goal_yet(settings, metrics_of([-200.0] * 5, 200)) is None
    assert no_goal_yet(settings, metrics_of([-150.0] * 30, 150)) is None


def test_who_is_named_is_not_told_to_take_himself():
    settings = PRESETS.get("rl-zoo", "MountainCar-v0", "dqn").settings()
    assert "preset" not in str(no_goal_yet(settings, metrics_of([-200.0] * 30, 200)))


def test_where_an_end_is_never_a_goal_there_is_nothing_to_say():
    settings = PRESETS.first("CartPole-v1", "ppo").settings()
    assert no_goal_yet(settings, metrics_of([500.0] * 30, 500)) is None


@pytest.mark.parametrize(("greedy", "is_said"), [(-50.0, True), (-8.1, False)])
def test_where_greedy_and_drawn_actions_return_otherwise_both_are_told(greedy, is_said):
    settings = PRESETS.first("GridWorld-v1", "ppo").settings()
    drawn = np.random.default_rng(0).normal(-7.8, 1.0, 20)
    said = greedy_and_drawn(settings, metrics_of(drawn, 20), greedy, 1.0)
    assert (said is not None) == is_said
    if is_said:
        assert str(said).startswith("Greedily the policy returns -50.0, and -8.0 when")


def test_returns_that_vary_widely_are_no_difference():
    settings = PRESETS.first("GridWorld-v1", "ppo").settings()
    assert greedy_and_drawn(settings, metrics_of([-20.0, 0.0] * 10, 20), -14.0, 60.0) is None


def test_a_policy_that_explores_by_epsilon_is_not_compared_with_itself():
    settings = PRESETS.get("tutorial").settings()
    assert greedy_and_drawn(settings, metrics_of([10.0, 12.0] * 10, 20), 500.0, 0.0) is None
