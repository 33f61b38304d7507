"""Binary tree of sums: finds and changes leaves in O(log n).

It serves to draw leaves with probabilities in proportion to their values.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]

TRUNK = 2048  # most nodes of the highest level: their cumulative sum is faster than more levels would be


class SumTree:
    """Tree of leaves, not negative, and parents that are the sums of two children.

    A parent is always computed anew as left + right and never adjusted by a difference, so the whole tree follows from
    its leaves, bit for bit, whatever happened before. Parents end where a level has no more than TRUNK nodes.
    """

    def __init__(self, n_leaves: int) -> None:
        """Start with at least `n_leaves` leaves of 0, up to the next power of two."""
        size = 1 << max(1, (n_leaves - 1).bit_length())
        self._levels: list[Numbers] = [np.zeros(size)]
        while size > TRUNK:
            size //= 2
            self._levels.append(np.zeros(size))
        self._pairs = [level.reshape(-1, 2) for level in self._levels[:-1]]
        self._cumulative = np.zeros(size + 1)  # the sum of the trunk's nodes before each
        self._make_buffers(1)

    @property
    def leaves(self) -> Numbers:
        """The values, to be read only."""
        return self._levels[0]

    @property
    def levels(self) -> list[Numbers]:
        """All levels from the leaves to the trunk, to be read only."""
        return self._levels

    def total(self) -> float:
        """Return the sum of all leaves."""
        np.cumsum(self._levels[-1], out=self._cumulative[1:])
        return float(self._cumulative[-1])

    def put(self, places: Places, values: NDArray[np.floating]) -> None:
        """Set the leaves at `places` to `values`, both of shape (batch,).

        Of a place named twice, the last value counts.
        """
        if len(places) != len(self._node):
            self._make_buffers(len(places))
        node, sums, pairs = self._node, self._sums, self._children
        self._levels[0][places] = values
        np.copyto(node, places)
        for children, level in zip(self._pairs, self._levels[1:], strict=True):
            np.right_shift(node, 1, out=node)
            children.take(node, 0, pairs, "clip")
            np.add(pairs[:, 0], pairs[:, 1], out=sums)
            level[node] = sums

    def fill(self, start: int, stop: int, values: float | NDArray[np.floating]) -> None:
        """Set leaves `start` to `stop` (exclusive) to one value, or each to its own."""
        if start >= stop:
            return
        self._levels[0][start:stop] = values
        for children, level in zip(self._pairs, self._levels[1:], strict=True):
            start, stop = start // 2, (stop + 1) // 2
            np.add(children[start:stop, 0], children[start:stop, 1], out=level[start:stop])

    def find(self, masses: Numbers, out: Places) -> None:
        """Put into `out` the leaf for each of `masses`, both of shape (batch,).

        It is the first leaf at which the sum of all leaves up to it exceeds the mass. Masses are from 0 to below the
        total, as total() gave it; they are used up. A leaf of 0 is never found.
        """
        if len(masses) != len(self._node):
            self._make_buffers(len(masses))
        node, left, goes_right = self._node, self._sums, self._goes_right
        node[:] = self._cumulative[1:].searchsorted(masses, "right")
        self._cumulative.take(node, None, left, "clip")
        np.subtract(masses, left, out=masses)
        for level in self._levels[-2::-1]:
            np.left_shift(node, 1, out=node)
            level.take(node, None, left, "clip")
            np.greater_equal(masses, left, out=goes_right)
            np.multiply(left, goes_right, out=left)
            np.subtract(masses, left, out=masses)
            np.add(node, goes_right, out=node)
        np.copyto(out, node)
        self._levels[0].take(out, None, left, "clip")
        if not left.all():
            self._step_back(out)

    def _step_back(self, places: Places) -> None:
        """Move from leaves of 0 to the nearest leaf before that is not 0.

        Rounding may lead a little too far to the right.
        """
        leaves = self._levels[0]
        for column, place in enumerate(places):
            while leaves[place] == 0.0 and place > 0:
                place -= 1
            places[column] = place

    def _make_buffers(self, batch: int) -> None:
        self._node: Places = np.empty(batch, np.int64)
        self._sums: Numbers = np.empty(batch)
        self._children: Numbers = np.empty((batch, 2))
        self._goes_right = np.empty(batch, np.bool_)
