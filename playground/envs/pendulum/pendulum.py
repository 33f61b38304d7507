"""Pendulum-v1: a hanging pendulum, to be swung up and held upright by a torque.

The torque is at its joint. The dynamics are Gymnasium's, number for number: a test steps both and compares the bits.
Three of its habits matter for that: the torque stays a float32 number until it is added to the rest; squares are the C
library's pow() and powf(), which differ from x * x in the last bit now and then; and the observation is rounded to
float32 from a float64 state.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.envs.base import ENVIRONMENTS, EnvironmentCard, EnvironmentParams, Observation, Quantity, State
from playground.envs.pendulum.captions import captions, describe
from playground.hyper import hyper
from playground.i18n import N_
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # the form reads the parameters and the card before anything needs NumPy
    np = lazy_import("numpy")

STEP_S = 0.05
MAX_SPEED = 8.0  # rad/s
MAX_TORQUE = 2.0  # N m
START_BOUNDS = (math.pi, 1.0)  # of the angle and the angular velocity at the start


@dataclass(frozen=True)
class PendulumParams(EnvironmentParams):
    """The physics; Gymnasium's own names are g, m and l."""

    gravity: float = hyper(
        10.0,
        label=N_("gravity"),
        low=0.0,
        high=50.0,
        slider=(0.0, 25.0),
        unit="m/s²",
        doc=N_("What pulls the pendulum down. Without it, holding it upright is easy."),
    )
    mass: float = hyper(
        1.0,
        label=N_("mass of the pendulum"),
        low=0.01,
        high=100.0,
        slider=(0.1, 5.0),
        log=True,
        unit="kg",
        doc=N_("The mass of the pendulum. The heavier it is, the less the torque moves it."),
    )
    length: float = hyper(
        1.0,
        label=N_("length of the pendulum"),
        low=0.05,
        high=10.0,
        slider=(0.2, 3.0),
        log=True,
        unit="m",
        doc=N_("The length of the pendulum. A long one falls slowly and is hard to lift."),
    )


def _constants(p: PendulumParams) -> tuple[float, float]:
    """Return what gravity and torque are multiplied by, as Gymnasium computes it."""
    return 3 * p.gravity / (2 * p.length), 3.0 / (p.mass * p.length**2)


def _start(seed: int) -> NDArray[np.float64]:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int(seed))))
    high = np.array(START_BOUNDS)
    return rng.uniform(low=-high, high=high)


class Pendulum:
    """One pendulum; the angle is 0 when it stands upright."""

    def __init__(self, parameters: PendulumParams) -> None:
        self._state: State = (0.0, 0.0)
        self.set_parameters(parameters)

    def set_parameters(self, parameters: PendulumParams) -> None:
        self._by_gravity, self._by_torque = _constants(parameters)

    def reset(self, seed: int) -> Observation:
        return self.restore(tuple(_start(seed).tolist()))

    def step(self, action: NDArray[np.float32]) -> tuple[Observation, float, bool]:
        theta, theta_dot = self._state
        torque = np.float32(min(max(float(action[0]), -MAX_TORQUE), MAX_TORQUE))
        upright = (theta + math.pi) % (2 * math.pi) - math.pi
        cost = upright**2 + 0.1 * theta_dot**2 + float(np.float32(0.001) * torque**2)
        push = float(np.float32(self._by_torque) * torque)
        theta_dot = theta_dot + (self._by_gravity * float(np.sin(theta)) + push) * STEP_S
        theta_dot = min(max(theta_dot, -MAX_SPEED), MAX_SPEED)
        return self.restore((theta + theta_dot * STEP_S, theta_dot)), -cost, False

    def snapshot(self) -> State:
        return self._state

    def restore(self, state: State) -> Observation:
        self._state = state
        theta, theta_dot = state
        return np.array((np.cos(theta), np.sin(theta), theta_dot), np.float32)


