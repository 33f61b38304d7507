"""Losses and their slopes are what the formulas say, and the same without the compiler."""

from __future__ import annotations

import numpy as np
import pytest

from playground.arithmetic.losses import huber, squared
from tests.arithmetic.plainly import bytes_of, without_compiler

LOSSES = [squared, huber]
NONE = np.empty(0, np.float32)


def errors_and_weights(n):
    rng = np.random.default_rng(n)
    return (3 * rng.normal(size=n)).astype(np.float32), rng.random(n).astype(np.float32)


@pytest.mark.parametrize("loss", LOSSES, ids=["squared", "huber"])
@pytest.mark.parametrize("n", [1, 5, 64])
@pytest.mark.parametrize("is_weighted", [False, True])
def test_loss_and_slope_are_the_means_of_the_formulas(loss, n, is_weighted):
    errors, weights = errors_and_weights(n)
    slopes = np.empty(n, np.float32)
    found = loss(errors, weights if is_weighted else NONE, slopes)
    d, w = errors.astype(float), weights.astype(float) if is_weighted else np.ones(n)
    if loss is squared:
        each, slope = d * d, 2 * d
    else:
        each, slope = np.where(abs(d) <= 1, d * d / 2, abs(d) - 0.5), np.clip(d, -1, 1)
    assert found == pytest.approx((w * each).mean(), rel=1e-12)
    np.testing.assert_allclose(slopes, w * slope / n, rtol=1e-6)


@pytest.mark.parametrize("loss", LOSSES, ids=["squared", "huber"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_error_that_is_no_number_or_infinite_is_seen_in_the_loss(loss, bad):
    slopes = np.empty(3, np.float32)
    assert not np.isfinite(loss(np.array([1.0, bad, 2.0], np.float32), NONE, slopes))
    assert np.isnan(slopes[1]) == np.isnan(bad)
    assert np.isfinite(slopes[[0, 2]]).all()


def many():
    """Outputs of both, NaN and infinity among the errors."""
    outputs = []
    for n in (1, 7, 64):
        errors, weights = errors_and_weights(n)
        errors[n // 2 :: 11] = [np.nan, np.inf, -np.inf, 1e-40, 3e38, 1.0][: len(errors[n // 2 :: 11])]
        for loss in (squared, huber):
            for chosen in (NONE, weights):
                for d in (errors, np.nan_to_num(errors, posinf=2, neginf=-2)):
                    slopes = np.empty(n, np.float32)
                    outputs += [np.array([loss(d, chosen, slopes)]), slopes]
    return outputs


def test_without_the_compiler_the_bits_are_the_same():
    assert without_compiler(many) == bytes_of(many())
