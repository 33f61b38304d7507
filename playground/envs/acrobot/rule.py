"""Rule for the acrobot: turn the joint the way that adds energy.

The torque does work at the lower link's speed, so its sign alone would add energy, but spin the lower link on its own.
Less the upper link's speed, the two swing against each other. Found by hand.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.envs.base import Observation

_MINUS, _PLUS = 0, 2


def add_energy(observations: Observation) -> NDArray[np.int64]:
    """Return the torque that adds energy to acrobots, (n, 6) to (n,)."""
    return np.where(observations[:, 5] < observations[:, 4], _MINUS, _PLUS)
