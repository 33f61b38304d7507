"""The table: where observations lie in it, what a step changes, and what is refused in words."""

from __future__ import annotations

import numpy as np
import pytest

import playground.engine.catalogue  # noqa: F401
from playground.agents.base import ALGORITHMS, PairError, Space
from playground.agents.q_table.cells import Cells
from playground.agents.q_table.greedy import LargestInCell
from playground.agents.q_table.params import QTableParams
from playground.agents.q_table.q_table import QTable
from playground.agents.replay.transition_log import TransitionLog
from playground.agents.rng import RunRng
from playground.engine.presets.catalogue import PRESETS
from playground.engine.run.trace import Trace
from playground.errors import DivergedError, HyperError

RANGES = ((-1.0, 1.0), (0.0, 4.0))
SPACE = Space(scale=(1.0, 1.0), n_actions=2, ranges=RANGES)
LOW_LEFT, LOW_RIGHT = (-0.9, 0.1), (0.9, 0.1)


def make(rng=None, **values):
    params = QTableParams(**{"bins": (2, 4), "gamma": 0.5, "learning_rate": 0.25} | values)
    log = TransitionLog(2, 1)
    return QTable(params, SPACE, log, rng or RunRng(1)), log


def observed(*numbers):
    return np.array(numbers, np.float32)


def learn(agent, log, before, action, reward, after, terminated=False, truncated=False):
    log.append(observed(*before), action, reward, terminated, truncated, observed(*after))
    trace = Trace()
    agent.update(trace)
    return trace


def test_the_parts_of_a_number_are_equal_and_the_outermost_have_no_end():
    cells = Cells((2, 4), RANGES)
    assert [cells.place(cells.number([x, 0.0]))[0] for x in (-50.0, -1.0, -0.01, 0.0, 0.99, 1.0, 50.0)] == [
        0,
        0,
        0,
        1,
        1,
        1,
        1,
    ]
    assert [cells.place(cells.number([0.0, y]))[1] for y in (-9.0, 0.0, 0.99, 1.0, 2.5, 3.0, 4.0, 9.0)] == [
        0,
        0,
        0,
        1,
        2,
        3,
        3,
        3,
    ]


def test_many_observations_lie_where_each_of_them_lies():
    rng = np.random.default_rng(0)
    ranges = ((-2.4, 2.4), (-0.24, 0.24), (0.0, 7.0))
    cells = Cells((7, 9, 8), ranges)
    observations = (4 * rng.normal(size=(5000, 3))).astype(np.float32)
    observations[:8, 2] = np.arange(8)  # whole numbers, as of a grid world
    observations[8:11] = np.nan, np.inf, -np.inf
    expected = [cells.number(row.tolist()) for row in observations]
    assert cells.numbers(observations).tolist() == expected
    assert [cells.place(number)[2] for number in expected[:8]] == list(range(8))
    assert cells.place(expected[8]) == (0, 8, 0)  # of NaN, infinity and minus infinity


def test_a_step_moves_q_a_part_of_the_way_to_its_target():
    agent, log = make()
    agent.load_weights({"q.table": np.arange(16, dtype=np.float32).reshape(2, 4, 2)})
    before = agent.weights()["q.table"]
    trace = learn(agent, log, LOW_LEFT, 1, 3.0, LOW_RIGHT)
    # Q(s, 1) = 1; y = 3 + 0.5 * max(8, 9) = 7.5; 1 + 0.25 * 6.5
    after = agent.weights()["q.table"]
    assert after[0, 0, 1] == 2.625
    assert trace.update["target"] == 7.5
    assert trace.loss == 6.5**2
    after[0, 0, 1] = before[0, 0, 1]
    np.testing.assert_array_equal(after, before)


@pytest.mark.parametrize(
    ("terminated", "truncated", "target"), [(True, False, 3.0), (False, True, 7.5), (True, True, 3.0)]
)
def test_what_follows_counts_after_truncation_and_not_after_termination(terminated, truncated, target):
    agent, log = make()
    agent.load_weights({"q.table": np.arange(16, dtype=np.float32).reshape(2, 4, 2)})
    assert learn(agent, log, LOW_LEFT, 1, 3.0, LOW_RIGHT, terminated, truncated).mean_target == target


def test_states_of_one_cell_are_one_to_the_table():
    agent, log = make()
    learn(agent, log, (-0.9, 0.1), 0, 4.0, LOW_RIGHT, terminated=True)
    np.testing.assert_array_equal(agent.look(observed(-0.2, 0.9)), [1.0, 0.0])
    np.testing.assert_array_equal(agent.look(observed(0.2, 0.9)), [0.0, 0.0])


def test_it_counts_the_cells_that_it_ever_learned_in():
    agent, log = make()
    shares = []
    for before in (LOW_LEFT, LOW_LEFT, LOW_RIGHT, (0.9, 3.9)):
        learn(agent, log, before, 0, 1.0, LOW_LEFT)
        shares.append(agent.curve()[3])
    assert shares == [1 / 8, 1 / 8, 2 / 8, 3 / 8]


