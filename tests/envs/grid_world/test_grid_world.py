"""The grid world moves, slips, pays and ends as its card says, and its dice are part of its state."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from playground.envs.base import ENVIRONMENTS
from playground.envs.grid_world.counter_rng import key_of, random_number
from playground.envs.grid_world.grid_world import GridWorldParams
from playground.envs.grid_world.map import ALL_CELLS, FREE_CELLS, GOAL, MOVES, PIT, beyond, kind
from playground.hyper import changed

CARD = ENVIRONMENTS.get("GridWorld-v1")
UP, RIGHT, DOWN, LEFT = range(4)
SURE = GridWorldParams(slip=0.0)
WALK = [(0, 0), (1, 0), (4, 1), (4, 2), (5, 2), (2, 3), (0, 4)]  # cells with walls, the pit or the goal beside them


def at(cell, parameters=SURE, seed=0, drawn=1):
    environment = CARD.make(parameters)
    environment.restore((float(cell[0]), float(cell[1]), float(seed), float(drawn)))
    return environment


def assert_same_bits(ours, theirs):
    assert ours.dtype == theirs.dtype
    assert np.ascontiguousarray(ours).tobytes() == theirs.tobytes()


@pytest.mark.parametrize("cell", WALK)
def test_an_action_moves_one_cell_its_way_unless_there_is_a_wall(cell):
    for action, (right, down) in zip((UP, RIGHT, DOWN, LEFT), ((0, -1), (1, 0), (0, 1), (-1, 0)), strict=True):
        there = cell[0] + right, cell[1] + down
        blocked = there not in ALL_CELLS or kind(there) == "#"
        observation, _, _ = at(cell).step(action)
        assert_same_bits(observation, np.array(cell if blocked else there, np.float32))


def test_the_goal_and_the_pit_end_the_episode_and_other_steps_cost():
    dear = GridWorldParams(slip=0.0, step_cost=0.25)
    assert at((4, 0), dear).step(RIGHT)[1:] == (1.0, True)
    assert at((4, 1), dear).step(RIGHT)[1:] == (-1.0, True)
    assert at((4, 1), dear).step(UP)[1:] == (-0.25, False)
    assert at((0, 0), dear).step(LEFT)[1:] == (-0.25, False)  # against the edge


def test_a_step_slips_to_either_side_as_often_as_the_parameter_says():
    went = Counter()
    for seed in range(20_000):
        observation, _, _ = at((2, 2), GridWorldParams(slip=0.3), seed).step(UP)
        went[tuple(observation.tolist())] += 1
    # The cell to the left is a wall, so that slipping there is staying.
    assert {cell: count / 20_000 for cell, count in went.items()} == pytest.approx(
        {(2.0, 1.0): 0.7, (3.0, 2.0): 0.15, (2.0, 2.0): 0.15}, abs=0.012
    )


def test_parameters_count_from_the_next_step_on_and_leave_the_dice_alone():
    one, other = at((2, 2), seed=4), at((2, 2), GridWorldParams(slip=1.0), seed=4)
    one.step(DOWN)
    other.step(DOWN)
    state = one.snapshot()
    one.set_parameters(GridWorldParams(slip=1.0, step_cost=0.5))
    assert one.snapshot() == state
    assert state[2:] == other.snapshot()[2:]  # a random number a step, used or not
    assert one.step(DOWN)[1] == -0.5


def test_starts_are_spread_over_the_free_cells():
    environment = CARD.make(CARD.parameters())
    starts = Counter(tuple(environment.reset(seed).tolist()) for seed in range(4400))
    assert set(starts) == {(float(column), float(row)) for column, row in FREE_CELLS}
    assert min(starts.values()) > 150  # 200 on average
    assert environment.reset(2**32 - 1).tolist() == environment.reset(2**32 - 1).tolist()


def test_a_restored_state_goes_on_to_the_last_bit_slips_and_all():
    rng = np.random.default_rng(0)
    environment = CARD.make(GridWorldParams(slip=0.5))
    for seed in range(20):
        environment.reset(seed)
        for _ in range(seed):
            environment.step(int(rng.integers(4)))
        state = environment.snapshot()
        actions = rng.integers(4, size=50).tolist()
        future = [environment.step(action) for action in actions]
        again = CARD.make(GridWorldParams(slip=0.5))
        assert_same_bits(again.restore(state), np.array(state[:2], np.float32))
        assert again.snapshot() == state
        for action, (observation, reward, terminated) in zip(actions, future, strict=True):
            now = again.step(action)
            assert_same_bits(now[0], observation)
            assert now[1:] == (reward, terminated)


@pytest.mark.parametrize("n", [1, 3, 100])
def test_a_batch_is_its_members_one_by_one_to_the_last_bit(n):
    rng, parameters = np.random.default_rng(0), GridWorldParams(slip=0.35, step_cost=0.03)
    seeds = rng.integers(2**32, size=n, dtype=np.uint32)
    batch, members = CARD.make_batch(n, parameters), [CARD.make(parameters) for _ in range(n)]
    starts = [one.reset(int(seed)) for one, seed in zip(members, seeds, strict=True)]
    assert_same_bits(batch.reset(seeds), np.array(starts))
    ended = False
    for _ in range(150):  # on beyond their ends, as an evaluation does
        actions = rng.integers(4, size=n)
        observations, rewards, terminated = batch.step(actions)
        one_by_one = [one.step(int(action)) for one, action in zip(members, actions, strict=True)]
        assert_same_bits(observations, np.array([observed for observed, _, _ in one_by_one]))
        assert rewards.tolist() == [reward for _, reward, _ in one_by_one]
        assert terminated.tolist() == [over for _, _, over in one_by_one]
        ended |= terminated.any()
    assert ended


def test_a_table_over_the_usual_ranges_has_one_cell_for_each_cell():
    columns, rows = (quantity.usual_range for quantity in CARD.observation)
    assert [(high - low) for low, high in (columns, rows)] == [6.0, 5.0]
    for column, row in ALL_CELLS:
        assert (int((column - columns[0]) * 6 / 6.0), int((row - rows[0]) * 5 / 5.0)) == (column, row)


def test_dice_are_the_same_alone_and_in_an_array_and_look_like_chance():
    seeds = np.arange(2000, dtype=np.uint64) * 2_147_483
    drawn = np.array([random_number(key_of(seeds), number) for number in range(60)])
    for seed, column in zip(seeds[::97].tolist(), drawn.T[::97], strict=True):
        assert [random_number(key_of(seed), number) for number in range(60)] == column.tolist()
    assert 0.0 <= drawn.min() < 0.001 < 0.999 < drawn.max() < 1.0
    assert np.histogram(drawn, 10)[0] / drawn.size == pytest.approx(0.1, abs=0.003)
    for one, other in ((drawn[1:], drawn[:-1]), (drawn[:, 1:], drawn[:, :-1])):  # throws, and neighbouring seeds
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.015


# What is the best possible, by value iteration over the episode's steps ------------------------------------------------


def values_of_actions(cell, values, parameters):
    """Return the mean return of each action in a cell, given the values of the cells one step later."""
    worth = {GOAL: 1.0, PIT: -1.0}
    slip = parameters.slip
    outcomes = [
        [(beyond(cell, action), 1 - slip)] + [(beyond(cell, (action + turn) % 4), slip / 2) for turn in (1, 3)]
        for action in range(len(MOVES))
    ]
    return [
        sum(p * worth.get(kind(there), values.get(there, 0.0) - parameters.step_cost) for there, p in outcome)
        for outcome in outcomes
    ]


def iterate(parameters, policy=None):
    """Return values and actions with the whole episode ahead, of the best policy or of a given one."""
    values, actions = dict.fromkeys(FREE_CELLS, 0.0), {}
    for _ in range(CARD.steps_per_episode):
        each = {cell: values_of_actions(cell, values, parameters) for cell in FREE_CELLS}
        actions = policy or {cell: int(np.argmax(np.round(each[cell], 9))) for cell in FREE_CELLS}
        values = {cell: each[cell][actions[cell]] for cell in FREE_CELLS}
    return values, actions


def mean(values):
    return sum(values.values()) / len(FREE_CELLS)  # starts are equally likely


def test_the_threshold_lies_between_the_shortest_way_and_the_best():
    best, careful = iterate(CARD.parameters())
    _, hasty = iterate(SURE)
    shortest, _ = iterate(CARD.parameters(), hasty)
    assert mean(best) == pytest.approx(0.912, abs=0.001)
    assert mean(shortest) == pytest.approx(0.815, abs=0.001)
    assert mean(shortest) + 0.03 < CARD.solved_at < mean(best) - 0.05
    assert hasty[4, 1] == UP  # past the pit
    assert careful[4, 1] == LEFT  # away from it: neither side of that is the pit


def test_many_episodes_of_the_best_policy_return_what_value_iteration_says():
    best, actions = iterate(CARD.parameters())
    table = np.zeros((6, 5), np.int64)
    for cell, action in actions.items():
        table[cell] = action
    n = 10_000
    batch = CARD.make_batch(n, CARD.parameters())
    observations, returns, alive = batch.reset(np.arange(n, dtype=np.uint32)), np.zeros(n), np.ones(n, bool)
    for _ in range(CARD.steps_per_episode):
        places = observations.astype(int)
        observations, rewards, terminated = batch.step(table[places[:, 0], places[:, 1]])
        returns += rewards * alive
        alive &= ~terminated
    assert returns.mean() == pytest.approx(mean(best), abs=0.01)


def test_a_dear_step_makes_the_risk_at_the_pit_worth_it():
    _, actions = iterate(changed(CARD.parameters(), {"step_cost": 0.2}))
    assert actions[4, 1] == UP
