"""Placing: which numbers of a state a person may set, their limits, and words."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.i18n import N_, _
from playground.number_text import four_digits

State = tuple[float, ...]

# Where a mark of a placing says that it was put, by its name; the numbers are those of Placing.told().
PLACING_TEXTS = {
    "put_cart": N_("x = {first}, angle = {second}°"),
    "put_car": N_("x = {first}"),
    "put_pendulum": N_("angle = {first}°"),
    "put_links": N_("angles = {first}° and {second}°"),
    "put_agent": N_("column {first}, row {second}"),
}


@dataclass(frozen=True)
class PlacedNumber:
    """One number of a state that a person may set."""

    number: int  # of the state's numbers, as snapshot() gives them
    meaning: str  # marked with N_()
    low: float
    high: float
    unit: str = ""
    wraps: bool = False  # an angle: a whole turn more is the same one
    is_whole: bool = False
    is_told: bool = False  # by the mark of a placing, an angle in degrees


@dataclass(frozen=True)
class PlacedBody:
    """A body that a hand can take to another place."""

    name: str  # of its grip in the picture
    title: str  # marked with N_()
    numbers: tuple[int, ...]  # that it changes, of Placing.numbers: one, or those of a column and a row
    nudge: float  # by how much an arrow key to the right changes the first, one downwards the second
    turns: bool = False  # around the start of its grip; otherwise it goes along


def _anywhere(state: State) -> bool:
    return True


@dataclass(frozen=True)
class Placing:
    """The numbers of a state that can be set from outside; others stay as they are.

    `is_free` says whether an episode may stand at a state whose numbers are all within their limits: it may not where it
    would be over, or where a wall is.
    """

    numbers: tuple[PlacedNumber, ...]
    bodies: tuple[PlacedBody, ...]
    mark: str  # the name of its marks, see PLACING_TEXTS
    is_free: Callable[[State], bool] = _anywhere
    taken: str = ""  # why a state is not free, in words that follow a colon

    def wrapped(self, values: Sequence[float]) -> State:
        """Return the values with every angle within half a turn."""
        return tuple(
            math.remainder(value, math.tau) if number.wraps else float(value)
            for number, value in zip(self.numbers, values, strict=True)
        )

    def values(self, state: State) -> State:
        """Return the numbers of a state that can be set, angles within half a turn."""
        return self.wrapped([state[number.number] for number in self.numbers])

    def placed(self, state: State, values: Sequence[float]) -> State:
        """Return `state` with these values in it, one for each of `numbers`."""
        numbers = list(state)
        for number, value in zip(self.numbers, self.wrapped(values), strict=True):
            numbers[number.number] = value
        return tuple(numbers)

    def at_rest(self, values: Sequence[float]) -> State:
        """Return the values with 0 for what no body shows, and each within its limits."""
        shown = {number for body in self.bodies for number in body.numbers}
        return tuple(
            min(max(value, number.low), number.high) if place in shown else 0.0
            for place, (number, value) in enumerate(zip(self.numbers, self.wrapped(values), strict=True))
        )

    def told(self, values: Sequence[float]) -> State:
        """Return the values that a mark tells, angles in degrees."""
        return tuple(
            round(math.degrees(value), 1) if number.unit == "rad" else round(float(value), 2)
            for number, value in zip(self.numbers, values, strict=True)
            if number.is_told
        )


def where_words(mark: str, told: Sequence[float]) -> str:
    """Write where something is, from the numbers that its mark tells."""
    return _(PLACING_TEXTS[mark]).format(**dict(zip(("first", "second"), map(four_digits, told), strict=False)))
