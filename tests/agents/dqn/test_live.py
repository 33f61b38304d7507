"""Hyperparameters of DQN that are changed while it learns count from the very next update."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.base import Mirror
from playground.agents.rng import RunRng
from playground.engine.run.trace import Trace


def filled(make_dqn, n_rows=200, **values):
    """A DQN whose log holds one running episode of reward 1, and whose Q is 0 whatever it sees."""
    agent, log = make_dqn(learning_rate=0.0, batch_size=16, mirror_of_space=Mirror((True, True), (1, 0)), **values)
    agent.load_weights({name: np.zeros_like(array) for name, array in agent.weights().items()})
    for number in range(1, n_rows + 1):
        log.append(np.full(2, number, np.float32), 0, 1.0, False, False, np.full(2, number + 1, np.float32))
    return agent, log


def tell_sides_apart(agent):
    """Make Q(s, .) > 0 where the first feature is negative, which only a mirrored observation's is, and else 0."""
    weights = {name: np.zeros_like(array) for name, array in agent.weights().items()}
    weights["q.0.weight"][0, 0], weights["q.1.weight"][0, 0], weights["q.2.weight"][:, 0] = -1.0, 1.0, 1.0
    agent.load_weights(weights)


def update(agent):
    trace = Trace()
    agent.update(trace)
    return trace


def test_more_steps_in_a_row_count_at_once(make_dqn):
    agent, _ = filled(make_dqn, gamma=0.5)
    assert update(agent).mean_target == 1.0
    agent.params.n_steps = 3
    assert update(agent).mean_target == 1.75


def test_gamma_counts_at_once_also_within_a_window(make_dqn):
    agent, _ = filled(make_dqn, gamma=0.5, n_steps=3)
    assert update(agent).mean_target == 1.75
    agent.params.gamma = 0.1
    assert update(agent).mean_target == pytest.approx(1.11)


def test_mirroring_begins_and_ends_at_once(make_dqn):
    agent, _ = filled(make_dqn)
    tell_sides_apart(agent)
    seen = []
    for mirror in ("off", "on", "off"):
        agent.params.mirror = mirror
        seen.append(bool((update(agent).update["q_values"] > 0).any()))
    assert seen == [False, True, False]


def test_whether_a_row_is_mirrored_does_not_hang_together_with_which_row_it_is(make_dqn):
    agent, _ = filled(make_dqn, n_rows=20, mirror="on")
    tell_sides_apart(agent)
    mirrored = {row: [] for row in range(20)}
    for _ in range(400):
        learned = update(agent).update
        for row, value in zip(learned["positions"], learned["q_values"][0], strict=True):
            mirrored[int(row)].append(value > 0)
    for draws in mirrored.values():
        assert 0.35 < np.mean(draws) < 0.65


def test_learning_waits_until_all_steps_of_a_whole_minibatch_are_known(make_dqn):
    agent, log = make_dqn(batch_size=4, n_steps=3)
    due = []
    for _ in range(8):
        log.append(np.zeros(2, np.float32), 0, 1.0, False, False, np.zeros(2, np.float32))
        due.append(agent.updates_due())
    assert due == [0, 0, 0, 0, 0, 1, 1, 1]


def test_without_replay_each_transition_is_learned_from_once_as_soon_as_it_is_known(make_dqn):
    agent, log = make_dqn(replay="off", n_steps=2, train_every=4, updates_per_training=3)
    due, learned = [], []
    for _ in range(6):
        log.append(np.zeros(2, np.float32), 0, 1.0, False, False, np.zeros(2, np.float32))
        due.append(agent.updates_due())
        for _ in range(due[-1]):
            learned.append(update(agent).update["positions"].tolist())
    assert due == [0, 1, 1, 1, 1, 1]
    assert learned == [[0], [1], [2], [3], [4]]


def test_the_replay_die_is_thrown_as_often_without_replay(make_dqn):
    throws = []
    for replay in ("on", "off"):
        rng = RunRng(1)
        update(filled(make_dqn, replay=replay, rng=rng)[0])
        throws.append(rng.replay.random())
    assert throws[0] == throws[1]


def test_a_learning_rate_held_and_released_while_paused_stays_where_it_was_put(make_dqn):
    agent, _ = make_dqn(learning_rate=1e-3)
    agent.params.learning_rate = 1e-2
    agent.schedules.hold("learning_rate")
    agent.schedules.release("learning_rate")
    for _ in range(100):
        agent.end_step(n_episodes_ended=0)
    assert agent.params.learning_rate == 1e-2
