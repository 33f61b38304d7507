"""CartPole-v1: a pole on a cart, kept upright by pushing the cart left or right.

Barto, Sutton & Anderson 1983. The dynamics are Gymnasium's, number for number: a test steps both for 100,000 random
steps and compares the bits. They are written out here because they then take a third of the time. What follows from a
parameter (Gymnasium computes it once, when it is constructed) follows it here at any time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.envs.base import ENVIRONMENTS, EnvironmentCard, EnvironmentParams, Observation, Quantity, State
from playground.envs.cartpole.captions import captions, describe
from playground.hyper import hyper
from playground.i18n import N_
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # the form reads the parameters and the card before anything needs NumPy
    np = lazy_import("numpy")

STEP_S = 0.02
MAX_ANGLE = 12 * 2 * math.pi / 360  # rad, beyond it the episode ends
MAX_POSITION = 2.4  # m, likewise
START_BOUND = 0.05  # each start value lies within +- this


@dataclass(frozen=True)
class CartPoleParams(EnvironmentParams):
    """The physics, under Gymnasium's names."""

    gravity: float = hyper(
        9.8,
        label=N_("gravity"),
        low=0.0,
        high=50.0,
        slider=(0.0, 25.0),
        unit="m/s²",
        doc=N_("What pulls the pole down: 9.8 on the earth, 1.6 on the moon, 24.8 on Jupiter."),
    )
    masscart: float = hyper(
        1.0,
        label=N_("mass of the cart"),
        low=0.01,
        high=100.0,
        slider=(0.1, 10.0),
        log=True,
        unit="kg",
        doc=N_("The mass of the cart. A push moves a heavy cart less."),
    )
    masspole: float = hyper(
        0.1,
        label=N_("mass of the pole"),
        low=0.001,
        high=100.0,
        slider=(0.01, 1.0),
        log=True,
        unit="kg",
        doc=N_("The mass of the pole. A heavy pole shoves the cart about as it swings."),
    )
    length: float = hyper(
        0.5,
        label=N_("half the length of the pole"),
        low=0.01,
        high=10.0,
        slider=(0.05, 2.0),
        log=True,
        unit="m",
        doc=N_(
            "Half the length of the pole, from the cart to the middle of the pole. A long pole falls slowly, but answers a push slowly too."
        ),
    )
    force_mag: float = hyper(
        10.0,
        label=N_("force of a push"),
        low=0.1,
        high=100.0,
        slider=(1.0, 50.0),
        log=True,
        unit="N",
        doc=N_("How hard each push is. The cart is always pushed, left or right, never left alone."),
    )


def _constants(p: CartPoleParams) -> tuple[float, float, float, float, float, float]:
    """Return the parameters of a step and what follows from them.

    It is computed as Gymnasium does.
    """
    return p.gravity, p.masspole, p.masspole + p.masscart, p.length, p.masspole * p.length, p.force_mag


def _start(seed: int) -> NDArray[np.float64]:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int(seed))))
    return rng.uniform(-START_BOUND, START_BOUND, size=4)


