"""What an update of DQN computes: targets by hand, loss and gradient by autograd, and when the target network moves."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from playground.agents.nn.architecture import Architecture, flat_parameters
from playground.engine.run.trace import Trace
from tests.agents.by_autograd import gradient_between, outputs_of, relative_error
from tests.agents.log_rows import log_rows

RUNNING, TERMINATED, TRUNCATED, BOTH = range(4)  # the rows that ends() writes, in order
HUGE = 1_000_000


def make_constant(agent, left, right):
    """Make Q(s, left) and Q(s, right) these two numbers, whatever s is."""
    weights = {name: np.zeros_like(array) for name, array in agent.weights().items()}
    weights[f"q.{len(agent.params.hidden_layers)}.bias"][:] = (left, right)
    agent.load_weights(weights)


def ends(log):
    zeros = np.zeros(2, np.float32)
    log.append(zeros, 0, 1.0, False, False, zeros)
    log.append(zeros, 0, 1.0, True, False, zeros)
    log.append(zeros, 0, 1.0, False, True, zeros)
    log.append(zeros, 0, 1.0, True, True, zeros)


def traced_update(agent):
    trace = Trace()
    agent.update(trace)
    return trace


@pytest.mark.parametrize(
    ("gamma", "on_termination", "targets"),
    [
        # Q_target(s', .) is (3, 5), every reward is 1
        (0.5, None, {RUNNING: 3.5, TERMINATED: 1.0, TRUNCATED: 3.5, BOTH: 1.0}),
        (0.5, -10.0, {RUNNING: 3.5, TERMINATED: -10.0, TRUNCATED: 3.5, BOTH: -10.0}),
        (0.5, 0.0, {RUNNING: 3.5, TERMINATED: 0.0, TRUNCATED: 3.5, BOTH: 0.0}),
        (0.0, None, {RUNNING: 1.0, TERMINATED: 1.0, TRUNCATED: 1.0, BOTH: 1.0}),
        (0.0, -10.0, {RUNNING: 1.0, TERMINATED: -10.0, TRUNCATED: 1.0, BOTH: -10.0}),
        (1.0, None, {RUNNING: 6.0, TERMINATED: 1.0, TRUNCATED: 6.0, BOTH: 1.0}),
        (1.0, -10.0, {RUNNING: 6.0, TERMINATED: -10.0, TRUNCATED: 6.0, BOTH: -10.0}),
    ],
)
def test_targets_are_the_numbers_computed_by_hand(make_dqn, gamma, on_termination, targets):
    agent, log = make_dqn(gamma=gamma, reward_on_termination=on_termination, batch_size=4)
    make_constant(agent, 3.0, 5.0)
    ends(log)
    update = traced_update(agent).update
    assert set(update["positions"]) == set(targets)
    for position, target, td_error in zip(
        update["positions"], update["target"].ravel(), update["td_error"].ravel(), strict=True
    ):
        assert target == targets[position]
        assert td_error == 3.0 - targets[position]  # action 0 was taken


def test_the_error_is_that_of_the_action_taken(make_dqn):
    agent, log = make_dqn(gamma=0.0, batch_size=1)
    make_constant(agent, 3.0, 5.0)
    log.append(np.zeros(2, np.float32), 1, 1.0, False, False, np.zeros(2, np.float32))
    assert traced_update(agent).update["td_error"].item() == 5.0 - 1.0


def test_gamma_and_shaping_changed_live_act_on_transitions_already_stored(make_dqn):
    agent, log = make_dqn(gamma=1.0, batch_size=1, target_period=HUGE)
    make_constant(agent, 3.0, 5.0)
    log.append(np.zeros(2, np.float32), 0, 1.0, False, False, np.zeros(2, np.float32))
    assert traced_update(agent).mean_target == 6.0
    agent.params.gamma = 0.5
    assert traced_update(agent).mean_target == 3.5
    log.append(np.zeros(2, np.float32), 0, 1.0, True, False, np.zeros(2, np.float32))
    agent.params.reward_on_termination = -7.0
    assert {traced_update(agent).mean_target for _ in range(20)} == {3.5, -7.0}


@pytest.mark.parametrize("hidden_layers", [(8, 8), (24, 24), (5,)])
@pytest.mark.parametrize("on_termination", [None, -10.0])
@pytest.mark.parametrize("loss", ["squared", "huber"])
@pytest.mark.parametrize("arithmetic", ["portable", "torch"])
def test_loss_and_every_gradient_are_autograds_on_the_same_batch(
    make_trained_dqn, arithmetic, loss, on_termination, hidden_layers
):
    agent, log = make_trained_dqn(
        arithmetic=arithmetic,
        loss=loss,
        reward_on_termination=on_termination,
        hidden_layers=hidden_layers,
        target_period=HUGE,
    )
    architecture = Architecture((2, *hidden_layers, 2))
    for _ in range(4):  # from the second on, the target network differs from the other
        before = agent.state()
        online, target = (torch.from_numpy(before[name][0]).double() for name in ("online", "target"))
        online.requires_grad_()
        trace = traced_update(agent)
        rows = log_rows(log, trace.update["positions"])
        reference = reference_loss(architecture, online, target, rows, agent.params)
        reference.backward()
        assert trace.loss == pytest.approx(reference.item(), rel=1e-5)
        found = gradient_between(before["optimizer"], agent.state()["optimizer"])[0]
        assert relative_error(found, online.grad) <= 1e-5
        assert trace.gradient_norm == pytest.approx(float(online.grad.norm()), rel=1e-5)


def reference_loss(architecture, online, target, rows, params):
    """The loss as CleanRL's dqn.py writes it, of networks with these parameters."""
    actions, rewards, terminated = rows.actions.long(), rows.rewards, rows.terminated.bool()
    if params.reward_on_termination is not None:
        rewards = torch.where(terminated, params.reward_on_termination, rewards)
    with torch.no_grad():
        best = outputs_of(target, architecture, rows.next_observations).max(dim=1).values
        target = rewards + params.gamma * best * ~terminated
    taken = outputs_of(online, architecture, rows.observations).gather(1, actions).squeeze(1)
    if params.loss == "huber":
        return torch.nn.functional.huber_loss(taken, target, delta=1.0)
    return torch.nn.functional.mse_loss(taken, target)


