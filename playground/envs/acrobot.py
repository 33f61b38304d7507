"""Acrobot-v1: two links that hang from a bar, with a torque at the joint between them, to be swung up.

Sutton 1996; the equations are those of Sutton & Barto 2018, section 11.3 of the first edition. The dynamics are
Gymnasium's, number for number: a test steps both and compares the bits. The order of every sum and product below is
therefore Gymnasium's, squares are the C library's pow(), and a start is rounded to float32.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING, Any

from playground.envs.acrobot_words import describe, words
from playground.envs.base import ENVIRONMENTS, EnvironmentCard, EnvironmentParams, Observation, Quantity, State
from playground.hyper import hyper
from playground.i18n import N_
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # the form reads the parameters and the card before anything needs NumPy
    np = lazy_import("numpy")

STEP_S = 0.2
GRAVITY = 9.8
CENTER = 0.5  # m, where the center of mass of each link is
INERTIA = 1.0  # of each link
MAX_SPEEDS = (4 * pi, 9 * pi)  # rad/s, of the first and the second joint
TORQUES = (-1.0, 0.0, 1.0)
START_BOUND = 0.1


@dataclass(frozen=True)
class AcrobotParams(EnvironmentParams):
    """The physics; Gymnasium's own names are LINK_LENGTH_1, LINK_MASS_1 and LINK_MASS_2."""

    link_length: float = hyper(
        1.0, low=0.2, high=5.0, slider=(0.5, 2.0), unit="m",
        doc=N_("The length of the upper link. The center of its mass stays half a meter from the bar."),
    )  # fmt: skip
    link_mass_1: float = hyper(
        1.0, low=0.05, high=20.0, slider=(0.2, 5.0), log=True, unit="kg",
        doc=N_("The mass of the upper link."),
    )  # fmt: skip
    link_mass_2: float = hyper(
        1.0, low=0.05, high=20.0, slider=(0.2, 5.0), log=True, unit="kg",
        doc=N_("The mass of the lower link, which the torque swings."),
    )  # fmt: skip


def _start(seed: int) -> NDArray[np.float32]:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int(seed))))
    return rng.uniform(low=-START_BOUND, high=START_BOUND, size=4).astype(np.float32)


class _Links:
    """The equations of motion, for numbers or for arrays of them."""

    def __init__(self, parameters: AcrobotParams, square: Callable[[Any], Any]) -> None:
        self.l1, self.m1, self.m2 = parameters.link_length, parameters.link_mass_1, parameters.link_mass_2
        self._square = square

    def accelerations(self, state: Any, torque: Any) -> tuple[Any, Any]:
        """Return the angular accelerations of both joints (Sutton & Barto, figure 11.4)."""
        theta1, theta2, dtheta1, dtheta2 = state
        m1, m2, l1, square, c = self.m1, self.m2, self.l1, self._square, CENTER
        cos2, sin2 = np.cos(theta2), np.sin(theta2)
        d1 = m1 * c**2 + m2 * (l1**2 + c**2 + 2 * l1 * c * cos2) + INERTIA + INERTIA
        d2 = m2 * (c**2 + l1 * c * cos2) + INERTIA
        phi2 = m2 * c * GRAVITY * np.cos(theta1 + theta2 - pi / 2.0)
        phi1 = (
            -m2 * l1 * c * square(dtheta2) * sin2
            - 2 * m2 * l1 * c * dtheta2 * dtheta1 * sin2
            + (m1 * c + m2 * l1) * GRAVITY * np.cos(theta1 - pi / 2)
            + phi2
        )
        ddtheta2 = (torque + d2 / d1 * phi1 - m2 * l1 * c * square(dtheta1) * sin2 - phi2) / (
            m2 * c**2 + INERTIA - square(d2) / d1
        )
        return -(d2 * ddtheta2 + phi1) / d1, ddtheta2

    def move(self, state: Any, torque: Any) -> list[Any]:
        """Return the state one step later, before it is wrapped and bounded: Runge & Kutta's method of order 4."""
        half = STEP_S / 2.0
        k1 = (*state[2:], *self.accelerations(state, torque))
        there = [y + half * k for y, k in zip(state, k1, strict=True)]
        k2 = (*there[2:], *self.accelerations(there, torque))
        there = [y + half * k for y, k in zip(state, k2, strict=True)]
        k3 = (*there[2:], *self.accelerations(there, torque))
        there = [y + STEP_S * k for y, k in zip(state, k3, strict=True)]
        k4 = (*there[2:], *self.accelerations(there, torque))
        return [y + STEP_S / 6.0 * (a + 2 * b + 2 * c + d) for y, a, b, c, d in zip(state, k1, k2, k3, k4, strict=True)]


def _pow(number: Any) -> Any:
    return number**2


def _observed(state: Any) -> Observation:
    """Return the observation of a state; a start, which is float32, is seen with sines and cosines of that width."""
    narrow = np.array(state, np.float32)
    s = narrow if (narrow == state).all() else state
    return np.array([np.cos(s[0]), np.sin(s[0]), np.cos(s[1]), np.sin(s[1]), s[2], s[3]], np.float32)


