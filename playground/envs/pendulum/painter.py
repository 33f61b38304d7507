"""Painter of Pendulum: the rod on its pivot, the way up, the torque as an arrow.

As in the picture of CartPole, what stays put is made once for a size, and what moves is a kept sprite.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from playground.envs.drawing.action_marks import small_dot, small_turn, turn
from playground.envs.drawing.circle import largest_circle
from playground.envs.drawing.frame import Frame, frame
from playground.envs.drawing.ghosts import draw_ring, draw_rod
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.readout import Readout
from playground.envs.drawing.shapes import coverage, grid
from playground.envs.drawing.sprites import Sprite, SpriteCanvas, blank, rod, stencil
from playground.envs.pendulum.captions import PendulumCaptions
from playground.envs.scene import Palette, Scene, mixed
from playground.number_text import steady_picture_number

MAX_TORQUE = 2.0  # N m, as in pendulum.py, which a test compares
_LEVELS = 24  # of torque to either side that look different
_WIDEST = 2.0  # rad, how far the arrow of the greatest torque turns
_END = 1.1  # rad beside the top, or the bottom, where it ends
_DIGITS = 7  # a return such as −999.9, with some space


def draw(surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: PendulumCaptions) -> None:
    """Draw `scene` over the whole of `surface`.

    `scale` is the device pixel ratio. The same scene gives the same bytes.
    """
    prerendered = prerendered_for(surface.get_size(), surface.get_masks(), scale, palette, captions)
    surface.blit(prerendered.background, (0, 0))
    length = 1.0 if scene.parameters is None else scene.parameters.length
    middle, bob = prerendered.circle.middle, prerendered.circle.at(drawn_length(length), scene.state[0])
    torque = None if scene.action is None else min(max(float(scene.action[0]), -MAX_TORQUE), MAX_TORQUE)
    level = 0 if torque is None else round(torque / MAX_TORQUE * _LEVELS)
    rod((bob[0] - middle[0], bob[1] - middle[1]), prerendered.thickness, palette.pole).blit(surface, middle)
    prerendered.bob.blit(surface, (round(bob[0]), round(bob[1])))
    if level:
        prerendered.arrow(level, bool(scene.explored), bob[1] > middle[1]).blit(surface, middle)
    prerendered.pivot.blit(surface, middle)
    for ghost in scene.ghosts:
        place = prerendered.circle.at(drawn_length(length), ghost.state[0])
        draw_rod(surface, ghost, middle, place, prerendered.thickness)
        draw_ring(surface, ghost, (round(place[0]), round(place[1])), prerendered.bob_radius, prerendered.thickness)
    mark = prerendered.marks[(level > 0) - (level < 0), bool(scene.explored)]
    shown = () if torque is None else (steady_picture_number(torque),)
    prerendered.readout.draw(surface, scene, mark, *shown)
    if scene.terminated or scene.truncated:
        text, colour = (
            (captions.terminated, palette.ended) if scene.terminated else (captions.time_limit, palette.guide)
        )
        prerendered.readout.draw_banner(surface, text, colour, prerendered.circle.banner_y)


def drawn_length(length: float) -> float:
    """Return the share of the circle that a pendulum's `length` reaches.

    It is in metres: a longer one is longer, and all fit in.
    """
    return length / (length + 0.25)


@lru_cache(maxsize=3)
def prerendered_for(
    size: tuple[int, int], masks: tuple[int, ...], scale: float, palette: Palette, captions: PendulumCaptions
) -> PendulumPrerendered:
    return PendulumPrerendered(frame(size, scale), masks, palette, captions)


class PendulumPrerendered:
    """The background and the sprites for one frame, palette and set of words."""

    def __init__(self, frame: Frame, masks: tuple[int, ...], palette: Palette, captions: PendulumCaptions) -> None:
        self._frame, self._palette = frame, palette
        self.readout = Readout(
            frame, palette, captions, (captions.step, captions.episode_return, captions.torque), _DIGITS
        )
        self.circle = largest_circle(frame, self.readout.free)
        self.thickness = max(self.circle.radius * 0.035, 1.5 * frame.scale)
        self.bob = self._make_bob()
        self.pivot = self._make_pivot()
        self._arrows: dict[tuple[int, bool, bool], Sprite] = {}
        self.marks = {
            (sign, hollow): small_turn(frame, palette, sign < 0, hollow) if sign else small_dot(frame, palette, hollow)
            for sign in (-1, 0, 1)
            for hollow in (True, False)
        }
        self.background = self._make_background(masks)

    def arrow(self, level: int, hollow: bool, above: bool) -> Sprite:
        """Return the arrow of a torque, in `_LEVELS` to either side.

        It turns in the half where the pendulum is not, which would lie over it.
        """
        if (level, hollow, above) not in self._arrows:
            sweep = (abs(level) / _LEVELS) * _WIDEST
            side = 1 if level > 0 else -1
            radius = self.circle.radius * 0.36
            self._arrows[level, hollow, above] = turn(
                self._frame,
                self._palette,
                hollow,
                radius,
                radius * 0.075,
                radius * 0.22,
                (math.pi / 2 if above else -math.pi / 2) + side * (_END - sweep),
                side * sweep,
            )
        return self._arrows[level, hollow, above]

    def _make_background(self, masks: tuple[int, ...]) -> pygame.Surface:
        """Make the circle of a tip 1 m away, and the mark of the top."""
        frame, palette = self._frame, self._palette
        surface = blank(frame.size, masks, palette.ground)
        radius = self.circle.radius * drawn_length(1.0)
        reach = math.ceil(radius) + 2
        x, y = grid(2 * reach, 2 * reach)
        x, y = x - np.float32(reach), y - np.float32(reach)
        from_middle = np.sqrt(x * x + y * y)
        ring = coverage(np.abs(from_middle - np.float32(radius)) - np.float32(frame.hair / 2)) * np.float32(0.5)
        stencil(ring, (-reach, -reach), palette.guide).blit(surface, self.circle.middle)
        x_middle, y_middle = self.circle.middle
        mark = SpriteCanvas(-frame.unit, -frame.unit * 2, frame.unit, frame.unit)
        high = frame.unit * 0.75
        mark.polygon([(0, 0), (high * 0.6, -high), (-high * 0.6, -high)], palette.reached)
        mark.sprite().blit(surface, (x_middle, round(y_middle - radius - self.bob_radius - frame.unit * 0.3)))
        self.readout.write_labels(surface)
        return surface

    @property
    def bob_radius(self) -> float:
        """The radius of the bob."""
        return self.thickness * 2.2

    def _make_bob(self) -> Sprite:
        reach = self.bob_radius + 1
        canvas = SpriteCanvas(-reach, -reach, reach, reach)
        canvas.disc((0, 0), self.bob_radius, self._palette.pole)
        return canvas.sprite()

    def _make_pivot(self) -> Sprite:
        radius = self.thickness * 1.7
        canvas = SpriteCanvas(-radius - 1, -radius - 1, radius + 1, radius + 1)
        canvas.disc((0, 0), radius, mixed(self._palette.cart, self._palette.ground, 0.3))
        canvas.disc((0, 0), radius * 0.45, self._palette.axle)
        return canvas.sprite()
