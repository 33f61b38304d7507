"""Grip: a body in a picture as a hand finds it.

Each environment says where its own are in its grips.py, from the very layout that its painter draws by. Numbers only.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

Point = tuple[float, float]


@dataclass(frozen=True)
class Grip:
    """A body that can be taken hold of, as a thick line from `start` to `end`.

    Lengths are device pixels, origin at the top left.
    """

    name: str  # of the body: "cart", "pole", "car", "pendulum", "upper_link", "lower_link"
    start: Point
    end: Point
    radius: float  # half its thickness
    pushed_at: Point | None = None  # where a push meets it; None: a push from outside is another body's
    pushed_along: Point = (0.0, 0.0)  # the direction, of length 1, of a push that adds to what the card's push changes

    def distance(self, x: float, y: float) -> float:
        """Return how far a point is from the body's edge; below 0 it is within."""
        (left, top), (right, bottom) = self.start, self.end
        along_x, along_y = right - left, bottom - top
        length = along_x * along_x + along_y * along_y
        share = ((x - left) * along_x + (y - top) * along_y) / length if length else 0.0
        share = min(max(share, 0.0), 1.0)
        return math.hypot(x - left - share * along_x, y - top - share * along_y) - self.radius

    def scaled(self, scale: float) -> Grip:
        """Return it in a picture that is larger by `scale`."""
        return replace(
            self,
            start=(self.start[0] * scale, self.start[1] * scale),
            end=(self.end[0] * scale, self.end[1] * scale),
            radius=self.radius * scale,
            pushed_at=None if self.pushed_at is None else (self.pushed_at[0] * scale, self.pushed_at[1] * scale),
        )


def grip_at(grips: Iterable[Grip], x: float, y: float, reach: float = 0.0) -> Grip | None:
    """Return the nearest body that is no farther from a point than `reach`.

    None where there is none.
    """
    near = [(grip.distance(x, y), number, grip) for number, grip in enumerate(grips)]
    distance, _number, grip = min(near, default=(math.inf, 0, None))
    return grip if distance <= reach else None
