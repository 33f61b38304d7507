"""Steps of optimisers: the same bits in any company, and nothing hidden of NaN and infinity."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.arithmetic.optimizers import adam, follow, rmsprop, scale, whole_power
from tests.arithmetic.plainly import bytes_of, without_compiler

BAD = (np.nan, np.inf, -np.inf)
N = 37  # numbers, not a multiple of what is taken side by side


def drawn(n, seed=0):
    """Numbers of both signs and of every size that a gradient has."""
    rng = np.random.default_rng(seed)
    return (rng.normal(size=n) * 10.0 ** rng.integers(-12, 4, n)).astype(np.float32)


def adam_steps(parameters, gradients, mean=0.0, square=0.0):
    """Parameters and both moments after some steps, (3, n)."""
    n = len(parameters)
    memory, count = np.array([parameters, np.full(n, mean), np.full(n, square)], np.float32), np.zeros(1, np.float32)
    for gradient in gradients:
        adam(memory[0], gradient, memory[1], memory[2], count, 1e-2, 0.9, 0.999, 1e-8)
    return memory


def rmsprop_steps(parameters, gradients, square=0.0):
    """Parameters and moment after some steps, (2, n)."""
    memory = np.array([parameters, np.full(len(parameters), square)], np.float32)
    for gradient in gradients:
        rmsprop(memory[0], gradient, memory[1], 1e-2, 0.99, 1e-8)
    return memory


STEPS = pytest.mark.parametrize("steps", [adam_steps, rmsprop_steps], ids=["adam", "rmsprop"])


@STEPS
def test_a_number_has_the_same_bits_alone_and_among_others(steps):
    parameters, gradients = drawn(N, seed=99), [drawn(N, seed) for seed in range(5)]
    together = steps(parameters, gradients)
    for place in range(N):
        alone = slice(place, place + 1)
        found = steps(parameters[alone], [np.ascontiguousarray(gradient[alone]) for gradient in gradients])
        assert found.tobytes() == together[:, alone].tobytes()


@STEPS
@pytest.mark.parametrize("bad", BAD)
def test_a_gradient_that_is_no_number_is_seen_in_its_parameter_and_in_no_other(steps, bad):
    parameters, ones = np.ones(N, np.float32), np.ones(N, np.float32)
    expected = steps(parameters, [ones])
    for place in range(N):
        gradient = ones.copy()
        gradient[place] = bad
        found = steps(parameters, [gradient])
        others = np.arange(N) != place
        np.testing.assert_array_equal(found[:, others], expected[:, others])
        assert math.isnan(found[0, place])  # infinity / infinity is NaN
        np.testing.assert_array_equal(found[-1, place], abs(bad))
        if steps is adam_steps:
            np.testing.assert_array_equal(found[1, place], bad)
        assert np.isnan(steps(parameters, [gradient, ones])[0, place])  # nor do later gradients heal it


@pytest.mark.parametrize("bad", BAD)
def test_moments_that_are_no_numbers_stay_so(bad):
    ones = np.ones(3, np.float32)
    by_mean, by_square = adam_steps(ones, [ones], mean=bad), adam_steps(ones, [ones], square=abs(bad))
    np.testing.assert_array_equal(by_mean[:2], [[-bad] * 3, [bad] * 3])
    np.testing.assert_array_equal(by_square[2], [abs(bad)] * 3)
    # divided by infinity, the step is 0
    np.testing.assert_array_equal(by_square[0], [np.nan if math.isnan(bad) else 1] * 3)
    by_square = rmsprop_steps(ones, [ones], square=abs(bad))
    np.testing.assert_array_equal(by_square, [[np.nan if math.isnan(bad) else 1] * 3, [abs(bad)] * 3])


@STEPS
@pytest.mark.parametrize("bad", BAD)
def test_a_parameter_that_is_no_number_stays_so(steps, bad):
    ones = np.ones(3, np.float32)
    np.testing.assert_array_equal(steps(np.full(3, bad, np.float32), [ones] * 3)[0], [bad] * 3)


@STEPS
def test_moments_that_are_nearly_0_become_0_and_none_is_ever_denormal(steps):
    ones = np.ones(4, np.float32)
    tiny = np.array([1e-16, -1e-18, 1e-31, -1e-38], np.float32)
    memory = steps(ones, [tiny] * 3)
    assert ((memory[1:] == 0) | (np.abs(memory[1:]) >= 1e-30)).all()
    assert (memory[-1, 1:] == 0).all()
    later = steps(ones, [ones, *[np.zeros(4, np.float32)] * 2000])  # they die away
    assert ((later[1:] == 0) | (np.abs(later[1:]) >= 1e-30)).all()


def test_a_target_follows_a_part_of_the_way_and_all_of_it_at_1():
    target, online = np.array([0.0, 1.0, -2.0], np.float32), np.array([4.0, 1.0, 2.0], np.float32)
    follow(target, online, 0.25)
    assert target.tolist() == [1.0, 1.0, -1.0]
    follow(target, online, 1.0)
    assert target.tolist() == online.tolist()


@pytest.mark.parametrize("bad", BAD)
def test_what_a_target_follows_and_what_is_scaled_stays_nan_or_infinite(bad):
    target = np.zeros(3, np.float32)
    follow(target, np.array([1.0, bad, 3.0], np.float32), 0.5)
    np.testing.assert_array_equal(target, [0.5, bad, 1.5])
    values = np.array([1.0, bad, 3.0], np.float32)
    scale(values, 0.5)
    np.testing.assert_array_equal(values, [0.5, bad, 1.5])
    scale(values, 0.0)
    np.testing.assert_array_equal(values, [0, np.nan, 0])


@pytest.mark.parametrize("base", [0.9, 0.99, 0.999, 0.0, 1.0])
def test_a_whole_power_is_right_to_a_few_units_in_the_last_place(base):
    for n in (0, 1, 2, 3, 10, 255, 256, 1_000, 100_000):
        assert whole_power(base, n) == pytest.approx(base**n, rel=(n + 1) * 2.0**-53, abs=1e-300)


def outputs():
    parameters, gradients = drawn(N, seed=99), [drawn(N, seed) for seed in range(5)]
    gradients[2][:3] = BAD
    target, scaled = drawn(N, seed=1), drawn(N, seed=2)
    follow(target, parameters, 0.005)
    scale(scaled, 1 / 3)
    powers = np.array([whole_power(base, n) for base in (0.9, 0.999) for n in (1, 7, 20_000)])
    return [adam_steps(parameters, gradients), rmsprop_steps(parameters, gradients), target, scaled, powers]


def test_without_the_compiler_every_bit_is_the_same():
    assert bytes_of(outputs()) == without_compiler(outputs)
