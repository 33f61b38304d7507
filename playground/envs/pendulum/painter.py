"""Draws Pendulum: the pendulum on its pivot, the way up, and the torque as an arrow that turns.

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
from playground.envs.drawing.readout import Readout, steady
from playground.envs.drawing.shapes import coverage, grid
from playground.envs.drawing.sprites import Canvas, Sprite, blank, rod, stencil
from playground.envs.pendulum.captions import PendulumWords
from playground.envs.scene import Palette, Scene, mixed

MAX_TORQUE = 2.0  # N m, as in pendulum.py, which a test compares
_LEVELS = 24  # of torque to either side that look different
_WIDEST = 2.5  # rad, how far the arrow of the greatest torque turns
_BESIDE = 0.3  # rad, where it begins beside the top
_DIGITS = 7  # a return such as −999.9, with some space


def draw(surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, words: PendulumWords) -> None:
    """Draw `scene` over the whole of `surface`; `scale` is the device pixel ratio. The same scene gives the same bytes."""
    stage = _stage(surface.get_size(), surface.get_masks(), scale, palette, words)
    surface.blit(stage.background, (0, 0))
    length = 1.0 if scene.parameters is None else scene.parameters.length
    middle, bob = stage.circle.middle, stage.circle.at(drawn_length(length), scene.state[0])
    torque = None if scene.action is None else min(max(float(scene.action[0]), -MAX_TORQUE), MAX_TORQUE)
    level = 0 if torque is None else round(torque / MAX_TORQUE * _LEVELS)
    rod((bob[0] - middle[0], bob[1] - middle[1]), stage.thickness, palette.pole).blit(surface, middle)
    stage.bob.blit(surface, (round(bob[0]), round(bob[1])))
    if level:
        stage.arrow(level, bool(scene.explored)).blit(surface, middle)
    stage.pivot.blit(surface, middle)
    for ghost in scene.ghosts:
        place = stage.circle.at(drawn_length(length), ghost.state[0])
        draw_rod(surface, ghost, middle, place, stage.thickness)
        draw_ring(surface, ghost, (round(place[0]), round(place[1])), stage.bob_radius, stage.thickness)
    mark = stage.marks[(level > 0) - (level < 0), bool(scene.explored)]
    shown = () if torque is None else (steady(torque),)
    stage.readout.draw(surface, scene, mark, *shown)
    if scene.terminated or scene.truncated:
        text, colour = (words.terminated, palette.ended) if scene.terminated else (words.time_limit, palette.guide)
        stage.readout.draw_banner(surface, text, colour, stage.circle.banner_y)


def drawn_length(length: float) -> float:
    """Return the share of the circle that a pendulum `length` metres long reaches: longer is longer, and all fit in."""
    return length / (length + 0.25)


@lru_cache(maxsize=3)
def _stage(
    size: tuple[int, int], masks: tuple[int, ...], scale: float, palette: Palette, words: PendulumWords
) -> Stage:
    return Stage(frame(size, scale), masks, palette, words)


class Stage:
    """The background and the sprites for one frame, palette and set of words."""

    def __init__(self, frame: Frame, masks: tuple[int, ...], palette: Palette, words: PendulumWords) -> None:
        self._frame, self._palette = frame, palette
        self.readout = Readout(frame, palette, words, (words.step, words.episode_return, words.torque), _DIGITS)
        self.circle = largest_circle(frame, self.readout.free)
        self.thickness = max(self.circle.radius * 0.035, 1.5 * frame.scale)
        self.bob = self._make_bob()
        self.pivot = self._make_pivot()
        self._arrows: dict[tuple[int, bool], Sprite] = {}
        self.marks = {
            (sign, hollow): small_turn(frame, palette, sign < 0, hollow) if sign else small_dot(frame, palette, hollow)
            for sign in (-1, 0, 1)
            for hollow in (True, False)
        }
        self.background = self._make_background(masks)

    def arrow(self, level: int, hollow: bool) -> Sprite:
        """Return the arrow of a torque, in `_LEVELS` to either side."""
        if (level, hollow) not in self._arrows:
            sweep = (abs(level) / _LEVELS) * _WIDEST
            side = 1 if level > 0 else -1
            radius = self.circle.radius * 0.36
            self._arrows[level, hollow] = turn(
                self._frame, self._palette, hollow, radius, radius * 0.075, radius * 0.22,
                math.pi / 2 + side * _BESIDE, side * sweep,
            )  # fmt: skip
        return self._arrows[level, hollow]

    def _make_background(self, masks: tuple[int, ...]) -> pygame.Surface:
        """Make the circle on which the tip of a pendulum of 1 m moves, and the mark of the top."""
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
        mark = Canvas(-frame.unit, -frame.unit * 2, frame.unit, frame.unit)
        high = frame.unit * 0.75
        mark.polygon([(0, 0), (high * 0.6, -high), (-high * 0.6, -high)], palette.reached)
        mark.sprite().blit(surface, (x_middle, round(y_middle - radius - self.bob_radius - frame.unit * 0.3)))
        self.readout.write_labels(surface)
        return surface

    @property
    def bob_radius(self) -> float:
        """The radius of what swings."""
        return self.thickness * 2.2

    def _make_bob(self) -> Sprite:
        reach = self.bob_radius + 1
        canvas = Canvas(-reach, -reach, reach, reach)
        canvas.disc((0, 0), self.bob_radius, self._palette.pole)
        return canvas.sprite()

    def _make_pivot(self) -> Sprite:
        radius = self.thickness * 1.7
        canvas = Canvas(-radius - 1, -radius - 1, radius + 1, radius + 1)
        canvas.disc((0, 0), radius, mixed(self._palette.cart, self._palette.ground, 0.3))
        canvas.disc((0, 0), radius * 0.45, self._palette.axle)
        return canvas.sprite()
