"""Rule for the car: push the way it rolls, so that every swing adds to its momentum."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.envs.base import Observation

_LEFT, _RIGHT = 0, 2


def push_along(observations: Observation) -> NDArray[np.int64]:
    """Return for cars, (n, 2), the push along their velocity, (n,); to the right where one stands still."""
    return np.where(observations[:, 1] < 0.0, _LEFT, _RIGHT)
