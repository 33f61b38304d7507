"""Matrix products: tiles and plain loops give the same bits, in the order of the terms, with and without the compiler."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from playground.arithmetic.products import add_product, add_product_plain, add_row_sums, transpose
from tests.arithmetic.plainly import bytes_of, without_compiler

WIDTHS = (1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33)
SMALL = ((1, 1, 1), (4, 2, 3), (5, 3, 2), (3, 4, 5), (9, 7, 6), (8, 8, 8))
BAD = (np.nan, np.inf, -np.inf)


RNG = np.random.default_rng(0)
NUMBERS = (RNG.normal(size=(4, 20_000)) * 10.0 ** RNG.integers(-3, 4, (4, 20_000))).astype(np.float32)


def drawn(*shape, seed=0):
    """Numbers of both signs whose sums depend on their order."""
    return NUMBERS[seed, : math.prod(shape)].reshape(shape).copy()


def product(kernel, a, b, out):
    out = out.copy()
    kernel(a, b, out)
    return out


def test_tiles_give_the_bits_of_the_formula_whatever_the_shape():
    for n, m, columns in itertools.product(WIDTHS, repeat=3):
        a, b, out = drawn(n, m), drawn(m, columns, seed=1), drawn(n, columns, seed=2)
        assert product(add_product, a, b, out).tobytes() == product(add_product_plain, a, b, out).tobytes()


@pytest.mark.parametrize("shape", [(64, 5, 129), (120, 84, 64), (1, 300, 1), (300, 1, 7)], ids=str)
def test_so_they_do_for_the_shapes_of_larger_networks(shape):
    n, m, columns = shape
    a, b, out = drawn(n, m), drawn(m, columns, seed=1), drawn(n, columns, seed=2)
    found = product(add_product, a, b, out)
    assert found.tobytes() == product(add_product_plain, a, b, out).tobytes()
    exact = out.astype(float) + a.astype(float) @ b
    terms = np.abs(out.astype(float)) + np.abs(a.astype(float)) @ np.abs(b)
    assert (np.abs(found - exact) <= (m + 1) * 2.0**-24 * terms).all()  # Higham 2002, section 3.1


def test_each_sum_begins_with_what_is_there_and_is_made_in_the_order_of_its_terms():
    a, b, out = drawn(6, 9), drawn(9, 5, seed=1), drawn(6, 5, seed=2)
    expected = out.copy()
    for k in range(9):
        expected += np.outer(a[:, k], b[k])  # each product is rounded, and so is each sum
    assert product(add_product, a, b, out).tobytes() == expected.tobytes()


def test_a_column_has_the_same_bits_alone_and_among_others():
    a, b, out = drawn(13, 11), drawn(11, 37, seed=1), drawn(13, 37, seed=2)
    together = product(add_product, a, b, out)
    for column in range(37):
        alone = slice(column, column + 1)
        found = product(add_product, a, np.ascontiguousarray(b[:, alone]), np.ascontiguousarray(out[:, alone]))
        assert found.tobytes() == together[:, alone].tobytes()


def test_nothing_is_added_where_there_are_no_terms_and_nothing_done_where_there_are_no_columns():
    out = drawn(5, 3)
    assert product(add_product, drawn(5, 0), drawn(0, 3), out).tobytes() == out.tobytes()
    assert product(add_product, drawn(5, 2), drawn(2, 0), drawn(5, 0)).shape == (5, 0)


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("kernel", [add_product, add_product_plain], ids=["tiled", "plain"])
def test_nan_and_infinity_reach_every_sum_they_are_a_term_of_and_no_other(kernel, bad):
    for row, k in itertools.product(range(6), range(3)):
        a, b, out = np.ones((6, 3), np.float32), np.ones((3, 5), np.float32), np.zeros((6, 5), np.float32)
        a[row, k] = bad
        expected = np.full((6, 5), 3, np.float32)
        expected[row] = bad
        np.testing.assert_array_equal(product(kernel, a, b, out), expected)
        a[row, k], b[k] = 0, bad  # 0 * infinity is NaN
        expected = np.full((6, 5), bad, np.float32)
        expected[row] = np.nan
        np.testing.assert_array_equal(product(kernel, a, b, out), expected)


@pytest.mark.parametrize("kernel", [add_product, add_product_plain], ids=["tiled", "plain"])
def test_infinities_of_both_signs_make_nan_and_too_large_numbers_infinity(kernel):
    a, b = np.ones((5, 2), np.float32), np.array([[np.inf, 3e38], [-np.inf, 3e38]], np.float32)
    np.testing.assert_array_equal(product(kernel, a, b, np.zeros((5, 2), np.float32)), [[np.nan, np.inf]] * 5)


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (8, 4), (17, 33)], ids=str)
def test_a_transpose_has_rows_for_columns(shape):
    a, out = drawn(*shape), np.empty(shape[::-1], np.float32)
    transpose(a, out)
    assert out.tobytes() == a.T.tobytes()


def row_sums(a, out):
    out = out.copy()
    add_row_sums(a, out)
    return out


def test_sums_of_rows_are_made_in_order_whatever_the_shape():
    for n, columns in itertools.product((0, *WIDTHS), repeat=2):
        a, out = drawn(n, columns), drawn(n, seed=1)
        expected = np.zeros(n, np.float32)
        for column in range(columns):
            expected += a[:, column]
        assert row_sums(a, out).tobytes() == (out + expected).tobytes()


@pytest.mark.parametrize("bad", BAD)
def test_nan_and_infinity_in_a_row_are_its_sum(bad):
    for row in range(6):
        a, expected = np.ones((6, 3), np.float32), np.full(6, 3, np.float32)
        a[row, 1] = expected[row] = bad
        np.testing.assert_array_equal(row_sums(a, np.zeros(6, np.float32)), expected)


def outputs():
    found = []
    for n, m, columns in SMALL:
        a, b, out = drawn(n, m), drawn(m, columns, seed=1), drawn(n, columns, seed=2)
        found += [product(kernel, a, b, out) for kernel in (add_product, add_product_plain)]
        found += [row_sums(a, drawn(n, seed=3)), np.empty((m, n), np.float32)]
        transpose(a, found[-1])
        a[0, 0], b[-1, -1] = np.nan, np.inf
        found.append(product(add_product, a, b, out))
    return found


def test_without_the_compiler_every_bit_is_the_same():
    assert bytes_of(outputs()) == without_compiler(outputs)
