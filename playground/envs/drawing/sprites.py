"""Small pictures made once from antialiased shapes, then only moved."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from playground.envs.drawing.quiet_pygame import pygame
from playground.envs.drawing.shapes import (
    Field,
    Point,
    box_distance,
    coverage,
    grid,
    polygon_distance,
    segment_distance,
)
from playground.envs.scene import Colour

FINENESS = 2  # places of the end of a rod in a pixel


@dataclass(frozen=True)
class Sprite:
    """A picture, and the place of its top left corner beside its point."""

    surface: pygame.Surface
    offset: tuple[int, int]

    def blit(self, target: pygame.Surface, at: tuple[int, int], opacity: float = 1.0) -> None:
        """Draw it with its point `at`, in pixels of `target`."""
        self.surface.set_alpha(round(255 * opacity))
        target.blit(self.surface, (at[0] + self.offset[0], at[1] + self.offset[1]))


class SpriteCanvas:
    """A canvas for a sprite, shape over shape.

    Coordinates are seen from the point it belongs to. `x` and `y` are those of the pixel centres, shapes (width, 1) and
    (1, height). Where the canvas is `turned` (radians, clockwise), they and all shapes are in coordinates that are
    turned with it; the four sides are not.
    """

    def __init__(self, left: float, top: float, right: float, bottom: float, turned: float = 0.0) -> None:
        self.offset = math.floor(left), math.floor(top)
        size = math.ceil(right) - self.offset[0], math.ceil(bottom) - self.offset[1]
        x, y = grid(*size)
        self.x, self.y = x + np.float32(self.offset[0]), y + np.float32(self.offset[1])
        if turned:
            cos, sin = np.float32(math.cos(turned)), np.float32(math.sin(turned))
            self.x, self.y = self.x * cos + self.y * sin, self.y * cos - self.x * sin
        self._colour: Field = np.zeros((*size, 3), np.float32)  # multiplied by the opacity
        self._opacity: Field = np.zeros(size, np.float32)

    def paint(self, share: Field, colour: Colour) -> None:
        """Lay `colour` over what is there, with opacity `share`, 0 to 1."""
        self._colour += share[..., None] * (np.array(colour, np.float32) - self._colour)
        self._opacity += share * (1 - self._opacity)

    def disc(self, centre: Point, radius: float, colour: Colour) -> None:
        self.line(centre, centre, radius, colour)

    def line(self, start: Point, end: Point, radius: float, colour: Colour, opacity: float = 1.0) -> None:
        """Paint a line with round ends, `radius` wide to either side."""
        share = coverage(segment_distance(self.x, self.y, start, end) - np.float32(radius))
        self.paint(share * np.float32(opacity), colour)

    def box(self, left: float, top: float, right: float, bottom: float, radius: float, colour: Colour) -> None:
        """Paint a box with round corners."""
        self.paint(coverage(box_distance(self.x, self.y, left, top, right, bottom, radius)), colour)

    def polygon(self, points: Sequence[Point], colour: Colour, line: float | None = None) -> None:
        """Paint a polygon, filled or as an outline.

        The outline is a `line` of that width along the inside of its edge.
        """
        distance = polygon_distance(self.x, self.y, points)
        if line is not None:
            distance = np.abs(distance + np.float32(line / 2)) - np.float32(line / 2)
        self.paint(coverage(distance), colour)

    def arrow(
        self, start: float, y: float, length: float, left: bool, colour: Colour, line: float | None = None
    ) -> None:
        """Paint an arrow to one side, filled or as an outline of width `line`.

        `start` is the distance of its tail.
        """
        side = -1 if left else 1
        head, shaft, neck, end = length * 0.32, length * 0.13, start + length * 0.52, start + length
        points = [(start, shaft), (neck, shaft), (neck, head), (end, 0), (neck, -head), (neck, -shaft), (start, -shaft)]
        self.polygon([(side * x, y + aside) for x, aside in points], colour, line)

    def sprite(self) -> Sprite:
        """Return what was painted."""
        surface = pygame.Surface(self._opacity.shape, pygame.SRCALPHA, 32)
        colour = self._colour / np.maximum(self._opacity, np.float32(1e-6))[..., None]
        pygame.surfarray.pixels3d(surface)[:] = np.rint(colour).astype(np.uint8)
        pygame.surfarray.pixels_alpha(surface)[:] = np.rint(self._opacity * 255).astype(np.uint8)
        return Sprite(surface, self.offset)


def stencil(share: Field, offset: tuple[int, int], colour: Colour) -> Sprite:
    """Return a picture in one colour that covers `share` of each pixel.

    `share` is 0 to 1. It is much faster than a SpriteCanvas.
    """
    surface = pygame.Surface(share.shape, pygame.SRCALPHA, 32)
    surface.fill((*colour, 0))
    pygame.surfarray.pixels_alpha(surface)[:] = np.rint(share * np.float32(255)).astype(np.uint8)
    return Sprite(surface, offset)


def rod(end: Point, radius: float, colour: Colour) -> Sprite:
    """Return a line with round ends from the point it belongs to.

    It is `radius` wide to either side. `end` is rounded to halves of a pixel, and the newest rods are kept.
    """
    return _rod((round(end[0] * FINENESS), round(end[1] * FINENESS)), radius, colour)


@lru_cache(maxsize=512)
def _rod(end: tuple[int, int], radius: float, colour: Colour) -> Sprite:
    tip = end[0] / FINENESS, end[1] / FINENESS
    room = radius + 1
    left, top = (math.floor(min(place, 0) - room) for place in tip)
    x, y = grid(math.ceil(max(tip[0], 0) + room) - left, math.ceil(max(tip[1], 0) + room) - top)
    distance = segment_distance(x + np.float32(left), y + np.float32(top), (0, 0), tip)
    return stencil(coverage(distance - np.float32(radius)), (left, top), colour)


def blank(size: tuple[int, int], masks: tuple[int, ...], colour: Colour) -> pygame.Surface:
    """Return a surface full of `colour`.

    It has the byte order of the surface it is for, so that pygame copies it fast.
    """
    # Without the flag, blits onto a surface that has room for alpha leave holes in it.
    surface = pygame.Surface(size, pygame.SRCALPHA if masks[3] else 0, 32, masks)
    surface.fill(colour)
    return surface
