"""What of the CartPole picture can be made once for a size: the background, and sprites that only move."""

from __future__ import annotations

import math

import numpy as np

from playground.envs.cartpole_layout import MAX_ANGLE, MAX_POSITION, Layout
from playground.envs.cartpole_words import CartPoleWords
from playground.envs.lettering import lettering, write_along
from playground.envs.marks import arrow, small_arrow
from playground.envs.quiet_pygame import pygame
from playground.envs.readout import Readout
from playground.envs.scene import Colour, Palette, mixed
from playground.envs.shapes import Field, coverage
from playground.envs.sprites import Canvas, Sprite, blank

_PAIRS = ((True, False), (True, True), (False, False), (False, True))
_POSITIONS = (((-2.4, "−2.4 m"), (2.4, "2.4 m")), ((0, "0"),), ((-1, "−1"), (1, "1")), ((-2, "−2"), (2, "2")))


class Stage:
    """The background and the sprites for one layout, palette and set of words.

    Sprites of the cart are placed by the axle, posts by their foot on the track, small arrows by their middle.
    """

    def __init__(
        self, size: tuple[int, int], masks: tuple[int, ...], layout: Layout, palette: Palette, words: CartPoleWords
    ) -> None:
        self.layout, self.palette, self.words = layout, palette, words
        self._drop = layout.track_y - layout.axle_y  # from the axle down to the track
        self.readout = Readout(layout, palette, words)
        self.cart = self._make_cart()
        self.hub = self._make_hub()
        self.pointer = self._make_pointer()
        self.shadow = self._make_shadow()
        self.wedge = self._make_wedge()
        # by (is it the left one, is the limit passed)
        self.posts = {pair: self._make_post(palette.ended if pair[1] else palette.warning) for pair in _PAIRS}
        self.rays = {pair: self._make_ray(*pair) for pair in _PAIRS}
        # by (does it point left, is it hollow)
        self.arrows = {pair: self._make_arrow(*pair) for pair in _PAIRS}
        self.small_arrows = {pair: small_arrow(layout, palette, *pair) for pair in _PAIRS}
        self.background = self._make_background(size, masks)

    def post_foot(self, left: bool) -> tuple[int, int]:
        """Return where the post at the left or the right limit stands."""
        return round(self.layout.x(-MAX_POSITION if left else MAX_POSITION)), self.layout.track_y

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
        canvas = Canvas(-half - 1, -high - 1, half + 1, self.layout.text * 0.5)
        canvas.box(-half, -high, half, self.layout.text * 0.45, radius=half, colour=colour)
        return canvas.sprite()

    # What moves with the cart ---------------------------------------------------------------------------------------

    def _make_cart(self) -> Sprite:
        layout, palette = self.layout, self.palette
        half, wheel = layout.cart_width / 2, layout.wheel
        top = self._drop - 2 * wheel - layout.cart_height
        canvas = Canvas(-half - 1, top - 1, half + 1, self._drop + 1)
        for x in (-half * 0.56, half * 0.56):
            canvas.disc((x, self._drop - wheel), wheel, mixed(palette.cart, palette.ground, 0.3))
            canvas.disc((x, self._drop - wheel), wheel * 0.4, palette.ground)
        canvas.box(-half, top, half, self._drop - wheel * 1.15, radius=layout.cart_height * 0.3, colour=palette.cart)
        return canvas.sprite()

    def _make_hub(self) -> Sprite:
        radius = self.layout.pole_radius
        canvas = Canvas(-2 * radius, -2 * radius, 2 * radius, 2 * radius)
        canvas.disc((0, 0), radius * 0.5, self.palette.axle)
        return canvas.sprite()

    def _make_pointer(self) -> Sprite:
        """Make the small triangle under the track that says where exactly the cart is."""
        high, top = self.layout.text * 0.45, self._drop + 2 * self.layout.hair
        canvas = Canvas(-high, top - 1, high, top + high + 1)
        canvas.polygon([(0, top), (high * 0.6, top + high), (-high * 0.6, top + high)], self.palette.text)
        return canvas.sprite()

    def _make_shadow(self) -> Sprite:
        wide, high = self.layout.cart_width * 0.62, max(self.layout.cart_height * 0.4, 3)
        top = self._drop + 2 * self.layout.hair
        canvas = Canvas(-wide, top, wide, top + high)
        x, y = canvas.x / np.float32(wide), (canvas.y - np.float32(top)) / np.float32(high)
        canvas.paint(np.clip(1 - np.sqrt(x * x + y * y), 0, 1), self.palette.shadow)
        return canvas.sprite()

    def _make_wedge(self) -> Sprite:
        """Make the room the pole has to lean: a faint sector with its two rays and an arc."""
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
        """Make one side of the wedge in the colour it takes near its limit, or beyond it."""
        canvas, radius = self._wedge_canvas()
        colour = self.palette.ended if passed else self.palette.warning
        beyond, aside = self._sector(canvas, radius)
        nearness = np.clip(canvas.x * np.float32((-1 if left else 1) / (radius * math.sin(MAX_ANGLE))), 0, 1)
        canvas.paint(coverage(np.maximum(aside, beyond)) * nearness * np.float32(0.35), colour)
        canvas.line((0, 0), self._ray_end(radius, left), self.layout.hair, colour)
        return canvas.sprite()

    def _sector(self, canvas: Canvas, radius: float) -> tuple[Field, Field]:
        """Return how far each pixel lies beyond the arc, and how far outside the two rays."""
        from_axle = np.sqrt(canvas.x * canvas.x + canvas.y * canvas.y)
        aside = (np.abs(np.arctan2(canvas.x, -canvas.y)) - np.float32(MAX_ANGLE)) * from_axle
        return from_axle - np.float32(radius), aside

    def _wedge_canvas(self) -> tuple[Canvas, float]:
        radius = self.layout.pole * 1.08
        margin = 0 if self.layout.small else self.layout.text * 1.6
        wide = radius * math.sin(MAX_ANGLE) + margin + 2
        return Canvas(-wide, -radius - margin - 2, wide, 2), radius

    def _ray_end(self, radius: float, left: bool) -> tuple[float, float]:
        return radius * math.sin(-MAX_ANGLE if left else MAX_ANGLE), -radius * math.cos(MAX_ANGLE)

    def _make_arrow(self, left: bool, hollow: bool) -> Sprite:
        layout = self.layout
        start = layout.cart_width / 2 + layout.arrow_gap
        height = self._drop - 1.6 * layout.wheel - layout.cart_height / 2
        return arrow(layout, self.palette, left, hollow, start, height, layout.arrow)
