"""Pendulum-v1: a hanging pendulum, to be swung up and held upright by a torque.

The torque is at its joint. The dynamics are Gymnasium's, with a sine and a cosine that are the same on every computer: a
test steps both from many states, and no number of a state differs by more than 1e-14 of it. Two of Gymnasium's habits
matter for that: the torque stays a float32 number until it is added to the rest, and the observation is rounded to
float32 from a float64 state.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.envs.base import ENVIRONMENTS, EnvironmentCard, EnvironmentParams, Observation, Quantity, Rule, State
from playground.envs.controls import Controls
from playground.envs.pendulum.captions import captions, describe
from playground.envs.placing import PlacedBody, PlacedNumber, Placing
from playground.envs.push import Push
from playground.hyper import hyper
from playground.i18n import N_
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # the form reads the parameters and the card before anything needs NumPy
    np = lazy_import("numpy")
motions = lazy_import("playground.arithmetic.motions")

STEP_S = 0.05
MAX_SPEED = 8.0  # rad/s
MAX_TORQUE = 2.0  # N m
_HIGHEST_COST = math.pi * math.pi + 0.1 * MAX_SPEED * MAX_SPEED + 0.001 * MAX_TORQUE * MAX_TORQUE  # of a step
PUSH = Push(1, MAX_SPEED, "rad/s", ("push_clockwise", "push_counterclockwise"), MAX_SPEED)
PLACING = Placing(
    (
        PlacedNumber(0, N_("angle of the pendulum"), -math.pi, math.pi, "rad", wraps=True, is_told=True),
        PlacedNumber(1, N_("angular velocity"), -MAX_SPEED, MAX_SPEED, "rad/s"),
    ),
    (PlacedBody("pendulum", N_("the pendulum"), (0,), -5 * math.pi / 180, turns=True),),
    "put_pendulum",
)
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


def _physics(p: PendulumParams) -> NDArray[np.float64]:
    """Return the constants of a step, computed as Gymnasium does."""
    return np.array([STEP_S, 3 * p.gravity / (2 * p.length), 3.0 / (p.mass * (p.length * p.length)), MAX_SPEED])


def _start(seed: int) -> NDArray[np.float64]:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int(seed))))
    high = np.array(START_BOUNDS)
    return -high + 2 * high * rng.random(2)


class Pendulum:
    """One pendulum; the angle is 0 when it stands upright."""

    def __init__(self, parameters: PendulumParams) -> None:
        self._pendulum_moved, self._sine_and_cosine = motions.pendulum_moved, motions.sine_and_cosine
        self._state: State = (0.0, 0.0)
        self.set_parameters(parameters)

    def set_parameters(self, parameters: PendulumParams) -> None:
        self._physics = _physics(parameters)

    def reset(self, seed: int) -> Observation:
        return self.restore(tuple(_start(seed).tolist()))

    def step(self, action: NDArray[np.float32]) -> tuple[Observation, float, bool]:
        torque = min(max(float(action[0]), -MAX_TORQUE), MAX_TORQUE)
        theta, theta_dot, cost, sin, cos = self._pendulum_moved(*self._state, torque, self._physics)
        self._state = theta, theta_dot
        return np.array((cos, sin, theta_dot), np.float32), -cost, False

    def snapshot(self) -> State:
        return self._state

    def restore(self, state: State) -> Observation:
        self._state = state
        theta, theta_dot = state
        sin, cos = self._sine_and_cosine(theta)
        return np.array((cos, sin, theta_dot), np.float32)


class PendulumBatch:
    """`n` pendulums, moved as Pendulum moves one."""

    def __init__(self, n: int, parameters: PendulumParams) -> None:
        self._move_pendulums, self._sine_and_cosine = motions.move_pendulums, motions.sine_and_cosine
        self._physics = _physics(parameters)
        self._state, self._observations = np.zeros((2, n)), np.empty((3, n), np.float32)
        self._torques, self._rewards, self._terminated = np.empty(n), np.empty(n), np.zeros(n, np.bool_)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        for column, seed in enumerate(seeds):
            theta, theta_dot = self._state[:, column] = _start(int(seed)).tolist()
            sin, cos = self._sine_and_cosine(theta)
            self._observations[:, column] = cos, sin, theta_dot
        return self._observations.T

    def step(self, actions: NDArray[np.float32]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        np.clip(actions[:, 0], -MAX_TORQUE, MAX_TORQUE, out=self._torques)
        self._move_pendulums(self._state, self._torques, self._physics, self._observations, self._rewards)
        return self._observations.T, self._rewards, self._terminated

    def push(self, changes: NDArray[np.float64]) -> Observation:
        PUSH.move_all(self._state, changes)
        self._observations[2] = self._state[1]
        return self._observations.T


def _painter() -> Callable[..., Any]:
    from playground.envs.pendulum.painter import draw

    return draw


def _grips() -> Callable[..., Any]:
    from playground.envs.pendulum.grips import grips

    return grips


def _rule() -> Rule:
    from playground.envs.pendulum.rule import swing_up_and_balance

    return swing_up_and_balance


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
        rule=_rule,
        rule_name=N_("energy"),
        captions=captions,
        describe=describe,
        idle=(math.pi, 0.0),
        rewards=(-_HIGHEST_COST, 0.0),
        action_bounds=((-MAX_TORQUE, MAX_TORQUE),),
        step_us=5.0,
        batch_step_us=50.0,
        grips=_grips,
        push=PUSH,
        controls=Controls(20),
        placing=PLACING,
    ),
)
