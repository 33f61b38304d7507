"""Dynamics of Acrobot, alone and many at once.

The equations are those of Sutton & Barto 1998, section 11.3, integrated by Runge & Kutta's method of order 4. They are
Gymnasium's, number for number: a test steps both and compares the bits. The order of every sum and product below is
therefore Gymnasium's, squares are the C library's pow(), and a start is rounded to float32.
"""

from __future__ import annotations

import math
from math import pi
from typing import TYPE_CHECKING, Any, NamedTuple

from playground.envs.acrobot.params import AcrobotParams
from playground.envs.base import Observation, State
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # the form reads the card before anything needs NumPy
    np = lazy_import("numpy")

STEP_S = 0.2
GRAVITY = 9.8
MAX_SPEEDS = (4 * pi, 9 * pi)  # rad/s, of the first and the second joint
TORQUES = (-1.0, 0.0, 1.0)
START_BOUND = 0.1
_FAR = 1000.0  # rad, beyond it Gymnasium's way of wrapping an angle takes very long, or for ever


class _Constants(NamedTuple):
    """Constants of the equations of motion, multiplied in Gymnasium's order.

    They stay the same while the parameters do.
    """

    by_mass_2: float
    d1_own: float
    d1_both: float
    d1_by_cos: float
    d2_own: float
    d2_by_cos: float
    inertia: float
    weight_1: float
    weight_2: float
    centrifugal: float
    coriolis: float
    own_2: float


def _constants(p: AcrobotParams) -> _Constants:
    m1, m2, l1, lc1, lc2 = p.link_mass_1, p.link_mass_2, p.link_length_1, p.link_com_pos_1, p.link_com_pos_2
    return _Constants(
        by_mass_2=m2,
        d1_own=m1 * lc1**2,
        d1_both=l1**2 + lc2**2,
        d1_by_cos=2 * l1 * lc2,
        d2_own=lc2**2,
        d2_by_cos=l1 * lc2,
        inertia=p.link_moi,
        weight_1=(m1 * lc1 + m2 * l1) * GRAVITY,
        weight_2=m2 * lc2 * GRAVITY,
        centrifugal=m2 * l1 * lc2,
        coriolis=2 * m2 * l1 * lc2,
        own_2=m2 * lc2**2 + p.link_moi,
    )


def _start(seed: int) -> NDArray[np.float32]:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int(seed))))
    return rng.uniform(low=-START_BOUND, high=START_BOUND, size=4).astype(np.float32)


def _observed(state: Any) -> Observation:
    """Return the observation of a state.

    A start is float32, so its sines and cosines are computed at that width.
    """
    narrow = np.array(state, np.float32)
    s = narrow if (narrow == state).all() else state
    return np.array([np.cos(s[0]), np.sin(s[0]), np.cos(s[1]), np.sin(s[1]), s[2], s[3]], np.float32)


def _wrapped(angle: float) -> float:
    """Return the angle within a half turn to either side."""
    if not -_FAR < angle < _FAR:
        return math.remainder(angle, 2 * pi) if math.isfinite(angle) else math.nan
    while angle > pi:
        angle -= 2 * pi
    while angle < -pi:
        angle += 2 * pi
    return angle


