"""CartPole-v1: a pole on a cart, kept upright by pushing the cart left or right.

The dynamics are Gymnasium's, with a sine and a cosine that are the same on every computer: a test steps both from
100,000 states, and no number differs by more than 1e-14 of it. What follows from a parameter (Gymnasium computes it
once, when it is constructed) follows it here at any time.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from playground.envs.base import ENVIRONMENTS, EnvironmentCard, EnvironmentParams, Observation, Quantity, Rule, State
from playground.envs.cartpole.captions import captions, describe
from playground.envs.controls import Controls
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

STEP_S = 0.02
MAX_ANGLE = 12 * 2 * math.pi / 360  # rad, beyond it the episode ends
MAX_POSITION = 2.4  # m, likewise
MAX_PUSH = 5.0  # m/s, by which a push changes the velocity of the cart
MAX_TURN = 5.0  # rad/s, at which the pole can be put: as fast as it ever falls
PUSH = Push(1, MAX_PUSH, "m/s", ("push_left", "push_right"))
PLACING = Placing(
    (
        PlacedNumber(0, N_("position of the cart"), -MAX_POSITION, MAX_POSITION, "m", is_told=True),
        PlacedNumber(1, N_("velocity of the cart"), -MAX_PUSH, MAX_PUSH, "m/s"),
        PlacedNumber(2, N_("angle of the pole"), -MAX_ANGLE, MAX_ANGLE, "rad", is_told=True),
        PlacedNumber(3, N_("angular velocity of the pole"), -MAX_TURN, MAX_TURN, "rad/s"),
    ),
    (
        PlacedBody("cart", N_("the cart"), (0,), 0.1),
        PlacedBody("pole", N_("the pole"), (2,), 1 * math.pi / 180, turns=True),
    ),
    "put_cart",
)
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


def _physics(p: CartPoleParams) -> NDArray[np.float64]:
    return np.array([STEP_S, p.gravity, p.masspole, p.masspole + p.masscart, p.length])


def _start(seed: int) -> NDArray[np.float64]:
    rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(int(seed))))
    return -START_BOUND + 2 * START_BOUND * rng.random(4)


class CartPole:
    """One cart and pole. How it moves is in motions.py."""

    def __init__(self, parameters: CartPoleParams) -> None:
        self._cart_moved = motions.cart_moved
        self._state: State = (0.0, 0.0, 0.0, 0.0)
        self.set_parameters(parameters)

    def set_parameters(self, parameters: CartPoleParams) -> None:
        self._physics, self._force = _physics(parameters), float(parameters.force_mag)

    def reset(self, seed: int) -> Observation:
        return self.restore(tuple(_start(seed).tolist()))

    def step(self, action: Any) -> tuple[Observation, float, bool]:
        return self._pushed(self._force if action == 1 else -self._force)

    def _pushed(self, force: float) -> tuple[Observation, float, bool]:
        self._state = state = self._cart_moved(*self._state, force, self._physics)
        x, _, theta, _ = state
        terminated = not (-MAX_POSITION <= x <= MAX_POSITION and -MAX_ANGLE <= theta <= MAX_ANGLE)
        return np.array(state, np.float32), 1.0, terminated

    def snapshot(self) -> State:
        return self._state

    def restore(self, state: State) -> Observation:
        self._state = state
        return np.array(state, np.float32)


class CartPoleBatch:
    """`n` carts, moved as CartPole moves one."""

    def __init__(self, n: int, parameters: CartPoleParams) -> None:
        self._move_carts = motions.move_carts
        self._physics = _physics(parameters)
        self._pushes = np.array([-parameters.force_mag, parameters.force_mag])  # by action
        self._state, self._observations = np.zeros((4, n)), np.empty((4, n), np.float32)
        self._forces, self._rewards, self._terminated = np.empty(n), np.ones(n), np.empty(n, np.bool_)

    def reset(self, seeds: NDArray[np.uint32]) -> Observation:
        for column, seed in enumerate(seeds):
            self._state[:, column] = _start(seed)
        np.copyto(self._observations, self._state)
        return self._observations.T

    def step(self, actions: NDArray[Any]) -> tuple[Observation, NDArray[np.float64], NDArray[np.bool_]]:
        self._put_forces(actions, self._forces)
        self._move_carts(
            self._state, self._forces, self._physics, MAX_POSITION, MAX_ANGLE, self._observations, self._terminated
        )
        return self._observations.T, self._rewards, self._terminated

    def push(self, changes: NDArray[np.float64]) -> Observation:
        PUSH.move_all(self._state, changes)
        np.copyto(self._observations, self._state)
        return self._observations.T

    def _put_forces(self, actions: NDArray[Any], out: NDArray[np.float64]) -> None:
        """Write the force of each action into `out`, (n,)."""
        self._pushes.take(actions, None, out, "clip")


def _painter() -> Callable[..., Any]:
    from playground.envs.cartpole.painter import draw

    return draw


def _grips() -> Callable[..., Any]:
    from playground.envs.cartpole.grips import grips

    return grips


def _rule() -> Rule:
    from playground.envs.cartpole.rule import push_side

    return push_side


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
        rule=_rule,
        rule_name=N_("PD control"),
        captions=captions,
        describe=describe,
        rewards=(1.0, 1.0),
        mirror=((True, True, True, True), (1, 0)),
        grips=_grips,
        push=PUSH,
        controls=Controls(12, ("left", "right")),
        placing=PLACING,
    ),
)
