"""What an update of DDPG computes: targets by hand, losses and gradients by autograd, and what moves when."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch

from playground.agents.nn.architecture import Architecture
from playground.agents.rng import RunRng
from playground.arithmetic.normals import draw_normals
from playground.engine.run.trace import Trace
from playground.errors import DivergedError
from tests.agents.by_autograd import gradient_between, outputs_of, relative_error
from tests.agents.log_rows import log_rows

ZEROS = np.zeros(2, np.float32)
TD3 = {"twin_critics": "on", "policy_delay": 2, "target_noise": 0.2}
SWITCHES = [dict(zip(TD3, values, strict=True)) for values in itertools.product(("off", "on"), (1, 2), (0.0, 0.3))]
N_IN = {"actor": 2, "critics": 4}  # a critic sees the two numbers of an action too
N_OUT = {"actor": 2, "critics": 1}


def traced_update(agent):
    trace = Trace()
    agent.update(trace)
    return trace


def make_constant(agent, values, action=0.0):
    """Make each critic say its number and the actor this action, in [-1, 1], whatever the input is."""
    weights = {name: np.zeros_like(array) for name, array in agent.weights().items()}
    last = len(agent.params.hidden_layers)
    for prefix, value in zip(("critic", "critic2"), values, strict=False):
        weights[f"{prefix}.{last}.bias"][:] = value
    weights[f"actor.{last}.bias"][:] = np.arctanh(action)
    agent.load_weights(weights)


@pytest.mark.parametrize(
    ("gamma", "values"), [(0.5, (3.0,)), (1.0, (3.0,)), (0.0, (3.0,)), (0.5, (3.0, 5.0)), (0.5, (5.0, 3.0))]
)
def test_targets_are_the_numbers_computed_by_hand(make_ddpg, gamma, values):
    agent, log = make_ddpg(gamma=gamma, batch_size=4, twin_critics="on" if len(values) == 2 else "off")
    make_constant(agent, values)
    for terminated, truncated in [(False, False), (True, False), (False, True), (True, True)]:
        log.append(ZEROS, ZEROS, 1.0, terminated, truncated, ZEROS)
    update = traced_update(agent).update
    assert sorted(update["positions"]) == [0, 1, 2, 3]
    by_position = dict(zip(update["positions"].tolist(), update["target"].tolist(), strict=True))
    assert by_position == {0: 1 + 3 * gamma, 1: 1.0, 2: 1 + 3 * gamma, 3: 1.0}  # the smaller of two values
    for critic, value in enumerate(values):
        np.testing.assert_array_equal(update["td_error"][critic], value - update["target"])


def test_several_rewards_are_summed_before_the_target_trusts_the_critic(make_ddpg):
    agent, log = make_ddpg(gamma=0.5, n_steps=3, batch_size=1)
    make_constant(agent, (8.0,))
    for _ in range(3):
        log.append(ZEROS, ZEROS, 1.0, False, False, ZEROS)
    assert traced_update(agent).mean_target == 1 + 0.5 + 0.25 + 0.125 * 8


class Network:
    """A network of torch's own layers in float64."""

    def __init__(self, architecture, flat):
        self.architecture, self.flat = architecture, torch.from_numpy(flat).double().requires_grad_()

    def __call__(self, inputs):
        return outputs_of(self.flat, self.architecture, inputs)


def networks(agent, side, which):
    architecture = Architecture((N_IN[side], *agent.params.hidden_layers, N_OUT[side]))
    return [Network(architecture, flat) for flat in agent.state()[side][which]]


def gradient_error(agent, side, before, references):
    """How far the gradient of the actor or the critics, in the step since `before`, is from autograd's, relatively."""
    gradient = gradient_between(before[side]["optimizer"], agent.state()[side]["optimizer"])
    return relative_error(gradient, torch.stack([network.flat.grad for network in references]))


WIDE = {"hidden_layers": (40, 30)}


@pytest.mark.parametrize("arithmetic", ["portable", "torch"])
@pytest.mark.parametrize("switches", [*SWITCHES, WIDE, TD3 | WIDE], ids=str)
def test_losses_and_every_gradient_are_autograds_on_the_same_batch(make_trained_ddpg, switches, arithmetic):
    rng = RunRng(1)
    agent, log = make_trained_ddpg(**switches, arithmetic=arithmetic, rng=rng, tau=0.1, target_noise_clip=0.4)
    params, n_moved = agent.params, 0
    for _ in range(6):
        normals = np.random.Generator(np.random.PCG64())
        normals.bit_generator.state = rng.target_noise.bit_generator.state
        noise = draw_normals(normals, 2, 64).astype(np.float32).T * params.target_noise
        noise = torch.from_numpy(noise.clip(-0.4, 0.4)).double()
        before = agent.state()
        critics, (actor,) = networks(agent, "critics", "online"), networks(agent, "actor", "online")
        critic_targets, (actor_target,) = networks(agent, "critics", "target"), networks(agent, "actor", "target")
        trace = traced_update(agent)
        update = trace.update
        rows = log_rows(log, update["positions"])
        actions = (rows.actions - torch.tensor([0.0, 2.0])) / 2  # into [-1, 1]
        with torch.no_grad():
            next_actions = (torch.tanh(actor_target(rows.next_observations)) + noise).clamp(-1, 1)
            inputs = torch.cat([rows.next_observations, next_actions], 1)
            next_values = torch.cat([critic(inputs) for critic in critic_targets], 1).min(1).values
            targets = rows.rewards + params.gamma * (1 - rows.terminated) * next_values
        inputs = torch.cat([rows.observations, actions], 1)
        loss = sum(torch.nn.functional.mse_loss(critic(inputs)[:, 0], targets) for critic in critics)
        loss.backward()
        assert gradient_error(agent, "critics", before, critics) <= 1e-5
        assert trace.loss == pytest.approx(loss.item(), rel=1e-5)
        np.testing.assert_allclose(update["target"], targets, rtol=1e-5, atol=1e-5)
        if "actor_loss" not in update:
            continue
        n_moved += 1
        critic = networks(agent, "critics", "online")[0]  # the critic has moved first
        policy = torch.tanh(actor(rows.observations))
        policy.retain_grad()
        actor_loss = -critic(torch.cat([rows.observations, policy], 1)).mean()
        actor_loss.backward()
        assert gradient_error(agent, "actor", before, [actor]) <= 1e-5
        assert update["actor_loss"] == pytest.approx(actor_loss.item(), rel=1e-5)
        np.testing.assert_allclose(update["action_gradient"], -64 * policy.grad.T, rtol=1e-4, atol=1e-6)
    assert n_moved == 6 // params.policy_delay


