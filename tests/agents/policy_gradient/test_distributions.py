"""Policies say the right probabilities, and their written-out derivatives are autograd's."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from playground.agents.policy_gradient.distributions import Categorical, Gaussian
from playground.agents.rng import RunRng

BATCH = 7


def columns(*numbers):
    """Outputs of one state, as a batch of one."""
    return np.array(numbers, np.float32)[:, None]


def test_probabilities_log_probability_and_entropy_of_a_discrete_action_computed_by_hand():
    head = Categorical(3)
    outputs = columns(0.0, math.log(2.0), math.log(5.0))  # weights 1, 2, 5 of 8
    np.testing.assert_allclose(head.shown(outputs[:, 0]), [1 / 8, 2 / 8, 5 / 8], rtol=1e-6)
    likelihood = head.likelihood(outputs, np.array([1]))
    assert likelihood.log_probability[0] == pytest.approx(math.log(2 / 8), rel=1e-6)
    entropy = -(1 / 8 * math.log(1 / 8) + 2 / 8 * math.log(2 / 8) + 5 / 8 * math.log(5 / 8))
    assert likelihood.entropy[0] == pytest.approx(entropy, rel=1e-6)


def test_a_discrete_action_is_the_first_whose_cumulative_probability_exceeds_the_die():
    head = Categorical(3)
    outputs = np.repeat(columns(0.0, math.log(2.0), math.log(5.0)), 6, axis=1)
    rng = np.array([0.0, 0.124, 0.126, 0.374, 0.376, 1 - 2**-53])
    assert head.sample(outputs, rng).actions.tolist() == [0, 0, 1, 1, 2, 2]


def test_huge_outputs_overflow_nothing():
    likelihood = Categorical(2).likelihood(columns(1000.0, -1000.0), np.array([1]))
    assert likelihood.log_probability[0] == -2000.0
    assert likelihood.entropy[0] == 0.0


def test_log_probability_and_entropy_of_a_continuous_action_computed_by_hand():
    # Two numbers: mean 1, spread 2, and mean -3, spread 0.5; the action is one spread above and two below.
    outputs = columns(1.0, -3.0, math.log(2.0), math.log(0.5))
    likelihood = Gaussian(2).likelihood(outputs, np.array([[3.0, -4.0]], np.float32))
    by_hand = -0.5 * (1 + 4) - math.log(2.0) - math.log(0.5) - math.log(2 * math.pi)
    assert likelihood.log_probability[0] == pytest.approx(by_hand, rel=1e-6)
    assert likelihood.entropy[0] == pytest.approx(
        math.log(2.0) + math.log(0.5) + math.log(2 * math.pi * math.e), rel=1e-6
    )


def test_a_continuous_action_is_the_mean_and_so_many_spreads_and_is_not_clipped():
    outputs = columns(1.0, -3.0, math.log(2.0), math.log(0.5))
    actions = Gaussian(2).sample(outputs, np.array([[100.0, -2.0]])).actions
    np.testing.assert_allclose(actions, [[201.0, -4.0]], rtol=1e-6)
    assert actions.dtype == np.float32


@pytest.mark.parametrize("head", [Categorical(2), Gaussian(3)], ids=["discrete", "continuous"])
def test_samples_follow_the_policy(head):
    outputs = np.repeat(np.random.default_rng(1).normal(size=(head.n_outputs, 1)).astype(np.float32), 20_000, axis=1)
    actions = head.sample(outputs, head.draw(RunRng(3), 20_000)).actions
    if head.n_free:
        np.testing.assert_allclose(actions.mean(axis=0), outputs[:3, 0], atol=0.05)
        np.testing.assert_allclose(actions.std(axis=0), np.exp(outputs[3:, 0]), rtol=0.02)
    else:
        np.testing.assert_allclose(np.bincount(actions) / 20_000, head.shown(outputs[:, 0]), atol=0.01)


@pytest.mark.parametrize("by_entropy", [0.0, -0.3])
@pytest.mark.parametrize(
    "head",
    [Categorical(2), Categorical(5), Gaussian(1), Gaussian(3)],
    ids=lambda h: f"{type(h).__name__}-{h.n_outputs}",
)
def test_the_gradient_is_autograds(head, by_entropy):
    rng = np.random.default_rng(2)
    outputs = rng.normal(size=(head.n_outputs, BATCH)).astype(np.float32)
    actions = head.sample(outputs, head.draw(RunRng(3), BATCH)).actions
    by_log_probability = rng.normal(size=BATCH).astype(np.float32)
    likelihood = head.likelihood(outputs, actions)
    gradient = likelihood.gradient(by_log_probability, by_entropy)

    with torch.inference_mode(False), torch.enable_grad():
        z = torch.tensor(outputs, dtype=torch.float64, requires_grad=True)
        if head.n_free:
            distribution = torch.distributions.Normal(z[: head.n_free].T, z[head.n_free :].T.exp())
            log_probability = distribution.log_prob(torch.tensor(actions)).sum(1)
            entropy = distribution.entropy().sum(1)
        else:
            distribution = torch.distributions.Categorical(logits=z.T)
            log_probability, entropy = distribution.log_prob(torch.tensor(actions)), distribution.entropy()
        (torch.tensor(by_log_probability).double() @ log_probability + by_entropy * entropy.sum()).backward()
    np.testing.assert_allclose(likelihood.log_probability, log_probability.detach(), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(likelihood.entropy, entropy.detach(), rtol=1e-5)
    assert np.linalg.norm(gradient - z.grad.numpy()) <= 1e-5 * z.grad.norm()
