"""The switches of DQN: each does what its paper says, and what is saved acts like what learned."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from playground.agents.base import Mirror
from playground.agents.nn.architecture import Architecture, flat_parameters
from playground.agents.nn.mlp import ForwardPass
from playground.agents.nn.plain_layers import dueling_head
from playground.engine.run.trace import Trace
from tests.agents.by_autograd import gradient_between, q_taken, relative_error
from tests.agents.log_rows import log_rows

RNG = np.random.default_rng(3)
OBSERVATIONS = RNG.normal(size=(50, 2)).astype(np.float32)


def update(agent, times=1):
    for _ in range(times):
        trace = Trace()
        agent.update(trace)
    return trace


def plain_architecture(agent):
    return Architecture((2, *agent.params.hidden_layers, 2))


def saved_q(agent):
    """Q of the observations by the plain network that weights() gives."""
    architecture = plain_architecture(agent)
    network = ForwardPass(architecture, flat_parameters(architecture, agent.weights(), "q"))
    return np.array([network.forward(observation) for observation in OBSERVATIONS])


def acting_q(agent):
    return np.array([agent.act(observation[None], inspect=True).values for observation in OBSERVATIONS])


SWITCHES = [
    {},
    {"dueling": "on"},
    {"scale_observations": "on"},
    {"dueling": "on", "scale_observations": "on", "double": "on", "n_steps": 3, "gradient_clip": 1.0},
]


@pytest.mark.parametrize("switches", SWITCHES)
def test_the_saved_network_acts_like_the_one_that_learned(make_trained_dqn, switches):
    agent, _ = make_trained_dqn(scale=(0.5, 2.0), **switches)
    update(agent, 5)
    np.testing.assert_allclose(saved_q(agent), acting_q(agent), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("switches", SWITCHES)
def test_loaded_weights_act_like_those_that_were_saved(make_trained_dqn, switches):
    agent, _ = make_trained_dqn(scale=(0.5, 2.0), **switches)
    update(agent, 5)
    other, _ = make_trained_dqn(scale=(0.5, 2.0), seed=9, **switches)
    other.load_weights(agent.weights())
    np.testing.assert_allclose(acting_q(other), acting_q(agent), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("switches", [*SWITCHES, {"target_network": "off"}, {"replay": "off"}])
def test_the_step_down_the_loss_is_autograds(make_trained_dqn, switches):
    """The gradient by the network's inner parameters against differences of the loss itself."""
    agent, log = make_trained_dqn(scale=(0.5, 2.0), target_period=10**6, **{**switches, "gradient_clip": None})
    update(agent, 2)
    is_dueling, is_scaled = agent.params.dueling == "on", agent.params.scale_observations == "on"
    head = torch.from_numpy(dueling_head(2)) if is_dueling else torch.eye(2)
    before = agent.state()
    trace = update(agent)
    gradient = gradient_between(before["optimizer"], agent.state()["optimizer"])
    rows = log_rows(log, trace.update["positions"])
    observations = rows.observations / torch.tensor((0.5, 2.0) if is_scaled else (1.0, 1.0))
    architecture = Architecture((2, *agent.params.hidden_layers, 3 if is_dueling else 2))
    flat = torch.from_numpy(before["online"][0]).double().requires_grad_()
    taken = q_taken(flat, architecture, head, observations, rows.actions[:, 0].long())
    loss = ((taken - torch.from_numpy(trace.update["target"].reshape(-1)).double()) ** 2).mean()
    loss.backward()
    assert trace.loss == pytest.approx(loss.item(), rel=1e-5)
    assert relative_error(gradient[0], flat.grad) <= 1e-5


def test_the_dueling_head_is_value_plus_advantage_less_its_mean():
    np.testing.assert_allclose(dueling_head(2) @ [3.0, 5.0, 10.0], [10 - 1, 10 + 1])


def test_double_dqn_asks_the_target_network_about_the_online_networks_choice(make_dqn):
    agent, log = make_dqn(double="on", gamma=0.5, batch_size=1, target_period=10**6, hidden_layers=(8,))
    log.append(np.zeros(2, np.float32), 0, 1.0, False, False, np.zeros(2, np.float32))
    zeros = {name: np.zeros_like(array) for name, array in agent.weights().items()}
    online, target = ({**zeros, "q.1.bias": np.array(values, np.float32)} for values in ([1.0, 2.0], [7.0, 4.0]))
    agent.load_weights(target)
    state = agent.state()
    state["online"][0] = flat_parameters(plain_architecture(agent), online, "q")
    agent.restore(state)
    assert update(agent).mean_target == 1 + 0.5 * 4.0
    agent.params.double = "off"
    assert update(agent).mean_target == 1 + 0.5 * 7.0
    agent.params.target_network = "off"
    assert update(agent).mean_target == pytest.approx(1 + 0.5 * 2.0, abs=0.01)


