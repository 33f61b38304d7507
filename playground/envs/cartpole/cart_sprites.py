"""Sprites of the cart: body, hub, shadow, pointer and the arrows of its pushes."""

from __future__ import annotations

import numpy as np

from playground.envs.cartpole.layout import CartPoleLayout
from playground.envs.drawing.action_marks import arrow
from playground.envs.drawing.sprites import Sprite, SpriteCanvas
from playground.envs.scene import Palette, mixed

_LEVELS = 24  # of force to either side that look different
_SHORTEST = 0.25  # arrow, as a share of the longest


class Cart:
    """The sprites for one layout and palette, placed by the axle."""

    def __init__(self, layout: CartPoleLayout, palette: Palette) -> None:
        self.layout, self.palette = layout, palette
        self._drop = layout.track_y - layout.axle_y  # from the axle down to the track
        self.body = self._make_cart()
        self.hub = self._make_hub()
        self.pointer = self._make_pointer()
        self.shadow = self._make_shadow()
        self._arrows: dict[tuple[int, bool], Sprite] = {}

    def arrow(self, push: float, hollow: bool) -> Sprite | None:
        """Return the arrow of a push from -1 (the greatest to the left) to 1.

        None where there is hardly any.
        """
        level = round(push * _LEVELS)
        if level and (level, hollow) not in self._arrows:
            self._arrows[level, hollow] = self._make_arrow(level / _LEVELS, hollow)
        return self._arrows.get((level, hollow))

    def _make_cart(self) -> Sprite:
        layout, palette = self.layout, self.palette
        left, top, right, bottom = layout.cart_box
        wheel = layout.wheel
        canvas = SpriteCanvas(left - 1, top - 1, right + 1, self._drop + 1)
        for x in (left * 0.56, right * 0.56):
            canvas.disc((x, self._drop - wheel), wheel, mixed(palette.cart, palette.ground, 0.3))
            canvas.disc((x, self._drop - wheel), wheel * 0.4, palette.ground)
        canvas.box(left, top, right, bottom, radius=layout.cart_height * 0.3, colour=palette.cart)
        return canvas.sprite()

    def _make_hub(self) -> Sprite:
        radius = self.layout.pole_radius
        canvas = SpriteCanvas(-2 * radius, -2 * radius, 2 * radius, 2 * radius)
        canvas.disc((0, 0), radius * 0.5, self.palette.axle)
        return canvas.sprite()

    def _make_pointer(self) -> Sprite:
        """Make the small triangle under the track, exactly below the cart."""
        high, top = self.layout.text * 0.45, self._drop + 2 * self.layout.hair
        canvas = SpriteCanvas(-high, top - 1, high, top + high + 1)
        canvas.polygon([(0, top), (high * 0.6, top + high), (-high * 0.6, top + high)], self.palette.text)
        return canvas.sprite()

    def _make_shadow(self) -> Sprite:
        wide, high = self.layout.cart_width * 0.62, max(self.layout.cart_height * 0.4, 3)
        top = self._drop + 2 * self.layout.hair
        canvas = SpriteCanvas(-wide, top, wide, top + high)
        x, y = canvas.x / np.float32(wide), (canvas.y - np.float32(top)) / np.float32(high)
        canvas.paint(np.clip(1 - np.sqrt(x * x + y * y), 0, 1), self.palette.shadow)
        return canvas.sprite()

    def _make_arrow(self, push: float, hollow: bool) -> Sprite:
        layout = self.layout
        start = layout.cart_width / 2 + layout.arrow_gap
        height = self._drop - 1.6 * layout.wheel - layout.cart_height / 2
        length = layout.arrow * (_SHORTEST + (1 - _SHORTEST) * abs(push))
        return arrow(layout, self.palette, push < 0, hollow, start, height, length)
