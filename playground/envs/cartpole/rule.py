"""Rule for the pole: PD control of its angle.

A little of the cart's place keeps it in the middle. Ours, found by hand. It knows nothing of what is learned; it is what a person who knows mechanics would write.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.envs.base import Observation

BY_POSITION, BY_VELOCITY, BY_ANGLE, BY_ANGULAR_VELOCITY = 0.5, 1.0, 10.0, 2.0


def push_side(observations: Observation) -> NDArray[np.int64]:
    """Return to which side to push carts, (n, 4) to (n,)."""
    return (_wanted(observations) > 0.0).astype(np.int64)


def push_share(observations: Observation) -> NDArray[np.float32]:
    """Return by which share of the force to push carts, (n, 4) to (n, 1)."""
    return np.clip(_wanted(observations), -1.0, 1.0).astype(np.float32)[:, np.newaxis]


def _wanted(observations: Observation) -> NDArray[np.float64]:
    x, x_dot, theta, theta_dot = observations.T.astype(np.float64)
    wanted: NDArray[np.float64] = (
        BY_POSITION * x + BY_VELOCITY * x_dot + BY_ANGLE * theta + BY_ANGULAR_VELOCITY * theta_dot
    )
    return wanted
