"""What an update of REINFORCE, A2C and PPO makes small: loss and gradient are autograd's, the step is torch's."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from playground.agents.ppo.ppo import clipped_surrogate
from playground.agents.rng import RunRng
from playground.engine.run.trace import Trace
from tests.agents.policy_gradient.policy_gradients import (
    CONTINUOUS,
    DISCRETE,
    KINDS,
    Torch,
    autograd,
    gradient_of,
    make,
    play,
    shake,
)


def rows_for_learning(log, params):
    rows = torch.from_numpy(log.read(0, log.n_rows)).double()
    rows[:, -3] *= params.reward_scale
    return rows


def advantages_by_torch(net, rows, params, n):
    """GAE as Stable-Baselines3 writes it, one environment after the other; rows are [s, s', a.., r, term, trunc]."""
    values, next_values = (net.value(rows[:, at : at + 2])[:, 0].detach().view(-1, n) for at in (0, 2))
    rewards, terminated, truncated = (rows[:, at].view(-1, n) for at in (-3, -2, -1))
    advantages = torch.zeros_like(rewards)
    for sub_env in range(n):
        last = 0.0
        for t in reversed(range(len(rewards))):
            goes_on = not (terminated[t, sub_env] or truncated[t, sub_env])
            delta = (
                rewards[t, sub_env]
                + params.gamma * next_values[t, sub_env] * (1 - terminated[t, sub_env])
                - values[t, sub_env]
            )
            last = delta + params.gamma * params.gae_lambda * last * goes_on
            advantages[t, sub_env] = last
    return advantages.ravel(), (advantages + values).ravel()


def returns_by_torch(net, rows, params):
    after, returns = 0.0, []
    for row in rows.flip(0):
        if row[-1] or row[-2]:
            after = 0.0
            if params.baseline == "on" and not row[-2]:
                after = net.value(row[2:4]).item()
        after = float(row[-3]) + params.gamma * after
        returns.insert(0, after)
    return torch.tensor(returns, dtype=torch.float64)


def reference_loss(kind, net, rows, params, n, old_log_probability=None, advantage=None, target=None):
    """The loss in the words of Stable-Baselines3's a2c.py and ppo.py, and of Sutton & Barto 13.4."""
    actions = rows[:, 4:-3]
    distribution = net.distribution(rows[:, :2])
    log_probability = distribution.log_prob(actions[:, 0] if net.log_std is None else actions)
    values = net.value(rows[:, :2])[:, 0]
    if kind == "reinforce":
        target = returns_by_torch(net, rows, params)
        advantage = target - (values.detach() if params.baseline == "on" else 0)
    elif kind == "a2c":
        advantage, target = advantages_by_torch(net, rows, params, n)
    if getattr(params, "normalize_advantages", "off") == "on":
        advantage = (advantage - advantage.mean()) / (advantage.std() + 1e-8)
    if kind == "ppo":
        ratio = (log_probability - old_log_probability).exp()
        clipped = ratio.clamp(1 - params.clip_range, 1 + params.clip_range)
        policy_loss = -torch.min(advantage * ratio, advantage * clipped).mean()
    else:
        policy_loss = -(advantage * log_probability).mean()
    value_loss = torch.nn.functional.mse_loss(values, target)
    if getattr(params, "baseline", "on") == "off":
        value_loss = torch.zeros(())
    entropy = distribution.entropy().mean()
    return policy_loss + params.value_coefficient * value_loss - params.entropy_coefficient * entropy


def check_gradient(agent, net, reference, trace):
    with autograd():
        reference.backward()
    assert trace.loss == pytest.approx(reference.item(), rel=1e-5, abs=1e-6)
    gradient = gradient_of(agent)
    expected = net.named()
    assert gradient.keys() == expected.keys()
    error = sum(float(((torch.from_numpy(gradient[name]) - expected[name]) ** 2).sum()) for name in expected)
    norm = sum(float((array**2).sum()) for array in expected.values())
    assert math.sqrt(error / norm) <= 1e-5
    assert trace.gradient_norm == pytest.approx(math.sqrt(norm), rel=1e-5)


SPACES = pytest.mark.parametrize("space", [DISCRETE, CONTINUOUS], ids=["discrete", "continuous"])
COEFFICIENTS = {"reward_scale": 0.5, "entropy_coefficient": 0.1, "value_coefficient": 0.7, "gradient_clip": None}


@SPACES
@pytest.mark.parametrize("values", [{}, {"normalize_advantages": "on", "gae_lambda": 0.7}], ids=["plain", "normalized"])
def test_loss_and_gradient_of_a2c_are_autograds(space, values):
    agent, log = make("a2c", space, **COEFFICIENTS, **values)
    shake(agent)
    play(agent, log)
    assert agent.updates_due() == 1
    with autograd():
        net = Torch(agent)
        rows = rows_for_learning(log, agent.params)
        reference = reference_loss("a2c", net, rows, agent.params, 3)
    agent.update(trace := Trace())
    check_gradient(agent, net, reference, trace)


@SPACES
@pytest.mark.parametrize("baseline", ["on", "off"])
def test_loss_and_gradient_of_reinforce_are_autograds(space, baseline):
    agent, log = make("reinforce", space, **COEFFICIENTS, baseline=baseline)
    shake(agent)
    play(agent, log)
    assert agent.updates_due() == 1
    with autograd():
        net = Torch(agent)
        rows = rows_for_learning(log, agent.params)
        reference = reference_loss("reinforce", net, rows, agent.params, 1)
    agent.update(trace := Trace())
    check_gradient(agent, net, reference, trace)


@SPACES
@pytest.mark.parametrize("normalize", ["on", "off"])
def test_loss_and_gradient_of_ppo_are_autograds_in_every_minibatch_of_every_epoch(space, normalize):
    # A large learning rate drives ratios out of the clip range, so that both sides of it are met.
    agent, log = make("ppo", space, **COEFFICIENTS, normalize_advantages=normalize, learning_rate=0.02, clip_range=0.1)
    shake(agent)
    play(agent, log)
    n_due = agent.updates_due()
    assert n_due == 2 * 3  # epochs, and minibatches of 7, 7 and 4
    fractions, sizes, rng = [], [], RunRng(1).replay
    with autograd():
        rows = rows_for_learning(log, agent.params)
        maker, actions = Torch(agent), rows[:, 4:-3]
        old = maker.distribution(rows[:, :2]).log_prob(actions[:, 0] if space is DISCRETE else actions).detach()
        advantage, target = advantages_by_torch(maker, rows, agent.params, 3)
    for number in range(n_due):
        if number % 3 == 0:
            order = rng.permutation(18)
        with autograd():
            chosen = torch.from_numpy(order[number % 3 * 7 :][:7])
            parts = old[chosen], advantage[chosen], target[chosen]
            net = Torch(agent)
            reference = reference_loss("ppo", net, rows[chosen], agent.params, 3, *parts)
        agent.update(trace := Trace())
        check_gradient(agent, net, reference, trace)
        fractions.append(trace.update["clip_fraction"])
        sizes.append(len(trace.update["ratio"]))
    assert sizes == [7, 7, 4] * 2
    assert fractions[0] == 0.0
    assert 0.0 < max(fractions)


def test_the_clipped_objective_stops_pulling_beyond_the_clip_range_and_pulls_back():
    class Likely:
        log_probability = np.log(np.array([1.1, 1.3, 0.7, 1.3, 0.7, 1.0], np.float32))

    advantage = np.array([2.0, 2, 2, -2, -2, 2], np.float32)
    found = clipped_surrogate(Likely(), np.zeros(6, np.float32), advantage, 0.2)
    # min(r A, clip(r) A), and the derivative of each by log pi: r A or, where clipped, 0
    assert found.loss == pytest.approx(-(2.2 + 2.4 + 1.4 - 2.6 - 1.6 + 2.0) / 6, rel=1e-6)
    np.testing.assert_allclose(
        found.by_log_probability, -np.array([2.2, 0, 1.4, -2.6, 0, 2.0]) / 6, rtol=1e-5, atol=1e-8
    )
    assert found.clip_fraction == 4 / 6
    kl = sum(r - 1 - math.log(r) for r in (1.1, 1.3, 0.7, 1.3, 0.7, 1.0)) / 6
    assert found.approx_kl == pytest.approx(kl, rel=1e-5)


OPTIMIZERS = {
    "a2c": (torch.optim.RMSprop, {"alpha": 0.99, "eps": 1e-5}),
    "ppo": (torch.optim.Adam, {"eps": 1e-5}),
    "reinforce": (torch.optim.Adam, {"eps": 1e-8}),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_step_is_torchs_on_the_gradient_shortened_over_both_networks_together(kind):
    agent, log = make(kind, CONTINUOUS, gradient_clip=0.5, learning_rate=0.01)
    play(agent, log)
    optimizer_class, options = OPTIMIZERS[kind]
    with autograd():
        weights = {name: torch.from_numpy(array).requires_grad_() for name, array in agent.weights().items()}
        optimizer = optimizer_class(weights.values(), lr=0.01, **options)
    for _ in range(3):
        agent.update(trace := Trace())
        assert trace.gradient_norm > 0.5
        shortened = gradient_of(agent)
        assert math.sqrt(sum(float((array**2).sum()) for array in shortened.values())) == pytest.approx(0.5, rel=1e-5)
        with autograd():
            for name, array in shortened.items():
                weights[name].grad = torch.from_numpy(array.copy())
            optimizer.step()
    for name, array in agent.weights().items():
        np.testing.assert_allclose(array, weights[name].detach(), rtol=1e-4, atol=1e-6)
