"""Sums in one fixed order, whatever computes them.

A sum of floats depends on its order. Here 16 partial sums take every 16th number, then these are added in order, and what
is left over last: an order that is as good as any other and that vector instructions of every width can keep.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel

Array = NDArray[np.float32]

F = np.float32
LANES = 16  # float32 numbers in the widest vector register


@kernel("float32(float32[::1])")
def total(values: Array) -> np.float32:
    """Return the sum of values, shape (n,)."""
    partial = np.zeros(LANES, np.float32)
    fours, whole = len(values) - len(values) % (4 * LANES), len(values) - len(values) % LANES
    for first in range(0, fours, 4 * LANES):  # four at a time: a partial sum is read and written a quarter as often
        for lane in range(LANES):
            a, b = values[first + lane], values[first + LANES + lane]
            c, d = values[first + 2 * LANES + lane], values[first + 3 * LANES + lane]
            partial[lane] = partial[lane] + a + b + c + d
    for first in range(fours, whole, LANES):
        for lane in range(LANES):
            partial[lane] += values[first + lane]
    result = F(0)
    for lane in range(LANES):
        result += partial[lane]
    for i in range(whole, len(values)):
        result += values[i]
    return result


@kernel("float32(float32[::1], float32[::1])")
def dot(a: Array, b: Array) -> np.float32:
    """Return the sum of products, both of shape (n,)."""
    partial = np.zeros(LANES, np.float32)
    fours, whole = len(a) - len(a) % (4 * LANES), len(a) - len(a) % LANES
    for first in range(0, fours, 4 * LANES):
        for lane in range(LANES):
            i, j = first + lane, first + LANES + lane
            k, m = first + 2 * LANES + lane, first + 3 * LANES + lane
            partial[lane] = partial[lane] + a[i] * b[i] + a[j] * b[j] + a[k] * b[k] + a[m] * b[m]
    for first in range(fours, whole, LANES):
        for lane in range(LANES):
            partial[lane] += a[first + lane] * b[first + lane]
    result = F(0)
    for lane in range(LANES):
        result += partial[lane]
    for i in range(whole, len(a)):
        result += a[i] * b[i]
    return result


@kernel("float32(float32[::1])")
def norm(values: Array) -> np.float32:
    """Return the Euclidean norm of values, shape (n,)."""
    return np.sqrt(dot(values, values))  # type: ignore[no-any-return]


@kernel("float32(float32[::1])")
def mean(values: Array) -> np.float32:
    """Return the mean of values, shape (n,); of none it is NaN."""
    return total(values) / F(len(values))


@kernel("float32(float32[::1])")
def largest(values: Array) -> np.float32:
    """Return the largest |value| of values, shape (n,); NaN if one is NaN, 0 of none."""
    result = F(0)
    for i in range(len(values)):
        size = abs(values[i])
        if size > result or size != size:
            result = size
        if result != result:
            break
    return result


def total_plain(values: Array) -> np.float32:
    """Return what total() returns, as the order reads."""
    return _in_order([values[lane : len(values) - len(values) % LANES : LANES] for lane in range(LANES)], values)


def dot_plain(a: Array, b: Array) -> np.float32:
    """Return what dot() returns, as the order reads."""
    return total_plain(a * b)


def _in_order(lanes: list[Array], values: Array) -> np.float32:
    result = F(0)
    for lane in lanes:
        partial = F(0)
        for value in lane:
            partial += value
        result += partial
    for value in values[len(values) - len(values) % LANES :]:
        result += value
    return result
