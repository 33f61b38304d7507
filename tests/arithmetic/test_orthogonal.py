"""Orthonormal columns: LAPACK's within rounding, and the same bits everywhere."""

from __future__ import annotations

import numpy as np
import pytest

from playground.arithmetic.orthogonal import orthonormalize
from tests.arithmetic.plainly import bytes_of, without_compiler

SHAPES = [(1, 1), (4, 4), (7, 3), (64, 64), (400, 30)]


def drawn(shape):
    return np.random.default_rng(0).random(shape) - 0.5


@pytest.mark.parametrize("shape", SHAPES)
def test_columns_are_orthonormal(shape):
    columns = drawn(shape)
    orthonormalize(columns)
    np.testing.assert_allclose(columns.T @ columns, np.eye(shape[1]), atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES)
def test_they_are_the_q_of_a_factorisation_whose_r_has_a_positive_diagonal(shape):
    columns = drawn(shape)
    q, r = np.linalg.qr(columns)
    orthonormalize(columns)
    np.testing.assert_allclose(columns, q * np.sign(np.diag(r)), atol=1e-11)


def test_columns_that_are_nearly_alike_become_orthonormal_too():
    columns = np.ones((9, 3)) + 1e-9 * drawn((9, 3))
    orthonormalize(columns)
    np.testing.assert_allclose(columns.T @ columns, np.eye(3), atol=1e-12)


def outputs():
    columns = drawn((9, 5))
    orthonormalize(columns)
    return [columns]


def test_without_the_compiler_every_bit_is_the_same():
    assert bytes_of(outputs()) == without_compiler(outputs)
