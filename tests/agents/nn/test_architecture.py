"""How parameters lie in memory, how they begin, and how a policy file names them."""

from __future__ import annotations

import hashlib
import itertools

import numpy as np
import pytest

from playground.agents.nn.architecture import (
    Architecture,
    flat_parameters,
    named_layers,
    orthogonal_weights,
    uniform_weights,
)
from tests.agents.nn.networks import SIZES


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_layers_lie_one_behind_the_other_weights_row_by_row_and_then_biases(sizes):
    architecture = Architecture(sizes)
    layers = architecture.split(np.arange(architecture.n_parameters, dtype=np.float32))
    for layer, (n_in, n_out) in zip(layers, itertools.pairwise(sizes), strict=True):
        assert (layer.weight.shape, layer.bias.shape) == ((n_out, n_in), (n_out,))
    laid_out = np.concatenate([part.ravel() for layer in layers for part in layer])
    np.testing.assert_array_equal(laid_out, np.arange(architecture.n_parameters))


@pytest.mark.parametrize("sizes", [(4, 64, 64, 2), (300, 20, 50, 1)], ids=str)
def test_orthogonal_weights_have_orthonormal_rows_or_columns_times_their_gain(sizes):
    gains = (2**0.5, 2**0.5, 0.01)
    flat = orthogonal_weights(Architecture(sizes), np.random.default_rng(0), gains)
    for layer, gain in zip(Architecture(sizes).split(flat), gains, strict=True):
        weights = layer.weight / gain
        product = weights @ weights.T if len(weights) <= weights.shape[1] else weights.T @ weights
        np.testing.assert_allclose(product, np.eye(len(product)), atol=1e-5)
        assert not layer.bias.any()


def test_orthogonal_weights_have_no_preferred_sign():
    draws = [orthogonal_weights(Architecture((3, 3)), np.random.default_rng(seed), (1.0,)) for seed in range(400)]
    matrices = np.array([Architecture((3, 3)).split(flat)[0].weight for flat in draws])
    assert np.abs(matrices.mean(0)).max() < 0.12  # the standard error is 0.03


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_layers_taken_apart_and_put_together_are_the_same_parameters(sizes):
    architecture = Architecture(sizes)
    flat = uniform_weights(architecture, np.random.default_rng(0))
    layers = named_layers(architecture, flat, "q")
    assert list(layers) == [f"q.{n}.{kind}" for n in range(len(sizes) - 1) for kind in ("weight", "bias")]
    for number, (n_in, n_out) in enumerate(itertools.pairwise(sizes)):
        assert layers[f"q.{number}.weight"].shape == (n_out, n_in)
        assert layers[f"q.{number}.bias"].shape == (n_out,)
    np.testing.assert_array_equal(flat_parameters(architecture, layers, "q"), flat)


def test_initial_weights_fill_the_bounds_that_torchs_linear_layers_have():
    flat = uniform_weights(Architecture((4, 400, 400, 2)), np.random.default_rng(0))
    for layer, n_in in zip(Architecture((4, 400, 400, 2)).split(flat), (4, 400, 400), strict=True):
        bound, numbers = n_in**-0.5, np.append(layer.weight, layer.bias)
        assert np.abs(numbers).max() <= bound * (1 + 1e-6)
        assert np.abs(numbers).max() > 0.97 * bound
        assert abs(numbers.mean()) < 0.06 * bound


def test_the_same_seed_draws_the_same_initial_weights():
    def digest(seed):
        flat = uniform_weights(Architecture((4, 24, 24, 2)), np.random.default_rng(seed))
        return hashlib.sha256(flat.tobytes()).hexdigest()

    assert digest(0) == digest(0) != digest(1)
