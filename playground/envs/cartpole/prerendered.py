"""Parts of the CartPole picture made once for a size: background and sprites."""

from __future__ import annotations

import math

import numpy as np

from playground.envs.cartpole.captions import CartPoleCaptions
from playground.envs.cartpole.cart_sprites import Cart
from playground.envs.cartpole.layout import MAX_ANGLE, MAX_POSITION, CartPoleLayout
from playground.envs.drawing.action_marks import small_arrow, small_dot
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.readout import Readout
from playground.envs.drawing.shapes import Field, coverage
from playground.envs.drawing.sprites import Sprite, SpriteCanvas, blank
from playground.envs.drawing.text import lettering, write_along
from playground.envs.scene import Colour, Palette, mixed

_PAIRS = ((True, False), (True, True), (False, False), (False, True))
_POSITIONS = (((-2.4, "−2.4 m"), (2.4, "2.4 m")), ((0, "0"),), ((-1, "−1"), (1, "1")), ((-2, "−2"), (2, "2")))


class CartPolePrerendered:
    """The background and the sprites for one layout, palette and set of words.

    Sprites of the cart are placed by the axle, posts by their foot on the track, small arrows by their middle.
    """

    def __init__(
        self,
        size: tuple[int, int],
        masks: tuple[int, ...],
        layout: CartPoleLayout,
        palette: Palette,
        captions: CartPoleCaptions,
    ) -> None:
        self.layout, self.palette, self.captions = layout, palette, captions
        self.readout = Readout(layout, palette, captions, captions.labels)
        self._carts: dict[float, Cart] = {}
        self.wedge = self._make_wedge()
        # by (is it the left one, is the limit passed)
        self.posts = {pair: self._make_post(palette.ended if pair[1] else palette.warning) for pair in _PAIRS}
        self.rays = {pair: self._make_ray(*pair) for pair in _PAIRS}
        # by (-1 left, 0 no push, 1 right; is it hollow)
        self.marks = {
            (side, hollow): small_arrow(layout, palette, side < 0, hollow)
            if side
            else small_dot(layout, palette, hollow)
            for side in (-1, 0, 1)
            for hollow in (False, True)
        }
        self.background = self._make_background(size, masks)

    def post_foot(self, left: bool) -> tuple[int, int]:
        """Return the foot of the post at the left or the right limit."""
        return round(self.layout.x(-MAX_POSITION if left else MAX_POSITION)), self.layout.track_y

    def cart(self, layout: CartPoleLayout) -> Cart:
        """Return the cart in the size it has in `layout`.

        That is proportioned from this object's own layout.
        """
        if layout.cart_width not in self._carts:
            self._carts[layout.cart_width] = Cart(layout, self.palette)
        return self._carts[layout.cart_width]

    # What stays put -------------------------------------------------------------------------------------------------

    def _make_background(self, size: tuple[int, int], masks: tuple[int, ...]) -> pygame.Surface:
        layout, palette = self.layout, self.palette
        surface = blank(size, masks, palette.ground)
        thick = 2 * layout.hair
        first, last = self.post_foot(True)[0], self.post_foot(False)[0]
        surface.fill(mixed(palette.track, palette.ground, 0.65), (0, layout.track_y, size[0], thick))
        surface.fill(palette.track, (first, layout.track_y, last - first, thick))
        below = layout.track_y + thick
        for half in range(-4, 5):
            whole = half % 2 == 0
            x = round(layout.x(half / 2)) - layout.hair // 2
            surface.fill(palette.track, (x, below, layout.hair, round(layout.text * (0.45 if whole else 0.25))))
        labels = [[(layout.x(position), label) for position, label in group] for group in _POSITIONS]
        y, size_of_label = below + round(layout.text * 0.6), round(layout.text * 0.9)
        write_along(surface, labels, y, size_of_label, layout.text * 1.2, palette.muted)
        post = self._make_post(palette.guide)
        for left in (True, False):
            post.blit(surface, self.post_foot(left))
        self.readout.write_labels(surface)
        return surface

    def _make_post(self, colour: Colour) -> Sprite:
        high, half = self.layout.pole * 0.3, self.layout.hair
        canvas = SpriteCanvas(-half - 1, -high - 1, half + 1, self.layout.text * 0.5)
        canvas.box(-half, -high, half, self.layout.text * 0.45, radius=half, colour=colour)
        return canvas.sprite()

    # What moves with the cart ---------------------------------------------------------------------------------------

    def _make_wedge(self) -> Sprite:
        """Make the sector in which the pole may lean: faint, with rays and an arc."""
        layout, colour = self.layout, self.palette.guide
        canvas, radius = self._wedge_canvas()
        beyond, aside = self._sector(canvas, radius)
        canvas.paint(coverage(np.maximum(aside, beyond)) * np.float32(0.1), colour)
        arc = np.maximum(np.abs(beyond) - np.float32(layout.hair / 2), aside)
        canvas.paint(coverage(arc) * np.float32(0.6), colour)
        for left in (True, False):
            canvas.line((0, 0), self._ray_end(radius, left), layout.hair / 2, colour, 0.6)
        wedge = canvas.sprite()
        if not layout.small:
            label = lettering("12°", round(layout.text * 0.9), self.palette.muted)
            for left in (True, False):
                x, y = self._ray_end(radius + layout.text * 0.8, left)
                corner = x - label.get_width() / 2 - wedge.offset[0], y - label.get_height() / 2 - wedge.offset[1]
                wedge.surface.blit(label, (round(corner[0]), round(corner[1])))
        return wedge

    def _make_ray(self, left: bool, passed: bool) -> Sprite:
        """Make one side of the wedge in its colour near the limit, or beyond it."""
        canvas, radius = self._wedge_canvas()
        colour = self.palette.ended if passed else self.palette.warning
        beyond, aside = self._sector(canvas, radius)
        nearness = np.clip(canvas.x * np.float32((-1 if left else 1) / (radius * math.sin(MAX_ANGLE))), 0, 1)
        canvas.paint(coverage(np.maximum(aside, beyond)) * nearness * np.float32(0.35), colour)
        canvas.line((0, 0), self._ray_end(radius, left), self.layout.hair, colour)
        return canvas.sprite()

    def _sector(self, canvas: SpriteCanvas, radius: float) -> tuple[Field, Field]:
        """Return how far each pixel is beyond the arc and outside the rays."""
        from_axle = np.sqrt(canvas.x * canvas.x + canvas.y * canvas.y)
        aside = (np.abs(np.arctan2(canvas.x, -canvas.y)) - np.float32(MAX_ANGLE)) * from_axle
        return from_axle - np.float32(radius), aside

    def _wedge_canvas(self) -> tuple[SpriteCanvas, float]:
        radius = self.layout.pole * 1.08
        margin = 0 if self.layout.small else self.layout.text * 1.6
        wide = radius * math.sin(MAX_ANGLE) + margin + 2
        return SpriteCanvas(-wide, -radius - margin - 2, wide, 2), radius

    def _ray_end(self, radius: float, left: bool) -> tuple[float, float]:
        return radius * math.sin(-MAX_ANGLE if left else MAX_ANGLE), -radius * math.cos(MAX_ANGLE)
