"""Painter of MountainCar: the valley to scale, the car on it, and the flag.

The car is somewhat larger than it is. As in the picture of CartPole, what stays put is made once for a size, and what
moves is a kept sprite.
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from playground.envs.drawing.action_marks import arrow, small_arrow, small_dot
from playground.envs.drawing.frame import Frame, frame
from playground.envs.drawing.ghosts import draw_block
from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.readout import Readout
from playground.envs.drawing.shapes import coverage, grid
from playground.envs.drawing.sprites import Sprite, SpriteCanvas, blank, stencil
from playground.envs.drawing.text import write_along
from playground.envs.scene import Captions, Palette, Scene, mixed

MIN_POSITION, MAX_POSITION, GOAL = -1.2, 0.6, 0.5  # as in mountain_car.py, which a test compares
_MIDDLE = (MIN_POSITION + MAX_POSITION) / 2
_WIDTH = MAX_POSITION - MIN_POSITION + 0.3  # of what must be in view, in units of the position
_TOP, _BASE = 1.22, -0.04  # heights of the flag's top and of the axis
_CAR = 0.2  # length
_FLAG = 0.2  # height
_FINENESS = 50  # slopes of the car in a radian
_LABELS = (((MIN_POSITION, "−1.2"), (GOAL, "0.5")), ((-0.5, "−0.5"),), ((0.0, "0"),), ((-1.0, "−1"),))
_NO_PUSH = 1


def draw(surface: pygame.Surface, scene: Scene, palette: Palette, scale: float, captions: Captions) -> None:
    """Draw `scene` over the whole of `surface`.

    `scale` is the device pixel ratio. The same scene gives the same bytes.
    """
    prerendered = prerendered_for(surface.get_size(), surface.get_masks(), scale, palette, captions)
    surface.blit(prerendered.background, (0, 0))
    position = scene.state[0]
    at = prerendered.ground(position)
    prerendered.pointer.blit(surface, (at[0], prerendered.axis_y))
    slope = round(-math.atan(rise(position)) * _FINENESS)
    prerendered.car(slope).blit(surface, at)
    mark = None
    if scene.action is not None:
        action, hollow = int(scene.action), bool(scene.explored)
        mark = prerendered.marks[action, hollow]
        if action != _NO_PUSH:
            prerendered.arrow(slope, action < _NO_PUSH, hollow).blit(surface, at)
    for ghost in scene.ghosts:
        turned = -math.atan(rise(ghost.state[0]))
        draw_block(
            surface, ghost, prerendered.ground(ghost.state[0]), prerendered.car_box, 2 * prerendered.hair, turned
        )
    prerendered.readout.draw(surface, scene, mark)
    if scene.terminated:
        prerendered.readout.draw_banner(surface, captions.terminated, palette.reached)
    elif scene.truncated:
        prerendered.readout.draw_banner(surface, captions.time_limit, palette.warning)


@lru_cache(maxsize=3)
def prerendered_for(
    size: tuple[int, int], masks: tuple[int, ...], scale: float, palette: Palette, captions: Captions
) -> MountainCarPrerendered:
    return MountainCarPrerendered(frame(size, scale), masks, palette, captions)


def _height(position: float) -> float:
    return 0.45 * math.sin(3 * position) + 0.55


def rise(position: float) -> float:
    return 1.35 * math.cos(3 * position)


class MountainCarPrerendered:
    """The background and the sprites for one frame, palette and captions.

    Those of the car are placed by its wheels.
    """

    def __init__(self, frame: Frame, masks: tuple[int, ...], palette: Palette, captions: Captions) -> None:
        self._frame, self._palette = frame, palette
        top = frame.pad + frame.unit * 1.6  # the banner has room in the valley
        room = frame.floor - frame.unit * (2.1 if frame.small else 2.9) - top
        self.metre = min(room / (_TOP - _BASE), (frame.size[0] - 2 * frame.pad) / _WIDTH)
        # A tall window leaves room: the scene then sits a little below the middle instead of on the floor.
        self.axis_y = round(top + room - (room - self.metre * (_TOP - _BASE)) * 0.4)
        long = _CAR * self.metre
        self.car_box, self.hair = (-long / 2, -long * 0.5, long / 2, -long * 0.06), frame.hair
        self.readout = Readout(frame, palette, captions)
        self.pointer = self._make_pointer()
        self.marks = {
            (action, hollow): (
                small_dot(frame, palette, hollow)
                if action == _NO_PUSH
                else small_arrow(frame, palette, action < _NO_PUSH, hollow)
            )
            for action in range(3)
            for hollow in (True, False)
        }
        self._cars: dict[int, Sprite] = {}
        self._arrows: dict[tuple[int, bool, bool], Sprite] = {}
        self.background = self._make_background(masks)

    def x(self, position: float) -> float:
        return self._frame.size[0] / 2 + (position - _MIDDLE) * self.metre

    def y(self, height: float) -> float:
        return self.axis_y - (height - _BASE) * self.metre

    def ground(self, position: float) -> tuple[int, int]:
        """Return the point on the ground below the car."""
        return round(self.x(position)), round(self.y(_height(position)))

    def car(self, slope: int) -> Sprite:
        """Return the car on a `slope`."""
        if slope not in self._cars:
            self._cars[slope] = self._make_car(slope / _FINENESS)
        return self._cars[slope]

    def arrow(self, slope: int, left: bool, hollow: bool) -> Sprite:
        """Return the arrow of a push on a `slope`."""
        key = slope, left, hollow
        if key not in self._arrows:
            long = _CAR * self.metre
            self._arrows[key] = arrow(
                self._frame, self._palette, left, hollow, long * 0.58, -long * 0.27, long * 0.6, slope / _FINENESS
            )
        return self._arrows[key]

    # What stays put -------------------------------------------------------------------------------------------------

    def _make_background(self, masks: tuple[int, ...]) -> pygame.Surface:
        frame, palette = self._frame, self._palette
        surface = blank(frame.size, masks, palette.ground)
        self._draw_hills(surface)
        thick = 2 * frame.hair
        first, last = round(self.x(MIN_POSITION)), round(self.x(MAX_POSITION))
        surface.fill(mixed(palette.track, palette.ground, 0.65), (0, self.axis_y, frame.size[0], thick))
        surface.fill(palette.track, (first, self.axis_y, last - first, thick))
        for tenth in range(-12, 7):
            labelled = any(position == tenth / 10 for group in _LABELS for position, _label in group)
            x, long = round(self.x(tenth / 10)) - frame.hair // 2, frame.text * (0.45 if labelled else 0.25)
            surface.fill(palette.track, (x, self.axis_y + thick, frame.hair, round(long)))
        labels = [[(self.x(position), label) for position, label in group] for group in _LABELS]
        y = self.axis_y + thick + round(frame.text * 0.6)
        write_along(surface, labels, y, round(frame.text * 0.9), frame.text * 0.8, palette.muted)
        self._make_wall().blit(surface, self.ground(MIN_POSITION))
        self._make_flag().blit(surface, self.ground(GOAL))
        self.readout.write_labels(surface)
        return surface

    def _draw_hills(self, surface: pygame.Surface) -> None:
        frame, palette = self._frame, self._palette
        top = math.floor(self.y(1.0)) - 2 * frame.hair
        x, y = grid(frame.size[0], self.axis_y - top)
        position = (x - np.float32(frame.size[0] / 2)) / np.float32(self.metre) + np.float32(_MIDDLE)
        curve = np.float32(self.y(0.55) - top) - np.float32(0.45 * self.metre) * np.sin(3 * position)
        steep = np.sqrt(1 + np.square(np.float32(1.35) * np.cos(3 * position)))
        above = (curve - y) / steep  # the distance to the road, below zero within the hill
        stencil(coverage(above), (0, top), mixed(palette.track, palette.ground, 0.82)).blit(surface, (0, 0))
        line = coverage(np.abs(above) - np.float32(frame.hair))
        within = (position >= MIN_POSITION) & (position <= MAX_POSITION)
        stencil(line * ~within, (0, top), mixed(palette.track, palette.ground, 0.5)).blit(surface, (0, 0))
        stencil(line * within, (0, top), palette.track).blit(surface, (0, 0))

    def _make_wall(self) -> Sprite:
        high, half = self.metre * 0.2, self._frame.hair
        canvas = SpriteCanvas(-half - 1, -high - 1, half + 1, 2)
        canvas.box(-half, -high, half, 1, radius=half, colour=self._palette.guide)
        return canvas.sprite()

    def _make_flag(self) -> Sprite:
        high, half = self.metre * _FLAG, self._frame.hair
        canvas = SpriteCanvas(-half - 1, -high - 1, high * 0.7, 2)
        canvas.line((0, 0), (0, -high + half), half, self._palette.muted)
        canvas.polygon([(half, -high), (high * 0.65, -high * 0.75), (half, -high * 0.5)], self._palette.reached)
        return canvas.sprite()

    # What moves -----------------------------------------------------------------------------------------------------

    def _make_car(self, slope: float) -> Sprite:
        palette, long = self._palette, _CAR * self.metre
        wheel, half, reach = long * 0.14, long / 2, long * 0.75
        canvas = SpriteCanvas(-reach, -reach, reach, reach, slope)
        roof = [
            (-half * 0.62, -long * 0.36),
            (-half * 0.4, -long * 0.55),
            (half * 0.2, -long * 0.55),
            (half * 0.6, -long * 0.36),
        ]
        canvas.polygon(roof, mixed(palette.cart, palette.ground, 0.3))
        canvas.box(-half, -long * 0.4, half, -wheel * 0.8, radius=long * 0.09, colour=palette.cart)
        for x in (-half * 0.56, half * 0.56):
            canvas.disc((x, -wheel), wheel * 1.25, palette.cart)
            canvas.disc((x, -wheel), wheel, mixed(palette.cart, palette.ground, 0.3))
            canvas.disc((x, -wheel), wheel * 0.4, palette.ground)
        return canvas.sprite()

    def _make_pointer(self) -> Sprite:
        """Make the small triangle under the axis, exactly below the car."""
        high, top = self._frame.text * 0.45, 2 * self._frame.hair
        canvas = SpriteCanvas(-high, top - 1, high, top + high + 1)
        canvas.polygon([(0, top), (high * 0.6, top + high), (-high * 0.6, top + high)], self._palette.text)
        return canvas.sprite()