class Acrobot:
    """One acrobot on Python floats.

    Both angles are 0 when it hangs at rest, the second is relative to the first.
    """

    def __init__(self, parameters: AcrobotParams) -> None:
        self._state: State = (0.0, 0.0, 0.0, 0.0)
        self.set_parameters(parameters)

    def set_parameters(self, parameters: AcrobotParams) -> None:
        self._constants = _constants(parameters)

    def reset(self, seed: int) -> Observation:
        return self.restore(tuple(_start(seed).tolist()))

    def step(self, action: int) -> tuple[Observation, float, bool]:
        state, torque, half = self._state, TORQUES[action], STEP_S / 2.0
        # Runge & Kutta's method of order 4
        k1 = self._derivatives(state, torque)
        k2 = self._derivatives(tuple([y + half * k for y, k in zip(state, k1, strict=True)]), torque)
        k3 = self._derivatives(tuple([y + half * k for y, k in zip(state, k2, strict=True)]), torque)
        k4 = self._derivatives(tuple([y + STEP_S * k for y, k in zip(state, k3, strict=True)]), torque)
        theta1, theta2, dtheta1, dtheta2 = (
            y + STEP_S / 6.0 * (a + 2 * b + 2 * c + d) for y, a, b, c, d in zip(state, k1, k2, k3, k4, strict=True)
        )
        theta1, theta2 = _wrapped(theta1), _wrapped(theta2)
        dtheta1 = min(max(dtheta1, -MAX_SPEEDS[0]), MAX_SPEEDS[0])
        dtheta2 = min(max(dtheta2, -MAX_SPEEDS[1]), MAX_SPEEDS[1])
        self._state = (theta1, theta2, dtheta1, dtheta2)
        cos1 = float(np.cos(theta1))
        terminated = -cos1 - float(np.cos(theta2 + theta1)) > 1.0
        observed = (cos1, np.sin(theta1), np.cos(theta2), np.sin(theta2), dtheta1, dtheta2)
        return np.array(observed, np.float32), 0.0 if terminated else -1.0, terminated

    def _derivatives(self, state: State, torque: float) -> State:
        """Return how fast the state changes.

        Sutton & Barto, figure 11.4; "book" in Gymnasium.
        """
        theta1, theta2, dtheta1, dtheta2 = state
        c = self._constants
        cos2, sin2 = float(np.cos(theta2)), float(np.sin(theta2))
        d1 = c.d1_own + c.by_mass_2 * (c.d1_both + c.d1_by_cos * cos2) + c.inertia + c.inertia
        d2 = c.by_mass_2 * (c.d2_own + c.d2_by_cos * cos2) + c.inertia
        phi2 = c.weight_2 * float(np.cos(theta1 + theta2 - pi / 2.0))
        phi1 = (
            -c.centrifugal * dtheta2**2 * sin2
            - c.coriolis * dtheta2 * dtheta1 * sin2
            + c.weight_1 * float(np.cos(theta1 - pi / 2))
            + phi2
        )
        ddtheta2 = (torque + d2 / d1 * phi1 - c.centrifugal * dtheta1**2 * sin2 - phi2) / (c.own_2 - d2**2 / d1)
        return dtheta1, dtheta2, -(d2 * ddtheta2 + phi1) / d1, ddtheta2

    def snapshot(self) -> State:
        return self._state

    def restore(self, state: State) -> Observation:
        self._state = state
        return _observed(state)


