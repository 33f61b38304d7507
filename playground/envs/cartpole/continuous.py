"""CartPoleContinuous-v1: CartPole whose action is how hard to push.

It goes from all the force to the left to all to the right. Our own, for algorithms with continuous actions; Gymnasium
has none. Everything but the force is CartPole-v1's, and the actions 1 and -1 walk the very bits of its right and left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from playground.envs.base import ENVIRONMENTS, Observation, Rule
from playground.envs.cartpole.captions import captions_with_force
from playground.envs.cartpole.cartpole import CARD, CartPole, CartPoleBatch, CartPoleParams
from playground.hyper import hyper
from playground.i18n import N_
from playground.lazy import lazy_import

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
else:  # the form reads the parameters and the card before anything needs NumPy
    np = lazy_import("numpy")


@dataclass(frozen=True)
class CartPoleContinuousParams(CartPoleParams):
    """CartPole's physics."""

    force_mag: float = hyper(
        10.0,
        label=N_("force of a push"),
        low=0.1,
        high=100.0,
        slider=(1.0, 50.0),
        log=True,
        unit="N",
        doc=N_(
            "The hardest push. The action is a share of it: 1 is all of it to the right, −1 all of it to the left, 0 is no push."
        ),
    )


class CartPoleContinuous(CartPole):
    """One cart with a continuous push."""

    def step(self, action: Any) -> tuple[Observation, float, bool]:
        return self._pushed(self._force * min(max(float(action[0]), -1.0), 1.0))


class CartPoleContinuousBatch(CartPoleBatch):
    """`n` carts as arrays; the actions are used as by CartPoleContinuous."""

    def __init__(self, n: int, parameters: CartPoleParams) -> None:
        super().__init__(n, parameters)
        self._hardest = parameters.force_mag

    def _put_forces(self, actions: NDArray[np.float32], out: NDArray[np.float64]) -> None:
        np.clip(actions[:, 0], -1.0, 1.0, out=out)
        np.multiply(self._hardest, out, out=out)


def _rule() -> Rule:
    from playground.envs.cartpole.rule import push_share

    return push_share


ENVIRONMENTS.add(
    "CartPoleContinuous-v1",
    replace(
        CARD,
        id="CartPoleContinuous-v1",
        title=N_("CartPole, continuous"),
        text=N_(
            "A pole stands on a cart. Say at each step how hard to push the cart, and to which side, so that the pole"
            " stays up. Each step gives a reward of 1. The episode ends when the pole leans more than 12 degrees or the"
            " cart is more than 2.4 m from the middle (terminated), or at the time limit (truncated). It counts as solved"
            " at a mean return of 475 over 100 episodes, as CartPole-v1 does."
        ),
        actions=(N_("force"),),
        action_bounds=((-1.0, 1.0),),
        parameters=CartPoleContinuousParams,
        make=CartPoleContinuous,
        make_batch=CartPoleContinuousBatch,
        captions=captions_with_force,
        rule=_rule,
        rule_name=N_("PD control"),
        mirror=None,  # it would have to turn the sign of the action, and no algorithm asks for that
    ),
)
