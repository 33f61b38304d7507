"""Layout of the CartPole picture, for any size and scale. Numbers only.

The track is drawn to scale. Cart and pole are drawn larger than that, as large as the view allows: the pole is what
one looks at, and its angle is true at any size. A shorter pole than usual is drawn shorter; a longer one would not fit,
so the cart is drawn smaller instead, which shows the same.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from playground.envs.drawing.frame import Frame, frame
from playground.envs.scene import Scene

MAX_ANGLE = math.radians(12)  # as in cartpole.py, which a test compares
MAX_POSITION = 2.4  # m
USUAL_LENGTH = 0.5  # m, of half the pole
USUAL_FORCE = 10.0  # N
_SHORTEST, _SMALLEST = 0.1, 0.25  # what pole and cart are at least drawn as, of their usual size
_STEPS = 8  # sizes of the cart in each halving


@dataclass(frozen=True)
class CartPoleLayout(Frame):
    """Positions of the texts, and of cart, pole and track."""

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

    @property
    def cart_box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the cart's body, seen from the axle."""
        drop, half = self.track_y - self.axle_y, self.cart_width / 2
        return -half, drop - 2 * self.wheel - self.cart_height, half, drop - self.wheel * 1.15

    def x(self, position: float) -> float:
        """Return where on the track `position`, in metres, is."""
        return self.middle + position * self.metre

    def axle(self, position: float) -> tuple[int, int]:
        """Return where the axle is drawn.

        It is on whole pixels, so that cart and pole move as one.
        """
        far = 100 * MAX_POSITION
        return round(self.x(max(-far, min(far, position)))), self.axle_y

    def tip(self, position: float, angle: float) -> tuple[float, float]:
        """Return the position of the pole's tip."""
        x, y = self.axle(position)
        return x + self.pole * math.sin(angle), y - self.pole * math.cos(angle)

    def proportioned(self, length: float) -> CartPoleLayout:
        """Return the layout for a pole of this half `length`, in metres.

        Only pole and cart differ.
        """
        share = length / USUAL_LENGTH
        if share <= 1:
            return replace(self, pole=self.pole * max(share, _SHORTEST))
        cart = max(2.0 ** -(round(math.log2(share) * _STEPS) / _STEPS), _SMALLEST)
        wheel, cart_height = self.wheel * cart, self.cart_height * cart
        return replace(
            self,
            axle_y=_axle_y(self.track_y, wheel, cart_height),
            pole_radius=max(self.pole_radius * math.sqrt(cart), 1.5 * self.scale),
            cart_width=self.cart_width * cart,
            cart_height=cart_height,
            wheel=wheel,
        )


def lay_out(size: tuple[int, int], scale: float) -> CartPoleLayout:
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
    track = round(floor - spare * 0.4)
    cart_width, arrow, gap = pole * 0.34, pole * 0.24, pole * 0.045
    wheel, cart_height = pole * 0.042, pole * 0.13
    side = around.pad + cart_width / 2 + gap + arrow
    return CartPoleLayout(
        **vars(around),
        middle=width / 2,
        metre=max(width / 2 - side, 4 * scale) / MAX_POSITION,
        track_y=track,
        axle_y=_axle_y(track, wheel, cart_height),
        pole=pole,
        pole_radius=max(pole * 0.021, 1.5 * scale),
        cart_width=cart_width,
        cart_height=cart_height,
        wheel=wheel,
        arrow=arrow,
        arrow_gap=gap,
    )


def _axle_y(track_y: int, wheel: float, cart_height: float) -> int:
    return round(track_y - 2 * wheel - cart_height * 0.72)


def is_continuous(scene: Scene) -> bool:
    """Whether the newest push is a continuous action, which has a length."""
    return hasattr(scene.action, "__len__")


def push_of(scene: Scene) -> float | None:
    """Return the newest push as a share of the greatest force.

    It goes from -1 (left) to 1. None before the first.
    """
    if scene.action is None:
        return None
    if is_continuous(scene):
        return min(max(float(scene.action[0]), -1.0), 1.0)
    return 1.0 if scene.action == 1 else -1.0


def force_of(scene: Scene) -> float | None:
    """Return the force of the newest push in N, negative to the left.

    None before the first.
    """
    push = push_of(scene)
    greatest = USUAL_FORCE if scene.parameters is None else scene.parameters.force_mag
    return None if push is None else push * greatest
