"""Numbers that conditions of lessons use are those of the run."""

from __future__ import annotations

import math

import pytest

from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.session import Session
from playground.lessons.numbers import known_names, numbers_of


def settings_of(environment, algorithm):
    offered = PRESETS.offered(environment, algorithm)
    return offered.get(offered.names()[0]).settings()


def played(settings, n_steps):
    session = Session(settings)
    for _ in range(n_steps):
        session.step()
    return session


@pytest.mark.parametrize(
    ("environment", "algorithm"),
    [("GridWorld-v1", "q-table"), ("GridWorld-v1", "a2c"), ("CartPole-v1", "q-table"), ("Pendulum-v1", "ddpg")],
)
def test_every_number_has_a_name_that_conditions_know_and_no_name_is_without_one(environment, algorithm):
    settings = settings_of(environment, algorithm)
    assert numbers_of(Session(settings), is_solved=False).keys() == known_names(settings).keys()


def test_a_cell_of_the_grid_has_its_q_values_their_largest_the_action_that_has_it_and_its_visits():
    session = played(settings_of("GridWorld-v1", "q-table"), 2000)
    numbers = numbers_of(session, is_solved=False)
    q = session.agent.weights()["q.table"][4, 0]
    names = [f"q_4_0_{action}" for action in ("up", "right", "down", "left")]
    assert [numbers[name] for name in names] == q.tolist()
    assert numbers["best_4_0"] == 1  # to the goal, on its right
    assert numbers["value_4_0"] == q[1] > 0
    assert sum(number for name, number in numbers.items() if name.startswith("visits_")) == 2000


def test_a_policy_without_q_leaves_the_visits_of_its_cells_alone():
    names = [name for name in known_names(settings_of("GridWorld-v1", "a2c")) if name.endswith("_4_0")]
    assert names == ["visits_4_0"]


def test_the_best_return_is_that_of_the_best_episode_so_far():
    settings = settings_of("CartPole-v1", "q-table")
    assert math.isnan(numbers_of(Session(settings), is_solved=False)["best_return"])
    session = played(settings, 500)
    assert numbers_of(session, is_solved=False)["best_return"] == max(session.metrics.episodes.column("episode_return"))
