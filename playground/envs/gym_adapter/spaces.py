"""Form of an environment: its observations and actions, if we can use them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from playground.errors import PlaygroundError
from playground.i18n import N_

if TYPE_CHECKING:  # a card is read before anything needs NumPy
    import gymnasium

MOST_NUMBERS = 1000  # of an observation: an image needs another kind of network
MOST_ACTIONS = 1000
MOST_ACTION_NUMBERS = 100
_SENSIBLE = 1000.0  # bounds beyond this say that somebody had to write something


class AddError(PlaygroundError):
    """An environment that cannot be used here, and why."""


@dataclass(frozen=True)
class Form:
    """The form of observations and actions.

    `bounds` are those of a continuous action; a discrete one counts on from `start`.
    """

    shape: tuple[int, ...]  # of an observation, which is flattened
    n_actions: int = 0
    start: int = 0
    bounds: tuple[tuple[float, float], ...] = ()

    @property
    def n_numbers(self) -> int:
        """The number of values in an observation."""
        return math.prod(self.shape)


class Usual(NamedTuple):
    """The usual size of a number of an observation, and its range if known."""

    scale: float
    range: tuple[float, float] | None


def form_of(name: str, environment: gymnasium.Env[Any, Any]) -> Form:
    """Return the form of a Gymnasium environment.

    Raises AddError for one that no algorithm here could act in.
    """
    from gymnasium.spaces import Box, Discrete

    observed, acted = environment.observation_space, environment.action_space
    if not isinstance(observed, Box):
        raise AddError(
            N_(
                "“{name}” cannot be used here: it observes {found}, and only a Box of numbers can be observed. A wrapper such as gymnasium.wrappers.FlattenObservation may turn it into one. Nothing was added."
            ),
            name=name,
            found=_named(observed),
        )
    shape = tuple(map(int, observed.shape))
    if not 1 <= math.prod(shape) <= MOST_NUMBERS or observed.dtype.kind not in "biuf":
        raise AddError(
            N_(
                "“{name}” cannot be used here: an observation of it has {n} numbers ({found}), and the networks here take 1 to {most}. An image would need another kind of network. Nothing was added."
            ),
            name=name,
            n=math.prod(shape),
            found=_named(observed),
            most=MOST_NUMBERS,
        )
    if isinstance(acted, Discrete) and 1 <= acted.n <= MOST_ACTIONS:
        return Form(shape, n_actions=int(acted.n), start=int(acted.start))
    if not isinstance(acted, Box) or len(acted.shape) != 1 or not 1 <= acted.shape[0] <= MOST_ACTION_NUMBERS:
        raise AddError(
            N_(
                "“{name}” cannot be used here: its actions are {found}, and an action must be one of up to {most} choices (Discrete) or a row of up to {numbers} numbers (Box). Nothing was added."
            ),
            name=name,
            found=_named(acted),
            most=MOST_ACTIONS,
            numbers=MOST_ACTION_NUMBERS,
        )
    bounds = tuple(zip(map(float, acted.low), map(float, acted.high), strict=True))
    if acted.dtype.kind != "f" or not all(
        math.isfinite(low) and math.isfinite(high) and low < high for low, high in bounds
    ):
        raise AddError(
            N_(
                "“{name}” cannot be used here: its actions are {found}, and the numbers of an action must be floating point between finite bounds. gymnasium.wrappers.RescaleAction may help. Nothing was added."
            ),
            name=name,
            found=_named(acted),
        )
    return Form(shape, bounds=bounds)


def usual_of(environment: gymnasium.Env[Any, Any]) -> tuple[Usual, ...]:
    """Return the usual size of each number of an observation.

    It comes from the bounds of its space where they are sensible.
    """
    space: Any = environment.observation_space
    return tuple(_usual(float(low), float(high)) for low, high in zip(space.low.flat, space.high.flat, strict=True))


def _usual(low: float, high: float) -> Usual:
    size = max(abs(low), abs(high))
    if math.isfinite(size) and low < high and size <= _SENSIBLE:
        return Usual(size, (low, high))
    return Usual(1.0, None)


def _named(space: object) -> str:
    """Return a space as Gymnasium writes it, shortened."""
    text = " ".join(str(space).split())
    return text if len(text) <= 60 else f"{text[:57]}…"
