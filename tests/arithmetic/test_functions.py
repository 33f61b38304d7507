"""Our exponential, logarithm, tanh and power: near the truth everywhere, and the same without the compiler."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from playground.arithmetic.functions import (
    exp64,
    exponentials,
    log64,
    logarithms,
    power64,
    tanhs,
)
from tests.arithmetic.plainly import bytes_of, without_compiler

SPECIAL = [0.0, -0.0, np.inf, -np.inf, np.nan, 5e-324, -5e-324, 1e308, -1e308, 1.0, -1.0, 709.9, -746.0]
SPECIAL_32 = np.array([0, -0.0, np.inf, -np.inf, np.nan, 1e-45, -1e-45, 3e38, -3e38, 1, -1, 88.73, -104.1], np.float32)
LARGEST_32 = float(np.finfo(np.float32).max)


def apply(function, x):
    out = np.empty_like(x)
    function(x, out)
    return out


def each(function, *arguments):
    return np.array([function(*numbers) for numbers in zip(*arguments, strict=True)])


def ulps_32(found, truth):
    """How far numbers are from the truth, in float32's units in the last place there."""
    unit = np.spacing(np.minimum(np.abs(truth), LARGEST_32).astype(np.float32))
    return float((np.abs(found - truth) / unit).max())


def ulps_64(found, function, *arguments):
    with mpmath.workprec(200):
        truth = [function(*map(mpmath.mpf, map(float, numbers))) for numbers in zip(*arguments, strict=True)]
        errors = [
            abs(mpmath.mpf(float(f)) - t) / float(np.spacing(abs(float(t)))) for f, t in zip(found, truth, strict=True)
        ]
    return float(max(errors))


def positive_numbers(kind, n):
    """Positive finite numbers, as many of each size, the smallest and least exact among them."""
    bits, float_kind = (np.int32, np.float32) if kind == 32 else (np.int64, np.float64)
    end = int(np.array(np.inf, float_kind).view(bits))
    return np.random.default_rng(0).integers(1, end, n).astype(bits).view(float_kind)


def test_exponentials_are_within_2_ulp_down_to_the_smallest_numbers():
    rng = np.random.default_rng(0)
    x = np.concatenate((rng.random(300_000) * 192.6 - 103.9, rng.random(100_000) * 2 - 1)).astype(np.float32)
    assert ulps_32(apply(exponentials, x), np.exp(x.astype(np.float64))) <= 1


def test_logarithms_are_within_2_ulp_of_every_size_and_near_1():
    x = np.concatenate((positive_numbers(32, 300_000), np.random.default_rng(0).random(100_000) + 0.5)).astype(
        np.float32
    )
    assert ulps_32(apply(logarithms, x), np.log(x.astype(np.float64))) <= 1


def test_tanhs_are_within_2_ulp_from_the_smallest_numbers_to_where_they_are_1():
    rng = np.random.default_rng(0)
    x = np.concatenate((rng.random(300_000) * 20 - 10, rng.random(100_000) * 2 - 1, -positive_numbers(32, 100_000)))
    x = x.astype(np.float32)
    assert ulps_32(apply(tanhs, x), np.tanh(x.astype(np.float64))) <= 1.5


def test_an_array_may_be_changed_in_its_place():
    x = np.linspace(-2, 2, 33, dtype=np.float32)
    expected = apply(tanhs, x)
    tanhs(x, x)
    assert x.tolist() == expected.tolist()


def test_the_functions_of_float64_are_within_2_ulp():
    rng = np.random.default_rng(0)
    x = np.concatenate((rng.random(3000) * 1454.7 - 745, rng.random(1000) * 2 - 1))
    assert ulps_64(each(exp64, x), mpmath.exp, x) <= 1
    x = np.concatenate((positive_numbers(64, 2000), rng.random(2000) + 0.5))
    assert ulps_64(each(log64, x), mpmath.log, x) <= 1


def test_the_error_of_a_power_is_2_ulp_and_what_its_logarithm_brings():
    rng = np.random.default_rng(0)
    x, y = rng.random(3000) * 10, rng.random(3000)
    assert ulps_64(each(power64, x, y), mpmath.power, x, y) <= 2 + np.abs(y * np.log(x)).max()


def test_infinity_nan_and_zero_are_what_they_are_in_mathematics():
    with np.errstate(all="ignore"):
        for found, expected in ((exponentials, np.exp), (logarithms, np.log), (tanhs, np.tanh)):
            np.testing.assert_allclose(apply(found, SPECIAL_32), expected(SPECIAL_32), rtol=3e-7)
        np.testing.assert_allclose(each(exp64, SPECIAL), np.exp(SPECIAL), rtol=1e-15)
        np.testing.assert_allclose(each(log64, SPECIAL), np.log(SPECIAL), rtol=1e-15)
    assert np.signbit(apply(tanhs, SPECIAL_32))[:2].tolist() == [False, True]


@pytest.mark.parametrize("x", [0.0, 5e-324, 0.5, 1.0, 2.0, np.inf, np.nan])
def test_a_power_has_the_special_cases_of_every_other_pow(x):
    y = [0.0, 1.0, -1.0, 0.5, 2.0, 2000.0, -2000.0, np.inf, -np.inf, np.nan]
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(each(power64, [x] * len(y), y), np.power(x, y), rtol=1e-13)


def outputs():
    rng = np.random.default_rng(1)
    x = np.concatenate((rng.random(300) * 220 - 110, rng.random(300) * 4 - 2, SPECIAL_32)).astype(np.float32)
    wide = np.concatenate((rng.random(200) * 1600 - 800, rng.random(200) * 4, SPECIAL))
    return [
        *(apply(function, x) for function in (exponentials, logarithms, tanhs)),
        each(exp64, wide),
        each(log64, wide),
        each(power64, np.abs(wide), rng.random(len(wide))),
    ]


def test_without_the_compiler_every_bit_is_the_same():
    assert bytes_of(outputs()) == without_compiler(outputs)
