"""Kernels of policies: near float64's numbers, NaN stays NaN, and the same bits without the compiler."""

from __future__ import annotations

import numpy as np
import pytest

from playground.agents.policy_gradient.distributions import Categorical, Gaussian, softmax
from playground.arithmetic import advantages, policies
from tests.arithmetic.plainly import bytes_of, without_compiler

HEADS = pytest.mark.parametrize(
    "head",
    [Categorical(2), Categorical(7), Gaussian(1), Gaussian(3)],
    ids=lambda head: f"{type(head).__name__}-{head.n_outputs}",
)
BATCH = 21


def outputs_of(head, batch=BATCH, size=2.0):
    rng = np.random.default_rng(3)
    return ((rng.random((head.n_outputs, batch)) * 2 - 1) * size).astype(np.float32)


def draws_of(head, batch=BATCH):
    uniforms = np.random.default_rng(4).random((batch, head.n_free or 1))
    return uniforms - 0.5 if head.n_free else uniforms[:, 0]


def surrogate(log_probability, old, advantage, clip=0.2):
    ratio, slope = np.empty((2, len(advantage)), np.float32)
    numbers = policies.clipped_surrogate(log_probability, old, advantage, clip, ratio, slope)
    return numbers, ratio, slope


@pytest.mark.parametrize("n", [1, 2, 7, 40])
def test_probabilities_are_float64s_within_rounding_and_their_sum_is_1(n):
    outputs = outputs_of(Categorical(n), 1, size=30)[:, 0]
    exact = np.exp(outputs.astype(np.float64) - outputs.max())
    np.testing.assert_allclose(softmax(outputs), exact / exact.sum(), rtol=4e-6)  # of z - max z, up to 60


@HEADS
def test_a_sample_knows_the_bits_of_the_log_probability_that_its_likelihood_has(head):
    outputs = outputs_of(head)
    sample = head.sample(outputs, draws_of(head))
    assert sample.log_probability.tolist() == head.likelihood(outputs, sample.actions).log_probability.tolist()


def test_an_action_is_explored_where_it_is_not_the_first_of_the_likeliest():
    outputs = np.array([[1, 1, 0, 5], [1, 1, 9, 5], [0, 0, 0, 9]], np.float32)
    sample = Categorical(3).sample(outputs, np.array([0.0, 0.6, 0.5, 0.5]))
    assert sample.actions.tolist() == [0, 1, 1, 2]
    assert sample.explored.tolist() == [False, True, False, False]


@HEADS
def test_a_sample_is_the_same_alone_and_among_others(head):
    outputs, draws = outputs_of(head), draws_of(head)
    together = head.sample(outputs, draws)
    for s in range(BATCH):
        alone = head.sample(np.ascontiguousarray(outputs[:, s : s + 1]), draws[s : s + 1])
        assert alone.log_probability[0] == together.log_probability[s]
        assert np.array_equal(alone.actions[0], together.actions[s])


@HEADS
def test_nan_in_one_state_stays_there_and_is_not_lost(head):
    outputs = outputs_of(head)
    actions = head.sample(outputs, draws_of(head)).actions
    outputs[0, 3] = np.nan
    likelihood = head.likelihood(outputs, actions)
    gradient = likelihood.gradient(np.ones(BATCH, np.float32), -0.1)
    assert np.flatnonzero(np.isnan(likelihood.log_probability)).tolist() == [3]
    assert np.flatnonzero(np.isnan(gradient).any(axis=0)).tolist() == [3]
    assert np.isnan(head.sample(outputs, draws_of(head)).log_probability[3])


