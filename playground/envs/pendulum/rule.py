"""Rule for the pendulum: swing it up, then balance it.

It is given the energy of standing upright, and then held by PD control. Energy control as in Astrom & Furuta 2000, "Swinging up a pendulum by energy control". Energies are those of a pendulum
of Gymnasium's length and gravity, over its moment of inertia.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.envs.base import Observation

MAX_TORQUE = 2.0  # N m; as in pendulum.py, which a test compares
UPRIGHT_ENERGY = 15.0  # 1/s^2; 3 g / 2 l
NEARLY_UPRIGHT = 0.9  # cosine of the angle, from where on the torque can hold it
BY_ENERGY, BY_ANGLE, BY_ANGULAR_VELOCITY = 1.0, 10.0, 2.0


def swing_up_and_balance(observations: Observation) -> NDArray[np.float32]:
    """Return the torque of pendulums in N m, (n, 3) to (n, 1)."""
    cos, sin, speed = observations.T.astype(np.float64)
    missing = UPRIGHT_ENERGY - (0.5 * speed * speed + UPRIGHT_ENERGY * cos)
    swing = np.where(speed < 0.0, -BY_ENERGY, BY_ENERGY) * missing
    balance = -(BY_ANGLE * sin + BY_ANGULAR_VELOCITY * speed)
    torques: NDArray[np.float64] = np.clip(np.where(cos > NEARLY_UPRIGHT, balance, swing), -MAX_TORQUE, MAX_TORQUE)
    return torques.astype(np.float32)[:, np.newaxis]
