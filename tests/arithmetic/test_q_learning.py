"""Targets, the Q of what was done, and the dueling network, against NumPy in float64 and without the compiler."""

from __future__ import annotations

import numpy as np
import pytest

from playground.arithmetic.q_learning import bellman_targets, dueling, dueling_gradient, spread_slopes, taken
from tests.arithmetic.plainly import bytes_of, without_compiler


def numbers(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def targets(returns, discounts, q_next, q_choose):
    out = np.empty(len(returns), np.float32)
    bellman_targets(returns, discounts, q_next, q_choose, out)
    return out


@pytest.mark.parametrize("n_actions", [1, 2, 5])
def test_a_target_is_the_return_and_the_discounted_q_of_the_chosen_action(n_actions):
    returns, discounts, q_next, q_choose = numbers(64), numbers(64, seed=1), *numbers(2, n_actions, 64, seed=2)
    expected = returns + discounts * q_next.max(axis=0)
    np.testing.assert_array_equal(targets(returns, discounts, q_next, q_next), expected)
    expected = returns + discounts * q_next[q_choose.argmax(axis=0), np.arange(64)]
    np.testing.assert_array_equal(targets(returns, discounts, q_next, q_choose), expected)


def test_of_equal_values_the_first_is_chosen_and_one_that_is_no_number_before_all():
    choose = np.array([[1, 1, np.nan, 2, np.inf], [1, 3, 5, np.nan, np.nan], [0, 3, np.nan, 9, 1]], np.float32)
    q_next = np.array([[10.0] * 5, [20.0] * 5, [30.0] * 5], np.float32)
    zeros, ones = np.zeros(5, np.float32), np.ones(5, np.float32)
    assert targets(zeros, ones, q_next, choose).tolist() == [10, 20, 10, 20, 20]
    np.testing.assert_array_equal(targets(zeros, ones, choose, choose), [1, 3, np.nan, np.nan, np.nan])


def test_slopes_go_to_the_actions_that_were_taken():
    q, actions, out = numbers(3, 64), np.random.default_rng(1).integers(3, size=64), np.empty(64, np.float32)
    columns = np.arange(64)
    taken(q, actions, out)
    np.testing.assert_array_equal(out, q[actions, columns])
    slopes, spread = numbers(64, seed=3), np.full((3, 64), 7.0, np.float32)
    spread_slopes(slopes, actions, spread)
    expected = np.zeros((3, 64), np.float32)
    expected[actions, columns] = slopes
    np.testing.assert_array_equal(spread, expected)


@pytest.mark.parametrize("n_networks", [1, 2])
@pytest.mark.parametrize("n_actions", [1, 2, 5])
def test_dueling_is_wangs_equation_9_and_its_gradient_the_transposed_product(n_actions, n_networks):
    outputs, q = numbers(n_networks, n_actions + 1, 16), np.empty((n_networks, n_actions, 16), np.float32)
    head = np.hstack([np.eye(n_actions) - 1 / n_actions, np.ones((n_actions, 1))])
    dueling(outputs, q)
    np.testing.assert_allclose(q, head @ outputs.astype(float), rtol=1e-5, atol=1e-6)
    gradient = np.empty_like(outputs)
    dueling_gradient(q, gradient)
    np.testing.assert_allclose(gradient, head.T @ q.astype(float), rtol=1e-5, atol=1e-6)


def many():
    """Outputs of every kernel, NaN and infinity among them."""
    outputs, actions = numbers(2, 4, 16, seed=4), np.random.default_rng(5).integers(3, size=16)
    outputs[0, 1, :6] = np.nan, np.inf, -np.inf, 3e38, -0.0, 1e-40
    q, back = np.empty((2, 3, 16), np.float32), np.empty_like(outputs)
    dueling(outputs, q)
    dueling_gradient(q, back)
    out, spread = np.empty(16, np.float32), np.empty((3, 16), np.float32)
    taken(q[0], actions, out)
    spread_slopes(out, actions, spread)
    return [q, back, out, spread, targets(out, numbers(16), q[0], q[1]), targets(out, numbers(16), q[1], q[0])]


def test_without_the_compiler_the_bits_are_the_same():
    assert without_compiler(many) == bytes_of(many())
