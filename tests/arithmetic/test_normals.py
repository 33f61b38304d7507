"""Normal draws: one for each uniform draw, by the inverse of the normal distribution function."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest

from playground.arithmetic.normals import draw_normals, standard_normals
from tests.arithmetic.plainly import bytes_of, without_compiler


def normals(uniforms):
    uniforms = np.array(uniforms, np.float64)
    out = np.empty_like(uniforms)
    standard_normals(uniforms, out)
    return out


def test_a_number_is_the_inverse_of_the_distribution_function_at_its_draw():
    special = [2.0**-20, 2.0**-43, 3 * 2.0**-53, 0.075, 0.5, 0.925]
    uniforms = np.concatenate((np.random.default_rng(0).random(5000), special))
    expected = [NormalDist().inv_cdf(uniform + 2.0**-54) for uniform in uniforms]  # the middle of its interval
    np.testing.assert_allclose(normals(uniforms), expected, rtol=1e-12, atol=1e-15)


def test_the_first_and_the_last_draw_give_no_infinity_and_are_alike():
    first, last = normals([0.0, 1 - 2**-53])
    assert first == -last
    assert first == pytest.approx(NormalDist().inv_cdf(2**-54))


def test_the_moments_of_many_draws_are_a_normal_distributions():
    draws = draw_normals(np.random.default_rng(1), 400, 500)
    assert draws.shape == (400, 500)
    moments = [(draws**power).mean() for power in (1, 2, 3, 4)]
    assert moments == pytest.approx([0, 1, 0, 3], abs=0.03)


def test_many_draws_are_nowhere_far_from_the_distribution_function():
    n = 50_000
    draws = np.sort(draw_normals(np.random.default_rng(2), n))
    truth = np.array([(1 + math.erf(z / math.sqrt(2))) / 2 for z in draws])
    distance = max(np.abs(truth - np.arange(n) / n).max(), np.abs(truth - np.arange(1, n + 1) / n).max())
    assert distance < 1.36 / math.sqrt(n)  # Kolmogorov and Smirnov's bound for 5 %


def test_draws_of_nothing_are_nothing_and_nan_stays():
    assert draw_normals(np.random.default_rng(3), 0, 2).shape == (0, 2)
    assert np.isnan(normals([np.nan])).all()


def outputs():
    return [draw_normals(np.random.default_rng(4), 500), normals([0.0, 1e-13, 1 - 2**-53, np.nan])]


def test_without_the_compiler_every_bit_is_the_same():
    assert bytes_of(outputs()) == without_compiler(outputs)