def test_the_clipped_objective_and_its_slope_are_those_of_the_formula():
    rng = np.random.default_rng(5)
    log_p, old, advantage = (rng.random((3, 200)) * 2 - 1).astype(np.float32)
    (loss, beyond, divergence), ratio, slope = surrogate(log_p, old, advantage)
    log_ratio = log_p.astype(np.float64) - old
    exact = np.exp(log_ratio)
    plain, clipped = exact * advantage, np.clip(exact, 0.8, 1.2) * advantage
    np.testing.assert_allclose(ratio, exact, rtol=1e-6)
    assert loss == pytest.approx(-np.minimum(plain, clipped).mean(), rel=1e-6)
    assert beyond == np.mean(np.abs(exact - 1) > 0.2)
    assert divergence == pytest.approx(np.mean(exact - 1 - log_ratio), rel=1e-5)
    np.testing.assert_allclose(slope, -plain * (plain <= clipped) / 200, rtol=2e-6)


def test_nan_in_a_ratio_or_an_advantage_makes_the_objective_nan():
    for which in range(3):
        parts = np.zeros((3, 20), np.float32)
        parts[which, 4] = np.nan
        (loss, _beyond, _divergence), _ratio, slope = surrogate(*parts)
        assert np.isnan(loss)
        assert np.flatnonzero(np.isnan(slope)).tolist() == [4]


def test_nan_in_a_reward_reaches_back_to_the_start_of_its_episode_and_no_further():
    rewards, ended = np.zeros((6, 2), np.float32), np.zeros((6, 2), np.bool_)
    rewards[3, 0], ended[1, 0] = np.nan, True
    nothing, returns = np.zeros_like(rewards), np.empty_like(rewards)
    advantages.discounted_returns(rewards, 1 - nothing, ended, nothing, 0.9, returns)
    assert np.argwhere(np.isnan(returns)).tolist() == [[2, 0], [3, 0]]
    advantages.generalized_advantages(rewards, 1 - nothing, ended, nothing, nothing, 0.9, 0.8, returns)
    assert np.argwhere(np.isnan(returns)).tolist() == [[2, 0], [3, 0]]


def test_nan_in_one_advantage_makes_all_normalised_ones_and_the_squared_error_nan():
    values = np.array([1, np.nan, 3], np.float32)
    out = np.empty_like(values)
    advantages.normalize(values, out)
    assert np.isnan(out).all()
    assert np.isnan(advantages.squared_errors(values, np.zeros_like(values), 0.5, out))
    assert np.isnan(advantages.explained_variance(values, np.arange(3, dtype=np.float32)))


def outputs():
    arrays = []
    for head in (Categorical(2), Categorical(5), Gaussian(2)):
        for poison in (0.0, np.nan, np.inf):
            z = outputs_of(head)
            z[-1, 2] += np.float32(poison)
            sample = head.sample(z, draws_of(head))
            likelihood = head.likelihood(z, sample.actions)
            gradient = likelihood.gradient(outputs_of(head)[0], -0.01)
            arrays += [*sample[:2], likelihood.log_probability, likelihood.entropy, gradient]
    rng = np.random.default_rng(6)
    flat = [rng.random(40).astype(np.float32) * 3 - 1 for _ in range(3)]
    numbers, *rest = surrogate(*flat)
    arrays += [np.array(numbers), *rest]
    rewards, values, next_values = (rng.random((3, 7, 3)) - 0.5).astype(np.float32)
    ended, out = rng.random((7, 3)) < 0.2, np.empty((7, 3), np.float32)
    going_on = (rng.random((7, 3)) < 0.8).astype(np.float32)
    advantages.discounted_returns(rewards, going_on, ended, next_values, 0.97, out)
    arrays.append(out.copy())
    advantages.generalized_advantages(rewards, going_on, ended, values, next_values, 0.97, 0.9, out)
    arrays.append(out.copy())
    advantages.normalize(flat[0], flat[0])
    error = advantages.squared_errors(flat[0], flat[1], 0.5, flat[2])
    return [*arrays, *flat, np.array([error, advantages.explained_variance(flat[0], flat[1])])]


def test_without_the_compiler_every_bit_is_the_same():
    assert bytes_of(outputs()) == without_compiler(outputs)