def test_it_finds_the_value_of_every_state_of_a_small_world():
    """A corridor of four cells; the right end pays 1. With gamma 0.5, Q(cell, right) is 1, 1/2, 1/4, 1/8 from there."""
    agent, log = make(bins=(1, 4), learning_rate=0.5)
    rng = np.random.default_rng(1)
    for _ in range(5000):
        cell, action = int(rng.integers(4)), int(rng.integers(2))
        following = cell + 1 if action else max(cell - 1, 0)
        done = following == 4
        learn(agent, log, (0.0, cell + 0.5), action, float(done), (0.0, min(following, 3) + 0.5), done)
    table = agent.weights()["q.table"][0]
    np.testing.assert_allclose(table[:, 1], [1 / 8, 1 / 4, 1 / 2, 1], rtol=1e-5)
    np.testing.assert_allclose(table[:, 0], [1 / 16, 1 / 16, 1 / 8, 1 / 4], rtol=1e-5)


def test_an_optimistic_table_begins_with_its_initial_value_and_the_first_of_equals_is_taken():
    agent, _ = make(initial_value=5.0, epsilon=0.0)
    np.testing.assert_array_equal(agent.look(observed(0, 0)), [5.0, 5.0])
    assert agent.act(observed(0, 0)[None]).actions == (0,)


def test_what_is_saved_acts_like_what_learned():
    agent, _ = make(epsilon=0.0)
    rng = np.random.default_rng(2)
    agent.load_weights({"q.table": rng.normal(size=(2, 4, 2)).astype(np.float32)})
    actor = LargestInCell(Cells((2, 4), RANGES), agent.weights()["q.table"])
    observations = (3 * rng.normal(size=(200, 2))).astype(np.float32)
    chosen = [agent.act(row[None]).actions[0] for row in observations]
    looked = [agent.act(row[None], inspect=True).actions[0] for row in observations]
    assert chosen == looked == [actor.act(row)[0] for row in observations] == actor.act_batch(observations).tolist()
    assert len(set(chosen)) == 2


def test_the_die_decides_as_often_as_epsilon_says_and_both_dice_are_thrown_at_every_step():
    dice = RunRng(1), RunRng(1)
    greedy, eager = make(rng=dice[0], epsilon=0.0)[0], make(rng=dice[1], epsilon=0.3)[0]
    decisions = [(greedy.act(observed(0, 0)[None]), eager.act(observed(0, 0)[None])) for _ in range(2000)]
    assert 0.26 < np.mean([decision.explored[0] for _, decision in decisions]) < 0.34
    assert not any(decision.explored[0] for decision, _ in decisions)
    assert dice[0].state() == dice[1].state()


@pytest.mark.parametrize("name", ["epsilon", "learning_rate"])
def test_schedules_fall_in_a_straight_line_until_they_are_held(name):
    values = {"run_length": 100, "epsilon_fraction": 0.5, "epsilon_min": 0.0, "learning_rate_end": 0.0}
    agent, _ = make(**values, epsilon=1.0, learning_rate=1.0, learning_rate_fraction=0.5)
    for _ in range(25):
        agent.end_step(n_episodes_ended=0)
    assert getattr(agent.params, name) == pytest.approx(0.5)
    agent.schedules.hold(name)
    agent.end_step(n_episodes_ended=0)
    assert getattr(agent.params, name) == pytest.approx(0.5)
    agent.schedules.release(name)
    agent.end_step(n_episodes_ended=0)
    assert getattr(agent.params, name) < 0.5


def test_a_reward_that_is_no_number_is_refused_and_the_table_stays_as_it_was():
    agent, log = make()
    for reward in (float("nan"), float("inf"), float("-inf")):
        with pytest.raises(DivergedError):
            learn(agent, log, LOW_LEFT, 0, reward, LOW_RIGHT)
    assert not agent.weights()["q.table"].any()
    assert agent.n_updates == 0


def test_bins_that_do_not_suit_the_environment_are_refused_in_words():
    settings = PRESETS.get("bins", "CartPole-v1", "q-table").settings()
    with pytest.raises(HyperError, match="bins names 2 numbers, and an observation of this environment has 4"):
        settings.with_values({"bins": (4, 4)})
    with pytest.raises(HyperError, match="100 × 100 × 100 × 2 make 2,000,000 cells, and with 2 actions 4,000,000"):
        settings.with_values({"bins": (100, 100, 100, 2)})
    assert settings.with_values({"bins": (5,)}).learner.layer_sizes(QTableParams(bins=(5,)), settings.space) == (
        5,
        5,
        5,
        5,
        2,
    )


def test_environments_that_no_table_suits_are_refused_in_words():
    check = ALGORITHMS.get("q-table").check_fits
    with pytest.raises(PairError, match="has 8 numbers: cut into 6 parts each, that is 1,679,616 cells"):
        check(Space(scale=(1.0,) * 8, n_actions=4, ranges=((-1.0, 1.0),) * 8))
    with pytest.raises(PairError, match="continuous"):
        check(Space(scale=(1.0,), n_actions=0, action_bounds=((-1.0, 1.0),), ranges=((-1.0, 1.0),)))


def test_the_values_it_begins_with_suit_every_environment_it_fits():
    algorithm = ALGORITHMS.get("q-table")
    for n in range(1, 7):
        space = Space(scale=(1.0,) * n, n_actions=20, ranges=((-1.0, 1.0),) * n)
        algorithm.check_fits(space)
        algorithm.check_params(QTableParams(), space)
