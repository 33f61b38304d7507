"""Where everything of the CartPole picture lies, for any size and scale. Numbers only.

The track is drawn to scale. Cart and pole are drawn larger than that, as large as the view allows: the pole is what
one looks at, and its angle is true at any size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from playground.envs.frame import Frame, frame

MAX_ANGLE = math.radians(12)  # as in cartpole.py, which a test compares
MAX_POSITION = 2.4  # m


@dataclass(frozen=True)
class Layout(Frame):
    """Where the texts are, and cart, pole and track."""

    middle: float  # x of the track's 0
    metre: float  # pixels per metre of track
    track_y: int
    axle_y: int
    pole: float  # length
    pole_radius: float
    cart_width: float
    cart_height: float
    wheel: float  # radius
    arrow: float  # length
    arrow_gap: float

    def x(self, position: float) -> float:
        """Return where `position`, in metres, lies on the track."""
        return self.middle + position * self.metre

    def axle(self, position: float) -> tuple[int, int]:
        """Return where the axle is drawn: on whole pixels, so that cart and pole move as one."""
        far = 100 * MAX_POSITION
        return round(self.x(max(-far, min(far, position)))), self.axle_y

    def tip(self, position: float, angle: float) -> tuple[float, float]:
        """Return where the pole's tip lies."""
        x, y = self.axle(position)
        return x + self.pole * math.sin(angle), y - self.pole * math.cos(angle)


def lay_out(size: tuple[int, int], scale: float) -> Layout:
    """Place everything in a view of `size` device pixels."""
    around = frame(size, scale)
    width, unit, top = size[0], around.unit, around.top
    floor = around.floor - unit * (
        2.1 if around.small else 2.9
    )  # the labels of the track hang between it and the numbers
    angle_label = 0.0 if around.small else unit * 1.5
    pole = max(min((floor - top - angle_label) / 1.3, width * 0.34), 8 * scale)
    # A tall window leaves room: the scene then sits a little below the middle instead of on the floor.
    spare = floor - top - angle_label - pole * 1.3
    track = floor - spare * 0.4
    cart_width, arrow, gap = pole * 0.34, pole * 0.24, pole * 0.045
    wheel, cart_height = pole * 0.042, pole * 0.13
    side = around.pad + cart_width / 2 + gap + arrow
    return Layout(
        **vars(around),
        middle=width / 2,
        metre=max(width / 2 - side, 4 * scale) / MAX_POSITION,
        track_y=round(track),
        axle_y=round(track - 2 * wheel - cart_height * 0.72),
        pole=pole,
        pole_radius=max(pole * 0.021, 1.5 * scale),
        cart_width=cart_width,
        cart_height=cart_height,
        wheel=wheel,
        arrow=arrow,
        arrow_gap=gap,
    )