class PendulumBatch:
    """`n` pendulums as arrays; the operations and their order are those of Pendulum."""

    def __init__(self, n: int, parameters: PendulumParams) -> None:
        self._by_gravity, self._by_torque = _constants(parameters)
        self._theta, self._theta_dot = np.zeros((2, n))
        self._work, self._cost, self._rewards = np.empty((3, n))
        self._torque, self._work32 = np.empty((2, n), np.float32)
        self._terminated = np.zeros(n, np.bool_)
        self._observations = np.empty((3, n), np.float32)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        for column, seed in enumerate(seeds):
            self._theta[column], self._theta_dot[column] = _start(int(seed))
        return self._observe()

    def step(self, actions: NDArray[np.float32]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        theta, theta_dot, work, cost = self._theta, self._theta_dot, self._work, self._cost
        torque, work32 = self._torque, self._work32
        np.clip(actions[:, 0], np.float32(-MAX_TORQUE), np.float32(MAX_TORQUE), out=torque)

        # cost = upright^2 + 0.1 theta_dot^2 + 0.001 torque^2
        np.add(theta, math.pi, out=work)
        np.remainder(work, 2 * math.pi, out=work)
        np.subtract(work, math.pi, out=work)
        np.float_power(work, 2.0, out=cost)
        np.float_power(theta_dot, 2.0, out=work)
        np.multiply(0.1, work, out=work)
        np.add(cost, work, out=cost)
        work32[:] = [number**2 for number in torque]  # powf(), which no array function calls
        np.multiply(np.float32(0.001), work32, out=work32)
        np.add(cost, work32, out=cost)

        np.sin(theta, out=work)
        np.multiply(self._by_gravity, work, out=work)
        np.multiply(np.float32(self._by_torque), torque, out=work32)
        np.add(work, work32, out=work)
        np.multiply(work, STEP_S, out=work)
        np.add(theta_dot, work, out=theta_dot)
        np.clip(theta_dot, -MAX_SPEED, MAX_SPEED, out=theta_dot)
        np.multiply(theta_dot, STEP_S, out=work)
        np.add(theta, work, out=theta)
        np.negative(cost, out=self._rewards)
        return self._observe(), self._rewards, self._terminated

    def _observe(self) -> Observation:
        cos, sin, theta_dot = self._observations
        cos[:] = np.cos(self._theta, out=self._work)
        sin[:] = np.sin(self._theta, out=self._work)
        theta_dot[:] = self._theta_dot
        return self._observations.T


def _painter() -> Callable[..., Any]:
    from playground.envs.pendulum.painter import draw

    return draw


ENVIRONMENTS.add(
    "Pendulum-v1",
    EnvironmentCard(
        id="Pendulum-v1",
        title=N_("Pendulum"),
        text=N_(
            "A pendulum hangs from a joint. A torque at the joint, between −2 and 2 N m, is too weak to lift it at once: it"
            " has to be swung up, and then held upright. Each step costs the squared angle, and a little for speed and"
            " torque: 0 at best, some −16 at worst. An episode always lasts until the time limit (truncated). It has no"
            " threshold at which it counts as solved; about −150 is good."
        ),
        observation=(
            Quantity("cos θ", N_("height of the tip: 1 upright, −1 hanging"), "", 1.0, (-1.0, 1.0), name="cos_angle"),
            Quantity("sin θ", N_("how far to the left the tip is"), "", 1.0, (-1.0, 1.0), name="sin_angle"),
            Quantity("θ̇", N_("angular velocity"), "rad/s", 4.0, (-8.0, 8.0), name="angular_velocity"),
        ),
        actions=(N_("torque"),),
        steps_per_episode=200,
        solved_at=None,
        steps_per_second=20,
        restored_by="snapshot",
        parameters=PendulumParams,
        make=Pendulum,
        make_batch=PendulumBatch,
        painter=_painter,
        captions=captions,
        describe=describe,
        idle=(math.pi, 0.0),
        rewards=(-(math.pi**2 + 0.1 * MAX_SPEED**2 + 0.001 * MAX_TORQUE**2), 0.0),
        action_bounds=((-MAX_TORQUE, MAX_TORQUE),),
        step_us=5.0,
        batch_step_us=50.0,
    ),
)
