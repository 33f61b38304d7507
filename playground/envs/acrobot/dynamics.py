"""Acrobot's state, alone and many at once, and what is seen of it.

The equations, in motions.py, are Gymnasium's, with a sine and a cosine that are the same on every computer: a test
steps both from many states, and no number differs by more than 1e-14 of it. A start is rounded to float32, as there.
"""

from __future__ import annotations

from math import pi
from typing import TYPE_CHECKING

from playground.envs.acrobot.params import AcrobotParams
from playground.envs.base import Observation, State
from playground.envs.placing import PlacedBody, PlacedNumber, Placing
from playground.envs.push import Push
from playground.i18n import N_
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # the form reads the card before anything needs NumPy
    np = lazy_import("numpy")
motions = lazy_import("playground.arithmetic.motions")

STEP_S = 0.2
GRAVITY = 9.8
MAX_SPEEDS = (4 * pi, 9 * pi)  # rad/s, of the first and the second joint
PUSH = Push(3, MAX_SPEEDS[1], "rad/s", ("push_clockwise", "push_counterclockwise"), MAX_SPEEDS[1])  # the lower link
TORQUES = (-1.0, 0.0, 1.0)
START_BOUND = 0.1
GOAL = 1.0  # links above the bar


def _is_below_line(state: State) -> bool:
    """Whether the free end is not yet where the episode ends."""
    height: float = motions.acrobot_seen(state[0], state[1])[4]
    return height <= GOAL


PLACING = Placing(
    (
        PlacedNumber(0, N_("angle of the upper link"), -pi, pi, "rad", wraps=True, is_told=True),
        PlacedNumber(1, N_("angle of the lower link"), -pi, pi, "rad", wraps=True, is_told=True),
        PlacedNumber(2, N_("angular velocity of the upper link"), -MAX_SPEEDS[0], MAX_SPEEDS[0], "rad/s"),
        PlacedNumber(3, N_("angular velocity of the lower link"), -MAX_SPEEDS[1], MAX_SPEEDS[1], "rad/s"),
    ),
    (
        PlacedBody("upper_link", N_("the upper link"), (0,), pi / 36, turns=True),
        PlacedBody("lower_link", N_("the lower link"), (1,), pi / 36, turns=True),
    ),
    "put_links",
    _is_below_line,
    N_("the free end would be above the line already, where the episode is over"),
)


def _physics(p: AcrobotParams) -> NDArray[np.float64]:
    links = (p.link_mass_1, p.link_mass_2, p.link_length_1, p.link_com_pos_1, p.link_com_pos_2, p.link_moi)
    return np.array([STEP_S, *MAX_SPEEDS, GRAVITY, *links])


def _start(seed: int) -> NDArray[np.float32]:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int(seed))))
    return (-START_BOUND + 2 * START_BOUND * rng.random(4)).astype(np.float32)


class Acrobot:
    """One acrobot.

    Both angles are 0 when it hangs at rest, the second is relative to the first.
    """

    def __init__(self, parameters: AcrobotParams) -> None:
        self._acrobot_moved, self._acrobot_seen = motions.acrobot_moved, motions.acrobot_seen
        self._state: State = (0.0, 0.0, 0.0, 0.0)
        self.set_parameters(parameters)

    def set_parameters(self, parameters: AcrobotParams) -> None:
        self._physics = _physics(parameters)

    def reset(self, seed: int) -> Observation:
        return self.restore(tuple(_start(seed).tolist()))

    def step(self, action: int) -> tuple[Observation, float, bool]:
        self._state = self._acrobot_moved(*self._state, TORQUES[action], self._physics)
        observation, height = self._observe()
        terminated = height > GOAL
        return observation, 0.0 if terminated else -1.0, terminated

    def _observe(self) -> tuple[Observation, float]:
        """Return the observation, and how high the free end is."""
        theta1, theta2, dtheta1, dtheta2 = self._state
        cos1, sin1, cos2, sin2, height = self._acrobot_seen(theta1, theta2)
        return np.array((cos1, sin1, cos2, sin2, dtheta1, dtheta2), np.float32), height

    def snapshot(self) -> State:
        return self._state

    def restore(self, state: State) -> Observation:
        self._state = state
        return self._observe()[0]


class AcrobotBatch:
    """`n` acrobots, moved as Acrobot moves one."""

    def __init__(self, n: int, parameters: AcrobotParams) -> None:
        self._move_acrobots, self._acrobot_seen = motions.move_acrobots, motions.acrobot_seen
        self._physics = _physics(parameters)
        self._by_action = np.array(TORQUES)
        self._state, self._observations = np.zeros((4, n)), np.empty((6, n), np.float32)
        self._torques, self._rewards, self._terminated = np.empty(n), np.empty(n), np.empty(n, np.bool_)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        for column, seed in enumerate(seeds):
            theta1, theta2, dtheta1, dtheta2 = state = _start(int(seed)).tolist()
            self._state[:, column] = state
            self._observations[:, column] = *self._acrobot_seen(theta1, theta2)[:4], dtheta1, dtheta2
        return self._observations.T

    def step(self, actions: NDArray[np.int64]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        self._by_action.take(actions, None, self._torques, "clip")
        self._move_acrobots(self._state, self._torques, self._physics, GOAL, self._observations, self._terminated)
        np.subtract(self._terminated, 1.0, out=self._rewards)
        return self._observations.T, self._rewards, self._terminated

    def push(self, changes: NDArray[np.float64]) -> Observation:
        PUSH.move_all(self._state, changes)
        self._observations[5] = self._state[3]
        return self._observations.T