class AcrobotBatch:
    """`n` acrobots as arrays.

    The operations and their order are those of Acrobot, written into buffers that are kept.
    """

    def __init__(self, n: int, parameters: AcrobotParams) -> None:
        self._constants = _constants(parameters)
        self._by_action = np.array(TORQUES)
        self._most = np.array(MAX_SPEEDS)[:, None]
        self._state, self._point, self._sum, self._work4 = np.zeros((4, 4, n))
        self._k = np.zeros((4, n))  # derivatives
        self._torque, self._cos2, self._sin2, self._d1, self._d2, self._phi1, self._phi2 = np.empty((7, n))
        self._work, self._rewards = np.empty((2, n))
        self._observations = np.empty((6, n), np.float32)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        for column, seed in enumerate(seeds):
            start = _start(int(seed))
            self._state[:, column] = start
            self._observations[:, column] = _observed(start)
        return self._observations.T

    def step(self, actions: NDArray[np.int64]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        state, point, k, total, work4 = self._state, self._point, self._k, self._sum, self._work4
        self._by_action.take(actions, None, self._torque, "clip")

        # state += STEP_S / 6 * (k1 + 2 k2 + 2 k3 + k4)
        self._put_derivatives(state)
        np.copyto(total, k)
        for ahead in (STEP_S / 2.0, STEP_S / 2.0, STEP_S):
            np.multiply(ahead, k, out=point)
            np.add(state, point, out=point)
            self._put_derivatives(point)
            np.multiply(1 if ahead == STEP_S else 2, k, out=work4)
            np.add(total, work4, out=total)
        np.multiply(STEP_S / 6.0, total, out=total)
        np.add(state, total, out=state)

        angles, speeds = state[:2], state[2:]
        np.abs(angles, out=work4[:2])
        if not (work4[:2] <= pi).all():
            angles[:] = [[_wrapped(angle) for angle in row] for row in angles.tolist()]
        np.clip(speeds, -self._most, self._most, out=speeds)
        return self._observe()

    def _put_derivatives(self, state: NDArray[np.float64]) -> None:
        """Write how fast `state` changes into the buffer for it, both (4, n)."""
        theta1, theta2, dtheta1, dtheta2 = state
        ddtheta1, ddtheta2 = self._k[2:]
        c, work, d1, d2, phi1, phi2 = self._constants, self._work, self._d1, self._d2, self._phi1, self._phi2
        cos2, sin2 = np.cos(theta2, out=self._cos2), np.sin(theta2, out=self._sin2)
        np.copyto(self._k[:2], state[2:])

        # d1 = d1_own + m2 * (d1_both + d1_by_cos * cos2) + inertia + inertia
        np.multiply(c.d1_by_cos, cos2, out=d1)
        np.add(c.d1_both, d1, out=d1)
        np.multiply(c.by_mass_2, d1, out=d1)
        np.add(c.d1_own, d1, out=d1)
        np.add(d1, c.inertia, out=d1)
        np.add(d1, c.inertia, out=d1)
        # d2 = m2 * (d2_own + d2_by_cos * cos2) + inertia
        np.multiply(c.d2_by_cos, cos2, out=d2)
        np.add(c.d2_own, d2, out=d2)
        np.multiply(c.by_mass_2, d2, out=d2)
        np.add(d2, c.inertia, out=d2)

        # phi2 = weight_2 * cos(theta1 + theta2 - pi / 2)
        np.add(theta1, theta2, out=work)
        np.subtract(work, pi / 2.0, out=work)
        np.cos(work, out=work)
        np.multiply(c.weight_2, work, out=phi2)
        # phi1 = -centrifugal * dtheta2^2 * sin2 - coriolis * dtheta2 * dtheta1 * sin2 + weight_1 * cos(theta1 - pi / 2) + phi2
        np.float_power(dtheta2, 2.0, out=phi1)  # calls pow(), where dtheta2**2 would multiply
        np.multiply(-c.centrifugal, phi1, out=phi1)
        np.multiply(phi1, sin2, out=phi1)
        np.multiply(c.coriolis, dtheta2, out=work)
        np.multiply(work, dtheta1, out=work)
        np.multiply(work, sin2, out=work)
        np.subtract(phi1, work, out=phi1)
        np.subtract(theta1, pi / 2, out=work)
        np.cos(work, out=work)
        np.multiply(c.weight_1, work, out=work)
        np.add(phi1, work, out=phi1)
        np.add(phi1, phi2, out=phi1)

        # ddtheta2 = (torque + d2 / d1 * phi1 - centrifugal * dtheta1^2 * sin2 - phi2) / (own_2 - d2^2 / d1)
        np.divide(d2, d1, out=ddtheta2)
        np.multiply(ddtheta2, phi1, out=ddtheta2)
        np.add(self._torque, ddtheta2, out=ddtheta2)
        np.float_power(dtheta1, 2.0, out=work)
        np.multiply(c.centrifugal, work, out=work)
        np.multiply(work, sin2, out=work)
        np.subtract(ddtheta2, work, out=ddtheta2)
        np.subtract(ddtheta2, phi2, out=ddtheta2)
        np.float_power(d2, 2.0, out=work)
        np.divide(work, d1, out=work)
        np.subtract(c.own_2, work, out=work)
        np.divide(ddtheta2, work, out=ddtheta2)

        # ddtheta1 = -(d2 * ddtheta2 + phi1) / d1
        np.multiply(d2, ddtheta2, out=ddtheta1)
        np.add(ddtheta1, phi1, out=ddtheta1)
        np.negative(ddtheta1, out=ddtheta1)
        np.divide(ddtheta1, d1, out=ddtheta1)

    def _observe(self) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        theta1, theta2 = self._state[:2]
        work, cos1 = self._work, np.cos(theta1, out=self._cos2)
        np.add(theta2, theta1, out=work)
        np.cos(work, out=work)
        terminated = -cos1 - work > 1.0
        rows = self._observations
        rows[0] = cos1
        rows[1] = np.sin(theta1, out=work)
        rows[2] = np.cos(theta2, out=work)
        rows[3] = np.sin(theta2, out=work)
        rows[4:] = self._state[2:]
        np.subtract(terminated, 1.0, out=self._rewards)
        return rows.T, self._rewards, terminated
