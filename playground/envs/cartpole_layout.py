"""Where everything of the CartPole picture lies, for any size and scale. Numbers only.

The track is drawn to scale. Cart and pole are drawn larger than that, as large as the view allows: the pole is what
one looks at, and its angle is true at any size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

MAX_ANGLE = math.radians(12)  # as in cartpole.py, which a test compares
MAX_POSITION = 2.4  # m


@dataclass(frozen=True)
class Layout:
    """Positions and lengths in device pixels, origin at the top left."""

    scale: float  # device pixels per logical pixel
    small: bool  # only what matters most is written
    pad: float
    text: int  # font sizes
    number: int
    hair: int  # thickness of thin lines
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
    hud_y: int  # top of the line of numbers
    banner_y: int

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
    width, height = size[0] / scale, size[1] / scale
    small = width < 340 or height < 270
    text = min(max(min(width / 48, height / 32), 11 if small else 12), 22)
    number = text * (1.15 if small else 1.6)
    pad = min(max(min(width, height) * 0.035, 7), 32)
    hud = height - pad - (number * 1.2 if small else text * 1.25 + number * 1.2)
    top = pad + text * 1.4 + text * (2.0 if small else 2.3)  # the caption, then the banner
    floor = hud - text * (2.1 if small else 2.9)  # the labels of the track hang between this and the numbers
    angle_label = 0.0 if small else text * 1.5
    pole = max(min((floor - top - angle_label) / 1.3, width * 0.34), 8)
    # A tall window leaves room: the scene then sits a little below the middle instead of on the floor.
    spare = floor - top - angle_label - pole * 1.3
    track = floor - spare * 0.4
    cart_width, arrow, gap = pole * 0.34, pole * 0.24, pole * 0.045
    wheel, cart_height = pole * 0.042, pole * 0.13
    side = pad + cart_width / 2 + gap + arrow
    return Layout(
        scale=scale,
        small=small,
        pad=pad * scale,
        text=round(text * scale),
        number=round(number * scale),
        hair=max(1, round(scale * text / 14)),
        middle=size[0] / 2,
        metre=max(width / 2 - side, 4) / MAX_POSITION * scale,
        track_y=round(track * scale),
        axle_y=round((track - 2 * wheel - cart_height * 0.72) * scale),
        pole=pole * scale,
        pole_radius=max(pole * 0.021, 1.5) * scale,
        cart_width=cart_width * scale,
        cart_height=cart_height * scale,
        wheel=wheel * scale,
        arrow=arrow * scale,
        arrow_gap=gap * scale,
        hud_y=round(hud * scale),
        banner_y=round((pad + text * 1.4) * scale),
    )
