"""Form of an environment: its observations and actions, if we can use them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from playground.errors import PlaygroundError
from playground.i18n import N_

if TYPE_CHECKING:  # a card is read before anything needs NumPy
    import gymnasium

MOST_NUMBERS = 1000  # of an observation, and inputs of a network: an image needs another kind
MOST_CELLS = 100_000  # of a table, where an observation counts
MOST_CUT = 6  # numbers of an observation that a table cuts into parts
EXACT = 2**24  # up to which float32, as the log has them, holds every whole number
MOST_ACTIONS = 1000
MOST_ACTION_NUMBERS = 100
PARTS = 6  # into which each such number is cut at first
MOST_VALUES = 1_000_000  # of a table
_SENSIBLE = 1000.0  # bounds beyond this say that somebody had to write something


class AddError(PlaygroundError):
    """An environment that cannot be used here, and why."""


@dataclass(frozen=True)
class Form:
    """The form of observations and actions.

    An observation is kept as one row of numbers. Some of them count: whole numbers from one of `firsts` on, as many as
    `counts` says, with no order between them. `bounds` are those of a continuous action; a discrete one counts on
    from `start`.
    """

    shape: tuple[int, ...]  # of an observation, which is flattened
    n_actions: int = 0
    start: int = 0
    bounds: tuple[tuple[float, float], ...] = ()
    counts: tuple[int, ...] = ()  # of each number, 0 where it may be any; () where the observation is one Box
    firsts: tuple[int, ...] = ()  # likewise, as the environment has them

    @property
    def n_numbers(self) -> int:
        """The number of values in an observation."""
        return math.prod(self.shape)

    @property
    def lows(self) -> tuple[int, ...]:
        """The least value of each number that counts, as it is kept and shown.

        It is the environment's own, or 0 where that would be too large for float32.
        """
        pairs = zip(self.firsts, self.counts, strict=True)
        return tuple(first if abs(first) + count <= EXACT else 0 for first, count in pairs)

    @property
    def n_inputs(self) -> int:
        """The number of inputs that a network has for an observation."""
        return sum(count or 1 for count in self.counts) or self.n_numbers

    @property
    def n_cells(self) -> int:
        """The number of combinations of those numbers that count."""
        return math.prod(count or 1 for count in self.counts)


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
    counted = () if isinstance(observed, Box) else tuple(_numbers_in(name, observed, observed))
    shape = tuple(map(int, observed.shape)) if isinstance(observed, Box) else (len(counted),)
    counts, firsts = tuple(count for count, _first in counted), tuple(first for _count, first in counted)
    n_plain = math.prod(shape) - sum(map(bool, counts))
    if n_plain > MOST_NUMBERS or not math.prod(shape):
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
        form = Form(shape, n_actions=int(acted.n), start=int(acted.start), counts=counts, firsts=firsts)
        return _fitting_a_learner(name, form)
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
                "“{name}” cannot be used here: its actions are {found}, and the numbers of an action must be floating point between finite bounds. Give its Box finite bounds, such as Box(-1, 1, ({n},)), and let step() spread them as it needs. Nothing was added."
            ),
            name=name,
            found=_named(acted),
            n=len(bounds),
        )
    return _fitting_a_learner(name, Form(shape, bounds=bounds, counts=counts, firsts=firsts))


def _numbers_in(name: str, space: Any, whole: Any) -> Iterator[tuple[int, int]]:
    """Yield how many values each number of an observation has, and the first of them.

    Both are 0 where it does not count. Raises AddError for what has no numbers.
    """
    from gymnasium.spaces import Box, Discrete, MultiBinary, MultiDiscrete

    parts = parts_of(space)
    if parts is not None:
        for _key, part in parts:
            yield from _numbers_in(name, part, whole)
    elif isinstance(space, Discrete):
        yield int(space.n), int(space.start)
    elif isinstance(space, MultiDiscrete):
        yield from zip(map(int, space.nvec.flat), map(int, space.start.flat), strict=True)
    elif isinstance(space, MultiBinary):
        yield from [(2, 0)] * math.prod(space.shape)
    elif isinstance(space, Box) and space.dtype.kind in "biuf":
        yield from [(0, 0)] * math.prod(space.shape)
    else:
        raise AddError(
            N_(
                "“{name}” cannot be used here: it observes {found}, and {part} cannot be read as numbers. Box, Discrete, MultiDiscrete, MultiBinary, and Tuple and Dict of these can: a gymnasium.ObservationWrapper may make one of it. Nothing was added."
            ),
            name=name,
            found=_named(whole),
            part=type(space).__name__,
        )


def parts_of(space: Any) -> list[tuple[Any, Any]] | None:
    """Return the parts of a space that is made of others, by key; None if it is not."""
    from gymnasium.spaces import Dict, Tuple

    if isinstance(space, Dict):
        return list(space.spaces.items())
    return list(enumerate(space.spaces)) if isinstance(space, Tuple) else None


def _fitting_a_learner(name: str, form: Form) -> Form:
    """Return the form, or raise AddError where neither a network nor a table takes it."""
    n_cut = form.counts.count(0)
    fits_table = form.n_actions and n_cut <= MOST_CUT and form.n_cells * PARTS**n_cut <= MOST_CELLS
    if form.n_inputs <= MOST_NUMBERS or (fits_table and form.n_cells * PARTS**n_cut * form.n_actions <= MOST_VALUES):
        return form
    raise AddError(
        N_(
            "“{name}” cannot be used here: what it observes can be one of {cells} combinations. A table here has up to {most} cells and {values} Q-values, and only where actions are choices; a network would need {inputs} inputs, and here it has up to {most_inputs}. Nothing was added."
        ),
        name=name,
        cells=_counted(form.n_cells),
        most=f"{MOST_CELLS:,}",
        values=f"{MOST_VALUES:,}",
        inputs=f"{form.n_inputs:,}",
        most_inputs=f"{MOST_NUMBERS:,}",
    )


def _counted(number: int) -> str:
    return f"{number:,}" if number < 10**12 else f"10^{math.log10(number):.0f}"


def usual_of(environment: gymnasium.Env[Any, Any], form: Form) -> tuple[Usual, ...]:
    """Return the usual size of each number of an observation.

    It comes from the bounds of its space where they are sensible.
    """
    bounds = list(_bounds_in(environment.observation_space))
    if not form.counts:
        return tuple(_usual(low, high) for low, high in bounds)
    return tuple(
        Usual(float(max(abs(low), abs(low + count - 1), 1)), (float(low), float(low + count)))
        if count
        else _usual(*bound)
        for low, count, bound in zip(form.lows, form.counts, bounds, strict=True)
    )


def _bounds_in(space: Any) -> Iterator[tuple[float, float]]:
    """Yield the bounds of each number of an observation; any where it counts."""
    from gymnasium.spaces import Box

    parts = parts_of(space)
    if parts is not None:
        for _key, part in parts:
            yield from _bounds_in(part)
    elif isinstance(space, Box):
        yield from zip(map(float, space.low.flat), map(float, space.high.flat), strict=True)
    else:
        yield from [(0.0, 0.0)] * math.prod(space.shape or ())


def _usual(low: float, high: float) -> Usual:
    size = max(abs(low), abs(high))
    if math.isfinite(size) and low < high and size <= _SENSIBLE:
        return Usual(size, (low, high))
    return Usual(1.0, None)


def _named(space: object) -> str:
    """Return a space as Gymnasium writes it, shortened."""
    text = " ".join(str(space).split())
    return text if len(text) <= 60 else f"{text[:57]}…"
