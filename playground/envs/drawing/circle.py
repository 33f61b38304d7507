"""The largest circle for a scene that turns about one point. Numbers only."""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.envs.drawing.frame import Frame


@dataclass(frozen=True)
class Circle:
    """The largest circle for the scene, in device pixels; its middle is on whole ones."""

    middle: tuple[int, int]
    radius: float

    @property
    def banner_y(self) -> int:
        """The height at which the banner hides the least.

        It is in the lower half, for what turns is up at the end.
        """
        return round(self.middle[1] + self.radius * 0.5)

    def at(self, share: float, angle: float) -> tuple[float, float]:
        """Return the point at a `share` of the radius and at an `angle`.

        The angle is counterclockwise from the top.
        """
        x, y = self.middle
        return x - share * self.radius * math.sin(angle), y - share * self.radius * math.cos(angle)


def largest_circle(frame: Frame, free: tuple[int, int]) -> Circle:
    """Return the largest circle that leaves room for the texts.

    It ends above the line of numbers, or reaches down between them where `free` says that there is room. The caption
    has its corner, and the banner is written over the scene.
    """
    width, height = frame.size
    x, most = width // 2, width / 2 - frame.pad
    above = min(most, (frame.floor - frame.pad) / 2)
    beside = min(x - free[0], free[1] - x)
    middle = height / 2
    between = min(most, middle - frame.pad, math.hypot(beside, frame.hud_y - middle) if beside > 0 else 0.0)
    if between > above:
        return Circle((x, round(middle)), between)
    return Circle((x, round((frame.pad + frame.floor) / 2)), above)
