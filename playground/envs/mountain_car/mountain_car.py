"""MountainCar-v0: a car in a valley that has to swing itself up.

It is too weak to climb the hill at once. Moore 1990. The dynamics are Gymnasium's, with a cosine that is the same on
every computer: a test steps both from many states, and no number differs by more than 1e-14.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.envs.base import ENVIRONMENTS, EnvironmentCard, EnvironmentParams, Observation, Quantity, Rule, State
from playground.envs.controls import Controls
from playground.envs.mountain_car.captions import captions, describe
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

MIN_POSITION, MAX_POSITION, GOAL = -1.2, 0.6, 0.5
MAX_SPEED = 0.07
START_BOUNDS = (-0.6, -0.4)
PUSH = Push(1, MAX_SPEED, N_("a step"), ("push_left", "push_right"), MAX_SPEED)
PLACING = Placing(
    (
        PlacedNumber(0, N_("position of the car"), MIN_POSITION, GOAL, is_told=True),
        PlacedNumber(1, N_("velocity of the car"), -MAX_SPEED, MAX_SPEED),
    ),
    (PlacedBody("car", N_("the car"), (0,), 0.05),),
    "put_car",
)


@dataclass(frozen=True)
class MountainCarParams(EnvironmentParams):
    """The physics, under Gymnasium's names."""

    force: float = hyper(
        0.001,
        label=N_("force of the engine"),
        low=0.0,
        high=0.1,
        slider=(0.0002, 0.004),
        doc=N_("How hard the engine pushes in one step. With 0.001 it cannot climb the hill without a run-up."),
    )
    gravity: float = hyper(
        0.0025,
        label=N_("gravity"),
        low=0.0,
        high=0.1,
        slider=(0.0005, 0.005),
        doc=N_("What pulls the car down the slope in one step."),
    )
    goal_velocity: float = hyper(
        0.0,
        label=N_("least speed at the flag"),
        low=0.0,
        high=0.07,
        doc=N_("How fast the car must at least be at the flag for the episode to end."),
    )


def _start(seed: int) -> float:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int(seed))))
    low, high = START_BOUNDS
    return low + (high - low) * rng.random()


def _physics(p: MountainCarParams) -> NDArray[np.float64]:
    return np.array([p.gravity, MAX_SPEED, MIN_POSITION, MAX_POSITION])


class MountainCar:
    """One car. How it moves is in motions.py."""

    def __init__(self, parameters: MountainCarParams) -> None:
        self._car_moved = motions.car_moved
        self._state: State = (-0.5, 0.0)
        self.set_parameters(parameters)

    def set_parameters(self, parameters: MountainCarParams) -> None:
        self._physics, self._force = _physics(parameters), float(parameters.force)
        self._goal_velocity = parameters.goal_velocity

    def reset(self, seed: int) -> Observation:
        return self.restore((_start(seed), 0.0))

    def step(self, action: int) -> tuple[Observation, float, bool]:
        self._state = state = self._car_moved(*self._state, (action - 1) * self._force, self._physics)
        terminated = state[0] >= GOAL and state[1] >= self._goal_velocity
        return np.array(state, np.float32), -1.0, terminated

    def snapshot(self) -> State:
        return self._state

    def restore(self, state: State) -> Observation:
        self._state = state
        return np.array(state, np.float32)


class MountainCarBatch:
    """`n` cars, moved as MountainCar moves one."""

    def __init__(self, n: int, parameters: MountainCarParams) -> None:
        self._move_cars = motions.move_cars
        self._physics, self._goal_velocity = _physics(parameters), float(parameters.goal_velocity)
        self._by_action = np.array([action * parameters.force for action in (-1, 0, 1)])
        self._state, self._observations = np.zeros((2, n)), np.empty((2, n), np.float32)
        self._pushes, self._rewards, self._terminated = np.empty(n), np.full(n, -1.0), np.empty(n, np.bool_)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        self._state[0] = [_start(int(seed)) for seed in seeds]
        self._state[1] = 0.0
        np.copyto(self._observations, self._state)
        return self._observations.T

    def step(self, actions: NDArray[np.int64]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        self._by_action.take(actions, None, self._pushes, "clip")
        self._move_cars(
            self._state, self._pushes, self._physics, GOAL, self._goal_velocity, self._observations, self._terminated
        )
        return self._observations.T, self._rewards, self._terminated

    def push(self, changes: NDArray[np.float64]) -> Observation:
        PUSH.move_all(self._state, changes)
        np.copyto(self._observations, self._state)
        return self._observations.T


def _painter() -> Callable[..., Any]:
    from playground.envs.mountain_car.painter import draw

    return draw


def _grips() -> Callable[..., Any]:
    from playground.envs.mountain_car.grips import grips

    return grips


def _rule() -> Rule:
    from playground.envs.mountain_car.rule import push_along

    return push_along


ENVIRONMENTS.add(
    "MountainCar-v0",
    EnvironmentCard(
        id="MountainCar-v0",
        title=N_("MountainCar"),
        text=N_(
            "A car stands in a valley. Its engine is too weak to climb the hill on the right: it has to roll back up the"
            " left one first and take a run. Each step costs 1. The episode ends when it reaches the flag (terminated)"
            " or at the time limit of 200 steps (truncated). It counts as solved at a mean return of −110 over 100"
            " episodes."
        ),
        observation=(
            Quantity("x", N_("position of the car"), "", 0.5, (MIN_POSITION, MAX_POSITION), name="position"),
            Quantity("ẋ", N_("velocity of the car"), "", 0.03, (-MAX_SPEED, MAX_SPEED), name="velocity"),
        ),
        actions=(N_("push left"), N_("no push"), N_("push right")),
        steps_per_episode=200,
        solved_at=-110.0,
        steps_per_second=30,
        restored_by="snapshot",
        parameters=MountainCarParams,
        make=MountainCar,
        make_batch=MountainCarBatch,
        painter=_painter,
        rule=_rule,
        rule_name=N_("momentum"),
        captions=captions,
        describe=describe,
        idle=(-0.5, 0.0),
        rewards=(-1.0, -1.0),
        may_end_well=True,
        step_us=2.0,
        batch_step_us=25.0,
        grips=_grips,
        push=PUSH,
        controls=Controls(15, ("left", "", "right"), no_op=1),
        placing=PLACING,
    ),
)
