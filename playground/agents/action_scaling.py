"""Scaling of continuous actions: from -1..1 to an environment's units and back."""

from __future__ import annotations

import numpy as np

from playground.agents.nn.backend import Array


class ActionScaling:
    """Scaling of actions by the lowest and highest of each number, all finite."""

    def __init__(self, bounds: tuple[tuple[float, float], ...]) -> None:
        low, high = np.array(bounds, np.float64).T
        self.middle, self.half = ((low + high) / 2).astype(np.float32), ((high - low) / 2).astype(np.float32)
        self._columns = self.middle[:, None], 1 / self.half[:, None]

    def outwards(self, actions: Array) -> Array:
        """Scale actions (..., numbers) from [-1, 1] to the environment's units."""
        moved: Array = actions * self.half + self.middle
        return moved

    def inwards(self, actions: Array) -> Array:
        """Scale actions (numbers, batch) from the environment's units to [-1, 1]."""
        middle, per_half = self._columns
        moved: Array = (actions - middle) * per_half
        return moved
