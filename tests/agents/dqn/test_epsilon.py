"""Epsilon follows its schedule to where it comes to rest, can be held, and never jumps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest


def follow(agent, n):
    """Make `n` steps with one update each and return epsilon after each."""
    values = []
    for _ in range(n):
        agent.update()
        agent.end_step(n_episodes_ended=0)
        values.append(agent.params.epsilon)
    return values


def largest_move(values):
    return max(abs(after - before) for before, after in itertools.pairwise(values))


@pytest.fixture(params=["exponential", "linear"])
def agent(make_trained_dqn, request):
    """An agent whose epsilon comes to rest within 200 steps, and never needs to move faster than .02 a step."""
    return make_trained_dqn(
        epsilon_schedule=request.param, epsilon_decay=0.98, epsilon_fraction=0.1, run_length=1000, epsilon_min=0.05
    )[0]


def test_exponential_epsilon_is_multiplied_at_each_update(make_trained_dqn):
    agent, _log = make_trained_dqn(epsilon=0.8, epsilon_decay=0.9, epsilon_min=0.5)
    assert follow(agent, 6) == pytest.approx([0.72, 0.648, 0.5832, 0.52488, 0.5, 0.5])


def test_exponential_epsilon_waits_for_the_first_update(make_dqn):
    agent, _log = make_dqn(epsilon=0.8, epsilon_decay=0.9)
    agent.end_step(n_episodes_ended=0)
    assert agent.params.epsilon == 0.8


def test_linear_epsilon_falls_evenly_over_its_part_of_the_run_from_the_first_step(make_dqn):
    agent, _log = make_dqn(epsilon=0.9, epsilon_schedule="linear", epsilon_fraction=0.5, run_length=10, epsilon_min=0.1)
    values = []
    for _ in range(7):
        agent.end_step(n_episodes_ended=0)
        values.append(agent.params.epsilon)
    assert values == pytest.approx([0.74, 0.58, 0.42, 0.26, 0.1, 0.1, 0.1])


def test_epsilon_stays_at_its_end_value_after_the_run(agent):
    values = follow(agent, 1500)
    assert values[199] == 0.05
    assert set(values[199:]) == {0.05}


def test_a_held_epsilon_stays_and_a_released_one_continues_from_there(agent):
    follow(agent, 20)
    agent.params.epsilon = 0.7
    agent.schedules.hold("epsilon")
    assert set(follow(agent, 50)) == {0.7}
    agent.schedules.release("epsilon")
    released = [0.7, *follow(agent, 300)]
    assert largest_move(released) <= 0.02
    assert released == sorted(released, reverse=True)
    assert released[-1] == 0.05


@pytest.mark.parametrize("held_at", [0.0, 0.01, 0.05, 0.06, 1.0])
@pytest.mark.parametrize("first", [0.0, 0.02, 0.05, 0.5])
@pytest.mark.parametrize("schedule", ["exponential", "linear"])
def test_epsilon_comes_to_rest_wherever_it_began_and_wherever_it_was_held(make_trained_dqn, schedule, first, held_at):
    agent, _log = make_trained_dqn(
        epsilon=first,
        epsilon_schedule=schedule,
        epsilon_decay=0.98,
        epsilon_fraction=0.1,
        run_length=1000,
        epsilon_min=0.05,
    )
    agent.params.epsilon = held_at
    agent.schedules.hold("epsilon")
    follow(agent, 3)
    agent.schedules.release("epsilon")
    values = [held_at, *follow(agent, 600)]
    assert largest_move(values) <= 0.021
    assert values in (sorted(values), sorted(values, reverse=True))
    assert values[-1] == pytest.approx(0.05, abs=1e-4)


@pytest.mark.parametrize("floor", [0.0, 0.2, 0.5, 1.0])
@pytest.mark.parametrize("steps_before", [10, 300])
def test_moving_the_floor_never_makes_epsilon_jump(agent, steps_before, floor):
    values = follow(agent, steps_before)
    agent.params.epsilon_min = floor
    after = follow(agent, 900)
    assert largest_move([values[-1], *after]) <= 0.021
    assert after[-1] == pytest.approx(floor, abs=1e-3)
    assert after in (sorted(after), sorted(after, reverse=True))


@pytest.mark.parametrize("decay", [0.9, 0.999, 1.0])
def test_editing_decay_changes_how_fast_epsilon_moves_and_not_where_it_is(make_trained_dqn, decay):
    agent, _log = make_trained_dqn(epsilon_decay=0.98)
    before = follow(agent, 10)[-1]
    agent.params.epsilon_decay = decay
    assert follow(agent, 2) == pytest.approx([before * decay, before * decay**2])


@pytest.mark.parametrize(
    ("name", "value"), [("epsilon_schedule", "linear"), ("run_length", 500), ("epsilon_fraction", 0.2)]
)
def test_editing_the_schedule_itself_never_makes_epsilon_jump(make_trained_dqn, name, value):
    agent, _log = make_trained_dqn(epsilon_decay=0.99, run_length=1000, epsilon_fraction=0.1)
    before = follow(agent, 50)[-1]
    setattr(agent.params, name, value)
    values = [before, *follow(agent, 20)]
    assert 0 < largest_move(values) <= 0.021


def test_both_dice_are_thrown_at_every_step_whatever_epsilon_is(make_dqn):
    careful, wild = make_dqn(epsilon=0.0)[0], make_dqn(epsilon=1.0)[0]
    observation = np.zeros((1, 2), np.float32)
    for _ in range(20):
        careful.act(observation)
        wild.act(observation)
    careful.params.epsilon = 1.0
    for _ in range(20):
        assert careful.act(observation) == wild.act(observation)


def test_epsilon_is_the_share_of_explored_actions(make_dqn):
    agent, _log = make_dqn(epsilon=0.3)
    decisions = [agent.act(np.zeros((1, 2), np.float32)) for _ in range(4000)]
    explored = [decision for decision in decisions if decision.explored[0]]
    assert len(explored) / 4000 == pytest.approx(0.3, abs=0.03)
    assert sum(decision.actions[0] for decision in explored) / len(explored) == pytest.approx(0.5, abs=0.06)
    for decision in decisions:
        assert decision.explored[0] == (decision.die < 0.3)
        if not decision.explored[0]:
            assert decision.actions[0] == decision.values.argmax()
