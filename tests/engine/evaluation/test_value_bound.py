"""What a value can be at most, or at least, by the rewards of the environment."""

from __future__ import annotations

import dataclasses

import pytest

from playground.engine.evaluation.value_bound import ValueBounds, value_bound, value_bounds
from playground.engine.run.metrics import Mark, Metrics
from playground.envs.base import ENVIRONMENTS

CARTPOLE = ENVIRONMENTS.get("CartPole-v1")
COSTS = dataclasses.replace(CARTPOLE, rewards=(-16.25, 0.0))


@pytest.mark.parametrize(
    ("card", "values", "bound"),
    [
        (CARTPOLE, {"gamma": 0.95}, 20.0),
        (CARTPOLE, {"gamma": 1.0, "steps_per_episode": 200}, None),  # cut off, it counts on what would follow
        (CARTPOLE, {"gamma": 1.0, "reward_on_termination": 100.0}, None),
        (CARTPOLE, {"gamma": 0.99, "reward_on_termination": 150.0}, 150.0),
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


def test_a_bound_holds_from_the_change_of_the_run_that_made_it():
    marks = [
        Mark(100, "gamma", 0.9, 0.5, 1),
        Mark(150, "epsilon", 0.9, 0.5, 2),
        Mark(200, "gamma", 0.5, 0.98, 3, until=250),  # a drag
        Mark(300, "gamma", 0.98, 1.0, 4),
        Mark(400, "gamma", 1.0, 0.75, 5),
        Mark(500, "reward_on_termination", None, 30.0, 6),
    ]
    found = value_bounds(CARTPOLE, {"gamma": 0.9, "reward_on_termination": None}, marks)
    assert [step for step, _ in found] == [0, 100, 200, 300, 400, 500]
    assert [bound for _, bound in found] == [pytest.approx(10), 2, pytest.approx(50), None, 4, 30]


def test_bounds_that_grow_with_the_run_are_those_that_are_found_at_once():
    metrics, values = Metrics(), {"gamma": 0.9, "reward_on_termination": None}
    growing = ValueBounds(CARTPOLE, values)
    changes = [(10, 0.5, 1), (12, 0.6, 1), (12, 0.7, 2), (12, 0.8, 0), (20, 0.7, 3), (25, 0.7, 3), (25, 0.99, 4)]
    for step, after, gesture in changes:
        metrics.add_mark(Mark(step, "gamma", 0.9, after, gesture))
        marks = tuple(metrics.marks)
        assert growing.of(marks) == value_bounds(CARTPOLE, values, marks)
    assert growing.of(()) == value_bounds(CARTPOLE, values, ())
