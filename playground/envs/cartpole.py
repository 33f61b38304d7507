"""CartPole-v1: a pole on a cart, to be kept upright by pushing the cart left or right.

Barto, Sutton & Anderson 1983. The dynamics are Gymnasium's, number for number: a test steps both for 100,000 random
steps and compares the bits. They are written out here because they then take a third of the time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.envs.base import ENVIRONMENTS, EnvironmentCard, Observation, Quantity, State
from playground.envs.cartpole_words import words
from playground.i18n import N_

GRAVITY = 9.8  # m/s^2
MASS_CART = 1.0  # kg
MASS_POLE = 0.1  # kg
TOTAL_MASS = MASS_POLE + MASS_CART
HALF_LENGTH = 0.5  # m, half the pole's length
POLE_MASS_LENGTH = MASS_POLE * HALF_LENGTH
FORCE = 10.0  # N
STEP_S = 0.02
MAX_ANGLE = 12 * 2 * math.pi / 360  # rad, beyond it the episode ends
MAX_POSITION = 2.4  # m, likewise
START_BOUND = 0.05  # each start value lies within +- this


def _start(seed: int) -> NDArray[np.float64]:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int(seed))))
    return rng.uniform(-START_BOUND, START_BOUND, size=4)


class CartPole:
    """One cart and pole on Python floats. Sine and cosine stay NumPy's: the C library's may differ in the last bit."""

    def __init__(self) -> None:
        self._state: State = (0.0, 0.0, 0.0, 0.0)

    def reset(self, seed: int) -> Observation:
        return self.restore(tuple(_start(seed).tolist()))

    def step(self, action: int) -> tuple[Observation, float, bool]:
        x, x_dot, theta, theta_dot = self._state
        force = FORCE if action == 1 else -FORCE
        cos, sin = float(np.cos(theta)), float(np.sin(theta))
        push = (force + POLE_MASS_LENGTH * (theta_dot * theta_dot) * sin) / TOTAL_MASS
        theta_acc = (GRAVITY * sin - cos * push) / (HALF_LENGTH * (4.0 / 3.0 - MASS_POLE * (cos * cos) / TOTAL_MASS))
        x_acc = push - POLE_MASS_LENGTH * theta_acc * cos / TOTAL_MASS
        x += STEP_S * x_dot
        x_dot += STEP_S * x_acc
        theta += STEP_S * theta_dot
        theta_dot += STEP_S * theta_acc
        self._state = state = (x, x_dot, theta, theta_dot)
        terminated = not (-MAX_POSITION <= x <= MAX_POSITION and -MAX_ANGLE <= theta <= MAX_ANGLE)
        return np.array(state, np.float32), 1.0, terminated

    def snapshot(self) -> State:
        return self._state

    def restore(self, state: State) -> Observation:
        self._state = state
        return np.array(state, np.float32)


class CartPoleBatch:
    """`n` carts as one array of float64; the operations and their order are those of CartPole."""

    def __init__(self, n: int) -> None:
        self._state = np.zeros((4, n))
        self._rewards = np.ones(n)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        self._state = np.stack([_start(seed) for seed in seeds], axis=1)
        return self._observations()

    def step(self, actions: NDArray[np.int64]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        x, x_dot, theta, theta_dot = self._state
        force = np.where(actions == 1, FORCE, -FORCE)
        cos, sin = np.cos(theta), np.sin(theta)
        push = (force + POLE_MASS_LENGTH * (theta_dot * theta_dot) * sin) / TOTAL_MASS
        theta_acc = (GRAVITY * sin - cos * push) / (HALF_LENGTH * (4.0 / 3.0 - MASS_POLE * (cos * cos) / TOTAL_MASS))
        x_acc = push - POLE_MASS_LENGTH * theta_acc * cos / TOTAL_MASS
        x += STEP_S * x_dot  # in place: rows of the state
        x_dot += STEP_S * x_acc
        theta += STEP_S * theta_dot
        theta_dot += STEP_S * theta_acc
        terminated = (np.abs(x) > MAX_POSITION) | (np.abs(theta) > MAX_ANGLE)
        return self._observations(), self._rewards, terminated

    def _observations(self) -> Observation:
        return np.ascontiguousarray(self._state.T, np.float32)


def _painter() -> Callable[..., Any]:
    from playground.envs.cartpole_painter import draw

    return draw


ENVIRONMENTS.add(
    "CartPole-v1",
    EnvironmentCard(
        id="CartPole-v1",
        title=N_("CartPole"),
        text=N_(
            "A pole stands on a cart. Push the cart left or right so that the pole stays up. Each step gives a reward"
            " of 1. The episode ends when the pole leans more than 12 degrees or the cart is more than 2.4 m from the"
            " middle (terminated), or at the time limit (truncated). It counts as solved at a mean return of 475 over"
            " 100 episodes."
        ),
        observation=(
            Quantity("x", N_("position of the cart"), "m", 0.8),
            Quantity("ẋ", N_("velocity of the cart"), "m/s", 0.8),
            Quantity("θ", N_("angle of the pole"), "rad", 0.08),
            Quantity("θ̇", N_("angular velocity of the pole"), "rad/s", 0.8),
        ),
        actions=(N_("left"), N_("right")),
        steps_per_episode=500,
        solved_at=475.0,
        steps_per_second=50,
        restored_by="snapshot",
        make=CartPole,
        make_batch=CartPoleBatch,
        painter=_painter,
        words=words,
    ),
)
