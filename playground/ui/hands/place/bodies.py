"""Bodies in a picture: which one a pointer is on, and where a drag takes it.

Where a body is in the picture follows from the state, and only from the picture's own layout. So a drag looks for the
state in which the body is nearest to the pointer, among all that its environment allows.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.envs.base import State
from playground.envs.placing import PlacedBody, Placing
from playground.lazy import lazy_import

if TYPE_CHECKING:
    from playground.envs.drawing import grip as grips
    from playground.envs.drawing.grip import Grip
else:  # after the first paint
    grips = lazy_import("playground.envs.drawing.grip")

REACH = 14.0  # px beside a body at which it can still be taken hold of: a pole is thin
_SAMPLES, _ROUNDS = 48, 3  # places tried, and how often again around the nearest

Point = tuple[float, float]
Locate = Callable[[State], Sequence["Grip"]]


@dataclass(frozen=True)
class Held:
    """A body in somebody's hand."""

    body: PlacedBody
    offset: Point = (0.0, 0.0)  # from the pointer to the middle of the body, in px


class Bodies:
    """The bodies of one environment that can be put elsewhere."""

    def __init__(self, placing: Placing, locate: Locate) -> None:
        """`locate` returns the grips of a state, in the pixels that pointers are in."""
        self.placing, self._locate = placing, locate

    def at(self, state: State, point: Point) -> Held | None:
        """Return the body that a pointer takes hold of, if it is on one."""
        by_name = {body.name: body for body in self.placing.bodies}
        found = grips.grip_at([grip for grip in self._locate(state) if grip.name in by_name], *point, REACH)
        if found is None:
            return None
        x, y = _middle(found)
        return Held(by_name[found.name], (x - point[0], y - point[1]))

    def grip(self, body: PlacedBody, state: State) -> Grip | None:
        """Return where a body is, if the picture has it."""
        return next((grip for grip in self._locate(state) if grip.name == body.name), None)

    def follow(self, held: Held, base: State, values: State, point: Point) -> State:
        """Return the values with the held body as near to the pointer as it can be.

        `base` has the numbers that cannot be set.
        """
        best, lowest = values, math.inf
        around, step = values, math.inf
        for _round in range(1 + _ROUNDS):
            for tried in self._around(held.body, around, step):
                state = self.placing.placed(base, tried)
                grip = self.grip(held.body, state) if self.placing.is_free(state) else None
                distance = math.inf if grip is None else _distance(held, grip, point)
                if distance < lowest:
                    best, lowest = tried, distance
            number = self.placing.numbers[held.body.numbers[0]]
            if number.is_whole:
                break
            step = (number.high - number.low if step == math.inf else 2 * step) / (_SAMPLES - 1)
            around = best
        return best

    def nudged(self, body: PlacedBody, base: State, values: State, right: int, down: int) -> State:
        """Return the values after arrow keys; as they were where the body cannot go there."""
        numbers, tried = self.placing.numbers, list(values)
        if len(body.numbers) == 1:
            tried[body.numbers[0]] += body.nudge * (right - down)
        else:
            tried[body.numbers[0]] += body.nudge * right
            tried[body.numbers[1]] += body.nudge * down
        kept = tuple(
            value if number.wraps else min(max(value, number.low), number.high)
            for number, value in zip(numbers, self.placing.wrapped(tried), strict=True)
        )
        return kept if self.placing.is_free(self.placing.placed(base, kept)) else values

    def _around(self, body: PlacedBody, values: State, step: float) -> Iterator[State]:
        """Yield values to try: everywhere at first, then within a step of the nearest."""
        axes = []
        for place in body.numbers:
            number = self.placing.numbers[place]
            if number.is_whole:
                axes.append([float(whole) for whole in range(int(number.low), int(number.high) + 1)])
                continue
            low, high = number.low, number.high
            if step < math.inf and not number.wraps:
                low, high = max(low, values[place] - step), min(high, values[place] + step)
            elif step < math.inf:
                low, high = values[place] - step, values[place] + step
            axes.append([low + (high - low) * share / (_SAMPLES - 1) for share in range(_SAMPLES)])
        for chosen in itertools.product(*axes):
            tried = list(values)
            for place, value in zip(body.numbers, chosen, strict=True):
                tried[place] = value
            yield self.placing.wrapped(tried)


def _middle(grip: Grip) -> Point:
    return (grip.start[0] + grip.end[0]) / 2, (grip.start[1] + grip.end[1]) / 2


def _distance(held: Held, grip: Grip, point: Point) -> float:
    """Return how far a body is from where the pointer wants it: an angle, or pixels."""
    if held.body.turns:
        wanted = math.atan2(point[1] - grip.start[1], point[0] - grip.start[0])
        angle = math.atan2(grip.end[1] - grip.start[1], grip.end[0] - grip.start[0])
        return abs(math.remainder(angle - wanted, math.tau))
    x, y = _middle(grip)
    return math.hypot(x - held.offset[0] - point[0], y - held.offset[1] - point[1])
