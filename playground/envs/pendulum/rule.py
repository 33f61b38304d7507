"""Rule for the pendulum: give it the energy of standing upright, then balance it by PD control.

Energy control as in Astrom & Furuta 2000, "Swinging up a pendulum by energy control". Energies are those of a pendulum
of Gymnasium's length and gravity, over its moment of inertia.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from playground.envs.base import Observation
from playground.envs.pendulum.pendulum import MAX_TORQUE

UPRIGHT_ENERGY = 15.0  # 1/s^2; 3 g / 2 l
NEARLY_UPRIGHT = 0.9  # cosine of the angle, from where on the torque can hold it
BY_ENERGY, BY_ANGLE, BY_ANGULAR_VELOCITY = 1.0, 10.0, 2.0


def swing_up_and_balance(observations: Observation) -> NDArray[np.float32]:
    """Return for pendulums, (n, 3), the torque in N m, (n, 1)."""
    cos, sin, speed = observations.T.astype(np.float64)
    missing = UPRIGHT_ENERGY - (0.5 * speed * speed + UPRIGHT_ENERGY * cos)
    swing = np.where(speed < 0.0, -BY_ENERGY, BY_ENERGY) * missing
    balance = -(BY_ANGLE * sin + BY_ANGULAR_VELOCITY * speed)
    torque = np.clip(np.where(cos > NEARLY_UPRIGHT, balance, swing), -MAX_TORQUE, MAX_TORQUE)
    return torque.astype(np.float32)[:, np.newaxis]