class CartPole:
    """One cart and pole on Python floats.

    Sine and cosine stay NumPy's: the C library's may differ in the last bit.
    """

    def __init__(self, parameters: CartPoleParams) -> None:
        self._state: State = (0.0, 0.0, 0.0, 0.0)
        self.set_parameters(parameters)

    def set_parameters(self, parameters: CartPoleParams) -> None:
        self._constants = _constants(parameters)

    def reset(self, seed: int) -> Observation:
        return self.restore(tuple(_start(seed).tolist()))

    def step(self, action: Any) -> tuple[Observation, float, bool]:
        x, x_dot, theta, theta_dot = self._state
        gravity, masspole, total_mass, length, polemass_length, force_mag = self._constants
        force = force_mag if action == 1 else -force_mag
        cos, sin = float(np.cos(theta)), float(np.sin(theta))
        push = (force + polemass_length * (theta_dot * theta_dot) * sin) / total_mass
        theta_acc = (gravity * sin - cos * push) / (length * (4.0 / 3.0 - masspole * (cos * cos) / total_mass))
        x_acc = push - polemass_length * theta_acc * cos / total_mass
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
    """`n` carts as arrays of float64.

    The operations and their order are those of CartPole. Written call by call into buffers that lie ready: evaluations
    take hundreds of steps, and allocating doubles each.
    """

    def __init__(self, n: int, parameters: CartPoleParams) -> None:
        self._state = np.zeros((4, n))
        self._positions, self._velocities = self._state[0::2], self._state[1::2]  # of cart and pole
        self._rewards = np.ones(n)
        self._constants = _constants(parameters)
        self._pushes = np.array([-parameters.force_mag, parameters.force_mag])  # by action
        self._limits = np.array([[MAX_POSITION], [MAX_ANGLE]])
        self._cos, self._sin, self._push, self._work, self._divisor = np.empty((5, n))
        self._accelerations, self._moves = np.empty((2, 2, n))
        self._is_within = np.empty((2, n), np.bool_)
        self._observations = np.empty((4, n), np.float32)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        for column, seed in enumerate(seeds):
            self._state[:, column] = _start(seed)
        np.copyto(self._observations, self._state)
        return self._observations.T

    def step(self, actions: NDArray[Any]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        theta, theta_dot = self._state[2:]
        gravity, masspole, total_mass, length, polemass_length, _force_mag = self._constants
        push, work, divisor = self._push, self._work, self._divisor
        x_acc, theta_acc = self._accelerations
        cos, sin = np.cos(theta, out=self._cos), np.sin(theta, out=self._sin)

        # push = (force + polemass_length * theta_dot^2 * sin) / total_mass
        np.multiply(theta_dot, theta_dot, out=work)
        np.multiply(polemass_length, work, out=work)
        np.multiply(work, sin, out=work)
        self._put_forces(actions, push)
        np.add(push, work, out=push)
        np.divide(push, total_mass, out=push)

        # theta_acc = (gravity * sin - cos * push) / (length * (4/3 - masspole * cos^2 / total_mass))
        np.multiply(cos, cos, out=divisor)
        np.multiply(masspole, divisor, out=divisor)
        np.divide(divisor, total_mass, out=divisor)
        np.subtract(4.0 / 3.0, divisor, out=divisor)
        np.multiply(length, divisor, out=divisor)
        np.multiply(cos, push, out=work)
        np.multiply(gravity, sin, out=theta_acc)
        np.subtract(theta_acc, work, out=theta_acc)
        np.divide(theta_acc, divisor, out=theta_acc)

        # x_acc = push - polemass_length * theta_acc * cos / total_mass
        np.multiply(polemass_length, theta_acc, out=work)
        np.multiply(work, cos, out=work)
        np.divide(work, total_mass, out=work)
        np.subtract(push, work, out=x_acc)

        np.multiply(STEP_S, self._velocities, out=self._moves)
        np.add(self._positions, self._moves, out=self._positions)
        np.multiply(STEP_S, self._accelerations, out=self._moves)
        np.add(self._velocities, self._moves, out=self._velocities)
        np.abs(self._positions, out=self._moves)
        np.less_equal(self._moves, self._limits, out=self._is_within)
        np.copyto(self._observations, self._state)
        return self._observations.T, self._rewards, ~np.logical_and(*self._is_within)

    def _put_forces(self, actions: NDArray[Any], out: NDArray[np.float64]) -> None:
        """Write the force of each action into `out`, (n,)."""
        self._pushes.take(actions, None, out, "clip")


def _painter() -> Callable[..., Any]:
    from playground.envs.cartpole.painter import draw

    return draw


CARD = ENVIRONMENTS.add(
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
            Quantity("x", N_("position of the cart"), "m", 0.8, name="position"),
            Quantity("ẋ", N_("velocity of the cart"), "m/s", 0.8, name="velocity"),
            Quantity("θ", N_("angle of the pole"), "rad", 0.08, name="angle"),
            Quantity("θ̇", N_("angular velocity of the pole"), "rad/s", 0.8, name="angular_velocity"),
        ),
        actions=(N_("left"), N_("right")),
        steps_per_episode=500,
        solved_at=475.0,
        steps_per_second=50,
        restored_by="snapshot",
        parameters=CartPoleParams,
        make=CartPole,
        make_batch=CartPoleBatch,
        painter=_painter,
        captions=captions,
        describe=describe,
        rewards=(1.0, 1.0),
        mirror=((True, True, True, True), (1, 0)),
    ),
)
