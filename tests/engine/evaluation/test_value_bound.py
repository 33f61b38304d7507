"""What a value can be at most, or at least, by the rewards of the environment."""

from __future__ import annotations

import dataclasses

import pytest

from playground.engine.evaluation.value_bound import value_bound
from playground.envs.base import ENVIRONMENTS

CARTPOLE = ENVIRONMENTS.get("CartPole-v1")
COSTS = dataclasses.replace(CARTPOLE, rewards=(-16.25, 0.0))


@pytest.mark.parametrize(
    ("card", "values", "bound"),
    [
        (CARTPOLE, {"gamma": 0.95}, 20.0),
        (CARTPOLE, {"gamma": 1.0, "steps_per_episode": 200}, 200.0),
        (CARTPOLE, {"gamma": 0.5, "reward_on_termination": -10.0}, 2.0),
        (CARTPOLE, {"gamma": 0.5, "reward_on_termination": 5.0}, 5.0),
        (COSTS, {"gamma": 0.9}, -162.5),
        (COSTS, {"gamma": 0.0, "reward_on_termination": -100.0}, -100.0),
        (ENVIRONMENTS.get("GridWorld-v1"), {"gamma": 0.99}, 1.0),  # reaching the goal ends the episode
        (ENVIRONMENTS.get("GridWorld-v1"), {"gamma": 0.99, "reward_on_termination": 3.0}, 3.0),
        (dataclasses.replace(CARTPOLE, rewards=None), {"gamma": 0.9}, None),
        (CARTPOLE, {}, None),
    ],
)
def test_the_bound_is_the_reward_of_largest_size_over_all_the_future_that_gamma_sees(card, values, bound):
    assert value_bound(card, values) == (None if bound is None else pytest.approx(bound))
