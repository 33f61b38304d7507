"""Kernels of a tree of sums, for draws in proportion to priorities.

The tree of n leaves, a power of two, is one array of 2 n numbers: node 1 is the root, node i has the children 2 i and
2 i + 1, and leaf i is node n + i. A parent is always computed anew as left + right and never adjusted by a difference, so
the whole tree follows from its leaves, bit for bit, whatever happened before.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic.compiled import kernel
from playground.arithmetic.functions import power64
from playground.arithmetic.minibatch import NEARLY_ONE

F = np.float32
SMALLEST = F(1e-6)  # added, so that a transition without error can still be drawn again

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@kernel("void(float64[::1], int64, int64)")
def add_up(nodes: Numbers, start: int, stop: int) -> None:
    """Compute anew what stands above leaves `start` to `stop` (exclusive)."""
    n = len(nodes) // 2
    first, last = n + start, n + stop - 1
    while first > 1:
        first, last = first // 2, last // 2
        for node in range(first, last + 1):
            nodes[node] = nodes[2 * node] + nodes[2 * node + 1]


@kernel("void(float64[::1], int64[::1], float32[::1])")
def put(nodes: Numbers, places: Places, values: NDArray[np.float32]) -> None:
    """Set the leaves at `places`; of a place named twice, the last value counts."""
    n = len(nodes) // 2
    for s in range(len(places)):
        nodes[n + places[s]] = np.float64(values[s])
    for s in range(len(places)):
        node = (n + places[s]) // 2
        while node > 0:
            nodes[node] = nodes[2 * node] + nodes[2 * node + 1]
            node //= 2


@kernel("void(float64[::1], int64, int64, int64, float64)")
def fill_ring(nodes: Numbers, length: int, start: int, stop: int, value: float) -> None:
    """Set rows `start` to `stop` (exclusive), if any, to one value.

    Row i is leaf i modulo the length of a ring.
    """
    n = len(nodes) // 2
    at, end = max(start, stop - length), stop
    while at < end:
        first = at % length
        last = min(first + end - at, length)
        for leaf in range(first, last):
            nodes[n + leaf] = value
        add_up(nodes, first, last)
        at += last - first


@kernel("void(float64[::1], int64, int64, int64, int64, int64, float64)")
def move_window(
    nodes: Numbers, length: int, old_begin: int, old_end: int, begin: int, end: int, new_value: float
) -> None:
    """Turn the window of rows that have a priority into another.

    What left it is forgotten, and what is new has one value.
    """
    fill_ring(nodes, length, old_begin, min(begin, old_end), 0.0)
    fill_ring(nodes, length, max(begin, end), old_end, 0.0)
    fill_ring(nodes, length, max(begin, old_end), end, new_value)


@kernel("void(float64[::1], float64[::1], int64[::1])")
def find(nodes: Numbers, masses: Numbers, out: Places) -> None:
    """Put into `out` the leaf for each of `masses`.

    They are from 0 to below the total. It is the first leaf at which the sum of all leaves up to it exceeds the mass. A leaf of 0 is never found, whatever
    is lost in rounding.
    """
    n = len(nodes) // 2
    for s in range(len(masses)):
        mass, node = masses[s], 1
        while node < n:
            node *= 2
            left = nodes[node]
            if mass >= left and nodes[node + 1] > 0.0:
                mass -= left
                node += 1
        out[s] = node - n


@kernel("void(float64[::1], float64, float64[::1])")
def draw_masses(uniforms: Numbers, total: float, out: Numbers) -> None:
    """Draw one mass from each of equal parts of the total.

    `uniforms` are in [0, 1), one for each part.
    """
    part = total / np.float64(len(uniforms)) * NEARLY_ONE
    for s in range(len(uniforms)):
        out[s] = (uniforms[s] + np.float64(s)) * part


@kernel("void(float64[::1], int64[::1], float64, float32[::1])")
def importance_weights(nodes: Numbers, places: Places, exponent: float, out: NDArray[np.float32]) -> None:
    """Put (the smallest leaf of these / each leaf)^exponent into `out`."""
    n = len(nodes) // 2
    smallest = nodes[n + places[0]]
    for s in range(1, len(places)):
        leaf = nodes[n + places[s]]
        if leaf < smallest:
            smallest = leaf
    for s in range(len(places)):
        out[s] = F(power64(smallest / nodes[n + places[s]], exponent))


@kernel("float64(float32[::1], float64, float32[::1])")
def priorities(errors: NDArray[np.float32], exponent: float, out: NDArray[np.float32]) -> float:
    """Put (|error| + 1e-6)^exponent into `out`; return the largest.

    That is p^alpha in Schaul et al. 2016.
    """
    largest = 0.0
    for s in range(len(errors)):
        priority = np.float64(F(power64(np.float64(abs(errors[s]) + SMALLEST), exponent)))
        out[s] = priority
        if priority > largest or np.isnan(priority):
            largest = priority
    return largest


@kernel("float64(float64[::1], float64, float64)")
def raise_leaves(nodes: Numbers, exponent: float, largest: float) -> float:
    """Raise every leaf but those of 0 to a power, rounded to float32.

    Return the same power of `largest`, rounded likewise.
    """
    n = len(nodes) // 2
    for leaf in range(n, 2 * n):
        if nodes[leaf] > 0.0:
            nodes[leaf] = np.float64(F(power64(nodes[leaf], exponent)))
    add_up(nodes, 0, n)
    return np.float64(F(power64(largest, exponent)))
