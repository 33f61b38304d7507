"""Prioritised replay: what is drawn, how much it counts, and what a rebuilt one remembers."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.agents.dqn.dqn import DQN
from playground.agents.nn.architecture import Architecture
from playground.agents.nn.plain_layers import dueling_head
from playground.agents.replay.prioritized import PrioritizedReplay
from playground.agents.replay.transition_log import BLOCK, TransitionLog
from playground.engine.run.trace import Trace
from tests.agents.by_autograd import gradient_between, q_taken, relative_error
from tests.agents.log_rows import log_rows

ON = {"prioritized": "on", "target_period": 10**6}
ZERO = np.zeros(1, np.float32)


class Exponents:
    def __init__(self, alpha=0.6, beta=0.4):
        self.priority_exponent, self.importance_exponent = alpha, beta


def replay_of(n_rows, exponents=None, capacity=100):
    log = TransitionLog(1, capacity)
    replay = PrioritizedReplay(log, capacity, exponents or Exponents())
    extend(log, n_rows)
    return replay


def extend(log, n_rows):
    for _ in range(n_rows):
        log.append(ZERO, 0, 0.0, False, False, ZERO)


def drawn(replay, n, n_steps=1, rng=None):
    places = np.empty(n, np.int64)
    replay.draw(np.full(n, 0.5) if rng is None else rng.random(n), n_steps, places)
    return places


def learn(replay, errors, n_steps=1):
    """Give row i of the ring the error errors[i], drawing one after the other."""
    errors = np.array(errors, np.float32)
    for _ in range(100):
        places = drawn(replay, 4 * len(errors), n_steps)
        replay.learned(errors[places])
        if set(places) == set(range(len(errors))):
            return
    raise AssertionError("not every row was drawn")


def test_rows_are_drawn_as_often_as_the_power_of_their_error_says():
    errors = [0.0, 0.5, 1.0, 4.0, 9.0]
    replay, rng = replay_of(5, Exponents(alpha=0.5)), np.random.default_rng(0)
    learn(replay, errors)
    powers = (np.array(errors) + 1e-6) ** 0.5
    n_draws = 500
    counts = sum(np.bincount(drawn(replay, 64, rng=rng), minlength=5) for _ in range(n_draws))
    np.testing.assert_allclose(counts / (64 * n_draws), powers / powers.sum(), atol=0.005)


def test_every_draw_comes_from_its_own_part_of_equal_mass():
    replay, rng = replay_of(4, Exponents(alpha=1.0)), np.random.default_rng(1)
    learn(replay, [1.0, 1.0, 1.0, 5.0])  # half of the mass, and more, lies in the last row
    for _ in range(50):
        assert np.bincount(drawn(replay, 8, rng=rng), minlength=4).tolist() == [1, 1, 1, 5]


def test_weights_are_those_of_the_paper():
    errors = np.array([0.2, 1.0, 3.0])
    exponents = Exponents(alpha=0.7, beta=0.5)
    replay = replay_of(3, exponents)
    learn(replay, errors)
    places = drawn(replay, 20)
    p = errors + 1e-6
    chances = p**0.7 / (p**0.7).sum()
    expected = (3 * chances[places]) ** -0.5
    np.testing.assert_allclose(replay.weights(), expected / expected.max(), rtol=1e-5)
    exponents.importance_exponent = 0.0
    np.testing.assert_array_equal(replay.weights(), np.ones(20))


def test_a_new_row_gets_the_largest_priority_there_ever_was():
    replay = replay_of(2, Exponents(alpha=1.0))
    learn(replay, [0.5, 8.0])
    learn(replay, [0.5, 2.0])
    extend(replay.log, 1)
    drawn(replay, 4)
    np.testing.assert_allclose(replay.tree.leaves[:4], [0.5, 2.0, 8.0, 0.0], rtol=1e-5)


@pytest.mark.parametrize("n_steps", [1, 3])
@pytest.mark.parametrize("between", [1, 7, 40, 5000])
def test_only_rows_of_the_window_whose_steps_are_known_can_be_drawn(n_steps, between):
    replay, rng = replay_of(20, capacity=60), np.random.default_rng(2)
    for _ in range(BLOCK // between + 3):  # the ring is gone round more than once
        drawn(replay, 16, n_steps, rng)
        replay.learned(rng.random(16).astype(np.float32))
        n_rows, length = replay.log.n_rows, len(replay.log.ring)
        rows = np.arange(replay.oldest, n_rows - n_steps + 1) % length
        expected = np.zeros(len(replay.tree.leaves), bool)
        expected[rows] = True
        np.testing.assert_array_equal(replay.tree.leaves > 0, expected)
        extend(replay.log, between)


def test_n_steps_changed_live_forgets_the_windows_whose_end_is_not_known():
    replay = replay_of(10)
    drawn(replay, 4)
    drawn(replay, 4, n_steps=4)
    assert (replay.tree.leaves[:12] > 0).tolist() == [True] * 7 + [False] * 5
    drawn(replay, 4, n_steps=2)
    assert (replay.tree.leaves[:12] > 0).tolist() == [True] * 9 + [False] * 3


def test_the_exponent_changed_live_acts_on_all_of_the_past():
    exponents = Exponents(alpha=0.5)
    replay = replay_of(3, exponents)
    learn(replay, [0.25, 1.0, 4.0])
    exponents.priority_exponent = 1.0
    drawn(replay, 4)
    np.testing.assert_allclose(replay.tree.leaves[:3], [0.25, 1.0, 4.0], rtol=1e-5)
    exponents.priority_exponent = 0.0
    drawn(replay, 4)
    np.testing.assert_array_equal(replay.tree.leaves[:4], [1.0, 1.0, 1.0, 0.0])
    exponents.priority_exponent = 0.5
    drawn(replay, 4)
    np.testing.assert_array_equal(replay.tree.leaves[:4], [1.0, 1.0, 1.0, 0.0])


def test_a_rebuilt_one_has_the_same_tree_bit_for_bit_and_holds_each_leaf_in_four_bytes():
    exponents, rng = Exponents(), np.random.default_rng(6)
    replay = replay_of(0, exponents, capacity=3000)
    for _ in range(60):
        extend(replay.log, 100)
        drawn(replay, 64, 3, rng)
        replay.learned(rng.normal(size=64).astype(np.float32))
    exponents.priority_exponent = 0.37  # a change of all leaves, which rounds them anew
    drawn(replay, 64, 3, rng)
    state = replay.state()
    assert state["leaves"].nbytes == 4 * (3000 - 2)
    other = PrioritizedReplay(replay.log, 3000, Exponents(alpha=0.37))
    other.restore(state)
    for ours, theirs in zip(replay.tree.levels, other.tree.levels, strict=True):
        assert ours.tobytes() == theirs.tobytes()
    for _ in range(5):
        rng = np.random.default_rng(7), np.random.default_rng(7)
        assert drawn(replay, 64, 3, rng[0]).tolist() == drawn(other, 64, 3, rng[1]).tolist()
        extend(replay.log, 10)


@pytest.mark.parametrize("loss", ["squared", "huber"])
@pytest.mark.parametrize("switches", [{}, {"dueling": "on", "double": "on", "n_steps": 3}])
def test_the_gradient_is_autograds_of_the_weighted_loss(make_trained_dqn, loss, switches):
    agent, log = make_trained_dqn(**ON, loss=loss, **switches)
    head = torch.from_numpy(dueling_head(2)) if "dueling" in switches else torch.eye(2)
    architecture = Architecture((2, *agent.params.hidden_layers, head.shape[1]))
    each = torch.nn.functional.huber_loss if loss == "huber" else torch.nn.functional.mse_loss
    for _ in range(4):
        before, trace = agent.state(), Trace()
        agent.update(trace)
        found, update = gradient_between(before["optimizer"], agent.state()["optimizer"])[0], trace.update
        rows = log_rows(log, update["positions"])
        flat = torch.from_numpy(before["online"][0]).double().requires_grad_()
        taken = q_taken(flat, architecture, head, rows.observations, rows.actions[:, 0].long())
        target, weights = (torch.from_numpy(update[name]).double() for name in ("target", "weights"))
        reference = (weights * each(taken, target, reduction="none")).mean()
        reference.backward()
        assert trace.loss == pytest.approx(reference.item(), rel=1e-5)
        assert relative_error(found, flat.grad) <= 1e-5
        assert update["weights"].min() < update["weights"].max() == 1.0 or agent.n_updates == 1


def test_an_update_gives_what_it_learned_from_the_priority_of_its_error(make_trained_dqn):
    agent, _ = make_trained_dqn(**ON, priority_exponent=1.0)
    trace = Trace()
    agent.update(trace)
    leaves = agent.state()["priorities"]["leaves"]
    for position, error in zip(trace.update["positions"], trace.update["td_error"], strict=True):
        assert leaves[position] == pytest.approx(abs(error) + 1e-6, rel=1e-5)


def test_what_surprises_is_drawn_more_often_than_what_is_known(make_dqn):
    agent, log = make_dqn(**ON, batch_size=8, gamma=0.0, learning_rate=0.01, priority_exponent=1.0)
    for number in range(200):  # one in a hundred ends otherwise than all the rest
        here = np.array([number % 100 == 7, 1.0], np.float32)
        log.append(here, 0, 10.0 * (number % 100 == 7), True, False, here)
    counts = np.zeros(200, int)
    for _ in range(100):
        trace = Trace()
        agent.update(trace)
        counts += np.bincount(trace.update["positions"], minlength=200)
    assert counts[[7, 107]].sum() > 10 * 8  # of 800; 8 would be their share


def test_beta_rises_to_one_over_the_run_until_it_is_held(make_dqn):
    agent, _ = make_dqn(**ON, run_length=100, importance_exponent=0.4)
    for _ in range(50):
        agent.end_step(n_episodes_ended=0)
    assert agent.params.importance_exponent == pytest.approx(0.7)
    agent.schedules.hold("importance_exponent")
    agent.end_step(n_episodes_ended=0)
    assert agent.params.importance_exponent == pytest.approx(0.7)
    agent.schedules.release("importance_exponent")
    for _ in range(100):
        agent.end_step(n_episodes_ended=0)
    assert agent.params.importance_exponent == 1.0


def test_without_it_nothing_of_it_moves(make_trained_dqn):
    agent, _ = make_trained_dqn(run_length=100)
    agent.update()
    agent.end_step(n_episodes_ended=0)
    assert agent.params.importance_exponent == 0.4
    assert "priorities" not in agent.state()


@pytest.mark.parametrize("switches", [{}, {"n_steps": 3}, {"mirror": "on"}, {"replay": "off"}])
def test_it_goes_with_other_switches_and_with_a_batch_size_changed_live(make_trained_dqn, switches):
    agent, log = make_trained_dqn(**ON, **switches)
    assert isinstance(agent, DQN)
    for batch in (64, 7, 100, 64):
        agent.params.batch_size = batch
        agent.update()
        extend_two(log)
    assert np.isfinite(agent.stats.loss)


def extend_two(log):
    zeros = np.zeros(2, np.float32)
    log.append(zeros, 0, 1.0, False, False, zeros)