def test_huber_is_half_the_square_up_to_one_and_linear_beyond(make_dqn):
    agent, log = make_dqn(loss="huber", gamma=0.0, batch_size=1)
    for reward, loss in [(0.5, 0.125), (1.0, 0.5), (3.0, 2.5), (-3.0, 2.5)]:
        make_constant(agent, 0.0, 0.0)
        for _ in range(1000):  # fills the window: only this reward can be drawn
            log.append(np.zeros(2, np.float32), 0, reward, True, False, np.zeros(2, np.float32))
        assert traced_update(agent).loss == pytest.approx(loss)


def is_copied(agent):
    state = agent.state()
    return np.array_equal(state["target"], state["online"])


def test_the_target_network_follows_after_so_many_environment_steps(make_trained_dqn):
    agent, _log = make_trained_dqn(target_period=3, target_unit="steps")
    copied = []
    for _ in range(9):
        agent.update()
        assert not is_copied(agent)
        agent.end_step(n_episodes_ended=1)
        copied.append(is_copied(agent))
    assert copied == [False, False, True] * 3
    assert agent.stats.n_target_copies == 3


def test_the_target_network_follows_after_so_many_updates(make_trained_dqn):
    agent, _log = make_trained_dqn(target_period=3, target_unit="updates")
    copied = []
    for _ in range(9):
        agent.end_step(n_episodes_ended=1)
        agent.update()
        copied.append(is_copied(agent))
    assert copied == [False, False, True] * 3


def test_the_target_network_follows_after_so_many_episodes(make_trained_dqn):
    agent, _log = make_trained_dqn(target_period=2, target_unit="episodes")
    copied = []
    for step in range(12):
        agent.update()
        agent.end_step(n_episodes_ended=int(step % 3 == 2))
        copied.append(is_copied(agent))
    assert copied == [False, False, False, False, False, True] * 2


def test_a_shorter_period_counts_what_has_already_passed(make_trained_dqn):
    agent, _log = make_trained_dqn(target_period=HUGE, target_unit="steps")
    for _ in range(10):
        agent.update()
        agent.end_step(n_episodes_ended=0)
    assert not is_copied(agent)
    agent.params.target_period = 5
    agent.end_step(n_episodes_ended=0)
    assert is_copied(agent)
    for left in (4, 3, 2, 1, 0):
        agent.update()
        agent.end_step(n_episodes_ended=0)
        assert is_copied(agent) == (left == 0)


def test_between_copies_targets_come_from_the_old_network(make_dqn):
    agent, log = make_dqn(gamma=1.0, batch_size=1, target_period=2, target_unit="updates", learning_rate=0.1)
    make_constant(agent, 3.0, 5.0)
    log.append(np.zeros(2, np.float32), 1, 1.0, False, False, np.zeros(2, np.float32))
    assert traced_update(agent).mean_target == 6.0
    assert traced_update(agent).mean_target == 6.0  # the network has moved, the target has not
    assert 6.1 < traced_update(agent).mean_target < 6.3  # two steps of Adam, 0.1 each


def test_learning_begins_when_one_minibatch_is_stored(make_dqn):
    agent, log = make_dqn(batch_size=3)
    due = []
    for _ in range(5):
        log.append(np.zeros(2, np.float32), 0, 1.0, False, False, np.zeros(2, np.float32))
        due.append(agent.updates_due())
    assert due == [0, 0, 1, 1, 1]


def test_tracing_an_update_changes_none_of_its_bits(make_trained_dqn):
    traced, untraced = make_trained_dqn()[0], make_trained_dqn()[0]
    for _ in range(20):
        traced_update(traced)
        untraced.update()
    np.testing.assert_array_equal(traced.state()["online"], untraced.state()["online"])


def test_a_trace_keeps_its_numbers_when_the_run_goes_on(make_trained_dqn):
    agent, _log = make_trained_dqn()
    update = traced_update(agent).update
    kept = {name: np.copy(number) for name, number in update.items()}
    agent.update()
    for name, array in update.items():
        np.testing.assert_array_equal(array, kept[name])


@pytest.mark.parametrize("hidden_layers", [(8, 8), (1,), (1, 1)])
def test_weights_are_copies_and_load_into_both_networks(make_trained_dqn, hidden_layers):
    agent, _log = make_trained_dqn(target_period=HUGE, hidden_layers=hidden_layers, learning_rate=0.1)
    before = agent.weights()
    kept = {name: array.copy() for name, array in before.items()}
    agent.update()
    for name in before:
        np.testing.assert_array_equal(before[name], kept[name])
    assert any((agent.weights()[name] != kept[name]).any() for name in kept)
    agent.load_weights(kept)
    flat = flat_parameters(Architecture((2, *hidden_layers, 2)), kept, "q")
    for network in ("online", "target"):
        np.testing.assert_array_equal(agent.state()[network][0], flat)


def test_batch_size_changed_live_is_the_size_of_the_next_update(make_trained_dqn):
    agent, _log = make_trained_dqn()
    for batch in (64, 7, 100, 64):
        agent.params.batch_size = batch
        assert len(traced_update(agent).update["positions"]) == batch
