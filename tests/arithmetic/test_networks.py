"""Passes through networks: the formula's bits, alone as among others, whole where numbers end, and without the compiler."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from playground.arithmetic.functions import tanhs
from playground.arithmetic.networks import backward, backward_to_input, forward, forward_one, work_size
from playground.arithmetic.products import add_product_plain
from tests.arithmetic.plainly import bytes_of, without_compiler

SIZES = [(1, 1), (1, 1, 1), (4, 2), (2, 7, 3), (3, 9, 5, 6, 2), (4, 24, 24, 2), (33, 8, 17, 16)]
BATCHES = (1, 2, 5, 33)
SMALL = [(1, 1, 1), (2, 7, 3), (3, 9, 5, 6, 2)]  # what Python computes in a moment
BAD = (np.nan, np.inf, -np.inf)
ACTIVATIONS = pytest.mark.parametrize("is_tanh", [False, True], ids=["relu", "tanh"])


class Pass:
    """Networks of one shape with their inputs, passed through forward and backward."""

    def __init__(self, sizes, batch, n=1, is_tanh=False, one_input=False):
        rng = np.random.default_rng(1)
        self.sizes, self.is_tanh = np.array(sizes, np.int64), is_tanh
        self.parameters = self.drawn(rng, n, sum(o * (i + 1) for i, o in itertools.pairwise(sizes)))
        self.inputs = self.drawn(rng, 1 if one_input else n, sizes[0], batch)
        self.slopes = self.drawn(rng, n, sizes[-1], batch)

    @staticmethod
    def drawn(rng, *shape):
        return (2 * rng.random(shape) - 1).astype(np.float32)

    def run(self):
        """Outputs, dL/d(parameters) and dL/d(inputs)."""
        n, batch = len(self.parameters), self.inputs.shape[2]
        self.hidden = np.full((n, self.sizes[1:-1].sum(), batch), np.nan, np.float32)
        outputs = np.full_like(self.slopes, np.nan)
        errors, work = np.full_like(self.hidden, np.nan), np.full(work_size(self.sizes, batch), np.nan, np.float32)
        gradient = np.full_like(self.parameters, np.nan)
        input_gradient = np.full((n, self.sizes[0], batch), np.nan, np.float32)
        shape = self.sizes, self.is_tanh, self.parameters
        forward(*shape, self.inputs, self.hidden, outputs)
        backward(*shape, self.inputs, self.hidden, self.slopes, errors, gradient, work)
        backward_to_input(*shape, self.hidden, self.slopes, errors, input_gradient, work)
        return outputs, gradient, input_gradient

    def one(self, observation, row=0):
        """The outputs for one observation."""
        hidden, outputs = np.empty(self.sizes[1:-1].sum(), np.float32), np.empty(self.sizes[-1], np.float32)
        forward_one(self.sizes, self.is_tanh, self.parameters[row], observation.copy(), hidden, outputs)
        return outputs

    def narrowed(self, rows=slice(None), columns=slice(None)):
        """The same, of some networks or some columns alone."""
        part = object.__new__(Pass)
        part.sizes, part.is_tanh = self.sizes, self.is_tanh
        part.parameters = np.ascontiguousarray(self.parameters[rows])
        part.inputs = np.ascontiguousarray(self.inputs[rows][:, :, columns])
        part.slopes = np.ascontiguousarray(self.slopes[rows][:, :, columns])
        return part


def by_formula(it):
    """What Pass.run() finds for its first network, written with plain products and sums in their order."""
    layers, start, below, is_last = [], 0, it.inputs[0], False
    for n_in, n_out in itertools.pairwise(it.sizes):
        weight = it.parameters[0, start : start + n_in * n_out].reshape(n_out, n_in)
        bias, is_last = it.parameters[0, start + n_in * n_out :][:n_out], len(layers) == len(it.sizes) - 2
        layers.append((weight, below))
        z = added(np.repeat(bias[:, None], below.shape[1], 1), weight, below)
        if not is_last:
            z = tanh(z) if it.is_tanh else np.maximum(z, np.float32(0))
        below, start = z, start + n_out * (n_in + 1)
    outputs, error, gradient = below, it.slopes[0], []
    for number, (weight, below) in reversed(list(enumerate(layers))):
        by_bias = np.zeros(len(error), np.float32)
        for column in error.T:
            by_bias += column
        gradient = [added(np.zeros_like(weight), error, below.T).ravel(), by_bias, *gradient]
        error = added(np.zeros_like(below), weight.T, error)
        if number:
            error *= 1 - below * below if it.is_tanh else np.where(below <= 0, np.float32(0), np.float32(1))
    return outputs, np.concatenate(gradient), error


def added(out, a, b):
    add_product_plain(np.ascontiguousarray(a), np.ascontiguousarray(b), out)
    return out


def tanh(z):
    out = np.empty(z.size, np.float32)
    tanhs(z.ravel(), out)
    return out.reshape(z.shape)


@ACTIVATIONS
@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_forward_and_backward_are_the_formula_in_the_order_of_its_terms(sizes, batch, is_tanh):
    it = Pass(sizes, batch, is_tanh=is_tanh)
    for found, expected in zip(it.run(), by_formula(it), strict=True):
        np.testing.assert_array_equal(found[0], expected)  # which takes -0 for 0


@ACTIVATIONS
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_one_column_has_the_same_bits_alone_among_others_and_as_one_observation(sizes, is_tanh):
    many = Pass(sizes, 33, is_tanh=is_tanh)
    outputs, _gradient, input_gradient = many.run()
    for column in range(33):
        alone = slice(column, column + 1)
        one, _, by_input = many.narrowed(columns=alone).run()
        assert one.tobytes() == outputs[:, :, alone].tobytes()
        assert by_input.tobytes() == input_gradient[:, :, alone].tobytes()
        assert many.one(many.inputs[0, :, column]).tobytes() == one.tobytes()


@ACTIVATIONS
@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_several_networks_at_once_have_the_bits_of_each_alone(sizes, is_tanh):
    several = Pass(sizes, 5, n=3, is_tanh=is_tanh)
    together = several.run()
    for row in range(3):
        alone = several.narrowed(rows=slice(row, row + 1)).run()
        for found, expected in zip(together, alone, strict=True):
            assert found[row].tobytes() == expected[0].tobytes()
        assert several.one(several.inputs[row, :, 2], row).tobytes() == together[0][row, :, 2].tobytes()


@ACTIVATIONS
def test_several_networks_asked_about_one_input_answer_as_if_each_had_its_copy(is_tanh):
    shared = Pass((3, 9, 5, 2), 5, n=3, is_tanh=is_tanh, one_input=True)
    together = shared.run()
    shared.inputs = np.repeat(shared.inputs, 3, 0)
    for found, expected in zip(together, shared.run(), strict=True):
        assert found.tobytes() == expected.tobytes()


@ACTIVATIONS
@pytest.mark.parametrize("bad", BAD)
def test_what_is_no_number_in_an_input_reaches_the_outputs_and_slopes_of_its_column_and_no_other(bad, is_tanh):
    it = Pass((3, 9, 5, 2), 5, is_tanh=is_tanh)
    clean, _, clean_by_input = it.run()
    it.inputs[0, 1, 3] = bad
    outputs, gradient, input_gradient = it.run()
    others = np.arange(5) != 3
    np.testing.assert_array_equal(outputs[:, :, others], clean[:, :, others])
    np.testing.assert_array_equal(input_gradient[:, :, others], clean_by_input[:, :, others])
    np.testing.assert_array_equal(it.one(it.inputs[0, :, 3]), outputs[0, :, 3])
    for found, expected in zip((outputs, gradient, input_gradient), by_formula(it), strict=True):
        np.testing.assert_array_equal(found[0], expected)
    assert np.isnan(outputs[0, :, 3]).all() == (np.isnan(bad) or not is_tanh)  # tanh of infinity is 1
    first_slopes = gradient[0, : 9 * 3].reshape(9, 3)
    assert not np.isfinite(first_slopes[:, 1]).any()


@ACTIVATIONS
@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("sizes", [(2, 7, 3), (3, 9, 5, 2)], ids=str)
def test_a_parameter_that_is_no_number_gives_what_the_formula_says(sizes, bad, is_tanh):
    it = Pass(sizes, 5, is_tanh=is_tanh)
    for place in range(it.parameters.shape[1]):
        kept, it.parameters[0, place] = it.parameters[0, place], bad
        outputs, gradient, input_gradient = it.run()
        with np.errstate(all="ignore"):
            for found, expected in zip((outputs, gradient, input_gradient), by_formula(it), strict=True):
                np.testing.assert_array_equal(found[0], expected)
        np.testing.assert_array_equal(it.one(it.inputs[0, :, 2]), outputs[0, :, 2])
        assert np.isnan(bad) <= np.isnan(outputs).any()  # NaN is never hidden
        it.parameters[0, place] = kept


@ACTIVATIONS
@pytest.mark.parametrize("bad", BAD)
def test_a_slope_of_an_output_that_is_no_number_reaches_the_gradients(bad, is_tanh):
    it = Pass((3, 9, 5, 2), 5, is_tanh=is_tanh)
    it.slopes[0, 1, 3] = bad
    _, gradient, input_gradient = it.run()
    with np.errstate(all="ignore"):
        for found, expected in zip((gradient, input_gradient), by_formula(it)[1:], strict=True):
            np.testing.assert_array_equal(found[0], expected)
    last_bias, last_weights = gradient[0, -1], gradient[0, -7:-2]
    np.testing.assert_array_equal(last_bias, bad)
    assert not np.isfinite(last_weights).any()
    assert not np.isfinite(input_gradient[0, :, 3]).any()
    assert np.isfinite(np.delete(input_gradient[0], 3, 1)).all()


def outputs():
    found = []
    for sizes, is_tanh, n in itertools.product(SMALL, (False, True), (1, 2)):
        it = Pass(sizes, 3, n, is_tanh)
        found += [*it.run(), it.one(it.inputs[0, :, 1])]
        it.inputs[0, 0, 0], it.parameters[0, 0], it.slopes[0, 0, 1] = BAD
        found += it.run()
    return found


def test_without_the_compiler_every_bit_is_the_same():
    assert bytes_of(outputs()) == without_compiler(outputs)