def test_tau_moves_the_target_network_a_part_of_the_way(make_trained_dqn):
    agent, _ = make_trained_dqn(target_tau=0.25, target_period=1, target_unit="updates")
    before = agent.state()["target"]
    update(agent)
    after = agent.state()
    np.testing.assert_allclose(after["target"], before + 0.25 * (after["online"] - before), rtol=1e-6, atol=1e-7)


def test_a_long_gradient_is_shortened_and_a_short_one_is_not(make_trained_dqn):
    norms = {}
    for clip in (None, 1e-3, 1e6):
        agent, _ = make_trained_dqn(gradient_clip=clip)
        before = agent.state()["optimizer"]
        update(agent)
        norms[clip] = float(gradient_between(before, agent.state()["optimizer"]).norm())
    assert norms[1e-3] == pytest.approx(1e-3, rel=1e-4)
    assert norms[1e6] == norms[None] > 1e-3


@pytest.mark.parametrize("part", [1.0, 0.5, 0.25])
def test_averaged_weights_are_saved_and_the_newest_act(make_trained_dqn, part):
    agent, _ = make_trained_dqn(average_part=part)
    seen = []
    for _ in range(20):
        update(agent)
        seen.append(agent.state()["online"])
    average = seen[0]
    for n, weights in enumerate(seen, start=1):
        average = average + (weights - average) / (1 + part * (n - 1))
    np.testing.assert_allclose(agent.state()["average"], average, rtol=1e-6, atol=1e-6)
    if part == 1.0:
        np.testing.assert_allclose(agent.state()["average"], np.mean(seen, axis=0), rtol=1e-6, atol=1e-6)
    assert np.abs(saved_q(agent) - acting_q(agent)).max() > 1e-4


def test_mirrored_samples_make_a_policy_that_is_its_own_mirror_image(make_dqn):
    mirror = Mirror(flips=(True, False), actions=(1, 0))
    agent, log = make_dqn(mirror="on", gamma=0.0, batch_size=64, mirror_of_space=mirror, learning_rate=1e-2)
    rng = np.random.default_rng(0)
    for _ in range(500):  # only the right half of the world is ever seen: there, action 0 pays x and action 1 nothing
        here = np.abs(rng.normal(size=2)).astype(np.float32)
        action = int(rng.integers(2))
        log.append(here, action, float(here[0]) * (action == 0), True, False, here)
    for _ in range(500):
        agent.update()
    assert agent.act(np.array([[1.0, 1.0]], np.float32), inspect=True).values.argmax() == 0
    left = agent.act(np.array([[-1.0, 1.0]], np.float32), inspect=True).values
    np.testing.assert_allclose(left, [0.0, 1.0], atol=0.1)


def test_an_optimistic_network_begins_with_its_initial_value(make_dqn):
    plain, optimistic = (acting_q(make_dqn(initial_value=value)[0]) for value in (0.0, 50.0))
    np.testing.assert_allclose(optimistic, plain + 50.0, rtol=1e-5)


def test_learning_comes_in_rounds_after_it_starts(make_dqn):
    agent, log = make_dqn(batch_size=4, learning_starts=10, train_every=4, updates_per_training=3)
    due = []
    for _ in range(20):
        log.append(np.zeros(2, np.float32), 0, 1.0, False, False, np.zeros(2, np.float32))
        due.append(agent.updates_due())
    assert due == [0] * 11 + [3, 0, 0, 0, 3, 0, 0, 0, 3]


def test_the_learning_rate_falls_in_a_line_and_stays_at_its_end(make_dqn):
    agent, _ = make_dqn(learning_rate=1e-2, learning_rate_end=0.1, learning_rate_fraction=0.5, run_length=100)
    rates = []
    for _ in range(100):
        agent.end_step(n_episodes_ended=0)
        rates.append(agent.params.learning_rate)
    assert rates[24] == pytest.approx(1e-2 - 0.5 * 9e-3)
    assert rates[49] == pytest.approx(1e-3)
    assert rates[99] == pytest.approx(1e-3)
    assert all(later <= earlier for earlier, later in itertools.pairwise(rates))


def test_a_held_learning_rate_stays_and_goes_on_from_there(make_dqn):
    agent, _ = make_dqn(learning_rate=1e-2, learning_rate_end=0.1, run_length=100)
    agent.params.learning_rate = 5e-3
    agent.schedules.hold("learning_rate")
    agent.end_step(n_episodes_ended=0)
    assert agent.params.learning_rate == 5e-3
    agent.schedules.release("learning_rate")
    agent.end_step(n_episodes_ended=0)
    assert agent.params.learning_rate == pytest.approx(5e-3 - 4.5e-3 / 100)
