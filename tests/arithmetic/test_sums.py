"""Sums in one order of their own: exact where no rounding is, near the truth, and whole where numbers end."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.arithmetic.sums import LANES, dot, dot_plain, largest, mean, norm, total, total_plain
from tests.arithmetic.plainly import bytes_of, without_compiler

LENGTHS = [*range(2 * LANES + 3), 63, 64, 65, 1000]
BAD = (np.nan, np.inf, -np.inf)


def drawn(n, seed=0):
    """Numbers of both signs whose sum depends on its order."""
    rng = np.random.default_rng(seed)
    return (rng.normal(size=n) * 10.0 ** rng.integers(-3, 4, n)).astype(np.float32)


def same_bits(found, expected):
    return np.float32(found).tobytes() == np.float32(expected).tobytes()


@pytest.mark.parametrize("n", LENGTHS)
def test_sixteen_sums_side_by_side_are_the_order_as_it_reads(n):
    a, b = drawn(n), drawn(n, seed=1)
    assert same_bits(total(a), total_plain(a))
    assert same_bits(dot(a, b), dot_plain(a, b))


@pytest.mark.parametrize("n", LENGTHS)
def test_they_are_near_the_truth(n):
    a, b = drawn(n), drawn(n, seed=1)
    bound = (n + 1) * 2.0**-24  # times the sum of what is added, taken positive: Higham 2002, section 3.1
    exact = a.astype(float)
    assert abs(total(a) - math.fsum(exact)) <= bound * np.abs(exact).sum()
    assert abs(dot(a, b) - math.fsum(exact * b)) <= bound * np.abs(exact * b).sum()
    assert norm(a) == pytest.approx(math.sqrt(math.fsum(exact * exact)), rel=(n + 3) * 2.0**-24)
    if n:
        assert abs(mean(a) - math.fsum(exact) / n) <= bound * np.abs(exact).mean() * 2


@pytest.mark.parametrize("n", LENGTHS)
def test_sums_of_whole_numbers_are_exact(n):
    numbers = np.arange(n, dtype=np.float32)
    assert total(numbers) == n * (n - 1) // 2
    assert largest(-numbers) == max(n - 1, 0)


def test_of_nothing_the_sum_is_0_and_the_mean_nan():
    nothing = np.zeros(0, np.float32)
    assert (total(nothing), dot(nothing, nothing), norm(nothing), largest(nothing)) == (0, 0, 0, 0)
    assert math.isnan(mean(nothing))


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("n", [1, 3, 16, 17, 40])
def test_nan_and_infinity_anywhere_are_the_sum(n, bad):
    ones = np.ones(n, np.float32)
    for place in range(n):
        numbers = ones.copy()
        numbers[place] = bad
        found = [total(numbers), total_plain(numbers), dot(numbers, ones), dot(ones, numbers), mean(numbers)]
        np.testing.assert_array_equal(found, [bad] * 5)
        np.testing.assert_array_equal([norm(numbers), largest(numbers)], [abs(bad)] * 2)


def test_what_infinity_meets_decides():
    numbers = np.ones(40, np.float32)
    numbers[[3, 30]] = np.inf, -np.inf
    assert math.isnan(total(numbers))
    assert norm(numbers) == largest(numbers) == np.inf
    for nan in (1, 35):  # before the infinities and after them
        numbers[nan] = np.nan
        assert math.isnan(largest(numbers))
        numbers[nan] = 1
    zero = np.zeros(40, np.float32)
    assert math.isnan(dot(numbers, zero))
    assert norm(np.full(20, 3e38, np.float32)) == np.inf  # its square is larger than all numbers


def outputs():
    found = []
    for n in (1, 5, 16, 17, 50):
        a, b = drawn(n), drawn(n, seed=1)
        for numbers in (a, np.where(np.arange(n) == n // 2, np.float32(np.inf), a), np.full(n, np.nan, np.float32)):
            found += [total(numbers), dot(numbers, b), norm(numbers), mean(numbers), largest(numbers)]
    assert {type(number) for number in found} <= {float, np.float32}
    return [np.array(found, np.float32)]


def test_without_the_compiler_every_bit_is_the_same():
    assert bytes_of(outputs()) == without_compiler(outputs)
