"""Binary tree of sums: finds and changes leaves in O(log n).

It serves to draw leaves with probabilities in proportion to their values.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.arithmetic import trees

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


class SumTree:
    """Tree of leaves, not negative, and parents that are the sums of two children.

    The whole tree follows from its leaves, bit for bit, whatever happened before.
    """

    def __init__(self, n_leaves: int) -> None:
        """Start with at least `n_leaves` leaves of 0, up to the next power of two."""
        size = 1 << max(1, (n_leaves - 1).bit_length())
        self.nodes: Numbers = np.zeros(2 * size)  # as trees.py lays them out
        self.leaves = self.nodes[size:]  # to be read only

    @property
    def levels(self) -> list[Numbers]:
        """All levels from the leaves to the root, to be read only."""
        begins = [len(self.leaves) >> depth for depth in range(len(self.leaves).bit_length())]
        return [self.nodes[begin : 2 * begin] for begin in begins]

    def total(self) -> float:
        """Return the sum of all leaves."""
        return float(self.nodes[1])

    def put(self, places: Places, values: NDArray[np.float32]) -> None:
        """Set the leaves at `places` to `values`, both of shape (batch,).

        Of a place named twice, the last value counts.
        """
        trees.put(self.nodes, places, values)

    def fill(self, start: int, stop: int, values: float | NDArray[np.floating]) -> None:
        """Set leaves `start` to `stop` (exclusive) to one value, or each to its own."""
        if start < stop:
            self.leaves[start:stop] = values
            trees.add_up(self.nodes, start, stop)

    def find(self, masses: Numbers, out: Places) -> None:
        """Put into `out` the leaf for each of `masses`, both of shape (batch,).

        It is the first leaf at which the sum of all leaves up to it exceeds the mass. Masses are from 0 to below the
        total. A leaf of 0 is never found.
        """
        trees.find(self.nodes, masses, out)
