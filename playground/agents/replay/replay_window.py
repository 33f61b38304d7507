"""Replay window on the newest part of a transition log, to draw minibatches from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.agents.replay.transition_log import TransitionLog
from playground.arithmetic.minibatch import draw_places


class ReplayWindow:
    """Newest `capacity` rows of a log, each as likely to be drawn as any other.

    Lin 1992; Mnih et al. 2015. The log's ring must be at least as long as `capacity`.
    """

    def __init__(self, log: TransitionLog, capacity: int) -> None:
        assert len(log.ring) >= capacity
        self.log = log
        self.capacity = capacity

    @property
    def size(self) -> int:
        """Number of rows that can be drawn."""
        return min(self.log.n_rows, self.capacity)

    @property
    def oldest(self) -> int:
        """Number of the oldest row that can be drawn."""
        return max(0, self.log.n_rows - self.capacity)

    def insight(self, newest: int | None = None) -> dict[str, Any]:
        """Return how full it is, as in Agent.insight().

        Where only the `newest` rows are learned from, as without replay, these are all.
        """
        kind, capacity = ("replay", self.capacity) if newest is None else ("newest", newest)
        return {"memory": kind, "n_stored": min(self.log.n_rows, capacity), "capacity": capacity}

    def draw(self, uniforms: NDArray[np.float64], n_steps: int, out: NDArray[np.int64]) -> None:
        """Draw a window of `n_steps` rows for each of `uniforms`, which are in [0, 1).

        `out` gets where in the ring each window begins; both have shape (batch,). The rows from which so many steps are
        known are cut into `batch` equal parts, and one is drawn from each (Schaul et al. 2016, appendix B.2.1): every
        row is as likely as any other, and a minibatch covers the whole window with hardly ever a row twice.
        """
        draw_places(uniforms, max(1, self.size - n_steps + 1), self.oldest, len(self.log.ring), out)
