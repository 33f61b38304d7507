"""Rule for the car: push the way it rolls.

So every swing adds to its momentum.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.envs.base import Observation

_LEFT, _RIGHT = 0, 2


def push_along(observations: Observation) -> NDArray[np.int64]:
    """Return the push of cars along their velocity, (n, 2) to (n,).

    One that stands still is pushed to the right.
    """
    return np.where(observations[:, 1] < 0.0, _LEFT, _RIGHT)