class Acrobot:
    """One acrobot; both angles are 0 when it hangs at rest, the second is relative to the first."""

    def __init__(self, parameters: AcrobotParams) -> None:
        self._state: State = (0.0, 0.0, 0.0, 0.0)
        self.set_parameters(parameters)

    def set_parameters(self, parameters: AcrobotParams) -> None:
        self._links = _Links(parameters, _pow)

    def reset(self, seed: int) -> Observation:
        return self.restore(tuple(_start(seed).tolist()))

    def step(self, action: int) -> tuple[Observation, float, bool]:
        theta1, theta2, dtheta1, dtheta2 = (float(number) for number in self._links.move(self._state, TORQUES[action]))
        theta1, theta2 = _wrapped(theta1), _wrapped(theta2)
        dtheta1 = min(max(dtheta1, -MAX_SPEEDS[0]), MAX_SPEEDS[0])
        dtheta2 = min(max(dtheta2, -MAX_SPEEDS[1]), MAX_SPEEDS[1])
        terminated = bool(-np.cos(theta1) - np.cos(theta2 + theta1) > 1.0)
        observation = self.restore((theta1, theta2, dtheta1, dtheta2))
        return observation, 0.0 if terminated else -1.0, terminated

    def snapshot(self) -> State:
        return self._state

    def restore(self, state: State) -> Observation:
        self._state = state
        return _observed(state)


def _wrapped(angle: float) -> float:
    while angle > pi:
        angle -= 2 * pi
    while angle < -pi:
        angle += 2 * pi
    return angle


class AcrobotBatch:
    """`n` acrobots as arrays; the operations and their order are those of Acrobot."""

    def __init__(self, n: int, parameters: AcrobotParams) -> None:
        self._links = _Links(parameters, _array_pow)
        self._torques = np.array(TORQUES)
        self._state = np.zeros((4, n))
        self._observations = np.empty((6, n), np.float32)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        for column, seed in enumerate(seeds):
            start = _start(int(seed))
            self._state[:, column] = start
            self._observations[:, column] = _observed(start)
        return self._observations.T

    def step(self, actions: NDArray[np.int64]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        state = self._state
        state[:] = self._links.move(tuple(state), self._torques[actions])
        for angle in state[:2]:
            while (beyond := angle > pi).any():
                angle[beyond] -= 2 * pi
            while (beyond := angle < -pi).any():
                angle[beyond] += 2 * pi
        for speed, most in zip(state[2:], MAX_SPEEDS, strict=True):
            np.clip(speed, -most, most, out=speed)
        theta1, theta2 = state[:2]
        cos1 = np.cos(theta1)
        terminated = -cos1 - np.cos(theta2 + theta1) > 1.0
        rows = self._observations
        rows[0], rows[1], rows[2], rows[3], rows[4:] = cos1, np.sin(theta1), np.cos(theta2), np.sin(theta2), state[2:]
        return rows.T, np.where(terminated, 0.0, -1.0), terminated


def _array_pow(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.float_power(numbers, 2.0)  # calls pow(), where numbers**2 would multiply


def _painter() -> Callable[..., Any]:
    from playground.envs.acrobot_painter import draw

    return draw


ENVIRONMENTS.add(
    "Acrobot-v1",
    EnvironmentCard(
        id="Acrobot-v1",
        title=N_("Acrobot"),
        text=N_(
            "Two links hang from a bar. A torque at the joint between them swings them, until the free end is as high as"
            " one link above the bar. Each step costs 1. The episode ends when it is that high (terminated) or at the time"
            " limit of 500 steps (truncated). It counts as solved at a mean return of −100 over 100 episodes."
        ),
        observation=(
            Quantity("cos θ₁", N_("height of the middle joint: 1 hanging, −1 upright"), "", 1.0, (-1.0, 1.0)),
            Quantity("sin θ₁", N_("how far to the right the middle joint is"), "", 1.0, (-1.0, 1.0)),
            Quantity("cos θ₂", N_("how straight the links are: 1 straight, −1 folded"), "", 1.0, (-1.0, 1.0)),
            Quantity("sin θ₂", N_("to which side the lower link bends"), "", 1.0, (-1.0, 1.0)),
            Quantity("θ̇₁", N_("angular velocity of the upper link"), "rad/s", 2.0, (-6.0, 6.0)),
            Quantity("θ̇₂", N_("angular velocity of the lower link"), "rad/s", 4.0, (-12.0, 12.0)),
        ),
        actions=(N_("torque −1"), N_("no torque"), N_("torque +1")),
        steps_per_episode=500,
        solved_at=-100.0,
        steps_per_second=15,
        restored_by="snapshot",
        parameters=AcrobotParams,
        make=Acrobot,
        make_batch=AcrobotBatch,
        painter=_painter,
        words=words,
        describe=describe,
        step_us=45.0,
        batch_step_us=170.0,
    ),
)