def fingerprint(agent):
    state = agent.state()
    return [state[side][which] for side in ("actor", "critics") for which in ("online", "target")]


def test_a_delayed_update_moves_the_critic_alone(make_trained_ddpg):
    agent, _log = make_trained_ddpg(policy_delay=3)
    moved = []
    for _ in range(7):
        before = fingerprint(agent)
        agent.update()
        moved.append([not np.array_equal(*pair) for pair in zip(before, fingerprint(agent), strict=True)])
    only_critic, all_four = [False, False, True, False], [True] * 4
    assert moved == [only_critic, only_critic, all_four, only_critic, only_critic, all_four, only_critic]
    assert agent.stats.n_target_copies == 2


def test_targets_follow_by_tau(make_trained_ddpg):
    agent, _log = make_trained_ddpg(tau=0.25)
    before = fingerprint(agent)
    agent.update()
    actor, actor_target, critic, critic_target = fingerprint(agent)
    np.testing.assert_allclose(actor_target, 0.75 * before[1] + 0.25 * actor, rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(critic_target, 0.75 * before[3] + 0.25 * critic, rtol=1e-6, atol=1e-7)


def test_two_critics_begin_apart_and_stay_apart(make_trained_ddpg):
    agent, _log = make_trained_ddpg(**TD3)
    for _ in range(3):
        one, other = agent.state()["critics"]["online"]
        assert (one != other).any()
        agent.update()


def test_a_gradient_longer_than_the_clip_is_shortened_to_it(make_trained_ddpg):
    agent, _log = make_trained_ddpg(gradient_clip=0.01)
    before = agent.state()
    update = traced_update(agent).update
    assert update["gradient_norm"] > 0.01
    for side in N_IN:
        gradient = gradient_between(before[side]["optimizer"], agent.state()[side]["optimizer"])
        assert float(gradient.norm()) <= 0.01 * (1 + 1e-5)


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
@pytest.mark.parametrize("side", ["critics", "actor"])
def test_an_update_whose_numbers_are_not_finite_is_left_out_as_a_whole(make_trained_ddpg, side, number):
    agent, _log = make_trained_ddpg()
    agent.update()
    broken = agent.state()
    broken[side]["online"][0, 0] = number  # the actor's fault is found when the critic has already moved
    agent.restore(broken)
    before, state = fingerprint(agent), agent.state()
    with pytest.raises(DivergedError):
        agent.update()
    for old, new in zip(before, fingerprint(agent), strict=True):
        np.testing.assert_array_equal(old, new)
    for name in ("actor", "critics"):
        for moment in ("mean", "square", "n_steps"):
            np.testing.assert_array_equal(state[name]["optimizer"][moment], agent.state()[name]["optimizer"][moment])
    assert agent.n_updates == 1


@pytest.mark.parametrize("rate", [300.0, 1e6])  # the first throws the weights out of proportion, but not to infinity
def test_an_enormous_learning_rate_changes_nothing_and_is_named(make_trained_ddpg, rate):
    agent, _log = make_trained_ddpg(learning_rate=rate)
    before = fingerprint(agent)
    with pytest.raises(DivergedError) as caught:
        agent.update()
    assert caught.value.values["fix"] == ("learning_rate", 1e-3)
    assert all(np.array_equal(*pair) for pair in zip(before, fingerprint(agent), strict=True))


@pytest.mark.parametrize("switches", [{}, TD3], ids=["ddpg", "td3"])
def test_tracing_an_update_changes_none_of_its_bits(make_trained_ddpg, switches):
    traced, untraced = (make_trained_ddpg(**switches)[0] for _ in range(2))
    for _ in range(10):
        traced_update(traced)
        untraced.update()
    assert all(np.array_equal(*pair) for pair in zip(fingerprint(traced), fingerprint(untraced), strict=True))


def test_what_is_changed_live_acts_at_the_next_update(make_trained_ddpg):
    agent, log = make_trained_ddpg(gamma=1.0, batch_size=1)
    make_constant(agent, (3.0,))
    for _ in range(1000):
        log.append(ZEROS, ZEROS, 1.0, False, False, ZEROS)
    assert traced_update(agent).mean_target == 4.0
    make_constant(agent, (3.0,))
    agent.params.gamma = 0.5
    assert traced_update(agent).mean_target == 2.5
    agent.params.tau, agent.params.learning_rate = 1.0, 0.0
    online = agent.state()["actor"]["online"]
    agent.update()
    for which in ("online", "target"):
        np.testing.assert_array_equal(agent.state()["actor"][which], online)
    for batch in (7, 64):
        agent.params.batch_size = batch
        assert len(traced_update(agent).update["positions"]) == batch
